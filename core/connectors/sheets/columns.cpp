#include "connectors/sheets/columns.h"

#include <algorithm>

namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Column column;
    QStringList words; ///< the first is what we write; compared by plain()
};

const QList<Words> &words()
{
    static const QList<Words> all{
        {Column::Id, {u"Ringback ID"_s, u"Ringback"_s, u"Id Ringback"_s, u"Id de Ringback"_s}},
        {Column::CalledAt, {u"Called at"_s, u"Date"_s, u"Call date"_s, u"Called"_s, u"Fecha"_s, u"Llamó"_s, u"Fecha de llamada"_s}},
        {Column::Phone,
         {u"Phone"_s, u"Phone number"_s, u"Telephone"_s, u"Mobile"_s, u"Cell"_s, u"Teléfono"_s, u"Número"_s, u"Número de teléfono"_s,
          u"Celular"_s, u"Móvil"_s}},
        {Column::Name, {u"Name"_s, u"Full name"_s, u"Customer"_s, u"Caller"_s, u"Nombre"_s, u"Nombre completo"_s, u"Cliente"_s}},
        {Column::Email, {u"E-mail"_s, u"Email address"_s, u"Mail"_s, u"Correo"_s, u"Correo electrónico"_s}},
        {Column::Language, {u"Language"_s, u"Idioma"_s}},
        {Column::Kind, {u"Kind"_s, u"Type"_s, u"Tipo"_s}},
        {Column::Line, {u"Line"_s, u"Línea"_s}},
        {Column::Source, {u"Source"_s, u"Lead source"_s, u"Origen"_s, u"Fuente"_s}},
        {Column::Tag, {u"Tag"_s, u"Tags"_s, u"Etiqueta"_s, u"Etiquetas"_s}},
        {Column::Status, {u"Status"_s, u"Lead status"_s, u"Estado"_s, u"Estatus"_s}},
        {Column::MissedCalls, {u"Missed calls"_s, u"Llamadas perdidas"_s}},
        {Column::Notes, {u"Notes"_s, u"Note"_s, u"Comments"_s, u"Notas"_s, u"Comentarios"_s}},
        {Column::CallBackBy,
         {u"Call back by"_s, u"Callback by"_s, u"Callback due"_s, u"Devolver llamada antes de"_s, u"Devolver antes de"_s}},
        {Column::CallBackWho,
         {u"Call back: who"_s, u"Callback who"_s, u"Assigned to"_s, u"Devolver llamada: quién"_s, u"Asignado a"_s, u"Responsable"_s}},
        {Column::Appointment, {u"Appointment"_s, u"Cita"_s}},
        {Column::WonValue, {u"Won value"_s, u"Valor ganado"_s, u"Importe ganado"_s}},
        {Column::WonOn, {u"Won on"_s, u"Won at"_s, u"Ganado el"_s}},
    };
    return all;
}

// Without case, accents and what stands between words: `E-Mail` is `email`.
QString plain(const QString &text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
        if (c.isLetterOrNumber())
            out += c.toLower();
    }
    return out;
}

std::optional<Column> columnOf(const QString &header)
{
    const QString wanted = plain(header);
    for (const Words &each : words()) {
        if (std::any_of(each.words.begin(), each.words.end(), [&](const QString &word) { return plain(word) == wanted; }))
            return each.column;
    }
    return std::nullopt;
}

Layout readHeader(int row, const Row &header)
{
    Layout layout{.headerRow = row, .header = header, .columns = {}};
    for (int i = 0; i < layout.width(); ++i) {
        const std::optional<Column> column = columnOf(header.at(i));
        if (column && !layout.has(*column)) // of two columns with one word the left one
            layout.columns.insert(*column, i);
    }
    return layout;
}

} // namespace

std::optional<Layout> layoutOf(const QList<Row> &rows)
{
    for (int i = 0; i < rows.size(); ++i) {
        Layout layout = readHeader(i + 1, rows.at(i));
        if (layout.has(Column::Phone))
            return layout;
    }
    return std::nullopt;
}

Layout usualLayout()
{
    Row header;
    for (const Words &each : words()) {
        if (each.column != Column::WonValue && each.column != Column::WonOn)
            header.append(each.words.constFirst());
    }
    return readHeader(1, header);
}

Layout withId(Layout layout)
{
    if (layout.has(Column::Id))
        return layout;
    layout.columns.insert(Column::Id, layout.width());
    layout.header.append(words().constFirst().words.constFirst());
    return layout;
}

QString letters(int column)
{
    QString text;
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        text.prepend(QChar(u'A' + (rest - 1) % 26));
    return text;
}

} // namespace ringback::connectors::sheets

#include "desk/csv.h"

#include "desk/officework.h"

#include <QStringDecoder>

#include <csv.h>

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxField = 256;

struct Table {
    QList<QStringList> rows;
    QStringList row;
};

Result<QList<QStringList>> readRows(const QByteArray &csv)
{
    if (csv.size() > maxCsvBytes)
        return failure(ErrorKind::Invalid, u"the file is larger than 50 MB; split it"_s);
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString checked = utf8(csv);
    if (utf8.hasError() || checked.contains(QChar(0)))
        return failure(ErrorKind::Invalid, u"the file is not text in UTF-8; save it as \"CSV UTF-8\""_s);
    csv_parser parser;
    if (csv_init(&parser, CSV_APPEND_NULL | CSV_STRICT | CSV_STRICT_FINI) != 0)
        return failure(ErrorKind::Transient, u"no memory to read the file"_s);
    Table table;
    const auto onField = [](void *field, size_t size, void *data) {
        static_cast<Table *>(data)->row.append(QString::fromUtf8(static_cast<const char *>(field), static_cast<qsizetype>(size)).trimmed());
    };
    const auto onRow = [](int, void *data) {
        auto *into = static_cast<Table *>(data);
        into->rows.append(std::exchange(into->row, QStringList()));
    };
    const size_t read = csv_parse(&parser, csv.constData(), static_cast<size_t>(csv.size()), onField, onRow, &table);
    const bool ended = csv_fini(&parser, onField, onRow, &table) == 0;
    csv_free(&parser);
    if (read != static_cast<size_t>(csv.size()) || !ended)
        return failure(ErrorKind::Invalid,
                       u"the file is not CSV after row %1 (a quotation mark that is not closed?)"_s.arg(table.rows.size()));
    return table.rows;
}

} // namespace

Result<Csv> Csv::read(const QByteArray &file)
{
    const Result<QList<QStringList>> rows = readRows(file);
    if (!rows)
        return failure(rows);
    Csv csv;
    for (const QString &title : rows->value(0)) {
        QString lower = title.toLower();
        if (lower.startsWith(QChar(0xfeff))) // the mark that Excel writes first
            lower = lower.mid(1);
        csv.m_heading.append(lower);
    }
    for (const QString &name : {u"phone"_s, u"number"_s, u"phone number"_s}) {
        if (csv.m_phone < 0)
            csv.m_phone = csv.m_heading.indexOf(name);
    }
    if (csv.m_phone < 0)
        return failure(ErrorKind::Invalid, u"the first line must name the columns, one of them \"phone\""_s);
    csv.m_rows = rows->mid(1);
    return csv;
}

QString Csv::field(qsizetype row, QStringView column) const
{
    const qsizetype at = m_heading.indexOf(column);
    return at < 0 ? QString() : m_rows.at(row).value(at);
}

Done Csv::check(qsizetype row) const
{
    for (const QString &field : m_rows.at(row)) {
        if (field.size() > maxField)
            return failure(ErrorKind::Invalid, u"a field is longer than %1 characters"_s.arg(maxField));
    }
    return {};
}

} // namespace ringback::desk

#include "templates/template.h"

#include <algorithm>
#include <numeric>
#include <variant>
#include <vector>

namespace ringback::templates {

using namespace Qt::StringLiterals;

namespace {

struct Literal {
    QString text;
};

struct Field {
    QString name;
    QString fallback; ///< empty = none
};

using Piece = std::variant<Literal, Field>;

// Levenshtein's distance: how many single-character edits lie between two words.
int editDistance(QStringView a, QStringView b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({row[at] + 1, row[at - 1] + 1, replaced});
        }
    }
    return row.back();
}

QString nearestField(const QString &name, const QStringList &fields)
{
    QString nearest;
    int least = 4; // further than three edits is another word, not a slip
    for (const QString &field : fields) {
        const int distance = editDistance(name, field);
        if (distance < least) {
            least = distance;
            nearest = field;
        }
    }
    return nearest;
}

tl::unexpected<Error> wrong(const QString &what, qsizetype index)
{
    return failure(ErrorKind::Invalid, u"%1 at character %2"_s.arg(what).arg(index + 1));
}

Result<Field> readField(QStringView inside, qsizetype index, const QStringList &known)
{
    const qsizetype bar = inside.indexOf(u'|');
    const QString name = (bar < 0 ? inside : inside.first(bar)).trimmed().toString();
    if (name.isEmpty())
        return wrong(u"a field without a name"_s, index);
    if (!known.contains(name)) {
        Error error = wrong(u"unknown field '%1'"_s.arg(name.left(40)), index).value();
        if (const QString nearest = nearestField(name.left(40), known); !nearest.isEmpty())
            error.what += u"; did you mean '%1'?"_s.arg(nearest);
        return tl::unexpected<Error>(error);
    }
    return Field{.name = name, .fallback = bar < 0 ? QString() : inside.mid(bar + 1).trimmed().toString()};
}

Result<QList<Piece>> read(const QString &source, const QStringList &known = knownFields())
{
    if (source.trimmed().isEmpty())
        return failure(ErrorKind::Invalid, u"the template is empty"_s);
    if (source.size() > maxTemplateLength)
        return failure(ErrorKind::Invalid, u"the template has %1 characters; %2 is the most"_s.arg(source.size()).arg(maxTemplateLength));

    QList<Piece> pieces;
    const QStringView view(source);
    qsizetype at = 0;
    while (at < view.size()) {
        const qsizetype open = view.indexOf(u"{{", at);
        const QStringView before = view.mid(at, open < 0 ? -1 : open - at);
        if (const qsizetype stray = before.indexOf(u"}}"); stray >= 0)
            return wrong(u"a '}}' that closes nothing"_s, at + stray);
        if (!before.isEmpty())
            pieces.append(Literal{before.toString()});
        if (open < 0)
            break;
        const qsizetype close = view.indexOf(u"}}", open + 2);
        const qsizetype next = view.indexOf(u"{{", open + 2);
        if (close < 0 || (next >= 0 && next < close))
            return wrong(u"a '{{' that is not closed"_s, open);
        const Result<Field> field = readField(view.mid(open + 2, close - open - 2), open, known);
        if (!field)
            return failure(field);
        pieces.append(*field);
        at = close + 2;
    }
    return pieces;
}

// A value comes from outside: one that breaks the line, or turns the direction of the text, could pass for words of ours.
bool isControl(QChar c)
{
    const char16_t u = c.unicode();
    return c.category() == QChar::Other_Control || u == 0x2028 || u == 0x2029 || (u >= 0x202a && u <= 0x202e) ||
           (u >= 0x2066 && u <= 0x2069);
}

QString plain(QString value)
{
    std::replace_if(value.begin(), value.end(), isControl, QChar(u' '));
    return value.trimmed();
}

Result<QString> written(const QList<Piece> &pieces, const Fields &fields)
{
    QString text;
    bool dropBlank = false; // the field just read left nothing, and no blank before it to take along
    for (const Piece &piece : pieces) {
        if (const auto *literal = std::get_if<Literal>(&piece)) {
            text += dropBlank && literal->text.startsWith(u' ') ? literal->text.mid(1) : literal->text;
            dropBlank = false;
            continue;
        }
        const Field &field = std::get<Field>(piece);
        QString value = plain(fields.value(field.name));
        if (value.isEmpty())
            value = field.fallback;
        if (!value.isEmpty()) {
            text += value;
            dropBlank = false;
        } else if (text.endsWith(u' ')) {
            text.chop(1);
        } else {
            dropBlank = true;
        }
    }
    if (text.trimmed().isEmpty())
        return failure(ErrorKind::Invalid, u"nothing is left of the template without its fields"_s);
    if (text.size() > maxTemplateLength)
        return failure(ErrorKind::Invalid, u"the text has %1 characters; %2 is the most"_s.arg(text.size()).arg(maxTemplateLength));
    return text;
}

} // namespace

QStringList knownFields()
{
    static const QStringList fields = {u"first_name"_s, u"company_name"_s, u"company_phone"_s,   u"line_phone"_s,
                                       u"staff_name"_s, u"booking_link"_s, u"appointment_time"_s};
    return fields;
}

QString nearestField(const QString &name)
{
    return nearestField(name, knownFields());
}

QStringList fieldsOf(const QString &source)
{
    QStringList names;
    if (const Result<QList<Piece>> pieces = read(source)) {
        for (const Piece &piece : *pieces) {
            if (const auto *field = std::get_if<Field>(&piece))
                names.append(field->name);
        }
    }
    return names;
}

Done check(const QString &source)
{
    const Result<QList<Piece>> pieces = read(source);
    if (!pieces)
        return failure(pieces);
    return {};
}

Result<QString> render(const QString &source, const Fields &fields)
{
    const Result<QList<Piece>> pieces = read(source);
    return pieces ? written(*pieces, fields) : failure(pieces);
}

Result<QString> fill(const QString &source, const Fields &fields)
{
    const Result<QList<Piece>> pieces = read(source, fields.keys());
    return pieces ? written(*pieces, fields) : failure(pieces);
}

} // namespace ringback::templates

#include "connectors/generic/posted.h"

#include "base/time.h"
#include "calls/phonenumber.h"
#include "calls/samplefields.h"
#include "connectors/bounded.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxEvents = 100; // of one list

// RFC 6901. Nothing: there is no such place.
std::optional<QJsonValue> valueAt(const QJsonValue &root, const QString &pointer)
{
    QJsonValue value = root;
    const QStringList steps = pointer.split(u'/').mid(1);
    for (QString step : steps) {
        step.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            const auto member = object.constFind(step);
            if (member == object.constEnd())
                return std::nullopt;
            value = *member;
        } else if (value.isArray()) {
            bool isIndex = false;
            const int index = step.toInt(&isIndex);
            if (!isIndex || index < 0 || index >= value.toArray().size() || QString::number(index) != step)
                return std::nullopt;
            value = value.toArray().at(index);
        } else {
            return std::nullopt;
        }
    }
    return value;
}

std::optional<QString> textOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return QString(u""_s);
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Double: { // large ids are whole numbers, which toDouble() would round
        const qint64 whole = value.toInteger();
        return static_cast<double>(whole) == value.toDouble() ? QString::number(whole) : QString::number(value.toDouble(), 'f', 3);
    }
    default:
        return std::nullopt;
    }
}

Result<QList<QJsonObject>> readJson(const QByteArray &body)
{
    if (body.contains('\0')) // which JSON writes as \u0000
        return failure(ErrorKind::Invalid, u"the body has a zero byte in it"_s);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(ErrorKind::Invalid,
                       u"the body is not JSON: %1, at character %2"_s.arg(problem.errorString()).arg(problem.offset + 1));
    if (document.isObject())
        return QList<QJsonObject>{document.object()};
    const QJsonArray list = document.array();
    if (list.size() > maxEvents)
        return failure(ErrorKind::Invalid, u"the body is a list of more than %1 events"_s.arg(maxEvents));
    QList<QJsonObject> objects;
    for (const QJsonValue &each : list) {
        if (!each.isObject())
            return failure(ErrorKind::Invalid, u"the body is a list of something else than objects"_s);
        objects.append(each.toObject());
    }
    return objects;
}

} // namespace

Result<QList<QJsonObject>> readBody(const QByteArray &contentType, const QByteArray &body)
{
    const QByteArray type =
        contentType.left(contentType.indexOf(';') < 0 ? contentType.size() : contentType.indexOf(';')).trimmed().toLower();
    if (type.startsWith("multipart/"))
        return failure(ErrorKind::Invalid, u"the body is a multipart form; send JSON, or a form as application/x-www-form-urlencoded"_s);
    // Scripts that post JSON by curl leave its type at that of a form; no form begins like JSON.
    const QByteArray trimmed = body.trimmed();
    if (type == "application/json" || type.endsWith("+json") || trimmed.startsWith('{') || trimmed.startsWith('['))
        return readJson(body);
    if (trimmed.isEmpty())
        return failure(ErrorKind::Invalid, u"the body is empty"_s);
    if (type != "application/x-www-form-urlencoded")
        return failure(
            ErrorKind::Invalid,
            u"the Content-Type is neither application/json nor application/x-www-form-urlencoded, and the body looks like neither"_s);
    const Result<QByteArray> json = calls::formAsJson(trimmed);
    if (!json)
        return failure(json);
    return readJson(*json);
}

QString Posted::pointer(const QString &field) const
{
    return m_hook.fields.value(field, u'/' + field);
}

bool Posted::has(const QString &field) const
{
    return valueAt(m_object, pointer(field)).has_value();
}

std::optional<QString> Posted::text(const QString &field, qsizetype longest) const
{
    const std::optional<QJsonValue> value = valueAt(m_object, pointer(field));
    const std::optional<QString> text = value ? textOf(*value) : std::nullopt;
    if (!text)
        return std::nullopt;
    return bounded(text->trimmed(), longest);
}

Result<QString> Posted::required(const QString &field, qsizetype longest) const
{
    const QString at = pointer(field);
    if (!has(field))
        return failure(ErrorKind::Invalid,
                       u"%1 is missing: there is nothing at %2. Say in the connection's \"fields\" where it stands"_s.arg(field, at));
    const std::optional<QString> found = text(field, longest);
    if (!found)
        return failure(ErrorKind::Invalid,
                       u"%1 cannot be read: at %2 there is an object or a list, and one value is needed"_s.arg(field, at));
    return *found;
}

std::optional<Instant> Posted::time(const QString &field) const
{
    return readTime(text(field, 64).value_or(QString()));
}

std::optional<Milliseconds> Posted::seconds(const QString &field) const
{
    return readSeconds(text(field, 32).value_or(QString()));
}

bool Posted::isTrue(const QString &field) const
{
    const QString said = text(field, 32).value_or(QString()).toLower();
    return said == "true"_L1 || said == "1"_L1 || said == "yes"_L1 || said == "spam"_L1;
}

std::optional<Instant> readTime(const QString &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (isNumber) {
        const double ms = number < 100'000'000'000.0 ? number * 1000 : number;
        if (!std::isfinite(ms) || ms < 946'684'800'000.0 || ms > 4'102'444'800'000.0) // this century
            return std::nullopt;
        return fromMs(std::llround(ms));
    }
    // Qt wants a T between date and time, a colon in the zone, and milliseconds at most.
    static const QRegularExpression iso(
        u"\\A(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,](\\d{1,3})\\d*)? ?(Z|[+-]\\d{2}:?\\d{2}|[+-]\\d{2}|UTC|GMT)\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = iso.match(text);
    if (!match.hasMatch()) {
        const QDateTime at = QDateTime::fromString(text, Qt::RFC2822Date);
        return at.isValid() && text.contains(QRegularExpression(u"[+-]\\d{4}"_s)) ? std::optional(fromMs(at.toMSecsSinceEpoch()))
                                                                                  : std::nullopt;
    }
    QString zone = match.captured(4).toUpper();
    int offset = 0;
    if (zone.startsWith(u'+') || zone.startsWith(u'-')) {
        const QString digits = zone.mid(1).remove(u':').leftJustified(4, u'0');
        offset = digits.left(2).toInt() * 3600 + digits.mid(2).toInt() * 60;
        if (zone.startsWith(u'-'))
            offset = -offset;
    }
    const QString clock = match.captured(2).size() == 5 ? match.captured(2) + u":00"_s : match.captured(2);
    QDateTime at(QDate::fromString(match.captured(1), Qt::ISODate), QTime::fromString(clock, Qt::ISODate), Qt::UTC);
    if (!at.isValid())
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch() + match.captured(3).leftJustified(3, u'0').toInt() - qint64(offset) * 1000);
}

std::optional<Milliseconds> readSeconds(const QString &text)
{
    const QStringList parts = text.split(u':');
    if (text.isEmpty() || parts.size() > 3)
        return std::nullopt;
    double seconds = 0;
    for (const QString &part : parts) {
        bool isNumber = false;
        const double number = part.toDouble(&isNumber);
        if (!isNumber || !(number >= 0))
            return std::nullopt;
        seconds = seconds * 60 + number;
    }
    if (!(seconds <= 7 * 24 * 3600))
        return std::nullopt;
    return Milliseconds(std::llround(seconds * 1000));
}

QString readNumber(const QString &text)
{
    static const QRegularExpression inBrackets(u"<([^<>]*)>\\s*\\z"_s);
    static const QRegularExpression address(u"\\A(?:sips?|tel):([^@;]*)"_s, QRegularExpression::CaseInsensitiveOption);
    QString number = text.trimmed();
    if (const auto match = inBrackets.match(number); match.hasMatch())
        number = match.captured(1).trimmed();
    if (const auto match = address.match(number); match.hasMatch())
        number = match.captured(1);
    const bool isDigits = !number.isEmpty() && std::all_of(number.cbegin(), number.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (const Result<calls::PhoneNumber> read = calls::PhoneNumber::parse(number))
        return read->e164();
    if (isDigits && number.size() > 10) { // of another country, whose plus sign was lost
        if (const Result<calls::PhoneNumber> read = calls::PhoneNumber::parse(u'+' + number))
            return read->e164();
    }
    return number;
}

} // namespace ringback::connectors::generic

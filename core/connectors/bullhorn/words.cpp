#include "connectors/bullhorn/words.h"

#include <QCryptographicHash>
#include <QUrl>

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxNumber = 20; // characters of a phone field

bool isControl(QChar c)
{
    return c < u' ' || c == u'\x7f';
}

} // namespace

QStringList spellings(const calls::PhoneNumber &number)
{
    const QString e164 = number.e164();
    const QString digits = e164.sliced(1);
    QStringList list;
    if (digits.startsWith(u'1') && digits.size() == 11) {
        const QString a = digits.sliced(1, 3);
        const QString b = digits.sliced(4, 3);
        const QString c = digits.sliced(7);
        for (const QString &pattern : {u"(%1) %2-%3"_s, u"%1-%2-%3"_s, u"%1.%2.%3"_s, u"%1 %2 %3"_s, u"%1%2%3"_s, u"(%1)%2-%3"_s,
                                       u"(%1) %2 %3"_s, u"1%1%2%3"_s, u"1-%1-%2-%3"_s, u"1 (%1) %2-%3"_s, u"+1 %1-%2-%3"_s,
                                       u"+1 (%1) %2-%3"_s, u"+1-%1-%2-%3"_s, u"+1 %1 %2 %3"_s, u"+1.%1.%2.%3"_s})
            list.append(pattern.arg(a, b, c));
    } else {
        const QString display = number.display();
        if (display.size() <= maxNumber)
            list.append(display);
        list.append(digits);
        list.append(u"00"_s + digits);
    }
    list.append(e164);
    list.removeDuplicates();
    return list;
}

QString lucenePhrase(QStringView text)
{
    QString quoted = u"\""_s;
    for (const QChar c : text) {
        if (isControl(c))
            continue;
        if (c == u'"' || c == u'\\')
            quoted += u'\\';
        quoted += c;
    }
    return quoted + u'"';
}

QString lucenePrefix(QStringView text)
{
    QString escaped;
    for (const QChar c : text) {
        if (isControl(c))
            continue;
        if (!c.isLetterOrNumber())
            escaped += u'\\';
        escaped += c;
    }
    return escaped + u'*';
}

QString jpqlText(QStringView text)
{
    QString quoted = u"'"_s;
    for (const QChar c : text) {
        if (isControl(c) || c == u'\\') // what a backslash means depends on the database underneath
            continue;
        if (c == u'\'')
            quoted += u'\'';
        quoted += c;
    }
    return quoted + u'\'';
}

QString taskUuid(const QString &marker)
{
    const QByteArray hash = QCryptographicHash::hash(marker.toUtf8(), QCryptographicHash::Sha256).first(16).toHex().toUpper();
    return QString::fromLatin1(hash.first(8) + '-' + hash.sliced(8, 4) + '-' + hash.sliced(12, 4) + '-' + hash.sliced(16));
}

std::optional<RecordRef> recordRef(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon < 0)
        return std::nullopt;
    const QString table = text.first(colon).toString();
    const std::optional<qint64> id = idFrom(text.sliced(colon + 1));
    if (!id || !(table == "Candidate"_L1 || table == "ClientContact"_L1 || table == "Lead"_L1))
        return std::nullopt;
    return RecordRef{.table = table, .id = *id};
}

std::optional<qint64> idFrom(QStringView text)
{
    if (text.isEmpty() || text.size() > 15)
        return std::nullopt;
    qint64 id = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        id = id * 10 + (c.unicode() - u'0');
    }
    return id > 0 ? std::optional(id) : std::nullopt;
}

QByteArray queryOf(const Parameters &parameters)
{
    QByteArray query;
    for (const auto &[name, value] : parameters)
        query += (query.isEmpty() ? '?' : '&') + name + '=' + QUrl::toPercentEncoding(value);
    return query;
}

} // namespace ringback::connectors::bullhorn

#include "connectors/bookings/fields.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <QMessageAuthenticationCode>

#include <openssl/crypto.h>

#include <algorithm>

namespace ringback::connectors::bookings {

namespace {

constexpr qsizetype longestText = 300;
constexpr qsizetype tagLength = 8;

} // namespace

bool isSigned(const QByteArray &key, const QByteArray &text, const QByteArray &hex)
{
    if (key.isEmpty()) // anyone can sign with nothing
        return false;
    const QByteArray right = QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256).toHex();
    const QByteArray given = hex.trimmed().toLower();
    return given.size() == right.size() && CRYPTO_memcmp(given.constData(), right.constData(), static_cast<size_t>(right.size())) == 0;
}

QString textIn(const QJsonObject &object, QLatin1String name)
{
    return bounded(object.value(name).toString(), longestText).simplified();
}

std::optional<Instant> timeIn(const QJsonObject &object, QLatin1String name)
{
    const QDateTime at = QDateTime::fromString(object.value(name).toString().left(longestText), Qt::ISODateWithMs);
    if (!at.isValid() || at.timeSpec() == Qt::LocalTime) // without a zone it says nothing
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

std::optional<calls::PhoneNumber> numberOf(const QString &text)
{
    const auto isOfNumbers = [](QChar c) {
        return (c >= u'0' && c <= u'9') || c == u' ' || QStringView(u"+()-./").contains(c);
    };
    if (text.size() > 30 || !std::all_of(text.cbegin(), text.cend(), isOfNumbers))
        return std::nullopt;
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text);
    return number ? std::optional(*number) : std::nullopt;
}

QString tagIn(const QString &text)
{
    const QString tag = text.trimmed().toLower();
    const auto isHex = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
    };
    return tag.size() == tagLength && std::all_of(tag.cbegin(), tag.cend(), isHex) ? tag : QString();
}

} // namespace ringback::connectors::bookings

#include "connectors/caldav/address.h"

#include <QHostAddress>
#include <QUrl>

namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestAddress = 4'000;

bool isThisMachine(const QString &host)
{
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

bool isIpAddress(const QString &host)
{
    return !QHostAddress(host).isNull();
}

// What may not stand in a request line, escaped; what is escaped stays as it is.
QByteArray clean(const QByteArray &path)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    QByteArray cleaned;
    for (const char each : path) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte <= 0x20 || byte >= 0x7f || QByteArrayView("\"<>\\^`{|}").contains(each)) {
            cleaned += '%';
            cleaned += hex[byte >> 4];
            cleaned += hex[byte & 15];
        } else {
            cleaned += each;
        }
    }
    return cleaned;
}

Result<Address> addressOf(const QUrl &url)
{
    const QString host = url.host();
    if (!url.isValid() || host.isEmpty() || !url.userInfo().isEmpty())
        return failure(ErrorKind::Invalid, u"no address of a calendar"_s);
    if (url.scheme() != u"https" && !(url.scheme() == u"http" && isThisMachine(host)))
        return failure(ErrorKind::Invalid, u"a password does not go over a line in the clear"_s);
    const QUrl origin = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    if (path.isEmpty())
        path = "/";
    return Address{.origin = origin.toEncoded(QUrl::FullyEncoded), .path = clean(path)};
}

} // namespace

bool Address::isHere(const Address &other) const
{
    const auto plain = [](const QByteArray &escaped) {
        QByteArray decoded = QByteArray::fromPercentEncoding(escaped);
        while (decoded.endsWith('/'))
            decoded.chop(1);
        return decoded;
    };
    return origin == other.origin && plain(path) == plain(other.path);
}

bool Address::holds(const Address &other) const
{
    QByteArray folder = QByteArray::fromPercentEncoding(path);
    if (!folder.endsWith('/'))
        folder += '/';
    const QByteArray inside = QByteArray::fromPercentEncoding(other.path);
    const QByteArray name = inside.mid(folder.size());
    return origin == other.origin && inside.startsWith(folder) && !name.isEmpty() && !name.contains('/') && name != "." && name != "..";
}

Result<Address> addressOf(const QString &url)
{
    return addressOf(QUrl(url, QUrl::StrictMode));
}

std::optional<Address> resolved(const Address &base, const QByteArray &reference, const Address &home)
{
    QByteArray wanted = reference.trimmed();
    wanted = wanted.first(wanted.contains('#') ? wanted.indexOf('#') : wanted.size());
    if (wanted.isEmpty() || wanted.size() > longestAddress)
        return std::nullopt;
    if (wanted.startsWith('/') && !wanted.startsWith("//"))
        return Address{.origin = base.origin, .path = clean(wanted)};
    const Result<Address> address = addressOf(QUrl::fromEncoded(base.url()).resolved(QUrl::fromEncoded(wanted)));
    if (!address || !isSameSite(QUrl::fromEncoded(home.origin).host(), QUrl::fromEncoded(address->origin).host()))
        return std::nullopt;
    if (home.origin.startsWith("https:") && !address->origin.startsWith("https:"))
        return std::nullopt;
    return *address;
}

bool isSameSite(const QString &home, const QString &host)
{
    if (home == host)
        return true;
    if (home.isEmpty() || isIpAddress(home) || isIpAddress(host) || !home.contains(u'.'))
        return false;
    if (host.endsWith(u'.' + home))
        return true;
    // Beside it: under what is left of it without its first label, where that is somebody's own domain and no `co.uk`.
    const QString parent = home.section(u'.', 1);
    const QStringList labels = parent.split(u'.');
    if (labels.size() < 2 || (labels.size() == 2 && labels[1].size() == 2 && labels[0].size() <= 3))
        return false;
    return host == parent || host.endsWith(u'.' + parent);
}

} // namespace ringback::connectors::caldav

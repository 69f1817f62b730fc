#include "connectors/http/secretaddress.h"

#include <QHostAddress>
#include <QUrl>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxAddress = 2'000;

bool isHere(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace

QString troubleOfAddress(const QByteArray &address)
{
    const QUrl url = QUrl::fromEncoded(address, QUrl::StrictMode);
    if (address.size() > maxAddress || !url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasFragment() ||
        (url.scheme() != "https"_L1 && url.scheme() != "http"_L1))
        return u"bad_address"_s;
    return url.scheme() == "https"_L1 || isHere(url.host()) ? QString() : u"https_needed"_s;
}

QByteArray addressAt(const QByteArray &base, const QByteArray &address)
{
    const qsizetype host = address.indexOf("://");
    const qsizetype path = host < 0 ? -1 : address.indexOf('/', host + 3);
    return base + (path < 0 ? QByteArray("/") : address.mid(path));
}

} // namespace ringback::connectors

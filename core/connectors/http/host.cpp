#include "connectors/http/host.h"

namespace ringback::connectors {

QByteArray hostAt(const QUrl &url)
{
    QByteArray host = url.toEncoded(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (host.endsWith('/'))
        host.chop(1);
    return host;
}

QByteArray hostOf(const QString &baseUrl, const QByteArray &usual)
{
    return baseUrl.isEmpty() ? usual : hostAt(QUrl(baseUrl));
}

} // namespace ringback::connectors

#include "desk/bookinglink.h"

#include <QUrl>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Type = BookingPage::Type;

namespace {

bool isAt(const QUrl &url, const QString &site)
{
    const QString host = url.host().toLower();
    return host == site || host.endsWith(u'.' + site);
}

std::optional<Type> typeOf(const QUrl &url)
{
    if (isAt(url, u"calendly.com"_s))
        return Type::Calendly;
    if (isAt(url, u"cal.com"_s))
        return Type::CalCom;
    return std::nullopt;
}

} // namespace

std::optional<Type> bookingTypeOf(const QString &link)
{
    return typeOf(QUrl(link, QUrl::StrictMode));
}

std::optional<LinkFault> faultOf(const QString &link, std::optional<Type> type)
{
    const QUrl url(link, QUrl::StrictMode);
    const QString host = url.host();
    const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    const bool isName = host.contains(u'.') && !host.startsWith(u'.') && !host.endsWith(u'.');
    if (!url.isValid() || !isWeb || !isName || !url.userInfo().isEmpty())
        return LinkFault::NotAnAddress;
    if (url.scheme() != "https"_L1)
        return LinkFault::NotSecure;
    if (link.size() > longestLink)
        return LinkFault::TooLong;
    if (type == Type::Calendly && typeOf(url) != type)
        return LinkFault::OtherSite;
    if (typeOf(url) && QString(url.path()).remove(u'/').isEmpty())
        return LinkFault::NoPage;
    return std::nullopt;
}

} // namespace ringback::desk

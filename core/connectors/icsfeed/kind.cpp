#include "connectors/icsfeed/kind.h"

#include "connectors/http/secretaddress.h"
#include "connectors/icsfeed/feed.h"

namespace ringback::connectors::icsfeed {

namespace {

std::shared_ptr<Calendar> open(const settings::CalendarConnection &connection, const Surroundings &surroundings)
{
    const auto &account = std::get<settings::IcsFeed>(connection.account);
    QByteArray address = surroundings.secrets->value(account.addressSecret).trimmed();
    if (address.isEmpty())
        return nullptr;
    if (address.toLower().startsWith("webcal://")) // as iCloud writes it
        address.replace(0, 6, "https");
    if (!connection.baseUrl.isEmpty())
        address = addressAt(connection.baseUrl.toUtf8(), address);
    const FeedSettings settings{.address = address, .trouble = troubleOfAddress(address), .timeout = surroundings.timeout};
    return std::make_shared<Feed>(settings, surroundings);
}

} // namespace

const CalendarKind &kind()
{
    static const CalendarKind calendar{
        .type = QStringLiteral("ics"), .abilities = {.reads = true, .writes = false, .trails = true}, .open = open};
    return calendar;
}

} // namespace ringback::connectors::icsfeed

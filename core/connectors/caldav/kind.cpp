#include "connectors/caldav/kind.h"

#include "connectors/caldav/calendar.h"

namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

// `baseUrl` stands for the server: the rest of the address stays.
Result<Address> homeOf(const settings::CalendarConnection &connection, const settings::CalDavAccount &account)
{
    const Result<Address> written = addressOf(account.address);
    if (!written || connection.baseUrl.isEmpty())
        return written;
    return addressOf(connection.baseUrl + QString::fromLatin1(written->path));
}

std::shared_ptr<Calendar> open(const settings::CalendarConnection &connection, const Surroundings &surroundings)
{
    const auto &account = std::get<settings::CalDavAccount>(connection.account);
    const Result<Address> home = homeOf(connection, account);
    const QByteArray password = surroundings.secrets->value(account.passwordSecret).trimmed();
    if (!home || password.isEmpty())
        return nullptr;
    CalDavSettings settings{
        .home = *home, .calendar = account.calendar, .user = account.user.toUtf8(), .password = password, .timeout = surroundings.timeout};
    return std::make_shared<CalDavCalendar>(std::move(settings), surroundings);
}

} // namespace

const CalendarKind &kind()
{
    static const CalendarKind calendar{.type = u"caldav"_s, .abilities = {.reads = true, .writes = true}, .open = open};
    return calendar;
}

} // namespace ringback::connectors::caldav

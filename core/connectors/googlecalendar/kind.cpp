#include "connectors/googlecalendar/kind.h"

#include "connectors/googlecalendar/system.h"
#include "connectors/http/host.h"

namespace ringback::connectors::googlecalendar {

using namespace Qt::StringLiterals;

namespace {

// Events of all of the person's calendars, and nothing else of the account: reading freeBusy or the list of calendars would want more.
const QByteArray scope = "https://www.googleapis.com/auth/calendar.events";

std::shared_ptr<Calendar> open(const settings::CalendarConnection &connection, const Surroundings &surroundings)
{
    const auto &account = std::get<settings::GoogleCalendar>(connection.account);
    if (surroundings.secrets->value(account.clientSecret).trimmed().isEmpty())
        return nullptr;
    return std::make_shared<GoogleCalendarSystem>(connection, surroundings);
}

LoopbackSignIn::Provider signIn(const settings::CalendarConnection &connection)
{
    return {.authorizeUrl = hostOf(connection.baseUrl, "https://accounts.google.com") + "/o/oauth2/v2/auth",
            .clientId = std::get<settings::GoogleCalendar>(connection.account).clientId.toUtf8(),
            .scope = scope,
            .more = {{"access_type", "offline"}, {"prompt", "consent"}}}; // else no refresh token comes
}

QCoro::Task<Done> finish(settings::CalendarConnection connection, Surroundings surroundings, LoopbackSignIn::Grant grant)
{
    return keepSignIn(tokenAccountOf(connection, *surroundings.secrets), surroundings, std::move(grant));
}

} // namespace

const CalendarKind &kind()
{
    static const CalendarKind calendar{
        .type = u"google_calendar"_s, .abilities = {.reads = true, .writes = true}, .open = open, .signIn = signIn, .finish = finish};
    return calendar;
}

} // namespace ringback::connectors::googlecalendar

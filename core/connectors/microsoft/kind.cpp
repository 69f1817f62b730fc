#include "connectors/microsoft/kind.h"

#include "connectors/microsoft/system.h"

namespace ringback::connectors::microsoft {

using namespace Qt::StringLiterals;

namespace {

const QByteArray scope = "offline_access https://graph.microsoft.com/Calendars.ReadWrite";

std::shared_ptr<Calendar> open(const settings::CalendarConnection &connection, const Surroundings &surroundings)
{
    return std::make_shared<MicrosoftCalendarSystem>(connection, surroundings);
}

LoopbackSignIn::Provider signIn(const settings::CalendarConnection &connection)
{
    return {.authorizeUrl = signInUrl(connection, "authorize"),
            .clientId = std::get<settings::MicrosoftCalendar>(connection.account).clientId.toUtf8(),
            .scope = scope,
            .more = {{"response_mode", "query"}, {"prompt", "select_account"}}, // a desk that several people use
            .asLocalhost = true};
}

QCoro::Task<Done> finish(settings::CalendarConnection connection, Surroundings surroundings, LoopbackSignIn::Grant grant)
{
    return keepSignIn(tokenAccountOf(connection), surroundings, std::move(grant));
}

} // namespace

const CalendarKind &kind()
{
    static const CalendarKind calendar{
        .type = u"microsoft"_s, .abilities = {.reads = true, .writes = true}, .open = open, .signIn = signIn, .finish = finish};
    return calendar;
}

} // namespace ringback::connectors::microsoft

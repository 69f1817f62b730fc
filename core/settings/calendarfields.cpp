#include "settings/calendarfields.h"

#include "settings/connectiontypes.h"

namespace ringback::settings {

using namespace Qt::StringLiterals;
using playbook::at;
using playbook::Findings;

// What a calendar of each type has in the document (settings/fieldio.h, which finds them by their argument).

template <class Io>
void visit(IcsFeed &feed, Io &io)
{
    io.secret(u"address_secret"_s, feed.addressSecret, Need::Must);
}

template <class Io>
void visit(CalDavAccount &account, Io &io)
{
    io.text(u"address"_s, account.address, Need::Must);
    io.text(u"user"_s, account.user, Need::Must);
    io.secret(u"password_secret"_s, account.passwordSecret, Need::Must);
    io.text(u"calendar"_s, account.calendar, Need::May);
}

template <class Io>
void visit(GoogleCalendar &account, Io &io)
{
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.secret(u"client_secret"_s, account.clientSecret, Need::Must);
    io.secret(u"credential_secret"_s, account.credentialSecret, Need::Must);
    io.text(u"calendar"_s, account.calendar, Need::May);
}

template <class Io>
void visit(MicrosoftCalendar &account, Io &io)
{
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.text(u"tenant"_s, account.tenant, Need::May);
    io.secret(u"credential_secret"_s, account.credentialSecret, Need::Must);
    io.text(u"address"_s, account.address, Need::Must);
}

namespace {

const AccountTypes<CalendarAccount> &accountTypes()
{
    static const AccountTypes<CalendarAccount> list = {
        {u"ics"_s, readAs<CalendarAccount, IcsFeed>},
        {u"caldav"_s, readAs<CalendarAccount, CalDavAccount>},
        {u"google_calendar"_s, readAs<CalendarAccount, GoogleCalendar>},
        {u"microsoft"_s, readAs<CalendarAccount, MicrosoftCalendar>},
    };
    return list;
}

CalendarConnection readCalendar(const QJsonObject &from, const QString &path, Findings &findings)
{
    CalendarConnection connection;
    const QString example = u"https://calendar.example.com"_s;
    readConnection(connection, from, accountTypes(), {u"staff"_s, u"reads"_s, u"writes"_s, u"leave_words"_s}, example, path, findings);
    connection.staff = from.value("staff"_L1).toString();
    connection.reads = from.value("reads"_L1).toBool(true);
    connection.writes = from.value("writes"_L1).toBool(true);
    for (const auto each : from.value("leave_words"_L1).toArray())
        connection.leaveWords.append(each.toString());
    if (const auto *calDav = std::get_if<CalDavAccount>(&connection.account); calDav && !calDav->address.isEmpty())
        checkAddress(calDav->address, example, at(path, u"address"_s), findings);
    return connection;
}

} // namespace

QStringList calendarTypes()
{
    return typesOf(accountTypes());
}

QString CalendarConnection::type() const
{
    return accountTypes().at(static_cast<qsizetype>(account.index())).first;
}

QList<SecretName> CalendarConnection::secrets() const
{
    struct {
        QList<SecretName> operator()(const IcsFeed &feed) const { return {{feed.addressSecret}}; }
        QList<SecretName> operator()(const CalDavAccount &calDav) const { return {{calDav.passwordSecret}}; }
        QList<SecretName> operator()(const GoogleCalendar &google) const { return {{google.clientSecret}, {google.credentialSecret}}; }
        QList<SecretName> operator()(const MicrosoftCalendar &microsoft) const { return {{microsoft.credentialSecret}}; }
    } const namesOf;
    return std::visit(namesOf, account);
}

QList<SecretName> BookingPage::secrets() const
{
    return {{signingSecret}};
}

QList<CalendarConnection> readCalendars(const QJsonArray &from, Findings &findings)
{
    QList<CalendarConnection> connections;
    for (qsizetype i = 0; i < from.size(); ++i)
        connections.append(readCalendar(from.at(i).toObject(), at(u"/calendars"_s, i), findings));
    return connections;
}

QByteArray calendarJson(const CalendarConnection &connection)
{
    Members members = {{"id", json(connection.id)}, {"type", json(connection.type())}, {"staff", json(connection.staff)}};
    members += accountMembers(connection);
    if (!connection.reads)
        members.emplace_back("reads", "false");
    if (!connection.writes)
        members.emplace_back("writes", "false");
    if (!connection.leaveWords.isEmpty())
        members.append({"leave_words", jsonList(connection.leaveWords)});
    members += requestMembers(connection);
    return onLines(members, 4);
}

QList<BookingPage> readBookingPages(const QJsonArray &from)
{
    QList<BookingPage> pages;
    for (const auto each : from) {
        const QJsonObject page = each.toObject();
        pages.append({.id = page.value("id"_L1).toString(),
                      .type = page.value("type"_L1).toString() == "calcom"_L1 ? BookingPage::Type::CalCom : BookingPage::Type::Calendly,
                      .signingSecret = page.value("signing_secret"_L1).toString(),
                      .outcome = page.value("outcome"_L1).toString()});
    }
    return pages;
}

QByteArray bookingPageJson(const BookingPage &page)
{
    Members members = {{"id", json(page.id)},
                       {"type", page.type == BookingPage::Type::CalCom ? QByteArray("\"calcom\"") : QByteArray("\"calendly\"")},
                       {"signing_secret", json(page.signingSecret)}};
    if (!page.outcome.isEmpty())
        members.append({"outcome", json(page.outcome)});
    return onOneLine(members);
}

} // namespace ringback::settings

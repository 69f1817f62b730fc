#include "settings/setup.h"

#include "settings/calendarfields.h"
#include "settings/connectionfields.h"
#include "settings/jsonmembers.h"
#include "settings/leadfields.h"
#include "settings/peoplefields.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace ringback::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualRingSeconds = 20; // what calls::Line begins with

template <class Item, class Matches>
const Item *find(const QList<Item> &items, const Matches &matches)
{
    const auto found = std::find_if(items.begin(), items.end(), matches);
    return found == items.end() ? nullptr : &*found;
}

template <class Item>
QByteArray list(const QList<Item> &items, QByteArray (*toJson)(const Item &))
{
    QByteArrayList parts;
    for (const Item &item : items)
        parts.append(toJson(item));
    return onLines('[', parts, ']', 2);
}

QByteArray numbers(const QList<calls::PhoneNumber> &items)
{
    QStringList parts;
    for (const calls::PhoneNumber &item : items)
        parts.append(item.e164());
    return jsonList(parts);
}

QByteArray companyJson(const Company &company)
{
    Members members = {{"name", json(company.name)}};
    if (company.phone)
        members.append({"phone", json(company.phone->e164())});
    members.append({"time_zone", json(QString::fromLatin1(company.timeZone))});
    members.append({"language", json(company.language)});
    if (!company.bookingLink.isEmpty())
        members.append({"booking_link", json(company.bookingLink)});
    return onLines(members, 2);
}

QByteArray quietHoursJson(const playbook::QuietHours &hours)
{
    return onOneLine({{"start", json(hours.start.toString(u"HH:mm"_s))}, {"end", json(hours.end.toString(u"HH:mm"_s))}});
}

QByteArray securityWord(Mail::Security security)
{
    switch (security) {
    case Mail::Security::StartTls:
        return "starttls";
    case Mail::Security::Tls:
        return "tls";
    case Mail::Security::None:
        break;
    }
    return "none";
}

QByteArray mailJson(const Mail &mail)
{
    Members members = {
        {"host", json(mail.host)},
        {"port", QByteArray::number(mail.port)},
        {"security", '"' + securityWord(mail.security) + '"'},
    };
    if (!mail.user.isEmpty())
        members.append({"user", json(mail.user)});
    if (!mail.passwordSecret.isEmpty())
        members.append({"password_secret", json(mail.passwordSecret)});
    members.append({"from_address", json(mail.fromAddress)});
    if (!mail.fromName.isEmpty())
        members.append({"from_name", json(mail.fromName)});
    return onLines(members, 2);
}

QByteArray lineJson(const calls::Line &line)
{
    Members members = {{"number", json(line.number.e164())}, {"label", json(line.label)}};
    if (!line.source.isEmpty())
        members.append({"source", json(line.source)});
    if (!line.team.isEmpty())
        members.append({"team", json(line.team)});
    members.append({"calls", json(line.callsConnection)});
    if (!line.textsConnection.isEmpty())
        members.append({"texts", json(line.textsConnection)});
    if (line.textsFrom)
        members.append({"texts_from", json(line.textsFrom->e164())});
    if (!line.forwardTo.isEmpty())
        members.append({"forward_to", numbers(line.forwardTo)});
    if (line.ringSeconds != usualRingSeconds)
        members.append({"ring_seconds", QByteArray::number(line.ringSeconds)});
    if (line.textsPerSecond != 0)
        members.append({"texts_per_second", QByteArray::number(line.textsPerSecond, 'g', QLocale::FloatingPointShortest)});
    if (!line.skills.isEmpty())
        members.append({"skills", jsonList(line.skills)});
    return onOneLine(members);
}

QByteArray engineJson(const EngineLimits &limits)
{
    return onLines({{"lease_seconds", json(limits.lease)},
                    {"look_again_seconds", json(limits.lookAgain)},
                    {"settle_seconds", json(limits.settle)},
                    {"request_timeout_seconds", json(limits.requestTimeout)}},
                   2);
}

QByteArray consoleJson(const ConsoleRules &rules)
{
    return onLines({{"away_after_minutes", QByteArray::number(static_cast<qint64>(rules.awayAfter.count()))},
                    {"lock_after_minutes", QByteArray::number(static_cast<qint64>(rules.lockAfter.count()))}},
                   2);
}

} // namespace

int usualPort(Mail::Security security)
{
    switch (security) {
    case Mail::Security::StartTls:
        return 587;
    case Mail::Security::Tls:
        return 465;
    case Mail::Security::None:
        break;
    }
    return 25;
}

const calls::Line *Setup::line(const calls::PhoneNumber &number) const
{
    return find(lines, [&number](const calls::Line &each) { return each.number == number; });
}

const Connection *Setup::connection(QStringView id) const
{
    return find(connections, [id](const Connection &each) { return each.id == id; });
}

const LeadConnection *Setup::leadSystem(QStringView id) const
{
    return find(leadSystems, [id](const LeadConnection &each) { return each.id == id; });
}

const CalendarConnection *Setup::calendar(QStringView id) const
{
    return find(calendars, [id](const CalendarConnection &each) { return each.id == id; });
}

const BookingPage *Setup::bookingPage(QStringView id) const
{
    return find(bookingPages, [id](const BookingPage &each) { return each.id == id; });
}

const calls::Staff *Setup::personWithPhone(const calls::PhoneNumber &number) const
{
    return find(staff, [&number](const calls::Staff &each) { return each.phone == number; });
}

const calls::Team *Setup::team(QStringView id) const
{
    return find(teams, [id](const calls::Team &each) { return each.id == id; });
}

const calls::Staff *Setup::person(QStringView id) const
{
    return find(staff, [id](const calls::Staff &each) { return each.id == id; });
}

const calls::Line *Setup::lineOfSender(const calls::PhoneNumber &sender) const
{
    if (const calls::Line *own = line(sender))
        return own;
    return find(lines, [&sender](const calls::Line &each) { return each.textsFrom == sender; });
}

bool Setup::isOwnNumber(const calls::PhoneNumber &number) const
{
    return lineOfSender(number) != nullptr || ownNumbers.contains(number) || personWithPhone(number) != nullptr;
}

QByteArray toJson(const Setup &setup)
{
    Members members = {{"company", companyJson(setup.company)}, {"playbook", json(setup.playbook)}};
    if (const auto *hours = std::get_if<playbook::QuietHours>(&setup.quietHours))
        members.append({"quiet_hours", quietHoursJson(*hours)});
    else if (std::holds_alternative<SwitchedOff>(setup.quietHours))
        members.emplace_back("quiet_hours", "null");
    members.append({"teams", list(setup.teams, teamJson)});
    members.append({"staff", list(setup.staff, personJson)});
    members.append({"connections", list(setup.connections, connectionJson)});
    if (!setup.leadSystems.isEmpty())
        members.append({"lead_systems", list(setup.leadSystems, leadSystemJson)});
    if (!setup.calendars.isEmpty())
        members.append({"calendars", list(setup.calendars, calendarJson)});
    if (!setup.bookingPages.isEmpty())
        members.append({"booking_pages", list(setup.bookingPages, bookingPageJson)});
    if (setup.mail)
        members.append({"mail", mailJson(*setup.mail)});
    members.append({"lines", list(setup.lines, lineJson)});
    members.append({"own_numbers", numbers(setup.ownNumbers)});
    members.append({"do_not_text", numbers(setup.doNotText)});
    if (setup.engine != EngineLimits())
        members.append({"engine", engineJson(setup.engine)});
    if (setup.console != ConsoleRules())
        members.append({"console", consoleJson(setup.console)});
    return onLines(members, 0) + '\n';
}

std::optional<playbook::QuietHours> effectiveQuietHours(const Setup &setup, const playbook::Playbook &playbook)
{
    if (const auto *own = std::get_if<playbook::QuietHours>(&setup.quietHours)) {
        playbook::QuietHours hours = *own; // whether states' hours count is the playbook's to say
        hours.stateRules = !playbook.quietHours || playbook.quietHours->stateRules;
        return hours;
    }
    if (std::holds_alternative<SwitchedOff>(setup.quietHours))
        return std::nullopt;
    return playbook.quietHours;
}

} // namespace ringback::settings

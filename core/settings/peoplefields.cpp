#include "settings/peoplefields.h"

#include "calls/emailaddress.h"
#include "settings/connectionfields.h"
#include "settings/jsonmembers.h"
#include "settings/setup.h"

#include <QJsonArray>
#include <QSet>
#include <QTimeZone>

namespace ringback::settings {

using namespace Qt::StringLiterals;
using playbook::at;
using playbook::Findings;

namespace {

const QStringList &dayWords() // as in Shift::days, from Monday on
{
    static const QStringList words{u"mon"_s, u"tue"_s, u"wed"_s, u"thu"_s, u"fri"_s, u"sat"_s, u"sun"_s};
    return words;
}

QStringList readTexts(const QJsonValue &value)
{
    QStringList texts;
    for (const auto each : value.toArray())
        texts.append(each.toString());
    return texts;
}

QString readLink(const QJsonObject &from, const QString &path, Findings &findings)
{
    const QString link = from.value("booking_link"_L1).toString();
    if (!link.isEmpty() && !isWebAddress(QUrl(link, QUrl::StrictMode)))
        findings.add(at(path, u"booking_link"_s), u"expected an address such as https://book.example/us"_s);
    return link;
}

calls::Shift readShift(const QJsonObject &from)
{
    calls::Shift shift{.days = {},
                       .from = QTime::fromString(from.value("from"_L1).toString(), u"HH:mm"_s),
                       .to = QTime::fromString(from.value("to"_L1).toString(), u"HH:mm"_s)};
    for (const QString &day : readTexts(from.value("days"_L1)))
        shift.days.append(static_cast<int>(dayWords().indexOf(day)) + 1);
    std::sort(shift.days.begin(), shift.days.end());
    return shift;
}

QByteArray shiftJson(const calls::Shift &shift)
{
    QStringList days;
    for (const int day : shift.days)
        days.append(dayWords().value(day - 1));
    return onOneLine(
        {{"days", jsonList(days)}, {"from", json(shift.from.toString(u"HH:mm"_s))}, {"to", json(shift.to.toString(u"HH:mm"_s))}});
}

} // namespace

calls::Team readTeam(const QJsonObject &from, const QString &path, Findings &findings)
{
    return {.id = from.value("id"_L1).toString(), .name = from.value("name"_L1).toString(), .bookingLink = readLink(from, path, findings)};
}

calls::Staff readPerson(const QJsonObject &from, const QString &path, Findings &findings)
{
    calls::Staff person{
        .id = from.value("id"_L1).toString(),
        .name = from.value("name"_L1).toString(),
        .role = calls::fromWord<calls::Role>(from.value("role"_L1).toString()).value_or(calls::Role::Rep),
        .senior = from.value("senior"_L1).toBool(),
        .teams = readTexts(from.value("teams"_L1)),
        .capacity = from.value("capacity"_L1).toInt(),
    };
    person.perDay = from.value("per_day"_L1).toInt();
    person.weight = from.value("weight"_L1).toInt(person.weight);
    person.suspended = from.value("suspended"_L1).toBool();
    person.timeZone = from.value("time_zone"_L1).toString().toUtf8();
    if (!person.timeZone.isEmpty() && !QTimeZone::isTimeZoneIdAvailable(person.timeZone))
        findings.add(at(path, u"time_zone"_s), u"is not a time zone of the IANA list, such as America/Chicago"_s);
    for (const auto each : from.value("shifts"_L1).toArray())
        person.shifts.append(readShift(each.toObject()));
    person.languages = readTexts(from.value("languages"_L1));
    person.skills = readTexts(from.value("skills"_L1));
    person.email = from.value("email"_L1).toString();
    if (!person.email.isEmpty() && !calls::isEmailAddress(person.email))
        findings.add(at(path, u"email"_s), u"expected an address such as dana@example.com"_s);
    if (from.contains("phone"_L1)) {
        const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(from.value("phone"_L1).toString());
        if (number)
            person.phone = *number;
        else
            findings.add(at(path, u"phone"_s), number.error().what);
    }
    person.offDesk = calls::fromWord<calls::OffDesk>(from.value("off_desk"_L1).toString()).value_or(calls::OffDesk::Nothing);
    person.bookingLink = readLink(from, path, findings);
    return person;
}

void checkPeople(const Setup &setup, Findings &findings)
{
    QSet<calls::PhoneNumber> phones;
    for (qsizetype i = 0; i < setup.staff.size(); ++i) {
        const calls::Staff &person = setup.staff.at(i);
        const QString path = at(u"/staff"_s, i);
        for (qsizetype j = 0; j < person.teams.size(); ++j) {
            if (setup.team(person.teams.at(j)) == nullptr)
                findings.add(at(at(path, u"teams"_s), j), u"there is no team '%1'"_s.arg(person.teams.at(j)));
        }
        if (person.offDesk == calls::OffDesk::Text && !person.phone)
            findings.add(at(path, u"phone"_s), u"is missing, to text this person"_s);
        if (person.offDesk == calls::OffDesk::Email && person.email.isEmpty())
            findings.add(at(path, u"email"_s), u"is missing, to write to this person"_s);
        if (!person.phone)
            continue;
        if (phones.contains(*person.phone))
            findings.add(at(path, u"phone"_s), u"another person has this number: a text from it could be either's"_s);
        phones.insert(*person.phone);
        if (setup.lineOfSender(*person.phone) != nullptr)
            findings.add(at(path, u"phone"_s), u"is a line of the company: give the person's own"_s);
    }
}

QByteArray teamJson(const calls::Team &team)
{
    Members members = {{"id", json(team.id)}, {"name", json(team.name)}};
    if (!team.bookingLink.isEmpty())
        members.append({"booking_link", json(team.bookingLink)});
    return onOneLine(members);
}

QByteArray personJson(const calls::Staff &person)
{
    const calls::Staff usual;
    Members members = {{"id", json(person.id)}, {"name", json(person.name)}, {"role", json(calls::word(person.role))}};
    if (person.senior)
        members.emplace_back("senior", "true");
    if (!person.teams.isEmpty())
        members.append({"teams", jsonList(person.teams)});
    if (person.capacity != usual.capacity)
        members.append({"capacity", QByteArray::number(person.capacity)});
    if (person.perDay != usual.perDay)
        members.append({"per_day", QByteArray::number(person.perDay)});
    if (person.weight != usual.weight)
        members.append({"weight", QByteArray::number(person.weight)});
    if (person.suspended)
        members.emplace_back("suspended", "true");
    if (!person.timeZone.isEmpty())
        members.append({"time_zone", json(QString::fromUtf8(person.timeZone))});
    if (!person.shifts.isEmpty()) {
        QByteArrayList shifts;
        for (const calls::Shift &shift : person.shifts)
            shifts.append(shiftJson(shift));
        members.append({"shifts", '[' + shifts.join(", ") + ']'});
    }
    if (!person.languages.isEmpty())
        members.append({"languages", jsonList(person.languages)});
    if (!person.skills.isEmpty())
        members.append({"skills", jsonList(person.skills)});
    if (!person.email.isEmpty())
        members.append({"email", json(person.email)});
    if (person.phone)
        members.append({"phone", json(person.phone->e164())});
    if (person.offDesk != usual.offDesk)
        members.append({"off_desk", json(calls::word(person.offDesk))});
    if (!person.bookingLink.isEmpty())
        members.append({"booking_link", json(person.bookingLink)});
    return onOneLine(members);
}

} // namespace ringback::settings

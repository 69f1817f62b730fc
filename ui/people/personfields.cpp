#include "people/personfields.h"

#include "calls/emailaddress.h"
#include "people/checkslist.h"
#include "people/peoplewords.h"
#include "people/shiftseditor.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

CalmSpinBox *spinBox(int from, int to, const QString &zeroWords, const QString &suffix)
{
    auto *box = new CalmSpinBox;
    box->setRange(from, to);
    box->setSpecialValueText(zeroWords);
    box->setSuffix(suffix);
    return box;
}

} // namespace

QStringList skillsOf(const QString &text)
{
    static const QRegularExpression between(u"[,;\\s]+"_s);
    QStringList skills = text.toLower().split(between, Qt::SkipEmptyParts);
    skills.removeDuplicates();
    return skills;
}

// An id of the setup's schema.
bool isSkill(const QString &word)
{
    static const QRegularExpression shape(u"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$"_s);
    return shape.match(word).hasMatch();
}

PersonFields::PersonFields(const board::People &people, bool mayMakeOwners, QWidget *parent)
    : AccountFields(parent)
{
    buildWho(people, mayMakeOwners);
    buildWork(people);
    buildReach();
    m_isBuilt = true;
}

void PersonFields::buildWho(const board::People &people, bool mayMakeOwners)
{
    line(u"name"_s, tr("&Name"), tr("Dana Reyes"), {}, true)->setMaxLength(80);
    m_role = new CalmComboBox(this);
    for (const calls::Role role : {calls::Role::Rep, calls::Role::Admin, calls::Role::Owner}) {
        if (role != calls::Role::Owner || mayMakeOwners)
            m_role->addItem(roleWord(role), int(role));
    }
    other(
        u"role"_s, tr("&May do"), m_role,
        tr("Reps call back and reply. Admins also set up texts, rules and people. Owners also see money, export, and set up connections."));
    QList<std::pair<QString, QString>> teams;
    for (const board::TeamCard &card : people.teams)
        teams.append({card.team.id, card.team.name});
    m_teams = new ChecksList(u"team"_s, teams, this);
    other(u"teams"_s, tr("Teams"), m_teams,
          teams.isEmpty() ? tr("There is no team yet: callbacks go to whoever is free.") : tr("Whose callbacks this person gets."));
    check(u"senior"_s, tr("&Senior"), tr("Is asked first where your rules say so, as for customers you know."));
}

void PersonFields::buildWork(const board::People &people)
{
    m_shifts = new ShiftsEditor(this);
    other(u"shifts"_s, tr("Working hours"), m_shifts, tr("Callbacks come only in these hours. Without any, at any time."));
    m_zone = new CalmComboBox(this);
    //: A time zone: that of the office.
    m_zone->addItem(tr("As the office"), QByteArray());
    const QList<std::pair<QString, QByteArray>> zones = {
        {tr("Eastern (New York)"), "America/New_York"},       {tr("Central (Chicago, Dallas)"), "America/Chicago"},
        {tr("Mountain (Denver)"), "America/Denver"},          {tr("Arizona (Phoenix)"), "America/Phoenix"},
        {tr("Pacific (Los Angeles)"), "America/Los_Angeles"}, {tr("Alaska (Anchorage)"), "America/Anchorage"},
        {tr("Hawaii (Honolulu)"), "Pacific/Honolulu"},        {tr("Atlantic (Puerto Rico)"), "America/Puerto_Rico"}};
    for (const auto &[words, zone] : zones)
        m_zone->addItem(words, zone);
    other(u"time_zone"_s, tr("&Time zone of these hours"), m_zone, {});
    //: In a number field: none.
    const QString noLimit = tr("No limit");
    m_capacity = spinBox(0, 1000, noLimit, {});
    other(u"capacity"_s, tr("Open &callbacks at most"), m_capacity, tr("Who has that many gets no more until one is done."));
    m_perDay = spinBox(0, 1000, noLimit, {});
    other(u"per_day"_s, tr("Callbacks a &day at most"), m_perDay, {});
    m_weight = spinBox(1, 1000, {},
                       //: Behind a number: percent.
                       tr(" %"));
    other(u"weight"_s, tr("S&hare of the callbacks"), m_weight, tr("100 % is the usual share; 50 % for somebody who works half a day."));
    m_languages = new ChecksList(u"language"_s, {{u"en"_s, tr("English")}, {u"es"_s, tr("Spanish")}}, this);
    other(u"languages"_s, tr("Speaks with callers"), m_languages,
          people.language == "es"_L1 ? tr("Without any: Spanish, as the office.") : tr("Without any: English, as the office."));
    line(u"skills"_s, tr("S&kills"), tr("insurance, commercial"),
         tr("Words of your own, separated by commas. Lines may ask for them: who has them is asked first."));
}

void PersonFields::buildReach()
{
    line(u"email"_s, tr("&E-mail"), u"dana@example.com"_s, {});
    line(u"phone"_s, tr("Own &phone"), u"(214) 555-0123"_s,
         tr("Rings first when this person calls back by a click. Not a number of the company."));
    m_offDesk = new CalmComboBox(this);
    //: How somebody hears of a callback while they are not at a desk.
    m_offDesk->addItem(tr("Not at all"), int(calls::OffDesk::Nothing));
    m_offDesk->addItem(tr("By a text to their own phone"), int(calls::OffDesk::Text));
    m_offDesk->addItem(tr("By e-mail"), int(calls::OffDesk::Email));
    other(u"off_desk"_s, tr("Hears of callbacks &away from the desk"), m_offDesk, {});
    line(u"booking_link"_s, tr("&Booking page"), u"https://book.example/dana"_s,
         tr("Where callers book a time with this person. Empty: the team's or the company's page."));
    check(u"suspended"_s, tr("S&uspended"), tr("May not sign in and is given nothing. What they did stays theirs."));
}

void PersonFields::chooseZone(const QByteArray &zone)
{
    if (m_zone->findData(zone) < 0)
        m_zone->addItem(QString::fromLatin1(zone).replace(u'_', u' '), zone);
    m_zone->setCurrentIndex(m_zone->findData(zone));
}

void PersonFields::load(const calls::Staff &person)
{
    setText(u"name"_s, person.name);
    if (m_role->findData(int(person.role)) < 0)
        m_role->addItem(roleWord(person.role), int(person.role));
    m_role->setCurrentIndex(m_role->findData(int(person.role)));
    m_teams->setChecked(person.teams);
    tick(u"senior"_s, person.senior);
    m_shifts->setShifts(person.shifts);
    chooseZone(person.timeZone);
    m_capacity->setValue(person.capacity);
    m_perDay->setValue(person.perDay);
    m_weight->setValue(person.weight);
    m_languages->setChecked(person.languages);
    setText(u"skills"_s, person.skills.join(u", "_s));
    setText(u"email"_s, person.email);
    setText(u"phone"_s, person.phone ? person.phone->display() : QString());
    m_offDesk->setCurrentIndex(m_offDesk->findData(int(person.offDesk)));
    setText(u"booking_link"_s, person.bookingLink);
    tick(u"suspended"_s, person.suspended);
}

std::optional<calls::Staff> PersonFields::read(const calls::Staff &from)
{
    if (!looksRight())
        return std::nullopt;
    calls::Staff person = from;
    person.name = text(u"name"_s);
    person.role = static_cast<calls::Role>(m_role->currentData().toInt());
    person.teams = m_teams->checked();
    person.senior = ticked(u"senior"_s);
    person.shifts = m_shifts->shifts();
    person.timeZone = m_zone->currentData().toByteArray();
    person.capacity = m_capacity->value();
    person.perDay = m_perDay->value();
    person.weight = m_weight->value();
    person.languages = m_languages->checked();
    person.skills = skillsOf(text(u"skills"_s));
    person.email = text(u"email"_s);
    person.phone.reset();
    if (const QString typed = text(u"phone"_s); !typed.isEmpty()) {
        if (const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(typed))
            person.phone = *number;
    }
    person.offDesk = static_cast<calls::OffDesk>(m_offDesk->currentData().toInt());
    person.bookingLink = text(u"booking_link"_s);
    person.suspended = ticked(u"suspended"_s);
    return person;
}

QString PersonFields::cleaned(const QString &, const QString &text) const
{
    return text.simplified();
}

bool PersonFields::isNeeded(const QString &key) const
{
    const auto way = static_cast<calls::OffDesk>(m_isBuilt ? m_offDesk->currentData().toInt() : 0);
    return key == "name"_L1 || (key == "phone"_L1 && way == calls::OffDesk::Text) || (key == "email"_L1 && way == calls::OffDesk::Email);
}

bool PersonFields::hasShape(const QString &key) const
{
    const QString typed = text(key);
    if (typed.isEmpty())
        return true;
    if (key == "email"_L1)
        return calls::isEmailAddress(typed);
    if (key == "phone"_L1)
        return calls::PhoneNumber::parse(typed).has_value();
    if (key == "skills"_L1) {
        const QStringList skills = skillsOf(typed);
        return skills.size() <= 50 && std::all_of(skills.cbegin(), skills.cend(), isSkill);
    }
    if (key == "booking_link"_L1) {
        const QUrl url(typed, QUrl::StrictMode);
        return url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1) && !url.host().isEmpty() && typed.size() <= 200;
    }
    return true;
}

QString PersonFields::problemOf(const QString &key) const
{
    const bool isEmpty = text(key).isEmpty();
    if (key == "name"_L1)
        return isEmpty ? tr("Give the person a name.") : tr("Give a name of at most 80 letters.");
    if (key == "email"_L1)
        return isEmpty ? tr("An address is needed to write to this person.") : tr("Give an address such as dana@example.com.");
    if (key == "phone"_L1)
        return isEmpty ? tr("A phone is needed to text this person.")
                       : tr("Give this person's own phone, such as (214) 555-0123: not a line of the company, and nobody else's.");
    if (key == "skills"_L1)
        return tr("Give words of letters and digits without accents, separated by commas.");
    if (key == "booking_link"_L1)
        return tr("Give an address such as https://book.example/dana.");
    if (key == "time_zone"_L1)
        return tr("This time zone is not known here.");
    if (key == "teams"_L1)
        return tr("One of these teams is gone. Close this and look again.");
    //: Below a field of a form.
    return tr("This cannot be saved as it is.");
}

} // namespace ringback::ui

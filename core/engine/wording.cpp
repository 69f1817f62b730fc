#include "engine/wording.h"

#include "base/time.h"
#include "connectors/bookings/bookings.h"
#include "templates/template.h"

#include <QLocale>
#include <QTimeZone>

namespace ringback::engine {

using namespace Qt::StringLiterals;

namespace {

QString bookingLink(const settings::Setup &setup, const calls::PhoneNumber &dialled, const calls::Staff *person,
                    const std::optional<calls::FollowUpId> &followUp)
{
    QString link = setup.company.bookingLink;
    const calls::Line *const line = setup.line(dialled);
    if (const calls::Team *const team = line ? setup.team(line->team) : nullptr; team && !team->bookingLink.isEmpty())
        link = team->bookingLink;
    if (person && !person->bookingLink.isEmpty())
        link = person->bookingLink;
    return followUp ? connectors::bookings::taggedLink(link, *followUp) : link;
}

templates::Fields fieldsOf(const settings::Setup &setup, const QString &language, const calls::Contact &contact,
                           const calls::PhoneNumber &line, const QString &staffId, std::optional<Instant> appointment,
                           const std::optional<calls::FollowUpId> &followUp)
{
    const settings::Company &company = setup.company;
    const calls::Staff *const person = setup.person(staffId);
    return {
        {u"first_name"_s, contact.name.section(u' ', 0, 0)},
        {u"company_name"_s, company.name},
        {u"company_phone"_s, company.phone ? company.phone->display() : line.display()},
        {u"line_phone"_s, line.display()},
        {u"staff_name"_s, person ? person->name.section(u' ', 0, 0) : QString()},
        {u"booking_link"_s, bookingLink(setup, line, person, followUp)},
        {u"appointment_time"_s, appointment ? officeTime(*appointment, company.timeZone, language) : QString()},
    };
}

QString inLanguage(const QMap<QString, QString> &words, const QString &language)
{
    return words.value(language, words.value(u"en"_s));
}

} // namespace

QString officeTime(Instant at, const QByteArray &zone, const QString &language)
{
    const bool spanish = language == "es"_L1;
    const QLocale locale(spanish ? QLocale::Spanish : QLocale::English, QLocale::UnitedStates);
    const QString format = spanish ? u"ddd d 'de' MMM, H:mm"_s : u"ddd, MMM d, h:mm AP"_s;
    QString time = locale.toString(toDateTime(at).toTimeZone(QTimeZone(zone)), format);
    // A blank that does not break is in no SMS alphabet: one would make the text twice as dear.
    return time.replace(QChar(0x202f), u' ').replace(QChar(0xa0), u' ');
}

QString templateText(const playbook::Playbook &playbook, const QString &templateId, const QString &language)
{
    const playbook::Template *const found = playbook.findTemplate(templateId);
    return found ? inLanguage(found->text, language) : QString();
}

Result<QString> writeText(const settings::Setup &setup, const playbook::Playbook &playbook, const QString &templateId,
                          const QString &language, const calls::Contact &contact, const calls::PhoneNumber &line, const QString &staffId,
                          std::optional<Instant> appointment, const std::optional<calls::FollowUpId> &followUp)
{
    return templates::render(templateText(playbook, templateId, language),
                             fieldsOf(setup, language, contact, line, staffId, appointment, followUp));
}

Result<QString> writeText(const Office &office, const QString &templateId, const QString &language, const calls::Contact &contact,
                          const calls::PhoneNumber &line, const QString &staffId, std::optional<Instant> appointment)
{
    return writeText(office.setup, office.playbook, templateId, language, contact, line, staffId, appointment);
}

Result<QString> writeSubject(const settings::Setup &setup, const playbook::Playbook &playbook, const QString &templateId,
                             const QString &language, const calls::Contact &contact, const calls::PhoneNumber &line, const QString &staffId,
                             const std::optional<calls::FollowUpId> &followUp)
{
    const playbook::Template *const found = playbook.findTemplate(templateId);
    return templates::render(found ? inLanguage(found->subject, language) : QString(),
                             fieldsOf(setup, language, contact, line, staffId, {}, followUp));
}

} // namespace ringback::engine

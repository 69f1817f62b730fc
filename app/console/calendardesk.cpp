#include "console/calendardesk.h"

#include "console/backstage.h"
#include "people/peoplepage.h"

#include <QCoro/QCoroTask>
#include <QDesktopServices>
#include <QUrl>

namespace ringback::app {

using namespace Qt::StringLiterals;

CalendarDesk::CalendarDesk(ui::PeoplePage &page, Backstage &backstage, const Clock &clock, settings::SecretStore &secrets)
    : m_page(page)
    , m_backstage(backstage)
    , m_pending(secrets)
    , m_works(clock, secrets)
{
    using ui::PeoplePage;
    connect(&page, &PeoplePage::calendarSaveRequested, this, &CalendarDesk::save);
    connect(&page, &PeoplePage::calendarTestRequested, this, &CalendarDesk::test);
    connect(&page, &PeoplePage::calendarSignInRequested, this, &CalendarDesk::askToSignIn);
    connect(&page, &PeoplePage::calendarSignInGivenUp, this, [this] {
        m_toSignIn.clear();
        ++m_signIn;
        m_works.giveUpSignIn();
    });
    connect(&page, &PeoplePage::calendarRemoveRequested, this, [this](const QString &id) {
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->removeCalendar(id, me); });
    });
    wireAnswers();
}

void CalendarDesk::wireAnswers()
{
    using ui::PeoplePage;
    connect(&m_backstage, &Backstage::calendarsChanged, this, [this](const board::Calendars &calendars) { m_calendars = calendars; });
    connect(&m_backstage, &Backstage::calendarChangeAllowed, this, [this](const QString &id) {
        if (id == m_toSignIn)
            signIn(id);
    });
    connect(&m_backstage, &Backstage::calendarSaved, this, [this](const QString &id) {
        m_pending.settle(id);
        m_page.showCalendarSaved(id);
    });
    connect(&m_backstage, &Backstage::calendarNotSaved, this, [this](const QString &id) {
        if (const Done back = m_pending.putBack(id); !back)
            refuse(back.error());
    });
    connect(&m_backstage, &Backstage::calendarRemoved, &m_page, &PeoplePage::showCalendarRemoved);
    connect(&m_backstage, &Backstage::calendarRefused, &m_page, &PeoplePage::showCalendarRefusal);
}

void CalendarDesk::refuse(const Error &error)
{
    m_page.showCalendarRefusal({.why = desk::ConnectionRefusal::Why::CannotStore, .field = {}, .detail = error.what});
}

void CalendarDesk::save(const ui::CalendarRequest &request)
{
    if (const Done written = m_pending.write(request.edit.connection.id, request.secrets); !written) {
        refuse(written.error());
        return;
    }
    QMetaObject::invokeMethod(&m_backstage,
                              [backstage = &m_backstage, edit = request.edit, me = m_me] { backstage->putCalendar(edit, me); });
}

const board::CalendarCard *CalendarDesk::cardOf(const QString &id) const
{
    for (const board::PersonCalendars &person : m_calendars.people) {
        for (const board::CalendarCard &card : person.calendars) {
            if (card.connection.id == id)
                return &card;
        }
    }
    return nullptr; // removed a moment ago; its row goes too
}

void CalendarDesk::test(const QString &id)
{
    if (const board::CalendarCard *const card = cardOf(id)) {
        const CalendarWorks::Target target{.connection = card->connection};
        QCoro::connect(m_works.test(target), this,
                       [this, id](const QList<board::TestFinding> &findings) { m_page.showCalendarFindings(id, findings); });
    }
}

void CalendarDesk::askToSignIn(const QString &id)
{
    const board::CalendarCard *const card = cardOf(id);
    if (card == nullptr)
        return;
    m_toSignIn = id;
    QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, whose = card->connection.staff, me = m_me] {
        backstage->askToChangeCalendar(id, whose, me);
    });
}

void CalendarDesk::signIn(const QString &id)
{
    m_toSignIn.clear();
    const board::CalendarCard *const card = cardOf(id);
    if (card == nullptr || !card->signsInByBrowser)
        return; // changed a moment ago; the row shows it
    const int attempt = ++m_signIn;
    const auto openPage = [this, id](const QByteArray &url) {
        m_page.showCalendarSignInPage(id, url, QDesktopServices::openUrl(QUrl::fromEncoded(url)));
    };
    const CalendarWorks::Target target{.connection = card->connection};
    QCoro::connect(m_works.signIn(target, openPage), this,
                   [this, id, attempt, connection = card->connection](const CalendarWorks::SignedIn &signedIn) {
                       if (attempt != m_signIn)
                           return;
                       if (signedIn.end.how != board::SignInEnd::How::SignedIn) {
                           m_page.showCalendarSignInEnd(id, signedIn.end);
                           return;
                       }
                       // As if it had been typed: programs of the office learn from a new setup that there is another secret.
                       save({.edit = {.connection = connection, .before = connection, .freshSecrets = true}, .secrets = signedIn.secrets});
                   });
}

} // namespace ringback::app

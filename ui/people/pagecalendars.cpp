// The part of the page that is about somebody's calendars.
#include "people/calendarsdialog.h"
#include "people/peoplepage.h"
#include "people/persondialog.h"

#include <algorithm>

namespace ringback::ui {

void PeoplePage::openCalendars(const calls::Staff &person)
{
    QWidget *const above = m_personDialog ? static_cast<QWidget *>(m_personDialog) : window();
    m_calendarsDialog = new CalendarsDialog(person, m_clock, m_office, above);
    m_calendarsDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_calendarsDialog->setCalendars(m_calendars);
    connect(m_calendarsDialog, &CalendarsDialog::saveRequested, this, &PeoplePage::calendarSaveRequested);
    connect(m_calendarsDialog, &CalendarsDialog::removeRequested, this, &PeoplePage::calendarRemoveRequested);
    connect(m_calendarsDialog, &CalendarsDialog::testRequested, this, &PeoplePage::calendarTestRequested);
    connect(m_calendarsDialog, &CalendarsDialog::signInRequested, this, &PeoplePage::calendarSignInRequested);
    connect(m_calendarsDialog, &CalendarsDialog::signInGivenUp, this, &PeoplePage::calendarSignInGivenUp);
    m_calendarsDialog->open();
}

void PeoplePage::openMyCalendars()
{
    const auto me =
        std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [this](const calls::Staff &each) { return each.id == m_staffId; });
    if (me == m_office.staff.cend())
        showRefusal({.why = desk::PeopleRefusal::Why::NoSuchPerson, .field = {}, .detail = {}});
    else
        openCalendars(*me);
}

void PeoplePage::setCalendars(const board::Calendars &calendars)
{
    m_calendars = calendars;
    if (m_calendarsDialog)
        m_calendarsDialog->setCalendars(calendars);
}

void PeoplePage::showCalendarSaved(const QString &id)
{
    if (m_calendarsDialog)
        m_calendarsDialog->showSaved(id);
}

void PeoplePage::showCalendarRemoved()
{
    if (m_calendarsDialog)
        m_calendarsDialog->showRemoved();
}

void PeoplePage::showCalendarRefusal(const desk::ConnectionRefusal &refusal)
{
    if (m_calendarsDialog)
        m_calendarsDialog->showRefusal(refusal);
}

void PeoplePage::showCalendarFindings(const QString &id, const QList<board::TestFinding> &findings)
{
    if (m_calendarsDialog)
        m_calendarsDialog->showFindings(id, findings);
}

void PeoplePage::showCalendarSignInPage(const QString &id, const QByteArray &url, bool isOpen)
{
    if (m_calendarsDialog)
        m_calendarsDialog->showSignInPage(id, url, isOpen);
}

void PeoplePage::showCalendarSignInEnd(const QString &id, const board::SignInEnd &end)
{
    if (m_calendarsDialog)
        m_calendarsDialog->showSignInEnd(id, end);
}

} // namespace ringback::ui

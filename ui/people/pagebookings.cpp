// The part of the page that is about booking pages.
#include "people/bookingsdialog.h"
#include "people/bookingwords.h"
#include "people/peoplepage.h"
#include "widgets/noticebar.h"

#include <algorithm>

namespace ringback::ui {

void PeoplePage::openBookings()
{
    using Why = desk::ConnectionRefusal::Why;
    const auto me =
        std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [this](const calls::Staff &each) { return each.id == m_staffId; });
    if (me == m_office.staff.cend() || !calls::may(*me, calls::Right::EditConnections)) {
        say(bookingRefusalSentence({.why = me == m_office.staff.cend() ? Why::NoSuchPerson : Why::NotAllowed, .field = {}, .detail = {}}),
            false);
        return;
    }
    m_notice->hide();
    m_bookingsDialog = new BookingsDialog(m_clock, m_office, this);
    m_bookingsDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_bookingsDialog->setPages(m_bookings);
    connect(m_bookingsDialog, &BookingsDialog::saveRequested, this, &PeoplePage::bookingSaveRequested);
    connect(m_bookingsDialog, &BookingsDialog::pageRemoveRequested, this, &PeoplePage::bookingPageRemoveRequested);
    m_bookingsDialog->open();
}

void PeoplePage::setBookingPages(const board::BookingPages &pages)
{
    m_bookings = pages;
    if (m_bookingsDialog)
        m_bookingsDialog->setPages(pages);
}

void PeoplePage::showBookingSaved(const QString &page)
{
    if (m_bookingsDialog)
        m_bookingsDialog->showSaved(page);
}

void PeoplePage::showBookingPageRemoved()
{
    if (m_bookingsDialog)
        m_bookingsDialog->showPageRemoved();
}

void PeoplePage::showBookingRefusal(const desk::ConnectionRefusal &refusal)
{
    if (m_bookingsDialog)
        m_bookingsDialog->showRefusal(refusal);
}

} // namespace ringback::ui

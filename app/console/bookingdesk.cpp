#include "console/bookingdesk.h"

#include "console/backstage.h"
#include "people/peoplepage.h"

namespace ringback::app {

BookingDesk::BookingDesk(ui::PeoplePage &page, Backstage &backstage, settings::SecretStore &secrets, const QString &publicUrl)
    : m_page(page)
    , m_backstage(backstage)
    , m_pending(secrets)
{
    using ui::PeoplePage;
    connect(&page, &PeoplePage::bookingSaveRequested, this, &BookingDesk::save);
    connect(&page, &PeoplePage::bookingPageRemoveRequested, this, [this](const QString &id) {
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->removeBookingPage(id, me); });
    });
    connect(&backstage, &Backstage::bookingPagesChanged, this, [this, publicUrl](board::BookingPages pages) {
        pages.publicUrl = publicUrl;
        m_page.setBookingPages(pages);
    });
    connect(&backstage, &Backstage::bookingSaved, this, [this](const QString &id) {
        m_pending.settle(id);
        m_page.showBookingSaved(id);
    });
    connect(&backstage, &Backstage::bookingNotSaved, this, [this](const QString &id) {
        if (const Done back = m_pending.putBack(id); !back)
            refuse(back.error());
    });
    connect(&backstage, &Backstage::bookingPageRemoved, &page, &PeoplePage::showBookingPageRemoved);
    connect(&backstage, &Backstage::bookingRefused, &page, &PeoplePage::showBookingRefusal);
}

void BookingDesk::refuse(const Error &error)
{
    m_page.showBookingRefusal({.why = desk::ConnectionRefusal::Why::CannotStore, .field = {}, .detail = error.what});
}

void BookingDesk::save(const ui::BookingRequest &request)
{
    // The key of a link alone is none: nothing is written then, and nothing put back.
    const QString page = request.edit.page ? request.edit.page->page.id : QString();
    if (const Done written = m_pending.write(page, request.secrets); !written) {
        refuse(written.error());
        return;
    }
    QMetaObject::invokeMethod(&m_backstage,
                              [backstage = &m_backstage, edit = request.edit, me = m_me] { backstage->putBooking(edit, me); });
}

} // namespace ringback::app

#include "people/bookingdialog.h"

#include "people/bookingfields.h"
#include "widgets/noticebar.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

BookingDialog::BookingDialog(const board::BookingPages &pages, QWidget *parent)
    : FormFrame(tr("Add a booking page"), tr("A new booking page"), tr("Callers who are texted its link choose a time by themselves."),
                tr("Save"), parent)
{
    build(new BookingFields(pages, form()->parentWidget()));
}

BookingDialog::BookingDialog(const board::BookingPages &pages, const board::BookingLink &link, QWidget *parent)
    //: Title of a dialog; %1 is a person, a team, or the whole office.
    : FormFrame(tr("Booking page: %1").arg(ownerName(link)), ownerName(link), tr("Where callers who are texted the link choose a time."),
                tr("Save"), parent)
{
    build(new BookingFields(pages, link, form()->parentWidget()));
}

BookingDialog::BookingDialog(const board::BookingPages &pages, const board::BookingPageCard &card, QWidget *parent)
    //: Title of a dialog; %1 is Calendly or Cal.com.
    : FormFrame(tr("Another key for %1").arg(bookingKindName(card.page.type)), bookingKindName(card.page.type),
                tr("Set the same key there within the same minute. Bookings in between are told again a little later."), tr("Save"), parent)
{
    build(new BookingFields(pages, card, form()->parentWidget()));
}

void BookingDialog::build(BookingFields *fields)
{
    setObjectName(u"bookingDialog"_s);
    m_fields = fields;
    form()->addWidget(m_fields);
    finish();
}

void BookingDialog::save()
{
    notice()->hide();
    const std::optional<BookingRequest> request = m_fields->read();
    if (!request) {
        showFocused();
        return;
    }
    showSaving();
    Q_EMIT saveRequested(*request);
}

void BookingDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    showIdle();
    m_fields->showProblem(refusal.field);
    notice()->say({bookingRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui

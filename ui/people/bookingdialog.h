#pragma once

#include "connections/formdialog.h"
#include "people/bookingrequest.h"
#include "people/bookingwords.h"

namespace ringback::ui {

class BookingFields;

/// Adds a booking page, or changes one. Who opened it saves.
class BookingDialog final : public FormFrame {
    Q_OBJECT

public:
    /// A new one.
    BookingDialog(const board::BookingPages &pages, QWidget *parent);
    /// The link of somebody who has one.
    BookingDialog(const board::BookingPages &pages, const board::BookingLink &link, QWidget *parent);
    /// The key of an account.
    BookingDialog(const board::BookingPages &pages, const board::BookingPageCard &card, QWidget *parent);

    /// It could not be saved; the dialog stays.
    void showRefusal(const desk::ConnectionRefusal &refusal);

Q_SIGNALS:
    void saveRequested(const ringback::ui::BookingRequest &request);

private:
    void build(BookingFields *fields);
    void save() override;

    BookingFields *m_fields = nullptr;
};

} // namespace ringback::ui

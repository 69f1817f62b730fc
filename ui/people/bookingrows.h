#pragma once

#include "board/bookingcards.h"
#include "widgets/phrases.h"

#include <QWidget>

namespace ringback::ui {

class StatesList;

/// A link that callers are texted: whose it is, where it leads, and the buttons for it.
class BookingLinkRow final : public QWidget {
    Q_OBJECT

public:
    BookingLinkRow(const board::BookingLink &link, QWidget *parent);

    void setPages(const board::BookingPages &pages);

Q_SIGNALS:
    void changeClicked();
    void removeClicked();

private:
    const QString m_link;
    StatesList *m_state;
};

/// An account that tells of bookings: the address to carry there, how it is doing, and the buttons for it.
class BookingPageRow final : public QWidget {
    Q_OBJECT

public:
    /// `address` is empty where this computer has none.
    BookingPageRow(const board::BookingPageCard &card, const QString &name, const QString &address, QWidget *parent);

    void setCard(const board::BookingPageCard &card, const QString &publicUrl, const Telling &telling);

Q_SIGNALS:
    void keyClicked();
    void removeClicked();

private:
    StatesList *m_state;
};

} // namespace ringback::ui

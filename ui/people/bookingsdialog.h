#pragma once

#include "base/clock.h"
#include "board/bookingcards.h"
#include "board/rows.h"
#include "desk/setuprefusal.h"
#include "people/bookingrequest.h"

#include <QDialog>
#include <QHash>
#include <QPointer>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ringback::ui {

class BookingDialog;
class BookingLinkRow;
class BookingPageRow;
class NoticeBar;
class TextLabel;

/// The pages where callers book a time by themselves: the links that they are texted, and the accounts that tell of bookings. Shows values and asks;
/// others do.
class BookingsDialog final : public QDialog {
    Q_OBJECT

public:
    BookingsDialog(const Clock &clock, const board::Office &office, QWidget *parent = nullptr);

    void setPages(const board::BookingPages &pages);
    /// `page` is the account's id; empty where only a link was saved.
    void showSaved(const QString &page);
    void showPageRemoved();
    void showRefusal(const desk::ConnectionRefusal &refusal);

Q_SIGNALS:
    void saveRequested(const ringback::ui::BookingRequest &request);
    void pageRemoveRequested(const QString &id);

private:
    void build();
    void buildLists(QVBoxLayout *contents);
    void showLinks();
    void showAccounts();
    void addLinkRow(const board::BookingLink &link);
    BookingPageRow *addPageRow(const board::BookingPageCard &card);
    void openForm(BookingDialog *dialog);
    void askToRemoveLink(const board::BookingLink &link);
    void askToRemovePage(const board::BookingPageCard &card);
    [[nodiscard]] const board::BookingPageCard *cardOf(const QString &id) const;
    [[nodiscard]] QString nameOf(const board::BookingPageCard &card) const;

    const Clock &m_clock;
    const board::Office m_office;
    board::BookingPages m_pages;
    QList<board::BookingLink> m_shownLinks; ///< of those who have one, as there are rows
    QList<BookingLinkRow *> m_linkRows;
    QHash<QString, BookingPageRow *> m_pageRows; ///< by what such a row shows and never changes
    NoticeBar *m_notice;
    TextLabel *m_nothing = nullptr;
    QWidget *m_content;
    QScrollArea *m_scroll;
    QPushButton *m_add;
    TextLabel *m_accounts = nullptr; ///< the heading above them
    QVBoxLayout *m_links = nullptr;
    QVBoxLayout *m_accountList = nullptr;
    QPointer<BookingDialog> m_dialog; ///< while it is open
};

} // namespace ringback::ui

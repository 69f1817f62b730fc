#pragma once

#include "connections/accountfields.h"
#include "people/bookingrequest.h"
#include "people/bookingwords.h"

#include <optional>

namespace ringback::ui {

/// The form of a booking page: whose it is, where it leads, and the key of its vendor where bookings there are not heard of yet.
class BookingFields final : public AccountFields {
    Q_OBJECT

public:
    /// A new one, for one of those who have none.
    BookingFields(const board::BookingPages &pages, QWidget *parent);
    /// The link of somebody who has one.
    BookingFields(const board::BookingPages &pages, const board::BookingLink &link, QWidget *parent);
    /// The key of an account.
    BookingFields(const board::BookingPages &pages, const board::BookingPageCard &card, QWidget *parent);

    /// Empty when something in it is wrong, which is said in place.
    [[nodiscard]] std::optional<BookingRequest> read();

private:
    void buildWhose();
    void buildKind(BookingKind kind);
    void buildLink(const QString &link);
    void buildKey(const desk::BookingPage &page);
    /// For either vendor, one of which is shown.
    void buildAccounts();
    [[nodiscard]] BookingKind kind() const;
    /// The account that would be made with what the form says; empty where none is needed.
    [[nodiscard]] std::optional<desk::BookingPage> newPage() const;
    void showWhatApplies() override;
    [[nodiscard]] bool isNeeded(const QString &key) const override;
    [[nodiscard]] bool hasShape(const QString &key) const override;
    [[nodiscard]] QString problemOf(const QString &key) const override;

    const board::BookingPages m_pages;
    QList<board::BookingLink> m_owners; ///< to choose from, or the one
    std::optional<desk::BookingPage> m_page; ///< whose key is given; empty where the form is of a link
    bool m_isBuilt = false;
};

} // namespace ringback::ui

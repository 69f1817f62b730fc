#pragma once

#include "calls/leadvalues.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

/// ServiceTitan's objects as values of ours. Pure.
namespace ringback::connectors::servicetitan {

/// A record with its table in front, as LeadLink and LeadRecord hold it: `Customer:42`, `Booking:881`, `Lead:55`.
struct Reference {
    enum class Table { Customer, Booking, Lead };

    Table table = Table::Customer;
    QString id;

    [[nodiscard]] static std::optional<Reference> read(const QString &text);
    [[nodiscard]] QString written() const;

    friend bool operator==(const Reference &, const Reference &) = default;
};

/// A customer with those of its contacts that are numbers or addresses.
[[nodiscard]] calls::LeadRecord customerRecord(const QJsonObject &customer, const QList<QJsonObject> &contacts, const QString &webHost);
/// Further ones, with their numbers and addresses.
void addContacts(calls::LeadRecord &record, const QList<QJsonObject> &contacts);
[[nodiscard]] QString customerPage(const QString &id, const QString &webHost);

/// As `customers?phone=` and a booking's contact want it: the ten digits of an American number, all digits of another.
[[nodiscard]] QString digitsOf(const calls::PhoneNumber &number);

/// `1234.5` in cents: a text as invoices have it, or a number as jobs do. Empty when it is none.
[[nodiscard]] std::optional<Money> moneyOf(const QJsonValue &value);

/// What a job earned, if it was finished at `since` or later; one that was called off is taken back. Its invoices know better than its own total.
[[nodiscard]] std::optional<calls::Win> winOf(const QJsonObject &job, const QList<QJsonObject> &invoices, const QString &record,
                                              const QString &webHost, Instant since);

} // namespace ringback::connectors::servicetitan

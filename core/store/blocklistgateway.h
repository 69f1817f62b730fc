#pragma once

#include "calls/blocking.h"
#include "store/database.h"

#include <QList>

namespace ringback::store {

/// What staff, imported lists and public complaints hold against numbers.
class BlocklistGateway final {
public:
    explicit BlocklistGateway(Database &database)
        : m_database(database)
    {}

    /// One read by primary key.
    [[nodiscard]] Result<std::optional<calls::Blocking>> find(const calls::PhoneNumber &number) const;
    /// The latest changed first, those that follow `last` (empty = from the newest). Reads the whole table: for people who look, not for calls.
    [[nodiscard]] Result<QList<calls::BlockedNumber>> page(const std::optional<calls::BlockedNumber> &last, int limit) const;

    struct Mark {
        calls::PhoneNumber number;
        calls::Blocking::Mark mark = calls::Blocking::Mark::None;
        QString reason;
        QString byWhom; ///< as the audit trail names people
        Instant at;
        bool anew = false; ///< also when the same was said before
    };
    /// A person's word. False when the same had been said before.
    [[nodiscard]] Result<bool> mark(Transaction &transaction, const Mark &mark) const;
    /// Takes back the mark that this person set at that moment: what was there before holds again. False when it is another by now.
    [[nodiscard]] Result<bool> takeBack(Transaction &transaction, const Mark &mark) const;

    struct Listed {
        calls::PhoneNumber number;
        QString reason;
    };
    /// Notes that the list names these numbers, each once; what it said before is replaced. How many no list had named.
    [[nodiscard]] Result<int> addListed(Transaction &transaction, const QString &list, const QList<Listed> &numbers, Instant now) const;

    struct Complaint {
        calls::PhoneNumber number;
        Instant filedAt;
        int filed = 1; ///< how many of one file at that second
    };
    /// Counts complaints, each once: the same again, in whatever file, adds nothing. Each number and second at most once in `complaints`. How many were new.
    [[nodiscard]] Result<int> addComplaints(Transaction &transaction, const QList<Complaint> &complaints, Instant now) const;

    /// Numbers in one statement. More do not make it faster.
    static constexpr int perStatement = 100;

private:
    Database &m_database;
};

} // namespace ringback::store

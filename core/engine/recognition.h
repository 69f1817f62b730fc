#pragma once

#include "audit/trail.h"
#include "calls/leadvalues.h"
#include "calls/values.h"
#include "engine/office.h"
#include "store/database.h"

#include <QString>

#include <optional>

namespace ringback::engine {

/// Who a caller is, as the office's lead systems know, and what of that goes into our own lead book. Asks the records kept here and nobody else. Lives as
/// long as the transaction.
class Recognition final {
public:
    Recognition(store::Transaction &transaction, audit::Trail &trail, const Office &office, Instant now);

    struct Known {
        QString connection; ///< the first of the setup's order that has the number
        calls::LeadRecord record; ///< of several, only what all of them say; then it has no id and no address
        QString owner; ///< staff id of ours of who looks after it; empty = nobody of ours
    };
    /// Nothing is also the answer while a system's records have not all been read: "not found" is "not known" then.
    [[nodiscard]] Result<std::optional<Known>> find(const calls::PhoneNumber &number) const;

    /// Fills what the lead book does not know of the contact with what the record says, and follows it in what it filled before; what people typed or
    /// imported stays, and an empty field of a record says nothing. The kind changes only from the playbook's unknown caller. The contact as it is now:
    /// where it has changed, it is stored, and the trail says so in the case `caseId` (may be empty). Its row is locked.
    [[nodiscard]] Result<calls::Contact> fill(const calls::Contact &contact, const QString &connection, const calls::LeadRecord &record,
                                              const QString &caseId) const;
    /// The contact as fill() would make it; nothing is stored.
    [[nodiscard]] calls::Contact filled(const calls::Contact &contact, const QString &connection, const calls::LeadRecord &record) const;

    struct Caller {
        calls::Contact contact;
        QString owner;
    };
    /// find() and fill() in one.
    [[nodiscard]] Result<Caller> recognise(const calls::Contact &contact, const QString &caseId) const;

private:
    store::Transaction &m_transaction;
    audit::Trail &m_trail;
    const Office &m_office;
    const Instant m_now;
};

} // namespace ringback::engine

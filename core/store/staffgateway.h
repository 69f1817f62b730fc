#pragma once

#include "store/database.h"

#include <QString>

namespace ringback::store {

/// What the tables keep of somebody of the staff besides the setup. Errors are Database's.
class StaffGateway final {
public:
    explicit StaffGateway(Database &database)
        : m_database(database)
    {}

    /// Whether any version of the setup has had that id: who left keeps it, as what they did is signed with it.
    [[nodiscard]] Result<bool> wasUsed(const QString &id) const;
    /// Nothing of them is here any more: neither their word of being there, their turn, nor how they signed in. What they did stays.
    [[nodiscard]] Done forget(Transaction &transaction, const QString &staff) const;

private:
    Database &m_database;
};

} // namespace ringback::store

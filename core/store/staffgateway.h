#pragma once

#include "store/database.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

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

    /// How somebody signs in, as far as others may know.
    struct SignIn {
        bool mustChange = false;
        std::optional<Instant> lockedUntil;
    };
    /// Those for whom it is set up.
    [[nodiscard]] Result<QHash<QString, SignIn>> signIns() const;

    /// Open callbacks that are ready and that nobody has.
    struct Queue {
        QString team; ///< empty = of no team
        int count = 0;
        Instant oldest;
    };
    /// By team; those without any are left out.
    [[nodiscard]] Result<QList<Queue>> queues(Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store

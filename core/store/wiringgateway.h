#pragma once

#include "store/database.h"

#include <QByteArrayList>

namespace ringback::store {

/// What clicks changed at a provider, for putting it back.
struct Wiring {
    QString connection;
    QByteArrayList undos; ///< the connector's own documents, the first click's first: they are put back from the end
    Instant changedAt; ///< the newest click
    QString changedBy; ///< as the audit trail names a person
};

class WiringGateway final {
public:
    explicit WiringGateway(Database &database)
        : m_database(database)
    {}

    /// Errors: Corrupt, as Database.
    [[nodiscard]] Result<std::optional<Wiring>> find(const QString &connection) const;
    [[nodiscard]] Result<QList<Wiring>> all() const;
    /// In the place of what was known of that connection; without undos it is forgotten.
    [[nodiscard]] Done keep(Transaction &transaction, const Wiring &wiring) const;

private:
    Database &m_database;
};

} // namespace ringback::store

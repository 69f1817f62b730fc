#pragma once

#include "calls/blocking.h"
#include "calls/values.h"
#include "store/database.h"
#include "store/gateways.h"

#include <QHash>

namespace ringback::store {

/// A text that came in.
struct PastText {
    calls::PhoneNumber from;
    QString line;
    QString body;
    Instant at;
};

/// What people did with the callback of a number.
struct PastWork {
    enum class Kind { Claimed, Completed, CaseClosed };
    Kind kind = Kind::Claimed;
    calls::PhoneNumber number;
    Instant at;
    QString staff; ///< empty where nobody of ours did it
    QString outcome; ///< of a completed one
};

/// What happened to an office, as far as it does not depend on its playbook.
struct History {
    QList<calls::Call> calls;
    QList<PastText> texts;
    QList<PastWork> work;
    QList<OptOut> optOuts; ///< that hold today
    QList<calls::Storm> storms; ///< that people switched on
    QHash<calls::PhoneNumber, calls::Contact> contacts; ///< as they are known today
    QHash<calls::PhoneNumber, calls::Blocking> blockings; ///< what is held against them today
};

/// What a dry run reads: each table once (of the block list only who called), by key, from one moment of the database, on a connection that writes nothing meanwhile.
class ReplayGateway final {
public:
    explicit ReplayGateway(Database &database)
        : m_database(database)
    {}

    /// Errors: Database's.
    [[nodiscard]] Result<History> since(Instant from) const;

private:
    Database &m_database;
};

} // namespace ringback::store

#pragma once

#include "calls/leadvalues.h"
#include "store/database.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace ringback::store {

/// How far a case is in one lead system, as a row of the board shows it.
struct LeadStanding {
    QString followUp;
    QString connection;
    /// Of its writes the one that most needs somebody: Failed, NeedsChoice, Waiting (also while it runs), Done.
    calls::LeadWriteState state = calls::LeadWriteState::Done;
    QString errorKind; ///< that write's
    QString errorCode;
    QString errorMessage;
    QString url; ///< of the record
    bool mayBeDouble = false;
};

/// Reads what the board says of lead systems, for many cases at once. Never writes. Errors are Database's, and Corrupt.
class LeadBoardGateway final {
public:
    explicit LeadBoardGateway(Database &database)
        : m_database(database)
    {}

    /// One for each of these cases and each system that it has a record or an unfinished write in.
    [[nodiscard]] Result<QList<LeadStanding>> ofCases(const QStringList &followUps) const;

private:
    Database &m_database;
};

} // namespace ringback::store

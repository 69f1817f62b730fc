#pragma once

#include "base/clock.h"
#include "desk/desk.h"
#include "desk/setuprefusal.h"
#include "settings/leadconnection.h"
#include "store/database.h"

#include <QString>

#include <optional>

/// What people do with lead systems: an owner with the connection, whoever may claim with what a case is at one.
namespace ringback::desk {

/// The accounts as the setup knows them, for the screens: values without secrets.
using settings::AccuLynxAccount;
using settings::BullhornAccount;
using settings::GoogleSheet;
using settings::GreenhouseAccount;
using settings::JobberAccount;
using settings::LeadAccount;
using settings::LeadConnection;
using settings::leadSystemTypes;
using settings::LeverAccount;
using settings::OutgoingHook;
using settings::ServiceTitanAccount;

/// A connection as an owner wants it. Nothing else of the setup changes.
struct LeadEdit {
    LeadConnection connection; ///< a new one with an id of its own: freeId()
    std::optional<LeadConnection> before; ///< as the owner saw it; empty for a new one
    bool freshSecrets = false; ///< new passwords were stored: programs are told to fetch them, also when nothing else changed

    friend bool operator==(const LeadEdit &, const LeadEdit &) = default;
};

/// Each is one transaction with its audit row. Lives on the thread of its Database.
class LeadWork final {
public:
    LeadWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Adds it, or changes it where there was one before. What was refused there for its account is tried again. Owners.
    [[nodiscard]] ConnectionAnswer<LeadConnection> put(const LeadEdit &edit, const QString &staff);
    /// Its people are forgotten here; what cases were there, and what they earned, stays as history. Owners.
    [[nodiscard]] ConnectionAnswer<LeadConnection> remove(const QString &id, const QString &staff);
    /// Whether this person changes settings: to be asked before a lead system is. Refusals: NoSuchPerson, NotAllowed, CannotStore.
    [[nodiscard]] ConnectionAnswer<void> mayChange(const QString &staff) const;
    /// Stops the reading of its records, or lets it go on. Owners. Refusals also: NoSuchConnection (also while nothing is read of it).
    [[nodiscard]] ConnectionAnswer<void> setReadPaused(const QString &id, bool paused, const QString &staff);

    /// Of several records with the caller's number, this one is theirs; empty = none of them is: a new one is made. What waited for that goes on.
    /// Whoever may claim may. Refusals: NothingToChoose (`who` chose, if somebody has), NoSuchRecord.
    [[nodiscard]] Answer<int> chooseRecord(const QString &followUp, const QString &connection, const QString &record, const QString &staff);
    /// What that system refused of the case is tried once more. Whoever may claim may. How many writes. Refusals: NothingToRetry.
    [[nodiscard]] Answer<int> tryAgain(const QString &followUp, const QString &connection, const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
};

} // namespace ringback::desk

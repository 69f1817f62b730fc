#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "calls/values.h"
#include "desk/desk.h"
#include "store/database.h"

#include <QMetaType>
#include <QString>

namespace ringback::desk {

/// Whom to call.
struct DialRequest {
    calls::PhoneNumber number;
    QString followUp = {}; ///< of which case; empty = of none
    bool byLink = false; ///< by the person's own dialler, also where the phone system could ring both

    friend bool operator==(const DialRequest &, const DialRequest &) = default;
};

/// That caller is this person's to ring now.
struct Dialled {
    calls::PhoneNumber number;
    QString dial;
    bool byLink = true; ///< the person's own dialler is to be opened; else their phone rings within seconds
    bool renewed = false; ///< it was theirs already; nothing rings again

    friend bool operator==(const Dialled &, const Dialled &) = default;
};

/// Click to call. Each call is one transaction with its audit rows. Lives on the thread of its Database.
class Dialing final {
public:
    Dialing(store::Database &database, const Clock &clock, IdSource &ids)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
    {}

    /// Compare and set: of two people who call one number one may, the other is told who does and since when. By the phone system of the case's line, where
    /// that rings people and this person has a phone; else by link. An attempt is recorded; a claim of theirs on the case's task is renewed.
    /// Refusals: SomebodyRinging, NoSuchTask (no such case), as every click.
    [[nodiscard]] Answer<Dialled> begin(const DialRequest &request, const QString &staff);
    /// They have hung up, or did not call after all. False when nothing of theirs was to be ended.
    [[nodiscard]] Answer<bool> end(const calls::PhoneNumber &number, const QString &staff);

    /// How long a caller is reserved for whoever rings them, unless the phone system tells of the call.
    static constexpr Milliseconds reservedFor = std::chrono::minutes(2);

private:
    struct Case;
    [[nodiscard]] Answer<Case> caseOf(const QString &followUp) const;

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
};

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::DialRequest)
Q_DECLARE_METATYPE(ringback::desk::Dialled)

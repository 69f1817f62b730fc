#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::store {

using DialId = Id<struct DialTag>;

/// Somebody of ours rings a caller, or is about to.
struct Dial {
    enum class Way {
        Link, ///< the person's own dialler
        Provider, ///< the phone system rings the person, then the caller
    };
    enum class State {
        Waiting, ///< for an engine
        Running, ///< the request is on its way
        Ringing,
        Over,
        Refused, ///< by the phone system: no phone rang
        Unknown, ///< nobody can tell whether a phone rings
    };

    DialId id;
    calls::PhoneNumber number; ///< the caller's
    std::optional<calls::FollowUpId> followUp = {};
    std::optional<calls::TaskId> task = {};
    QString staff;
    Way way = Way::Link;
    QString connection = {}; ///< empty for a link
    QString line = {}; ///< what the caller sees, E.164; empty for a link
    State state = State::Ringing;
    Instant beganAt;
    Instant untilAt; ///< nobody else is stopped after that
    std::optional<Instant> leaseUntil = {}; ///< while it is running
    QString providerCallId = {};
    QString errorCode = {};
    std::optional<Instant> endedAt = {};

    friend bool operator==(const Dial &, const Dial &) = default;
};

/// Callers whom somebody of ours is ringing: one person at a time.
class DialGateway final {
public:
    explicit DialGateway(Database &database)
        : m_database(database)
    {}

    /// False while another dial of that number is not over; see endLapsed().
    [[nodiscard]] Result<bool> begin(Transaction &transaction, const Dial &dial) const;
    /// The number's dial that is not over; on PostgreSQL locked until the transaction ends.
    [[nodiscard]] Result<std::optional<Dial>> liveToChange(Transaction &transaction, const calls::PhoneNumber &number) const;
    [[nodiscard]] Result<std::optional<Dial>> find(const DialId &id) const;
    /// What holds the number no longer is over. One whose request may have left stays unknown.
    [[nodiscard]] Done endLapsed(Transaction &transaction, const calls::PhoneNumber &number, Instant now) const;
    [[nodiscard]] Result<bool> renew(Transaction &transaction, const DialId &id, Instant until) const;
    /// Not one whose request is under way: its engine writes down what becomes of it. False when there was nothing to end.
    [[nodiscard]] Result<bool> end(Transaction &transaction, const DialId &id, Instant now) const;

    /// A call of ours to that number, begun at `startedAt`, is under way or over: it is what the dial was for, if that is no younger.
    [[nodiscard]] Result<bool> renewFor(Transaction &transaction, const calls::PhoneNumber &number, Instant startedAt, Instant until) const;
    [[nodiscard]] Result<bool> endFor(Transaction &transaction, const calls::PhoneNumber &number, Instant startedAt, Instant now) const;

    /// Takes waiting ones of these connections that are still wanted, the oldest first.
    [[nodiscard]] Result<QList<Dial>> claim(Transaction &transaction, const QStringList &connections, const QString &engine, Instant now,
                                            Instant leaseUntil, int limit) const;
    [[nodiscard]] Result<bool> extendLease(Transaction &transaction, const DialId &id, const QString &engine, Instant leaseUntil) const;
    /// State, call and error of `dial`, and its end where it has one. False when the lease is somebody else's, or over.
    [[nodiscard]] Result<bool> settle(Transaction &transaction, const Dial &dial, const QString &engine) const;
    /// Running ones of an engine that gave no sign of life: a request may have left, so nobody knows; they are never taken again.
    [[nodiscard]] Result<QList<Dial>> lapse(Transaction &transaction, Instant now) const;
    /// Waiting ones that nobody took in time: whoever clicked has gone on to something else.
    [[nodiscard]] Result<QList<Dial>> expire(Transaction &transaction, Instant now) const;

    /// When claim(), lapse() or expire() has something to do.
    [[nodiscard]] Result<std::optional<Instant>> nextDue(const QStringList &connections) const;

private:
    Database &m_database;
};

} // namespace ringback::store

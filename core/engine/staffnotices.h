#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "engine/office.h"
#include "engine/runner.h"
#include "store/database.h"
#include "store/noticegateway.h"

#include <QHash>
#include <QList>
#include <QObject>

#include <memory>

namespace ringback::engine {

/// Sends what the staff are told off the desk, as Runner sends what callers get, and with less ado: the intent is committed before the request leaves, a
/// text whose answer is lost is never repeated, and what is no longer true is dropped. Several engines share the notices under leases. Lives on the
/// engine's thread.
class StaffNotices final : public QObject {
    Q_OBJECT

public:
    StaffNotices(store::Database &database, const Clock &clock, QString engineId);

    /// By connection id. An engine takes only notices it has a sender for.
    void setSenders(QHash<QString, Sender> senders) { m_senders = std::move(senders); }

    /// How many notices were recorded or taken. Errors: Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(const Office &office);
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    /// Keeps the leases of requests under way. Errors: Transient.
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return static_cast<int>(m_underWay.size()); }
    [[nodiscard]] bool hasLanded() const { return !m_landed.isEmpty(); }
    void stopTaking() { m_taking = false; }
    /// Gives up the requests under way; they land in doubt.
    void abandon();

    static constexpr int atOnce = 16;
    static constexpr int mostAttempts = 5;

Q_SIGNALS:
    /// A request was answered or given up: turn() has something to record.
    void landed();

private:
    /// The lease was over before the request could leave.
    struct NotLeft {};
    using Outcome = std::variant<connectors::SendOutcome, NotLeft>;
    struct Landed {
        store::Notice notice;
        Outcome outcome;
    };
    struct Turn;

    [[nodiscard]] Done take(Turn &turn);
    /// Why it is not sent after all; empty when it is.
    [[nodiscard]] Result<QString> whyDropped(const Turn &turn, const store::Notice &notice) const;
    [[nodiscard]] Done record(Turn &turn, const Landed &landed) const;
    [[nodiscard]] Done finish(Turn &turn, store::Notice notice, store::NoticeState state, const QString &error = {}) const;
    [[nodiscard]] Done tryAgain(Turn &turn, store::Notice notice, Milliseconds after, const QString &error) const;
    void takeOff(const Office &office, const store::Notice &notice);
    QCoro::Task<> sendText(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, store::Notice notice);
    QCoro::Task<> sendMail(std::shared_ptr<connectors::Mailer> mailer, connectors::MailRequest request, store::Notice notice);
    void land(store::Notice notice, Outcome outcome);
    [[nodiscard]] bool mayLeave(const store::Notice &notice) const;

    store::Database &m_database;
    const Clock &m_clock;
    const QString m_engineId;
    QHash<QString, Sender> m_senders;
    QList<store::Notice> m_underWay; ///< a handful
    QList<Landed> m_landed;
    bool m_taking = true;
};

} // namespace ringback::engine

#pragma once

#include "audit/trail.h"
#include "base/id.h"
#include "calls/values.h"
#include "engine/office.h"
#include "store/database.h"
#include "store/noticegateway.h"

#include <QString>

namespace ringback::engine {

/// Decides who is told off the desk, writes the words, and puts them down to be sent with what they are about. Lives as long as the transaction.
class NoticePlan final {
public:
    NoticePlan(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const Office &office, Instant now);

    /// The callback has just been given to whom it is assigned to, by routing or by escalation. Nobody is told who is at a console, and off shift only
    /// of what was escalated to the owner. Each is told once of a callback at each of its escalations; put off or handed over, it begins anew.
    [[nodiscard]] Done given(const calls::CallbackTask &task, bool escalated) const;
    /// Nobody watches a queue: owners and admins hear of it at any time.
    [[nodiscard]] Done unstaffed(const QString &team, Instant since, int count, Instant oldest) const;
    /// What became of a "C": to the phone it came from, by the line it came to.
    [[nodiscard]] Done answer(const calls::Staff &person, const calls::Line &line, const std::optional<calls::TaskId> &task,
                              const QString &key, const QString &body) const;

    /// So many callbacks of `told within` somebody is told of; in a storm a phone that never rests helps nobody, and the console shows the others.
    static constexpr int mostAtOnce = 6;
    static constexpr Milliseconds within = std::chrono::minutes(10);

private:
    struct Way {
        calls::Channel channel = calls::Channel::Text;
        QString address;
        QString connection;
        QString line;
    };
    /// How this person can be told; empty = not at all.
    [[nodiscard]] Result<std::optional<Way>> wayTo(const calls::Staff &person, const QString &dialled, const QString &team) const;
    [[nodiscard]] Result<bool> isAtConsole(const calls::Staff &person) const;
    [[nodiscard]] Done put(const Way &way, store::Notice notice, const QString &caseId) const;

    store::Transaction &m_transaction;
    audit::Trail &m_trail;
    IdSource &m_ids;
    const Office &m_office;
    const Instant m_now;
};

} // namespace ringback::engine

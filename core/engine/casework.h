#pragma once

#include "audit/trail.h"
#include "base/id.h"
#include "calls/values.h"
#include "engine/office.h"
#include "policy/decide.h"
#include "store/database.h"
#include "store/gateways.h"

#include <optional>

namespace ringback::engine {

/// Carries decisions out inside one transaction: rows, jobs and audit entries. Lives as long as the transaction.
class Casework final {
public:
    Casework(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const Office &office, Instant now);

    /// Everyone who may be given a callback, with what is on the desk as of this transaction.
    [[nodiscard]] Result<QList<policy::Candidate>> candidates();

    /// What a decision is about.
    struct Occasion {
        const calls::Contact &contact;
        const calls::Line *line = nullptr; ///< null when the dialled number is not ours
        QString dialled; ///< E.164
        int missedCalls = 1; ///< of a case that opens now
        Instant calledAt;
        QString key; ///< makes the effects unique: the call's id
        std::optional<calls::FollowUp> openCase;
        QString assignedTo; ///< staff id of the live task, if there is one
    };

    /// The follow-up the decision opened or joined.
    [[nodiscard]] Result<calls::FollowUp> carryOut(const policy::Decision &decision, const Occasion &occasion);

    /// Takes back the texts to this number that have not left. How many.
    [[nodiscard]] Result<int> dropScheduled(const calls::PhoneNumber &number, const QString &reason);
    /// Takes back those of the scheduled messages whose request has not left. How many.
    [[nodiscard]] Result<int> drop(const QList<calls::Message> &scheduled, const QString &reason, const QString &actor);

    void note(const QString &actor, const QString &action, const QString &caseId, const QString &subject, QJsonObject detail = {});

private:
    [[nodiscard]] Done openCase(const Occasion &occasion, const policy::Decision &decision);
    [[nodiscard]] Done joinCase(const Occasion &occasion, const policy::Decision &decision);
    [[nodiscard]] Done writeLead(const policy::WriteLead &action, const Occasion &occasion);
    [[nodiscard]] Done createTask(const policy::CreateTask &action, const Occasion &occasion);
    [[nodiscard]] Done scheduleText(const policy::ScheduleText &action, const Occasion &occasion);
    [[nodiscard]] Done raisePriority(const policy::RaisePriority &action);
    [[nodiscard]] Done planStep(const policy::PlanStep &action);

    store::Transaction &m_transaction;
    audit::Trail &m_trail;
    IdSource &m_ids;
    const Office &m_office;
    const Instant m_now;
    std::optional<QList<policy::Candidate>> m_candidates;
    std::optional<calls::FollowUp> m_case; ///< of the decision being carried out
    QString m_assignedTo;
};

/// The words of a template in the best language there is for it.
[[nodiscard]] QString templateText(const playbook::Playbook &playbook, const QString &templateId, const QString &language);

/// The text a template gives for this contact and line. The appointment is told in the office's zone. Errors: Invalid.
[[nodiscard]] Result<QString> writeText(const Office &office, const QString &templateId, const QString &language,
                                        const calls::Contact &contact, const calls::PhoneNumber &line, const QString &staffId,
                                        std::optional<Instant> appointment = {});

} // namespace ringback::engine

#pragma once

#include "audit/trail.h"
#include "base/id.h"
#include "calls/values.h"
#include "engine/office.h"
#include "engine/wording.h"
#include "policy/decide.h"
#include "store/database.h"
#include "store/gateways.h"

#include <optional>

namespace ringback::engine {

/// Carries decisions out inside one transaction: rows, jobs and audit entries. Lives as long as the transaction.
class Casework final {
public:
    Casework(store::Transaction &transaction, audit::Trail &trail, IdSource &ids, const Office &office, Instant now);

    /// The staff, how they stand, and what is on their desks as of this transaction.
    [[nodiscard]] Result<QList<policy::Candidate>> candidates();
    /// Whose turn it is, as of this transaction.
    [[nodiscard]] Result<policy::Turns> turns();
    /// It was that person's turn in the team, and they were given a callback.
    [[nodiscard]] Done took(const QString &team, const QString &staff);
    /// What took() has moved on; before the commit.
    [[nodiscard]] Done storeTurns();

    /// What takes as long to count as there are callbacks and meetings.
    struct Desks {
        struct Desk {
            int liveTasks = 0;
            std::optional<Instant> lastAssignedAt;
            int givenToday = 0;
            Instant midnight; ///< when today began, in the person's zone
        };
        QHash<QString, Desk> byStaff;
        QHash<QString, calls::CalendarView> calendars;
    };
    /// For the transaction after this one, which need not count again what nobody else is likely to have changed. Who is here is asked every time.
    [[nodiscard]] std::optional<Desks> desks() const { return m_desks; }
    void carryOver(std::optional<Desks> desks) { m_desks = std::move(desks); }

    /// What a decision is about.
    struct Occasion {
        const calls::Contact &contact;
        const policy::Rules &rules; ///< that it was decided under
        const calls::Line *line = nullptr; ///< null when the dialled number is not ours
        QString dialled; ///< E.164
        int missedCalls = 1; ///< of a case that opens now
        Instant calledAt;
        QString key; ///< makes the effects unique: the call's id
        std::optional<calls::FollowUp> openCase = {};
        std::optional<calls::CallbackTask> liveTask = {};
        std::optional<Instant> repliedAt = {}; ///< of a case that a text opens
    };

    /// The follow-up the decision opened or joined.
    [[nodiscard]] Result<calls::FollowUp> carryOut(const policy::Decision &decision, const Occasion &occasion);

    /// A message of a step, to be written now and sent when it is due.
    struct Outgoing {
        QString key; ///< the job's: the same message is never planned twice
        calls::FollowUpId followUp;
        const calls::Contact &contact;
        const playbook::Playbook &playbook; ///< whose words
        QString step;
        calls::Channel channel = calls::Channel::Text;
        QString templateId;
        QString language;
        calls::PhoneNumber line;
        QString connection;
        QString staff; ///< id of whose name may stand in it
        Instant dueAt;
        Instant trueUntil;
        std::optional<Instant> appointment = {};
        QString actor = QStringLiteral("engine"); ///< as the audit trail names who wants it sent
        Milliseconds headStart{0}; ///< of the case's lead, which is written to a lead system first: so long it waits for that at most
    };
    [[nodiscard]] Done schedule(const Outgoing &outgoing);

    /// To the front, and to `assignTo` while nobody has claimed it; one that waited for its time waits no longer.
    [[nodiscard]] Done raisePriority(const calls::CallbackTask &task, const playbook::Callback &rules, const QString &assignTo = {});
    /// Compare and set, as TaskGateway::change; keeps candidates() true.
    [[nodiscard]] Result<bool> changeTask(const calls::CallbackTask &before, const calls::CallbackTask &after);

    /// The case's sequence ends as far as its steps stop on `why`: what is planned is forgotten and what has not left is taken back. Changes
    /// `followUp`; the caller stores it. How many messages.
    [[nodiscard]] Result<int> stopSteps(calls::FollowUp &followUp, const calls::PhoneNumber &number, playbook::StopsOn why,
                                        const playbook::Playbook &playbook);
    /// Takes back the messages to this number that have not left, whatever they are. How many.
    [[nodiscard]] Result<int> dropScheduled(const calls::PhoneNumber &number, const QString &reason);
    /// Takes back those of the scheduled messages whose request has not left. How many.
    [[nodiscard]] Result<int> drop(const QList<calls::Message> &scheduled, const QString &reason, const QString &actor);

    void note(const QString &actor, const QString &action, const QString &caseId, const QString &subject, QJsonObject detail = {});

private:
    [[nodiscard]] Done openCase(const Occasion &occasion, const policy::Decision &decision);
    [[nodiscard]] Done joinCase(const Occasion &occasion, const policy::Decision &decision);
    [[nodiscard]] Done writeLead(const policy::WriteLead &action, const Occasion &occasion);
    [[nodiscard]] Done createTask(const policy::CreateTask &action, const Occasion &occasion, const QStringList &reasons);
    [[nodiscard]] Done scheduleText(const policy::ScheduleText &action, const Occasion &occasion);
    [[nodiscard]] Done countDesks();
    void countTask(const QString &holder, int more);
    void countGiven(const QString &staff, int more);
    void showOnCandidates(const QString &staff);

    store::Transaction &m_transaction;
    audit::Trail &m_trail;
    IdSource &m_ids;
    const Office &m_office;
    const Instant m_now;
    std::optional<Desks> m_desks;
    std::optional<QList<policy::Candidate>> m_candidates;
    std::optional<policy::Turns> m_turns;
    policy::Turns m_storedTurns;
    std::optional<calls::FollowUp> m_case; ///< of the decision being carried out
    QString m_assignedTo;
    bool m_writesLead = false; ///< the decision being carried out does
};

} // namespace ringback::engine

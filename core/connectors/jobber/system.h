#pragma once

#include "connectors/jobber/api.h"
#include "connectors/leadsystem.h"

#include <QJsonObject>

#include <optional>

namespace ringback::connectors::jobber {

/// Jobber (providers: crm-ats-calendar.md, 3).
///
/// Jobber knows no idempotency key. Each write first looks for the parts of it that are there already and then makes those that are not, so that it can be
/// repeated: the client by the number, the request by the marker in its title, the assessment and the tags on what they belong to, and notes by
/// the marker in their text. The task alone is not looked for: it is one request, which is repeated only when findWritten() did not find it.
class JobberSystem final : public LeadSystem {
public:
    JobberSystem(settings::LeadConnection connection, const Surroundings &surroundings);

    QCoro::Task<Result<QList<calls::LeadRecord>>> find(LeadQuery query) override;
    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;

    QCoro::Task<Result<LeadChanges>> changesSince(QString cursor) override;
    QCoro::Task<Result<LeadTasks>> tasks(LeadTaskQuery query) override;
    QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query) override;

    QCoro::Task<Result<ChoiceLists>> choices() override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    static constexpr int maxPages = 100;
    /// What changed within that time before the last look is read again: Jobber's clock is not ours.
    static constexpr Milliseconds overlap = std::chrono::minutes(5);

private:
    template <class T>
    using Asked = tl::expected<T, Reply>;

    /// What of a lead is there, and what is still to be made.
    struct LeadParts {
        QJsonObject client; ///< empty = there is none
        QString request; ///< empty = there is none
        QJsonObject edit; ///< what the client lacks; empty = nothing
    };
    /// What of a status is still to be written.
    struct StatusParts {
        bool isGone = false; ///< the client or the request
        bool assessment = false;
        bool archive = false;
        bool note = false;
        QJsonObject edit; ///< of the client's tags; empty = nothing

        [[nodiscard]] bool isDone() const { return !isGone && !assessment && !archive && !note && edit.isEmpty(); }
    };
    /// A change that went well, or why not.
    using Made = tl::expected<QJsonObject, WriteOutcome>;

    /// One change of several.
    struct Step {
        Operation operation;
        QJsonObject variables;
        QString root;
        QString object;
    };
    [[nodiscard]] static QList<Step> stepsOf(const SetStatus &set, const StatusParts &parts);

    QCoro::Task<Asked<QList<QJsonObject>>> clientsWith(LeadQuery query);
    QCoro::Task<Asked<QJsonObject>> client(QString id);
    QCoro::Task<Asked<LeadParts>> partsOf(PutLead put);
    QCoro::Task<Asked<StatusParts>> partsOf(SetStatus set);
    QCoro::Task<Asked<bool>> hasNote(QString client, QString marker);
    QCoro::Task<Asked<QString>> requestMarked(LeadWriteHeader header, QString client);
    QCoro::Task<Asked<QString>> taskMarked(LeadWriteHeader header, Instant since);
    /// All pages of a list: `root` names it in the answer, or, of a client's, it is in `client`.
    QCoro::Task<Asked<QList<QJsonObject>>> list(Operation operation, QJsonObject variables, QString root, QString within = {});

    QCoro::Task<Made> make(Operation operation, QJsonObject variables, QString root, QString object);
    QCoro::Task<WriteOutcome> putLead(PutLead put);
    QCoro::Task<WriteOutcome> addNote(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> setStatus(SetStatus set);
    QCoro::Task<WriteOutcome> putTask(PutTask put);
    /// The same, or that the client is gone, when that is why.
    QCoro::Task<WriteOutcome> orGone(WriteOutcome outcome, QString client);

    const settings::LeadConnection m_connection;
    JobberApi m_api;
};

} // namespace ringback::connectors::jobber

#pragma once

#include "connectors/greenhouse/api.h"
#include "connectors/greenhouse/records.h"
#include "connectors/leadsystem.h"

#include <QHash>
#include <QMap>

namespace ringback::connectors::greenhouse {

/// Candidates, applications and notes by Harvest v3 (providers: crm-ats-calendar.md, 6). Lives as LeadSystem says.
///
/// Greenhouse keeps no mark of ours on a candidate and has no idempotency key, so that every write looks for its own trace first, and can be asked
/// for again: a candidate by number, tag and the time it was made; a tag on the candidate; an application by the candidate's having one; a note by its
/// marker; a stage or a rejection by the application's being there already.
class GreenhouseSystem final : public LeadSystem {
public:
    GreenhouseSystem(const GreenhouseSettings &settings, QMap<QString, QString> choices, const Surroundings &surroundings);

    QCoro::Task<Result<QList<calls::LeadRecord>>> find(LeadQuery query) override;
    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;
    QCoro::Task<Result<LeadChanges>> changesSince(QString cursor) override;
    QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query) override;
    QCoro::Task<Result<ChoiceLists>> choices() override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    /// A new candidate may be invisible for half a minute (404, and absent from lists): nothing that was just made is said not to be there, or gone.
    static constexpr Milliseconds lateBy = std::chrono::minutes(1);
    static constexpr Milliseconds tryAgainAfter = std::chrono::seconds(30);

private:
    using Maybe = Result<std::optional<QJsonObject>>;

    QCoro::Task<WriteOutcome> put(PutLead write);
    QCoro::Task<WriteOutcome> putNew(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> putKnown(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> addNote(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> setStatus(SetStatus write);
    QCoro::Task<WriteOutcome> addTag(LeadWriteHeader header, QString tag);
    QCoro::Task<Result<QString>> knownTag(QString tag);

    QCoro::Task<Result<QList<calls::LeadLink>>> findMade(LeadWriteHeader header, Instant since);
    QCoro::Task<Maybe> candidate(QString id);
    QCoro::Task<Result<QList<Application>>> applications(QByteArray filter);
    QCoro::Task<Result<bool>> hasNote(LeadWriteHeader header);
    [[nodiscard]] WriteOutcome notThere(const LeadWriteHeader &header) const;
    [[nodiscard]] WriteOutcome failedFor(const Reply &reply, const LeadWriteHeader &header) const;
    [[nodiscard]] QString statusChoice(const SetStatus &write) const;
    [[nodiscard]] QJsonObject newApplication() const;

    GreenhouseApi m_api;
    const QByteArray m_userId;
    const QMap<QString, QString> m_choices; ///< LeadConnection's
    QHash<QString, QString> m_tags; ///< ids, by names in lower case
};

} // namespace ringback::connectors::greenhouse

#pragma once

#include "connectors/leadsystem.h"
#include "connectors/lever/api.h"
#include "connectors/lever/errors.h"
#include "connectors/lever/records.h"

#include <QHash>
#include <QJsonObject>

namespace ringback::connectors::lever {

/// Opportunities of one Lever account (providers: crm-ats-calendar.md, 7). An opportunity is the person in one process, so that it stands for the record
/// and for the enquiry.
///
/// How a write is made repeatable. Lead: before one is made, those with our tag that are new since the call are gone through, by number; its note
/// carries the marker and is written where it is missing. A tag is put on twice as well as once. Note: notes are listed, and the marker is looked
/// for. Status: the stage or the archive reason is set, which may be done twice.
class LeverSystem final : public LeadSystem {
public:
    LeverSystem(LeverSettings settings, const Surroundings &surroundings);

    QCoro::Task<Result<QList<calls::LeadRecord>>> find(LeadQuery query) override;
    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;

    QCoro::Task<Result<LeadChanges>> changesSince(QString cursor) override;
    QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query) override;

    QCoro::Task<Result<ChoiceLists>> choices() override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    /// Our clock and Lever's may differ by that much.
    static constexpr Milliseconds clockMargin = std::chrono::minutes(10);

private:
    QCoro::Task<WriteOutcome> putLead(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> addNote(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> setStatus(SetStatus status);
    struct Made {
        std::optional<Trouble> trouble; ///< nothing = `record` is there
        calls::LeadRecord record;
    };
    QCoro::Task<Made> create(LeadFacts facts);
    QCoro::Task<WriteFinding> findLead(LeadWriteHeader header, Instant since);
    QCoro::Task<WriteFinding> findNote(LeadWriteHeader header);
    QCoro::Task<WriteFinding> findStatus(SetStatus status);

    QCoro::Task<Result<std::optional<calls::LeadRecord>>> newOpportunity(LeadFacts facts, Instant since);
    QCoro::Task<Result<Opportunity>> opportunity(QString id);
    QCoro::Task<Result<bool>> hasNote(QString opportunity, QString marker);
    QCoro::Task<Result<QList<QJsonObject>>> all(QByteArray path, QByteArray query);
    QCoro::Task<Result<QList<Opportunity>>> hires(Instant since);
    QCoro::Task<Result<QString>> contactOf(QString opportunity);

    QCoro::Task<Trouble> explained(Trouble trouble);
    /// The slots whose choice is not there any more; `perform_as` for the user in whose name things are written.
    [[nodiscard]] QStringList goneOf(const ChoiceLists &lists) const;
    [[nodiscard]] QString chosen(const QString &slot, const QString &otherwise = {}) const;
    [[nodiscard]] bool mayMove(const Opportunity &opportunity, const LeadWriteHeader &header) const;
    [[nodiscard]] NotWritten clean(NotWritten refusal) const;
    [[nodiscard]] WriteOutcome outcomeOf(const Trouble &trouble, bool isPartWritten) const;

    LeverApi m_api;
    QHash<QString, QString> m_contacts; ///< of opportunities, which never change hands
};

} // namespace ringback::connectors::lever

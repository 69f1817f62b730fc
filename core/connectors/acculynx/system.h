#pragma once

#include "connectors/acculynx/api.h"
#include "connectors/acculynx/errors.h"
#include "connectors/acculynx/records.h"
#include "connectors/leadsystem.h"

#include <QJsonObject>

namespace ringback::connectors::acculynx {

/// Contacts and jobs of one AccuLynx company (providers: crm-ats-calendar.md, 5).
///
/// How a write is made repeatable. Lead: before anything is made, what is there is looked for: the contact among those that are new since the call,
/// by number; the job among that contact's new ones. The reference on the job, which carries the marker, is put where it is missing. Note: AccuLynx
/// lists no notes, so that after a lost answer at most the job's history tells. Status: priority and appointment are set, which may be done twice;
/// a message is a note in this respect.
class AccuLynxSystem final : public LeadSystem {
public:
    AccuLynxSystem(AccuLynxSettings settings, const Surroundings &surroundings);

    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;

    QCoro::Task<Result<LeadChanges>> changesSince(QString cursor) override;
    QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query) override;

    QCoro::Task<Result<ChoiceLists>> choices() override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    /// Our clock and AccuLynx' may differ by that much.
    static constexpr Milliseconds clockMargin = std::chrono::minutes(10);
    /// A number that was changed on an older contact, and a contact that is gone, show only in a pass over all.
    static constexpr Milliseconds passEvery = std::chrono::hours(24);

private:
    QCoro::Task<WriteOutcome> putLead(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> addNote(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> setStatus(SetStatus status);
    QCoro::Task<std::optional<Trouble>> tell(LeadWriteHeader header);
    QCoro::Task<std::optional<Trouble>> refer(QString job, LeadWriteHeader header);
    QCoro::Task<Result<QByteArray>> contactBody(LeadFacts facts);
    QCoro::Task<WriteFinding> findLead(LeadWriteHeader header, Instant since);
    QCoro::Task<WriteFinding> findInHistory(LeadWriteHeader header, Instant since);
    QCoro::Task<WriteFinding> findStatus(SetStatus status, Instant since);

    QCoro::Task<Result<calls::LeadLink>> newContact(LeadFacts facts, Instant since);
    struct FoundJob {
        QString id; ///< empty = none
        bool isReferred = false; ///< with this write's reference
    };
    QCoro::Task<Result<FoundJob>> newJob(LeadWriteHeader header, Instant since);
    QCoro::Task<Result<QStringList>> referencesOf(QString job, QString source);
    QCoro::Task<Result<QList<QJsonObject>>> all(QByteArray path, QByteArray indexName);
    QCoro::Task<Result<QString>> contactType();
    QCoro::Task<Result<std::optional<calls::Win>>> winOf(QString job, QString record, Instant since);
    QCoro::Task<Result<QStringList>> jobsOf(QString contact);
    QCoro::Task<Done> learnCustomers();
    QCoro::Task<Result<Page>> searchContacts(Instant since, QByteArray pages);

    QCoro::Task<Trouble> explained(Trouble trouble, QString slot);
    /// The slots whose choice is not there any more.
    [[nodiscard]] QStringList goneOf(const ChoiceLists &lists) const;
    [[nodiscard]] NotWritten clean(NotWritten refusal) const;
    [[nodiscard]] WriteOutcome outcomeOf(const Trouble &trouble, bool isPartWritten) const;

    AccuLynxApi m_api;
    QString m_contactType; ///< AccuLynx' default; empty = not asked yet
    std::optional<QSet<QString>> m_customers; ///< contacts with a job that was won, as of the last pass over all
};

} // namespace ringback::connectors::acculynx

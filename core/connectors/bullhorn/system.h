#pragma once

#include "connectors/bullhorn/api.h"
#include "connectors/bullhorn/meta.h"
#include "connectors/leadsystem.h"

#include <QHash>

namespace ringback::connectors::bullhorn {

/// One Bullhorn account (providers: crm-ats-calendar.md, 8).
///
/// How each write is made repeatable: every create carries the write's marker (a candidate and a note as `externalID`, a task as `taskUUID`, a lead in
/// its comments) and looks for it first, in the database and not in the index, which trails by two seconds. What sets a field sets it to the same
/// again. Closing a task closes what is still open of it.
class BullhornSystem final : public LeadSystem {
public:
    BullhornSystem(settings::LeadConnection connection, SignIn signIn, const Surroundings &surroundings);

    QCoro::Task<Result<QList<calls::LeadRecord>>> find(LeadQuery query) override;
    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;

    QCoro::Task<Result<LeadTasks>> tasks(LeadTaskQuery query) override;
    QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query) override;

    QCoro::Task<Result<ChoiceLists>> choices() override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    /// Events are not asked for more often: 100,000 calls are all that a customer has in a month.
    static constexpr Milliseconds eventsEvery = std::chrono::seconds(55);

private:
    using Changed = tl::expected<qint64, WriteOutcome>; ///< the id of what was made or changed
    using Looked = tl::expected<std::optional<qint64>, Error>;
    using Rows = Result<QList<QJsonObject>>;

    [[nodiscard]] QString choice(const QString &slot) const;
    [[nodiscard]] QString url(const RecordRef &ref) const;
    QCoro::Task<Result<EntityMeta>> meta(QString entity);
    QCoro::Task<Result<qint64>> ourUser();

    // lookup.cpp
    QCoro::Task<Result<QList<calls::LeadRecord>>> search(QString table, QString filter);
    QCoro::Task<Result<QList<calls::LeadRecord>>> searchAll(QString filter);

    // writes.cpp
    QCoro::Task<WriteOutcome> putLead(PutLead write);
    QCoro::Task<WriteOutcome> addToKnown(PutLead write, RecordRef ref);
    QCoro::Task<WriteOutcome> addNote(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> setStatus(SetStatus write);
    QCoro::Task<WriteOutcome> putTask(PutTask write);
    QCoro::Task<WriteOutcome> closeTask(CloseTask write);
    QCoro::Task<Changed> change(QByteArray verb, QByteArray target, QJsonObject body);
    /// What stands in the way: the record is gone, or cannot be read.
    QCoro::Task<std::optional<NotWritten>> standsInTheWay(RecordRef ref);

    // seek.cpp
    QCoro::Task<Looked> first(QByteArray source, QString filter);
    QCoro::Task<Looked> findPerson(QString table, LeadWriteHeader header);
    QCoro::Task<Looked> findNote(QString marker);
    QCoro::Task<Looked> findTask(QString marker);
    QCoro::Task<Rows> taskRows(QList<qint64> ids);
    [[nodiscard]] QString statusSlot(const SetStatus &write) const; ///< empty: the status is written as a note

    // tasks.cpp
    struct Batch {
        QList<QJsonObject> events;
        int request = 0; ///< 0 = there was nothing
        bool isLost = false; ///< there is no such subscription
    };
    QCoro::Task<Result<int>> subscribe();
    QCoro::Task<Result<std::optional<int>>> lastRequest();
    QCoro::Task<Result<Batch>> readEvents(int again);
    QCoro::Task<Rows> readAgain(int after, int upTo);
    QCoro::Task<Result<LeadTasks>> readTasksOf(LeadTaskQuery query);
    [[nodiscard]] QByteArray subscription() const;

    const settings::LeadConnection m_connection;
    const settings::BullhornAccount m_account;
    Api m_api;

    struct KnownMeta {
        EntityMeta meta;
        Instant at;
    };
    QHash<QString, KnownMeta> m_metas;
    std::optional<qint64> m_ourUser;
    QHash<QString, Instant> m_seenAlive; ///< records, and when
    struct Fresh {
        RecordRef ref;
        calls::PhoneNumber number;
        Instant at;
    };
    QList<Fresh> m_fresh; ///< made by us so lately that the index may not have them
    std::optional<Instant> m_noLeadsUntil; ///< this customer has no leads
    std::optional<int> m_lastRequest; ///< the events up to it have been handed on; empty = not known
    std::optional<Instant> m_eventsReadAt;
    std::optional<Instant> m_requestsComparedAt; ///< with what the queue says was read
};

} // namespace ringback::connectors::bullhorn

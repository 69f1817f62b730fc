#pragma once

#include "connectors/leadsystem.h"
#include "connectors/servicetitan/api.h"
#include "connectors/servicetitan/records.h"

#include <QJsonObject>

namespace ringback::connectors::servicetitan {

/// What a connection was set up with, besides its credentials.
struct Setup {
    QString bookingProvider; ///< empty = there is none
    QString webHost; ///< without a slash at its end
    QMap<QString, QString> choices;
};

/// ServiceTitan (providers: crm-ats-calendar.md, 4). Lives on the engine's thread, as long as the engine.
///
/// A caller whom it knows is a customer, and the enquiry is a lead; one whom it does not know can only be a booking, since a customer needs an
/// address. When the office has made a job of that booking, what is written later goes to the job's customer.
///
/// It has no idempotency key. Each kind of write looks for its marker before it writes anything, so that each may be asked for again: a booking has it
/// as its external id, a lead in its summary, a note and a follow-up in their text, a task in its description. Where a write takes two requests, the one
/// that may be repeated without harm goes first (a tag; the note of a dismissal).
class ServiceTitan final : public LeadSystem {
public:
    ServiceTitan(ApiSettings settings, Setup setup, const Surroundings &surroundings);

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

private:
    /// What is written to.
    struct Target {
        Reference of;
        QJsonObject booking; ///< as it is there, where it is one
    };
    using FoundLink = Result<std::optional<calls::LeadLink>>;

    /// Which record that is now: a booking may have become a customer. Errors as readingFailed(), and Invalid for no reference of ours.
    QCoro::Task<Result<Target>> resolve(QString record);
    /// The lead of the case, or else its person.
    QCoro::Task<Result<Target>> placeOfNotes(calls::LeadLink link);
    [[nodiscard]] calls::LeadLink linkTo(calls::LeadLink link, const Target &target) const;

    QCoro::Task<WriteOutcome> putLead(PutLead write);
    QCoro::Task<WriteOutcome> putBooking(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> putLeadOf(LeadWriteHeader header, Target customer);
    QCoro::Task<std::optional<WriteOutcome>> tag(QString customer);
    QCoro::Task<QString> pageOfLead(QString id);
    QCoro::Task<FoundLink> findLead(LeadWriteHeader header, Instant since);

    QCoro::Task<WriteOutcome> addNote(LeadWriteHeader header);
    QCoro::Task<WriteOutcome> postNote(LeadWriteHeader header, Target target);
    QCoro::Task<WriteOutcome> extendBooking(LeadWriteHeader header, Target target);
    QCoro::Task<Result<bool>> hasNote(Target target, QString marker, Instant since);
    QCoro::Task<WriteFinding> findNote(LeadWriteHeader header, Instant since);

    QCoro::Task<WriteOutcome> setStatus(SetStatus write);
    QCoro::Task<WriteOutcome> dismiss(SetStatus write, Target lead, QString reason);
    QCoro::Task<WriteOutcome> followUp(SetStatus write, Target lead);
    QCoro::Task<WriteFinding> findStatus(SetStatus write, Instant since);

    QCoro::Task<WriteOutcome> putTask(PutTask write);
    QCoro::Task<FoundLink> findTask(PutTask write, Target target, Instant since);

    QCoro::Task<Result<QList<calls::LeadRecord>>> recordsOf(QList<QJsonObject> customers);
    QCoro::Task<Result<QList<QJsonObject>>> contactsAtLocations(QString customer);
    QCoro::Task<Result<QList<QJsonObject>>> customersOf(QList<QJsonObject> contacts);
    QCoro::Task<Result<QList<QJsonObject>>> jobsOf(Reference of, Instant since);
    struct Lists;
    QCoro::Task<Lists> readLists();
    [[nodiscard]] QList<Finding> judged(const Lists &lists) const;
    QCoro::Task<QList<Finding>> testBookings();

    [[nodiscard]] QString choice(const QString &slot) const; ///< the id; empty = none is chosen
    [[nodiscard]] QByteArray bookingsPath(const Target *booking = nullptr) const;

    Api m_api;
    const Setup m_setup;
};

/// How many ids one request may name.
inline constexpr qsizetype idsAtOnce = 50;

/// The text of a write, with its marker.
[[nodiscard]] QString marked(const LeadWriteHeader &header);
/// What was written for it is not older.
[[nodiscard]] Instant earliest(const LeadWriteHeader &header);
[[nodiscard]] WriteOutcome choiceMissing(const QString &slot);

} // namespace ringback::connectors::servicetitan

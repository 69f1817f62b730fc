#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "calls/leadvalues.h"
#include "connectors/finding.h"
#include "connectors/http/loopbacksignin.h"
#include "connectors/outcome.h"
#include "connectors/surroundings.h"
#include "settings/leadconnection.h"

#include <QCoro/QCoroTask>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <variant>

/// The small interface every lead system (CRM, ATS, sheet, webhook) is brought to, so that the engine knows leads, notes and tasks and no vendor.
/// Facts: providers/crm-ats-calendar.md.
namespace ringback::connectors {

/// What a lead system can do. What it cannot is not faked: the console says so, and the callback in Ringback stands for a task.
struct LeadAbilities {
    bool findsByNumber = false; ///< it can be asked for a phone number; else only the list kept here knows
    bool findsByEmail = false;
    bool listsChanges = false; ///< changesSince(): its records can be kept here
    bool writesNotes = false;
    bool setsStatus = false; ///< something shows the status: a field, a tag, a stage; else it is written as a note
    bool writesTasks = false;
    bool readsTasks = false; ///< it tells of tasks that were finished there
    bool closesTasks = false;
    bool readsWins = false;
    bool removesRecords = false; ///< what a test made can be removed again

    friend bool operator==(const LeadAbilities &, const LeadAbilities &) = default;
};

/// One thing of the system that an office chooses for a word of ours: a key of LeadConnection::choices.
struct ChoiceSlot {
    QString key; ///< `source`, `tag`, `status.needs_callback`, `user.dana`, and the system's own: `campaign`, `task_type`
    QString list; ///< of which of choices(); empty = free text
    bool isNeeded = false; ///< nothing can be written without it

    friend bool operator==(const ChoiceSlot &, const ChoiceSlot &) = default;
};

/// One entry of a list that was read from the system.
struct Choice {
    QString id;
    QString name; ///< as the system's own screens say it

    friend bool operator==(const Choice &, const Choice &) = default;
};
using ChoiceLists = QMap<QString, QList<Choice>>; ///< by ChoiceSlot::list

/// Of whom, and what about: what every write is told.
struct LeadFacts {
    calls::PhoneNumber number;
    QString name; ///< empty = not known: placeholders are the connector's, `Unknown caller`
    QString email;
    QString language; ///< `en`, `es`; empty = not known
    calls::ContactKind kind = calls::ContactKind::NewLead;
    QString line; ///< the dialled line's label
    QString lineSource; ///< where callers of that line found us; may be empty
    QString tag; ///< the playbook's, which is also the source: `missed-call-automation`, `missed_call_recovery`
    QString status; ///< the playbook's word: `needs_callback`
    Instant calledAt; ///< the first missed call of the case
    int missedCalls = 1;
    QByteArray zone = {}; ///< the office's, IANA

    friend bool operator==(const LeadFacts &, const LeadFacts &) = default;
};

/// What every write carries. The same write is asked for again after an unknown outcome, with the same `marker`.
struct LeadWriteHeader {
    calls::LeadLink link; ///< what is known of the case's record; empty `record` only for PutLead
    LeadFacts facts;
    QString marker; ///< `rb-` and 12 characters of a–z, 2–7, of this write alone: for finding it again
    Instant at; ///< when what it tells of happened
    QString text; ///< the sentences for people, in the office's language, written by the engine; may be several lines
};

/// The person, made where `link.record` is empty, and the enquiry of this case. Source and tag as the system has them.
struct PutLead {
    LeadWriteHeader header;
};
struct AddNote {
    LeadWriteHeader header;
    calls::LeadNote note = calls::LeadNote::MissedCall;
};
struct SetStatus {
    LeadWriteHeader header; ///< `facts.status` is the new one
    std::optional<Instant> appointmentAt; ///< of `estimate_scheduled` and the like
    bool closes = false; ///< the case is over with it
};
struct PutTask {
    LeadWriteHeader header;
    QString title;
    Instant dueAt;
    QString assignee; ///< staff id of ours; empty = nobody yet
    bool isPriority = false;
};
struct CloseTask {
    LeadWriteHeader header; ///< `link.task` names it
    QString outcome; ///< the playbook's id
};
using LeadWrite = std::variant<PutLead, AddNote, SetStatus, PutTask, CloseTask>;

/// The system has it. `link` is the case's as it is now: what this write made is filled in, the rest is as it came.
struct Written {
    calls::LeadLink link;

    friend bool operator==(const Written &, const Written &) = default;
};

/// The system certainly has not written it.
struct NotWritten {
    enum class Class {
        ForNow, ///< try again later
        Write, ///< for good: this write is wrong, and another one would not be
        Account, ///< for good until somebody mends it: the sign-in, a right, a choice
        Gone, ///< for good: the record is no longer there
        Unable, ///< this system has nothing of the kind
    };
    Class kind = Class::ForNow;
    QString code; ///< the system's, or a word for the log: `revoked`, `choice_missing`
    QString message; ///< the system's words
    std::optional<Milliseconds> retryAfter; ///< when the system says so

    friend bool operator==(const NotWritten &, const NotWritten &) = default;
};

using WriteOutcome = std::variant<Written, NotWritten, Unknown>;
using WriteFinding = std::variant<Written, NotFound, Unknown>;

/// Whom a call came from.
struct LeadQuery {
    calls::PhoneNumber number;
    QString email; ///< may be empty; asked for only where nobody has the number
};

/// A page of what has changed.
struct LeadChanges {
    QList<calls::LeadRecord> records;
    QString cursor; ///< for the next page, and for the next time; a few hundred characters at most
    bool isLast = true; ///< there is no more for now
    std::optional<int> total = {}; ///< how many records there are in all, where the system says
};

/// What became of a task.
struct LeadTaskState {
    QString id;
    bool isClosed = false;
    bool isGone = false; ///< deleted there
    QString closedBy; ///< the system's id of the user; empty = not told
    std::optional<Instant> closedAt; ///< empty = not told
    QString outcome; ///< the system's word, where it has one

    friend bool operator==(const LeadTaskState &, const LeadTaskState &) = default;
};

struct LeadTaskQuery {
    QStringList tasks; ///< those open here, at most tasksAtOnce
    QString cursor; ///< what the last read gave back; empty = none yet
};
struct LeadTasks {
    QList<LeadTaskState> states; ///< those that the system spoke of; of the others nothing is known
    QString cursor;
};

struct WinQuery {
    QList<calls::LeadLink> links; ///< of whom; at most winsAtOnce
    Instant since; ///< what was won before is not asked for
};

/// One connection to one lead system, with its credentials. Lives and is used on the engine's thread, or on the main thread when the console tests
/// it. Every request has a time-out. What a system cannot do (LeadAbilities) is not asked of it; where it is, the answer is Unable or Refused.
class LeadSystem {
public:
    virtual ~LeadSystem() = default;

    /// Everyone who has that number in any spelling, or else that address; those that are gone are left out. Numbers are compared normalised. Errors:
    /// Transient, Refused (access: `what` begins with `revoked` or `no_right`), Invalid (an answer that cannot be read).
    virtual QCoro::Task<Result<QList<calls::LeadRecord>>> find(LeadQuery query);
    virtual QCoro::Task<WriteOutcome> write(LeadWrite write) = 0;
    /// "Did I write this?" `since` is the start of the attempt, less a margin for clocks.
    virtual QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) = 0;
    /// Gives up the requests under way: each answers Unknown or Transient with the next turns of the event loop. For the end of the program.
    virtual void abandon() = 0;

    /// Records changed since then; with an empty cursor from the first one. Errors as find().
    virtual QCoro::Task<Result<LeadChanges>> changesSince(QString cursor);
    /// Errors as find().
    virtual QCoro::Task<Result<LeadTasks>> tasks(LeadTaskQuery query);
    /// Errors as find().
    virtual QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query);

    /// What there is to choose from. Errors as find().
    virtual QCoro::Task<Result<ChoiceLists>> choices();
    /// Credentials, rights, and whether everything chosen is still there; never empty. Writes nothing.
    virtual QCoro::Task<QList<Finding>> test() = 0;
    /// Writes a lead with these facts and removes it again where the system allows it.
    virtual QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts);

    static constexpr int tasksAtOnce = 50;
    static constexpr int winsAtOnce = 50;

protected:
    LeadSystem() = default;
    LeadSystem(const LeadSystem &) = default;
    LeadSystem &operator=(const LeadSystem &) = default;
};

/// What the program knows of a kind of lead system. Stateless; any thread.
class LeadSystemKind {
public:
    virtual ~LeadSystemKind() = default;

    [[nodiscard]] virtual LeadAbilities abilities() const = 0;
    /// What there is to choose for that connection: the system's own slots, one `status.…` for each of these where it has statuses, one `user.…` for
    /// each person where it has users.
    [[nodiscard]] virtual QList<ChoiceSlot> choiceSlots(const settings::LeadConnection &connection, const QStringList &statuses,
                                                        const QStringList &staff) const = 0;
    /// Null when a secret that it needs is missing.
    [[nodiscard]] virtual std::shared_ptr<LeadSystem> open(const settings::LeadConnection &connection,
                                                           const Surroundings &surroundings) const = 0;

    /// Where a user signs in with a browser; empty = this connection has no such sign-in. What it brought goes to keepSignIn().
    [[nodiscard]] virtual std::optional<LoopbackSignIn::Provider> signInOf(const settings::LeadConnection &connection) const;
    /// Exchanges the grant and keeps the refresh token in the keychain. Errors: Refused, Transient.
    virtual QCoro::Task<Done> keepSignIn(settings::LeadConnection connection, Surroundings surroundings, LoopbackSignIn::Grant grant) const;

protected:
    LeadSystemKind() = default;
    LeadSystemKind(const LeadSystemKind &) = default;
    LeadSystemKind &operator=(const LeadSystemKind &) = default;
};

/// The one of that type. There is one for each of settings::leadSystemTypes().
[[nodiscard]] const LeadSystemKind &leadSystemKind(const QString &type);

} // namespace ringback::connectors

#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "calls/values.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// What lead systems hold, as plain values.
namespace ringback::calls {

using LeadWriteId = Id<struct LeadWriteTag>;

/// A person, company or application in a lead system.
struct LeadRecord {
    QString id; ///< the system's; where it has several tables, with the table in front: `ClientContact:31`
    QString name;
    QList<PhoneNumber> numbers; ///< all of them, also those of people who hang on it
    QStringList emails; ///< lower case
    std::optional<ContactKind> kind; ///< what being there says of the caller; empty = nothing
    QString language; ///< `en`, `es`; empty = not known
    QString owner; ///< the system's id of who looks after it; empty = nobody
    QString url; ///< opens it in a browser; may be empty
    bool isOpen = false; ///< an open lead or an active customer: offered first where several match
    bool isGone = false; ///< deleted there, or merged into another
    std::optional<Instant> changedAt;

    friend bool operator==(const LeadRecord &, const LeadRecord &) = default;
};

/// What is written to lead systems, in this order for one case.
enum class LeadWriteKind {
    Lead, ///< the person and the enquiry
    Note,
    Status,
    Task, ///< the callback
    TaskClosed,
};

enum class LeadWriteState {
    Waiting,
    Running,
    Done,
    Failed, ///< refused for good, or for as long as nobody mends something: may be tried again
    NeedsChoice, ///< several records have that number: a person chooses
    Dropped, ///< this system has nothing of the kind, or it is no longer wanted
};

/// What a note tells of.
enum class LeadNote { MissedCall, TextSent, Reply, Voicemail, Outcome };

/// Which record of a system stands for a case.
struct LeadLink {
    QString record; ///< the person's id; empty = none yet
    QString
        lead; ///< of the enquiry: Jobber's request, ServiceTitan's booking or lead, AccuLynx's job, Greenhouse's application; may be empty
    QString task; ///< of the callback; may be empty
    QString url;
    bool isOurs = false; ///< we made the record

    friend bool operator==(const LeadLink &, const LeadLink &) = default;
};

/// Money that a lead system says was earned with a record.
struct Win {
    QString id; ///< the system's, of the job, invoice or placement
    QString record;
    QString what; ///< `job`, `invoice`, `placement`, `offer`
    QString title; ///< for people; may be empty
    std::optional<Money> amount; ///< empty = won, and the system names no amount
    Instant wonAt;
    QString url;
    bool isTakenBack = false; ///< void, cancelled: counts no longer

    friend bool operator==(const Win &, const Win &) = default;
};

[[nodiscard]] QString word(LeadWriteKind kind);
[[nodiscard]] QString word(LeadWriteState state);
[[nodiscard]] QString word(LeadNote note);

} // namespace ringback::calls

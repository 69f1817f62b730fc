#include "calls/values.h"

#include "calls/leadvalues.h"
#include "calls/people.h"
#include "calls/signin.h"

#include <array>
#include <utility>

namespace ringback::calls {

namespace {

template <class Enum>
struct Words;

template <>
struct Words<Verdict> {
    static constexpr std::array list = {
        std::pair{Verdict::Pending, u"pending"},
        std::pair{Verdict::Missed, u"missed"},
        std::pair{Verdict::Answered, u"answered"},
        std::pair{Verdict::Unclear, u"unclear"},
    };
};

template <>
struct Words<ContactKind> {
    static constexpr std::array list = {
        std::pair{ContactKind::NewLead, u"new_lead"},
        std::pair{ContactKind::PriorCustomer, u"prior_customer"},
        std::pair{ContactKind::Candidate, u"candidate"},
        std::pair{ContactKind::Client, u"client"},
    };
};

template <>
struct Words<FollowUpState> {
    static constexpr std::array list = {
        std::pair{FollowUpState::Open, u"open"},
        std::pair{FollowUpState::Closed, u"closed"},
    };
};

template <>
struct Words<TaskState> {
    static constexpr std::array list = {
        std::pair{TaskState::Open, u"open"},
        std::pair{TaskState::Claimed, u"claimed"},
        std::pair{TaskState::Done, u"done"},
        std::pair{TaskState::Cancelled, u"cancelled"},
    };
};

template <>
struct Words<Direction> {
    static constexpr std::array list = {
        std::pair{Direction::In, u"in"},
        std::pair{Direction::Out, u"out"},
    };
};

template <>
struct Words<Channel> {
    static constexpr std::array list = {
        std::pair{Channel::Text, u"text"},
        std::pair{Channel::Email, u"email"},
    };
};

template <>
struct Words<DeliveryState> {
    static constexpr std::array list = {
        std::pair{DeliveryState::Scheduled, u"scheduled"}, std::pair{DeliveryState::Sending, u"sending"},
        std::pair{DeliveryState::Accepted, u"accepted"},   std::pair{DeliveryState::Sent, u"sent"},
        std::pair{DeliveryState::Delivered, u"delivered"}, std::pair{DeliveryState::Undelivered, u"undelivered"},
        std::pair{DeliveryState::Failed, u"failed"},       std::pair{DeliveryState::NeedsReview, u"needs_review"},
        std::pair{DeliveryState::Dropped, u"dropped"},     std::pair{DeliveryState::Received, u"received"},
    };
};

template <>
struct Words<PresenceWord> {
    static constexpr std::array list = {
        std::pair{PresenceWord::Here, u"here"},
        std::pair{PresenceWord::Busy, u"busy"},
        std::pair{PresenceWord::Away, u"away"},
    };
};

template <>
struct Words<Presence::Source> {
    static constexpr std::array list = {
        std::pair{Presence::Source::Person, u"person"},
        std::pair{Presence::Source::Console, u"console"},
    };
};

template <>
struct Words<BusyKind> {
    static constexpr std::array list = {
        std::pair{BusyKind::Busy, u"busy"},
        std::pair{BusyKind::Tentative, u"tentative"},
        std::pair{BusyKind::Leave, u"leave"},
    };
};

template <>
struct Words<Right> {
    static constexpr std::array list = {
        std::pair{Right::Claim, u"claim"},
        std::pair{Right::Reply, u"reply"},
        std::pair{Right::Storm, u"storm"},
        std::pair{Right::EditTemplates, u"edit_templates"},
        std::pair{Right::EditPlaybooks, u"edit_playbooks"},
        std::pair{Right::EditPeople, u"edit_people"},
        std::pair{Right::SeeMoney, u"see_money"},
        std::pair{Right::Export, u"export"},
        std::pair{Right::EditConnections, u"edit_connections"},
        std::pair{Right::EditOwners, u"edit_owners"},
    };
};

template <>
struct Words<SecretKind> {
    static constexpr std::array list = {
        std::pair{SecretKind::Password, u"password"},
        std::pair{SecretKind::Pin, u"pin"},
    };
};

template <>
struct Words<OffDesk> {
    static constexpr std::array list = {
        std::pair{OffDesk::Nothing, u"nothing"},
        std::pair{OffDesk::Text, u"text"},
        std::pair{OffDesk::Email, u"email"},
    };
};

template <>
struct Words<Role> {
    static constexpr std::array list = {
        std::pair{Role::Owner, u"owner"},
        std::pair{Role::Admin, u"admin"},
        std::pair{Role::Rep, u"rep"},
    };
};

template <>
struct Words<ReportedBy> {
    static constexpr std::array list = {
        std::pair{ReportedBy::Event, u"event"},
        std::pair{ReportedBy::Log, u"log"},
    };
};

template <>
struct Words<EventKind> {
    static constexpr std::array list = {
        std::pair{EventKind::Voice, u"voice"},
        std::pair{EventKind::Message, u"message"},
        std::pair{EventKind::MessageStatus, u"message_status"},
        std::pair{EventKind::Event, u"event"},
        std::pair{EventKind::CallLog, u"call_log"},
        std::pair{EventKind::MessageLog, u"message_log"},
    };
};

template <>
struct Words<LeadWriteKind> {
    static constexpr std::array list = {
        std::pair{LeadWriteKind::Lead, u"lead"},
        std::pair{LeadWriteKind::Note, u"note"},
        std::pair{LeadWriteKind::Status, u"status"},
        std::pair{LeadWriteKind::Task, u"task"},
        std::pair{LeadWriteKind::TaskClosed, u"task_closed"},
    };
};

template <>
struct Words<LeadWriteState> {
    static constexpr std::array list = {
        std::pair{LeadWriteState::Waiting, u"waiting"},
        std::pair{LeadWriteState::Running, u"running"},
        std::pair{LeadWriteState::Done, u"done"},
        std::pair{LeadWriteState::Failed, u"failed"},
        std::pair{LeadWriteState::NeedsChoice, u"needs_choice"},
        std::pair{LeadWriteState::Dropped, u"dropped"},
    };
};

template <>
struct Words<LeadNote> {
    static constexpr std::array list = {
        std::pair{LeadNote::MissedCall, u"missed_call"}, std::pair{LeadNote::TextSent, u"text_sent"}, std::pair{LeadNote::Reply, u"reply"},
        std::pair{LeadNote::Voicemail, u"voicemail"},    std::pair{LeadNote::Outcome, u"outcome"},
    };
};

template <class Enum>
QString find(Enum value)
{
    for (const auto &[candidate, text] : Words<Enum>::list) {
        if (candidate == value)
            return QString::fromUtf16(text);
    }
    Q_UNREACHABLE();
}

int rank(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Scheduled:
        return 0;
    case DeliveryState::Sending:
    case DeliveryState::NeedsReview: // a report from the provider settles what a person was to decide
        return 1;
    case DeliveryState::Accepted:
        return 2;
    case DeliveryState::Sent:
        return 3;
    case DeliveryState::Delivered:
    case DeliveryState::Undelivered:
    case DeliveryState::Failed:
    case DeliveryState::Dropped:
    case DeliveryState::Received:
        return 4;
    }
    Q_UNREACHABLE();
}

} // namespace

QString word(Verdict verdict)
{
    return find(verdict);
}
QString word(ContactKind kind)
{
    return find(kind);
}
QString word(FollowUpState state)
{
    return find(state);
}
QString word(TaskState state)
{
    return find(state);
}
QString word(Direction direction)
{
    return find(direction);
}
QString word(Channel channel)
{
    return find(channel);
}
QString word(DeliveryState state)
{
    return find(state);
}
QString word(Role role)
{
    return find(role);
}
QString word(ReportedBy reportedBy)
{
    return find(reportedBy);
}
QString word(EventKind kind)
{
    return find(kind);
}
QString word(LeadWriteKind kind)
{
    return find(kind);
}
QString word(LeadWriteState state)
{
    return find(state);
}
QString word(LeadNote note)
{
    return find(note);
}
QString word(OffDesk offDesk)
{
    return find(offDesk);
}
QString word(PresenceWord presence)
{
    return find(presence);
}
QString word(Presence::Source source)
{
    return find(source);
}
QString word(BusyKind kind)
{
    return find(kind);
}
QString word(Right right)
{
    return find(right);
}
QString word(SecretKind kind)
{
    return find(kind);
}

template <class Enum>
std::optional<Enum> fromWord(QStringView text)
{
    for (const auto &[value, candidate] : Words<Enum>::list) {
        if (text == QStringView(candidate))
            return value;
    }
    return std::nullopt;
}

template std::optional<Verdict> fromWord(QStringView);
template std::optional<ContactKind> fromWord(QStringView);
template std::optional<FollowUpState> fromWord(QStringView);
template std::optional<TaskState> fromWord(QStringView);
template std::optional<Direction> fromWord(QStringView);
template std::optional<Channel> fromWord(QStringView);
template std::optional<DeliveryState> fromWord(QStringView);
template std::optional<Role> fromWord(QStringView);
template std::optional<ReportedBy> fromWord(QStringView);
template std::optional<EventKind> fromWord(QStringView);
template std::optional<LeadWriteKind> fromWord(QStringView);
template std::optional<LeadWriteState> fromWord(QStringView);
template std::optional<LeadNote> fromWord(QStringView);
template std::optional<OffDesk> fromWord(QStringView);
template std::optional<PresenceWord> fromWord(QStringView);
template std::optional<Presence::Source> fromWord(QStringView);
template std::optional<BusyKind> fromWord(QStringView);
template std::optional<Right> fromWord(QStringView);
template std::optional<SecretKind> fromWord(QStringView);

bool advances(DeliveryState current, DeliveryState next)
{
    return rank(next) > rank(current);
}

} // namespace ringback::calls

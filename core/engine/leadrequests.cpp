#include "engine/leadrequests.h"

#include "base/time.h"
#include "engine/leadnotes.h"
#include "store/gateways.h"

#include <QCryptographicHash>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::LeadNote;
using calls::LeadWriteKind;
using calls::LeadWriteState;
using calls::TaskState;
using connectors::LeadWrite;
using store::LeadWriteRow;

namespace {

constexpr int markerLetters = 12;

bool isLive(const calls::CallbackTask &task)
{
    return task.state == TaskState::Open || task.state == TaskState::Claimed;
}

// A system that keeps people; an outgoing hook does not.
bool hasRecords(const connectors::LeadAbilities &abilities)
{
    return abilities.findsByNumber || abilities.findsByEmail || abilities.listsChanges;
}

// What one request is made from.
class Request {
public:
    Request(store::Database &database, const Office &office, const playbook::Playbook &playbook, const LeadCase &of, bool inDoubt)
        : m_database(database)
        , m_office(office)
        , m_of(of)
        , m_inDoubt(inDoubt)
        , m_notes(office.setup, playbook)
        , m_id(of.row.subject.section(u':', 1))
        , m_subject(of.row.subject.section(u':', 0, 0))
    {}

    [[nodiscard]] Result<std::optional<LeadWrite>> write() const;

private:
    using Written = Result<std::optional<LeadWrite>>;

    [[nodiscard]] Result<connectors::LeadWriteHeader> header() const;
    [[nodiscard]] Written lead(connectors::LeadWriteHeader header) const;
    [[nodiscard]] Written status(connectors::LeadWriteHeader header) const;
    [[nodiscard]] Written task(connectors::LeadWriteHeader header) const;
    [[nodiscard]] Written taskClosed(connectors::LeadWriteHeader header) const;
    [[nodiscard]] Written note(connectors::LeadWriteHeader header) const;
    /// Empty: there is nothing to say any more.
    [[nodiscard]] Result<QString> noteText() const;
    [[nodiscard]] Result<QString> callText() const;
    [[nodiscard]] Result<QString> taskText() const;
    [[nodiscard]] Result<std::optional<calls::CallbackTask>> callback() const;
    /// A later write of the same case says the same, or more.
    [[nodiscard]] Result<bool> isSuperseded() const;
    /// The system was told of the completion that has been taken back.
    [[nodiscard]] Result<bool> wasTold() const;

    store::Database &m_database;
    const Office &m_office;
    const LeadCase &m_of;
    const bool m_inDoubt;
    const LeadNotes m_notes;
    const QString m_id; ///< of what it is about
    const QString m_subject;
};

Result<std::optional<LeadWrite>> Request::write() const
{
    // Without a record there is nothing to hang it on.
    if (!m_inDoubt && m_of.row.kind != LeadWriteKind::Lead && m_of.link.link.record.isEmpty() && hasRecords(m_of.abilities))
        return std::optional<LeadWrite>();
    Result<connectors::LeadWriteHeader> header = this->header();
    if (!header)
        return failure(header);
    switch (m_of.row.kind) {
    case LeadWriteKind::Lead:
        return lead(std::move(*header));
    case LeadWriteKind::Note:
        return note(std::move(*header));
    case LeadWriteKind::Status:
        return status(std::move(*header));
    case LeadWriteKind::Task:
        return task(std::move(*header));
    case LeadWriteKind::TaskClosed:
        return taskClosed(std::move(*header));
    }
    Q_UNREACHABLE();
}

Result<connectors::LeadWriteHeader> Request::header() const
{
    const settings::Setup &setup = m_office.setup;
    const Result<calls::PhoneNumber> dialled = calls::PhoneNumber::parse(m_of.followUp.line);
    const calls::Line *const line = dialled ? setup.line(*dialled) : nullptr;
    const Result<QList<calls::Call>> calls = store::CallGateway(m_database).ofFollowUp(m_of.followUp.id);
    if (!calls)
        return failure(calls);
    Instant calledAt = m_of.followUp.openedAt;
    for (const calls::Call &call : *calls) {
        if (call.direction == calls::Direction::In && call.verdict == calls::Verdict::Missed)
            calledAt = std::min(calledAt, call.startedAt);
    }
    return connectors::LeadWriteHeader{.link = m_of.link.link,
                                       .facts = {.number = m_of.contact.number,
                                                 .name = m_of.contact.name,
                                                 .email = m_of.contact.email,
                                                 .language = m_of.contact.language,
                                                 .kind = m_of.contact.kind,
                                                 .line = line ? line->label : m_of.followUp.line,
                                                 .lineSource = m_of.lead.source,
                                                 .tag = m_of.lead.tag,
                                                 .status = m_of.lead.status,
                                                 .calledAt = calledAt,
                                                 .missedCalls = m_of.followUp.missedCalls,
                                                 .zone = setup.company.timeZone},
                                       .marker = markerOf(m_of.row),
                                       .at = m_of.row.happenedAt,
                                       .text = {}};
}

Request::Written Request::lead(connectors::LeadWriteHeader header) const
{
    header.text = m_notes.lead(m_of.followUp, m_of.lead, header.facts.calledAt);
    return LeadWrite(connectors::PutLead{.header = std::move(header)});
}

Request::Written Request::status(connectors::LeadWriteHeader header) const
{
    const Result<bool> superseded = isSuperseded();
    if (!superseded)
        return failure(superseded);
    if (*superseded)
        return std::optional<LeadWrite>();
    connectors::SetStatus status{.header = std::move(header), .appointmentAt = {}};
    status.closes = m_of.followUp.state == calls::FollowUpState::Closed;
    status.header.text = m_notes.status(m_of.lead, status.closes);
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).lastWorkedOf(m_of.followUp.id);
    if (!task)
        return failure(task);
    if (*task && (*task)->state == TaskState::Done)
        status.appointmentAt = (*task)->appointmentAt;
    return LeadWrite(status);
}

Request::Written Request::task(connectors::LeadWriteHeader header) const
{
    const Result<std::optional<calls::CallbackTask>> task = callback();
    if (!task)
        return failure(task);
    const bool isThere = !m_of.link.link.task.isEmpty() && m_of.link.task == m_id; // its end was taken back before it was told
    const bool wanted = *task && isLive(**task) && !isThere;
    if (!*task || (!wanted && !m_inDoubt))
        return std::optional<LeadWrite>();
    header.text = m_notes.callback(**task);
    return LeadWrite(connectors::PutTask{.header = std::move(header),
                                         .title = m_notes.callbackTitle(m_of.contact),
                                         .dueAt = (*task)->dueAt,
                                         .assignee = (*task)->state == TaskState::Open ? (*task)->assignedTo : (*task)->claimedBy,
                                         .isPriority = (*task)->priority});
}

Request::Written Request::taskClosed(connectors::LeadWriteHeader header) const
{
    const Result<std::optional<calls::CallbackTask>> task = callback();
    if (!task)
        return failure(task);
    const bool isThere = !m_of.link.link.task.isEmpty() && m_of.link.task == m_id;
    if (!*task || !isThere || (isLive(**task) && !m_inDoubt)) // never written there, or taken back meanwhile
        return std::optional<LeadWrite>();
    header.text = m_notes.ended(**task, m_of.lead);
    return LeadWrite(connectors::CloseTask{.header = std::move(header), .outcome = (*task)->outcome});
}

Request::Written Request::note(connectors::LeadWriteHeader header) const
{
    const Result<QString> text = noteText();
    if (!text)
        return failure(text);
    if (text->isEmpty())
        return std::optional<LeadWrite>();
    header.text = *text;
    return LeadWrite(connectors::AddNote{.header = std::move(header), .note = m_of.row.note.value_or(LeadNote::MissedCall)});
}

Result<QString> Request::noteText() const
{
    if (m_subject == "call"_L1)
        return callText();
    if (m_subject == "task"_L1 || m_subject == "callback"_L1 || m_subject == "undone"_L1)
        return taskText();
    const Result<bool> superseded = isSuperseded();
    if (!superseded)
        return failure(superseded);
    if (m_subject == "message"_L1) {
        const std::optional<calls::MessageId> id = calls::MessageId::parse(m_id);
        const Result<std::optional<calls::Message>> message =
            id ? store::MessageGateway(m_database).find(*id) : Result<std::optional<calls::Message>>();
        if (!message)
            return failure(message);
        return *message ? m_notes.message(**message) : QString();
    }
    if (*superseded)
        return QString();
    return m_subject == "status"_L1 ? m_notes.status(m_of.lead, m_of.followUp.state == calls::FollowUpState::Closed)
                                    : m_notes.calledAgain(m_of.followUp);
}

Result<QString> Request::callText() const
{
    const Result<bool> superseded = isSuperseded(); // by the one that came with the words
    if (!superseded)
        return failure(superseded);
    if (*superseded)
        return QString();
    const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(m_id);
    if (!call)
        return failure(call);
    if (!*call)
        return QString();
    const Result<std::optional<store::VoicemailGateway::Kept>> kept = store::VoicemailGateway(m_database).of((*call)->id);
    if (!kept)
        return failure(kept);
    return *kept ? m_notes.voicemail((*call)->startedAt, (*kept)->voicemail) : QString();
}

Result<QString> Request::taskText() const
{
    const Result<std::optional<calls::CallbackTask>> task = callback();
    if (!task)
        return failure(task);
    if (!*task)
        return QString();
    if (m_subject == "callback"_L1)
        return isLive(**task) || m_inDoubt ? m_notes.callback(**task) : QString();
    if (m_subject == "task"_L1)
        return !isLive(**task) || m_inDoubt ? m_notes.ended(**task, m_of.lead) : QString();
    const Result<bool> told = wasTold();
    if (!told)
        return failure(told);
    return *told || m_inDoubt ? m_notes.undone(m_of.lead) : QString();
}

Result<std::optional<calls::CallbackTask>> Request::callback() const
{
    const std::optional<calls::TaskId> id = calls::TaskId::parse(m_id);
    return id ? store::TaskGateway(m_database).find(*id) : Result<std::optional<calls::CallbackTask>>();
}

Result<bool> Request::isSuperseded() const
{
    if (m_inDoubt)
        return false;
    const Result<QList<LeadWriteRow>> writes = store::LeadWriteGateway(m_database).ofCase(m_of.row.followUp);
    if (!writes)
        return failure(writes);
    const LeadWriteRow &row = m_of.row;
    return std::any_of(writes->cbegin(), writes->cend(), [&row](const LeadWriteRow &other) {
        return other.connection == row.connection && other.kind == row.kind && other.note == row.note &&
               (row.kind == LeadWriteKind::Status || other.subject == row.subject) && other.state == LeadWriteState::Waiting &&
               std::tie(other.ordinal, other.id.text()) > std::tie(row.ordinal, row.id.text());
    });
}

Result<bool> Request::wasTold() const
{
    const Result<QList<LeadWriteRow>> writes = store::LeadWriteGateway(m_database).ofCase(m_of.row.followUp);
    if (!writes)
        return failure(writes);
    const LeadWriteRow &row = m_of.row;
    return std::any_of(writes->cbegin(), writes->cend(), [&](const LeadWriteRow &other) {
        return other.connection == row.connection && other.subject == u"task:"_s + m_id && other.note == LeadNote::Outcome &&
               other.ordinal < row.ordinal && other.state == LeadWriteState::Done;
    });
}

} // namespace

Result<LeadCase> loadLeadCase(store::Database &database, const LeadWriteRow &row, const connectors::LeadAbilities &abilities)
{
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find(row.followUp);
    if (!followUp)
        return failure(followUp);
    const Result<std::optional<calls::Lead>> lead = store::LeadGateway(database).ofFollowUp(row.followUp);
    if (!lead)
        return failure(lead);
    if (!*followUp || !*lead)
        return failure(ErrorKind::Corrupt, u"a lead system's write has no case with a lead"_s);
    const Result<std::optional<calls::Contact>> contact = store::ContactGateway(database).findById((*followUp)->contact);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return failure(ErrorKind::Corrupt, u"the follow-up has no contact"_s);
    const Result<std::optional<store::LeadLinkRow>> link = store::LeadLinkGateway(database).find(row.followUp, row.connection);
    if (!link)
        return failure(link);
    const store::LeadLinkRow none{.followUp = row.followUp, .connection = row.connection};
    return LeadCase{
        .row = row, .followUp = **followUp, .contact = **contact, .lead = **lead, .link = link->value_or(none), .abilities = abilities};
}

Result<std::optional<LeadWrite>> requestFor(store::Database &database, const Office &office, const LeadCase &of, bool inDoubt)
{
    const Result<policy::Rules> rules = office.rulesAt(database, of.followUp.playbookVersion);
    if (!rules && rules.error().kind == ErrorKind::Transient)
        return failure(rules);
    // Rules that do not read back lend their words to nothing; those of now do as well.
    return Request(database, office, rules ? rules->playbook : office.playbook, of, inDoubt).write();
}

QString markerOf(const LeadWriteRow &row)
{
    // RFC 4648's base 32, in small letters. The time, because the trail of a restored database counts on from where the backup was made.
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    const QByteArray hash =
        QCryptographicHash::hash(u"%1 %2"_s.arg(row.key).arg(toMs(row.happenedAt)).toUtf8(), QCryptographicHash::Sha256);
    QString marker = u"rb-"_s;
    for (int i = 0; i < markerLetters; ++i)
        marker += QLatin1Char(letters[static_cast<uchar>(hash.at(i)) & 31]);
    return marker;
}

} // namespace ringback::engine

#include "board/reader.h"

#include "board/briefs.h"
#include "board/calendars.h"
#include "board/leadbadges.h"
#include "board/people.h"
#include "policy/decide.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"

#include <algorithm>

namespace ringback::board {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Stage stageOf(const store::BoardCase &found)
{
    if (found.state == calls::FollowUpState::Closed)
        return Stage::Closed;
    if (found.task && found.task->state == calls::TaskState::Claimed)
        return Stage::Claimed;
    if (found.repliedAt)
        return Stage::Replied;
    // What comes in without being a reply (STOP, HELP) came after our text.
    const std::optional<store::BoardMessage> &text = found.lastMessage;
    const bool texted = text && (text->direction == calls::Direction::In || text->state == calls::DeliveryState::Accepted ||
                                 text->state == calls::DeliveryState::Sent || text->state == calls::DeliveryState::Delivered);
    return texted ? Stage::Texted : Stage::Waiting;
}

std::optional<TextBrief> lastText(const store::BoardCase &found)
{
    return found.lastMessage ? std::optional(brief(*found.lastMessage)) : std::nullopt;
}

} // namespace

Done Reader::readPushing()
{
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(m_database).all();
    if (!pulses)
        return failure(pulses);
    m_pushing.clear();
    for (const store::Pulse &pulse : *pulses) {
        if (pulse.lastEventAt && *pulse.lastEventAt >= m_clock.now() - store::PulseGateway::pushesWithin)
            m_pushing.insert(pulse.connection);
    }
    return {};
}

Result<QList<BoardRow>> Reader::board()
{
    if (const Done read = readPushing(); !read)
        return failure(read);
    const store::BoardGateway gateway(m_database);
    const Instant since = m_clock.now() - finishedFor;
    QList<BoardRow> rows;
    for (const Result<QList<store::BoardCase>> &page : {gateway.open(mostRows), gateway.closedSince(since, mostRows)}) {
        if (!page)
            return failure(page);
        for (const store::BoardCase &found : *page) {
            Result<BoardRow> row = boardRow(found);
            if (!row)
                return failure(row);
            rows.append(std::move(*row));
        }
    }
    const Result<QList<calls::Call>> alone = store::CallGateway(m_database).alone(since, mostRows);
    if (!alone)
        return failure(alone);
    const Result<QList<store::BoardVoicemail>> voicemails = gateway.lonelyVoicemails(since, mostRows);
    if (!voicemails)
        return failure(voicemails);
    QHash<QString, VoicemailBrief> left;
    for (const store::BoardVoicemail &voicemail : *voicemails)
        left.insert(voicemail.call, brief(voicemail));
    for (const calls::Call &call : *alone) {
        const QString id = call.id.text();
        rows.append(rowOf(call, left.contains(id) ? std::optional(left.value(id)) : std::nullopt));
    }
    if (const Done added = addLeads(m_database, m_setup, rows); !added)
        return failure(added);
    return rows;
}

Result<QList<QueueRow>> Reader::queue()
{
    const Result<QList<store::BoardCase>> cases = store::BoardGateway(m_database).withLiveTask(mostRows);
    if (!cases)
        return failure(cases);
    QList<QueueRow> rows;
    for (const store::BoardCase &found : *cases) {
        if (!isLive(found.task))
            continue;
        Result<QueueRow> row = queueRow(found);
        if (!row)
            return failure(row);
        rows.append(std::move(*row));
    }
    return rows;
}

Result<Calendars> Reader::calendars() const
{
    return readCalendars(m_database, m_setup, m_clock.now());
}

Result<People> Reader::people() const
{
    return readPeople(m_database, m_setup, m_clock.now());
}

bool Reader::isFinished(const store::BoardCase &found) const
{
    return found.closedAt && *found.closedAt < m_clock.now() - finishedFor;
}

Result<QHash<QString, Reader::CaseRows>> Reader::rowsOf(const QStringList &ids)
{
    QHash<QString, CaseRows> rows;
    if (ids.isEmpty())
        return rows;
    if (const Done read = readPushing(); !read)
        return failure(read);
    const Result<QList<store::BoardCase>> cases = store::BoardGateway(m_database).cases(ids);
    if (!cases)
        return failure(cases);
    QList<BoardRow> onBoard;
    for (const store::BoardCase &found : *cases) {
        CaseRows &both = rows[found.id];
        if (!isFinished(found)) {
            Result<BoardRow> row = boardRow(found);
            if (!row)
                return failure(row);
            onBoard.append(std::move(*row));
        }
        if (isLive(found.task)) {
            Result<QueueRow> row = queueRow(found);
            if (!row)
                return failure(row);
            both.queue = std::move(*row);
        }
    }
    if (const Done added = addLeads(m_database, m_setup, onBoard); !added)
        return failure(added);
    for (const BoardRow &row : std::as_const(onBoard))
        rows[row.id].board = row;
    for (const QString &id : ids) {
        if (rows.contains(id))
            continue;
        const Result<std::optional<calls::Call>> call = store::CallGateway(m_database).findById(id);
        if (!call)
            return failure(call);
        const bool shown = *call && !(*call)->followUp && (*call)->direction == calls::Direction::In &&
                           ((*call)->verdict == calls::Verdict::Missed || (*call)->verdict == calls::Verdict::Unclear) &&
                           (*call)->startedAt >= m_clock.now() - finishedFor;
        if (!shown) {
            rows.insert(id, {});
            continue;
        }
        const Result<std::optional<VoicemailBrief>> voicemail = voicemailOf((*call)->id);
        if (!voicemail)
            return failure(voicemail);
        rows.insert(id, {.board = rowOf(**call, *voicemail), .queue = {}});
    }
    return rows;
}

Result<Progress> Reader::progressOf(const store::BoardCase &found)
{
    const Result<const playbook::Playbook *> book = bookAt(found.playbookVersion);
    if (!book)
        return failure(book);
    Progress progress{.reached = found.reachedAt.has_value(), .likelyOptedOut = found.likelyOptedOut};
    if (const std::optional<store::BoardTask> &task = found.task) {
        progress.attempt = task->attempt;
        const playbook::Outcome *const cameBackBy = (*book)->outcome(task->cameBackBy);
        progress.attempts = cameBackBy != nullptr ? cameBackBy->attempts : 1;
        progress.readyAt = isLive(task) ? task->readyAt : std::nullopt;
        progress.returnedFrom = nameOf(task->returnedFrom);
        progress.appointmentAt = task->appointmentAt;
        if (isLive(task) && !task->escalatedTo.isEmpty()) {
            progress.escalatedTo = task->escalatedTo;
            const QList<playbook::Escalation> &steps = (*book)->callback.escalation;
            if (task->escalations > 0 && task->escalations <= steps.size())
                progress.escalatedAt = task->readyAt.value_or(task->createdAt) + steps[task->escalations - 1].after;
        }
    }
    if (found.nextStepAt && found.state == calls::FollowUpState::Open) {
        const QList<playbook::Step> &steps = (*book)->steps;
        const auto next = std::find_if(steps.cbegin(), steps.cend(), [&](const playbook::Step &step) { return step.id == found.nextStep; });
        if (next != steps.cend())
            progress.nextStep =
                NextStep{.channel = next->action == playbook::StepAction::Email ? calls::Channel::Email : calls::Channel::Text,
                         .number = static_cast<int>(next - steps.cbegin()) + 1,
                         .at = *found.nextStepAt};
    }
    return progress;
}

Result<BoardRow> Reader::boardRow(const store::BoardCase &found)
{
    Result<Progress> progress = progressOf(found);
    if (!progress)
        return failure(progress);
    BoardRow row{.id = found.id,
                 .hasFollowUp = true,
                 .callerName = found.callerName,
                 .nameAsReported = found.nameAsReported,
                 .callerNumber = found.callerNumber.display(),
                 .callerKind = found.callerKind,
                 .missedCalls = found.missedCalls,
                 .lineLabel = lineLabel(found.line),
                 .lastCallAt = found.lastCallAt,
                 .waitingSince = std::min(found.openedAt, found.lastCallAt),
                 .ringTime = found.ringTime,
                 .stage = stageOf(found),
                 .lastText = lastText(found),
                 .outcome = found.outcome,
                 .reasons = found.reasons,
                 .progress = std::move(*progress),
                 .voicemail = found.voicemail ? std::optional(brief(*found.voicemail)) : std::nullopt,
                 .attestation = attestationOf(found.attestation),
                 .foundInLog = found.foundInLog && m_pushing.contains(found.connection)};
    if (isLive(found.task)) {
        row.taskId = found.task->id;
        row.taskOpen = found.task->state == calls::TaskState::Open;
        row.claimedBy = nameOf(found.task->claimedBy);
        row.claimedById = found.task->claimedBy;
        row.claimedAt = found.task->claimedAt;
        row.dueAt = found.task->dueAt;
        row.priority = found.task->priority;
    }
    return row;
}

Result<std::optional<VoicemailBrief>> Reader::voicemailOf(const calls::CallId &call) const
{
    const Result<std::optional<store::VoicemailGateway::Kept>> kept = store::VoicemailGateway(m_database).of(call);
    if (!kept)
        return failure(kept);
    if (!*kept)
        return std::optional<VoicemailBrief>();
    const calls::Voicemail &voicemail = (*kept)->voicemail;
    return std::optional(VoicemailBrief{.length = voicemail.length, .transcript = voicemail.transcript, .at = (*kept)->receivedAt});
}

BoardRow Reader::rowOf(const calls::Call &call, const std::optional<VoicemailBrief> &voicemail) const
{
    BoardRow row{.id = call.id.text(),
                 .callerName = call.callerName,
                 .nameAsReported = !call.callerName.isEmpty(),
                 .lineLabel = lineLabel(call.line),
                 .lastCallAt = call.endedAt.value_or(call.startedAt),
                 .waitingSince = call.endedAt.value_or(call.startedAt),
                 .ringTime = call.ringTime,
                 .stage = call.verdict == calls::Verdict::Unclear ? Stage::Unclear : Stage::Screened,
                 .reasons = call.reasons,
                 .voicemail = voicemail,
                 .attestation = attestationOf(call.reputation.attestation),
                 .foundInLog = call.reportedBy == calls::ReportedBy::Log && m_pushing.contains(call.connection),
                 .takenForSpam = !call.followUp && std::any_of(call.reasons.cbegin(), call.reasons.cend(), policy::saysSpam)};
    if (const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller))
        row.callerNumber = number->display();
    else if (const auto *unusable = std::get_if<calls::Unusable>(&call.caller))
        row.callerNumber = unusable->raw;
    return row;
}

Result<QueueRow> Reader::queueRow(const store::BoardCase &found)
{
    Result<Progress> progress = progressOf(found);
    if (!progress)
        return failure(progress);
    const store::BoardTask &task = *found.task;
    const auto team =
        std::find_if(m_setup.teams.cbegin(), m_setup.teams.cend(), [&](const calls::Team &each) { return each.id == task.team; });
    return QueueRow{.taskId = task.id,
                    .followUpId = found.id,
                    .callerName = found.callerName,
                    .callerNumber = found.callerNumber.display(),
                    .callerE164 = found.callerNumber.e164(),
                    .callerKind = found.callerKind,
                    .missedCalls = found.missedCalls,
                    .lineLabel = lineLabel(found.line),
                    .state = task.state,
                    .priority = task.priority,
                    .note = task.note,
                    .team = team != m_setup.teams.cend() ? team->name : task.team,
                    .assignedTo = task.assignedTo,
                    .assignedName = nameOf(task.assignedTo),
                    .claimedBy = task.claimedBy,
                    .claimedName = nameOf(task.claimedBy),
                    .claimedAt = task.claimedAt,
                    .createdAt = task.createdAt,
                    .dueAt = task.dueAt,
                    .lastText = lastText(found),
                    .progress = std::move(*progress)};
}

} // namespace ringback::board

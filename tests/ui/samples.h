#pragma once

#include "board/rows.h"

#include "base/time.h"

#include <chrono>

/// One stormy afternoon in an office in Dallas, for the tests of the screens. Names and 555-01xx numbers are made up.
namespace ringback::samples {

using namespace Qt::StringLiterals;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class FixedClock final : public Clock {
public:
    /// 2:22 PM in Dallas, on a Wednesday.
    FixedClock()
        : m_now(fromMs(QDateTime(QDate(2026, 5, 20), QTime(19, 22, 30), Qt::UTC).toMSecsSinceEpoch()))
    {}
    [[nodiscard]] Instant now() const override { return m_now; }
    void advance(Milliseconds span) { m_now += span; }

private:
    Instant m_now;
};

inline board::Office office()
{
    return {.company = u"Summit Roofing"_s,
            .timeZone = "America/Chicago",
            .staff = {{.id = u"pat"_s, .name = u"Pat Lee"_s, .role = calls::Role::Owner, .senior = true, .teams = {}, .capacity = 0},
                      {.id = u"dana"_s, .name = u"Dana Reyes"_s, .role = calls::Role::Rep, .senior = false, .teams = {}, .capacity = 0},
                      {.id = u"sam"_s, .name = u"Sam Ortiz"_s, .role = calls::Role::Rep, .senior = true, .teams = {}, .capacity = 6}},
            .outcomes = {{.id = u"estimate_scheduled"_s, .label = u"Estimate scheduled"_s, .asksValue = true, .asksTime = true},
                         {.id = u"sold"_s, .label = u"Sold & signed"_s, .asksValue = true},
                         {.id = u"no_answer"_s, .label = u"No answer: try again"_s, .closes = false, .returnsIn = minutes(120)},
                         {.id = u"call_later"_s, .label = u"Call later"_s, .asksTime = true, .closes = false},
                         {.id = u"not_interested"_s, .label = u"Not interested"_s}}};
}

inline board::TextBrief text(calls::DeliveryState state, Instant at, const QString &body = {}, const QString &error = {})
{
    const bool in = state == calls::DeliveryState::Received;
    return {.direction = in ? calls::Direction::In : calls::Direction::Out,
            .state = state,
            .body = body.isEmpty() ? u"Hi, this is Summit Roofing. Sorry we missed your call! What can we help with?"_s : body,
            .automated = !in,
            .at = at,
            .errorCode = error};
}

inline board::BoardRow row(const QString &id, const QString &name, const QString &number, Instant at, board::Stage stage)
{
    board::BoardRow row;
    row.id = id;
    row.hasFollowUp = true;
    row.callerName = name;
    row.callerNumber = number;
    row.lineLabel = u"Main"_s;
    row.lastCallAt = at;
    row.waitingSince = at;
    row.ringTime = seconds(24);
    row.stage = stage;
    row.reasons = QStringList{u"texted"_s};
    return row;
}

inline board::BoardRow open(board::BoardRow row, minutes dueAfter)
{
    row.taskId = u"task-"_s + row.id;
    row.taskOpen = true;
    row.dueAt = row.lastCallAt + dueAfter;
    return row;
}

inline QList<board::BoardRow> board(Instant now)
{
    using board::Stage;
    using State = calls::DeliveryState;
    QList<board::BoardRow> rows;

    rows.append(open(row(u"a"_s, {}, u"(214) 555-0131"_s, now - seconds(18), Stage::Waiting), minutes(30)));
    rows.last().lastText = text(State::Sending, now - seconds(1));
    rows.last().reasons = QStringList{u"assigned_next_available"_s};

    rows.append(open(row(u"b"_s, u"Maria Alvarez"_s, u"(214) 555-0142"_s, now - minutes(4) - seconds(41), Stage::Replied), minutes(30)));
    rows.last().callerKind = calls::ContactKind::PriorCustomer;
    rows.last().priority = true;
    rows.last().missedCalls = 3;
    rows.last().lineLabel = u"Hail campaign"_s;
    rows.last().lastText = text(State::Received, now - minutes(2), u"Yes! Tree came through the garage roof, can someone come today?"_s);
    rows.last().reasons = QStringList{u"replied"_s, u"prior_customer"_s, u"repeat_call"_s, u"texted"_s};

    rows.append(row(u"c"_s, u"Tom Becker"_s, u"(972) 555-0118"_s, now - minutes(9) - seconds(7), Stage::Claimed));
    rows.last().taskId = u"task-c"_s;
    rows.last().claimedBy = u"Dana Reyes"_s;
    rows.last().claimedById = u"dana"_s;
    rows.last().claimedAt = now - minutes(6);
    rows.last().dueAt = now + minutes(21);
    rows.last().lastText = text(State::Delivered, now - minutes(9));

    rows.append(open(row(u"d"_s, {}, u"(469) 555-0177"_s, now - minutes(23) - seconds(12), Stage::Texted), minutes(30)));
    rows.last().lineLabel = u"Hail campaign"_s;
    rows.last().lastText = text(State::Delivered, now - minutes(23));
    rows.last().progress.returnedFrom = u"Dana Reyes"_s;
    rows.last().progress.nextStep = board::NextStep{.channel = calls::Channel::Text, .number = 2, .at = now + minutes(67)};

    rows.append(open(row(u"e"_s, u"Priya Nair"_s, u"(214) 555-0109"_s, now - minutes(38) - seconds(55), Stage::Texted), minutes(30)));
    rows.last().missedCalls = 2;
    rows.last().lastText = text(State::Undelivered, now - minutes(38), {}, u"30003"_s);
    rows.last().reasons = QStringList{u"repeat_call"_s, u"texted"_s};
    rows.last().progress.escalatedTo = u"owner"_s;
    rows.last().progress.escalatedAt = now - minutes(9);

    rows.append(row(u"f"_s, {}, {}, now - minutes(41), Stage::Screened));
    rows.last().hasFollowUp = false;
    rows.last().ringTime = seconds(3);
    rows.last().reasons = QStringList{u"withheld_number"_s, u"too_short"_s};

    rows.append(
        open(row(u"g"_s, u"Lucía Fernández-Domínguez de la Cruz"_s, u"(817) 555-0163"_s, now - minutes(52), Stage::Waiting), minutes(90)));
    rows.last().lastText = text(State::NeedsReview, now - minutes(52));
    rows.last().reasons = QStringList{u"outcome_unknown"_s, u"needs_review"_s};

    rows.append(open(row(u"h"_s, u"Hank Olsen"_s, u"(206) 555-0150"_s, now - minutes(58), Stage::Waiting), minutes(120)));
    rows.last().lastText = text(State::Scheduled, now + hours(17) + minutes(38) - seconds(30));
    rows.last().reasons = QStringList{u"quiet_hours"_s};
    rows.last().progress.attempt = 2;
    rows.last().progress.attempts = 3;
    rows.last().progress.readyAt = now + minutes(48);

    rows.append(row(u"i"_s, u"Grace Kim"_s, u"(214) 555-0185"_s, now - minutes(74), Stage::Closed));
    rows.last().outcome = u"estimate_scheduled"_s;
    rows.last().claimedBy = u"Sam Ortiz"_s;
    rows.last().claimedById = u"sam"_s;
    rows.last().lastText = text(State::Delivered, now - minutes(74));
    rows.last().progress.appointmentAt = now + hours(19);

    rows.append(row(u"j"_s, {}, u"(903) 555-0126"_s, now - minutes(95), Stage::Unclear));
    rows.last().reasons = QStringList{u"outcome_not_known"_s};

    rows.append(open(row(u"k"_s, u"Ed Moss"_s, u"(214) 555-0191"_s, now - minutes(130), Stage::Waiting), minutes(30)));
    rows.last().reasons = QStringList{u"opted_out"_s};
    rows.last().progress.escalatedTo = u"human_queue"_s;
    rows.last().progress.escalatedAt = now - minutes(10);

    rows.append(open(row(u"l"_s, u"Ruth Adler"_s, u"(972) 555-0133"_s, now - minutes(141), Stage::Replied), minutes(210)));
    rows.last().lastText = text(State::Received, now - minutes(6), u"please leave me alone"_s);
    rows.last().reasons = QStringList{u"likely_opted_out"_s};
    rows.last().progress.likelyOptedOut = true;
    return rows;
}

inline QList<board::QueueRow> queue(Instant now)
{
    QList<board::QueueRow> tasks;
    const QList<board::BoardRow> rows = board(now);
    for (const board::BoardRow &from : rows) {
        if (from.taskId.isEmpty())
            continue;
        board::QueueRow task;
        task.taskId = from.taskId;
        task.followUpId = from.id;
        task.callerName = from.callerName;
        task.callerNumber = from.callerNumber;
        task.callerKind = from.callerKind;
        task.missedCalls = from.missedCalls;
        task.lineLabel = from.lineLabel;
        task.priority = from.priority;
        task.team = u"Front office"_s;
        task.createdAt = from.lastCallAt;
        task.dueAt = from.dueAt.value_or(now + minutes(30));
        task.lastText = from.lastText;
        task.progress = from.progress;
        if (!from.taskOpen) {
            task.state = calls::TaskState::Claimed;
            task.claimedBy = u"dana"_s;
            task.claimedName = u"Dana Reyes"_s;
            task.claimedAt = now - minutes(8);
        }
        tasks.append(task);
    }
    board::QueueRow mine = tasks.first();
    mine.taskId = u"task-mine"_s;
    mine.followUpId = u"mine"_s;
    mine.callerName = u"Omar Haddad"_s;
    mine.callerNumber = u"(214) 555-0166"_s;
    mine.state = calls::TaskState::Claimed;
    mine.claimedBy = u"sam"_s;
    mine.claimedName = u"Sam Ortiz"_s;
    mine.claimedAt = now - minutes(3);
    mine.createdAt = now - minutes(19);
    mine.dueAt = now + minutes(11);
    mine.note = u"Asked for somebody who speaks Arabic"_s;
    tasks.append(mine);
    return tasks;
}

inline board::Conversation conversation(Instant now, const QString &id = u"b"_s)
{
    using State = calls::DeliveryState;
    board::Conversation talk;
    talk.id = id;
    talk.callerName = u"Maria Alvarez"_s;
    talk.callerNumber = u"(214) 555-0142"_s;
    talk.callerE164 = u"+12145550142"_s;
    talk.callerKind = calls::ContactKind::PriorCustomer;
    talk.leadStatus = u"needs_callback"_s;
    talk.leadSource = u"hail campaign"_s;
    const Instant start = now - minutes(11);
    talk.timeline = {
        {1, start, u"provider"_s, u"call_ringing"_s, {}, {}},
        {2, start + seconds(24), u"engine"_s, u"call_missed"_s, {}, {}},
        {3, start + seconds(24), u"engine"_s, u"follow_up_opened"_s, {u"prior_customer"_s}, {}},
        {4, start + seconds(24), u"engine"_s, u"task_created"_s, {u"assigned_next_available"_s}, {}},
        {5, start + seconds(26), u"engine"_s, u"text_attempted"_s, {}, {}},
        {6, start + seconds(27), u"engine"_s, u"text_sent"_s, {}, {}},
        {7, start + seconds(31), u"provider"_s, u"text_status"_s, {}, u"delivered"_s},
        {8, start + minutes(6), u"engine"_s, u"follow_up_joined"_s, {u"repeat_call"_s}, {}},
        {9, start + minutes(9), u"provider"_s, u"text_received"_s, {}, {}},
    };
    talk.texts = {text(State::Delivered, start + seconds(27)),
                  text(State::Received, start + minutes(9), u"Yes! Tree came through the garage roof, can someone come today?"_s)};
    board::TextBrief answer = text(State::Sent, start + minutes(10), u"Oh no. Sam can be there at 4, does that work? <b>Dana</b>"_s);
    answer.automated = false;
    talk.texts.append(answer);
    return talk;
}

/// Somebody whose words may mean that no more texts are wanted.
inline board::Conversation likelyOptOut(Instant now, const QString &id = u"l"_s)
{
    board::Conversation talk = conversation(now, id);
    talk.callerName = u"Ruth Adler"_s;
    talk.callerNumber = u"(972) 555-0133"_s;
    talk.callerE164 = u"+19725550133"_s;
    talk.optOut = board::OptOutBrief{.since = now - minutes(6), .source = u"likely"_s, .byWhom = {}, .words = u"please leave me alone"_s};
    return talk;
}

inline QList<board::TextToReview> toReview(Instant now)
{
    return {{.messageId = u"m1"_s,
             .rowId = u"g"_s,
             .callerName = u"Lucía Fernández-Domínguez de la Cruz"_s,
             .callerNumber = u"(817) 555-0163"_s,
             .channel = calls::Channel::Text,
             .body = u"Hi, this is Summit Roofing. Sorry we missed your call! What can we help with?"_s,
             .at = now - minutes(52),
             .attempts = {{.number = 1, .what = u"started"_s, .at = now - minutes(52), .code = {}},
                          {.number = 1, .what = u"unknown"_s, .at = now - minutes(51), .code = u"timeout"_s},
                          {.number = 1, .what = u"not_found"_s, .at = now - minutes(50), .code = {}}}},
            {.messageId = u"m2"_s,
             .rowId = u"k"_s,
             .callerName = {},
             .callerNumber = u"(214) 555-0191"_s,
             .channel = calls::Channel::Email,
             .body = u"We tried to reach you about your roof."_s,
             .at = now - minutes(20),
             .attempts = {{.number = 1, .what = u"started"_s, .at = now - minutes(20), .code = {}}}}};
}

inline board::Health health(Instant now)
{
    board::Health health;
    health.engineRunning = true;
    health.listeningOn = u"127.0.0.1:8080"_s;
    health.textsWaiting = 1;
    health.textsToReview = 1;
    health.unclaimed = 8;
    health.ready = 7;
    health.overdue = 2;
    health.toClear = minutes(18);
    board::ConnectionPulse pulse;
    pulse.id = u"twilio-main"_s;
    pulse.lastEventAt = now - seconds(18);
    pulse.lastSuccessAt = now - seconds(17);
    health.connections.append(pulse);
    return health;
}

inline board::Health stormy(Instant now)
{
    board::Health health = samples::health(now);
    health.storm = board::StormNow{.beganAt = now - minutes(22), .begunBy = u"Dana Reyes"_s, .until = now + minutes(98)};
    health.missedLately = 14;
    health.ready = 31;
    health.unclaimed = 33;
    health.toClear = minutes(66);
    return health;
}

} // namespace ringback::samples

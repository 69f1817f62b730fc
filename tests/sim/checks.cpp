#include "audit/trail.h"
#include "connectors/twilio/form.h"
#include "sim/world.h"
#include "support/testdatabase.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

#include <algorithm>

/// The invariants of the design, asked of what a run has left behind. What the engine believes (rows) is held against what the phone company
/// took, what the door acknowledged, and the order in which the audit trail was written.
namespace ringback::sim {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::must;

namespace {

constexpr Milliseconds longestPause = 90s; // an engine that was stopped between reading the inbox and sending

QStringList idsOf(const store::Rows &rows)
{
    QStringList ids;
    for (const store::Row &row : rows)
        ids.append(row.text(0));
    return ids;
}

bool isStop(const QString &body)
{
    const QString word = body.trimmed().toUpper();
    return word == "STOP"_L1 || word == "ALTO"_L1;
}

bool isKeyword(const QString &body)
{
    const QString word = body.trimmed().toUpper();
    return isStop(body) || word == "START"_L1 || word == "HELP"_L1;
}

} // namespace

// 6: whole from the first row to the last.
void World::checkAudit()
{
    const audit::Verification chain = must(audit::verify(*m_outside));
    if (chain.firstBad)
        found(u"the audit trail is broken at row %1: %2"_s.arg(*chain.firstBad).arg(chain.why));
}

// 1: what was acknowledged is there once, and worked off or set aside with a reason.
void World::checkInbox()
{
    std::map<QString, int> times;
    for (const store::Row &row : must(m_outside->rows(u"SELECT event_key, state, error, kind FROM inbox"_s))) {
        ++times[row.text(0)];
        if (row.text(1) == "new"_L1)
            found(u"an event was not worked off"_s);
        else if (row.text(1) == "failed"_L1 && row.text(3) != "message_status"_L1)
            found(u"an event was set aside: "_s + row.text(2));
    }
    for (const auto &[key, payload] : m_acknowledged) {
        if (times[key] != 1)
            found(u"an acknowledged event is there %1 times"_s.arg(times[key]));
    }
}

// Every call is known, judged as its events say, and either has a case or says why not.
void World::checkCalls()
{
    struct Heard {
        bool ringing = false;
        bool answered = false;
        bool missed = false;
        bool missedSoFar = false;
        bool over = false;
    };
    std::map<QString, Heard> calls;
    for (const auto &[key, payload] : m_acknowledged) {
        const connectors::twilio::Form form = must(connectors::twilio::decodeForm(payload));
        if (form.value(u"CallSid").isEmpty())
            continue;
        Heard &heard = calls[form.value(u"CallSid")];
        const QString dial = form.value(u"DialCallStatus");
        const QString status = form.value(u"CallStatus");
        heard.answered |= dial == "completed"_L1;
        heard.missedSoFar |= dial == "no-answer"_L1;
        heard.missed |= dial.isEmpty() && (status == "no-answer"_L1 || status == "busy"_L1 || status == "canceled"_L1);
        heard.over |= dial.isEmpty() && status == "completed"_L1;
        heard.ringing |= status == "ringing"_L1;
    }
    std::map<QString, int> rows;
    for (const store::Row &row :
         must(m_outside->rows(u"SELECT provider_call_id, verdict, reasons, follow_up_id, ring_ms, caller FROM calls"_s))) {
        ++rows[row.text(0)];
        const Heard heard = calls[row.text(0)];
        const QString verdict = row.text(1);
        if (verdict == "pending"_L1 && (heard.answered || heard.missed || heard.missedSoFar || heard.over))
            found(u"a call was never judged"_s);
        if (heard.missed && !heard.answered && verdict != "missed"_L1)
            found(u"a call that nobody answered is "_s + verdict);
        if (heard.answered && !heard.missed && !heard.missedSoFar && verdict != "answered"_L1)
            found(u"a call that somebody answered is "_s + verdict);
        if (heard.missedSoFar && !heard.answered && verdict != "missed"_L1)
            found(u"a call whose phones rang out is "_s + verdict);
        if (verdict == "missed"_L1 && row.isNull(3) && row.text(2).isEmpty())
            found(u"a missed call without a case or a reason"_s);
        if (verdict == "missed"_L1 && row.isNull(3) && (row.isNull(4) || row.integer(4) >= 10'000) && !row.text(5).isEmpty() &&
            row.text(5) != "+12145550177"_L1)
            found(u"a missed call was lost: "_s + row.text(2));
    }
    for (const auto &[sid, heard] : calls) {
        if (rows[sid] != 1)
            found(u"a call is there %1 times"_s.arg(rows[sid]));
    }
}

// 3 and 8: the company's list against ours.
void World::checkTexts()
{
    struct Text {
        QString state;
        QString caseId;
        QString providerId;
        bool automated = false;
        QString peer;
        Instant createdAt;
        QString step;
    };
    std::map<QString, Text> texts;
    for (const store::Row &row :
         must(m_outside->rows(u"SELECT id, state, follow_up_id, provider_id, automated, peer, created_at, step FROM messages"
                              " WHERE direction = 'out' AND channel = 'text'"_s))) {
        texts[row.text(0)] = {.state = row.text(1),
                              .caseId = row.text(2),
                              .providerId = row.text(3),
                              .automated = row.flag(4),
                              .peer = row.text(5),
                              .createdAt = row.instant(6),
                              .step = row.text(7)};
    }
    const QStringList reviewed =
        idsOf(must(m_outside->rows(u"SELECT jobs.message_id FROM jobs JOIN attempts ON attempts.job_id = jobs.id"
                                   " WHERE attempts.event IN ('send_again', 'was_sent', 'dropped') OR jobs.state = 'needs_review'"_s)));

    std::map<QString, QList<Taken>> takenFor;
    QSet<QString> sids;
    for (const Taken &taken : m_company.taken()) {
        takenFor[taken.message].append(taken);
        sids.insert(taken.sid);
    }
    for (const auto &[id, taken] : takenFor) {
        if (taken.size() > 1 && !reviewed.contains(id))
            found(u"the company took a text %1 times"_s.arg(taken.size()));
        const Text &text = texts[id];
        if (text.providerId.isEmpty() && !reviewed.contains(id))
            found(u"the company took a text that is %1 here"_s.arg(text.state));
    }
    for (const auto &[id, text] : texts) {
        if (!text.providerId.isEmpty() && !sids.contains(text.providerId))
            found(u"a text is said to be sent that the company never took"_s);
        if (text.state == "scheduled"_L1 || text.state == "sending"_L1)
            found(u"a text has not found its end: "_s + text.state);
    }
    for (const store::Row &row :
         must(m_outside->rows(u"SELECT state, COUNT(*) FROM jobs WHERE state IN ('waiting', 'running') GROUP BY state"_s)))
        found(u"%1 jobs are still %2"_s.arg(row.integer(1)).arg(row.text(0)));

    std::map<QString, int> mailed;
    for (const Mailed &mail : m_company.mailed()) {
        if (++mailed[mail.message] > 1 && !reviewed.contains(mail.message))
            found(u"the mail server took an e-mail more than once"_s);
    }
    for (const store::Row &row : must(m_outside->rows(u"SELECT id, state FROM messages WHERE direction = 'out' AND channel = 'email'"_s))) {
        const bool isSent = row.text(1) == "accepted"_L1 || row.text(1) == "sent"_L1;
        if (isSent != (mailed[row.text(0)] > 0) && !reviewed.contains(row.text(0)))
            found(u"an e-mail is %1 and was taken %2 times"_s.arg(row.text(1)).arg(mailed[row.text(0)]));
    }

    // Ids sort by the time they were made.
    std::map<QString, Instant> lastOfCase;
    std::map<QString, std::pair<Instant, Instant>> lastAnswer; // by number: when it was planned, and when it was taken
    for (const auto &[id, text] : texts) {
        if (!takenFor.contains(id) || reviewed.contains(id))
            continue;
        const Taken &taken = takenFor[id].first();
        if (const auto before = lastOfCase.find(text.caseId); before != lastOfCase.end() && before->second > taken.leftAt)
            found(u"messages of one case left out of order"_s);
        lastOfCase[text.caseId] = taken.leftAt;
        if (text.step != "text_back"_L1)
            continue;
        if (const auto before = lastAnswer.find(text.peer); before != lastAnswer.end()) {
            if (text.createdAt < before->second.second || text.createdAt - before->second.second < 4h - 1min)
                found(u"two answers to missed calls within the dedup window"_s);
        }
        lastAnswer[text.peer] = {text.createdAt, taken.at};
    }
}

// Nobody is forgotten: an open case has a callback that somebody sees, a closed one has none.
void World::checkCases()
{
    const auto none = [&](const QString &what, const QString &sql) {
        const qint64 count = must(m_outside->rows(u"SELECT COUNT(*) FROM "_s + sql)).first().integer(0);
        if (count > 0)
            found(u"%1 (%2)"_s.arg(what).arg(count));
    };
    none(u"open cases without a live task"_s, u"follow_ups WHERE state = 'open' AND NOT EXISTS (SELECT 1 FROM callback_tasks"
                                              " WHERE follow_up_id = follow_ups.id AND state IN ('open', 'claimed'))"_s);
    none(u"closed cases with a live task"_s, u"follow_ups WHERE state = 'closed' AND EXISTS (SELECT 1 FROM callback_tasks"
                                             " WHERE follow_up_id = follow_ups.id AND state IN ('open', 'claimed'))"_s);
    none(u"cases without a lead"_s, u"follow_ups WHERE NOT EXISTS (SELECT 1 FROM leads WHERE follow_up_id = follow_ups.id)"_s);
    none(u"open tasks that somebody claims"_s, u"callback_tasks WHERE state = 'open' AND (claimed_by <> '' OR claimed_at IS NOT NULL)"_s);
    none(u"messages without a job"_s,
         u"messages WHERE direction = 'out' AND NOT EXISTS (SELECT 1 FROM jobs WHERE message_id = messages.id)"_s);
}

// Everybody who is there has what waits, and nobody who is not: reckoned here by hand, not asked of the policy.
void World::checkPlaces()
{
    const settings::Setup setup = must(settings::parseSetup(must(store::OfficeGateway(*m_outside).setup())->text));
    QSet<QString> away;
    for (const store::Row &row : must(m_outside->rows(u"SELECT staff FROM presences WHERE source = 'person' AND word = 'away'"
                                                      " AND (until_at IS NULL OR until_at > ?)"_s,
                                                      {store::value(now())})))
        away.insert(row.text(0));
    const QTime wall = QDateTime::fromMSecsSinceEpoch(toMs(now()), QTimeZone("America/Chicago")).time();
    std::map<QString, int> live;
    for (const store::Row &row : must(m_outside->rows(u"SELECT CASE WHEN state = 'claimed' THEN claimed_by ELSE assigned_to END, COUNT(*)"
                                                      " FROM callback_tasks WHERE state IN ('open', 'claimed') GROUP BY 1"_s)))
        live[row.text(0)] = row.count(1);
    const auto isThere = [&](const calls::Staff &person) {
        const bool onShift = person.shifts.isEmpty() || (wall >= QTime(8, 0) && wall < QTime(18, 0));
        return onShift && !away.contains(person.id);
    };
    for (const store::Row &row : must(m_outside->rows(u"SELECT assigned_to, team FROM callback_tasks WHERE state = 'open'"
                                                      " AND (ready_at IS NULL OR ready_at <= ?)"
                                                      " AND escalated_to IN ('', 'next_person')"_s,
                                                      {store::value(now())}))) {
        const calls::Staff *const holder = setup.person(row.text(0));
        if (holder && !isThere(*holder))
            found(u"a callback lies with somebody who is not there"_s);
        if (holder)
            continue;
        for (const calls::Staff &person : setup.staff) {
            const bool hasRoom = person.capacity == 0 || live[person.id] < person.capacity;
            if (person.teams.contains(row.text(1)) && isThere(person) && hasRoom)
                found(u"a callback waits while somebody is there who has room"_s);
        }
    }
}

// What the trail says happened, in the order in which it was committed: 2, 4, 5.
void World::checkTimeline()
{
    struct Text {
        QString peer;
        QString step;
        QString body;
        bool automated = false;
        bool in = false;
    };
    std::map<QString, Text> texts;
    for (const store::Row &row : must(m_outside->rows(u"SELECT id, peer, step, automated, direction, body FROM messages"_s)))
        texts[u"message:"_s + row.text(0)] = {
            .peer = row.text(1), .step = row.text(2), .body = row.text(5), .automated = row.flag(3), .in = row.text(4) == "in"_L1};
    std::map<QString, QString> numbers;
    for (const store::Row &row : must(m_outside->rows(u"SELECT id, number FROM contacts"_s)))
        numbers[u"contact:"_s + row.text(0)] = row.text(1);

    QSet<QString> leads;
    QSet<QString> closed;
    QSet<QString> optedOut;
    std::map<QString, qint64> scheduled; // message to row
    std::map<QString, qint64> replied; // case to row
    std::map<QString, QString> claims; // task to person
    QList<std::pair<QString, Instant>> attempts;
    QList<std::pair<QString, Instant>> welcome; // whom texts are welcome to again, and since when
    for (const store::Row &row :
         must(m_outside->rows(u"SELECT sequence, at, actor, action, case_id, subject FROM audit ORDER BY sequence"_s))) {
        const qint64 sequence = row.integer(0);
        const QString &actor = row.text(2);
        const QString &action = row.text(3);
        const QString &caseId = row.text(4);
        const QString &subject = row.text(5);
        const auto text = texts.find(subject);
        const QString number = text != texts.end() ? text->second.peer : numbers[subject];
        if (action == "lead_written"_L1) {
            leads.insert(caseId);
        } else if (action == "follow_up_closed"_L1) {
            closed.insert(caseId);
        } else if (action == "follow_up_reopened"_L1) {
            closed.remove(caseId);
        } else if (action == "completion_undone"_L1) {
            claims[subject] = actor;
        } else if (action == "opted_out"_L1) {
            optedOut.insert(number);
        } else if (action == "opted_in"_L1) {
            optedOut.remove(number);
            welcome.append({number, row.instant(1)});
        } else if (action == "text_received"_L1) {
            if (text != texts.end() && !isKeyword(text->second.body))
                replied[caseId] = sequence;
        } else if (action == "text_scheduled"_L1) {
            scheduled.try_emplace(subject, sequence);
        } else if (action == "task_claimed"_L1) {
            if (const auto before = claims.find(subject); before != claims.end() && before->second != actor)
                found(u"two people were told that they have a task"_s);
            claims[subject] = actor;
        } else if (subject.startsWith("task:"_L1) && action != "task_created"_L1 && action != "priority_raised"_L1 &&
                   action != "task_brought_back"_L1) {
            claims.erase(subject); // released, completed, returned
        } else if (action == "text_attempted"_L1) {
            attempts.append({number, row.instant(1)});
            if (!caseId.isEmpty() && !leads.contains(caseId))
                found(u"a text before its lead"_s);
            if (optedOut.contains(number))
                found(u"a text after an opt-out"_s);
            // A confirmation is of no playbook: a person's click sends it, also when that closes the case.
            if (text == texts.end() || !text->second.automated || text->second.step.isEmpty() || text->second.step == "confirmation"_L1)
                continue;
            if (closed.contains(caseId))
                found(u"an automated text of a closed case"_s);
            if (replied.contains(caseId) && replied[caseId] > scheduled[subject])
                found(u"an automated text after a reply"_s);
        }
    }

    // The same by the door: what was acknowledged well before an attempt counts, whether it had been worked off or not.
    const auto stoppedSince = [&](const QString &number, Instant until) {
        std::optional<Instant> since;
        for (const auto &[key, arrivedAt] : m_arrivals) {
            const connectors::twilio::Form form = must(connectors::twilio::decodeForm(m_acknowledged.at(key)));
            if (form.value(u"From") != number || arrivedAt > until)
                continue;
            if (isStop(form.value(u"Body")))
                since = since.value_or(arrivedAt);
            else if (form.value(u"Body") == "START"_L1)
                since.reset();
        }
        for (const auto &[to, at] : welcome) {
            if (since && to == number && at >= *since && at <= until)
                since.reset();
        }
        return since;
    };
    for (const auto &[number, at] : attempts) {
        if (const std::optional<Instant> since = stoppedSince(number, at); since && at - *since > longestPause)
            found(u"a text after an acknowledged STOP"_s);
    }
    for (const Caller &caller : callers()) {
        if (stoppedSince(caller.number, now()) &&
            must(m_outside->rows(u"SELECT 1 FROM opt_outs WHERE number = ?"_s, {caller.number})).isEmpty())
            found(u"a STOP was forgotten"_s);
    }
}

} // namespace ringback::sim

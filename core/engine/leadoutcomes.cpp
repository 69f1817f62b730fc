#include "base/time.h"
#include "engine/leadrequests.h"
#include "engine/leadturn.h"
#include "policy/sending.h"

#include <algorithm>

/// What requests to lead systems brought.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::LeadWriteKind;
using calls::LeadWriteState;
using connectors::NotWritten;
using store::LeadWriteGateway;
using store::LeadWriteRow;

namespace {

QString wordOf(NotWritten::Class kind)
{
    switch (kind) {
    case NotWritten::Class::ForNow:
        return u"for_now"_s;
    case NotWritten::Class::Write:
        return u"write"_s;
    case NotWritten::Class::Account:
        return u"account"_s;
    case NotWritten::Class::Gone:
        return u"gone"_s;
    case NotWritten::Class::Unable:
        return u"unable"_s;
    }
    Q_UNREACHABLE();
}

void forget(LeadWriteRow &row)
{
    row.errorKind.clear();
    row.errorCode.clear();
    row.errorMessage.clear();
}

} // namespace

Result<LeadCase> LeadWriter::load(Turn &, const LeadWriteRow &row) const
{
    return loadLeadCase(m_database, row, m_accesses.value(row.connection).abilities);
}

Done LeadWriter::record(Turn &turn, const Landed &landed)
{
    const Flight &flight = landed.flight;
    if (std::holds_alternative<NotLeft>(landed.outcome)) {
        turn.note(flight.row, u"lead_write_not_left"_s);
        LeadWriteRow row = flight.row;
        row.inDoubt = false;
        row.inDoubtSince.reset();
        return backInLine(turn, row, turn.now);
    }
    if (const auto *found = std::get_if<Found>(&landed.outcome))
        return recordFound(turn, flight, *found);
    if (const auto *outcome = std::get_if<connectors::WriteOutcome>(&landed.outcome)) {
        if (const auto *written = std::get_if<connectors::Written>(outcome))
            return recordWritten(turn, flight, *written, false);
        if (const auto *refused = std::get_if<NotWritten>(outcome))
            return recordNotWritten(turn, flight, *refused);
        return recordUnknown(turn, flight, std::get<connectors::Unknown>(*outcome));
    }
    const auto &finding = std::get<connectors::WriteFinding>(landed.outcome);
    if (const auto *written = std::get_if<connectors::Written>(&finding))
        return recordWritten(turn, flight, *written, true);
    if (std::holds_alternative<connectors::NotFound>(finding))
        return recordNotFound(turn, flight);
    return recordLookFailed(turn, flight, std::get<connectors::Unknown>(finding));
}

Done LeadWriter::recordWritten(Turn &turn, const Flight &flight, const connectors::Written &written, bool byLooking)
{
    LeadWriteRow row = flight.row;
    turn.health.worked(row.connection, turn.now, turn.trail);
    turn.note(row, byLooking ? u"lead_write_found"_s : u"lead_write_done"_s);
    row.state = LeadWriteState::Done;
    row.inDoubt = false;
    row.doneAt = turn.now;
    forget(row);
    const Result<bool> settled = LeadWriteGateway(m_database).settle(turn.transaction, row, m_engineId);
    if (!settled)
        return failure(settled);
    if (!*settled) // the lease went to another engine, which finds it there and writes the same
        return {};
    const Result<LeadCase> of = load(turn, row);
    if (!of)
        return failure(of);
    store::LeadLinkRow link = of->link;
    const bool wasOurs = link.link.isOurs;
    link.link = written.link;
    link.link.isOurs = wasOurs || written.link.isOurs;
    const QString task = row.subject.section(u':', 1);
    if (row.kind == LeadWriteKind::Task) {
        link.task = task;
    } else if (row.kind == LeadWriteKind::TaskClosed && link.task == task) {
        link.link.task.clear();
        link.task.clear();
    }
    link.updatedAt = turn.now;
    return store::LeadLinkGateway(m_database).put(turn.transaction, link);
}

Done LeadWriter::recordNotWritten(Turn &turn, const Flight &flight, const NotWritten &refused)
{
    using Class = NotWritten::Class;
    LeadWriteRow row = flight.row;
    row.inDoubt = false;
    row.inDoubtSince.reset();
    row.errorKind = wordOf(refused.kind);
    row.errorCode = refused.code;
    row.errorMessage = refused.message;
    if (refused.kind == Class::ForNow || refused.kind == Class::Account)
        turn.health.failed(row.connection, refused.code.isEmpty() ? u"refused"_s : refused.code, turn.now, turn.trail);
    else
        turn.health.worked(row.connection, turn.now, turn.trail);
    if (refused.kind == Class::ForNow) {
        const Instant dueAt = policy::retryAt(row.attempts, refused.retryAfter, m_jitter.next(), turn.now);
        turn.note(row, u"lead_write_refused"_s, {{u"code"_s, refused.code}, {u"retry_at"_s, toIso(dueAt)}});
        return tryLater(turn, row, dueAt);
    }
    return end(turn, row, refused.kind == Class::Unable ? LeadWriteState::Dropped : LeadWriteState::Failed);
}

Done LeadWriter::recordUnknown(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    LeadWriteRow row = flight.row;
    turn.health.failed(row.connection, unknown.why, turn.now, turn.trail);
    turn.note(row, u"lead_write_unknown"_s, {{u"why"_s, unknown.why}});
    row.looks = 0;
    row.errorKind = u"unknown"_s;
    row.errorCode = unknown.why;
    row.errorMessage.clear();
    return tryLater(turn, row, turn.now + 1s); // the system is asked at once, and again after lookAgain
}

Done LeadWriter::recordNotFound(Turn &turn, const Flight &flight)
{
    LeadWriteRow row = flight.row;
    turn.health.worked(row.connection, turn.now, turn.trail);
    row.looks += 1;
    const Instant again = row.inDoubtSince.value_or(turn.now) + turn.office.setup.engine.lookAgain;
    const bool certain = row.looks >= 2 && turn.now >= again;
    turn.note(row, u"lead_write_not_found"_s, {{u"certain"_s, certain}});
    if (certain) {
        row.inDoubt = false;
        row.inDoubtSince.reset();
    }
    return backInLine(turn, row, std::max(turn.now, again));
}

Done LeadWriter::recordLookFailed(Turn &turn, const Flight &flight, const connectors::Unknown &unknown)
{
    LeadWriteRow row = flight.row;
    turn.health.failed(row.connection, unknown.why, turn.now, turn.trail);
    row.looks += 1;
    row.errorKind = u"unknown"_s;
    row.errorCode = unknown.why;
    // Some systems list no notes and no messages. Rather one too few than one too many, and what comes after it does not wait for days.
    if (row.kind != calls::LeadWriteKind::Lead && row.looks >= maxLooks)
        return end(turn, row, LeadWriteState::Failed);
    return tryLater(turn, row, policy::retryAt(row.looks, {}, m_jitter.next(), turn.now));
}

// Who has the number, before anything is written.
Done LeadWriter::recordFound(Turn &turn, const Flight &flight, const Found &found)
{
    LeadWriteRow row = flight.row;
    if (!found) {
        const Error &error = found.error();
        const QString code = error.what.section(u':', 0, 0);
        turn.health.failed(row.connection, code, turn.now, turn.trail);
        row.errorMessage = error.what;
        row.errorCode = code;
        if (error.kind == ErrorKind::Refused) {
            row.errorKind = u"account"_s;
            return end(turn, row, LeadWriteState::Failed);
        }
        row.errorKind = u"for_now"_s;
        row.looks += 1;
        const Instant dueAt = policy::retryAt(row.looks, {}, m_jitter.next(), turn.now);
        turn.note(row, u"lead_write_refused"_s, {{u"code"_s, code}, {u"retry_at"_s, toIso(dueAt)}});
        return tryLater(turn, row, dueAt);
    }
    turn.health.worked(row.connection, turn.now, turn.trail);
    // Nobody else has it in hand: only whose lease it is may decide.
    const Result<bool> isOurs =
        LeadWriteGateway(m_database).extendLease(turn.transaction, row, m_engineId, turn.now + turn.office.setup.engine.lease, turn.now);
    if (!isOurs || !*isOurs)
        return isOurs ? Done() : failure(isOurs);
    row.leaseUntil = turn.now + turn.office.setup.engine.lease;
    Result<LeadCase> of = load(turn, row);
    if (!of)
        return failure(of);
    // Somebody may have chosen meanwhile.
    const bool isKnown = !of->link.link.record.isEmpty() || !of->link.chosenBy.isEmpty();
    const Result<bool> resolved = isKnown ? Result<bool>(true) : resolve(turn, *of, *found);
    if (!resolved || !*resolved)
        return resolved ? Done() : failure(resolved);
    return leave(turn, *of);
}

Done LeadWriter::tryLater(Turn &turn, LeadWriteRow row, Instant dueAt)
{
    return turn.now - row.happenedAt > patience ? end(turn, row, LeadWriteState::Failed) : backInLine(turn, row, dueAt);
}

Done LeadWriter::backInLine(Turn &turn, LeadWriteRow row, Instant dueAt)
{
    row.state = LeadWriteState::Waiting;
    row.dueAt = dueAt;
    const Result<bool> settled = LeadWriteGateway(m_database).settle(turn.transaction, row, m_engineId);
    return settled ? Done() : failure(settled);
}

Done LeadWriter::end(Turn &turn, LeadWriteRow row, LeadWriteState state)
{
    QJsonObject detail{{u"code"_s, row.errorCode}};
    if (!row.errorKind.isEmpty())
        detail.insert(u"why"_s, row.errorKind);
    turn.note(row, state == LeadWriteState::Failed ? u"lead_write_failed"_s : u"lead_write_dropped"_s, detail);
    row.state = state;
    if (state == LeadWriteState::Dropped)
        row.doneAt = turn.now;
    ++turn.changed;
    turn.hasEnded = true;
    const Result<bool> settled = LeadWriteGateway(m_database).settle(turn.transaction, row, m_engineId);
    return settled ? Done() : failure(settled);
}

} // namespace ringback::engine

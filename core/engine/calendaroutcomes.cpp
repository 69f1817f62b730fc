#include "base/time.h"
#include "engine/calendarturn.h"
#include "policy/sending.h"

/// What requests to calendars brought.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using connectors::EntryRefused;
using store::CalendarEntryGateway;
using store::CalendarEntryRow;
using State = CalendarEntryRow::State;

namespace {

QString wordOf(EntryRefused::Class kind)
{
    switch (kind) {
    case EntryRefused::Class::ForNow:
        return u"for_now"_s;
    case EntryRefused::Class::Entry:
        return u"entry"_s;
    case EntryRefused::Class::Account:
        return u"account"_s;
    case EntryRefused::Class::Full:
        return u"full"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Done CalendarWriter::record(Turn &turn, const Landed &landed)
{
    const Flight &flight = landed.flight;
    if (std::holds_alternative<NotLeft>(landed.outcome)) {
        turn.note(u"calendar_entry_not_left"_s, flight);
        CalendarEntryRow row = flight.row;
        row.state = State::Waiting;
        row.dueAt = turn.now;
        return settle(turn, flight, row);
    }
    const auto &outcome = std::get<connectors::EntryOutcome>(landed.outcome);
    if (const auto *refused = std::get_if<EntryRefused>(&outcome))
        return recordRefused(turn, flight, *refused);
    if (const auto *unknown = std::get_if<connectors::Unknown>(&outcome))
        return recordUnknown(turn, flight, unknown->why);
    if (!flight.entry)
        return recordNotThere(turn, flight);
    if (const auto *written = std::get_if<connectors::EntryWritten>(&outcome))
        return recordThere(turn, flight, written->place);
    return recordGone(turn, flight);
}

Done CalendarWriter::recordThere(Turn &turn, const Flight &flight, const connectors::EntryPlace &place)
{
    if (const Done worked = calendarWorked(turn, flight.row.calendar); !worked)
        return worked;
    turn.note(u"calendar_entry_written"_s, flight, {{u"from"_s, toIso(flight.entry->from)}, {u"revision"_s, flight.row.revision}});
    CalendarEntryRow row = flight.row;
    row.state = State::Done;
    row.written = row.asked;
    row.writtenRevision = row.revision;
    row.place = place.id;
    row.tag = place.tag;
    row.attempts = 0;
    row.lastError.clear();
    row.doneAt = turn.now;
    return settle(turn, flight, row);
}

Done CalendarWriter::recordNotThere(Turn &turn, const Flight &flight)
{
    if (const Done worked = calendarWorked(turn, flight.row.calendar); !worked)
        return worked;
    turn.note(u"calendar_entry_removed"_s, flight);
    CalendarEntryRow row = flight.row;
    row.state = State::Done;
    row.written.clear();
    row.writtenRevision = 0;
    row.place.clear();
    row.tag.clear();
    row.attempts = 0;
    row.lastError.clear();
    row.doneAt = turn.now;
    return settle(turn, flight, row);
}

// Somebody deleted it in their calendar: their word counts.
Done CalendarWriter::recordGone(Turn &turn, const Flight &flight)
{
    if (const Done worked = calendarWorked(turn, flight.row.calendar); !worked)
        return worked;
    turn.note(u"calendar_entry_gone"_s, flight);
    CalendarEntryRow row = flight.row;
    row.state = State::Gone;
    row.written.clear();
    row.writtenRevision = 0;
    row.attempts = 0;
    row.lastError.clear();
    row.doneAt = turn.now;
    return settle(turn, flight, row);
}

Done CalendarWriter::recordRefused(Turn &turn, const Flight &flight, const EntryRefused &refused)
{
    const QString &calendar = flight.row.calendar;
    CalendarEntryRow row = flight.row;
    row.state = State::Waiting;
    row.lastError = wordOf(refused.kind) + u':' + refused.code + u": "_s + refused.message;
    switch (refused.kind) {
    case EntryRefused::Class::ForNow:
        turn.health.failed(calendar, refused.code.isEmpty() ? u"refused"_s : refused.code, turn.now, turn.trail);
        row.dueAt = policy::retryAt(row.attempts, refused.retryAfter, m_jitter.next(), turn.now);
        turn.note(u"calendar_entry_refused"_s, flight, {{u"code"_s, refused.code}, {u"retry_at"_s, toIso(row.dueAt)}});
        break;
    case EntryRefused::Class::Account: {
        turn.health.refused(calendar, refused.code.isEmpty() ? u"refused"_s : refused.code);
        const Result<std::optional<Instant>> hold = CalendarEntryGateway(m_database).holdUntil(calendar);
        if (!hold)
            return failure(hold);
        // Once, however many entries wait for it; the one that is tried now and then says nothing new.
        if (!*hold && !flight.row.lastError.startsWith("account:"_L1))
            turn.note(u"calendar_refused"_s, calendar, {}, {{u"code"_s, refused.code}, {u"why"_s, refused.message}});
        row.dueAt = turn.now + accountPause;
        return settle(turn, flight, row);
    }
    case EntryRefused::Class::Entry:
    case EntryRefused::Class::Full:
        if (const Done worked = calendarWorked(turn, calendar); !worked)
            return worked;
        return fail(turn, flight, row);
    }
    return !flight.entry && row.attempts >= mostRemovals ? fail(turn, flight, row) : settle(turn, flight, row);
}

Done CalendarWriter::recordUnknown(Turn &turn, const Flight &flight, const QString &why)
{
    turn.health.failed(flight.row.calendar, why, turn.now, turn.trail);
    turn.note(u"calendar_entry_unknown"_s, flight, {{u"why"_s, why}});
    CalendarEntryRow row = flight.row;
    row.state = State::Waiting;
    row.written.clear(); // whether it is there, or what of it, nobody knows
    if (flight.entry)
        row.writtenRevision = row.revision;
    row.lastError = u"unknown:"_s + why;
    row.dueAt = policy::retryAt(row.attempts, {}, m_jitter.next(), turn.now);
    return !flight.entry && row.attempts >= mostRemovals ? fail(turn, flight, row) : settle(turn, flight, row);
}

// Who was too slow does not know what the next engine has made of it: a request that came late may have undone that.
Done CalendarWriter::settle(Turn &turn, const Flight &flight, const CalendarEntryRow &row)
{
    const CalendarEntryGateway entries(m_database);
    const Result<bool> settled = entries.settle(turn.transaction, row, m_engineId, turn.now);
    if (!settled)
        return failure(settled);
    if (*settled)
        return {};
    return entries.doubt(turn.transaction, flight.row, turn.now);
}

Done CalendarWriter::fail(Turn &turn, const Flight &flight, CalendarEntryRow row)
{
    row.state = State::Failed;
    turn.note(u"calendar_entry_failed"_s, flight,
              {{u"why"_s, row.lastError.section(u':', 0, 0)}, {u"code"_s, row.lastError.section(u':', 1, 1)}});
    ++turn.changed;
    return settle(turn, flight, row);
}

Done CalendarWriter::calendarWorked(Turn &turn, const QString &calendar)
{
    turn.health.worked(calendar, turn.now, turn.trail);
    const Result<int> mended = CalendarEntryGateway(m_database).endHold(turn.transaction, calendar, turn.now);
    return mended ? Done() : failure(mended);
}

} // namespace ringback::engine

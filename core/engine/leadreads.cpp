#include "base/time.h"
#include "engine/leadreader.h"
#include "engine/readpace.h"
#include "engine/recognition.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"

#include <algorithm>

/// What reads of lead systems brought: how far that is, into the index, and to what was earned.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype longestError = 300;

// As a Finding has it.
QString problemOf(const Error &error)
{
    if (error.what.startsWith("revoked"_L1))
        return u"not_signed_in"_s;
    if (error.what.startsWith("no_right"_L1) || error.kind == ErrorKind::Refused)
        return u"no_right"_s;
    if (error.what.startsWith("rate_limited"_L1))
        return u"rate_limited"_s;
    return error.kind == ErrorKind::Transient ? u"not_reached"_s : u"not_readable"_s;
}

// Nothing that goes on for ever, and no cursor that the next read would choke on.
Done check(const connectors::LeadChanges &changes, const store::LeadRead &read)
{
    if (changes.cursor.size() > longestCursor)
        return failure(ErrorKind::Invalid, u"a cursor that is too long"_s);
    if (!changes.isLast && changes.cursor == read.cursor)
        return failure(ErrorKind::Invalid, u"the list does not go on from its cursor"_s);
    return {};
}

} // namespace

// What cannot be stored, though it came well, is a failure like any other: told, and tried again later.
Result<bool> LeadReader::record(const Office &office, const Landed &landed)
{
    const Flight flight = m_flights.value(landed.key);
    const Result<bool> stored = finish(office, landed, flight);
    if (stored || stored.error().kind == ErrorKind::Transient || !landed.brought)
        return stored;
    return finish(office, {landed.key, failure(stored)}, flight);
}

Result<bool> LeadReader::finish(const Office &office, const Landed &landed, const Flight &flight)
{
    store::LeadRead read = flight.read;
    Error error;
    bool failed = !landed.brought;
    if (failed)
        error = landed.brought.error();
    const auto *const changes = landed.brought ? std::get_if<connectors::LeadChanges>(&*landed.brought) : nullptr;
    const auto *const tasks = landed.brought ? std::get_if<connectors::LeadTasks>(&*landed.brought) : nullptr;
    const auto *const wins = landed.brought ? std::get_if<Wins>(&*landed.brought) : nullptr;
    read.lastError.clear();
    if (changes) {
        if (const Done checked = check(*changes, read); !checked) {
            failed = true;
            error = checked.error();
        }
    }
    if (tasks) { // each in a transaction of its own: a caller's row is never locked for another's sake
        const Result<QString> problem = settle(office, flight, *tasks);
        if (!problem)
            return failure(problem);
        read.lastError = problem->left(longestError);
    }

    const Instant now = m_clock.now();
    const Instant next = std::max(flight.startedAt + flight.every, now + shortestInterval);
    if (failed) {
        read.failures += 1;
        read.lastError = error.what.left(longestError);
        read.dueAt = now + pauseAfter(read.failures, problemOf(error), recordsEvery);
    } else {
        read.failures = 0;
        read.dueAt = next;
        if (changes) {
            read.cursor = changes->cursor;
            if (!read.wholeAt) {
                read.seen += changes->records.size();
                if (changes->total)
                    read.total = *changes->total;
            }
            if (!changes->isLast)
                read.dueAt = now;
            else if (!read.wholeAt)
                read.wholeAt = now;
        } else if (tasks) {
            read.cursor = tasks->cursor.left(longestCursor);
        } else {
            read.cursor = wins->after;
            if (!wins->after.isEmpty())
                read.dueAt = now;
        }
    }

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Result<bool> isOurs = store::LeadReadGateway(m_database).finish(*transaction, read, m_engineId);
    if (!isOurs)
        return failure(isOurs);
    const auto list = m_lists.find(landed.key);
    if (!*isOurs) { // we slept past the lease; whoever has it now reads the same again
        if (list != m_lists.end())
            list->lookAt = now + flight.every;
        return false;
    }
    audit::Trail trail;
    if (changes && !failed) {
        if (const Done stored = store(*transaction, trail, office, flight, changes->records, now); !stored)
            return failure(stored);
    }
    if (wins) {
        if (const Done stored = store(*transaction, trail, flight, *wins, now); !stored)
            return failure(stored);
    }
    const store::PulseGateway pulses(m_database);
    const Done noted = failed ? pulses.noteFailure(*transaction, read.connection, problemOf(error), now)
                              : pulses.noteSuccess(*transaction, read.connection, now);
    if (!noted)
        return failure(noted);
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    if (list != m_lists.end())
        list->lookAt = read.dueAt;
    return true;
}

Done LeadReader::store(store::Transaction &transaction, audit::Trail &trail, const Office &office, const Flight &flight,
                       const QList<calls::LeadRecord> &records, Instant now)
{
    const QString &connection = flight.read.connection;
    if (const Done put = store::LeadIndexGateway(m_database).put(transaction, connection, records, now); !put)
        return put;
    // Callers whom we have met already follow what was changed there.
    const store::ContactGateway contacts(m_database);
    const Recognition recognition(transaction, trail, office, now);
    for (const calls::LeadRecord &record : records) {
        for (const calls::PhoneNumber &number : record.numbers) {
            const Result<std::optional<calls::Contact>> contact = contacts.find(number);
            if (!contact)
                return failure(contact);
            if (record.isGone || !*contact)
                continue;
            const Result<std::optional<calls::FollowUp>> openCase = store::FollowUpGateway(m_database).openOf((*contact)->id);
            if (!openCase)
                return failure(openCase);
            const Result<Recognition::Caller> filled = recognition.recognise(**contact, *openCase ? (*openCase)->id.text() : QString());
            if (!filled)
                return failure(filled);
        }
    }
    return {};
}

Done LeadReader::store(store::Transaction &transaction, audit::Trail &trail, const Flight &flight, const Wins &wins, Instant now)
{
    const QString &connection = flight.read.connection;
    const store::WinGateway gateway(m_database);
    for (const calls::Win &win : wins.wins) {
        const Result<std::optional<calls::FollowUpId>> whose = gateway.caseOf(connection, win.record, win.wonAt);
        if (!whose)
            return failure(whose);
        if (!*whose) {
            const Result<std::optional<store::WinGateway::Row>> known = gateway.find(connection, win.id);
            if (!known)
                return failure(known);
            if (!*known) // earned before anybody was called back
                continue;
        }
        const Result<bool> isNews = gateway.put(transaction, {.connection = connection, .win = win, .followUp = *whose}, now);
        if (!isNews)
            return failure(isNews);
        if (!*isNews)
            continue;
        QJsonObject detail = {{u"what"_s, win.what}, {u"won_at"_s, toIso(win.wonAt)}, {u"taken_back"_s, win.isTakenBack}};
        if (win.amount)
            detail.insert(u"amount_cents"_s, win.amount->cents);
        trail.add({.at = now,
                   .actor = u"lead_system:"_s + connection,
                   .action = u"win_recorded"_s,
                   .caseId = *whose ? (*whose)->text() : QString(),
                   .subject = u"win:"_s + win.id,
                   .detail = detail});
    }
    return {};
}

} // namespace ringback::engine

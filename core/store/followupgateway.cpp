#include "store/columns.h"
#include "store/dialect.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;
using calls::FollowUp;
using calls::Lead;

namespace {

const QString columns =
    u"id, contact_id, line, playbook_version, state, missed_calls, opened_at, last_call_at, replied_at, closed_at, outcome, reasons,"
    " reached_at, next_step, next_step_at"_s;
const QString leadColumns = u"id, follow_up_id, contact_id, tag, source, status, value_cents, created_at"_s;

Result<FollowUp> readFollowUp(const Row &row)
{
    const Result<calls::FollowUpId> id = idFrom<calls::FollowUpId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::ContactId> contact = idFrom<calls::ContactId>(row.text(1));
    if (!contact)
        return failure(contact);
    const Result<calls::FollowUpState> state = wordFrom<calls::FollowUpState>(row.text(4));
    if (!state)
        return failure(state);
    return FollowUp{.id = *id,
                    .contact = *contact,
                    .line = row.text(2),
                    .playbookVersion = row.integer(3),
                    .state = *state,
                    .missedCalls = row.count(5),
                    .openedAt = row.instant(6),
                    .lastCallAt = row.instant(7),
                    .repliedAt = row.maybeInstant(8),
                    .closedAt = row.maybeInstant(9),
                    .outcome = row.text(10),
                    .reasons = codes(row.text(11)),
                    .reachedAt = row.maybeInstant(12),
                    .nextStep = row.text(13),
                    .nextStepAt = row.maybeInstant(14)};
}

Result<Lead> readLead(const Row &row)
{
    const Result<calls::LeadId> id = idFrom<calls::LeadId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(1));
    if (!followUp)
        return failure(followUp);
    const Result<calls::ContactId> contact = idFrom<calls::ContactId>(row.text(2));
    if (!contact)
        return failure(contact);
    Lead lead{.id = *id,
              .followUp = *followUp,
              .contact = *contact,
              .tag = row.text(3),
              .source = row.text(4),
              .status = row.text(5),
              .createdAt = row.instant(7)};
    if (const std::optional<qint64> cents = row.maybeInteger(6))
        lead.value = Money{*cents};
    return lead;
}

} // namespace

Result<std::optional<FollowUp>> FollowUpGateway::find(const calls::FollowUpId &id) const
{
    return first<FollowUp>(m_database.rows(u"SELECT "_s + columns + u" FROM follow_ups WHERE id = ?"_s, {id.text()}), readFollowUp);
}

Result<std::optional<FollowUp>> FollowUpGateway::openOf(const calls::ContactId &contact) const
{
    return first<FollowUp>(
        m_database.rows(u"SELECT "_s + columns + u" FROM follow_ups WHERE contact_id = ? AND state = 'open'"_s, {contact.text()}),
        readFollowUp);
}

Result<std::optional<FollowUp>> FollowUpGateway::openToChange(Transaction &transaction, const calls::ContactId &contact) const
{
    return first<FollowUp>(transaction.rows(u"SELECT "_s + columns + u" FROM follow_ups WHERE contact_id = ? AND state = 'open'"_s +
                                                dialect::forUpdate(m_database.dialect()),
                                            {contact.text()}),
                           readFollowUp);
}

Done FollowUpGateway::insert(Transaction &transaction, const FollowUp &followUp) const
{
    return done(transaction.change(u"INSERT INTO follow_ups ("_s + columns + u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {followUp.id.text(), followUp.contact.text(), text(followUp.line), followUp.playbookVersion,
                                    word(followUp.state), followUp.missedCalls, value(followUp.openedAt), value(followUp.lastCallAt),
                                    orNull(followUp.repliedAt), orNull(followUp.closedAt), text(followUp.outcome), joined(followUp.reasons),
                                    orNull(followUp.reachedAt), text(followUp.nextStep), orNull(followUp.nextStepAt)}));
}

Done FollowUpGateway::update(Transaction &transaction, const FollowUp &followUp) const
{
    return done(
        transaction.change(u"UPDATE follow_ups SET line = ?, state = ?, missed_calls = ?, last_call_at = ?, replied_at = ?, closed_at = ?,"
                           " outcome = ?, reasons = ?, reached_at = ?, next_step = ?, next_step_at = ? WHERE id = ?"_s,
                           {text(followUp.line), word(followUp.state), followUp.missedCalls, value(followUp.lastCallAt),
                            orNull(followUp.repliedAt), orNull(followUp.closedAt), text(followUp.outcome), joined(followUp.reasons),
                            orNull(followUp.reachedAt), text(followUp.nextStep), orNull(followUp.nextStepAt), followUp.id.text()}));
}

Result<QList<FollowUp>> FollowUpGateway::stepsDue(Transaction &transaction, Instant now, int limit) const
{
    return each<FollowUp>(transaction.rows(u"SELECT "_s + columns +
                                               u" FROM follow_ups WHERE next_step_at IS NOT NULL AND next_step_at <= ?"
                                               " ORDER BY next_step_at, id LIMIT ?"_s +
                                               dialect::skipLocked(m_database.dialect()),
                                           {value(now), limit}),
                          readFollowUp);
}

Result<std::optional<Instant>> FollowUpGateway::nextStepDue() const
{
    const Result<Rows> rows = m_database.rows(u"SELECT MIN(next_step_at) FROM follow_ups WHERE next_step_at IS NOT NULL"_s);
    if (!rows)
        return failure(rows);
    return rows->first().maybeInstant(0);
}

Result<std::optional<FollowUp>> FollowUpGateway::latestOf(const calls::ContactId &contact) const
{
    return first<FollowUp>(
        m_database.rows(u"SELECT "_s + columns + u" FROM follow_ups WHERE contact_id = ? ORDER BY opened_at DESC, id DESC LIMIT 1"_s,
                        {contact.text()}),
        readFollowUp);
}

Result<QList<FollowUp>> FollowUpGateway::page(const QString &before, int limit) const
{
    return each<FollowUp>(
        m_database.rows(u"SELECT "_s + columns + u" FROM follow_ups WHERE id < ? ORDER BY id DESC LIMIT ?"_s, {pageStart(before), limit}),
        readFollowUp);
}

Result<QList<FollowUp>> FollowUpGateway::open(int limit) const
{
    return each<FollowUp>(
        m_database.rows(u"SELECT "_s + columns + u" FROM follow_ups WHERE state = 'open' ORDER BY last_call_at DESC, id DESC LIMIT ?"_s,
                        {limit}),
        readFollowUp);
}

Result<QList<FollowUp>> FollowUpGateway::closedSince(Instant since, int limit) const
{
    return each<FollowUp>(
        m_database.rows(u"SELECT "_s + columns +
                            u" FROM follow_ups WHERE state = 'closed' AND closed_at >= ? ORDER BY closed_at DESC, id DESC LIMIT ?"_s,
                        {value(since), limit}),
        readFollowUp);
}

Result<int> FollowUpGateway::callsSince(const calls::FollowUpId &id, Instant since) const
{
    const Result<Rows> rows = m_database.rows(
        u"SELECT COUNT(*) FROM calls WHERE follow_up_id = ? AND started_at >= ? AND direction = 'in' AND verdict = 'missed'"_s,
        {id.text(), value(since)});
    if (!rows)
        return failure(rows);
    return rows->first().count(0);
}

Done LeadGateway::insert(Transaction &transaction, const Lead &lead) const
{
    return done(transaction.change(u"INSERT INTO leads ("_s + leadColumns + u") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                   {lead.id.text(), lead.followUp.text(), lead.contact.text(), text(lead.tag), text(lead.source),
                                    text(lead.status), orNull(lead.value), value(lead.createdAt)}));
}

Result<std::optional<Lead>> LeadGateway::ofFollowUp(const calls::FollowUpId &followUp) const
{
    return first<Lead>(m_database.rows(u"SELECT "_s + leadColumns + u" FROM leads WHERE follow_up_id = ?"_s, {followUp.text()}), readLead);
}

Done LeadGateway::update(Transaction &transaction, const Lead &lead) const
{
    return done(transaction.change(u"UPDATE leads SET status = ?, value_cents = ? WHERE id = ?"_s,
                                   {text(lead.status), orNull(lead.value), lead.id.text()}));
}

} // namespace ringback::store

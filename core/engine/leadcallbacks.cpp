#include "engine/casework.h"
#include "engine/conclusion.h"
#include "engine/leadreader.h"
#include "store/gateways.h"

#include <algorithm>

/// Callbacks that were finished in lead systems.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using calls::TaskState;
using connectors::LeadTaskState;
using store::LeadLinkRow;

namespace {

QString actorOf(const QString &connection)
{
    return u"lead_system:"_s + connection;
}

bool isLive(const CallbackTask &task)
{
    return task.state == TaskState::Open || task.state == TaskState::Claimed;
}

// What it means that a callback was finished there: the system's word where that is an outcome of ours, what the office has chosen, or else the first
// that ends the case, claims no success and asks nothing.
const playbook::Outcome *outcomeOf(const playbook::Playbook &book, const settings::LeadConnection &connection, const QString &word)
{
    if (const playbook::Outcome *const said = book.outcome(word))
        return said;
    if (const playbook::Outcome *const chosen = book.outcome(connection.choices.value(u"outcome.task_done"_s)))
        return chosen;
    const auto plain = std::find_if(book.outcomes.cbegin(), book.outcomes.cend(), [](const playbook::Outcome &outcome) {
        return outcome.closes && !outcome.recovered && !outcome.asksValue && !outcome.asksTime;
    });
    if (plain != book.outcomes.cend())
        return &*plain;
    const auto closing =
        std::find_if(book.outcomes.cbegin(), book.outcomes.cend(), [](const playbook::Outcome &outcome) { return outcome.closes; });
    return closing != book.outcomes.cend() ? &*closing : nullptr;
}

// What we closed there ourselves and a person here has taken back since is no news, until the system has the callback once more.
bool wasClosedFromHere(const QList<store::LeadWriteRow> &writes, const LeadLinkRow &link)
{
    std::optional<qint64> closed;
    std::optional<qint64> put;
    for (const store::LeadWriteRow &row : writes) {
        if (row.connection != link.connection || row.subject != u"task:"_s + link.task)
            continue;
        if (row.kind == calls::LeadWriteKind::TaskClosed)
            closed = std::max(closed.value_or(row.ordinal), row.ordinal);
        else if (row.kind == calls::LeadWriteKind::Task && row.state == calls::LeadWriteState::Done)
            put = std::max(put.value_or(row.ordinal), row.ordinal);
    }
    return closed && put.value_or(*closed) <= *closed;
}

} // namespace

// What could not be done about one of them; the others are none the worse for it.
Result<QString> LeadReader::settle(const Office &office, const Flight &flight, const connectors::LeadTasks &tasks)
{
    QString problem;
    for (const LeadTaskState &state : tasks.states) {
        const auto link =
            std::find_if(flight.links.cbegin(), flight.links.cend(), [&](const LeadLinkRow &asked) { return asked.link.task == state.id; });
        if (link == flight.links.cend() || (!state.isClosed && !state.isGone))
            continue;
        const Done done = state.isGone ? forgetTask(flight, *link) : close(office, flight, *link, state);
        if (!done && done.error().kind == ErrorKind::Transient)
            return failure(done);
        if (!done)
            problem = done.error().what;
    }
    return problem;
}

Done LeadReader::close(const Office &office, const Flight &flight, const LeadLinkRow &link, const LeadTaskState &state)
{
    const std::optional<calls::TaskId> id = calls::TaskId::parse(link.task);
    if (!id)
        return failure(ErrorKind::Corrupt, u"a task there stands for none of ours"_s);
    const Result<QList<store::LeadWriteRow>> writes = store::LeadWriteGateway(m_database).ofCase(link.followUp);
    if (!writes)
        return failure(writes);
    if (wasClosedFromHere(*writes, link))
        return {};
    const Result<std::optional<calls::FollowUp>> found = store::FollowUpGateway(m_database).find(link.followUp);
    if (!found)
        return failure(found);
    const Result<std::optional<calls::Contact>> known =
        *found ? store::ContactGateway(m_database).findById((*found)->contact) : Result<std::optional<calls::Contact>>();
    if (!known)
        return failure(known);
    if (!*known)
        return failure(ErrorKind::Corrupt, u"a case without its contact"_s);
    const Result<Office> officeThen = officeAt(m_database, office, (*found)->playbookVersion);
    if (!officeThen)
        return failure(officeThen);
    const playbook::Outcome *const outcome = outcomeOf(officeThen->playbook, flight.connection, state.outcome);
    if (!outcome)
        return failure(ErrorKind::Invalid, u"the playbook has no outcome that ends a case"_s);

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant now = m_clock.now();
    // The contact's row first, as a click of somebody here would: one of the two comes first, and the other finds it done.
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(*transaction, **known, now);
    if (!contact)
        return failure(contact);
    const Result<std::optional<CallbackTask>> locked = store::TaskGateway(m_database).findToChange(*transaction, *id);
    if (!locked)
        return failure(locked);
    if (!*locked || !isLive(**locked))
        return {};
    const Result<std::optional<calls::FollowUp>> current = store::FollowUpGateway(m_database).find(link.followUp);
    if (!current)
        return failure(current);
    if (!*current)
        return failure(ErrorKind::Corrupt, u"a case that was there is gone"_s);
    CallbackTask task = **locked;
    calls::FollowUp followUp = **current;
    QString staff = flight.connection.staffOf(state.closedBy);
    if (!office.setup.person(staff))
        staff.clear();
    audit::Trail trail;
    Casework cases(*transaction, trail, m_ids, *officeThen, now);
    const Done ended = Conclusion(*transaction, cases, m_ids, *officeThen, now)
                           .end({.task = task, .followUp = followUp, .contact = *contact},
                                {.outcome = *outcome,
                                 .by = staff.isEmpty() ? actorOf(link.connection) : staff,
                                 .actor = actorOf(link.connection),
                                 .next = !staff.isEmpty()                   ? staff
                                         : task.state == TaskState::Claimed ? task.claimedBy
                                                                            : task.assignedTo,
                                 .confirms = false}); // nobody here said anything that could be confirmed
    if (!ended)
        return ended;
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

// Deleted there: our callback stands.
Done LeadReader::forgetTask(const Flight &flight, const LeadLinkRow &link)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant now = m_clock.now();
    const Result<bool> forgotten = store::LeadLinkGateway(m_database).forgetTask(*transaction, link, now);
    if (!forgotten)
        return failure(forgotten);
    if (!*forgotten)
        return {};
    audit::Trail trail;
    trail.add({.at = now,
               .actor = actorOf(flight.read.connection),
               .action = u"lead_task_gone"_s,
               .caseId = link.followUp.text(),
               .subject = u"task:"_s + link.task,
               .detail = {}});
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    return transaction->commit();
}

} // namespace ringback::engine

#include "desk/dialing.h"

#include "audit/trail.h"
#include "desk/click.h"
#include "policy/followthrough.h"
#include "store/dialgateway.h"
#include "store/gateways.h"

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using store::Dial;
using store::DialGateway;
using Why = Refusal::Why;

/// What the number is called for.
struct Dialing::Case {
    std::optional<calls::FollowUp> followUp;
    std::optional<calls::CallbackTask> task; ///< live
};

namespace {

bool ringsPeople(const settings::Connection &connection)
{
    return std::holds_alternative<settings::TwilioAccount>(connection.account) ||
           std::holds_alternative<settings::RingCentralAccount>(connection.account);
}

// The line that the caller dialled, or the first by which the phone system would ring both; null = by none.
const calls::Line *lineFor(const settings::Setup &setup, const QString &dialled)
{
    const auto rings = [&](const calls::Line &line) {
        const settings::Connection *const connection = setup.connection(line.callsConnection);
        return connection && ringsPeople(*connection);
    };
    if (const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(dialled); number) {
        const calls::Line *const line = setup.line(*number);
        return line && rings(*line) ? line : nullptr;
    }
    const auto found = std::find_if(setup.lines.cbegin(), setup.lines.cend(), rings);
    return found == setup.lines.cend() ? nullptr : &*found;
}

audit::Entry entry(Instant now, const QString &staff, const QString &action, const Dial &dial, QJsonObject detail)
{
    return {.at = now,
            .actor = actorOf(staff),
            .action = action,
            .caseId = dial.followUp ? dial.followUp->text() : QString(),
            .subject = u"dial:"_s + dial.id.text(),
            .detail = std::move(detail)};
}

} // namespace

Answer<Dialing::Case> Dialing::caseOf(const QString &followUp) const
{
    if (followUp.isEmpty())
        return Case{};
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUp);
    if (!id)
        return refused({.why = Why::NoSuchTask});
    const Result<std::optional<calls::FollowUp>> found = store::FollowUpGateway(m_database).find(*id);
    if (!found)
        return cannotStore(found.error());
    if (!*found)
        return refused({.why = Why::NoSuchTask});
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).liveOf(*id);
    if (!task)
        return cannotStore(task.error());
    return Case{.followUp = **found, .task = *task};
}

Answer<Dialled> Dialing::begin(const DialRequest &request, const QString &staff)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Claim);
    if (!office)
        return refused(office.error());
    const Answer<Case> known = caseOf(request.followUp);
    if (!known)
        return refused(known.error());
    const calls::Staff &person = *office->setup.person(staff);
    const calls::Line *const line =
        request.byLink || !person.phone ? nullptr : lineFor(office->setup, known->followUp ? known->followUp->line : QString());

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const DialGateway dials(m_database);
    if (const Done ended = dials.endLapsed(*transaction, request.number, now); !ended)
        return cannotStore(ended.error());
    Dial dial{.id = m_ids.next<store::DialId>(now),
              .number = request.number,
              .staff = staff,
              .way = line ? Dial::Way::Provider : Dial::Way::Link,
              .state = line ? Dial::State::Waiting : Dial::State::Ringing,
              .beganAt = now,
              .untilAt = now + reservedFor};
    if (known->followUp)
        dial.followUp = known->followUp->id;
    if (known->task)
        dial.task = known->task->id;
    if (line) {
        dial.connection = line->callsConnection;
        dial.line = line->number.e164();
    }
    const Result<bool> began = dials.begin(*transaction, dial); // first: on PostgreSQL of two at once the second waits here
    if (!began)
        return cannotStore(began.error());
    Dialled dialled{.number = request.number, .dial = dial.id.text(), .byLink = !line};
    audit::Trail trail;
    if (*began) {
        QJsonObject detail{{u"way"_s, line ? u"provider"_s : u"link"_s}};
        if (dial.task)
            detail.insert(u"task"_s, dial.task->text());
        trail.add(entry(now, staff, u"dial_begun"_s, dial, detail));
    } else {
        const Result<std::optional<Dial>> live = dials.liveToChange(*transaction, request.number);
        if (!live)
            return cannotStore(live.error());
        if (!*live) // it ended in this very moment
            return cannotStore({ErrorKind::Conflict, u"the call before this one is just ending; try again"_s});
        if ((*live)->staff != staff)
            return refused({.why = Why::SomebodyRinging, .who = nameOf(*office, (*live)->staff), .since = (*live)->beganAt});
        if (const Result<bool> renewed = dials.renew(*transaction, (*live)->id, now + reservedFor); !renewed)
            return cannotStore(renewed.error());
        dialled = {.number = request.number, .dial = (*live)->id.text(), .byLink = (*live)->way == Dial::Way::Link, .renewed = true};
    }
    // Whoever rings is at work on it. The row is locked, so that no lapse comes in between.
    if (known->task && known->followUp) {
        const store::TaskGateway tasks(m_database);
        const Result<std::optional<calls::CallbackTask>> task = tasks.findToChange(*transaction, known->task->id);
        if (!task)
            return cannotStore(task.error());
        if (*task && (*task)->state == calls::TaskState::Claimed && (*task)->claimedBy == staff) {
            const Result<policy::Rules> rules = office->rulesAt(m_database, known->followUp->playbookVersion);
            if (!rules)
                return cannotStore(rules.error());
            calls::CallbackTask renewed = **task;
            renewed.claimedAt = now;
            renewed.checkAt = policy::nextCheck(renewed, rules->playbook.callback);
            if (const Result<bool> changed = tasks.change(*transaction, **task, renewed); !changed)
                return cannotStore(changed.error());
        }
    }
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return dialled;
}

Answer<bool> Dialing::end(const calls::PhoneNumber &number, const QString &staff)
{
    if (const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Claim); !office)
        return refused(office.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const DialGateway dials(m_database);
    const Result<std::optional<Dial>> live = dials.liveToChange(*transaction, number);
    if (!live)
        return cannotStore(live.error());
    if (!*live || (*live)->staff != staff)
        return false;
    const Result<bool> ended = dials.end(*transaction, (*live)->id, now);
    if (!ended)
        return cannotStore(ended.error());
    if (!*ended)
        return false;
    audit::Trail trail;
    trail.add(entry(now, staff, u"dial_ended"_s, **live, {}));
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

} // namespace ringback::desk

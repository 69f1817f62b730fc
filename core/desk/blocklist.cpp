#include "desk/blocklist.h"

#include "base/time.h"
#include "desk/deskwork.h"
#include "desk/knowncaller.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "store/blocklistgateway.h"

#include <QJsonArray>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::Blocking;
using calls::CallbackTask;
using calls::FollowUpState;
using calls::TaskState;
using store::BlocklistGateway;
using Why = Refusal::Why;

namespace {

const QString commandLine = u"command"_s;

QString spam()
{
    return QString::fromUtf16(Blocklist::outcome);
}

QString tidy(QString reason)
{
    return reason.remove(QChar(0)).simplified().left(Blocklist::longestReason);
}

// The status that the playbook gives a lead that turns out to be spam.
QString spamStatus(const playbook::Playbook &book)
{
    const playbook::Outcome *const outcome = book.outcome(Blocklist::outcome);
    return outcome && !outcome->leadStatus.isEmpty() ? outcome->leadStatus : spam();
}

Done setLeadStatus(store::Transaction &transaction, engine::Casework &work, const calls::FollowUp &followUp, const QString &status,
                   const QString &actor, QString *before = nullptr)
{
    const store::LeadGateway leads(transaction.database());
    const Result<std::optional<calls::Lead>> found = leads.ofFollowUp(followUp.id);
    if (!found)
        return failure(found);
    if (!*found)
        return {};
    calls::Lead lead = **found;
    if (before)
        *before = lead.status;
    if (lead.status == status)
        return {};
    lead.status = status;
    work.note(actor, u"lead_updated"_s, followUp.id.text(), u"lead:"_s + lead.id.text(), {{u"status"_s, status}});
    return leads.update(transaction, lead);
}

} // namespace

// A case with its caller, and its callback while it has one.
struct Blocklist::Scene {
    engine::Office office;
    calls::FollowUp followUp;
    calls::Contact contact;
    std::optional<CallbackTask> task;

    [[nodiscard]] QString caseId() const { return followUp.id.text(); }
    [[nodiscard]] QString subject() const { return u"contact:"_s + contact.id.text(); }
};

Answer<Blocklist::Scene> Blocklist::enter(const QString &followUpId, const QString &staff) const
{
    Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Reply);
    if (!office)
        return refused(office.error());
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUpId);
    if (!id)
        return refused({.why = Why::NoSuchTask});
    Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(*id);
    if (!followUp)
        return cannotStore(followUp.error());
    if (!*followUp)
        return refused({.why = Why::NoSuchTask});
    Result<std::optional<calls::Contact>> contact = store::ContactGateway(m_database).findById((*followUp)->contact);
    if (!contact)
        return cannotStore(contact.error());
    if (!*contact)
        return cannotStore({ErrorKind::Corrupt, u"a follow-up without its contact"_s});
    Result<engine::Office> officeThen = officeAt(m_database, std::move(*office), (*followUp)->playbookVersion);
    if (!officeThen)
        return cannotStore(officeThen.error());
    return Scene{.office = std::move(*officeThen), .followUp = std::move(**followUp), .contact = std::move(**contact), .task = {}};
}

// The contact's row first, as intake does; then everything is read as it is now.
Done Blocklist::lock(store::Transaction &transaction, Scene &scene) const
{
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(transaction, scene.contact, m_clock.now());
    if (!contact)
        return failure(contact);
    scene.contact = *contact;
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(m_database).find(scene.followUp.id);
    if (!followUp)
        return failure(followUp);
    if (!*followUp)
        return failure(ErrorKind::Corrupt, u"a case that was there is gone"_s);
    scene.followUp = **followUp;
    const store::TaskGateway tasks(m_database);
    const Result<std::optional<CallbackTask>> latest = tasks.latestOf(scene.followUp.id);
    if (!latest)
        return failure(latest);
    if (!*latest)
        return {};
    const Result<std::optional<CallbackTask>> locked = tasks.findToChange(transaction, (*latest)->id);
    if (!locked)
        return failure(locked);
    scene.task = *locked;
    return {};
}

Answer<calls::FollowUp> Blocklist::markAsSpam(const QString &followUpId, const QString &staff, const QString &reason)
{
    Answer<Scene> scene = enter(followUpId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    if (const Done locked = lock(*transaction, *scene); !locked)
        return cannotStore(locked.error());
    const bool isLive = scene->task && (scene->task->state == TaskState::Open || scene->task->state == TaskState::Claimed);
    if (scene->followUp.state != FollowUpState::Open)
        return refused(scene->task && scene->task->state == TaskState::Done ? whyNot(*scene->task, scene->office)
                                                                            : Refusal{.why = Why::AlreadyDone});
    if (isLive && scene->task->state == TaskState::Claimed && !isHeldBy(*scene->task, staff))
        return refused(whyNot(*scene->task, scene->office));

    const Instant now = m_clock.now();
    const QString actor = actorOf(staff);
    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, scene->office, now);
    const Result<bool> marked = BlocklistGateway(m_database)
                                    .mark(*transaction, {.number = scene->contact.number,
                                                         .mark = Blocking::Mark::Blocked,
                                                         .reason = tidy(reason),
                                                         .byWhom = actor,
                                                         .at = now,
                                                         .anew = true});
    if (!marked)
        return cannotStore(marked.error());
    work.note(actor, u"number_blocked"_s, scene->caseId(), scene->subject(), {{u"reason"_s, tidy(reason)}});

    KnownCaller caller{.contact = scene->contact, .openCase = scene->followUp};
    const Result<int> stopped = stopMessages(*transaction, work, caller, scene->contact.number, actor, policy::reason::blockedByStaff);
    if (!stopped)
        return cannotStore(stopped.error());
    QString statusBefore;
    if (const Done led = setLeadStatus(*transaction, work, scene->followUp, spamStatus(scene->office.playbook), actor, &statusBefore); !led)
        return cannotStore(led.error());
    if (isLive) {
        CallbackTask cancelled = *scene->task; // keeps who had it, for the way back
        cancelled.state = TaskState::Cancelled;
        cancelled.checkAt.reset();
        cancelled.leadStatusBefore = statusBefore;
        const Result<bool> changed = work.changeTask(*scene->task, cancelled);
        if (!changed)
            return cannotStore(changed.error());
        if (!*changed)
            return cannotStore({ErrorKind::Conflict, u"a locked task has changed"_s});
        work.note(actor, u"task_cancelled"_s, scene->caseId(), u"task:"_s + cancelled.id.text(),
                  {{u"reasons"_s, QJsonArray{QString::fromUtf16(policy::reason::blockedByStaff)}}});
    }
    calls::FollowUp &followUp = *caller.openCase;
    followUp.state = FollowUpState::Closed;
    followUp.closedAt = now;
    followUp.outcome = spam();
    work.note(actor, u"follow_up_closed"_s, scene->caseId(), u"follow_up:"_s + scene->caseId(), {{u"outcome"_s, followUp.outcome}});
    if (const Done updated = store::FollowUpGateway(m_database).update(*transaction, followUp); !updated)
        return cannotStore(updated.error());
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return followUp;
}

Answer<calls::FollowUp> Blocklist::notSpam(const QString &followUpId, const QString &staff)
{
    Answer<Scene> scene = enter(followUpId, staff);
    if (!scene)
        return refused(scene.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    if (const Done locked = lock(*transaction, *scene); !locked)
        return cannotStore(locked.error());
    calls::FollowUp &followUp = scene->followUp;
    const Instant now = m_clock.now();
    const QString actor = actorOf(staff);
    if (followUp.state != FollowUpState::Closed || followUp.outcome != spam() || !followUp.closedAt ||
        now > *followUp.closedAt + Desk::undoWindow)
        return refused({.why = Why::TooLate});
    const Result<std::optional<calls::FollowUp>> another = store::FollowUpGateway(m_database).openOf(followUp.contact);
    if (!another)
        return cannotStore(another.error());
    if (*another)
        return refused({.why = Why::TooLate, .detail = u"the caller has another case by now"_s});
    const Result<bool> takenBack = BlocklistGateway(m_database)
                                       .takeBack(*transaction, {.number = scene->contact.number,
                                                                .mark = Blocking::Mark::Blocked,
                                                                .reason = {},
                                                                .byWhom = actor,
                                                                .at = *followUp.closedAt});
    if (!takenBack)
        return cannotStore(takenBack.error());
    if (!*takenBack) // somebody else marked it, or said something else of the number since
        return refused({.why = Why::TooLate, .detail = u"the number was marked by somebody else"_s});

    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, scene->office, now);
    work.note(actor, u"number_unblocked"_s, scene->caseId(), scene->subject(), {{u"reasons"_s, QJsonArray{u"undone"_s}}});
    QString status = scene->office.playbook.lead.newStatus;
    if (scene->task && scene->task->state == TaskState::Cancelled) {
        status = scene->task->leadStatusBefore;
        CallbackTask back = *scene->task;
        back.state = back.claimedBy.isEmpty() ? TaskState::Open : TaskState::Claimed;
        back.leadStatusBefore.clear();
        back.checkAt = policy::nextCheck(back, scene->office.playbook.callback);
        const Result<bool> changed = work.changeTask(*scene->task, back);
        if (!changed)
            return cannotStore(changed.error());
        if (!*changed)
            return cannotStore({ErrorKind::Conflict, u"a locked task has changed"_s});
        work.note(actor, u"task_restored"_s, scene->caseId(), u"task:"_s + back.id.text());
    }
    if (const Done led = setLeadStatus(*transaction, work, followUp, status, actor); !led)
        return cannotStore(led.error());
    followUp.state = FollowUpState::Open;
    followUp.closedAt.reset();
    followUp.outcome.clear();
    work.note(actor, u"follow_up_reopened"_s, scene->caseId(), u"follow_up:"_s + scene->caseId());
    if (const Done updated = store::FollowUpGateway(m_database).update(*transaction, followUp); !updated)
        return cannotStore(updated.error());
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return followUp;
}

Answer<calls::FollowUp> Blocklist::callBack(const QString &callId, const QString &staff)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Reply);
    if (!office)
        return refused(office.error());
    const store::CallGateway gateway(m_database);
    const Result<std::optional<calls::Call>> found = gateway.findById(callId);
    if (!found)
        return cannotStore(found.error());
    if (!*found)
        return refused({.why = Why::NoSuchTask});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    // The call's row before the contact's, as intake does.
    const Result<std::optional<calls::Call>> locked = gateway.findToChange(*transaction, (*found)->connection, (*found)->providerCallId);
    if (!locked)
        return cannotStore(locked.error());
    if (!*locked)
        return cannotStore({ErrorKind::Corrupt, u"a call that was there is gone"_s});
    calls::Call call = **locked;
    const std::optional<calls::PhoneNumber> number = calls::numberOf(call.caller);
    if (!number || std::none_of(call.reasons.cbegin(), call.reasons.cend(), policy::saysSpam))
        return refused({.why = call.followUp ? Why::AlreadyDone : Why::NoSuchTask});
    if (call.followUp)
        return refused({.why = Why::AlreadyDone});

    const Instant now = m_clock.now();
    const QString actor = actorOf(staff);
    const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(now), .number = *number, .kind = office->playbook.lead.unknownCaller};
    const Result<calls::Contact> contact = store::ContactGateway(m_database).findOrAdd(*transaction, fresh, now);
    if (!contact)
        return cannotStore(contact.error());
    const Result<std::optional<calls::FollowUp>> openCase = store::FollowUpGateway(m_database).openToChange(*transaction, contact->id);
    if (!openCase)
        return cannotStore(openCase.error());
    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, *office, now);
    const Result<bool> allowed =
        BlocklistGateway(m_database)
            .mark(*transaction, {.number = *number, .mark = Blocking::Mark::Allowed, .reason = {}, .byWhom = actor, .at = now});
    if (!allowed)
        return cannotStore(allowed.error());
    if (*allowed)
        work.note(actor, u"number_unblocked"_s, call.id.text(), u"contact:"_s + contact->id.text());

    const policy::Rules rules = office->rules();
    const Result<calls::PhoneNumber> dialled = calls::PhoneNumber::parse(call.line);
    const calls::Line *const line = dialled ? office->setup.line(*dialled) : nullptr;
    policy::Decision decision;
    if (!*openCase) {
        const Result<QList<policy::Candidate>> candidates = work.candidates();
        if (!candidates)
            return cannotStore(candidates.error());
        const Result<policy::Turns> turns = work.turns();
        if (!turns)
            return cannotStore(turns.error());
        decision = policy::decideNotSpam(line ? std::optional(*line) : std::nullopt, *contact, *candidates, staff, rules, now, *turns);
    } else {
        decision.reasons.append(QString::fromUtf16(policy::reason::notSpam));
        decision.actions.append(policy::JoinCase{(*openCase)->id});
    }
    Result<calls::FollowUp> followUp = work.carryOut(decision, {.contact = *contact,
                                                                .rules = rules,
                                                                .line = line,
                                                                .dialled = call.line,
                                                                .calledAt = std::min(now, call.endedAt.value_or(call.startedAt)),
                                                                .key = call.id.text(),
                                                                .openCase = *openCase});
    if (!followUp)
        return cannotStore(followUp.error());
    if (const Done stored = work.storeTurns(); !stored)
        return cannotStore(stored.error());
    call.followUp = followUp->id;
    call.reasons = decision.reasons;
    if (const Done updated = gateway.update(*transaction, call); !updated)
        return cannotStore(updated.error());
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return *followUp;
}

Answer<bool> Blocklist::block(const QString &number, const QString &staff, const QString &reason)
{
    return say(number, staff, true, tidy(reason));
}

Answer<bool> Blocklist::unblock(const QString &number, const QString &staff)
{
    return say(number, staff, false, {});
}

Answer<bool> Blocklist::say(const QString &text, const QString &staff, bool blocked, const QString &reason)
{
    Result<std::optional<engine::Office>> office = engine::loadOffice(m_database);
    if (!office)
        return cannotStore(office.error());
    const calls::Staff *const person = *office ? (*office)->setup.person(staff) : nullptr;
    if (!*office || (!staff.isEmpty() && person == nullptr))
        return refused({.why = Why::NoSuchPerson});
    if (person != nullptr && !calls::may(*person, calls::Right::Reply))
        return refused({.why = Why::NotAllowed});
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text);
    if (!number)
        return refused({.why = Why::NoSuchNumber});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const QString actor = staff.isEmpty() ? commandLine : actorOf(staff);
    Result<KnownCaller> known = lockKnown(*transaction, *number, now);
    if (!known)
        return cannotStore(known.error());
    const Result<bool> changed = BlocklistGateway(m_database)
                                     .mark(*transaction, {.number = *number,
                                                          .mark = blocked ? Blocking::Mark::Blocked : Blocking::Mark::Allowed,
                                                          .reason = reason,
                                                          .byWhom = actor,
                                                          .at = now});
    if (!changed)
        return cannotStore(changed.error());
    if (!*changed)
        return false;

    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, **office, now);
    QJsonObject detail;
    if (blocked) {
        const Result<int> dropped = stopMessages(*transaction, work, *known, *number, actor, policy::reason::blockedByStaff);
        if (!dropped)
            return cannotStore(dropped.error());
        detail = {{u"reason"_s, reason}, {u"texts_dropped"_s, *dropped}};
    }
    // A number that nobody has called from has no contact to name.
    work.note(actor, blocked ? u"number_blocked"_s : u"number_unblocked"_s, known->caseId(),
              known->contact ? known->subject() : u"number:"_s + number->e164(), detail);
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

} // namespace ringback::desk

#include "reports/replaysimulation.h"

#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "policy/sending.h"

#include <algorithm>

/// Texts and e-mails that would have left, and what callers wrote.
namespace ringback::reports {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PhoneNumber;
using store::PastText;
using store::PastWork;

namespace {

constexpr Milliseconds confirmationTrueFor = 24h;

} // namespace

void Simulation::answer(Party &caller, const policy::ScheduleText &text)
{
    schedule(caller, caller.openCase->serial,
             Message{.step = m_rules.playbook.step(text.step),
                     .channel = calls::Channel::Text,
                     .plannedAt = m_now,
                     .dueAt = text.dueAt,
                     .trueUntil = text.trueUntil,
                     .answersCall = true,
                     .counted = counts()});
}

void Simulation::schedule(Party &recipient, quint64 caseSerial, Message message)
{
    message.id = ++m_made;
    if (message.channel == calls::Channel::Text)
        recipient.planned = PlannedText{.id = message.id, .dueAt = message.dueAt, .step = message.step};
    plan(message.dueAt, recipient.contact.number, caseSerial, message);
}

std::optional<Instant> Simulation::lastText(const Party &recipient)
{
    return recipient.planned ? std::max(recipient.planned->dueAt, recipient.textedAt.value_or(recipient.planned->dueAt))
                             : recipient.textedAt;
}

// A text that will not leave after all keeps no other from leaving.
void Simulation::withdraw(Party &recipient, playbook::StopsOn why)
{
    if (!recipient.planned)
        return;
    const playbook::Step *const step = recipient.planned->step;
    if (why == playbook::StopsOn::OptedOut || (step && step->stopsOn.contains(why)))
        recipient.planned.reset();
}

void Simulation::confirm(Party &caller, const QString &outcomeId)
{
    const playbook::Outcome *const outcome = m_rules.playbook.outcome(outcomeId);
    if (!outcome || outcome->confirmation.isEmpty() || caller.optedOut || caller.likelyOptedOut ||
        m_setup.doNotText.contains(caller.contact.number))
        return;
    schedule(caller, 0, Message{.plannedAt = m_now, .dueAt = m_now, .trueUntil = m_now + confirmationTrueFor, .counted = counts()});
}

void Simulation::happen(const PastText &text)
{
    Party &caller = party(text.from);
    switch (policy::readKeyword(text.body, m_rules.playbook.optOut)) {
    case policy::Keyword::Stop:
        optOut(caller);
        return;
    case policy::Keyword::Help:
        return;
    case policy::Keyword::Start:
        if (caller.optedOut || caller.likelyOptedOut) {
            caller.optedOut = false;
            caller.likelyOptedOut = false;
            return;
        }
        break; // an answer like any other
    case policy::Keyword::None:
        caller.likelyOptedOut = caller.likelyOptedOut || policy::isLikelyOptOut(text.body, m_rules.playbook.optOut);
        break;
    }
    if (!caller.openCase) {
        const Result<PhoneNumber> dialled = PhoneNumber::parse(text.line);
        const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
        const policy::Decision decision = policy::decideUnexpectedText(line ? std::optional(*line) : std::nullopt, caller.contact,
                                                                       candidates(), m_rules, m_now, {}, m_turns);
        for (const policy::Action &action : decision.actions) {
            if (std::holds_alternative<policy::OpenCase>(action))
                open(caller, text.line);
            else if (const auto *task = std::get_if<policy::CreateTask>(&action))
                give(caller, *task);
        }
        caller.openCase->workedByPeople = true; // a text opens a case under every playbook
    }
    caller.openCase->followUp.repliedAt = m_now;
    withdraw(caller, playbook::StopsOn::Replied);
}

void Simulation::optOut(Party &caller)
{
    caller.optedOut = true;
    withdraw(caller, playbook::StopsOn::OptedOut);
}

void Simulation::takeStep(const Appointment &appointment, const policy::PlanStep &planned)
{
    const playbook::Step *const step = m_rules.playbook.step(planned.step);
    Case *const open = openCaseOf(appointment);
    if (!step)
        return;
    StepCount unused;
    if (!open) {
        if (counts())
            ++m_replay.steps[step->id].withheld[QString::fromUtf16(policy::reason::caseClosed)];
        return;
    }
    const Party &caller = party(*appointment.number);
    const Result<PhoneNumber> dialled = PhoneNumber::parse(open->followUp.line);
    const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
    const policy::StepDecision decision = policy::decideStep({.step = *step,
                                                              .contact = caller.contact,
                                                              .followUp = open->followUp,
                                                              .claimed = open->task && open->task->state == calls::TaskState::Claimed,
                                                              .optedOut = caller.optedOut,
                                                              .likelyOptedOut = caller.likelyOptedOut,
                                                              .doNotText = m_setup.doNotText.contains(caller.contact.number),
                                                              .canText = line && !line->textsConnection.isEmpty(),
                                                              .canEmail = m_setup.mail.has_value(),
                                                              .storm = m_storm.has_value(),
                                                              .plannedAt = planned.at},
                                                             m_rules, m_now);
    StepCount &count = counts() ? m_replay.steps[step->id] : unused;
    if (const auto *stop = std::get_if<policy::StopSteps>(&decision)) {
        ++count.withheld[stop->reason];
        return;
    }
    if (const auto *skip = std::get_if<policy::SkipStep>(&decision)) {
        ++count.withheld[skip->reason];
    } else if (const auto *sending = std::get_if<policy::SendStep>(&decision)) {
        schedule(party(*appointment.number), appointment.caseSerial,
                 Message{.step = step,
                         .channel = sending->channel,
                         .plannedAt = m_now,
                         .dueAt = sending->dueAt,
                         .trueUntil = sending->trueUntil,
                         .answersCall = false,
                         .counted = counts()});
    }
    if (const std::optional<policy::PlanStep> next = policy::nextStep(m_rules.playbook, step->id, planned.at - step->after))
        plan(next->at, appointment.number, appointment.caseSerial, NextStep{*next});
}

void Simulation::send(const Appointment &appointment, const Message &message)
{
    Party &recipient = party(*appointment.number);
    const Case *const open = openCaseOf(appointment);
    const auto since = [&message](std::optional<Instant> at) {
        return at && *at >= message.plannedAt;
    };
    const policy::TextDecision decision =
        policy::decideSending({.to = recipient.contact.number,
                               .zoneOnRecord = recipient.contact.timeZone,
                               .channel = message.channel,
                               .optedOut = recipient.optedOut,
                               .likelyOptedOut = recipient.likelyOptedOut,
                               .doNotText = m_setup.doNotText.contains(recipient.contact.number),
                               .replied = open && since(open->followUp.repliedAt),
                               .reached = open && since(open->followUp.reachedAt),
                               .claimed = open && open->task && open->task->state == calls::TaskState::Claimed,
                               .caseClosed = !open,
                               .dueAt = message.dueAt,
                               .trueUntil = message.trueUntil,
                               .step = message.step},
                              m_rules, m_now);
    const bool isPlanned = recipient.planned && recipient.planned->id == message.id;
    if (const auto *later = std::get_if<policy::PostponeText>(&decision)) {
        if (isPlanned)
            recipient.planned->dueAt = later->until;
        plan(later->until, appointment.number, appointment.caseSerial, message);
        return;
    }
    if (isPlanned)
        recipient.planned.reset();
    if (const auto *drop = std::get_if<policy::DropText>(&decision)) {
        if (message.counted && message.step)
            ++(message.answersCall ? m_replay.dropped[drop->reason] : m_replay.steps[message.step->id].withheld[drop->reason]);
        return;
    }
    if (message.channel == calls::Channel::Text)
        recipient.textedAt = m_now;
    if (!message.counted)
        return;
    if (message.step && !message.answersCall)
        ++m_replay.steps[message.step->id].sent;
    if (message.channel == calls::Channel::Email) {
        ++m_replay.emails;
        return;
    }
    ++m_replay.texts;
    policy::Rules judge = m_rules;
    if (m_plan.nights)
        judge.quietHours = m_plan.nights;
    m_replay.textsInTheNight += isNight(recipient.contact.number, recipient.contact.timeZone, judge, m_now) ? 1 : 0;
}

} // namespace ringback::reports

#include "calls/emailaddress.h"
#include "connectors/lever/system.h"
#include "connectors/lever/texts.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

// What is written to Lever.
namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray pathOf(const QString &opportunity)
{
    return "/opportunities/" + QUrl::toPercentEncoding(opportunity);
}

QJsonObject dataOf(const HttpAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object().value("data"_L1).toObject();
}

// What is only set, or put on a list without doubles, is repeated rather than looked for.
Trouble again(const Trouble &trouble)
{
    if (const auto *unknown = std::get_if<Unknown>(&trouble))
        return NotWritten{.kind = Class::ForNow, .code = u"no_answer"_s, .message = unknown->why, .retryAfter = {}};
    return trouble;
}

} // namespace

QCoro::Task<WriteOutcome> LeverSystem::putLead(LeadWriteHeader header)
{
    WriteOutcome outcome;
    calls::LeadLink &link = header.link;
    bool isMade = false;
    bool isNoted = false;
    if (link.record.isEmpty()) {
        if (header.facts.kind == calls::ContactKind::Client) {
            outcome = NotWritten{
                .kind = Class::Write, .code = u"client"_s, .message = u"Lever keeps candidates, not clients"_s, .retryAfter = {}};
            co_return outcome;
        }
        const Instant since = header.facts.calledAt - clockMargin;
        const Result<std::optional<calls::LeadRecord>> known = co_await newOpportunity(header.facts, since);
        if (!known) {
            outcome = clean(notWritten(known.error()));
            co_return outcome;
        }
        calls::LeadRecord record = known->value_or(calls::LeadRecord());
        if (!*known) {
            const Made made = co_await create(header.facts);
            if (made.trouble) {
                const Trouble why = co_await explained(*made.trouble);
                outcome = outcomeOf(why, false);
                co_return outcome;
            }
            record = made.record;
            isMade = true;
        }
        link.record = record.id;
        link.url = record.url;
        link.isOurs = true;
    } else if (link.lead.isEmpty()) {
        const QString tag = chosen(u"tag"_s, header.facts.tag);
        const QByteArray target = pathOf(link.record) + "/addTags";
        const QByteArray body = json({{u"tags"_s, QJsonArray{tag}}});
        const HttpAnswer answer = co_await m_api.write("POST", target, body);
        if (const std::optional<Trouble> trouble = troubleOf(answer)) {
            outcome = outcomeOf(again(*trouble), false);
            co_return outcome;
        }
        const Result<Opportunity> tagged = readOpportunity(dataOf(answer));
        if (tagged && link.url.isEmpty())
            link.url = tagged->record.url;
    }
    link.lead = link.record;

    if (!isMade) {
        const Result<bool> has = co_await hasNote(link.record, header.marker);
        if (!has) {
            outcome = clean(notWritten(has.error()));
            co_return outcome;
        }
        isNoted = *has;
    }
    outcome = Written{link};
    if (isNoted)
        co_return outcome;
    const WriteOutcome noted = co_await addNote(header);
    if (const auto *refusal = std::get_if<NotWritten>(&noted))
        outcome = outcomeOf(*refusal, isMade);
    else if (const auto *unknown = std::get_if<Unknown>(&noted))
        outcome = *unknown;
    co_return outcome;
}

QCoro::Task<LeverSystem::Made> LeverSystem::create(LeadFacts facts)
{
    const QString source = chosen(u"source"_s, facts.tag);
    const QJsonObject phone{{u"type"_s, u"mobile"_s}, {u"value"_s, facts.number.e164()}};
    QJsonObject body{{u"name"_s, nameOf(facts)},
                     {u"phones"_s, QJsonArray{phone}},
                     {u"tags"_s, QJsonArray{chosen(u"tag"_s, facts.tag)}},
                     {u"sources"_s, QJsonArray{source}},
                     {u"origin"_s, u"sourced"_s}};
    if (calls::isEmailAddress(facts.email)) // Lever puts it to the person who has that address already
        body.insert(u"emails"_s, QJsonArray{facts.email});
    const std::optional<Shown> shown = shownBy(chosen(u"status."_s + facts.status));
    const QString stage = shown && !shown->stage.isEmpty() ? shown->stage : chosen(u"stage"_s);
    if (!stage.isEmpty())
        body.insert(u"stage"_s, stage);
    if (!chosen(u"owner"_s).isEmpty())
        body.insert(u"owner"_s, chosen(u"owner"_s));
    if (!chosen(u"posting"_s).isEmpty())
        body.insert(u"postings"_s, QJsonArray{chosen(u"posting"_s)});
    const QByteArray sent = json(body);
    const HttpAnswer answer = co_await m_api.write("POST", "/opportunities", sent);
    Made made{.trouble = troubleOf(answer), .record = {}};
    if (made.trouble)
        co_return made;
    const Result<Opportunity> opportunity = readOpportunity(dataOf(answer));
    if (opportunity)
        made.record = opportunity->record;
    else
        made.trouble = Unknown{u"status %1 without an id"_s.arg(answer.status)};
    co_return made;
}

QCoro::Task<WriteOutcome> LeverSystem::addNote(LeadWriteHeader header)
{
    const QByteArray target = pathOf(header.link.record) + "/notes";
    const QByteArray body = noteBody(header);
    const HttpAnswer answer = co_await m_api.write("POST", target, body);
    const std::optional<Trouble> trouble = troubleOf(answer);
    WriteOutcome outcome = Written{header.link};
    if (trouble) {
        const Trouble why = co_await explained(*trouble);
        outcome = outcomeOf(why, false);
    }
    co_return outcome;
}

// Lever says no more than that a request is bad. Where it is what was chosen, or the user, every other write meets the same.
QCoro::Task<Trouble> LeverSystem::explained(Trouble trouble)
{
    const NotWritten *refusal = std::get_if<NotWritten>(&trouble);
    if (!refusal || refusal->kind != Class::Write)
        co_return trouble;
    const Result<ChoiceLists> lists = co_await choices();
    const QStringList gone = lists ? goneOf(*lists) : QStringList();
    if (!gone.isEmpty())
        trouble = NotWritten{.kind = Class::Account, .code = u"choice_gone"_s, .message = gone.constFirst(), .retryAfter = {}};
    co_return trouble;
}

// By the stage or the archive reason that was chosen for that status. What was not chosen is a note; so is what would move somebody whom the office has
// moved already, or who was there before the call.
QCoro::Task<WriteOutcome> LeverSystem::setStatus(SetStatus status)
{
    const LeadWriteHeader header = status.header;
    WriteOutcome outcome;
    const std::optional<Shown> shown = shownBy(chosen(u"status."_s + header.facts.status));
    bool moves = false;
    if (shown) {
        const Result<Opportunity> now = co_await opportunity(header.link.record);
        if (!now) {
            outcome = now.error().kind == ErrorKind::NotFound
                          ? NotWritten{.kind = Class::Gone, .code = u"404"_s, .message = now.error().what, .retryAfter = {}}
                          : clean(notWritten(now.error()));
            co_return outcome;
        }
        moves = mayMove(*now, header);
    }
    if (!moves) {
        outcome = co_await addNote(header);
        co_return outcome;
    }
    const bool isStage = !shown->stage.isEmpty();
    const QByteArray target = pathOf(header.link.record) + (isStage ? "/stage" : "/archived");
    const QByteArray body = isStage ? json({{u"stage"_s, shown->stage}}) : json({{u"reason"_s, shown->reason}});
    const HttpAnswer answer = co_await m_api.write("PUT", target, body);
    const std::optional<Trouble> trouble = troubleOf(answer);
    outcome = Written{header.link};
    if (trouble)
        outcome = outcomeOf(again(*trouble), false);
    co_return outcome;
}

// Ours, open, and in a stage that we may have put it in.
bool LeverSystem::mayMove(const Opportunity &opportunity, const LeadWriteHeader &header) const
{
    if (!header.link.isOurs || opportunity.archivedAt)
        return false;
    if (opportunity.stage.isEmpty() || opportunity.stage == QStringView(firstStage) || opportunity.stage == chosen(u"stage"_s))
        return true;
    const QMap<QString, QString> &choices = m_api.settings().choices;
    return std::any_of(choices.keyBegin(), choices.keyEnd(), [&](const QString &slot) {
        return slot.startsWith("status."_L1) && choices.value(slot) == stageChoice(opportunity.stage);
    });
}

} // namespace ringback::connectors::lever

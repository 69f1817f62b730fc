#include "board/leadbadges.h"
#include "board/leadsystems.h"
#include "board/reader.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "desk/leadwork.h"
#include "engine/office.h"
#include "leadworks.h"
#include "settings/secretstore.h"
#include "store/leadwritegateway.h"

#include <QCoro/QCoroTask>

#include <algorithm>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using board::LeadBadge;

namespace {

constexpr int mostPending = 500;

QString stateWord(LeadBadge::State state)
{
    switch (state) {
    case LeadBadge::State::Synced:
        return u"synced"_s;
    case LeadBadge::State::Waiting:
        return u"waiting"_s;
    case LeadBadge::State::NotKnown:
        return u"not_known"_s;
    case LeadBadge::State::ToChoose:
        return u"to_choose"_s;
    case LeadBadge::State::Failed:
        break;
    }
    return u"failed"_s;
}

// What people read of the list: done, or how far it is.
QString readWord(const std::optional<board::FirstPass> &pass)
{
    if (!pass)
        return {};
    if (pass->wholeAt)
        return u"whole"_s;
    return pass->isPaused ? u"paused"_s : u"reading"_s;
}

QJsonObject toJson(const board::LeadCard &card, const board::Health &health)
{
    const std::optional<board::FirstPass> &pass = card.firstPass;
    QJsonObject row{{u"id"_s, card.connection.id},
                    {u"type"_s, card.connection.type()},
                    {u"waiting"_s, card.waiting},
                    {u"failed"_s, card.failed},
                    {u"to_choose"_s, card.toChoose},
                    {u"list"_s, orNull(readWord(pass))},
                    {u"people"_s, pass ? QJsonValue(pass->seen) : QJsonValue()},
                    {u"people_total"_s, pass && pass->total ? QJsonValue(*pass->total) : QJsonValue()},
                    {u"last_read_error"_s, orNull(pass ? pass->lastError : QString())}};
    for (const board::ConnectionPulse &pulse : health.leadSystems) {
        if (pulse.id != card.connection.id)
            continue;
        row.insert(u"last_success_at"_s, orNull(pulse.lastSuccessAt));
        row.insert(u"last_failure"_s, orNull(pulse.lastFailure));
        row.insert(u"secret_missing"_s, pulse.secretMissing);
        row.insert(u"paused_until_at"_s, orNull(pulse.pausedUntil));
    }
    return row;
}

int listSystems(const QStringList &arguments, const Clock &clock)
{
    Command command(u"leads"_s,
                    u"Lists the lead systems. Also: leads test ID, leads choices ID, leads pending, leads retry CASE ID, "
                    "leads choose CASE ID RECORD."_s,
                    {}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<board::LeadSystems> systems = board::readLeadSystems(**database);
    if (!systems)
        return dataError(systems.error());
    board::Reader reader(**database, clock);
    if (const Result<board::Office> office = reader.office(); !office)
        return dataError(office.error());
    const Result<board::Health> health = reader.health();
    if (!health)
        return dataError(health.error());
    QJsonArray rows;
    for (const board::LeadCard &card : systems->connections)
        rows.append(toJson(card, *health));
    printRows(rows,
              {{u"ID"_s, u"id"_s},
               {u"TYPE"_s, u"type"_s},
               {u"WAITING"_s, u"waiting"_s},
               {u"FAILED"_s, u"failed"_s},
               {u"TO CHOOSE"_s, u"to_choose"_s},
               {u"LIST"_s, u"list"_s},
               {u"PEOPLE"_s, u"people"_s},
               {u"LAST SUCCESS"_s, u"last_success_at"_s},
               {u"LAST FAILURE"_s, u"last_failure"_s}},
              command.json());
    return Ok;
}

int withoutSystem(const Error &error)
{
    if (error.kind != ErrorKind::NotFound)
        return dataError(error);
    complain(u"There is no lead system of that id; see: ringback-engine leads"_s);
    return BadUsage;
}

int testSystem(const QStringList &arguments, const Clock &clock)
{
    Command command(u"leads test"_s, u"Asks a lead system whether everything is as it should be. Writes nothing without --write."_s,
                    {u"ID"_s}, {{u"write"_s, u"Also writes a test lead, and removes it where the system allows that."_s}}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<LeadWorks::Target> target = LeadWorks::targetOf(**database, command.positional(0));
    if (!target)
        return withoutSystem(target.error());
    settings::SystemSecrets secrets;
    LeadWorks works(clock, secrets);
    QList<board::TestFinding> findings = QCoro::waitFor(works.test(*target));
    const auto isBad = [](const board::TestFinding &each) {
        return each.level == board::TestFinding::Level::Bad;
    };
    // What is known to be wrong makes a lead that is wrong too.
    if (command.isSet(u"write"_s) && std::none_of(findings.cbegin(), findings.cend(), isBad))
        findings += QCoro::waitFor(works.tryRecord(*target));
    printFindings(findings, command.json());
    if (findings.isEmpty())
        complain(u"This lead system has nothing that could be tested."_s);
    return std::any_of(findings.cbegin(), findings.cend(), isBad) ? Found : Ok;
}

int listChoices(const QStringList &arguments, const Clock &clock)
{
    Command command(u"leads choices"_s, u"Lists what is to be chosen for a lead system, what is chosen, and what there is."_s, {u"ID"_s},
                    {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<board::LeadSystems> systems = board::readLeadSystems(**database);
    if (!systems)
        return dataError(systems.error());
    const auto card = std::find_if(systems->connections.cbegin(), systems->connections.cend(),
                                   [&](const board::LeadCard &each) { return each.connection.id == command.positional(0); });
    const Result<LeadWorks::Target> target = LeadWorks::targetOf(**database, command.positional(0));
    if (!target || card == systems->connections.cend())
        return withoutSystem(target ? Error{ErrorKind::NotFound, {}} : target.error());
    settings::SystemSecrets secrets;
    LeadWorks works(clock, secrets);
    const Result<board::LeadLists> lists = QCoro::waitFor(works.choices(*target));
    if (!lists) {
        complain(u"What there is to choose from could not be read: %1."_s.arg(lists.error().what));
        return lists.error().kind == ErrorKind::Refused ? Refused : Found;
    }
    QJsonArray rows;
    for (const board::LeadSlot &slot : card->choiceSlots) {
        const QString chosen = card->connection.choices.value(slot.key);
        const QList<board::LeadChoice> there = lists->value(slot.list);
        const auto found = std::find_if(there.cbegin(), there.cend(), [&](const board::LeadChoice &each) { return each.id == chosen; });
        QJsonArray choices;
        QStringList words;
        for (const board::LeadChoice &choice : there) {
            choices.append(QJsonObject{{u"id"_s, choice.id}, {u"name"_s, choice.name}});
            words.append(u"%1=%2"_s.arg(choice.id, choice.name));
        }
        QString state = chosen.isEmpty() ? (slot.isNeeded ? u"missing"_s : u"open"_s) : u"chosen"_s;
        if (!chosen.isEmpty() && !slot.list.isEmpty())
            state = found != there.cend() ? u"exists"_s : u"gone"_s;
        rows.append(QJsonObject{{u"id"_s, slot.key},
                                {u"needed"_s, slot.isNeeded},
                                {u"chosen"_s, orNull(chosen)},
                                {u"chosen_name"_s, orNull(found != there.cend() ? found->name : QString())},
                                {u"state"_s, state},
                                {u"choices"_s, choices},
                                {u"there"_s, orNull(words.join(u", "_s))}});
    }
    printRows(rows,
              {{u"SLOT"_s, u"id"_s},
               {u"CHOSEN"_s, u"chosen"_s},
               {u"NAME"_s, u"chosen_name"_s},
               {u"STATE"_s, u"state"_s},
               {u"THERE IS"_s, u"there"_s}},
              command.json());
    return std::any_of(rows.cbegin(), rows.cend(),
                       [](const QJsonValue &row) {
                           const QString state = row.toObject().value(u"state"_s).toString();
                           return state == u"missing" || state == u"gone";
                       })
               ? Found
               : Ok;
}

QJsonObject toJson(const QString &followUp, const LeadBadge &badge)
{
    QJsonArray candidates;
    QStringList words;
    for (const board::LeadCandidate &candidate : badge.candidates) {
        candidates.append(QJsonObject{{u"id"_s, candidate.id},
                                      {u"name"_s, candidate.name},
                                      {u"numbers"_s, QJsonArray::fromStringList(candidate.numbers)},
                                      {u"emails"_s, QJsonArray::fromStringList(candidate.emails)},
                                      {u"url"_s, orNull(candidate.url)},
                                      {u"open"_s, candidate.isOpen}});
        words.append(u"%1=%2"_s.arg(candidate.id, candidate.name));
    }
    return {{u"id"_s, followUp},           {u"lead_system"_s, badge.connectionId},     {u"state"_s, stateWord(badge.state)},
            {u"why"_s, orNull(badge.why)}, {u"message"_s, orNull(badge.message)},      {u"url"_s, orNull(badge.url)},
            {u"candidates"_s, candidates}, {u"records"_s, orNull(words.join(u", "_s))}};
}

int listPending(const QStringList &arguments, const Clock &clock)
{
    Command command(u"leads pending"_s,
                    u"Lists the cases that wait for somebody: refused by a lead system, or with several records there."_s, {}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<std::optional<engine::Office>> office = engine::loadOffice(**database);
    if (!office)
        return dataError(office.error());
    const settings::Setup setup = *office ? (*office)->setup : settings::Setup();
    const store::LeadWriteGateway writes(**database);
    QJsonArray rows;
    for (const settings::LeadConnection &connection : setup.leadSystems) {
        const Result<QList<calls::FollowUpId>> stuck = writes.stuck(connection.id, mostPending);
        if (!stuck)
            return dataError(stuck.error());
        for (const calls::FollowUpId &followUp : *stuck) {
            const Result<QList<LeadBadge>> badges = board::readLeadBadges(**database, setup, followUp);
            if (!badges)
                return dataError(badges.error());
            for (const LeadBadge &badge : *badges) {
                if (badge.connectionId == connection.id)
                    rows.append(toJson(followUp.text(), badge));
            }
        }
    }
    printRows(rows,
              {{u"CASE"_s, u"id"_s},
               {u"LEAD SYSTEM"_s, u"lead_system"_s},
               {u"STATE"_s, u"state"_s},
               {u"WHY"_s, u"why"_s},
               {u"MESSAGE"_s, u"message"_s},
               {u"RECORDS"_s, u"records"_s}},
              command.json());
    return Ok;
}

int retry(const QStringList &arguments, const Clock &clock)
{
    Command command(u"leads retry"_s, u"Has a lead system tried once more with what it refused of a case."_s, {u"CASE"_s, u"ID"_s},
                    {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    desk::LeadWork desk(**database, clock);
    const desk::Answer<int> writes = desk.tryAgain(command.positional(0), command.positional(1), command.value(u"as"_s));
    if (!writes)
        return refusal(**database, writes.error());
    printRows({QJsonObject{{u"id"_s, command.positional(0)}, {u"writes"_s, *writes}}}, {{u"CASE"_s, u"id"_s}, {u"WRITES"_s, u"writes"_s}},
              command.json());
    return Ok;
}

int choose(const QStringList &arguments, const Clock &clock)
{
    Command command(u"leads choose"_s, u"Says which record of a lead system is the caller's; \"new\": none of them, a new one is made."_s,
                    {u"CASE"_s, u"ID"_s, u"RECORD"_s}, {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    desk::LeadWork desk(**database, clock);
    const QString record = command.positional(2) == "new"_L1 ? QString() : command.positional(2);
    const desk::Answer<int> writes = desk.chooseRecord(command.positional(0), command.positional(1), record, command.value(u"as"_s));
    if (!writes)
        return refusal(**database, writes.error());
    printRows({QJsonObject{{u"id"_s, command.positional(0)}, {u"record"_s, orNull(record)}, {u"writes"_s, *writes}}},
              {{u"CASE"_s, u"id"_s}, {u"RECORD"_s, u"record"_s}, {u"WRITES"_s, u"writes"_s}}, command.json());
    return Ok;
}

} // namespace

int leads(const QStringList &arguments, const Clock &clock)
{
    const QString what = arguments.value(0);
    const QStringList rest = arguments.mid(1);
    if (what == "test"_L1)
        return testSystem(rest, clock);
    if (what == "choices"_L1)
        return listChoices(rest, clock);
    if (what == "pending"_L1)
        return listPending(rest, clock);
    if (what == "retry"_L1)
        return retry(rest, clock);
    if (what == "choose"_L1)
        return choose(rest, clock);
    return listSystems(arguments, clock);
}

} // namespace ringback::app::cli

#include "board/connections.h"
#include "board/reader.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "connectionworks.h"
#include "desk/connectionwork.h"
#include "settings/secretstore.h"
#include "store/wiringgateway.h"

#include <QCoro/QCoroTask>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using board::TestFinding;
using board::WiringRow;
using desk::ConnectionRefusal;

namespace {

QCommandLineOption publicUrlOption()
{
    return {u"public-url"_s, u"What phone systems call this office by: https://calls.example.com"_s, u"url"_s};
}

// Without a slash at its end. Empty when it is none; says so.
std::optional<QString> publicUrlOf(const Command &command)
{
    QString url = command.value(u"public-url"_s);
    while (url.endsWith(u'/'))
        url.chop(1);
    if (url.isEmpty() || QUrl(url, QUrl::StrictMode).isValid())
        return url;
    complain(u"--public-url takes an address such as https://calls.example.com"_s);
    return std::nullopt;
}

QJsonObject toJson(const board::ConnectionCard &card, const board::PhoneSystems &systems, const board::Health &health)
{
    QJsonArray calls;
    QJsonArray texts;
    for (const board::LineCard &line : systems.lines) {
        if (line.callsBy == card.connection.id)
            calls.append(line.number.e164());
        if (line.textsBy == card.connection.id)
            texts.append(line.number.e164());
    }
    QJsonObject row{{u"id"_s, card.connection.id}, {u"type"_s, card.connection.type()},   {u"calls"_s, calls},
                    {u"texts"_s, texts},           {u"webhook_path"_s, card.webhookPath}, {u"wired_at"_s, orNull(card.wiredAt)}};
    for (const board::ConnectionPulse &pulse : health.connections) {
        if (pulse.id != card.connection.id)
            continue;
        row.insert(u"last_event_at"_s, orNull(pulse.lastEventAt));
        row.insert(u"log_read_at"_s, orNull(pulse.logReadAt));
        row.insert(u"stream_until_at"_s, orNull(pulse.streamUntil));
        row.insert(u"last_failure"_s, orNull(pulse.lastFailure));
        row.insert(u"refused_signatures"_s, pulse.refusedSignatures);
        row.insert(u"secret_missing"_s, pulse.secretMissing);
    }
    return row;
}

int listConnections(const QStringList &arguments, const Clock &clock)
{
    Command command(u"connections"_s, u"Lists the phone systems. Also: connections test ID, connections wire ID."_s, {}, {}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<board::PhoneSystems> systems = board::readPhoneSystems(**database);
    if (!systems)
        return dataError(systems.error());
    board::Reader reader(**database, clock);
    if (const Result<board::Office> office = reader.office(); !office)
        return dataError(office.error());
    const Result<board::Health> health = reader.health();
    if (!health)
        return dataError(health.error());
    QJsonArray rows;
    for (const board::ConnectionCard &card : systems->connections)
        rows.append(toJson(card, *systems, *health));
    printRows(rows,
              {{u"ID"_s, u"id"_s},
               {u"TYPE"_s, u"type"_s},
               {u"CALLS"_s, u"calls"_s},
               {u"TEXTS"_s, u"texts"_s},
               {u"LAST EVENT"_s, u"last_event_at"_s},
               {u"LISTS READ"_s, u"log_read_at"_s},
               {u"LAST FAILURE"_s, u"last_failure"_s}},
              command.json());
    return Ok;
}

int withoutConnection(const Error &error)
{
    if (error.kind != ErrorKind::NotFound)
        return dataError(error);
    complain(u"There is no connection of that id; see: ringback-engine connections"_s);
    return BadUsage;
}

int testConnection(const QStringList &arguments, const Clock &clock)
{
    Command command(u"connections test"_s, u"Asks a phone system whether everything is as it should be. Changes nothing there."_s,
                    {u"ID"_s}, {publicUrlOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const std::optional<QString> publicUrl = publicUrlOf(command);
    if (!publicUrl)
        return BadUsage;
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<ConnectionWorks::Target> target = ConnectionWorks::targetOf(**database, command.positional(0), *publicUrl);
    if (!target)
        return withoutConnection(target.error());
    settings::SystemSecrets secrets;
    ConnectionWorks works(clock, secrets);
    const QList<TestFinding> findings = QCoro::waitFor(works.test(*target));
    printFindings(findings, command.json());
    const bool bad =
        std::any_of(findings.cbegin(), findings.cend(), [](const TestFinding &each) { return each.level == TestFinding::Level::Bad; });
    if (findings.isEmpty())
        complain(u"This phone system has nothing that could be tested."_s);
    return bad ? Found : Ok;
}

void printWiring(const QList<WiringRow> &rows, const Command &command)
{
    QJsonArray printed;
    for (const WiringRow &row : rows) {
        printed.append(
            QJsonObject{{u"id"_s, row.subject}, {u"now"_s, orNull(row.now)}, {u"wanted"_s, orNull(row.wanted)}, {u"ours"_s, row.isOurs()}});
    }
    printRows(printed, {{u"NUMBER"_s, u"id"_s}, {u"NOW"_s, u"now"_s}, {u"WANTED"_s, u"wanted"_s}}, command.json());
}

int notDone(const Error &error)
{
    complain(u"Nothing was changed at the phone system: %1."_s.arg(error.what));
    return error.kind == ErrorKind::Refused ? Refused : Found;
}

// It has been done, but the office does not know it.
int notKept(const ConnectionRefusal &refusal)
{
    complain(u"The phone system was changed, but that could not be noted here (%1): it cannot be put back by a click."_s.arg(
        refusal.detail.isEmpty() ? u"somebody changed the setup meanwhile"_s : refusal.detail));
    return NoData;
}

// Whether this person may, before anything is asked of the provider.
int refusedHere(const ConnectionRefusal &refusal)
{
    using Why = ConnectionRefusal::Why;
    if (refusal.why == Why::NotAllowed) {
        complain(u"Only owners change phone systems."_s);
        return Refused;
    }
    if (refusal.why == Why::CannotStore)
        return dataError({ErrorKind::Transient, refusal.detail});
    complain(refusal.why == Why::NoSuchPerson ? u"There is nobody of that id in the setup; see: ringback-engine export"_s
                                              : u"There is no connection of that id; see: ringback-engine connections"_s);
    return BadUsage;
}

int putBack(store::Database &database, desk::ConnectionWork &desk, ConnectionWorks &works, const ConnectionWorks::Target &target,
            const Command &command)
{
    const QString &id = target.connection.id;
    const Result<std::optional<store::Wiring>> wiring = store::WiringGateway(database).find(id);
    if (!wiring)
        return dataError(wiring.error());
    if (!*wiring) {
        complain(u"Nothing was changed there by this office, so there is nothing to put back."_s);
        return Refused;
    }
    QList<WiringRow> rows;
    for (qsizetype i = (*wiring)->undos.size() - 1; i >= 0; --i) {
        const Result<QList<WiringRow>> back = QCoro::waitFor(works.unwire(target, (*wiring)->undos.at(i)));
        if (!back)
            return notDone(back.error());
        rows = *back;
        if (const desk::ConnectionAnswer<int> left = desk.forgetWiring(id, command.value(u"as"_s)); !left)
            return notKept(left.error());
    }
    printWiring(rows, command);
    return Ok;
}

int wireConnection(const QStringList &arguments, const Clock &clock)
{
    Command command(u"connections wire"_s, u"Points a phone system's webhooks at this office, and prints what that replaced."_s, {u"ID"_s},
                    {asOption(),
                     publicUrlOption(),
                     {u"look"_s, u"Only shows where they go now."_s},
                     {u"undo"_s, u"Puts back what stood there before."_s}},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    const bool look = command.isSet(u"look"_s);
    const bool undo = command.isSet(u"undo"_s);
    if (look && undo) {
        complain(u"connections wire takes --look or --undo, not both."_s);
        return BadUsage;
    }
    const std::optional<QString> publicUrl = publicUrlOf(command);
    if (!publicUrl)
        return BadUsage;
    if (publicUrl->isEmpty() && !undo) {
        complain(u"connections wire wants  --public-url https://…  so that the phone system can find this office."_s);
        return BadUsage;
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<ConnectionWorks::Target> target = ConnectionWorks::targetOf(**database, command.positional(0), *publicUrl);
    if (!target)
        return withoutConnection(target.error());
    settings::SystemSecrets secrets;
    ConnectionWorks works(clock, secrets);
    if (look) {
        const Result<QList<WiringRow>> rows = QCoro::waitFor(works.look(*target));
        if (!rows)
            return notDone(rows.error());
        printWiring(*rows, command);
        return Ok;
    }
    desk::ConnectionWork desk(**database, clock);
    if (const desk::ConnectionAnswer<void> may = desk.mayChange(command.value(u"as"_s)); !may)
        return refusedHere(may.error());
    if (undo)
        return putBack(**database, desk, works, *target, command);
    const Result<ConnectionWorks::Wired> wired = QCoro::waitFor(works.wire(*target));
    if (!wired)
        return notDone(wired.error());
    if (const desk::ConnectionAnswer<int> kept = desk.keepWiring(target->connection.id, wired->undo, command.value(u"as"_s)); !kept)
        return notKept(kept.error());
    printWiring(wired->before, command);
    return Ok;
}

} // namespace

int connections(const QStringList &arguments, const Clock &clock)
{
    const QString what = arguments.value(0);
    if (what == "test"_L1)
        return testConnection(arguments.mid(1), clock);
    if (what == "wire"_L1)
        return wireConnection(arguments.mid(1), clock);
    return listConnections(arguments, clock);
}

} // namespace ringback::app::cli

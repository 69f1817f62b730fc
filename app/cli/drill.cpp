#include "base/id.h"
#include "cli/aftermath.h"
#include "cli/command.h"
#include "cli/killdrill.h"
#include "cli/output.h"
#include "places.h"
#include "practice/floor.h"
#include "practice/stormdrill.h"
#include "practicehouse.h"
#include "service.h"
#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QMap>
#include <QTemporaryDir>
#include <QThread>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

double ms(std::chrono::nanoseconds time)
{
    return std::round(static_cast<double>(time.count()) / 1e4) / 100;
}

QJsonObject percentiles(std::vector<std::chrono::nanoseconds> &values)
{
    return {{u"p50"_s, ms(practice::percentile(values, 50))},
            {u"p95"_s, ms(practice::percentile(values, 95))},
            {u"p99"_s, ms(practice::percentile(values, 99))},
            {u"max"_s, ms(practice::percentile(values, 100))}};
}

QString line(const QString &what, const QJsonObject &values)
{
    return u"%1  p50 %2 ms   p95 %3 ms   p99 %4 ms   max %5 ms"_s.arg(what.leftJustified(18))
        .arg(values[u"p50"_s].toDouble(), 0, 'f', 2)
        .arg(values[u"p95"_s].toDouble(), 0, 'f', 2)
        .arg(values[u"p99"_s].toDouble(), 0, 'f', 2)
        .arg(values[u"max"_s].toDouble(), 0, 'f', 2);
}

void printResult(const QJsonObject &result)
{
    print(u"acknowledged        %1"_s.arg(result[u"acknowledged"_s].toInt()));
    print(u"refused             %1"_s.arg(result[u"refused"_s].toInt()));
    print(u"texted              %1"_s.arg(result[u"texted"_s].toInt()));
    const QJsonObject suppressed = result[u"suppressed"_s].toObject();
    for (auto reason = suppressed.begin(); reason != suppressed.end(); ++reason)
        print(u"suppressed          %1 %2"_s.arg(reason.value().toInt()).arg(reason.key()));
    print(u"lost                %1"_s.arg(result[u"lost"_s].toInt()));
    print(u"duplicated          %1"_s.arg(result[u"duplicated"_s].toInt()));
    print(line(u"acknowledgement"_s, result[u"acknowledgement_ms"_s].toObject()));
    print(line(u"webhook to text"_s, result[u"webhook_to_text_ms"_s].toObject()));
    print(u"calls per second    %1"_s.arg(result[u"calls_per_second"_s].toDouble(), 0, 'f', 0));
    if (result.contains(u"floor"_s)) {
        const QJsonObject floor = result[u"floor"_s].toObject();
        print(u"\nfloor of this run   loopback round trip %1 ms, one synced commit %2 ms"_s
                  .arg(floor[u"round_trip_ms"_s].toDouble(), 0, 'f', 3)
                  .arg(floor[u"synced_commit_ms"_s].toDouble(), 0, 'f', 3));
        print(u"idle webhook        acknowledged in %1 ms = %2 × (round trip + commit)"_s
                  .arg(floor[u"idle_acknowledgement_ms"_s].toDouble(), 0, 'f', 2)
                  .arg(floor[u"idle_acknowledgement_ratio"_s].toDouble(), 0, 'f', 1));
        print(u"idle text           left after %1 ms = %2 × (2 round trips + 3 commits)"_s
                  .arg(floor[u"idle_webhook_to_text_ms"_s].toDouble(), 0, 'f', 2)
                  .arg(floor[u"idle_webhook_to_text_ratio"_s].toDouble(), 0, 'f', 1));
    }
}

double precise(std::chrono::nanoseconds time)
{
    return static_cast<double>(time.count()) / 1e6;
}

} // namespace

int drill(const QStringList &arguments, const Clock &clock)
{
    Command command(
        u"drill"_s, u"A storm of made-up calls against the practice phone company, in a database of its own."_s, {},
        {{u"calls"_s, u"How many calls."_s, u"number"_s, u"2000"_s},
         {u"concurrency"_s, u"Connections at once."_s, u"number"_s, u"32"_s},
         {u"repeat-percent"_s, u"Calls by somebody who has called before."_s, u"percent"_s, u"10"_s},
         {u"short-percent"_s, u"Calls that ring for no time at all."_s, u"percent"_s, u"10"_s},
         {u"seed"_s, u"The same callers for the same seed."_s, u"number"_s, u"1"_s},
         {u"kill-every"_s,
          u"Kill the engine (SIGKILL) so often while the calls come in, and start it again: an engine of its own process."_s, u"seconds"_s},
         {u"duration"_s, u"With --kill-every: the calls come spread over so long."_s, u"seconds"_s, u"60"_s},
         {u"floor"_s, u"Also measure what this machine cannot do without, and set the times of an idle engine against it."_s}},
        true);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const std::optional<qint64> calls = command.number(u"calls"_s, 1, 60'000);
    const std::optional<qint64> concurrency = calls ? command.number(u"concurrency"_s, 1, 200) : std::nullopt;
    const std::optional<qint64> repeats = concurrency ? command.number(u"repeat-percent"_s, 0, 100) : std::nullopt;
    const std::optional<qint64> shorts = repeats ? command.number(u"short-percent"_s, 0, 100) : std::nullopt;
    const std::optional<qint64> seed = shorts ? command.number(u"seed"_s, 0, std::numeric_limits<qint64>::max()) : std::nullopt;
    if (!seed) {
        complain(command.error());
        return BadUsage;
    }

    const bool kills = command.isSet(u"kill-every"_s);
    const std::optional<qint64> killEvery = kills ? command.number(u"kill-every"_s, 1, 3'600) : 0;
    const std::optional<qint64> duration = killEvery ? command.number(u"duration"_s, 1, 86'400) : std::nullopt;
    if (!duration) {
        complain(command.error());
        return BadUsage;
    }
    if (kills ? command.isSet(u"floor"_s) : command.isSet(u"duration"_s)) {
        complain(kills ? u"--floor measures an engine that is left alone: not with --kill-every"_s
                       : u"--duration belongs to --kill-every"_s);
        return BadUsage;
    }

    // On the disk where an office's database would lie, not on /tmp, which may be memory.
    const QDir officeFolder = QFileInfo(officeFile()).absoluteDir();
    const bool hasFolder = officeFolder.mkpath(u"."_s);
    const QTemporaryDir folder(officeFolder.filePath(u"drill-XXXXXX"_s));
    if (!hasFolder || !folder.isValid()) {
        complain(u"No folder for the drill: %1"_s.arg(folder.errorString()));
        return NoData;
    }
    const Result<store::Address> address =
        store::Address::parse(command.isSet(u"database"_s) ? command.value(u"database"_s) : folder.filePath(u"drill.db"_s));
    PracticeHouse house(clock);
    const Done furnished = address ? house.furnish(*address) : failure(address);
    if (!furnished) {
        complain(furnished.error().what);
        return NoData;
    }
    const practice::StormPlan plan{.calls = static_cast<int>(*calls),
                                   .concurrency = static_cast<int>(*concurrency),
                                   .repeatPercent = static_cast<int>(*repeats),
                                   .shortPercent = static_cast<int>(*shorts),
                                   .seed = static_cast<quint64>(*seed)};
    if (kills)
        return killDrill({.database = *address,
                          .plan = plan,
                          .killEvery = std::chrono::seconds(*killEvery),
                          .duration = std::chrono::seconds(*duration),
                          .json = command.json()},
                         house, clock);
    Service service({.database = *address, .listenAddress = u"127.0.0.1"_s}, clock, house.secrets());
    QObject::connect(&service, &Service::problem, &service, [](const QString &what) { complain(what); });
    if (const Done started = service.start(); !started) {
        complain(started.error().what);
        return NoData;
    }
    const Result<std::unique_ptr<store::Database>> database = openOffice(*address, clock);
    if (!database) {
        complain(database.error().what);
        return NoData;
    }
    practice::StormTarget target{.doorPort = service.port(),
                                 .publicUrl = service.publicUrl(),
                                 .authToken = house.phone().authToken(),
                                 .accountSid = practice::PracticePhone::accountSid(),
                                 .lines = PracticeHouse::lines()};
    const practice::StormResult storm = practice::runStorm(plan, target);
    const Result<bool> ended = waitForTheEnd(**database);
    Result<Aftermath> outcome = ended ? judge(**database, storm, house.phone().texts()) : failure(ended);
    if (!outcome) {
        complain(outcome.error().what);
        return NoData;
    }
    std::vector<std::chrono::nanoseconds> acknowledgements = storm.acknowledgements;
    QJsonObject suppressed;
    for (auto reason = outcome->suppressed.cbegin(); reason != outcome->suppressed.cend(); ++reason)
        suppressed.insert(reason.key(), reason.value());
    QJsonObject result = {{u"calls"_s, plan.calls},
                          {u"acknowledged"_s, storm.acknowledged},
                          {u"refused"_s, storm.refused + storm.unanswered},
                          {u"texted"_s, outcome->texted},
                          {u"suppressed"_s, suppressed},
                          {u"lost"_s, outcome->lost},
                          {u"duplicated"_s, outcome->doubled},
                          {u"acknowledgement_ms"_s, percentiles(acknowledgements)},
                          {u"webhook_to_text_ms"_s, percentiles(outcome->webhookToText)},
                          {u"calls_per_second"_s, std::round(outcome->callsPerSecond)}};
    if (command.isSet(u"floor"_s)) {
        const Result<practice::Floor> floor = practice::measureFloor(folder.path());
        if (!floor) {
            complain(floor.error().what);
            return NoData;
        }
        // One call at a time, each when the one before is done: an idle engine.
        std::vector<std::chrono::nanoseconds> idleAcknowledgements;
        std::vector<std::chrono::nanoseconds> idleTexts;
        for (quint64 i = 0; i < 50; ++i) {
            const practice::StormResult one = practice::runStorm(
                {.calls = 1, .concurrency = 1, .repeatPercent = 0, .shortPercent = 0, .seed = plan.seed + 1'000'003 + i}, target);
            if (const Result<bool> done = waitForTheEnd(**database); !done || !*done) {
                complain(done ? u"An idle engine did not finish one call in time."_s : done.error().what);
                return Found;
            }
            const QList<practice::PracticePhone::Text> texts = house.phone().texts();
            idleAcknowledgements.insert(idleAcknowledgements.end(), one.acknowledgements.begin(), one.acknowledgements.end());
            if (!texts.isEmpty() && one.firstEligiblePostAt.contains(texts.last().to))
                idleTexts.push_back(texts.last().takenAt - one.firstEligiblePostAt.value(texts.last().to));
        }
        const auto acknowledged = practice::percentile(idleAcknowledgements, 50);
        const auto textLeft = practice::percentile(idleTexts, 50);
        result.insert(
            u"floor"_s,
            QJsonObject{{u"round_trip_ms"_s, precise(floor->roundTrip)},
                        {u"synced_commit_ms"_s, precise(floor->syncedCommit)},
                        {u"idle_acknowledgement_ms"_s, precise(acknowledged)},
                        {u"idle_acknowledgement_ratio"_s, precise(acknowledged) / precise(floor->roundTrip + floor->syncedCommit)},
                        {u"idle_webhook_to_text_ms"_s, precise(textLeft)},
                        {u"idle_webhook_to_text_ratio"_s, precise(textLeft) / precise(2 * floor->roundTrip + 3 * floor->syncedCommit)}});
    }
    service.stop();
    house.close();

    if (command.json())
        print(QString::fromUtf8(QJsonDocument(result).toJson()).trimmed());
    else
        printResult(result);
    if (!*ended)
        complain(u"Work was left when patience ran out; what is not done counts as lost."_s);
    return outcome->lost > 0 || outcome->doubled > 0 ? Found : Ok;
}

} // namespace ringback::app::cli

#include "reports/replay.h"

#include "cli/command.h"
#include "cli/output.h"
#include "engine/office.h"
#include "places.h"
#include "store/replaygateway.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxPlaybookBytes = 1 << 20;

// `90m`, `12h`, `30d`, `52w`.
std::optional<Milliseconds> readDuration(const QString &text)
{
    static const QRegularExpression form(u"\\A([1-9][0-9]{0,4})([mhdw])\\z"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int count = match.captured(1).toInt();
    switch (match.captured(2).at(0).toLatin1()) {
    case 'm':
        return std::chrono::minutes(count);
    case 'h':
        return std::chrono::hours(count);
    case 'd':
        return std::chrono::days(count);
    default:
        return std::chrono::weeks(count);
    }
}

Result<playbook::Playbook> readPlaybook(const QString &fileOrPreset)
{
    if (playbook::presets().contains(fileOrPreset)) {
        const Result<QByteArray> document = playbook::presetDocument(fileOrPreset);
        return document ? playbook::parse(*document) : failure(document);
    }
    QFile file(fileOrPreset);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound,
                       u"%1: %2; it is no preset either (%3)"_s.arg(fileOrPreset, file.errorString(), playbook::presets().join(u", "_s)));
    const QByteArray document = file.read(maxPlaybookBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorKind::Invalid, u"%1: %2"_s.arg(fileOrPreset, file.errorString()));
    if (document.size() > maxPlaybookBytes)
        return failure(ErrorKind::Invalid, u"%1: larger than a playbook may be"_s.arg(fileOrPreset));
    const Result<playbook::Playbook> book = playbook::parse(document);
    if (!book)
        return failure(book.error().kind, u"%1:\n%2"_s.arg(fileOrPreset, book.error().what));
    return book;
}

QJsonObject counts(const QMap<QString, int> &map)
{
    QJsonObject object;
    for (auto each = map.cbegin(); each != map.cend(); ++each)
        object.insert(each.key(), each.value());
    return object;
}

QJsonObject toJson(const reports::Replay &replay)
{
    QJsonObject steps;
    for (auto step = replay.steps.cbegin(); step != replay.steps.cend(); ++step)
        steps.insert(step.key(), QJsonObject{{u"sent"_s, step->sent}, {u"withheld"_s, counts(step->withheld)}});
    QJsonArray load;
    for (auto person = replay.load.cbegin(); person != replay.load.cend(); ++person)
        load.append(QJsonObject{{u"staff"_s, orNull(person.key())}, {u"tasks"_s, person->tasks}, {u"most_at_once"_s, person->mostAtOnce}});
    QJsonArray storms;
    for (const reports::StormSpan &storm : replay.storms)
        storms.append(QJsonObject{{u"began_at"_s, toIso(storm.began)}, {u"ended_at"_s, orNull(storm.ended)}});
    QJsonArray listed;
    for (const reports::Difference &each : replay.firstDifferences)
        listed.append(
            QJsonObject{{u"call"_s, each.call.text()}, {u"at"_s, toIso(each.at)}, {u"did"_s, each.did}, {u"would"_s, each.would}});
    return {{u"since"_s, toIso(replay.since)},
            {u"until"_s, toIso(replay.until)},
            {u"calls"_s, replay.calls},
            {u"missed"_s, replay.missed},
            {u"follow_ups"_s, replay.followUps},
            {u"texted"_s, replay.texted},
            {u"texted_later"_s, replay.textedLater},
            {u"suppressed"_s, counts(replay.suppressed)},
            {u"dropped"_s, counts(replay.dropped)},
            {u"steps"_s, steps},
            {u"texts"_s, replay.texts},
            {u"emails"_s, replay.emails},
            {u"texts_in_the_night"_s, replay.textsInTheNight},
            {u"escalations"_s, counts(replay.escalations)},
            {u"load"_s, load},
            {u"storms"_s, storms},
            {u"different"_s, replay.different},
            {u"differences"_s, counts(replay.differences)},
            {u"first_differences"_s, listed}};
}

QString words(const QMap<QString, int> &map)
{
    QStringList parts;
    for (auto each = map.cbegin(); each != map.cend(); ++each)
        parts.append(u"%1 %2"_s.arg(each.value()).arg(each.key()));
    return parts.join(u", "_s);
}

void printLine(const QString &what, const QString &value)
{
    print(what.leftJustified(22) + value);
}

void printReplay(const reports::Replay &replay, const settings::Setup &setup)
{
    printLine(u"period"_s, u"%1 to %2"_s.arg(toIso(replay.since), toIso(replay.until)));
    printLine(u"calls"_s, u"%1, %2 missed, %3 follow-ups"_s.arg(replay.calls).arg(replay.missed).arg(replay.followUps));
    printLine(u"texted"_s, u"%1 at once, %2 after the quiet hours"_s.arg(replay.texted).arg(replay.textedLater));
    if (!replay.suppressed.isEmpty())
        printLine(u"not texted"_s, words(replay.suppressed));
    if (!replay.dropped.isEmpty())
        printLine(u"not sent after all"_s, words(replay.dropped));
    for (auto step = replay.steps.cbegin(); step != replay.steps.cend(); ++step) {
        const QString withheld = words(step->withheld);
        printLine(step.key(), u"%1 sent"_s.arg(step->sent) + (withheld.isEmpty() ? QString() : u"; not: "_s + withheld));
    }
    printLine(u"texts that leave"_s, u"%1, in somebody's night %2"_s.arg(replay.texts).arg(replay.textsInTheNight));
    printLine(u"e-mails that leave"_s, QString::number(replay.emails));
    for (auto load = replay.load.cbegin(); load != replay.load.cend(); ++load) {
        const calls::Staff *const person = setup.person(load.key());
        printLine(person ? person->name : u"nobody"_s, u"%1 callbacks, at most %2 at once"_s.arg(load->tasks).arg(load->mostAtOnce));
    }
    if (!replay.escalations.isEmpty())
        printLine(u"escalated to"_s, words(replay.escalations));
    for (const reports::StormSpan &storm : replay.storms)
        printLine(u"storm"_s, u"%1 to %2"_s.arg(toIso(storm.began), storm.ended ? toIso(*storm.ended) : u"now"_s));
    printLine(u"other than it was"_s,
              replay.different == 0 ? u"none"_s : u"%1 calls: %2"_s.arg(replay.different).arg(words(replay.differences)));
    for (const reports::Difference &each : replay.firstDifferences)
        print(u"  %1  %2  %3 → %4"_s.arg(each.call.text(), toIso(each.at), each.did, each.would));
}

} // namespace

int replay(const QStringList &arguments, const Clock &clock)
{
    Command command(u"replay"_s, u"What a playbook would have done with the calls that happened. Changes nothing."_s, {},
                    {{u"playbook"_s, u"A preset or a file; the office's own when left out."_s, u"file"_s},
                     {u"since"_s, u"How far back: 90m, 12h, 30d, 52w."_s, u"time"_s, u"30d"_s},
                     {u"list"_s, u"So many of the calls that would have been treated otherwise."_s, u"calls"_s, u"20"_s}},
                    true);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const std::optional<qint64> listed = command.number(u"list"_s, 0, 1'000'000);
    if (!listed) {
        complain(command.error());
        return BadUsage;
    }
    const std::optional<Milliseconds> back = readDuration(command.value(u"since"_s));
    if (!back) {
        complain(u"--since takes a number and m, h, d or w: 30d"_s);
        return BadUsage;
    }
    std::optional<playbook::Playbook> other;
    if (command.isSet(u"playbook"_s)) {
        Result<playbook::Playbook> read = readPlaybook(command.value(u"playbook"_s));
        if (!read) {
            complain(read.error().what);
            return NoData;
        }
        other = std::move(*read);
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database) {
        complain(database.error().what);
        return NoData;
    }
    const Result<std::optional<engine::Office>> office = engine::loadOffice(**database);
    if (!office || !*office) {
        complain(office ? u"There is no office yet: make one with init or import."_s : office.error().what);
        return NoData;
    }
    engine::Office tried = **office;
    if (other)
        tried.playbook = std::move(*other);
    const Instant until = clock.now();
    const reports::ReplayPlan plan{.since = until - *back, .until = until, .listedDifferences = static_cast<int>(*listed)};
    const Result<store::History> history = store::ReplayGateway(**database).since(plan.since - reports::replayLead);
    if (!history) {
        complain(history.error().what);
        return NoData;
    }
    const reports::Replay result = reports::replay(*history, tried.setup, tried.rules(), plan);
    if (command.json())
        print(QString::fromUtf8(QJsonDocument(toJson(result)).toJson(QJsonDocument::Indented)).trimmed());
    else
        printReplay(result, tried.setup);
    return Ok;
}

} // namespace ringback::app::cli

#include "base/id.h"
#include "policy/followthrough.h"
#include "policy/quiethours.h"
#include "policy/sending.h"
#include "policy/statehours.h"
#include "support/office.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;
using ringback::test::number;

class TestQuietHours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recipientZones_data();
    void recipientZones();
    void quietUntil_data();
    void quietUntil();
    void sameStartAndEndIsNeverQuiet();
    void asksEveryZone();
    void statesOf_data();
    void statesOf();
    void everyStateOfTheTableIsAState();
    void stateHours_data();
    void stateHours();
    void withoutStateRules();
    void aZoneOnRecordKeepsTheState();
    void hoursThatLeaveNoMoment();
    void nothingLeavesInQuietHours();
    void perDecision();
};

void TestQuietHours::recipientZones_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QByteArray>("onRecord");
    QTest::addColumn<QList<QByteArray>>("zones");

    using Zones = QList<QByteArray>;
    const QByteArray none;
    QTest::newRow("the area code's") << u"+14155550123"_s << none << Zones{"America/Los_Angeles"};
    QTest::newRow("a zone on record goes before the area code")
        << u"+14155550123"_s << QByteArray("Europe/Madrid") << Zones{"Europe/Madrid"};
    QTest::newRow("a zone on record that does not exist counts for nothing")
        << u"+14155550123"_s << QByteArray("America/Gotham") << Zones{"America/Los_Angeles"};
    QTest::newRow("an area code in two zones gives both")
        << u"+16055550123"_s << none << Zones{"America/Denver", "America/North_Dakota/Center"};
    QTest::newRow("an exchange of it that is known gives one") << u"+16052090123"_s << none << Zones{"America/Denver"};
    QTest::newRow("a toll-free number gives the office's") << u"+18005550123"_s << none << Zones{"America/Chicago"};
    QTest::newRow("another country's number gives the office's") << u"+442079460958"_s << none << Zones{"America/Chicago"};
}

void TestQuietHours::recipientZones()
{
    QFETCH(QString, number);
    QFETCH(QByteArray, onRecord);
    QFETCH(QList<QByteArray>, zones);
    QCOMPARE(policy::whereabouts(test::number(number), onRecord, "America/Chicago").zones, zones);
}

void TestQuietHours::quietUntil_data()
{
    QTest::addColumn<QTime>("start");
    QTest::addColumn<QTime>("end");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("until"); // empty = not quiet

    const QTime nine(21, 0);
    const QTime eight(8, 0);
    const QByteArray dallas("America/Chicago");
    const QString notQuiet;
    // Over midnight. Dallas is UTC-6 in November.
    QTest::newRow("a moment before they begin") << nine << eight << dallas << u"2026-11-21T02:59:59.999Z"_s << notQuiet;
    QTest::newRow("the moment they begin") << nine << eight << dallas << u"2026-11-21T03:00:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("10:45 PM") << nine << eight << dallas << u"2026-11-21T04:45:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("midnight") << nine << eight << dallas << u"2026-11-21T06:00:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("3 AM") << nine << eight << dallas << u"2026-11-21T09:00:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("a moment before they end") << nine << eight << dallas << u"2026-11-21T13:59:59.999Z"_s << u"2026-11-21T14:00:00Z"_s;
    QTest::newRow("the moment they end") << nine << eight << dallas << u"2026-11-21T14:00:00Z"_s << notQuiet;
    QTest::newRow("noon") << nine << eight << dallas << u"2026-11-20T18:00:00Z"_s << notQuiet;
    // Within a day.
    QTest::newRow("a siesta, before") << QTime(12, 0) << QTime(14, 0) << dallas << u"2026-11-20T17:59:59.999Z"_s << notQuiet;
    QTest::newRow("a siesta, in it") << QTime(12, 0) << QTime(14, 0) << dallas << u"2026-11-20T18:00:00Z"_s << u"2026-11-20T20:00:00Z"_s;
    QTest::newRow("a siesta, after") << QTime(12, 0) << QTime(14, 0) << dallas << u"2026-11-20T20:00:00Z"_s << notQuiet;
    // The same moment elsewhere.
    QTest::newRow("evening in New York while Los Angeles works")
        << nine << eight << QByteArray("America/New_York") << u"2026-11-21T02:30:00Z"_s << u"2026-11-21T13:00:00Z"_s;
    QTest::newRow("Los Angeles works while it is evening in New York")
        << nine << eight << QByteArray("America/Los_Angeles") << u"2026-11-21T02:30:00Z"_s << notQuiet;
    QTest::newRow("Arizona has no daylight-saving time")
        << nine << eight << QByteArray("America/Phoenix") << u"2026-07-01T14:30:00Z"_s << u"2026-07-01T15:00:00Z"_s;
    // Clocks went forward on 2026-03-08 at 2:00 and back on 2026-11-01 at 2:00.
    QTest::newRow("the night that loses an hour") << nine << eight << dallas << u"2026-03-08T04:00:00Z"_s << u"2026-03-08T13:00:00Z"_s;
    QTest::newRow("the night that gains an hour") << nine << eight << dallas << u"2026-11-01T04:00:00Z"_s << u"2026-11-01T14:00:00Z"_s;
    QTest::newRow("the hour that comes twice, once more")
        << nine << eight << dallas << u"2026-11-01T07:30:00Z"_s << u"2026-11-01T14:00:00Z"_s;
    QTest::newRow("the second time the hour comes, before an end in it")
        << nine << QTime(1, 45) << dallas << u"2026-11-01T07:30:00Z"_s << u"2026-11-01T07:45:00Z"_s;
    QTest::newRow("a midnight that the clock skips") // Santiago goes from 24:00 to 1:00 on 2026-09-06
        << nine << QTime(0, 0) << QByteArray("America/Santiago") << u"2026-09-06T03:30:00Z"_s << u"2026-09-06T04:00:00Z"_s;
    QTest::newRow("a morning after a midnight that the clock skips")
        << nine << eight << QByteArray("America/Santiago") << u"2026-09-06T03:30:00Z"_s << u"2026-09-06T11:00:00Z"_s;
    QTest::newRow("half an hour beside the others") // Newfoundland is UTC-3:30
        << nine << eight << QByteArray("America/St_Johns") << u"2026-11-21T00:30:00Z"_s << u"2026-11-21T11:30:00Z"_s;
    QTest::newRow("Hawaii has no daylight-saving time")
        << nine << eight << QByteArray("Pacific/Honolulu") << u"2026-07-01T17:59:00Z"_s << u"2026-07-01T18:00:00Z"_s;
    QTest::newRow("an end that the clock skips")
        << nine << QTime(2, 30) << dallas << u"2026-03-08T07:59:00Z"_s << u"2026-03-08T08:30:00Z"_s;
}

void TestQuietHours::quietUntil()
{
    QFETCH(QTime, start);
    QFETCH(QTime, end);
    QFETCH(QByteArray, zone);
    QFETCH(QString, now);
    QFETCH(QString, until);

    const std::optional<Instant> quiet = policy::quietUntil({start, end}, {.zones = {zone}}, instantOf(now));
    QCOMPARE(quiet ? toIso(*quiet) : QString(), until.isEmpty() ? QString() : toIso(instantOf(until)));
}

void TestQuietHours::sameStartAndEndIsNeverQuiet()
{
    QVERIFY(!policy::quietUntil({QTime(8, 0), QTime(8, 0)}, {.zones = {"America/Chicago"}}, instantOf(u"2026-11-21T14:00:00Z"_s)));
}

// South Dakota's 605: half of it is an hour behind the other half.
void TestQuietHours::asksEveryZone()
{
    const playbook::QuietHours hours{QTime(21, 0), QTime(8, 0)};
    const Whereabouts zones = policy::whereabouts(number(u"+16055550123"_s), {}, "America/New_York");
    QCOMPARE(zones.zones.size(), 2);
    // 20:30 in the west, 21:30 in the east.
    QCOMPARE(policy::quietUntil(hours, zones, instantOf(u"2026-11-21T03:30:00Z"_s)), instantOf(u"2026-11-21T15:00:00Z"_s));
    // 7:30 in the west, 8:30 in the east.
    QCOMPARE(policy::quietUntil(hours, zones, instantOf(u"2026-11-21T14:30:00Z"_s)), instantOf(u"2026-11-21T15:00:00Z"_s));
    QVERIFY(!policy::quietUntil(hours, zones, instantOf(u"2026-11-21T15:00:00Z"_s)));
    QVERIFY(!policy::quietUntil(hours, zones, instantOf(u"2026-11-21T02:59:00Z"_s)));
}

void TestQuietHours::statesOf_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QList<QByteArray>>("states");

    using States = QList<QByteArray>;
    QTest::newRow("Dallas") << u"+12145550123"_s << States{"TX"};
    QTest::newRow("El Paso") << u"+19155550123"_s << States{"TX"};
    QTest::newRow("Seattle, not Washington, D.C.") << u"+12065550123"_s << States{"WA"};
    QTest::newRow("Washington, D.C.") << u"+12025550123"_s << States{"DC"};
    QTest::newRow("an area code newer than most tables") << u"+17285550123"_s << States{"FL"};
    QTest::newRow("toll-free") << u"+18005550123"_s << States{};
    QTest::newRow("Toronto") << u"+14165550123"_s << States{};
    QTest::newRow("another country") << u"+442079460958"_s << States{};
}

void TestQuietHours::statesOf()
{
    QFETCH(QString, number);
    QFETCH(QList<QByteArray>, states);
    QCOMPARE(policy::statesOf(test::number(number)), states);
}

// A code that is misspelt in one of the tables would switch a state's hours off without a word.
void TestQuietHours::everyStateOfTheTableIsAState()
{
    const auto cellsOf = [](const QString &path, int column) {
        QFile file(path);
        QSet<QByteArray> cells;
        if (!file.open(QIODevice::ReadOnly))
            return cells;
        while (!file.atEnd()) {
            const QByteArray line = file.readLine().trimmed();
            if (!line.startsWith('#'))
                cells.insert(line.split(',').value(column));
        }
        return cells;
    };
    const QSet<QByteArray> states = cellsOf(u":/states/area_codes.csv"_s, 1);
    const QSet<QByteArray> strict = cellsOf(u":/states/text_hours.csv"_s, 0);
    QCOMPARE(states.size(), 51);
    QCOMPARE(strict.size(), 19);
    QVERIFY(states.contains(strict));
    for (const QByteArray &state : strict)
        QVERIFY2(policy::hoursOf(state), state.constData());
    QVERIFY(!policy::hoursOf("TN"));
}

void TestQuietHours::stateHours_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("until"); // empty = not quiet

    const QString open;
    const QString dallas = u"+12145550123"_s; // UTC-6; 2026-11-22 is a Sunday
    QTest::newRow("Texas on a Saturday at 8:59") << dallas << u"2026-11-21T14:59:00Z"_s << u"2026-11-21T15:00:00Z"_s;
    QTest::newRow("Texas on a Saturday at 9:00") << dallas << u"2026-11-21T15:00:00Z"_s << open;
    QTest::newRow("Texas on a Saturday at 21:00 waits for Sunday noon") << dallas << u"2026-11-22T03:00:00Z"_s << u"2026-11-22T18:00:00Z"_s;
    QTest::newRow("Texas on a Sunday at 11:59") << dallas << u"2026-11-22T17:59:59Z"_s << u"2026-11-22T18:00:00Z"_s;
    QTest::newRow("Texas on a Sunday at noon") << dallas << u"2026-11-22T18:00:00Z"_s << open;
    QTest::newRow("Texas the Sunday the clocks go back") << dallas << u"2026-11-01T06:30:00Z"_s << u"2026-11-01T18:00:00Z"_s;
    QTest::newRow("Texas the Sunday the clocks go forward") << dallas << u"2026-03-08T07:30:00Z"_s << u"2026-03-08T17:00:00Z"_s;
    const QString miami = u"+13055550123"_s; // UTC-5
    QTest::newRow("Florida at 19:59") << miami << u"2026-11-21T00:59:59Z"_s << open;
    QTest::newRow("Florida at 20:00") << miami << u"2026-11-21T01:00:00Z"_s << u"2026-11-21T13:00:00Z"_s;
    const QString pensacola = u"+18505550123"_s; // in two zones
    QTest::newRow("Florida in both of its zones") << pensacola << u"2026-11-21T13:30:00Z"_s << u"2026-11-21T14:00:00Z"_s;
    const QString jackson = u"+16015550123"_s; // UTC-6
    QTest::newRow("Mississippi on a Saturday night waits for Monday") << jackson << u"2026-11-22T02:00:00Z"_s << u"2026-11-23T14:00:00Z"_s;
    QTest::newRow("Mississippi on a Sunday noon") << jackson << u"2026-11-22T18:00:00Z"_s << u"2026-11-23T14:00:00Z"_s;
    const QString providence = u"+14015550123"_s; // UTC-5
    QTest::newRow("Rhode Island on a Friday at 18:00") << providence << u"2026-11-20T23:00:00Z"_s << u"2026-11-21T15:00:00Z"_s;
    QTest::newRow("Rhode Island on a Saturday at 17:00") << providence << u"2026-11-21T22:00:00Z"_s << u"2026-11-23T14:00:00Z"_s;
    const QString nashville = u"+16155550123"_s;
    QTest::newRow("Tennessee keeps the playbook's") << nashville << u"2026-11-22T14:00:00Z"_s << open;
    const QString phoenix = u"+16025550123"_s;
    QTest::newRow("Arizona keeps the playbook's") << phoenix << u"2026-11-22T14:59:00Z"_s << u"2026-11-22T15:00:00Z"_s;
}

void TestQuietHours::stateHours()
{
    QFETCH(QString, number);
    QFETCH(QString, now);
    QFETCH(QString, until);
    const playbook::QuietHours hours{.start = QTime(21, 0), .end = QTime(8, 0)};
    const Whereabouts recipient = whereabouts(test::number(number), {}, "America/Chicago");
    const std::optional<Instant> quiet = policy::quietUntil(hours, recipient, instantOf(now));
    QCOMPARE(quiet ? toIso(*quiet) : QString(), until.isEmpty() ? QString() : toIso(instantOf(until)));
}

void TestQuietHours::withoutStateRules()
{
    const playbook::QuietHours hours{.start = QTime(21, 0), .end = QTime(8, 0), .stateRules = false};
    const Whereabouts recipient = whereabouts(number(u"+16015550123"_s), {}, "America/Chicago");
    QVERIFY(!policy::quietUntil(hours, recipient, instantOf(u"2026-11-22T18:00:00Z"_s)));
}

// A Dallas number in Honolulu: Texan hours, by Hawaiian clocks.
void TestQuietHours::aZoneOnRecordKeepsTheState()
{
    const playbook::QuietHours hours{.start = QTime(21, 0), .end = QTime(8, 0)};
    const Whereabouts recipient = whereabouts(number(u"+12145550123"_s), "Pacific/Honolulu", "America/Chicago");
    QCOMPARE(recipient, (Whereabouts{.zones = {"Pacific/Honolulu"}, .states = {"TX"}}));
    QCOMPARE(policy::quietUntil(hours, recipient, instantOf(u"2026-11-20T18:30:00Z"_s)), instantOf(u"2026-11-20T19:00:00Z"_s));
}

// The playbook's hours are the complement of the state's: it never ends in a moment that is quiet and called free.
void TestQuietHours::hoursThatLeaveNoMoment()
{
    const playbook::QuietHours hours{.start = QTime(9, 0), .end = QTime(21, 0)};
    const Whereabouts recipient = whereabouts(number(u"+12145550123"_s), {}, "America/Chicago");
    Instant at = instantOf(u"2026-11-20T18:00:00Z"_s);
    for (int look = 0; look < 5; ++look) {
        const std::optional<Instant> until = policy::quietUntil(hours, recipient, at);
        QVERIFY(until && *until > at);
        at = *until;
    }
}

// Whatever is decided, for whomever and whenever: no automated text leaves while it is quiet for any zone and state of the recipient. The judge here is
// written against Qt's calendar, minute by minute, and shares nothing with the code it judges.
void TestQuietHours::nothingLeavesInQuietHours()
{
    playbook::Playbook book = test::roofing();
    const Rules rules{.playbook = book, .quietHours = book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    const auto isQuiet = [&](const calls::PhoneNumber &to, Instant at) {
        QList<QByteArray> zones = calls::zonesOf(to);
        if (zones.isEmpty())
            zones.append("America/Chicago");
        for (const QByteArray &zone : zones) {
            const QDateTime local = toDateTime(at).toTimeZone(QTimeZone(zone));
            if (local.time() >= QTime(21, 0) || local.time() < QTime(8, 0))
                return true;
            const QList<QByteArray> states = policy::statesOf(to);
            for (const QByteArray &state : states) {
                const WeekHours *const week = policy::hoursOf(state);
                if (!week)
                    continue;
                const std::optional<OpenHours> open = week->at(static_cast<size_t>(local.date().dayOfWeek() - 1));
                if (!open || local.time() < open->from || local.time() >= open->until)
                    return true;
            }
        }
        return false;
    };

    QRandomGenerator random(20261121);
    IdSource ids(1);
    const settings::Setup setup = test::exampleSetup();
    const Instant start = instantOf(u"2026-01-01T00:00:00Z"_s);
    int sent = 0;
    for (int round = 0; round < 20'000; ++round) {
        const calls::PhoneNumber to =
            number(u"+1%1555%2"_s.arg(random.bounded(200, 1000)).arg(random.bounded(100, 200), 4, 10, QLatin1Char('0')));
        const Instant now = start + Milliseconds(random.bounded(366LL * 24 * 3600 * 1000));
        const calls::Call call{
            .id = ids.next<calls::CallId>(now), .caller = to, .endedAt = now - Milliseconds(random.bounded(3'600'000)), .ringTime = 20s};
        const Decision decision = decide({.call = call, .line = setup.lines.first(), .storm = random.bounded(2) == 1}, rules, now);
        for (const Action &action : decision.actions) {
            if (const auto *text = std::get_if<ScheduleText>(&action)) {
                QVERIFY2(!isQuiet(to, text->dueAt), qPrintable(to.e164() + u' ' + toIso(text->dueAt)));
                ++sent;
            }
        }
        const TextDecision sending = decideSending({.to = to, .trueUntil = now + 1h, .step = book.step(u"text_back")}, rules, now);
        QCOMPARE(std::holds_alternative<SendNow>(sending), !isQuiet(to, now));

        const calls::Contact contact{.id = ids.next<calls::ContactId>(now), .number = to};
        const calls::FollowUp followUp{.id = ids.next<calls::FollowUpId>(now), .contact = contact.id};
        const StepDecision step =
            decideStep({.step = *book.step(u"second_touch"), .contact = contact, .followUp = followUp, .plannedAt = now}, rules, now);
        if (const auto *send = std::get_if<SendStep>(&step))
            QVERIFY2(!isQuiet(to, send->dueAt), qPrintable(to.e164() + u' ' + toIso(send->dueAt)));
    }
    QCOMPARE(sent, 20'000);
}

// 2,500 calls in a second leave 400 microseconds for all that is done about one. The bound is generous: a slow machine is no fault.
void TestQuietHours::perDecision()
{
    playbook::Playbook book = test::roofing();
    const Rules rules{.playbook = book, .quietHours = book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    IdSource ids(1);
    const settings::Setup setup = test::exampleSetup();
    const Instant night = instantOf(u"2026-11-22T04:00:00Z"_s);
    const calls::Call call{.id = ids.next<calls::CallId>(night), .caller = number(u"+18505550123"_s), .endedAt = night, .ringTime = 20s};
    const CallFacts facts{.call = call, .line = setup.lines.first()};
    constexpr int rounds = 20'000;
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round)
        QVERIFY(!decide(facts, rules, night + Milliseconds(round)).actions.isEmpty());
    const std::chrono::duration<double, std::micro> each = (std::chrono::steady_clock::now() - begin) / rounds;
    qInfo("decide() at night, in two zones: %.1f us", each.count());
    QVERIFY(each.count() < 100);
}

QTEST_GUILESS_MAIN(TestQuietHours)
#include "tst_quiethours.moc"

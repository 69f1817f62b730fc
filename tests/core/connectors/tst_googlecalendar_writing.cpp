#include "connectors/googlecalendar/events.h"
#include "connectors/googlecalendar/kind.h"
#include "support/calendarrig.h"
#include "support/fakegooglecalendar.h"

#include <QSet>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleEntry;
using ringback::test::FakeGoogleCalendar;
using ringback::test::outcomeAs;
using ringback::test::said;
using Class = EntryRefused::Class;

namespace {

using Rig = test::CalendarRig<FakeGoogleCalendar>;

QByteArray words(const QByteArray &reason)
{
    return R"({"error":{"code":1,"message":"words of Google","errors":[{"reason":")" + reason + R"("}]}})";
}

} // namespace

class TestGoogleCalendarWriting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void makesAnEntry();
    void makesIdsThatGoogleTakes();
    void makesItOnce();
    void repeatsALostAnswer_data();
    void repeatsALostAnswer();
    void makesItOnceWhenAskedAtOnce();
    void changesWhatIsOurs();
    void leavesWhatPeopleChanged();
    void overwritesWhereOursChanged();
    void bringsBackADayToItsHour();
    void changesNothingTwice();
    void seesAChangeMeanwhile();
    void givesWayToAQuarrel();
    void makesNothingAgain_data();
    void makesNothingAgain();
    void tellsAGoneCalendarFromAGoneEntry();
    void removes();
    void judgesErrors_data();
    void judgesErrors();
    void judgesErrorsOfAChange_data();
    void judgesErrorsOfAChange();
    void writesDstWeeks_data();
    void writesDstWeeks();
    void setsAlarms_data();
    void setsAlarms();
    void holdsMarksApart();
    void givesUp();

private:
    void open(Milliseconds timeout = 5s)
    {
        m_rig->open({.id = u"dana-google"_s,
                     .staff = u"dana"_s,
                     .account = settings::GoogleCalendar{.clientId = u"desktop-app"_s,
                                                         .clientSecret = u"app-secret"_s,
                                                         .credentialSecret = u"refresh-token"_s}},
                    timeout);
    }
    [[nodiscard]] EntryPlace made(const CalendarEntry &entry = exampleEntry())
    {
        const std::optional<EntryWritten> written = outcomeAs<EntryWritten>(m_rig->put(entry));
        return written ? written->place : EntryPlace();
    }
    [[nodiscard]] QJsonObject only() const
    {
        const QList<QJsonObject> all = m_rig->fake.events();
        return all.size() == 1 ? all.constFirst() : QJsonObject();
    }

    std::unique_ptr<Rig> m_rig;
};

void TestGoogleCalendarWriting::init()
{
    m_rig = std::make_unique<Rig>(googlecalendar::kind());
    m_rig->secrets->values = {{u"app-secret"_s, "desktop-secret"}, {u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestGoogleCalendarWriting::makesAnEntry()
{
    const EntryPlace place = made();
    const QJsonObject event = only();
    QCOMPARE(place.id, event.value("id"_L1).toString());
    QCOMPARE(place.tag, event.value("etag"_L1).toString());
    QCOMPARE(event.value("summary"_L1).toString(), u"Call back: Ana Ortiz"_s);
    QCOMPARE(event.value("description"_L1).toString(),
             u"(214) 555-0123\nDallas line, &lt;hail&gt; &amp; wind\nhttps://crm.example.com/leads/7?a=1&amp;b=2"_s);
    QCOMPARE(event.value("start"_L1).toObject(),
             (QJsonObject{{u"dateTime"_s, u"2026-11-20T18:30:00Z"_s}, {u"timeZone"_s, u"America/Chicago"_s}}));
    QCOMPARE(event.value("end"_L1).toObject().value("dateTime"_L1).toString(), u"2026-11-20T18:45:00Z"_s);
    QCOMPARE(m_rig->fake.asked("POST"), 2); // a token, an event
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::makesIdsThatGoogleTakes()
{
    // The first bytes of the SHA-256 of "abc" are ba 78 16 bf: 10111 01001 11100 00001 01101 01111 11 in fives.
    QVERIFY(googlecalendar::idOf(u"abc"_s).startsWith("n9s1df"));
    QCOMPARE(googlecalendar::idOf(u"abc"_s).size(), 52);
    QSet<QByteArray> ids;
    for (int i = 0; i < 1000; ++i)
        ids.insert(googlecalendar::idOf(u"rb-task-%1@callback.ringback"_s.arg(i)));
    QCOMPARE(ids.size(), 1000);
}

void TestGoogleCalendarWriting::makesItOnce()
{
    const EntryPlace place = made();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(made(), place); // as if we had forgotten where it lies
    QCOMPARE(m_rig->fake.events().size(), 1);
    QCOMPARE(m_rig->fake.asked("PATCH"), 0);
    CalendarEntry other = exampleEntry();
    other.uid = u"rb-task-0002@callback.ringback"_s;
    QVERIFY(made(other) != place);
    QCOMPARE(m_rig->fake.events().size(), 2);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::repeatsALostAnswer_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<bool>("isChange");
    for (const QString &trouble : {u"dropped"_s, u"500"_s, u"stalled"_s, u"lost"_s}) {
        QTest::newRow(qPrintable(u"new: "_s + trouble)) << trouble << false;
        QTest::newRow(qPrintable(u"changed: "_s + trouble)) << trouble << true;
    }
}

void TestGoogleCalendarWriting::repeatsALostAnswer()
{
    QFETCH(QString, trouble);
    QFETCH(bool, isChange);
    CalendarEntry entry = exampleEntry();
    EntryPlace place;
    if (isChange) {
        place = made();
        entry.from += 1h;
        entry.to += 1h;
    }
    const QByteArray where = isChange ? "PATCH" : "POST /calendar";
    if (trouble == "stalled"_L1) {
        open(300ms);
        m_rig->fake.stallNext(where);
    } else if (trouble == "dropped"_L1) {
        m_rig->fake.dropAnswerAfterTakingNext(where);
    } else if (trouble == "500"_L1) {
        m_rig->fake.answer500AfterTakingNext(where);
    } else {
        m_rig->fake.dropNext(where); // nobody took it
    }
    QCOMPARE(said(m_rig->put(entry, place)), u"unknown"_s);
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(only().value("start"_L1).toObject().value("dateTime"_L1).toString(),
             isChange ? u"2026-11-20T19:30:00Z"_s : u"2026-11-20T18:30:00Z"_s);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::makesItOnceWhenAskedAtOnce()
{
    std::vector<QCoro::Task<EntryOutcome>> writing;
    for (int i = 0; i < 20; ++i)
        writing.push_back(m_rig->calendar->put(exampleEntry(), {}));
    for (QCoro::Task<EntryOutcome> &each : writing)
        QCOMPARE(said(QCoro::waitFor(each)), u"written"_s);
    QCOMPARE(m_rig->fake.events().size(), 1);
}

void TestGoogleCalendarWriting::changesWhatIsOurs()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back: Ana Ortiz (again)"_s;
    entry.revision = 2;
    const std::optional<EntryWritten> written = outcomeAs<EntryWritten>(m_rig->put(entry, place));
    QVERIFY(written);
    QCOMPARE(written->place.id, place.id);
    QVERIFY(written->place.tag != place.tag);
    QCOMPARE(written->place.tag, only().value("etag"_L1).toString());
    QCOMPARE(only().value("summary"_L1).toString(), entry.title);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::leavesWhatPeopleChanged()
{
    const EntryPlace place = made();
    m_rig->fake.edit(place.id, {{u"start"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:00:00Z"_s}}},
                                {u"end"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:15:00Z"_s}}},
                                {u"description"_s, u"She likes mornings"_s},
                                {u"colorId"_s, u"5"_s},
                                {u"location"_s, u"Truck"_s}});
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back: Ana Ortiz ×3"_s;
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(only().value("summary"_L1).toString(), entry.title);
    QCOMPARE(only().value("start"_L1).toObject().value("dateTime"_L1).toString(), u"2026-11-20T20:00:00Z"_s);
    QCOMPARE(only().value("description"_L1).toString(), u"She likes mornings"_s);
    QCOMPARE(only().value("colorId"_L1).toString(), u"5"_s);
    QCOMPARE(only().value("location"_L1).toString(), u"Truck"_s);
}

void TestGoogleCalendarWriting::overwritesWhereOursChanged()
{
    const EntryPlace place = made();
    m_rig->fake.edit(place.id, {{u"start"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:00:00Z"_s}}},
                                {u"end"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:15:00Z"_s}}},
                                {u"summary"_s, u"Ana!"_s}});
    CalendarEntry entry = exampleEntry();
    entry.from += 30min;
    entry.to += 30min;
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(only().value("start"_L1).toObject().value("dateTime"_L1).toString(), u"2026-11-20T19:00:00Z"_s);
    QCOMPARE(only().value("end"_L1).toObject().value("dateTime"_L1).toString(), u"2026-11-20T19:15:00Z"_s);
    QCOMPARE(only().value("summary"_L1).toString(), u"Ana!"_s);
    // Somebody's program has lost our marks: all of it is written.
    m_rig->fake.edit(place.id, {{u"extendedProperties"_s, QJsonValue::Null}});
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(only().value("summary"_L1).toString(), entry.title);
}

void TestGoogleCalendarWriting::bringsBackADayToItsHour()
{
    const EntryPlace place = made();
    m_rig->fake.edit(
        place.id,
        {{u"start"_s, QJsonObject{{u"date"_s, u"2026-11-20"_s}, {u"dateTime"_s, QJsonValue::Null}, {u"timeZone"_s, QJsonValue::Null}}},
         {u"end"_s, QJsonObject{{u"date"_s, u"2026-11-21"_s}, {u"dateTime"_s, QJsonValue::Null}, {u"timeZone"_s, QJsonValue::Null}}}});
    CalendarEntry entry = exampleEntry();
    entry.from += 1h;
    entry.to += 1h;
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(only().value("start"_L1).toObject(),
             (QJsonObject{{u"dateTime"_s, u"2026-11-20T19:30:00Z"_s}, {u"timeZone"_s, u"America/Chicago"_s}}));
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::changesNothingTwice()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.revision = 7; // and nothing else
    const std::optional<EntryWritten> written = outcomeAs<EntryWritten>(m_rig->put(entry, place));
    QVERIFY(written);
    QCOMPARE(written->place, place);
    QCOMPARE(m_rig->fake.asked("PATCH"), 0);
}

void TestGoogleCalendarWriting::seesAChangeMeanwhile()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back now"_s;
    m_rig->fake.editAfterNextRead(place.id, {{u"location"_s, u"Truck"_s}});
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(m_rig->fake.asked("PATCH"), 2); // 412 at first
    QCOMPARE(only().value("summary"_L1).toString(), entry.title);
    QCOMPARE(only().value("location"_L1).toString(), u"Truck"_s);
    entry.title = u"Once more"_s;
    m_rig->fake.editAfterNextRead(place.id, {{u"status"_s, u"cancelled"_s}}); // deleted meanwhile
    QCOMPARE(said(m_rig->put(entry, place)), u"gone"_s);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::givesWayToAQuarrel()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back now"_s;
    m_rig->fake.answerNext(412, words("conditionNotMet"), "PATCH");
    m_rig->fake.answerNext(412, words("conditionNotMet"), "PATCH");
    QCOMPARE(said(m_rig->put(entry, place)), u"for now conditionNotMet"_s);
    QCOMPARE(m_rig->fake.asked("PATCH"), 2);
}

void TestGoogleCalendarWriting::makesNothingAgain_data()
{
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("we know where it lay") << true;
    QTest::newRow("the answer was lost, then somebody deleted it") << false;
}

void TestGoogleCalendarWriting::makesNothingAgain()
{
    QFETCH(bool, isKnown);
    const EntryPlace place = made();
    m_rig->fake.erase(place.id);
    CalendarEntry entry = exampleEntry();
    entry.title = u"Changed"_s;
    QCOMPARE(said(m_rig->put(entry, isKnown ? place : EntryPlace())), u"gone"_s);
    QVERIFY(m_rig->fake.events().isEmpty());
}

void TestGoogleCalendarWriting::tellsAGoneCalendarFromAGoneEntry()
{
    const EntryPlace place = made();
    QCOMPARE(said(m_rig->put(exampleEntry(), {.id = u"a0b1c2d3e4"_s, .tag = {}})), u"gone"_s); // 404, and the calendar is there
    m_rig->fake.removeCalendar();
    QCOMPARE(said(m_rig->put(exampleEntry(), place)), u"account no_such_calendar"_s);
    CalendarEntry other = exampleEntry();
    other.uid = u"rb-task-0002@callback.ringback"_s;
    QCOMPARE(said(m_rig->put(other)), u"account no_such_calendar"_s);
}

void TestGoogleCalendarWriting::removes()
{
    const EntryPlace place = made();
    QCOMPARE(said(m_rig->remove(exampleEntry().uid, place)), u"written"_s);
    QVERIFY(m_rig->fake.events().isEmpty());
    QCOMPARE(said(m_rig->remove(exampleEntry().uid, place)), u"gone"_s); // 410
    QCOMPARE(said(m_rig->remove(u"rb-never@callback.ringback"_s)), u"gone"_s); // 404
    CalendarEntry other = exampleEntry();
    other.uid = u"rb-task-0002@callback.ringback"_s;
    QVERIFY(!made(other).id.isEmpty());
    m_rig->fake.answer500AfterTakingNext("DELETE");
    QCOMPARE(said(m_rig->remove(other.uid)), u"unknown"_s);
    QCOMPARE(said(m_rig->remove(other.uid)), u"gone"_s);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::judgesErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason"); // empty = no words of Google's
    QTest::addColumn<QString>("outcome");
    QTest::newRow("not taken") << 400 << "invalid"_ba << u"entry invalid"_s;
    QTest::newRow("a proxy says 400") << 400 << ""_ba << u"for now 400"_s;
    QTest::newRow("too long") << 413 << "uploadTooLarge"_ba << u"entry uploadTooLarge"_s;
    QTest::newRow("for reading only") << 403 << "requiredAccessLevel"_ba << u"account no_right"_s;
    QTest::newRow("no right") << 403 << "forbidden"_ba << u"account no_right"_s;
    QTest::newRow("the API is not switched on") << 403 << "accessNotConfigured"_ba << u"account no_right"_s;
    QTest::newRow("too often: 403") << 403 << "rateLimitExceeded"_ba << u"for now rateLimitExceeded"_s;
    QTest::newRow("too often: the user") << 403 << "userRateLimitExceeded"_ba << u"for now userRateLimitExceeded"_s;
    QTest::newRow("too many entries in a short time") << 403 << "quotaExceeded"_ba << u"for now quotaExceeded"_s;
    QTest::newRow("too often: 429") << 429 << "rateLimitExceeded"_ba << u"for now rateLimitExceeded"_s;
    QTest::newRow("a proxy says 403") << 403 << ""_ba << u"for now 403"_s;
    QTest::newRow("no such calendar") << 404 << "notFound"_ba << u"account no_such_calendar"_s;
    QTest::newRow("server error") << 500 << "backendError"_ba << u"unknown"_s;
    QTest::newRow("not now") << 503 << "backendError"_ba << u"unknown"_s;
    QTest::newRow("time-out of a gateway") << 504 << ""_ba << u"unknown"_s;
    QTest::newRow("a hotel's page") << 200 << ""_ba << u"unknown"_s;
    QTest::newRow("elsewhere") << 307 << ""_ba << u"unknown"_s;
}

void TestGoogleCalendarWriting::judgesErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    QFETCH(QString, outcome);
    m_rig->fake.answerNext(status, reason.isEmpty() ? QByteArray("<html>no</html>") : words(reason), "POST /calendar",
                           {{"Retry-After", "9"}});
    const EntryOutcome came = m_rig->put(exampleEntry());
    QCOMPARE(said(came), outcome);
    const std::optional<EntryRefused> refused = outcomeAs<EntryRefused>(came);
    if (refused && !reason.isEmpty()) {
        QCOMPARE(refused->message, u"words of Google"_s);
        QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(9s));
    }
    QVERIFY(m_rig->fake.events().isEmpty());
}

void TestGoogleCalendarWriting::judgesErrorsOfAChange_data()
{
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("the look: 500 changed nothing") << "GET"_ba << 500 << u"for now r"_s;
    QTest::newRow("the look: 403") << "GET"_ba << 403 << u"account no_right"_s;
    QTest::newRow("the look: not understood") << "GET"_ba << 200 << u"for now 200"_s;
    QTest::newRow("the change: 500") << "PATCH"_ba << 500 << u"unknown"_s;
    QTest::newRow("the change: 400") << "PATCH"_ba << 400 << u"entry r"_s;
    QTest::newRow("the change: 403") << "PATCH"_ba << 403 << u"account no_right"_s;
    QTest::newRow("the change: 429") << "PATCH"_ba << 429 << u"for now r"_s;
}

void TestGoogleCalendarWriting::judgesErrorsOfAChange()
{
    QFETCH(QByteArray, where);
    QFETCH(int, status);
    QFETCH(QString, outcome);
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Changed"_s;
    m_rig->fake.answerNext(status, status == 200 ? QByteArray("{}") : words("r"), where);
    QCOMPARE(said(m_rig->put(entry, place)), outcome);
    QCOMPARE(only().value("summary"_L1).toString(), exampleEntry().title);
}

void TestGoogleCalendarWriting::writesDstWeeks_data()
{
    QTest::addColumn<QString>("from");
    QTest::newRow("the hour that comes twice, first") << u"2026-11-01T06:30:00Z"_s;
    QTest::newRow("the hour that comes twice, second") << u"2026-11-01T07:30:00Z"_s;
    QTest::newRow("after the hour that is left out") << u"2026-03-08T08:00:00Z"_s;
}

void TestGoogleCalendarWriting::writesDstWeeks()
{
    QFETCH(QString, from);
    CalendarEntry entry = exampleEntry();
    entry.from = test::instantOf(from);
    entry.to = entry.from + 15min;
    QVERIFY(!made(entry).id.isEmpty());
    BusyQuery query = test::exampleQuery();
    query.ownEntries.clear();
    query.from = entry.from - 24h;
    query.to = entry.to + 24h;
    QCOMPARE(m_rig->busy(query)->busy, (QList<calls::BusyTime>{{.from = entry.from, .to = entry.to, .kind = calls::BusyKind::Busy}}));
}

void TestGoogleCalendarWriting::setsAlarms_data()
{
    QTest::addColumn<std::optional<Milliseconds>>("before");
    QTest::addColumn<int>("minutes"); // -1 = none
    QTest::newRow("none") << std::optional<Milliseconds>() << -1;
    QTest::newRow("five minutes") << std::optional<Milliseconds>(5min) << 5;
    QTest::newRow("at once") << std::optional<Milliseconds>(0s) << 0;
    QTest::newRow("part of a minute") << std::optional<Milliseconds>(90s) << 1;
    QTest::newRow("longer than Google takes") << std::optional<Milliseconds>(10'000h) << 40'320;
}

void TestGoogleCalendarWriting::setsAlarms()
{
    QFETCH(std::optional<Milliseconds>, before);
    QFETCH(int, minutes);
    CalendarEntry entry = exampleEntry();
    entry.alarmBefore = before;
    QVERIFY(!made(entry).id.isEmpty());
    const QJsonObject reminders = only().value("reminders"_L1).toObject();
    QVERIFY(!reminders.value("useDefault"_L1).toBool(true)); // never the person's usual ones
    QCOMPARE(reminders.value("overrides"_L1).toArray().first().toObject().value("minutes"_L1).toInt(-1), minutes);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestGoogleCalendarWriting::holdsMarksApart()
{
    const CalendarEntry entry = exampleEntry();
    const QString marks = marksOf(entry);
    QVERIFY(!changedSince(marks, entry).isAny());
    QVERIFY(!marks.contains(u"Ana"_s) && marks.size() < 200);
    const EntryParts none{.times = false, .title = false, .text = false, .alarm = false};
    const auto with = [&](auto change) {
        CalendarEntry changed = entry;
        change(changed);
        return changedSince(marks, changed);
    };
    EntryParts expected = none;
    expected.times = true;
    QCOMPARE(with([](CalendarEntry &each) { each.to += 1min; }), expected);
    QCOMPARE(with([](CalendarEntry &each) { each.from -= 1min; }), expected);
    expected = none;
    expected.title = true;
    QCOMPARE(with([](CalendarEntry &each) { each.title += u'!'; }), expected);
    expected = none;
    expected.text = true;
    QCOMPARE(with([](CalendarEntry &each) { each.text += u'!'; }), expected);
    QCOMPARE(with([](CalendarEntry &each) { each.url.clear(); }), expected);
    expected = none;
    expected.alarm = true;
    QCOMPARE(with([](CalendarEntry &each) { each.alarmBefore.reset(); }), expected);
    for (const QString &foreign : {u""_s, u"1"_s, u"2:a:b:c:d"_s, u"hello"_s})
        QCOMPARE(changedSince(foreign, entry), EntryParts());
}

void TestGoogleCalendarWriting::givesUp()
{
    m_rig->fake.stallNext("POST /calendar");
    QCoro::Task<EntryOutcome> writing = m_rig->calendar->put(exampleEntry(), {});
    QTRY_COMPARE(m_rig->fake.stalled(), 1);
    m_rig->calendar->abandon();
    QCOMPARE(said(QCoro::waitFor(writing)), u"unknown"_s);
    QCOMPARE(said(m_rig->put(exampleEntry())), u"written"_s);
    m_rig->fake.stop();
    m_rig->network.clearConnectionCache(); // on an open connection it might have arrived
    CalendarEntry other = exampleEntry();
    other.uid = u"rb-task-0002@callback.ringback"_s;
    const std::optional<EntryRefused> refused = outcomeAs<EntryRefused>(m_rig->put(other));
    QVERIFY(refused); // nobody was there: nothing left
    QCOMPARE(refused->kind, Class::ForNow);
}

QTEST_GUILESS_MAIN(TestGoogleCalendarWriting)
#include "tst_googlecalendar_writing.moc"

#include "connectors/microsoft/events.h"
#include "connectors/microsoft/kind.h"
#include "support/calendarrig.h"
#include "support/fakemicrosoftcalendar.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleEntry;
using ringback::test::FakeMicrosoftCalendar;
using ringback::test::outcomeAs;
using ringback::test::said;

namespace {

using Rig = test::CalendarRig<FakeMicrosoftCalendar>;

QByteArray words(const QByteArray &code)
{
    return R"({"error":{"code":")" + code + R"(","message":"words of Microsoft"}})";
}

} // namespace

class TestMicrosoftWriting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void makesAnEntry();
    void makesItOnce();
    void makesItOnceWhileTheSearchIsBehind();
    void repeatsALostAnswer_data();
    void repeatsALostAnswer();
    void leavesWhatPeopleChanged();
    void overwritesWhereOursChanged();
    void bringsBackADayToItsHour();
    void changesNothingTwice();
    void seesAChangeMeanwhile();
    void givesWayToAQuarrel();
    void findsWhatWasMoved();
    void makesNothingAgain();
    void removes();
    void quotesWhatItSearches();
    void judgesErrors_data();
    void judgesErrors();
    void judgesErrorsOfAChange_data();
    void judgesErrorsOfAChange();
    void writesDstWeeks_data();
    void writesDstWeeks();
    void setsAlarms_data();
    void setsAlarms();
    void givesUp();

private:
    void open(Milliseconds timeout = 5s)
    {
        m_rig->open({.id = u"dana-outlook"_s,
                     .staff = u"dana"_s,
                     .account = settings::MicrosoftCalendar{.clientId = u"public-app"_s,
                                                            .credentialSecret = u"refresh-token"_s,
                                                            .address = u"dana@example.com"_s}},
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
    [[nodiscard]] QString start() const { return only().value("start"_L1).toObject().value("dateTime"_L1).toString(); }

    std::unique_ptr<Rig> m_rig;
};

void TestMicrosoftWriting::init()
{
    m_rig = std::make_unique<Rig>(microsoft::kind());
    m_rig->secrets->values = {{u"refresh-token"_s, m_rig->fake.signedIn()}};
    open();
}

void TestMicrosoftWriting::makesAnEntry()
{
    const EntryPlace place = made();
    const QJsonObject event = only();
    QCOMPARE(place.id, event.value("id"_L1).toString());
    QCOMPARE(place.tag, event.value("@odata.etag"_L1).toString());
    QCOMPARE(event.value("subject"_L1).toString(), u"Call back: Ana Ortiz"_s);
    QCOMPARE(event.value("body"_L1).toObject().value("content"_L1).toString(),
             u"(214) 555-0123\nDallas line, <hail> & wind\nhttps://crm.example.com/leads/7?a=1&b=2"_s);
    QCOMPARE(event.value("start"_L1).toObject(), (QJsonObject{{u"dateTime"_s, u"2026-11-20T18:30:00"_s}, {u"timeZone"_s, u"UTC"_s}}));
    QCOMPARE(event.value("end"_L1).toObject().value("dateTime"_L1).toString(), u"2026-11-20T18:45:00"_s);
    QCOMPARE(event.value("showAs"_L1).toString(), u"busy"_s);
    QCOMPARE(event.value("transactionId"_L1).toString(), exampleEntry().uid);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::makesItOnce()
{
    const EntryPlace place = made();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(made(), place); // as if we had forgotten where it lies
    QCOMPARE(m_rig->fake.events().size(), 1);
    QCOMPARE(m_rig->fake.asked("POST /v1.0/me/events"), 1);
    QCOMPARE(m_rig->fake.asked("PATCH"), 0);
    CalendarEntry other = exampleEntry();
    other.uid = u"rb-task-0002@callback.ringback"_s;
    QVERIFY(made(other) != place);
    QCOMPARE(m_rig->fake.events().size(), 2);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::makesItOnceWhileTheSearchIsBehind()
{
    const EntryPlace place = made();
    m_rig->fake.findsNothingYet(true);
    QCOMPARE(made().id, place.id); // the same transaction: the first one comes
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back now"_s;
    QCOMPARE(said(m_rig->put(entry)), u"for now not_found_yet"_s);
    QCOMPARE(m_rig->fake.events().size(), 1);
    m_rig->fake.findsNothingYet(false);
    QCOMPARE(made(entry).id, place.id);
    QCOMPARE(only().value("subject"_L1).toString(), entry.title);
    // It came into the search between our look and our POST.
    m_rig->fake.answerNext(200, R"({"value":[]})", "GET /v1.0/me/events?");
    entry.title = u"Once more"_s;
    QCOMPARE(made(entry).id, place.id);
    QCOMPARE(only().value("subject"_L1).toString(), entry.title);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::repeatsALostAnswer_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<bool>("isChange");
    for (const QString &trouble : {u"dropped"_s, u"500"_s, u"stalled"_s, u"lost"_s}) {
        QTest::newRow(qPrintable(u"new: "_s + trouble)) << trouble << false;
        QTest::newRow(qPrintable(u"changed: "_s + trouble)) << trouble << true;
    }
}

void TestMicrosoftWriting::repeatsALostAnswer()
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
    const QByteArray where = isChange ? "PATCH" : "POST /v1.0/me/events";
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
    QCOMPARE(start(), isChange ? u"2026-11-20T19:30:00"_s : u"2026-11-20T18:30:00"_s);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::leavesWhatPeopleChanged()
{
    const EntryPlace place = made();
    m_rig->fake.edit(place.id, {{u"start"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:00:00"_s}, {u"timeZone"_s, u"UTC"_s}}},
                                {u"end"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:15:00"_s}, {u"timeZone"_s, u"UTC"_s}}},
                                {u"body"_s, QJsonObject{{u"contentType"_s, u"html"_s}, {u"content"_s, u"She likes mornings"_s}}},
                                {u"categories"_s, QJsonArray{u"Red category"_s}}});
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back: Ana Ortiz ×3"_s;
    const std::optional<EntryWritten> written = outcomeAs<EntryWritten>(m_rig->put(entry, place));
    QVERIFY(written);
    QCOMPARE(written->place.tag, only().value("@odata.etag"_L1).toString());
    QCOMPARE(only().value("subject"_L1).toString(), entry.title);
    QCOMPARE(start(), u"2026-11-20T20:00:00"_s);
    QCOMPARE(only().value("body"_L1).toObject().value("content"_L1).toString(), u"She likes mornings"_s);
    QCOMPARE(only().value("categories"_L1).toArray().size(), 1);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::overwritesWhereOursChanged()
{
    const EntryPlace place = made();
    m_rig->fake.edit(place.id, {{u"start"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T20:00:00"_s}, {u"timeZone"_s, u"UTC"_s}}},
                                {u"subject"_s, u"Ana!"_s}});
    CalendarEntry entry = exampleEntry();
    entry.from += 30min;
    entry.to += 30min;
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(start(), u"2026-11-20T19:00:00"_s);
    QCOMPARE(only().value("subject"_L1).toString(), u"Ana!"_s);
    // Somebody's program has lost our marks: all of it is written.
    m_rig->fake.edit(place.id, {{u"singleValueExtendedProperties"_s, QJsonArray()}});
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(only().value("subject"_L1).toString(), entry.title);
    QCOMPARE(said(m_rig->put(entry)), u"written"_s); // it has its UID again
    QCOMPARE(m_rig->fake.events().size(), 1);
}

void TestMicrosoftWriting::bringsBackADayToItsHour()
{
    const EntryPlace place = made();
    m_rig->fake.edit(place.id, {{u"isAllDay"_s, true},
                                {u"start"_s, QJsonObject{{u"dateTime"_s, u"2026-11-20T00:00:00"_s}, {u"timeZone"_s, u"UTC"_s}}},
                                {u"end"_s, QJsonObject{{u"dateTime"_s, u"2026-11-21T00:00:00"_s}, {u"timeZone"_s, u"UTC"_s}}}});
    CalendarEntry entry = exampleEntry();
    entry.from += 1h;
    entry.to += 1h;
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QVERIFY(!only().value("isAllDay"_L1).toBool(true));
    QCOMPARE(start(), u"2026-11-20T19:30:00"_s);
}

void TestMicrosoftWriting::changesNothingTwice()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.revision = 7; // and nothing else
    const std::optional<EntryWritten> written = outcomeAs<EntryWritten>(m_rig->put(entry, place));
    QVERIFY(written);
    QCOMPARE(written->place, place);
    QCOMPARE(m_rig->fake.asked("PATCH"), 0);
}

void TestMicrosoftWriting::seesAChangeMeanwhile()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back now"_s;
    m_rig->fake.editAfterNextRead(place.id, {{u"importance"_s, u"high"_s}});
    QCOMPARE(said(m_rig->put(entry, place)), u"written"_s);
    QCOMPARE(m_rig->fake.asked("PATCH"), 2); // 412 at first
    QCOMPARE(only().value("subject"_L1).toString(), entry.title);
    QCOMPARE(only().value("importance"_L1).toString(), u"high"_s);
    entry.title = u"Once more"_s;
    m_rig->fake.eraseAfterNextRead(place.id); // deleted meanwhile
    QCOMPARE(said(m_rig->put(entry, place)), u"gone"_s);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::givesWayToAQuarrel()
{
    const EntryPlace place = made();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back now"_s;
    m_rig->fake.answerNext(412, words("ErrorIrresolvableConflict"), "PATCH");
    m_rig->fake.answerNext(409, words("ErrorIrresolvableConflict"), "PATCH"); // it says both
    QCOMPARE(said(m_rig->put(entry, place)), u"for now ErrorIrresolvableConflict"_s);
    QCOMPARE(m_rig->fake.asked("PATCH"), 2);
}

void TestMicrosoftWriting::findsWhatWasMoved()
{
    const EntryPlace place = made();
    const QString next = m_rig->fake.moveAwayAndBack(place.id);
    CalendarEntry entry = exampleEntry();
    entry.title = u"Call back now"_s;
    const std::optional<EntryWritten> written = outcomeAs<EntryWritten>(m_rig->put(entry, place));
    QVERIFY(written);
    QCOMPARE(written->place.id, next);
    QCOMPARE(only().value("subject"_L1).toString(), entry.title);
    QCOMPARE(said(m_rig->remove(entry.uid, place)), u"written"_s);
    QVERIFY(m_rig->fake.events().isEmpty());
}

void TestMicrosoftWriting::makesNothingAgain()
{
    const EntryPlace place = made();
    m_rig->fake.erase(place.id);
    CalendarEntry entry = exampleEntry();
    entry.title = u"Changed"_s;
    QCOMPARE(said(m_rig->put(entry, place)), u"gone"_s);
    QVERIFY(m_rig->fake.events().isEmpty());
}

void TestMicrosoftWriting::removes()
{
    EntryPlace place = made();
    QCOMPARE(said(m_rig->remove(exampleEntry().uid, place)), u"written"_s);
    QVERIFY(m_rig->fake.events().isEmpty());
    QCOMPARE(said(m_rig->remove(exampleEntry().uid, place)), u"gone"_s);
    QCOMPARE(said(m_rig->remove(u"rb-never@callback.ringback"_s)), u"gone"_s);
    place = made();
    m_rig->fake.answer500AfterTakingNext("DELETE");
    QCOMPARE(said(m_rig->remove(exampleEntry().uid)), u"unknown"_s); // found by its UID
    QCOMPARE(said(m_rig->remove(exampleEntry().uid)), u"gone"_s);
    QVERIFY(!made().id.isEmpty());
    m_rig->fake.eraseAfterNextRead(only().value("id"_L1).toString());
    QCOMPARE(said(m_rig->remove(exampleEntry().uid, {.id = only().value("id"_L1).toString(), .tag = {}})), u"gone"_s);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::quotesWhatItSearches()
{
    CalendarEntry entry = exampleEntry();
    entry.uid = u"rb-o'neil' or 1 eq 1@callback.ringback"_s; // no UID of ours, but a filter is no place for trust
    QVERIFY(!made(entry).id.isEmpty());
    QVERIFY(!made(entry).id.isEmpty());
    QCOMPARE(m_rig->fake.events().size(), 1);
    QVERIFY(!made().id.isEmpty());
    QCOMPARE(m_rig->fake.events().size(), 2);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::judgesErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code"); // empty = no words of Microsoft's
    QTest::addColumn<QString>("outcome");
    QTest::newRow("not taken") << 400 << "ErrorInvalidRequest"_ba << u"entry ErrorInvalidRequest"_s;
    QTest::newRow("a proxy says 400") << 400 << ""_ba << u"for now 400"_s;
    QTest::newRow("too long") << 413 << "ErrorMessageSizeExceeded"_ba << u"entry ErrorMessageSizeExceeded"_s;
    QTest::newRow("no consent") << 403 << "ErrorAccessDenied"_ba << u"account no_right"_s;
    QTest::newRow("a proxy says 403") << 403 << ""_ba << u"for now 403"_s;
    QTest::newRow("full") << 403 << "ErrorQuotaExceeded"_ba << u"full ErrorQuotaExceeded"_s;
    QTest::newRow("full, in HTTP's words") << 507 << "ErrorQuotaExceeded"_ba << u"full ErrorQuotaExceeded"_s;
    QTest::newRow("no mailbox") << 404 << "MailboxNotEnabledForRESTAPI"_ba << u"account no_such_calendar"_s;
    QTest::newRow("no calendar") << 404 << "ErrorItemNotFound"_ba << u"account no_such_calendar"_s;
    QTest::newRow("too often") << 429 << "ApplicationThrottled"_ba << u"for now ApplicationThrottled"_s;
    QTest::newRow("server error") << 500 << "InternalServerError"_ba << u"unknown"_s;
    QTest::newRow("not now") << 503 << "ServiceUnavailable"_ba << u"unknown"_s;
    QTest::newRow("time-out of a gateway") << 504 << ""_ba << u"unknown"_s;
    QTest::newRow("a hotel's page") << 200 << ""_ba << u"unknown"_s;
    QTest::newRow("elsewhere") << 307 << ""_ba << u"unknown"_s;
}

void TestMicrosoftWriting::judgesErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QString, outcome);
    m_rig->fake.answerNext(status, code.isEmpty() ? QByteArray("<html>no</html>") : words(code), "POST /v1.0/me/events",
                           {{"Retry-After", "9"}});
    const EntryOutcome came = m_rig->put(exampleEntry());
    QCOMPARE(said(came), outcome);
    const std::optional<EntryRefused> refused = outcomeAs<EntryRefused>(came);
    if (refused && !code.isEmpty()) {
        QCOMPARE(refused->message, u"words of Microsoft"_s);
        QCOMPARE(refused->retryAfter, std::optional<Milliseconds>(9s));
    }
    QVERIFY(m_rig->fake.events().isEmpty());
}

void TestMicrosoftWriting::judgesErrorsOfAChange_data()
{
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("the look: 500 changed nothing") << "GET /v1.0/me/events/"_ba << 500 << u"for now c"_s;
    QTest::newRow("the look: 403") << "GET /v1.0/me/events/"_ba << 403 << u"account no_right"_s;
    QTest::newRow("the look: not understood") << "GET /v1.0/me/events/"_ba << 200 << u"for now 200"_s;
    QTest::newRow("whose calendar: 503 changed nothing") << "me/calendar?"_ba << 503 << u"for now c"_s;
    QTest::newRow("the change: 500") << "PATCH"_ba << 500 << u"unknown"_s;
    QTest::newRow("the change: 400") << "PATCH"_ba << 400 << u"entry c"_s;
    QTest::newRow("the change: 403") << "PATCH"_ba << 403 << u"account no_right"_s;
    QTest::newRow("the change: 429") << "PATCH"_ba << 429 << u"for now c"_s;
}

void TestMicrosoftWriting::judgesErrorsOfAChange()
{
    QFETCH(QByteArray, where);
    QFETCH(int, status);
    QFETCH(QString, outcome);
    const EntryPlace place = made();
    open();
    CalendarEntry entry = exampleEntry();
    entry.title = u"Changed"_s;
    m_rig->fake.answerNext(status, status == 200 ? QByteArray("{}") : words("c"), where);
    QCOMPARE(said(m_rig->put(entry, place)), outcome);
    QCOMPARE(only().value("subject"_L1).toString(), exampleEntry().title);
}

void TestMicrosoftWriting::writesDstWeeks_data()
{
    QTest::addColumn<QString>("from");
    QTest::newRow("the hour that comes twice, first") << u"2026-11-01T06:30:00Z"_s;
    QTest::newRow("the hour that comes twice, second") << u"2026-11-01T07:30:00Z"_s;
    QTest::newRow("after the hour that is left out") << u"2026-03-08T08:00:00Z"_s;
}

void TestMicrosoftWriting::writesDstWeeks()
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
    const QList<calls::BusyTime> expected{{.from = entry.from, .to = entry.to, .kind = calls::BusyKind::Busy}};
    QCOMPARE(m_rig->busy(query)->busy, expected);
}

void TestMicrosoftWriting::setsAlarms_data()
{
    QTest::addColumn<std::optional<Milliseconds>>("before");
    QTest::addColumn<int>("minutes"); // -1 = none
    QTest::newRow("none") << std::optional<Milliseconds>() << -1;
    QTest::newRow("five minutes") << std::optional<Milliseconds>(5min) << 5;
    QTest::newRow("at once") << std::optional<Milliseconds>(0s) << 0;
    QTest::newRow("part of a minute") << std::optional<Milliseconds>(90s) << 1;
}

void TestMicrosoftWriting::setsAlarms()
{
    QFETCH(std::optional<Milliseconds>, before);
    QFETCH(int, minutes);
    CalendarEntry entry = exampleEntry();
    entry.alarmBefore = before;
    QVERIFY(!made(entry).id.isEmpty());
    QCOMPARE(only().value("isReminderOn"_L1).toBool(minutes < 0), minutes >= 0); // said either way: never the person's usual one
    QCOMPARE(only().value("reminderMinutesBeforeStart"_L1).toInt(-1), minutes);
    QCOMPARE(m_rig->fake.complaints(), QStringList());
}

void TestMicrosoftWriting::givesUp()
{
    m_rig->fake.stallNext("POST /v1.0/me/events");
    QCoro::Task<EntryOutcome> writing = m_rig->calendar->put(exampleEntry(), {});
    QTRY_COMPARE(m_rig->fake.stalled(), 1);
    m_rig->calendar->abandon();
    QCOMPARE(said(QCoro::waitFor(writing)), u"unknown"_s);
    QCOMPARE(said(m_rig->put(exampleEntry())), u"written"_s);
    m_rig->fake.stop();
    const std::optional<EntryRefused> refused = outcomeAs<EntryRefused>(m_rig->put(exampleEntry()));
    QVERIFY(refused); // nobody was there: nothing left
    QCOMPARE(refused->kind, EntryRefused::Class::ForNow);
}

QTEST_GUILESS_MAIN(TestMicrosoftWriting)
#include "tst_microsoft_writing.moc"

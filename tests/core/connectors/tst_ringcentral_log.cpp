#include "base/time.h"
#include "connectors/ringcentral/notification.h"
#include "support/ringcentraloffice.h"

#include <QCoro/QCoroTask>
#include <QSet>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::ringcentral;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::EventKind;
using ringback::test::as;
using ringback::test::RingCentralOffice;

class TestRingCentralLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void readsAllAndThenWhatIsNew();
    void leavesAPauseBetweenTwoReads();
    void readsFromTheBeginningWhenTheTokenIsOld();
    void readsAStorm();
    void readsItsOwnLogWhereItMayNotSeeAll();
    void readsAnExtensionsLog();
    void tellsEveryCallOnce();
    void readsTextsAndReceipts();
    void changesNothingWhenItFails_data();
    void changesNothingWhenItFails();
    void survivesANonsenseCursor();

private:
    [[nodiscard]] Result<Log> read(const QString &cursor = {}, Milliseconds back = 1h)
    {
        const LogQuery query{.since = m_office->clock.now() - back, .now = m_office->clock.now(), .cursor = cursor};
        return QCoro::waitFor(m_provider->readLog(query));
    }
    void addCall(const QString &session, const QString &result = u"Missed"_s, Milliseconds ago = 5min)
    {
        m_office->fake.addRecord({{u"telephonySessionId"_s, session},
                                  {u"sessionId"_s, session},
                                  {u"startTime"_s, toIso(m_office->clock.now() - ago)},
                                  {u"duration"_s, 20},
                                  {u"type"_s, u"Voice"_s},
                                  {u"direction"_s, u"Inbound"_s},
                                  {u"action"_s, u"Phone Call"_s},
                                  {u"result"_s, result},
                                  {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                                  {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}}});
    }
    [[nodiscard]] static QSet<QString> sessions(const Log &log)
    {
        QSet<QString> found;
        for (const calls::ProviderEvent &event : log.events) {
            const Result<PhoneEvent> translated = translateStored(event.kind, event.payload);
            if (const auto *call = translated ? std::get_if<CallEvent>(&*translated) : nullptr)
                found.insert(call->providerCallId);
        }
        return found;
    }

    std::unique_ptr<RingCentralOffice> m_office;
    std::shared_ptr<RingCentralProvider> m_provider;
};

void TestRingCentralLog::init()
{
    m_office = std::make_unique<RingCentralOffice>();
    m_provider = m_office->open();
    QVERIFY(m_provider->hasLog());
}

void TestRingCentralLog::cleanup()
{
    QCOMPARE(m_office->fake.problems(), QStringList());
    m_provider.reset();
    m_office.reset();
}

void TestRingCentralLog::readsAllAndThenWhatIsNew()
{
    addCall(u"s-1"_s, u"Missed"_s, 70min); // began before, and within the overlap
    addCall(u"s-2"_s);
    addCall(u"s-3"_s, u"Accepted"_s, 3h);
    const Result<Log> first = read();
    QVERIFY(first);
    QCOMPARE(sessions(*first), (QSet<QString>{u"s-1"_s, u"s-2"_s}));
    QCOMPARE(first->events.first().at, std::optional(m_office->clock.now() - 70min + 20s)); // the oldest first, by its end
    QVERIFY(first->cursor.size() < 300);
    QVERIFY(m_office->fake.requests("/account/~/call-log-sync?syncType=FSync").size() == 1);

    addCall(u"s-4"_s);
    m_office->advance(60s);
    const Result<Log> second = read(first->cursor);
    QVERIFY(second);
    QCOMPARE(sessions(*second), (QSet<QString>{u"s-4"_s}));
    QVERIFY(m_office->fake.requests("syncType=ISync").size() == 1);
    m_office->advance(60s);
    const Result<Log> third = read(second->cursor);
    QVERIFY(third && third->events.isEmpty());
}

void TestRingCentralLog::leavesAPauseBetweenTwoReads()
{
    const Result<Log> first = read();
    QVERIFY(first);
    addCall(u"s-1"_s);
    m_office->advance(29s);
    const Result<Log> tooSoon = read(first->cursor);
    QVERIFY(tooSoon && tooSoon->events.isEmpty());
    QCOMPARE(tooSoon->cursor, first->cursor);
    QCOMPARE(m_office->fake.requests("/call-log-sync").size(), 1);
    m_office->advance(1s);
    QCOMPARE(sessions(*read(tooSoon->cursor)), (QSet<QString>{u"s-1"_s}));
}

void TestRingCentralLog::readsFromTheBeginningWhenTheTokenIsOld()
{
    const Result<Log> first = read();
    addCall(u"s-1"_s);
    m_office->fake.forgetSyncTokens();
    m_office->advance(60s);
    const Result<Log> second = read(first->cursor);
    QVERIFY(second);
    QCOMPARE(sessions(*second), (QSet<QString>{u"s-1"_s}));
    QCOMPARE(m_office->fake.requests("syncType=FSync").size(), 2);
}

void TestRingCentralLog::readsAStorm()
{
    for (int i = 0; i < 600; ++i)
        addCall(u"s-%1"_s.arg(i), i % 2 ? u"Missed"_s : u"Accepted"_s);
    const Result<Log> log = read();
    QVERIFY(log);
    QCOMPARE(sessions(*log).size(), 600);
    QCOMPARE(m_office->fake.requests("/call-log?").size(), 3);
    // In the midst of it: more changes than it tells of.
    for (int i = 600; i < 900; ++i)
        addCall(u"s-%1"_s.arg(i));
    m_office->advance(60s);
    const Result<Log> next = read(log->cursor);
    QVERIFY(next);
    QCOMPARE(sessions(*next).size(), 900);
}

void TestRingCentralLog::readsItsOwnLogWhereItMayNotSeeAll()
{
    m_office->fake.hideCompanyLog();
    addCall(u"s-1"_s);
    const Result<Log> log = read();
    QVERIFY(log);
    QCOMPARE(sessions(*log), (QSet<QString>{u"s-1"_s}));
    m_office->advance(60s);
    QVERIFY(read(log->cursor));
    QCOMPARE(m_office->fake.requests("/account/~/call-log-sync").size(), 1); // it is not tried again and again
}

void TestRingCentralLog::readsAnExtensionsLog()
{
    RingCentralOffice::Account account = RingCentralOffice::account();
    account.extension = u"62219"_s;
    m_provider = m_office->open(account);
    QVERIFY(read());
    QCOMPARE(m_office->fake.requests("/account/~/extension/62219/call-log-sync").size(), 1);
}

void TestRingCentralLog::tellsEveryCallOnce()
{
    addCall(u"s-1"_s);
    const Result<Log> first = read();
    m_office->fake.forgetSyncTokens();
    m_office->advance(60s);
    const Result<Log> second = read(first->cursor);
    QVERIFY(first && second);
    QCOMPARE(first->events.first().key, second->events.first().key); // stored once
}

void TestRingCentralLog::readsTextsAndReceipts()
{
    const qint64 in = m_office->fake.addMessage({{u"direction"_s, u"Inbound"_s},
                                                 {u"messageStatus"_s, u"Received"_s},
                                                 {u"subject"_s, u"call me"_s},
                                                 {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}},
                                                 {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}}}});
    const qint64 out = m_office->fake.addMessage({{u"direction"_s, u"Outbound"_s},
                                                  {u"messageStatus"_s, u"Queued"_s},
                                                  {u"subject"_s, u"hello"_s},
                                                  {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}}},
                                                  {u"to"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}}}}});
    m_office->fake.setStatus(out, u"DeliveryFailed"_s, u"SMS-CAR-413"_s);
    const Result<Log> log = read();
    QVERIFY(log);
    QCOMPARE(log->events.size(), 2);
    QStringList keys;
    for (const calls::ProviderEvent &event : log->events)
        keys.append(event.key);
    QVERIFY(keys.contains(u"text|%1|received"_s.arg(in)));
    QVERIFY(keys.contains(u"text|%1|DeliveryFailed"_s.arg(out)));
    const auto receipt =
        std::find_if(log->events.cbegin(), log->events.cend(), [](const auto &event) { return event.key.contains(u"Failed"); });
    const Result<PhoneEvent> translated = translateStored(receipt->kind, receipt->payload);
    QVERIFY(translated);
    const TextStatus expected{
        .providerMessageId = QString::number(out), .state = calls::DeliveryState::Undelivered, .errorCode = u"SMS-CAR-413"_s};
    QCOMPARE(as<TextStatus>(*translated), std::optional(expected));
}

void TestRingCentralLog::changesNothingWhenItFails_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QByteArray &part, int status, const QByteArray &body, ErrorKind kind) {
        QTest::newRow(name) << part << status << body << static_cast<int>(kind);
    };
    row("it is down", "/call-log-sync", 503, "", ErrorKind::Transient);
    row("too many", "/call-log-sync", 429, R"({"errorCode":"CMN-301"})", ErrorKind::Transient);
    row("HTML", "/call-log-sync", 200, "<html></html>", ErrorKind::Invalid);
    row("no token to go on with", "/call-log-sync", 200, R"({"records":[],"syncInfo":{}})", ErrorKind::Invalid);
    row("texts: no right", "/message-store", 403, R"({"errorCode":"CMN-401"})", ErrorKind::Refused);
    row("texts: no list", "/message-store", 200, "{}", ErrorKind::Invalid);
}

void TestRingCentralLog::changesNothingWhenItFails()
{
    QFETCH(QByteArray, part);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    const Result<Log> before = read();
    QVERIFY(before);
    addCall(u"s-1"_s);
    m_office->advance(60s);
    m_office->fake.answerNext(part, status, body);
    const Result<Log> failed = read(before->cursor);
    QVERIFY(!failed);
    QCOMPARE(static_cast<int>(failed.error().kind), kind);
    QVERIFY(!failed.error().what.contains(u"555"_s));
    m_office->advance(60s);
    const Result<Log> again = read(before->cursor); // with the old cursor: nothing is lost
    QVERIFY(again);
    QCOMPARE(sessions(*again), (QSet<QString>{u"s-1"_s}));
}

void TestRingCentralLog::survivesANonsenseCursor()
{
    addCall(u"s-1"_s);
    for (const QString &cursor : {u"nonsense"_s, u"[]"_s, uR"({"token":7,"at":"x"})"_s, uR"({"at":99999999999999999})"_s}) {
        m_office->advance(60s);
        const Result<Log> log = read(cursor);
        QVERIFY2(log, qPrintable(cursor));
        QVERIFY(sessions(*log).contains(u"s-1"_s));
    }
}

QTEST_GUILESS_MAIN(TestRingCentralLog)
#include "tst_ringcentral_log.moc"

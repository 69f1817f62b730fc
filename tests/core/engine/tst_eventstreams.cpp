#include "engine/eventstreams.h"
#include "store/pulsegateway.h"
#include "support/fakephone.h"
#include "support/listedcall.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::FakePhone;
using ringback::test::FakeStream;
using ringback::test::instantOf;
using ringback::test::must;

namespace {

const QString connection = u"twilio-main"_s;

} // namespace

class TestEventStreams : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void storesWhatArrives();
    void theSameEventTwice();
    void staysOpenWhileItsProviderStays();
    void opensAnewWithItsProvider();
    void closesWhatIsGone();
    void aConnectionWithoutAStream();
    void tellsHowItIsDoing();
    void aGapIsReadFromTheList();
    void waitsForTheDatabase();
    void beyondTheBoundTheListTells();
    void nothingComesAfterTheEnd();

private:
    [[nodiscard]] calls::ProviderEvent numbered(int number) const
    {
        return {.kind = calls::EventKind::Event, .key = u"uuid-%1"_s.arg(number), .payload = "{}", .at = m_clock.now() - 1s};
    }
    QSet<QString> use(const std::shared_ptr<FakePhone> &phone)
    {
        const QHash<QString, Sender> senders = {{connection, Sender{.provider = phone, .statusCallback = {}}}};
        const QSet<QString> streamed = m_streams->setSenders(senders);
        m_reader->setSenders(senders, m_office.setup, streamed);
        return streamed;
    }
    int turn() { return must(m_streams->turn(*m_reader)); }
    [[nodiscard]] store::Pulse pulse() { return must(store::PulseGateway(*m_database).all()).value(0); }
    [[nodiscard]] QString value(const QString &sql) { return test::valueOf(*m_database, sql); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::shared_ptr<FakePhone> m_phone;
    std::shared_ptr<FakeStream> m_stream;
    std::unique_ptr<LogReader> m_reader;
    std::unique_ptr<EventStreams> m_streams;
};

void TestEventStreams::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now());
    m_phone = std::make_shared<FakePhone>();
    m_stream = std::make_shared<FakeStream>();
    m_phone->listNothing();
    m_phone->setStream(m_stream);
    m_reader = std::make_unique<LogReader>(*m_database, m_clock, m_ids, u"one"_s);
    m_streams = std::make_unique<EventStreams>(*m_database, m_clock, m_ids);
}

void TestEventStreams::cleanup()
{
    m_streams.reset();
    m_reader.reset();
    m_database.reset();
    m_place.reset();
}

void TestEventStreams::storesWhatArrives()
{
    QCOMPARE(use(m_phone), QSet<QString>{connection});
    QCOMPARE(m_stream->opens, 1);
    QSignalSpy wake(m_streams.get(), &EventStreams::arrived);
    Q_EMIT m_stream->arrived(numbered(1));
    m_clock.advance(2s);
    Q_EMIT m_stream->arrived(numbered(2));
    QCOMPARE(wake.size(), 2);
    QVERIFY(m_streams->hasNews());
    m_clock.advance(3s);
    QCOMPARE(turn(), 2);
    QVERIFY(!m_streams->hasNews());
    QCOMPARE(test::rowsOf(*m_database, u"SELECT connection, kind, event_key, state FROM inbox ORDER BY id"_s),
             (QStringList{u"twilio-main event uuid-1 new"_s, u"twilio-main event uuid-2 new"_s}));
    QCOMPARE(value(u"SELECT MAX(received_at) - MIN(received_at) FROM inbox"_s), u"2000"_s); // when they arrived, not when they were stored
    QCOMPARE(pulse().lastEventAt, m_clock.now() - 3s);
    QCOMPARE(turn(), 0);
}

void TestEventStreams::theSameEventTwice()
{
    use(m_phone);
    Q_EMIT m_stream->arrived(numbered(1));
    Q_EMIT m_stream->arrived(numbered(1));
    QCOMPARE(turn(), 1);
    Q_EMIT m_stream->arrived(numbered(1));
    QCOMPARE(turn(), 0);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"1"_s);
}

void TestEventStreams::staysOpenWhileItsProviderStays()
{
    use(m_phone);
    use(m_phone);
    QCOMPARE(m_stream->opens, 1);
    QCOMPARE(m_stream->closes, 0);
    Q_EMIT m_stream->arrived(numbered(1));
    QCOMPARE(turn(), 1); // once, not for each time that it was told
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"1"_s);
}

void TestEventStreams::opensAnewWithItsProvider()
{
    use(m_phone);
    const auto other = std::make_shared<FakePhone>();
    const auto stream = std::make_shared<FakeStream>();
    other->setStream(stream);
    use(other);
    QCOMPARE(m_stream->closes, 1);
    QCOMPARE(stream->opens, 1);
    Q_EMIT m_stream->arrived(numbered(1));
    Q_EMIT stream->arrived(numbered(2));
    QCOMPARE(turn(), 1);
    QCOMPARE(value(u"SELECT event_key FROM inbox"_s), u"uuid-2"_s);
}

void TestEventStreams::closesWhatIsGone()
{
    use(m_phone);
    Q_EMIT m_stream->arrived(numbered(1));
    QCOMPARE(m_streams->setSenders({}), QSet<QString>());
    QCOMPARE(m_stream->closes, 1);
    QCOMPARE(turn(), 1); // what had come is kept
}

void TestEventStreams::aConnectionWithoutAStream()
{
    const auto phone = std::make_shared<FakePhone>();
    QCOMPARE(use(phone), QSet<QString>());
    QCOMPARE(turn(), 0);
}

void TestEventStreams::tellsHowItIsDoing()
{
    use(m_phone);
    const Instant until = m_clock.now() + 24h;
    Q_EMIT m_stream->failed(u"expired"_s, u"OAU-213"_s);
    turn();
    QCOMPARE(pulse().lastFailure, u"expired"_s);
    QCOMPARE(pulse().lastFailureAt, m_clock.now());
    QCOMPARE(pulse().streamUntil, std::nullopt);
    Q_EMIT m_stream->opened(until);
    turn();
    QCOMPARE(pulse().streamUntil, until);
    QCOMPARE(pulse().lastFailure, QString());
    QCOMPARE(pulse().lastSuccessAt, m_clock.now());
    Q_EMIT m_stream->failed(u"not_reached"_s, {});
    Q_EMIT m_stream->opened(until + 1h); // before it could be noted
    turn();
    QCOMPARE(pulse().streamUntil, until + 1h);
    QCOMPARE(pulse().lastFailure, QString());
    Q_EMIT m_stream->failed(u"not_reached"_s, {});
    turn();
    QCOMPARE(pulse().streamUntil, std::nullopt);
}

void TestEventStreams::aGapIsReadFromTheList()
{
    use(m_phone);
    must(m_reader->turn(m_office));
    must(m_reader->turn(m_office));
    QCOMPARE(m_phone->reads().size(), 1);
    m_clock.advance(30s);
    const Instant gap = m_clock.now() - 10s;
    Q_EMIT m_stream->missed(gap);
    turn();
    must(m_reader->turn(m_office));
    QCOMPARE(m_phone->reads().size(), 2);
    QVERIFY(m_phone->reads().last().since <= gap);
}

void TestEventStreams::waitsForTheDatabase()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    if (dialect != store::Dialect::Sqlite)
        return; // a lock that another program holds is SQLite's
    use(m_phone);
    Q_EMIT m_stream->arrived(numbered(1));
    {
        const std::unique_ptr<store::Database> other = m_place->open();
        const store::Transaction held = must(store::Transaction::begin(*other));
        const Result<int> stored = m_streams->turn(*m_reader);
        QVERIFY(!stored);
        QCOMPARE(stored.error().kind, ErrorKind::Transient);
        QVERIFY(m_streams->hasNews());
        Q_EMIT m_stream->arrived(numbered(2));
    }
    QCOMPARE(turn(), 2);
    QCOMPARE(value(u"SELECT COUNT(*) FROM inbox"_s), u"2"_s);
}

void TestEventStreams::beyondTheBoundTheListTells()
{
    use(m_phone);
    must(m_reader->turn(m_office));
    must(m_reader->turn(m_office));
    m_clock.advance(1s);
    const Instant first = m_clock.now();
    for (int i = 0; i < EventStreams::mostInMemory + 3; ++i) {
        m_clock.advance(1ms);
        Q_EMIT m_stream->arrived(numbered(i));
    }
    QCOMPARE(turn(), static_cast<int>(EventStreams::mostInMemory));
    must(m_reader->turn(m_office));
    QCOMPARE(m_phone->reads().size(), 2);
    QVERIFY(m_phone->reads().last().since <= first + Milliseconds(EventStreams::mostInMemory));
    Q_EMIT m_stream->arrived(numbered(999'999));
    QCOMPARE(turn(), 1);
}

void TestEventStreams::nothingComesAfterTheEnd()
{
    use(m_phone);
    m_streams->close();
    QCOMPARE(m_stream->closes, 1);
    Q_EMIT m_stream->arrived(numbered(1));
    QCOMPARE(turn(), 0);
    use(m_phone);
    m_streams.reset();
    QCOMPARE(m_stream->closes, 2);
    Q_EMIT m_stream->arrived(numbered(2)); // to nobody
}

QTEST_GUILESS_MAIN(TestEventStreams)
#include "tst_eventstreams.moc"

#include "store/database.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <thread>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;

/// The way to a PostgreSQL server: encrypted, or not gone.
class TestPostgresTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void modes_data();
    void modes();
    void theEnvironmentCountsAsSaid();
    void theEnvironmentsHostIsAHost();
    void wrongOnes_data();
    void wrongOnes();
    void aServerThatCannotEncryptIsToldNothing_data();
    void aServerThatCannotEncryptIsToldNothing();
    void aCertificateThatIsNotThere();
};

void TestPostgresTls::init()
{
    qunsetenv("PGSSLMODE");
    qunsetenv("PGHOST");
}

void TestPostgresTls::modes_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("mode");
    QTest::newRow("a server elsewhere") << u"postgresql://pat@db.example/office"_s << u"require"_s;
    QTest::newRow("by its address") << u"postgresql://pat@192.0.2.7:6432/office"_s << u"require"_s;
    QTest::newRow("by its longer address") << u"postgresql://pat@[2001:db8::7]/office"_s << u"require"_s;
    QTest::newRow("in the next room") << u"postgresql://pat@10.0.0.7/office"_s << u"require"_s;
    QTest::newRow("a name that only begins like ours") << u"postgresql://pat@localhost.example/office"_s << u"require"_s;
    QTest::newRow("a socket") << u"postgresql://app@/office?host=/var/run/postgresql"_s << QString();
    QTest::newRow("the usual socket") << u"postgresql:///office"_s << QString();
    QTest::newRow("localhost") << u"postgresql://pat@LocalHost/office"_s << QString();
    QTest::newRow("the loopback") << u"postgresql://pat@127.0.0.1/office"_s << QString();
    QTest::newRow("any of the loopback") << u"postgresql://pat@127.3.2.1/office"_s << QString();
    QTest::newRow("the longer loopback") << u"postgresql://pat@[::1]/office"_s << QString();
    QTest::newRow("here and elsewhere") << u"postgresql://pat@/office?host=localhost,db.example"_s << u"require"_s;
    QTest::newRow("verified") << u"postgresql://pat@db.example/office?sslmode=verify-full"_s << u"verify-full"_s;
    QTest::newRow("switched off by hand") << u"postgresql://pat@db.example/office?sslmode=disable"_s << u"disable"_s;
    QTest::newRow("here, all the same") << u"postgresql://pat@localhost/office?sslmode=require"_s << u"require"_s;
    QTest::newRow("a file") << u"/var/lib/ringback/office.db"_s << QString();
}

void TestPostgresTls::modes()
{
    QFETCH(const QString, address);
    QFETCH(const QString, mode);
    const Result<Address> parsed = Address::parse(address);
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->effectiveSslMode(), mode);
}

// libpq reads it by itself: `require` would be less than what somebody asked for there.
void TestPostgresTls::theEnvironmentCountsAsSaid()
{
    qputenv("PGSSLMODE", "verify-full");
    QCOMPARE(Address::parse(u"postgresql://pat@db.example/office"_s)->effectiveSslMode(), QString());
    QCOMPARE(Address::parse(u"postgresql://pat@db.example/office?sslmode=require"_s)->effectiveSslMode(), u"require"_s);
}

void TestPostgresTls::theEnvironmentsHostIsAHost()
{
    qputenv("PGHOST", "db.example");
    QCOMPARE(Address::parse(u"postgresql:///office"_s)->effectiveSslMode(), u"require"_s);
    qputenv("PGHOST", "/var/run/postgresql");
    QCOMPARE(Address::parse(u"postgresql:///office"_s)->effectiveSslMode(), QString());
}

void TestPostgresTls::wrongOnes_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("no such word") << u"sslmode=yes"_s;
    QTest::newRow("no word") << u"sslmode="_s;
    QTest::newRow("another option behind it") << u"sslmode=require%20host=evil.example"_s;
    QTest::newRow("another option behind the file") << u"sslmode=verify-full&sslrootcert=/etc/ca.pem;host=evil.example"_s;
}

void TestPostgresTls::wrongOnes()
{
    QFETCH(const QString, query);
    const Result<Address> parsed = Address::parse(u"postgresql://pat@db.example/office?"_s + query);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::Invalid);
}

void TestPostgresTls::aServerThatCannotEncryptIsToldNothing_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("encrypted or not at all") << u"?sslmode=require"_s << false;
    QTest::newRow("verified or not at all") << u"?sslmode=verify-full&sslrootcert=system%20ca's.pem"_s << false;
    QTest::newRow("on this machine, by default") << QString() << true;
}

// It answers the question for TLS with `N`; then a client that insists hangs up, and one that does not says who it is.
void TestPostgresTls::aServerThatCannotEncryptIsToldNothing()
{
    QFETCH(const QString, query);
    QFETCH(const bool, isTold);
    quint16 port = 0;
    QByteArray heard;
    std::atomic<bool> listening = false;
    std::thread server([&] {
        QTcpServer listener;
        if (!listener.listen(QHostAddress::LocalHost))
            return;
        port = listener.serverPort();
        listening = true;
        if (!listener.waitForNewConnection(10'000))
            return;
        const std::unique_ptr<QTcpSocket> client(listener.nextPendingConnection());
        while (client->bytesAvailable() < 8 && client->waitForReadyRead(10'000)) {
        }
        (void)client->read(8); // the question
        client->write("N");
        (void)client->waitForBytesWritten(10'000);
        while (heard.size() < 8 && client->waitForReadyRead(10'000))
            heard += client->readAll();
    });
    QTRY_VERIFY(listening);
    const Result<Address> address = Address::parse(u"postgresql://someone@127.0.0.1:%1/office"_s.arg(port) + query);
    const bool isOpen = address && Database::open(*address);
    server.join();
    QVERIFY(address.has_value() && !isOpen);
    QCOMPARE(heard.contains("someone"), isTold);
}

void TestPostgresTls::aCertificateThatIsNotThere()
{
    const Result<Address> address =
        Address::parse(u"postgresql://pat@127.0.0.1:1/office?sslmode=verify-full&sslrootcert=/nowhere/our%20ca's.pem"_s);
    QVERIFY(address.has_value());
    QCOMPARE(address->sslRootCertificate, u"/nowhere/our ca's.pem"_s);
    QVERIFY(!Database::open(*address).has_value());
}

QTEST_GUILESS_MAIN(TestPostgresTls)

#include "tst_postgrestls.moc"

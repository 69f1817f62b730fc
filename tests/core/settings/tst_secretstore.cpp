#include "settings/secretstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::settings;

class TestSecretStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesBecomeVariables_data();
    void namesBecomeVariables();
    void theEnvironmentGivesASecret();
    void theEnvironmentIsReadOnly();
    void memoryKeepsWhatItWasGiven();
};

void TestSecretStore::namesBecomeVariables_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("variable");
    QTest::newRow("lower case and dashes") << u"twilio-main-token"_s << QByteArray("RINGBACK_SECRET_TWILIO_MAIN_TOKEN");
    QTest::newRow("one word") << u"token"_s << QByteArray("RINGBACK_SECRET_TOKEN");
}

void TestSecretStore::namesBecomeVariables()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, variable);
    QCOMPARE(EnvironmentSecrets::variableOf(name), variable);
}

void TestSecretStore::theEnvironmentGivesASecret()
{
    qputenv("RINGBACK_SECRET_TEST_ONE", "first");
    SystemSecrets secrets; // asks the environment before the keychain
    QCOMPARE(secrets.read(u"test-one"_s).value_or(QByteArray()), QByteArray("first"));
    qunsetenv("RINGBACK_SECRET_TEST_ONE");
    EnvironmentSecrets environment;
    const Result<QByteArray> missing = environment.read(u"test-one"_s);
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
}

void TestSecretStore::theEnvironmentIsReadOnly()
{
    EnvironmentSecrets environment;
    QCOMPARE(environment.write(u"a"_s, "b").error().kind, ErrorKind::Refused);
}

void TestSecretStore::memoryKeepsWhatItWasGiven()
{
    MemorySecrets memory;
    QVERIFY(!memory.read(u"a"_s));
    QVERIFY(memory.write(u"a"_s, "first"));
    QVERIFY(memory.write(u"a"_s, "second"));
    QCOMPARE(memory.read(u"a"_s).value_or(QByteArray()), QByteArray("second"));
}

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"

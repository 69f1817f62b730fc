#include "asking.h"
#include "settings/calendarconnection.h"
#include "settings/secretstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;

// What every sign-in in a browser asks of the keychain.
class TestAsking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beforeTheFirstSignIn();
    void whereAnotherSecretIsMissing();
    void leavesOutWhatItBrings();
    void optionalSecretsMayBeMissing();
    void knowsWhereASignInIsKept();

private:
    const QList<settings::SecretName> m_names = {{u"client"_s}, {u"credential"_s}, {u"extra"_s, false}};
    std::unique_ptr<settings::MemorySecrets> m_store;
};

void TestAsking::init()
{
    m_store = std::make_unique<settings::MemorySecrets>();
    QVERIFY(m_store->write(u"client"_s, "of the app"));
}

void TestAsking::beforeTheFirstSignIn()
{
    const auto secrets = app::secretsBeside(u"credential"_s, *m_store, m_names);
    QVERIFY(secrets.has_value());
    QCOMPARE(*secrets, (QHash<QString, QByteArray>{{u"client"_s, "of the app"}}));
    QVERIFY(app::lacksOnly(u"credential"_s, *m_store, m_names));
    QVERIFY(!app::freshSecrets(*m_store, m_names, nullptr));
}

void TestAsking::whereAnotherSecretIsMissing()
{
    QVERIFY(m_store->remove(u"client"_s));
    const auto secrets = app::secretsBeside(u"credential"_s, *m_store, m_names);
    QVERIFY(!secrets);
    QCOMPARE(secrets.error().kind, ErrorKind::NotFound);
    QVERIFY(!app::lacksOnly(u"credential"_s, *m_store, m_names));
}

// A sign-in is done anew, whatever the last one left.
void TestAsking::leavesOutWhatItBrings()
{
    QVERIFY(m_store->write(u"credential"_s, "of the last time"));
    const auto secrets = app::secretsBeside(u"credential"_s, *m_store, m_names);
    QVERIFY(secrets.has_value());
    QCOMPARE(secrets->keys(), QStringList{u"client"_s});
}

void TestAsking::optionalSecretsMayBeMissing()
{
    QVERIFY(m_store->write(u"credential"_s, "refresh"));
    const auto fresh = app::freshSecrets(*m_store, m_names, nullptr); // no engine beside us: the store is its own
    QVERIFY(fresh);
    QCOMPARE(fresh->value(u"credential"_s), "refresh"_ba);
    QVERIFY(m_store->write(u"extra"_s, "more"));
    QCOMPARE(app::secretsBeside(u"credential"_s, *m_store, m_names)->value(u"extra"_s), "more"_ba);
}

void TestAsking::knowsWhereASignInIsKept()
{
    QCOMPARE(app::credentialOf(settings::CalendarAccount(settings::GoogleCalendar{.credentialSecret = u"token"_s})), u"token"_s);
    QCOMPARE(app::credentialOf(settings::CalendarAccount(settings::IcsFeed{.addressSecret = u"address"_s})), QString());
}

QTEST_GUILESS_MAIN(TestAsking)
#include "tst_asking.moc"

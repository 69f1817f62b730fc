#include "ingress/webhookdoor.h"
#include "support/engineprogram.h"
#include "support/faketwilio.h"
#include "support/googlevoicemail.h"
#include "support/imapserver.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "support/testsecrets.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::EngineProgram;
using ringback::test::FakeTwilio;
using ringback::test::GoogleVoiceMail;
using ringback::test::ImapServer;
using ringback::test::must;
using ringback::test::valueOf;

namespace {

constexpr int patience = 30'000; // ms; never reached when all is well

} // namespace

/// A notification in a real mailbox, the text through Twilio from another number, its receipt and the answer.
class TestGoogleVoiceEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }

    void fromTheMailToTheReply();
};

void TestGoogleVoiceEndToEnd::fromTheMailToTheReply()
{
    ImapServer mailbox;
    if (!ImapServer::isInstalled())
        QSKIP("the mail server of this test is not installed (packages dovecot-imapd, openssl)");
    QVERIFY2(mailbox.isRunning(), qPrintable(mailbox.log()));
    QFETCH_GLOBAL(store::Dialect, dialect);
    test::TestClock clock;
    clock.set(test::instantOf(u"2026-11-20T20:00:00Z"_s));
    const test::TestDatabase place(dialect);
    const std::unique_ptr<store::Database> database = place.open();
    FakeTwilio twilio;
    twilio.setNow(clock.now());
    const QString texting = u"+12145550150"_s; // the office's number at Twilio
    const engine::Office office = test::storeOffice(*database, clock.now(), [&](settings::Setup &setup) {
        setup.connections.first().baseUrl = twilio.baseUrl().toString();
        settings::GoogleVoiceMailbox account;
        account.host = u"127.0.0.1"_s;
        account.port = mailbox.port();
        account.withTls = false;
        account.user = ImapServer::user();
        account.passwordSecret = u"mailbox"_s;
        account.trustedHost = u"mx.google.com"_s;
        account.lines = {{QString(), setup.lines.first().number}};
        setup.connections.append({.id = u"voice"_s, .account = account, .pollEvery = 5s});
        setup.lines.first().callsConnection = u"voice"_s;
        setup.lines.first().textsFrom = test::number(texting);
    });
    const auto secrets = std::make_shared<test::TestSecrets>(std::initializer_list<std::pair<QString, QByteArray>>{
        {u"mailbox"_s, ImapServer::password().toUtf8()}, {u"twilio-main-token"_s, FakeTwilio::authToken().toLatin1()}});
    EngineProgram program(place.address(), clock, secrets);
    const auto value = [&](const QString &sql) {
        return valueOf(*database, sql);
    };
    // What lies in the mailbox when it is first read is of before.
    QTRY_VERIFY_WITH_TIMEOUT(
        value(u"SELECT COUNT(*) FROM connection_pulses WHERE connection = 'voice' AND log_read_at IS NOT NULL"_s) == "1"_L1, patience);

    clock.advance(1min);
    QVERIFY(mailbox.append(GoogleVoiceMail{.date = "Fri, 20 Nov 2026 20:00:50 +0000"}.source()));
    const auto text = [&] { // each look wakes the engine: the made-up clock stands still
        program.wake();
        return twilio.messages().size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(text(), 1, patience);
    QCOMPARE(twilio.messages().first().from, texting);
    QCOMPARE(twilio.messages().first().to, u"+12145550123"_s);
    QCOMPARE(value(u"SELECT verdict || ' ' || connection FROM calls"_s), u"missed voice"_s);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"accepted"_s, patience);

    const auto webhook = [&](calls::EventKind kind, const QByteArray &form) {
        IdSource ids(static_cast<quint64>(form.size()));
        QVERIFY(test::putIntoInbox(*database, ids, kind, form, clock.now()));
        program.wake();
    };
    webhook(calls::EventKind::MessageStatus, test::receiptForm(twilio.messages().first().sid, u"delivered"_s));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT state FROM messages WHERE direction = 'out'"_s), u"delivered"_s, patience);
    webhook(calls::EventKind::Message, test::textForm(u"SM9"_s, u"The roof leaks"_s, {{u"To"_s, texting}}));
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT COUNT(*) FROM follow_ups WHERE replied_at IS NOT NULL"_s), u"1"_s, patience);
    QCOMPARE(twilio.messages().size(), 1);
    QVERIFY2(twilio.problems().isEmpty(), qPrintable(twilio.problems().join(u"; "_s)));
}

QTEST_GUILESS_MAIN(TestGoogleVoiceEndToEnd)
#include "tst_googlevoice_end_to_end.moc"

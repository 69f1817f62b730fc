#include "connectors/twilio/errors.h"

#include <QTest>

using namespace ringback::connectors;
using namespace Qt::StringLiterals;

class TestTwilioErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classifies_data();
    void classifies();
};

void TestTwilioErrors::classifies_data()
{
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<QList<int>>("codes");
    QTest::addColumn<int>("kind"); // -1: nobody can tell
    const auto row = [](const char *name, int httpStatus, const QList<int> &codes, Refused::Class kind) {
        QTest::newRow(name) << httpStatus << codes << static_cast<int>(kind);
    };
    using Class = Refused::Class;
    row("for good: the number", 400, {21211, 21214, 21217, 21612, 21614, 21635}, Class::Recipient);
    row("for good: the number, by a receipt", 0, {30004, 30005, 30006, 30640}, Class::Recipient);
    row("opted out", 400, {21610}, Class::OptedOut);
    row("for good: the text", 400, {21602, 21603, 21604, 21617}, Class::Message);
    row("for good: the text, by a receipt", 0, {30007, 30019, 30036, 30047}, Class::Message);
    row("the sender", 400, {21606, 21212, 21408, 21608, 21703, 21704}, Class::Sender);
    row("a call: the number", 400, {21202, 21216}, Class::Recipient);
    row("a call: what our account may", 400, {10001, 10002, 10005, 20005, 21203, 21210, 21215, 21219}, Class::Sender);
    row("a call: as many as there may be", 400, {10004}, Class::ForNow);
    row("credentials", 401, {20003}, Class::Sender);
    row("the sender, by a receipt", 0, {30002, 30032, 30034}, Class::Sender);
    row("for now", 429, {20429, 0, 99999}, Class::ForNow);
    row("for now: the sender's queue is full", 400, {21611}, Class::ForNow);
    row("for now, by a receipt", 0, {30001, 30003, 30008, 30022, 30023, 30610, 20500, 20503}, Class::ForNow);
    row("an unknown code of a plain refusal", 400, {0, 29999}, Class::Message);
    row("no such account", 404, {20404, 0}, Class::Sender);
    row("not allowed", 403, {0}, Class::Sender);
    row("something in between timed out", 408, {0}, Class::ForNow);
    QTest::newRow("a server error, whatever its code") << 500 << QList<int>{0, 20500, 20503, 21610} << -1;
    QTest::newRow("a bad gateway") << 502 << QList<int>{0} << -1;
    QTest::newRow("not available") << 503 << QList<int>{20503, 20429} << -1;
    QTest::newRow("an unknown code of a receipt") << 0 << QList<int>{0, 12345} << -1;
    QTest::newRow("a redirect") << 307 << QList<int>{0} << -1;
    QTest::newRow("an odd success") << 200 << QList<int>{0} << -1;
}

void TestTwilioErrors::classifies()
{
    QFETCH(int, httpStatus);
    QFETCH(QList<int>, codes);
    QFETCH(int, kind);
    for (const int code : codes) {
        const std::optional<Refused::Class> found = twilio::classify(httpStatus, code);
        QCOMPARE(found ? static_cast<int>(*found) : -1, kind);
    }
}

QTEST_GUILESS_MAIN(TestTwilioErrors)
#include "tst_twilio_errors.moc"

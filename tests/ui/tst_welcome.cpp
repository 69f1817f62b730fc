#include "base/time.h"
#include "queue/completedialog.h"
#include "samples.h"
#include "welcome/connectpage.h"
#include "welcome/welcomepage.h"
#include "widgets/noticebar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

class TestWelcome : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choicesByKeyboard();
    void wrongFields_data();
    void wrongFields();
    void rightForm();
    void webhookAddresses();
    void problemStaysOnThePage();
    void dollars_data();
    void dollars();
    void dialogWithoutValue();

private:
    static void fill(ConnectPage &page)
    {
        const auto type = [&page](const QString &name, const QString &text) {
            page.findChild<QLineEdit *>(name)->setText(text);
        };
        type(u"company"_s, u" Summit  Roofing "_s);
        type(u"yourName"_s, u"Pat Lee"_s);
        type(u"businessNumber"_s, u"214 555 0100"_s);
        type(u"accountSid"_s, u"AC00000000000000000000000000000001"_s);
        type(u"authToken"_s, u"not-a-real-token"_s);
        type(u"publicAddress"_s, u"https://calls.example.com/"_s);
        type(u"phones"_s, u"(214) 555-0111, 214-555-0112,"_s);
    }
};

void TestWelcome::choicesByKeyboard()
{
    WelcomePage page;
    page.show();
    QSignalSpy practice(&page, &WelcomePage::practiceChosen);
    QSignalSpy connected(&page, &WelcomePage::connectChosen);
    QTest::keyClick(page.findChild<QWidget *>(u"practice"_s), Qt::Key_Return);
    QTRY_COMPARE(practice.size(), 1);
    QTest::keyClick(page.findChild<QWidget *>(u"connect"_s), Qt::Key_Space);
    QTRY_COMPARE(connected.size(), 1);
}

void TestWelcome::wrongFields_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("no company") << u"company"_s << u"  "_s;
    QTest::newRow("no name") << u"yourName"_s << QString();
    QTest::newRow("number without area code") << u"businessNumber"_s << u"55-0100"_s;
    QTest::newRow("no number") << u"businessNumber"_s << u"none"_s;
    QTest::newRow("short account id") << u"accountSid"_s << u"AC123"_s;
    QTest::newRow("an API key instead") << u"accountSid"_s << u"SK00000000000000000000000000000001"_s;
    QTest::newRow("no token") << u"authToken"_s << QString();
    QTest::newRow("address without TLS") << u"publicAddress"_s << u"http://calls.example.com"_s;
    QTest::newRow("this computer") << u"publicAddress"_s << u"https://localhost"_s;
    QTest::newRow("a phone that is none") << u"phones"_s << u"(214) 555-0111, Bob"_s;
}

void TestWelcome::wrongFields()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    ConnectPage page;
    page.show();
    fill(page);
    page.findChild<QLineEdit *>(field)->setText(text);
    QSignalSpy requested(&page, &ConnectPage::connectRequested);
    page.findChild<QPushButton *>(u"submit"_s)->click();
    QVERIFY(requested.isEmpty());
    const QList<QLabel *> labels = page.findChildren<QLabel *>();
    for (QLabel *label : labels) {
        if (label->objectName().endsWith(u"Problem"))
            QCOMPARE(label->isVisible(), label->objectName() == field + "Problem"_L1);
    }
}

void TestWelcome::rightForm()
{
    ConnectPage page;
    page.show();
    fill(page);
    QCOMPARE(page.findChild<QLineEdit *>(u"authToken"_s)->echoMode(), QLineEdit::Password);
    QSignalSpy requested(&page, &ConnectPage::connectRequested);
    QTest::keyClick(page.findChild<QLineEdit *>(u"company"_s), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    const auto request = requested.first().first().value<ConnectRequest>();
    QCOMPARE(request.business, u"roofing"_s);
    QCOMPARE(request.company, u"Summit Roofing"_s);
    QVERIFY(request.timeZone.contains('/'));
    QCOMPARE(request.businessNumber, u"+12145550100"_s);
    QCOMPARE(request.publicAddress, u"https://calls.example.com"_s);
    QCOMPARE(request.phonesToRing, (QStringList{u"+12145550111"_s, u"+12145550112"_s}));
}

void TestWelcome::webhookAddresses()
{
    ConnectPage page;
    page.show();
    auto *voice = page.findChild<QLineEdit *>(u"voiceHook"_s);
    QVERIFY(!voice->isVisible());
    page.findChild<QLineEdit *>(u"publicAddress"_s)->setText(u"https://calls.example.com/"_s);
    QVERIFY(voice->isVisible());
    QCOMPARE(voice->text(), u"https://calls.example.com/webhooks/twilio/voice"_s);
    QCOMPARE(page.findChild<QLineEdit *>(u"messageHook"_s)->text(), u"https://calls.example.com/webhooks/twilio/message"_s);
}

void TestWelcome::problemStaysOnThePage()
{
    ConnectPage page;
    page.show();
    page.showProblem(u"Twilio does not know this account"_s);
    QCOMPARE(page.findChild<NoticeBar *>()->text(), u"Twilio does not know this account"_s);
    QVERIFY(page.findChild<NoticeBar *>()->isVisible());
}

void TestWelcome::dollars_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("cents");
    QTest::newRow("plain") << u"12500"_s << qint64(1250000);
    QTest::newRow("sign and groups") << u" $12,500.5 "_s << qint64(1250050);
    QTest::newRow("cents") << u"0.09"_s << qint64(9);
    QTest::newRow("half a sum") << u"12,50"_s << qint64(-1);
    QTest::newRow("negative") << u"-5"_s << qint64(-1);
    QTest::newRow("words") << u"a lot"_s << qint64(-1);
    QTest::newRow("too much") << u"99999999"_s << qint64(-1);
}

void TestWelcome::dollars()
{
    QFETCH(QString, typed);
    QFETCH(qint64, cents);
    const std::optional<Money> money = readDollars(typed);
    QCOMPARE(money ? money->cents : -1, cents);
}

void TestWelcome::dialogWithoutValue()
{
    CompleteDialog dialog(u"Omar"_s, samples::office().outcomes, fromMs(1'795'219'200'000), samples::office().timeZone);
    QVERIFY(dialog.outcome().isEmpty());
    QVERIFY(!dialog.findChild<QPushButton *>(u"accept"_s)->isEnabled());
    const QList<QRadioButton *> choices = dialog.findChildren<QRadioButton *>();
    const auto choice = std::find_if(choices.cbegin(), choices.cend(),
                                     [](const QRadioButton *each) { return each->accessibleName() == u"Not interested"_s; });
    QVERIFY(choice != choices.cend());
    (*choice)->click();
    QCOMPARE(dialog.outcome(), u"not_interested"_s);
    QVERIFY(!dialog.value());
    QVERIFY(dialog.findChild<QPushButton *>(u"accept"_s)->isEnabled());
}

QTEST_MAIN(TestWelcome)
#include "tst_welcome.moc"

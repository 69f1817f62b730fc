#include "audit/trail.h"
#include "console/console.h"
#include "desk/blocklist.h"
#include "desk/desk.h"
#include "engine/intake.h"
#include "queue/completedialog.h"
#include "review/reviewdialog.h"
#include "store/blocklistgateway.h"
#include "store/gateways.h"
#include "storm/stormbanner.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::test;
using app::Console;

/// Two whole consoles on one real database, on both kinds: what one does, the other shows.
class TestConsole : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addDatabaseRows(); }
    void initTestCase();
    void init();
    void cleanup();

    void aClaimInOneShowsInTheOtherWithinASecond();
    void theSecondClaimerIsToldWhoHasIt();
    void aStormInOneShowsInTheOtherWithinASecond();
    void aCompletionIsTakenBack();
    void aTextIsSettled();
    void somebodyWantsNoMoreTexts();
    void aCaseIsMarkedAsSpamAndTakenBack();
    void theNextCallIsLeftOutAndCalledBack();

private:
    [[nodiscard]] std::unique_ptr<Console> open(const QString &me);
    [[nodiscard]] static QTableView *list(Console &console);
    [[nodiscard]] static QString textOf(Console &console);
    [[nodiscard]] calls::CallbackTask task();
    static void claimByKeyboard(Console &console);
    static void markByKeyboard(Console &console);
    /// What every visible notice says.
    [[nodiscard]] static QString noticeOf(Console &console);
    template <class Widget>
    [[nodiscard]] static Widget *shown(Console &console, const QString &name)
    {
        for (Widget *found : console.window().findChildren<Widget *>(name)) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }

    TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<TestDatabase> m_test;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Console> m_danas;
    std::unique_ptr<Console> m_sams;
};

void TestConsole::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    ui::dress(*qApp, false);
}

void TestConsole::init()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    m_test = std::make_unique<TestDatabase>(dialect);
    m_database = m_test->open();
    const engine::Office office = storeOffice(*m_database, m_clock.now());
    putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    engine::Intake intake(*m_database, m_clock, m_ids);
    QCOMPARE(must(intake.turn(office)), 1);
    m_danas = open(u"dana"_s);
    m_sams = open(u"sam"_s);
}

void TestConsole::cleanup()
{
    m_danas.reset();
    m_sams.reset();
    m_database.reset();
    m_test.reset();
}

std::unique_ptr<Console> TestConsole::open(const QString &me)
{
    auto console = std::make_unique<Console>(Console::Options{.database = m_test->address(), .withEngine = false, .me = me}, m_clock);
    console->start();
    console->window().show();
    if (!QTest::qWaitForWindowActive(&console->window()) ||
        !QTest::qWaitFor([&] { return list(*console) && list(*console)->model()->rowCount() == 1; }))
        qFatal("the console did not come up");
    return console;
}

QTableView *TestConsole::list(Console &console)
{
    for (QTableView *view : console.window().findChildren<QTableView *>(u"rows"_s)) {
        if (view->isVisible())
            return view;
    }
    return nullptr;
}

// Everything the list says, as a screen reader hears it.
QString TestConsole::textOf(Console &console)
{
    QStringList texts;
    const QAbstractItemModel *const model = list(console)->model();
    for (int column = 0; column < model->columnCount(); ++column)
        texts.append(model->index(0, column).data(Qt::DisplayRole).toString());
    return texts.join(u" | "_s);
}

calls::CallbackTask TestConsole::task()
{
    return must(store::TaskGateway(*m_database).page({}, 1)).constFirst();
}

void TestConsole::claimByKeyboard(Console &console)
{
    console.window().activateWindow();
    QTableView *const rows = list(console);
    rows->setFocus();
    QTest::keyClick(rows, Qt::Key_Home);
    QTest::keyClick(rows, Qt::Key_C);
}

void TestConsole::aClaimInOneShowsInTheOtherWithinASecond()
{
    QVERIFY(!textOf(*m_sams).contains(u"Dana Reyes"_s));
    claimByKeyboard(*m_danas);
    QTRY_VERIFY2_WITH_TIMEOUT(textOf(*m_sams).contains(u"Dana Reyes"_s), qPrintable(textOf(*m_sams)), 1'000);
    QCOMPARE(task().claimedBy, u"dana"_s);
    QTRY_VERIFY2(textOf(*m_danas).contains(u"You"_s), qPrintable(textOf(*m_danas)));
}

void TestConsole::theSecondClaimerIsToldWhoHasIt()
{
    // Dana claims by another program, and Sam clicks before his console has heard of it: the change watch looks ten times a second.
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(task().id.text(), u"dana"_s).has_value());
    claimByKeyboard(*m_sams);
    QTRY_VERIFY2(noticeOf(*m_sams).contains(u"Dana Reyes"_s), qPrintable(noticeOf(*m_sams)));
    QCOMPARE(task().claimedBy, u"dana"_s);
}

QString TestConsole::noticeOf(Console &console)
{
    QString text;
    for (const ui::NoticeBar *bar : console.window().findChildren<ui::NoticeBar *>()) {
        if (bar->isVisible())
            text += bar->text();
    }
    return text;
}

void TestConsole::aStormInOneShowsInTheOtherWithinASecond()
{
    auto *const hers = m_danas->window().findChild<ui::StormBanner *>();
    auto *const his = m_sams->window().findChild<ui::StormBanner *>();
    QVERIFY(!his->isVisible());
    m_danas->window().findChild<QPushButton *>(u"stormButton"_s)->menu()->actions().at(1)->trigger(); // for two hours
    QTRY_VERIFY_WITH_TIMEOUT(his->isVisible(), 1'000);
    QTRY_VERIFY(hers->isVisible());
    QVERIFY2(his->text().contains(u"turned on by Dana Reyes at 12:00 PM"_s), qPrintable(his->text()));
    QVERIFY2(his->text().contains(u"until 2:00 PM"_s), qPrintable(his->text()));
    QVERIFY(noticeOf(*m_sams).contains(u"Storm mode"_s));

    // In a storm, several at one click.
    QTRY_VERIFY(his->findChild<QPushButton *>(u"claimNext"_s)->isEnabled());
    his->findChild<QPushButton *>(u"claimNext"_s)->click();
    QTRY_COMPARE(task().claimedBy, u"sam"_s);
    QTRY_VERIFY2(noticeOf(*m_sams).contains(u"1 more callback"_s), qPrintable(noticeOf(*m_sams)));

    his->findChild<QPushButton *>(u"endStorm"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!hers->isVisible(), 1'000);
    QCOMPARE(must(store::StormGateway(*m_database).current()), std::nullopt);
}

void TestConsole::aCompletionIsTakenBack()
{
    claimByKeyboard(*m_danas);
    QTRY_VERIFY2(textOf(*m_danas).contains(u"You"_s), qPrintable(textOf(*m_danas)));
    QTest::keyClick(list(*m_danas), Qt::Key_Return);
    auto *dialog = m_danas->window().findChild<ui::CompleteDialog *>();
    QVERIFY(dialog != nullptr);
    const QString wanted = u"No answer"_s;
    for (QRadioButton *choice : dialog->findChildren<QRadioButton *>()) {
        if (choice->text() == wanted)
            choice->click();
    }
    QCOMPARE(dialog->outcome(), u"no_answer"_s);
    dialog->findChild<QPushButton *>(u"accept"_s)->click();
    QTRY_VERIFY2(noticeOf(*m_danas).contains(u"Done: No answer. It comes back at 2:00 PM, try 2 of 3."_s), qPrintable(noticeOf(*m_danas)));
    QTRY_VERIFY2(textOf(*m_sams).contains(u"returns at 2:00 PM"_s), qPrintable(textOf(*m_sams)));

    m_danas->window().activateWindow(); // keys of a window are its own only while it is in front
    QVERIFY(QTest::qWaitForWindowActive(&m_danas->window()));
    list(*m_danas)->setFocus();
    QTest::keyClick(list(*m_danas), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY2(textOf(*m_sams).contains(u"Dana Reyes"_s), qPrintable(textOf(*m_sams)));
    QVERIFY(!textOf(*m_sams).contains(u"returns at"_s));
    const QList<calls::CallbackTask> tasks = must(store::TaskGateway(*m_database).live(5));
    QCOMPARE(tasks.size(), 1);
    QCOMPARE(tasks.first().claimedBy, u"dana"_s);
    QCOMPARE(tasks.first().attempt, 1);
}

void TestConsole::aTextIsSettled()
{
    const calls::Message message = must(store::MessageGateway(*m_database).page({}, 1)).constFirst();
    {
        // As the runner leaves it after a lost answer; the audit row is what consoles follow.
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(transaction.change(u"UPDATE jobs SET state = 'needs_review', in_doubt = 1 WHERE message_id = ?"_s, {message.id.text()}));
        must(transaction.change(u"UPDATE messages SET state = 'needs_review' WHERE id = ?"_s, {message.id.text()}));
        audit::Trail trail;
        trail.add({.at = m_clock.now(),
                   .actor = u"engine"_s,
                   .action = u"text_needs_review"_s,
                   .caseId = message.followUp->text(),
                   .subject = u"message:"_s + message.id.text(),
                   .detail = {}});
        must(trail.appendTo(transaction));
        must(transaction.commit());
    }
    auto *const badge = m_sams->window().findChild<QPushButton *>(u"review"_s);
    QTRY_VERIFY_WITH_TIMEOUT(badge->isVisible(), 3'000);
    badge->click();
    auto *const dialog = m_sams->window().findChild<ui::ReviewDialog *>();
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY(dialog->findChild<QPushButton *>(u"wasSent"_s) != nullptr);
    dialog->findChild<QPushButton *>(u"wasSent"_s)->click();
    QTRY_VERIFY(dialog->findChild<QPushButton *>(u"wasSent"_s) == nullptr); // nothing left to decide
    QTRY_VERIFY(!badge->isVisible());
    const std::optional<calls::Message> settled = must(store::MessageGateway(*m_database).find(message.id));
    QVERIFY(settled && settled->state == calls::DeliveryState::Sent);
}

void TestConsole::somebodyWantsNoMoreTexts()
{
    QTableView *const rows = list(*m_danas);
    rows->setFocus();
    QTest::keyClick(rows, Qt::Key_Home);
    QTRY_VERIFY(shown<QPushButton>(*m_danas, u"optOut"_s) != nullptr);
    shown<QPushButton>(*m_danas, u"optOut"_s)->click();
    QTRY_VERIFY(shown<QPushButton>(*m_danas, u"optIn"_s) != nullptr);
    QCOMPARE(shown<QLabel>(*m_danas, u"optedOutBy"_s)->text(), u"Set by Dana Reyes, 12:00 PM"_s);
    const calls::PhoneNumber number = test::number(u"+12145550123"_s);
    QVERIFY(must(store::ContactGateway(*m_database).optOut(number)).has_value());
    shown<QPushButton>(*m_danas, u"optIn"_s)->click();
    QTRY_VERIFY(!must(store::ContactGateway(*m_database).optOut(number)).has_value());
}

void TestConsole::markByKeyboard(Console &console)
{
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    list(console)->setFocus();
    QTest::keyClick(list(console), Qt::Key_Home);
    QTest::keyClick(list(console), Qt::Key_S);
    auto *const dialog = console.window().findChild<ui::ConfirmDialog *>();
    QVERIFY(dialog != nullptr);
    dialog->findChild<QPushButton *>(u"confirm"_s)->click();
}

void TestConsole::aCaseIsMarkedAsSpamAndTakenBack()
{
    const calls::PhoneNumber number = test::number(u"+12145550123"_s);
    markByKeyboard(*m_danas);
    QTRY_VERIFY2(noticeOf(*m_danas).startsWith(u"Marked as spam"_s), qPrintable(noticeOf(*m_danas)));
    QVERIFY(task().state == calls::TaskState::Cancelled);
    const std::optional<calls::Blocking> blocking = must(store::BlocklistGateway(*m_database).find(number));
    QVERIFY(blocking && blocking->mark == calls::Blocking::Mark::Blocked);
    QCOMPARE(blocking->markedBy, u"staff:dana"_s);

    shown<QPushButton>(*m_danas, u"noticeAction"_s)->click();
    QTRY_VERIFY(task().state == calls::TaskState::Open);
    QVERIFY(must(store::BlocklistGateway(*m_database).find(number))->mark == calls::Blocking::Mark::None);

    // Sam has it by now, which Dana's console may not have heard of: she is told.
    desk::Desk desk(*m_database, m_clock, m_ids);
    QVERIFY(desk.claim(task().id.text(), u"sam"_s).has_value());
    Q_EMIT m_danas->window().spamRequested(task().followUp.text());
    QTRY_VERIFY2(noticeOf(*m_danas).contains(u"Sam Ortiz has this callback"_s), qPrintable(noticeOf(*m_danas)));
    QVERIFY(task().state == calls::TaskState::Claimed);
}

void TestConsole::theNextCallIsLeftOutAndCalledBack()
{
    desk::Blocklist blocklist(*m_database, m_clock, m_ids);
    QVERIFY(*blocklist.block(u"+12145550188"_s, u"dana"_s, {}));
    putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(u"CA2"_s, u"no-answer"_s, {{u"From"_s, u"+12145550188"_s}}),
                 m_clock.now());
    engine::Intake intake(*m_database, m_clock, m_ids);
    const engine::Office office = *must(engine::loadOffice(*m_database));
    QCOMPARE(must(intake.turn(office)), 1);
    QTRY_COMPARE(list(*m_sams)->model()->rowCount(), 2);
    for (int row = 0; row < 2 && shown<QPushButton>(*m_sams, u"callBack"_s) == nullptr; ++row)
        list(*m_sams)->selectRow(row);
    QVERIFY(shown<QPushButton>(*m_sams, u"callBack"_s) != nullptr);
    const auto why = [this] {
        const QLabel *const label = shown<QLabel>(*m_sams, u"why"_s);
        return label ? label->text() : QString();
    };
    QTRY_VERIFY2(why().contains(u"Marked as spam by Dana Reyes since today"_s), qPrintable(why()));
    shown<QPushButton>(*m_sams, u"callBack"_s)->click();
    QTRY_VERIFY2_WITH_TIMEOUT(noticeOf(*m_sams).startsWith(u"Not spam"_s), qPrintable(noticeOf(*m_sams)), 30'000); // of a busy machine
    QCOMPARE(must(store::TaskGateway(*m_database).live(5)).size(), 2);
    const std::optional<calls::Blocking> blocking = must(store::BlocklistGateway(*m_database).find(test::number(u"+12145550188"_s)));
    QVERIFY(blocking && blocking->mark == calls::Blocking::Mark::Allowed);
    QCOMPARE(blocking->markedBy, u"staff:sam"_s);
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"

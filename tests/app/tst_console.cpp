#include "console/console.h"
#include "desk/desk.h"
#include "engine/intake.h"
#include "queue/completedialog.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "widgets/noticebar.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QElapsedTimer>
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

private:
    [[nodiscard]] std::unique_ptr<Console> open(const QString &me);
    [[nodiscard]] static QTableView *list(Console &console);
    [[nodiscard]] static QString textOf(Console &console);
    [[nodiscard]] calls::CallbackTask task();
    static void claimByKeyboard(Console &console);

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
    putIntoInbox(*m_database, m_ids, store::InboxKind::Voice, voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
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
    QTRY_VERIFY(!m_sams->window().findChildren<ui::NoticeBar *>().isEmpty());
    const auto notice = [this] {
        QString text;
        for (const ui::NoticeBar *bar : m_sams->window().findChildren<ui::NoticeBar *>()) {
            if (bar->isVisible())
                text += bar->text();
        }
        return text;
    };
    QTRY_VERIFY2(notice().contains(u"Dana Reyes"_s), qPrintable(notice()));
    QCOMPARE(task().claimedBy, u"dana"_s);
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"

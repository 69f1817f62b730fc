#include "audit/trail.h"
#include "console/console.h"
#include "queue/completedialog.h"
#include "settings/setup.h"
#include "signin/door.h"
#include "store/credentialgateway.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::test;
using app::Console;
using app::Session;
using ui::Door;

/// A whole console in an office where people sign in.
class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addDatabaseRows(); }
    void initTestCase();
    void init();
    void cleanup();

    void withoutSignInsAsBefore();
    void theFirstMakesTheOwner();
    void nothingBeforeSignIn();
    void wrongAndLockedOut();
    void locksWhenNobodyTypes();
    void whoLockedUnlocks();
    void anotherUnlocksAsThemselves();
    void switchesQuickly();
    void aResetMustBeChanged();
    void whoIsSuspendedIsOut();
    void signsOut();
    void saysWhoIsThere();
    void actsAsWhoIsSignedIn();

private:
    [[nodiscard]] Door &door() const { return m_console->window().door(); }
    [[nodiscard]] bool isOpen() const { return m_console->window().isDoorOpen(); }
    template <class T>
    [[nodiscard]] T *find(const QString &name) const
    {
        return m_console->window().findChild<T *>(name);
    }
    void haveSignIns()
    {
        desk::SignIn signIn(*m_database, m_clock, desk::HashCost::least());
        QVERIFY(signIn.makeOwner(u"pat"_s, {}, {.typed = patsPassword}).has_value());
        QVERIFY(signIn.recover(u"dana"_s, {.typed = danasPassword}).has_value());
    }
    void open(const QString &me = {})
    {
        m_console = std::make_unique<Console>(
            Console::Options{.database = m_test->address(), .withEngine = false, .hashCost = desk::HashCost::least(), .me = me}, m_clock);
        m_console->start();
        m_console->window().show();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
    }
    void choose(const QString &name)
    {
        auto *const list = find<QListWidget>(u"doorPeople"_s);
        QTRY_VERIFY(!list->findItems(name, Qt::MatchExactly).isEmpty());
        list->setCurrentItem(list->findItems(name, Qt::MatchExactly).first());
    }
    void type(const QString &field, const QString &text) { QTest::keyClicks(find<QLineEdit>(field), text); }
    void go() { QTest::mouseClick(find<QPushButton>(u"doorGo"_s), Qt::LeftButton); }
    void signIn(const QString &name, const QString &password)
    {
        choose(name);
        type(u"doorSecret"_s, password);
        go();
        QTRY_VERIFY(isOpen());
    }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(
            *m_database,
            u"SELECT actor, action FROM audit WHERE (subject LIKE 'staff:%' OR subject = '') AND action <> 'presence_set' ORDER BY sequence"_s);
    }
    void idle(Milliseconds span)
    {
        m_clock.advance(span);
        m_console->session()->tick();
    }

    const QString patsPassword = u"seven green bottles"_s;
    const QString danasPassword = u"a rook on the chimney"_s;
    TestClock m_clock;
    std::unique_ptr<TestDatabase> m_test;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Console> m_console;
};

void TestSession::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    ui::dress(*qApp, false);
}

void TestSession::init()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    m_clock.set(instantOf(u"2026-11-20T18:00:00Z"_s));
    m_test = std::make_unique<TestDatabase>(dialect);
    m_database = m_test->open();
    storeOffice(*m_database, m_clock.now());
}

void TestSession::cleanup()
{
    m_console.reset();
    m_database.reset();
    m_test.reset();
}

void TestSession::withoutSignInsAsBefore()
{
    open(u"pat"_s);
    QTRY_VERIFY(isOpen());
    QTRY_COMPARE(find<QComboBox>(u"me"_s)->currentText(), u"Pat Lee"_s);
    QTRY_VERIFY(find<QWidget>(u"openBanner"_s)->isVisible());
    idle(3h);
    QVERIFY(isOpen()); // there is nothing to lock
    m_console->session()->lock();
    QVERIFY(isOpen());
    QVERIFY(audited().isEmpty());
}

void TestSession::theFirstMakesTheOwner()
{
    open(u"pat"_s);
    QTRY_VERIFY(isOpen() && find<QPushButton>(u"setUpSignIn"_s)->isVisible());
    QTest::mouseClick(find<QPushButton>(u"setUpSignIn"_s), Qt::LeftButton);
    QVERIFY(!isOpen());
    QTRY_COMPARE(door().asks(), Door::Ask::First);
    type(u"doorFresh"_s, patsPassword);
    type(u"doorAgain"_s, patsPassword);
    go();
    QTRY_VERIFY(isOpen());
    QCOMPARE(m_console->session()->me(), u"pat"_s);
    QVERIFY(m_console->session()->signsIn());
    QTRY_COMPARE(find<QToolButton>(u"person"_s)->text(), u"Pat Lee"_s);
    QVERIFY(!find<QWidget>(u"openBanner"_s)->isVisible() && !find<QComboBox>(u"me"_s)->isVisible());
    QCOMPARE(audited(), QStringList{u"staff:pat password_set"_s});
}

void TestSession::nothingBeforeSignIn()
{
    haveSignIns();
    open(u"pat"_s); // what a computer remembers proves nothing
    QVERIFY(!isOpen());
    QTRY_COMPARE(door().asks(), Door::Ask::SignIn);
    QVERIFY(m_console->session()->me().isEmpty() && !m_console->session()->isOpen());
    QTRY_COMPARE(find<QListWidget>(u"doorPeople"_s)->currentItem()->text(), u"Pat Lee"_s); // but is offered
    signIn(u"Dana Reyes"_s, danasPassword);
    QCOMPARE(m_console->session()->me(), u"dana"_s);
    QCOMPARE(audited().last(), u"staff:dana signed_in"_s);
}

void TestSession::wrongAndLockedOut()
{
    haveSignIns();
    open();
    choose(u"Dana Reyes"_s);
    auto *const problem = find<QLabel>(u"doorProblem"_s);
    auto *const secret = find<QLineEdit>(u"doorSecret"_s);
    for (int i = 1; i < desk::SignIn::freeTries; ++i) {
        type(u"doorSecret"_s, u"guess"_s);
        go();
        QTRY_VERIFY(problem->isVisible() && secret->isEnabled());
        QVERIFY(problem->text().contains(u"not right"_s) && !isOpen());
    }
    type(u"doorSecret"_s, u"guess"_s);
    go();
    QTRY_VERIFY(problem->text().contains(u"30 seconds"_s));
    QVERIFY(!secret->isEnabled());
    m_clock.advance(30s);
    QTRY_VERIFY(secret->isEnabled());
    type(u"doorSecret"_s, danasPassword);
    go();
    QTRY_VERIFY(isOpen());
    QCOMPARE(audited().filter(u"console sign_in_failed"_s).size(), desk::SignIn::freeTries);
    QCOMPARE(audited().filter(u"console sign_in_locked"_s).size(), 1);
}

void TestSession::locksWhenNobodyTypes()
{
    haveSignIns();
    open();
    signIn(u"Dana Reyes"_s, danasPassword);
    idle(14min);
    QVERIFY(isOpen());
    QTest::keyClick(&m_console->window(), Qt::Key_Shift); // somebody is there
    idle(14min);
    QVERIFY(isOpen());
    idle(1min);
    QVERIFY(!isOpen());
    QCOMPARE(door().asks(), Door::Ask::Unlock);
    QTRY_COMPARE(audited().last(), u"staff:dana locked"_s);
    QVERIFY(!m_console->session()->isOpen());
}

void TestSession::whoLockedUnlocks()
{
    haveSignIns();
    open();
    signIn(u"Dana Reyes"_s, danasPassword);
    QTest::keyClick(&m_console->window(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!isOpen());
    QCOMPARE(QApplication::focusWidget(), find<QLineEdit>(u"doorSecret"_s)); // whoever comes types at once
    QTest::keyClick(&m_console->window(), Qt::Key_Escape);
    QVERIFY(!isOpen());
    type(u"doorSecret"_s, patsPassword);
    go();
    QTRY_VERIFY(find<QLabel>(u"doorProblem"_s)->isVisible());
    QVERIFY(!isOpen());
    type(u"doorSecret"_s, danasPassword);
    go();
    QTRY_VERIFY(isOpen());
    QCOMPARE(audited().last(), u"staff:dana unlocked"_s);
}

void TestSession::anotherUnlocksAsThemselves()
{
    haveSignIns();
    open();
    signIn(u"Dana Reyes"_s, danasPassword);
    m_console->session()->lock();
    QTest::mouseClick(find<QPushButton>(u"doorSecond"_s), Qt::LeftButton);
    signIn(u"Pat Lee"_s, patsPassword);
    QCOMPARE(m_console->session()->me(), u"pat"_s);
    QTRY_VERIFY(audited().last() == u"staff:dana signed_out"_s);
    QCOMPARE(audited().at(audited().size() - 2), u"staff:pat signed_in"_s);
}

void TestSession::switchesQuickly()
{
    haveSignIns();
    open();
    signIn(u"Pat Lee"_s, patsPassword);
    auto *const person = find<QToolButton>(u"person"_s);
    QTRY_COMPARE(person->text(), u"Pat Lee"_s);
    m_console->window().showPage(ui::MainWindow::Page::Leads);
    QTest::mouseClick(person, Qt::LeftButton, Qt::NoModifier, QPoint(8, person->height() / 2));
    QVERIFY(!isOpen());
    QCOMPARE(find<QListWidget>(u"doorPeople"_s)->count(), 1); // who is here is not asked
    QTest::mouseClick(find<QPushButton>(u"doorSecond"_s), Qt::LeftButton); // back
    QVERIFY(isOpen());
    QCOMPARE(m_console->session()->me(), u"pat"_s);
    QTest::mouseClick(person, Qt::LeftButton, Qt::NoModifier, QPoint(8, person->height() / 2));
    signIn(u"Dana Reyes"_s, danasPassword);
    QCOMPARE(m_console->session()->me(), u"dana"_s);
    QCOMPARE(m_console->window().page(), ui::MainWindow::Page::Board); // a rep has no business with connections
    QTRY_VERIFY(audited().contains(u"staff:pat signed_out"_s));
}

void TestSession::aResetMustBeChanged()
{
    haveSignIns();
    open();
    signIn(u"Pat Lee"_s, patsPassword);
    QSignalSpy reset(m_console->session(), &Session::wasReset);
    QSignalSpy refused(m_console->session(), &Session::resetRefused);
    m_console->session()->reset(u"sam"_s, {.typed = u"short"_s});
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(isOpen()); // it is the page that asked that is told
    m_console->session()->reset(u"sam"_s, {.typed = u"given to you by pat, sam"_s});
    QTRY_COMPARE(reset.size(), 1);
    Q_EMIT m_console->window().signOutRequested();
    choose(u"Sam Ortiz"_s);
    type(u"doorSecret"_s, u"given to you by pat, sam"_s);
    go();
    QTRY_COMPARE(door().asks(), Door::Ask::MustChange);
    QVERIFY(!isOpen() && !m_console->session()->isOpen());
    type(u"doorSecret"_s, u"given to you by pat, sam"_s);
    type(u"doorFresh"_s, u"nobody knows but me"_s);
    type(u"doorAgain"_s, u"nobody knows but me"_s);
    go();
    QTRY_VERIFY(isOpen());
    QCOMPARE(m_console->session()->me(), u"sam"_s);
    QCOMPARE(audited().last(), u"staff:sam password_set"_s);
}

void TestSession::whoIsSuspendedIsOut()
{
    haveSignIns();
    open();
    signIn(u"Dana Reyes"_s, danasPassword);
    settings::Setup setup = must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text));
    setup.staff[1].suspended = true;
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    (void)must(store::OfficeGateway(*m_database).addSetup(transaction, settings::toJson(setup), m_clock.now()));
    must(transaction.commit());
    m_console->session()->refresh();
    QTRY_VERIFY(!isOpen());
    QVERIFY(m_console->session()->me().isEmpty());
    QVERIFY(find<QListWidget>(u"doorPeople"_s)->findItems(u"Dana Reyes"_s, Qt::MatchExactly).isEmpty());
}

void TestSession::signsOut()
{
    haveSignIns();
    open();
    signIn(u"Dana Reyes"_s, danasPassword);
    Q_EMIT m_console->window().signOutRequested();
    QVERIFY(!isOpen());
    QCOMPARE(door().asks(), Door::Ask::SignIn);
    QTRY_COMPARE(audited().last(), u"staff:dana signed_out"_s);
    signIn(u"Pat Lee"_s, patsPassword);
    m_console.reset(); // the window is closed
    QCOMPARE(audited().last(), u"staff:pat signed_out"_s);
}

void TestSession::saysWhoIsThere()
{
    haveSignIns();
    open();
    QSignalSpy said(m_console->session(), &Session::presenceChanged);
    signIn(u"Dana Reyes"_s, danasPassword);
    const auto last = [&] {
        const QVariantList arguments = said.last();
        return arguments.at(0).toString() + u' ' + calls::word(arguments.at(1).value<calls::PresenceWord>());
    };
    QCOMPARE(last(), u"dana here"_s);
    said.clear();
    idle(59s);
    QVERIFY(said.isEmpty());
    idle(1s);
    QCOMPARE(said.size(), 1);
    QCOMPARE(last(), u"dana here"_s);
    idle(9min);
    QCOMPARE(last(), u"dana away"_s);
    QTest::keyClick(&m_console->window(), Qt::Key_Shift);
    QCOMPARE(last(), u"dana here"_s); // at once
    m_console->session()->lock();
    QCOMPARE(last(), u"dana away"_s);
}

void TestSession::actsAsWhoIsSignedIn()
{
    haveSignIns();
    open(u"pat"_s);
    signIn(u"Dana Reyes"_s, danasPassword);
    Q_EMIT m_console->window().stormRequested(std::nullopt);
    QTRY_COMPARE(valueOf(*m_database, u"SELECT actor FROM audit WHERE action = 'storm_began'"_s), u"staff:dana"_s);
}

QTEST_MAIN(TestSession)

#include "tst_session.moc"

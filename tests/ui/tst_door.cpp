#include "mainwindow.h"
#include "samples.h"
#include "signin/door.h"
#include "signin/signinwords.h"
#include "support/testclock.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Why = desk::SignInRefusal::Why;

/// What stands before the window while nobody has signed in.
class TestDoor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_door.reset(); }

    void peopleWithASignInAreAsked();
    void aNameAndASecret();
    void onlyTheKeyboard();
    void nothingWithoutAName();
    void aRefusalIsSaid_data();
    void aRefusalIsSaid();
    void aWaitTicksDown();
    void theMessageStaysWhenTheListIsReadAgain();
    void lockedByOneOpenedByAnother();
    void theFirstIsAnOwner();
    void theFirstMayBeNew();
    void choosesAnother();
    void twoThatDiffer();
    void secretsAreNotShownNorKept();
    void everyRefusalHasASentence();
    void initials();
    void behindTheDoorNothingShows();
    void aRepSeesNoConnections();
    void theBannerIsForOwners();

private:
    template <class T>
    [[nodiscard]] T *find(const QString &name) const
    {
        return m_door->findChild<T *>(name);
    }
    [[nodiscard]] QString problem() const
    {
        const auto *const label = find<QLabel>(u"doorProblem"_s);
        return label->isVisible() ? label->text() : QString();
    }
    void type(const QString &field, const QString &text) const { QTest::keyClicks(find<QLineEdit>(field), text); }
    void click(const QString &button) const { QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton); }
    [[nodiscard]] QStringList people() const
    {
        const auto *const list = find<QListWidget>(u"doorPeople"_s);
        QStringList names;
        for (int row = 0; list->isVisible() && row < list->count(); ++row)
            names.append(list->item(row)->text());
        return names;
    }
    void choose(const QString &name) const
    {
        auto *const list = find<QListWidget>(u"doorPeople"_s);
        for (int row = 0; row < list->count(); ++row) {
            if (list->item(row)->text() == name)
                QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, list->visualItemRect(list->item(row)).center());
        }
    }

    test::TestClock m_clock;
    board::SignIns m_signIns;
    std::unique_ptr<Door> m_door;
};

void TestDoor::initTestCase()
{
    dress(*qApp, false);
    m_signIns = {.isOn = true,
                 .company = u"Summit Roofing"_s,
                 .people = {{.id = u"dana"_s, .name = u"Dana Reyes"_s},
                            {.id = u"pat"_s, .name = u"Pat Lee"_s, .role = calls::Role::Owner},
                            {.id = u"sam"_s, .name = u"Sam Ortiz"_s}},
                 .states = {{.staff = u"dana"_s, .setBy = u"staff:pat"_s}, {.staff = u"pat"_s, .setBy = u"staff:pat"_s}}};
}

void TestDoor::init()
{
    m_door = std::make_unique<Door>(m_clock);
    m_door->setSignIns(m_signIns);
    m_door->resize(900, 700);
    m_door->show();
    m_door->ask(Door::Ask::SignIn);
    QVERIFY(QTest::qWaitForWindowActive(m_door.get()));
}

void TestDoor::peopleWithASignInAreAsked()
{
    QCOMPARE(people(), QStringList({u"Dana Reyes"_s, u"Pat Lee"_s})); // Sam has none
    QCOMPARE(find<QLabel>(u"doorTitle"_s)->text(), u"Summit Roofing"_s);
    m_door->ask(Door::Ask::Wait);
    QVERIFY(people().isEmpty());
    QVERIFY(!find<QLineEdit>(u"doorSecret"_s)->isVisible());
}

void TestDoor::aNameAndASecret()
{
    QSignalSpy asked(m_door.get(), &Door::signInRequested);
    choose(u"Dana Reyes"_s);
    type(u"doorSecret"_s, u"a rook on the chimney"_s);
    click(u"doorGo"_s);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first(), QVariantList({u"dana"_s, u"a rook on the chimney"_s}));
    click(u"doorGo"_s); // an answer is on its way
    QCOMPARE(asked.size(), 1);
    QVERIFY(!find<QLineEdit>(u"doorSecret"_s)->isEnabled());
}

void TestDoor::onlyTheKeyboard()
{
    QSignalSpy asked(m_door.get(), &Door::signInRequested);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"doorPeople"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"doorSecret"_s);
    QTest::keyClicks(QApplication::focusWidget(), u"secret"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QVERIFY(!asked.first().first().toString().isEmpty());
}

void TestDoor::nothingWithoutAName()
{
    QSignalSpy asked(m_door.get(), &Door::signInRequested);
    type(u"doorSecret"_s, u"a rook on the chimney"_s);
    click(u"doorGo"_s);
    QVERIFY(asked.isEmpty());
    QVERIFY(problem().contains(u"name"_s));
    choose(u"Dana Reyes"_s);
    click(u"doorGo"_s); // what was typed for nobody is nobody's
    QVERIFY(asked.isEmpty());
}

void TestDoor::aRefusalIsSaid_data()
{
    QTest::addColumn<int>("why");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("wrong") << int(Why::Wrong) << 0 << u"That is not right. Try again."_s;
    QTest::newRow("wrong once too often") << int(Why::Wrong) << 30 << u"tried too often. Try again in 30 seconds"_s;
    QTest::newRow("locked") << int(Why::Locked) << 480 << u"Try again in 8 minutes"_s;
    QTest::newRow("the database") << int(Why::CannotStore) << 0 << u"database"_s;
}

void TestDoor::aRefusalIsSaid()
{
    QFETCH(const int, why);
    QFETCH(const int, seconds);
    QFETCH(const QString, words);
    choose(u"Dana Reyes"_s);
    type(u"doorSecret"_s, u"guess"_s);
    click(u"doorGo"_s);
    const auto until = seconds > 0 ? std::optional(m_clock.now() + std::chrono::seconds(seconds)) : std::nullopt;
    m_door->showRefusal({.why = static_cast<Why>(why), .until = until});
    QVERIFY2(problem().contains(words), qPrintable(problem()));
    QVERIFY(find<QLineEdit>(u"doorSecret"_s)->text().isEmpty());
    QCOMPARE(find<QPushButton>(u"doorGo"_s)->isEnabled(), seconds == 0);
}

void TestDoor::aWaitTicksDown()
{
    choose(u"Dana Reyes"_s);
    m_door->showRefusal({.why = Why::Locked, .until = m_clock.now() + 30s});
    QVERIFY(!find<QLineEdit>(u"doorSecret"_s)->isEnabled());
    m_clock.advance(21s);
    QTRY_VERIFY(problem().contains(u"9 seconds"_s));
    m_clock.advance(9s);
    QTRY_VERIFY(find<QLineEdit>(u"doorSecret"_s)->isEnabled());
    QVERIFY(problem().isEmpty());
    // Another person does not wait for it.
    m_door->showRefusal({.why = Why::Locked, .until = m_clock.now() + 30s});
    choose(u"Pat Lee"_s);
    QVERIFY(find<QLineEdit>(u"doorSecret"_s)->isEnabled());
    QVERIFY(problem().isEmpty());
}

void TestDoor::theMessageStaysWhenTheListIsReadAgain()
{
    choose(u"Dana Reyes"_s);
    m_door->showRefusal({.why = Why::Wrong});
    type(u"doorSecret"_s, u"half"_s);
    board::SignIns again = m_signIns;
    again.states[0].failures = 1;
    m_door->setSignIns(again);
    QVERIFY(problem().contains(u"not right"_s));
    QCOMPARE(find<QLineEdit>(u"doorSecret"_s)->text(), u"half"_s);
    again.states.append({.staff = u"sam"_s});
    m_door->setSignIns(again);
    QCOMPARE(people().size(), 3);
    QCOMPARE(find<QListWidget>(u"doorPeople"_s)->currentItem()->text(), u"Dana Reyes"_s);
}

void TestDoor::lockedByOneOpenedByAnother()
{
    QSignalSpy asked(m_door.get(), &Door::signInRequested);
    m_door->ask(Door::Ask::Unlock, u"dana"_s);
    QCOMPARE(find<QLabel>(u"doorTitle"_s)->text(), u"Locked by Dana Reyes"_s);
    QVERIFY(people().isEmpty());
    QTest::keyClicks(QApplication::focusWidget(), u"secret"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(asked.takeFirst().first().toString(), u"dana"_s);
    m_door->showRefusal({.why = Why::Wrong});
    click(u"doorSecond"_s);
    QCOMPARE(people().size(), 2);
    QVERIFY(problem().isEmpty());
    QSignalSpy cancelled(m_door.get(), &Door::cancelled);
    QTest::keyClick(m_door.get(), Qt::Key_Escape); // no way around it
    QVERIFY(cancelled.isEmpty());
}

void TestDoor::theFirstIsAnOwner()
{
    QSignalSpy asked(m_door.get(), &Door::ownerRequested);
    m_door->ask(Door::Ask::First);
    QCOMPARE(people(), QStringList({u"Pat Lee"_s, u"Somebody else"_s}));
    QVERIFY(!find<QLineEdit>(u"doorName"_s)->isVisible());
    type(u"doorFresh"_s, u"seven green bottles"_s);
    type(u"doorAgain"_s, u"seven green bottles"_s);
    click(u"doorGo"_s);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().at(0).toString(), u"pat"_s);
    QCOMPARE(asked.first().at(2).value<desk::Choice>().typed, u"seven green bottles"_s);
    m_door->showRefusal({.why = Why::TooCommon});
    QVERIFY(find<QLineEdit>(u"doorAgain"_s)->text().isEmpty());
}

void TestDoor::theFirstMayBeNew()
{
    QSignalSpy asked(m_door.get(), &Door::ownerRequested);
    m_door->ask(Door::Ask::First);
    choose(u"Somebody else"_s);
    type(u"doorFresh"_s, u"seven green bottles"_s);
    type(u"doorAgain"_s, u"seven green bottles"_s);
    click(u"doorGo"_s);
    QVERIFY(asked.isEmpty() && problem().contains(u"name"_s));
    type(u"doorName"_s, u"Olga Price"_s);
    click(u"doorGo"_s);
    QCOMPARE(asked.first().mid(0, 2), QVariantList({QString(), u"Olga Price"_s}));
}

void TestDoor::choosesAnother()
{
    QSignalSpy asked(m_door.get(), &Door::changeRequested);
    m_door->ask(Door::Ask::MustChange, u"dana"_s);
    QTest::keyClick(m_door.get(), Qt::Key_Escape); // before anything else
    QVERIFY(people().isEmpty());
    type(u"doorSecret"_s, u"the old one"_s);
    auto *const kind = find<QComboBox>(u"doorKind"_s);
    kind->setCurrentIndex(1);
    type(u"doorFresh"_s, u"481516"_s);
    type(u"doorAgain"_s, u"481516"_s);
    click(u"doorGo"_s);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), u"the old one"_s);
    QCOMPARE(asked.first().at(1).value<desk::Choice>().kind, calls::SecretKind::Pin);
}

void TestDoor::twoThatDiffer()
{
    QSignalSpy asked(m_door.get(), &Door::changeRequested);
    m_door->ask(Door::Ask::Change, u"dana"_s);
    type(u"doorSecret"_s, u"the old one"_s);
    type(u"doorFresh"_s, u"seven green bottles"_s);
    type(u"doorAgain"_s, u"seven green bottle"_s);
    click(u"doorGo"_s);
    QVERIFY(asked.isEmpty());
    QVERIFY(problem().contains(u"not the same"_s));
}

void TestDoor::secretsAreNotShownNorKept()
{
    for (const QString &name : {u"doorSecret"_s, u"doorFresh"_s, u"doorAgain"_s})
        QCOMPARE(find<QLineEdit>(name)->echoMode(), QLineEdit::Password);
    type(u"doorSecret"_s, u"half a secret"_s);
    m_door->ask(Door::Ask::Unlock, u"dana"_s);
    QVERIFY(find<QLineEdit>(u"doorSecret"_s)->text().isEmpty());
    type(u"doorSecret"_s, u"half a secret"_s);
    m_door->ask(Door::Ask::SignIn, u"dana"_s);
    type(u"doorSecret"_s, u"half a secret"_s);
    choose(u"Pat Lee"_s);
    QVERIFY(find<QLineEdit>(u"doorSecret"_s)->text().isEmpty());
}

void TestDoor::everyRefusalHasASentence()
{
    QSet<QString> sentences;
    const QList<Why> all = {Why::Wrong,      Why::Locked,    Why::NotAllowed,   Why::NoSuchPerson, Why::AlreadyThere,
                            Why::NoOwnerYet, Why::TooShort,  Why::TooLong,      Why::TooCommon,    Why::LikeName,
                            Why::NotDigits,  Why::SimpleRun, Why::SameAsBefore, Why::NotHere,      Why::CannotStore};
    for (const Why why : all) {
        const QString sentence = signInSentence({.why = why, .until = {}, .detail = u"SQLITE_BUSY"_s}, m_clock.now());
        QVERIFY2(sentence.endsWith(u'.') && !sentence.contains(u"SQLITE"_s), qPrintable(sentence));
        sentences.insert(sentence);
    }
    QCOMPARE(sentences.size(), all.size());
}

void TestDoor::initials()
{
    QCOMPARE(initialsOf(u"Dana Reyes"_s), u"DR"_s);
    QCOMPARE(initialsOf(u"ana maria de la cruz"_s), u"AC"_s);
    QCOMPARE(initialsOf(u" Cher "_s), u"C"_s);
    QCOMPARE(initialsOf({}), QString());
}

void TestDoor::behindTheDoorNothingShows()
{
    MainWindow window(m_clock);
    window.setOffice(samples::office());
    window.setBoard(samples::board(m_clock.now()));
    window.show();
    auto *const dialog = new QDialog(&window);
    dialog->open();
    QVERIFY(dialog->isVisible());
    window.closeDoor();
    QVERIFY(!window.isDoorOpen() && !dialog->isVisible());
    // What shows anything of callers, in text or as a list.
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisible() && widget != &window.door() && !window.door().isAncestorOf(widget))
            QVERIFY2(widget->isAncestorOf(&window.door()), widget->metaObject()->className());
    }
    const MainWindow::Page page = window.page();
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(window.page(), page);
    window.openDoor(true);
    QVERIFY(window.isDoorOpen() && dialog->isVisible()); // with what was typed in it
    window.closeDoor();
    QSignalSpy rejected(dialog, &QDialog::rejected);
    window.openDoor(false); // another person's
    QVERIFY(!dialog->isVisible());
    QCOMPARE(rejected.size(), 1);
}

void TestDoor::aRepSeesNoConnections()
{
    MainWindow window(m_clock);
    window.setOffice(samples::office());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const auto offered = [&] {
        QStringList names;
        for (const QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
            if (button->isVisible() && (button->text() == u"Phones" || button->text() == u"Leads"))
                names.append(button->text());
        }
        return names.size();
    };
    QCOMPARE(offered(), 2);
    window.setSignIns(m_signIns);
    for (const auto &[who, pages] : {std::pair{u"dana"_s, 0}, std::pair{u"pat"_s, 2}, std::pair{QString(), 0}}) {
        window.setSignedIn(who);
        QCOMPARE(offered(), pages);
        QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(window.page() == MainWindow::Page::Systems, pages > 0);
        window.showPage(pages > 0 ? MainWindow::Page::Leads : MainWindow::Page::Board);
    }
    QCOMPARE(window.page(), MainWindow::Page::Board); // was on Leads when the owner left
    auto *const person = window.findChild<QToolButton *>(u"person"_s);
    QVERIFY(person->isVisible());
    QVERIFY(!window.findChild<QComboBox *>(u"me"_s)->isVisible());
    QSignalSpy others(&window, &MainWindow::switchRequested);
    window.setSignedIn(u"dana"_s);
    QCOMPARE(person->text(), u"Dana Reyes"_s);
    QTest::mouseClick(person, Qt::LeftButton, Qt::NoModifier, QPoint(8, person->height() / 2));
    QCOMPARE(others.size(), 1);
    QSignalSpy locks(&window, &MainWindow::lockRequested);
    QTest::keyClick(&window, Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(locks.size(), 1);
}

void TestDoor::theBannerIsForOwners()
{
    MainWindow window(m_clock);
    window.setOffice(samples::office());
    window.show();
    auto *const banner = window.findChild<QWidget *>(u"openBanner"_s);
    window.setMe(u"pat"_s);
    QVERIFY(!banner->isVisible()); // a practice office tells nothing of sign-ins
    board::SignIns none = m_signIns;
    none.isOn = false;
    none.states.clear();
    window.setSignIns(none);
    QVERIFY(banner->isVisible());
    window.setMe(u"dana"_s);
    QVERIFY(!banner->isVisible());
    window.setMe(u"pat"_s);
    QSignalSpy asked(&window, &MainWindow::setUpSignInRequested);
    QTest::mouseClick(banner->findChild<QPushButton *>(u"setUpSignIn"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    window.setSignIns(m_signIns);
    QVERIFY(!banner->isVisible());
}

QTEST_MAIN(TestDoor)

#include "tst_door.moc"

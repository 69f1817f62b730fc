#include "board/boardmodel.h"
#include "mainwindow.h"
#include "queue/completedialog.h"
#include "samples.h"
#include "widgets/chip.h"
#include "widgets/noticebar.h"
#include "widgets/statusline.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { dress(*qApp, false); }
    void init();
    void cleanup() { m_window.reset(); }

    void claimAndCompleteByKeyboardAlone();
    void clickClaimsTheRowUnderIt();
    void claimNeedsAName();
    void refusalIsACalmLine();
    void practiceIsUnmistakable();
    void choosingWhoIAm();
    void pagesByKey();
    void emptyBoardSaysWhatToDo();
    void conversationOfAnotherRowIsIgnored();
    void outsideTextIsPlain();
    void everyControlHasAName_data();
    void everyControlHasAName();

private:
    [[nodiscard]] QTableView *list() const
    {
        const QList<QTableView *> lists = m_window->findChildren<QTableView *>(u"rows"_s);
        for (QTableView *found : lists) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    [[nodiscard]] NoticeBar *notice() const
    {
        const QList<NoticeBar *> bars = m_window->findChildren<NoticeBar *>();
        for (NoticeBar *bar : bars) {
            if (bar->isVisible())
                return bar;
        }
        return nullptr;
    }
    /// A key as the keyboard sends it: to whatever has the focus.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : QApplication::activeWindow();
        QVERIFY(target != nullptr);
        QTest::keyClick(target, static_cast<Qt::Key>(key), modifiers);
    }

    samples::FixedClock m_clock;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_window = std::make_unique<MainWindow>(m_clock);
    m_window->setOffice(samples::office());
    m_window->setMe(u"sam"_s);
    m_window->setBoard(samples::board(m_clock.now()));
    m_window->setQueue(samples::queue(m_clock.now()));
    m_window->setHealth(samples::health(m_clock.now()));
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::claimAndCompleteByKeyboardAlone()
{
    QSignalSpy claims(m_window.get(), &MainWindow::claimRequested);
    QSignalSpy asked(m_window.get(), &MainWindow::conversationRequested);
    QSignalSpy completed(m_window.get(), &MainWindow::completeRequested);
    QSignalSpy released(m_window.get(), &MainWindow::releaseRequested);

    m_window->setFocus();
    for (int i = 0; i < 12 && QApplication::focusWidget() != list(); ++i)
        press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), list());
    press(Qt::Key_Home);
    press(Qt::Key_Down); // the second row
    QCOMPARE(asked.last().first().toString(), u"b"_s);
    press(Qt::Key_C);
    QCOMPARE(claims.size(), 1);
    QCOMPARE(claims.last().first().toString(), u"task-b"_s);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QCOMPARE(claims.last().first().toString(), u"task-d"_s);

    // Tab leaves the table at once instead of going through its cells.
    press(Qt::Key_Tab);
    QVERIFY(QApplication::focusWidget() != list());

    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->page(), MainWindow::Page::Queue);
    const auto onFilter = [] {
        auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
        return button != nullptr && button->isCheckable();
    };
    for (int i = 0; i < 4 && !onFilter(); ++i)
        press(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(onFilter());
    for (int i = 0; i < 3 && !QApplication::focusWidget()->accessibleName().startsWith(u"Mine"_s); ++i)
        press(Qt::Key_Left);
    QVERIFY(QApplication::focusWidget()->accessibleName().startsWith(u"Mine"_s));
    press(Qt::Key_Space);
    for (int i = 0; i < 6 && QApplication::focusWidget() != list(); ++i)
        press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), list());
    press(Qt::Key_R);
    QCOMPARE(released.size(), 1);
    QCOMPARE(released.last().first().toString(), u"task-mine"_s);
    press(Qt::Key_Return);
    auto *dialog = m_window->findChild<CompleteDialog *>();
    QVERIFY(dialog != nullptr);
    QTRY_COMPARE(QApplication::activeWindow(), dialog);
    press(Qt::Key_Space); // the first outcome, which asks for a value
    QVERIFY(dialog->findChild<QRadioButton *>()->isChecked());
    QVERIFY(!dialog->findChild<QPushButton *>(u"accept"_s)->isEnabled());
    press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"12,500"_s);
    press(Qt::Key_Return);
    QCOMPARE(completed.size(), 1);
    QCOMPARE(completed.last().at(0).toString(), u"task-mine"_s);
    QCOMPARE(completed.last().at(1).toString(), u"estimate_scheduled"_s);
    QCOMPARE(completed.last().at(2).value<std::optional<Money>>(), std::optional(Money{1'250'000}));
}

void TestMainWindow::clickClaimsTheRowUnderIt()
{
    QSignalSpy claims(m_window.get(), &MainWindow::claimRequested);
    const QModelIndex cell = list()->model()->index(3, int(BoardModel::Column::Claim));
    const QRect rect = list()->visualRect(cell);
    const QPoint button(rect.right() - 24, rect.center().y());
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, button);
    QCOMPARE(claims.size(), 1);
    QCOMPARE(claims.last().first().toString(), u"task-d"_s);

    // The list moved between press and release: nothing is claimed.
    QTest::mousePress(list()->viewport(), Qt::LeftButton, {}, button);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    rows.removeAt(0);
    m_window->setBoard(rows);
    QTest::mouseRelease(list()->viewport(), Qt::LeftButton, {}, button);
    QCOMPARE(claims.size(), 1);
}

void TestMainWindow::claimNeedsAName()
{
    m_window->setMe({});
    QSignalSpy claims(m_window.get(), &MainWindow::claimRequested);
    list()->setFocus(Qt::TabFocusReason);
    press(Qt::Key_C);
    QVERIFY(claims.isEmpty());
    QVERIFY(notice() != nullptr);
}

void TestMainWindow::refusalIsACalmLine()
{
    m_window->showPage(MainWindow::Page::Queue);
    m_window->showRefusal(
        u"task-b"_s,
        {.why = desk::Refusal::Why::TakenBySomeone, .who = u"Dana Reyes"_s, .since = m_clock.now() - samples::minutes(8), .detail = {}});
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QVERIFY(notice() != nullptr);
    QCOMPARE(notice()->text(), u"Dana Reyes has this callback since 2:14 PM"_s);
    notice()->findChild<QPushButton *>()->click();
    QVERIFY(notice() == nullptr);
}

void TestMainWindow::practiceIsUnmistakable()
{
    auto *banner = m_window->findChild<QWidget *>(u"practiceBanner"_s);
    QVERIFY(!banner->isVisible());
    board::Health health = samples::health(m_clock.now());
    health.practice = true;
    m_window->setHealth(health);
    QVERIFY(banner->isVisible());
    QCOMPARE(banner->findChild<QLabel *>()->text(), u"Practice line: these callers are made up. No real texts are sent."_s);
    QVERIFY(m_window->findChild<StatusLine *>()->texts().contains(u"Engine running"_s));
}

void TestMainWindow::choosingWhoIAm()
{
    QSignalSpy changed(m_window.get(), &MainWindow::meChanged);
    auto *me = m_window->findChild<QComboBox *>(u"me"_s);
    QCOMPARE(me->currentText(), u"Sam Ortiz"_s);
    QVERIFY(changed.isEmpty()); // told by the program, not by a person
    me->setFocus();
    press(Qt::Key_Up);
    QCOMPARE(changed.last().first().toString(), u"dana"_s);
    board::Office office = samples::office();
    office.staff.removeFirst();
    m_window->setOffice(office);
    QCOMPARE(me->currentText(), u"Dana Reyes"_s);
}

void TestMainWindow::pagesByKey()
{
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->page(), MainWindow::Page::Queue);
    press(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->page(), MainWindow::Page::Board);
}

void TestMainWindow::emptyBoardSaysWhatToDo()
{
    m_window->setBoard({});
    QVERIFY(list() == nullptr);
    const QList<QLabel *> labels = m_window->findChildren<QLabel *>(u"emptyText"_s);
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel *label) { return label->isVisible() && !label->text().isEmpty(); }));
}

void TestMainWindow::conversationOfAnotherRowIsIgnored()
{
    list()->selectRow(0);
    m_window->setConversation(samples::conversation(m_clock.now(), u"b"_s));
    const QList<QLabel *> names = m_window->findChildren<QLabel *>(u"callerName"_s);
    for (QLabel *name : names) {
        if (name->isVisible())
            QCOMPARE(name->text(), u"(214) 555-0131"_s);
    }
}

void TestMainWindow::outsideTextIsPlain()
{
    list()->selectRow(1);
    m_window->setConversation(samples::conversation(m_clock.now()));
    const QList<QLabel *> labels = m_window->findChildren<QLabel *>();
    for (QLabel *label : labels) {
        if (label->text().contains(u'<'))
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    rows[0].callerName = u"<img src=x>"_s;
    m_window->setBoard(rows);
    const QString tip = list()->model()->index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY(tip.contains(u"&lt;img"_s) && !tip.contains(u"<img"_s));
}

void TestMainWindow::everyControlHasAName_data()
{
    QTest::addColumn<MainWindow::Page>("page");
    QTest::newRow("board") << MainWindow::Page::Board;
    QTest::newRow("queue") << MainWindow::Page::Queue;
    QTest::newRow("welcome") << MainWindow::Page::Welcome;
    QTest::newRow("connect") << MainWindow::Page::Connect;
}

void TestMainWindow::everyControlHasAName()
{
    QFETCH(MainWindow::Page, page);
    m_window->showPage(page);
    if (list() != nullptr)
        list()->selectRow(1);
    m_window->setConversation(samples::conversation(m_clock.now()));
    if (auto *address = m_window->findChild<QLineEdit *>(u"publicAddress"_s))
        address->setText(u"https://calls.example.com"_s);

    QStringList unnamed;
    QStringList twice;
    QSet<QString> names;
    QList<QWidget *> buddies;
    const QList<QLabel *> labels = m_window->findChildren<QLabel *>();
    for (QLabel *label : labels)
        buddies.append(label->buddy());
    const QList<QWidget *> all = m_window->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        if ((widget->focusPolicy() & Qt::TabFocus) == 0 || widget->objectName() == u"qt_scrollarea_viewport")
            continue;
        const bool combo = qobject_cast<QComboBox *>(widget) != nullptr;
        // A combo box's accessible name is its current text, whatever we set: only a buddy label names it.
        const bool named = combo ? buddies.contains(widget) : !widget->accessibleName().isEmpty();
        const QString what = QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
        if (!named && widget->parentWidget() != nullptr && qobject_cast<QComboBox *>(widget->window()) == nullptr &&
            !widget->window()->inherits("QComboBoxPrivateContainer"))
            unnamed.append(what);
        if (combo || !widget->isVisible())
            continue;
        if (names.contains(widget->accessibleName()))
            twice.append(widget->accessibleName());
        names.insert(widget->accessibleName());
    }
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u"; "_s)));
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(u"; "_s)));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"

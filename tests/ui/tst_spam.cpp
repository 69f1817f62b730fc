#include "board/boardmodel.h"
#include "mainwindow.h"
#include "samples.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

/// What a person does about spam at the window: marks a case, takes that back, and takes in a call that was left out.
class TestSpam : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { dress(*qApp, false); }
    void init();
    void cleanup() { m_window.reset(); }

    void asksBeforeItMarks();
    void cancelAndEnterDoNothing();
    void byKeyboardAlone();
    void inTheQueue();
    void takesItBackForAWhile();
    void onlyTheLastThingIsTakenBack();
    void whereItIsOffered_data();
    void whereItIsOffered();
    void aCallThatWasLeftOut();
    void saysOnWhatGround();
    void needsAName();

private:
    [[nodiscard]] QTableView *list() const { return shown<QTableView>(u"rows"_s); }
    [[nodiscard]] NoticeBar *notice() const { return shown<NoticeBar>(QString()); }
    template <class Widget>
    [[nodiscard]] Widget *shown(const QString &name) const
    {
        const QList<Widget *> all = name.isEmpty() ? m_window->findChildren<Widget *>() : m_window->findChildren<Widget *>(name);
        for (Widget *found : all) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    void choose(const QString &row) { list()->selectRow(static_cast<BoardModel *>(list()->model())->indexOf(row)); }
    /// The dialog that is open, in front of the window.
    [[nodiscard]] ConfirmDialog *question() const
    {
        ConfirmDialog *const dialog = shown<ConfirmDialog>(QString());
        return dialog && QTest::qWaitFor([&] { return QApplication::activeWindow() == dialog; }) ? dialog : nullptr;
    }

    samples::FixedClock m_clock;
    std::unique_ptr<MainWindow> m_window;
};

void TestSpam::init()
{
    m_window = std::make_unique<MainWindow>(m_clock);
    m_window->setOffice(samples::office());
    m_window->setMe(u"sam"_s);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    board::BoardRow robot = samples::row(u"robot"_s, {}, u"(214) 555-0199"_s, m_clock.now() - samples::minutes(3), board::Stage::Screened);
    robot.hasFollowUp = false;
    robot.takenForSpam = true;
    robot.reasons = QStringList{u"blocked_by_list"_s};
    rows.append(robot);
    m_window->setBoard(rows);
    m_window->setQueue(samples::queue(m_clock.now()));
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestSpam::asksBeforeItMarks()
{
    QSignalSpy marked(m_window.get(), &MainWindow::spamRequested);
    choose(u"b"_s);
    auto *const button = shown<QPushButton>(u"markAsSpam"_s);
    QVERIFY(button != nullptr);
    QCOMPARE(button->text(), u"Mark as spam…"_s);
    QCOMPARE(button->accessibleName(), u"Mark this caller as spam"_s);
    button->click();
    ConfirmDialog *const dialog = question();
    QVERIFY(dialog != nullptr);
    QVERIFY(marked.isEmpty());
    QCOMPARE(dialog->windowTitle(), u"Mark Maria Alvarez as spam?"_s);
    const QString words = dialog->findChild<QLabel *>(u"whatFollows"_s)->text();
    for (const QString &part : {u"case closes"_s, u"nothing more is texted"_s, u"left alone from now on"_s})
        QVERIFY2(words.contains(part), qPrintable(words));
    // The list moves on behind the dialog: what was asked about is what is marked.
    choose(u"d"_s);
    dialog->findChild<QPushButton *>(u"confirm"_s)->click();
    QCOMPARE(marked.size(), 1);
    QCOMPARE(marked.last().first().toString(), u"b"_s);
}

void TestSpam::cancelAndEnterDoNothing()
{
    QSignalSpy marked(m_window.get(), &MainWindow::spamRequested);
    choose(u"b"_s);
    for (const int key : {Qt::Key_Escape, Qt::Key_Return}) {
        shown<QPushButton>(u"markAsSpam"_s)->click();
        QVERIFY(question() != nullptr);
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key));
        QTRY_VERIFY(shown<ConfirmDialog>(QString()) == nullptr);
    }
    QVERIFY(marked.isEmpty());
}

void TestSpam::byKeyboardAlone()
{
    QSignalSpy marked(m_window.get(), &MainWindow::spamRequested);
    choose(u"b"_s);
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_S);
    QVERIFY(question() != nullptr);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"confirm"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(marked.size(), 1);

    // The button is on the way of the Tab key too.
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    list()->setFocus();
    for (int i = 0; i < 8 && QApplication::focusWidget()->objectName() != u"markAsSpam"; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"markAsSpam"_s);
}

void TestSpam::inTheQueue()
{
    QSignalSpy marked(m_window.get(), &MainWindow::spamRequested);
    m_window->showPage(MainWindow::Page::Queue);
    list()->selectRow(0);
    QVERIFY(shown<QPushButton>(u"markAsSpam"_s) != nullptr);
    shown<QPushButton>(u"markAsSpam"_s)->click();
    QVERIFY(question() != nullptr);
    question()->findChild<QPushButton *>(u"confirm"_s)->click();
    QCOMPARE(marked.size(), 1);
    QVERIFY2(!marked.last().first().toString().startsWith(u"task-"), "a case is marked, not its callback");
}

void TestSpam::takesItBackForAWhile()
{
    QSignalSpy back(m_window.get(), &MainWindow::notSpamRequested);
    QSignalSpy undone(m_window.get(), &MainWindow::undoRequested);
    m_window->showMarkedAsSpam(u"b"_s, m_clock.now() + samples::seconds(10));
    QVERIFY(notice() != nullptr && notice()->text().startsWith(u"Marked as spam"_s));
    auto *const button = notice()->findChild<QPushButton *>(u"noticeAction"_s);
    QVERIFY(button->isVisible());
    choose(u"d"_s); // the closed case leaves the list, and the way back stays
    QVERIFY(button->isVisible());
    button->click();
    QCOMPARE(back.size(), 1);
    QCOMPARE(back.last().first().toString(), u"b"_s);
    QVERIFY(undone.isEmpty());
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(back.size(), 1); // once

    m_window->showMarkedAsSpam(u"d"_s, m_clock.now());
    QVERIFY(notice() != nullptr);
    QVERIFY(shown<QPushButton>(u"noticeAction"_s) == nullptr); // too late
    QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(back.size(), 1);
}

void TestSpam::onlyTheLastThingIsTakenBack()
{
    QSignalSpy back(m_window.get(), &MainWindow::notSpamRequested);
    QSignalSpy undone(m_window.get(), &MainWindow::undoRequested);
    const board::Aftermath after{.taskId = u"task-c"_s, .outcome = u"sold"_s, .undoUntil = m_clock.now() + samples::seconds(10)};
    list()->setFocus();
    m_window->showAftermath(after);
    m_window->showMarkedAsSpam(u"b"_s, m_clock.now() + samples::seconds(10));
    QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(back.size(), 1);
    m_window->showMarkedAsSpam(u"b"_s, m_clock.now() + samples::seconds(10));
    m_window->showAftermath(after);
    QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 1);
    QCOMPARE(back.size(), 1);
}

void TestSpam::whereItIsOffered_data()
{
    QTest::addColumn<QString>("row");
    QTest::addColumn<bool>("marks");
    QTest::addColumn<bool>("callsBack");
    QTest::newRow("an open case") << u"b"_s << true << false;
    QTest::newRow("somebody else's") << u"c"_s << false << false;
    QTest::newRow("a hidden number") << u"f"_s << false << false;
    QTest::newRow("a closed case") << u"closed"_s << false << false;
    QTest::newRow("taken for spam") << u"robot"_s << false << true;
    QTest::newRow("may want no texts") << u"l"_s << true << false;
}

void TestSpam::whereItIsOffered()
{
    QFETCH(QString, row);
    QFETCH(bool, marks);
    QFETCH(bool, callsBack);
    QSignalSpy marked(m_window.get(), &MainWindow::spamRequested);
    QSignalSpy called(m_window.get(), &MainWindow::callBackRequested);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    rows.append(samples::row(u"closed"_s, u"Old Case"_s, u"(214) 555-0188"_s, m_clock.now(), board::Stage::Closed));
    rows.append(samples::row(u"robot"_s, {}, u"(214) 555-0199"_s, m_clock.now(), board::Stage::Screened));
    rows.last().hasFollowUp = false;
    rows.last().takenForSpam = true;
    m_window->setBoard(rows);
    choose(row);
    m_window->setConversation(row == u"l" ? samples::likelyOptOut(m_clock.now()) : samples::conversation(m_clock.now(), row));
    QCOMPARE(shown<QPushButton>(u"markAsSpam"_s) != nullptr, marks);
    QCOMPARE(shown<QPushButton>(u"callBack"_s) != nullptr, callsBack);
    if (marks)
        return;
    QTest::keyClick(list(), Qt::Key_S); // says why not, or calls back, but marks nothing
    QVERIFY(shown<ConfirmDialog>(QString()) == nullptr);
    QVERIFY(marked.isEmpty());
    QCOMPARE(called.size(), callsBack ? 1 : 0);
    QCOMPARE(notice() != nullptr, !callsBack);
}

void TestSpam::aCallThatWasLeftOut()
{
    QSignalSpy called(m_window.get(), &MainWindow::callBackRequested);
    choose(u"robot"_s);
    auto *const button = shown<QPushButton>(u"callBack"_s);
    QVERIFY(button != nullptr);
    QCOMPARE(button->accessibleName(), u"Not spam, call back"_s);
    button->click();
    QCOMPARE(called.size(), 1);
    QCOMPARE(called.last().first().toString(), u"robot"_s);
    m_window->showCallBack();
    QVERIFY(notice() != nullptr && notice()->text().contains(u"the callback is in the queue"_s));
    m_window->showRefusal({}, {.why = desk::Refusal::Why::AlreadyDone, .who = u"Dana Reyes"_s, .since = {}, .detail = {}});
    QCOMPARE(notice()->text(), u"Dana Reyes already finished this callback"_s);
}

void TestSpam::saysOnWhatGround()
{
    choose(u"robot"_s);
    board::Conversation talk;
    talk.id = u"robot"_s;
    board::TimelineEntry screened;
    screened.at = m_clock.now();
    screened.action = u"call_screened"_s;
    screened.reasons = QStringList{u"blocked_by_list"_s};
    screened.spam = board::SpamBasis{.byWhom = {}, .list = u"robots"_s, .complaints = 0, .since = m_clock.now() - samples::hours(24 * 30)};
    talk.timeline = {screened};
    m_window->setConversation(talk);
    const QString words = u"On the list “robots” since Apr 20"_s;
    QVERIFY2(shown<QLabel>(u"why"_s)->text().endsWith(words), qPrintable(shown<QLabel>(u"why"_s)->text()));
    QStringList lines;
    for (const QLabel *label : m_window->findChildren<QLabel *>()) {
        if (label->isVisible())
            lines.append(label->text());
    }
    QVERIFY2(lines.contains(u"A block list that you imported names this number. "_s + words), qPrintable(lines.join(u'\n')));
}

void TestSpam::needsAName()
{
    m_window->setMe({});
    QSignalSpy marked(m_window.get(), &MainWindow::spamRequested);
    QSignalSpy called(m_window.get(), &MainWindow::callBackRequested);
    choose(u"b"_s);
    shown<QPushButton>(u"markAsSpam"_s)->click();
    QVERIFY(shown<ConfirmDialog>(QString()) == nullptr);
    QVERIFY(notice() != nullptr && notice()->text().contains(u"choose your name"_s));
    choose(u"robot"_s);
    shown<QPushButton>(u"callBack"_s)->click();
    QVERIFY(marked.isEmpty() && called.isEmpty());
}

QTEST_MAIN(TestSpam)
#include "tst_spam.moc"

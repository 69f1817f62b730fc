#include "board/boardmodel.h"
#include "mainwindow.h"
#include "queue/completedialog.h"
#include "review/reviewdialog.h"
#include "samples.h"
#include "storm/stormbanner.h"
#include "widgets/chip.h"
#include "widgets/noticebar.h"
#include "widgets/statusline.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
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
    void whatAnOutcomeAsks_data();
    void whatAnOutcomeAsks();
    void aCompletionCanBeTakenBackForAWhile();
    void aStormIsOnEveryScreen();
    void theStormSwitch_data();
    void theStormSwitch();
    void textsToReview();
    void aLikelyOptOutAsksAPerson();
    void clickClaimsTheRowUnderIt();
    void claimNeedsAName();
    void refusalIsACalmLine();
    void practiceIsUnmistakable();
    void aCalendarThatCannotBeReadIsNamed();
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

    [[nodiscard]] static Instant instant(const QString &iso) { return fromMs(QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch()); }

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
    QVERIFY(dialog->findChild<QPushButton *>(u"accept"_s)->isEnabled()); // the time is there already
    press(Qt::Key_Return);
    QCOMPARE(completed.size(), 1);
    QCOMPARE(completed.last().at(0).toString(), u"task-mine"_s);
    const auto ending = completed.last().at(1).value<Ending>();
    QCOMPARE(ending.outcome, u"estimate_scheduled"_s);
    QCOMPARE(ending.value, std::optional(Money{1'250'000}));
    QCOMPARE(ending.at, std::optional(instant(u"2026-05-21T20:00:00Z"_s))); // 3 PM in Dallas: the next full hour, tomorrow
}

void TestMainWindow::whatAnOutcomeAsks_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("worth");
    QTest::addColumn<QString>("time"); ///< the office's wall clock; empty = as it was
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<QString>("at"); ///< what comes out
    QTest::newRow("an estimate needs its worth") << 0 << u""_s << u""_s << false << u""_s;
    QTest::newRow("half a sum is none") << 0 << u"12,50"_s << u""_s << false << u""_s;
    QTest::newRow("as people write it") << 0 << u"$ 12.5k"_s << u""_s << true << u"2026-05-21T20:00:00Z"_s;
    QTest::newRow("an appointment in the past") << 0 << u"900"_s << u"2026-05-20T14:22:00"_s << false << u""_s;
    QTest::newRow("an appointment on another day") << 0 << u"900"_s << u"2026-11-24T09:00:00"_s << true << u"2026-11-24T15:00:00Z"_s;
    QTest::newRow("worth without a time") << 1 << u"900"_s << u""_s << true << u""_s;
    QTest::newRow("nothing more to say") << 2 << u""_s << u""_s << true << u""_s;
    QTest::newRow("later today") << 3 << u""_s << u""_s << true << u"2026-05-20T20:00:00Z"_s;
}

void TestMainWindow::whatAnOutcomeAsks()
{
    QFETCH(int, outcome);
    QFETCH(QString, worth);
    QFETCH(QString, time);
    QFETCH(bool, accepted);
    QFETCH(QString, at);
    CompleteDialog dialog(u"Omar Haddad"_s, samples::office().outcomes, m_clock.now(), samples::office().timeZone);
    auto *accept = dialog.findChild<QPushButton *>(u"accept"_s);
    QVERIFY(!accept->isEnabled());
    dialog.findChildren<QRadioButton *>().at(outcome)->setChecked(true);
    dialog.findChild<QLineEdit *>(u"value"_s)->setText(worth);
    if (!time.isEmpty()) {
        QDateTime wall = QDateTime::fromString(time, Qt::ISODate);
        wall.setTimeSpec(Qt::UTC);
        dialog.findChild<QDateTimeEdit *>(u"time"_s)->setDateTime(wall);
    }
    QCOMPARE(accept->isEnabled(), accepted);
    if (accepted)
        QCOMPARE(dialog.time(), at.isEmpty() ? std::nullopt : std::optional(instant(at)));
}

void TestMainWindow::aCompletionCanBeTakenBackForAWhile()
{
    QSignalSpy undone(m_window.get(), &MainWindow::undoRequested);
    m_window->showPage(MainWindow::Page::Queue);
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(undone.isEmpty()); // nothing to take back

    const board::Aftermath after{.taskId = u"task-mine"_s,
                                 .outcome = u"no_answer"_s,
                                 .undoUntil = m_clock.now() + samples::seconds(10),
                                 .confirmationAt = m_clock.now() + samples::minutes(50),
                                 .returnsAt = m_clock.now() + samples::hours(20),
                                 .attempt = 2,
                                 .attempts = 3};
    m_window->showAftermath(after);
    QVERIFY(notice() != nullptr);
    QCOMPARE(notice()->text(),
             u"Done: No answer: try again. The confirmation goes out at 3:12 PM. It comes back tomorrow 10:22 AM, try 2 of 3."_s);
    auto *button = notice()->findChild<QPushButton *>(u"noticeAction"_s);
    QVERIFY(button->isVisible());
    // The completed row leaves the list, another one is chosen, and the way back stays.
    list()->selectRow(1);
    QVERIFY(notice() != nullptr && button->isVisible());
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 1);
    QCOMPARE(undone.last().first().toString(), u"task-mine"_s);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 1); // once

    board::Aftermath late = after;
    late.undoUntil = m_clock.now();
    m_window->showAftermath(late);
    QVERIFY(!button->isVisible());
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 1);
}

void TestMainWindow::aStormIsOnEveryScreen()
{
    auto *banner = m_window->findChild<StormBanner *>();
    QVERIFY(!banner->isVisible());
    board::Health health = samples::stormy(m_clock.now());
    health.storm->begunBy.clear();
    m_window->setHealth(health);
    QVERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(u"14 missed in the last 15 minutes"_s));
    QVERIFY(banner->text().contains(u"31 to call back, about 1 h 6 min of work"_s));
    QVERIFY(notice() != nullptr && notice()->text().contains(u"began by itself"_s));

    QSignalSpy claims(m_window.get(), &MainWindow::claimNextRequested);
    banner->findChild<QSpinBox *>(u"stormCount"_s)->setValue(7);
    QTest::mouseClick(banner->findChild<QPushButton *>(u"claimNext"_s), Qt::LeftButton);
    QCOMPARE(claims.size(), 1);
    QCOMPARE(claims.last().first().toInt(), 7);
    QSignalSpy ends(m_window.get(), &MainWindow::stormEndRequested);
    QTest::mouseClick(banner->findChild<QPushButton *>(u"endStorm"_s), Qt::LeftButton);
    QCOMPARE(ends.size(), 1);

    m_window->setHealth(samples::health(m_clock.now()));
    QVERIFY(!banner->isVisible());
    QCOMPARE(notice()->text(), u"Storm mode is over"_s);
}

void TestMainWindow::theStormSwitch_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("until"); ///< empty = until it calms down
    QTest::newRow("one hour") << 0 << u"2026-05-20T20:22:30Z"_s;
    QTest::newRow("four hours") << 2 << u"2026-05-20T23:22:30Z"_s;
    QTest::newRow("the office's midnight") << 3 << u"2026-05-21T05:00:00Z"_s;
    QTest::newRow("until it calms down") << 4 << QString();
}

void TestMainWindow::theStormSwitch()
{
    QFETCH(int, choice);
    QFETCH(QString, until);
    QSignalSpy begun(m_window.get(), &MainWindow::stormRequested);
    auto *button = m_window->findChild<QPushButton *>(u"stormButton"_s);
    button->menu()->actions().at(choice)->trigger();
    QCOMPARE(begun.size(), 1);
    QCOMPARE(begun.last().first().value<std::optional<Instant>>(), until.isEmpty() ? std::nullopt : std::optional(instant(until)));
    QVERIFY(!button->menu()->actions().last()->isVisible()); // nothing to end yet
    m_window->setHealth(samples::stormy(m_clock.now()));
    QVERIFY(button->menu()->actions().last()->isVisible());

    m_window->setMe({});
    button->menu()->actions().at(choice)->trigger();
    QCOMPARE(begun.size(), 1); // nobody knows who that was
    QVERIFY(notice() != nullptr);
}

void TestMainWindow::textsToReview()
{
    QSignalSpy answered(m_window.get(), &MainWindow::reviewRequested);
    auto *badge = m_window->findChild<QPushButton *>(u"review"_s);
    QVERIFY(badge->isVisible());
    m_window->setReview(samples::toReview(m_clock.now()));
    QTest::mouseClick(badge, Qt::LeftButton);
    auto *dialog = m_window->findChild<ReviewDialog *>();
    QVERIFY(dialog != nullptr);
    auto *first = dialog->findChild<QWidget *>(u"review-m1"_s);
    auto *second = dialog->findChild<QWidget *>(u"review-m2"_s);
    QVERIFY(first != nullptr && second != nullptr);
    QStringList words;
    for (const QLabel *label : first->findChildren<QLabel *>())
        words.append(label->text());
    const QString all = words.join(u'\n');
    QVERIFY2(all.contains(u"1:31 PM: No clear answer came back (timeout)"_s), qPrintable(all));
    QVERIFY2(all.contains(u"(817) 555-0163"_s), qPrintable(all));
    using Choice = desk::ReviewChoice;
    for (const auto &[name, choice] :
         {std::pair{u"sendAgain"_s, Choice::SendAgain}, std::pair{u"wasSent"_s, Choice::WasSent}, std::pair{u"drop"_s, Choice::Drop}}) {
        first->findChild<QPushButton *>(name)->click();
        QCOMPARE(answered.last().at(0).toString(), u"m1"_s);
        QCOMPARE(answered.last().at(1).value<Choice>(), choice);
    }
    // Somebody settles one: the other card stays as it is.
    m_window->setReview(samples::toReview(m_clock.now()).mid(1));
    QVERIFY(dialog->findChild<QWidget *>(u"review-m1"_s) == nullptr);
    QCOMPARE(dialog->findChild<QWidget *>(u"review-m2"_s), second);
    board::Health health = samples::health(m_clock.now());
    health.textsToReview = 0;
    m_window->setHealth(health);
    QVERIFY(!badge->isVisible());
}

void TestMainWindow::aLikelyOptOutAsksAPerson()
{
    QSignalSpy out(m_window.get(), &MainWindow::optOutRequested);
    QSignalSpy in(m_window.get(), &MainWindow::optInRequested);
    const auto shown = [this](const QString &name) {
        for (QWidget *widget : m_window->findChildren<QWidget *>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return static_cast<QWidget *>(nullptr);
    };
    list()->selectRow(static_cast<BoardModel *>(list()->model())->indexOf(u"l"_s));
    m_window->setConversation(samples::likelyOptOut(m_clock.now()));
    QVERIFY(shown(u"likelyOptOut"_s) != nullptr);
    QVERIFY(static_cast<QLabel *>(shown(u"likelyText"_s))->text().contains(u"“please leave me alone”"_s));
    QVERIFY(shown(u"optedOut"_s) == nullptr); // not yet
    static_cast<QPushButton *>(shown(u"noMoreTexts"_s))->click();
    QCOMPARE(out.last().first().toString(), u"+19725550133"_s);
    static_cast<QPushButton *>(shown(u"keepTexting"_s))->click();
    QCOMPARE(in.last().first().toString(), u"+19725550133"_s);

    board::Conversation talk = samples::likelyOptOut(m_clock.now());
    talk.optOut =
        board::OptOutBrief{.since = m_clock.now() - samples::minutes(8), .source = u"staff"_s, .byWhom = u"Dana Reyes"_s, .words = {}};
    m_window->setConversation(talk);
    QVERIFY(shown(u"likelyOptOut"_s) == nullptr);
    QCOMPARE(static_cast<QLabel *>(shown(u"optedOutBy"_s))->text(), u"Set by Dana Reyes, 2:14 PM"_s);
    QVERIFY(shown(u"optIn"_s) != nullptr && shown(u"optOut"_s) == nullptr);
    talk.optOut->source = u"provider"_s;
    m_window->setConversation(talk);
    QVERIFY(shown(u"optIn"_s) == nullptr); // only the caller can
    talk.optOut.reset();
    m_window->setConversation(talk);
    QVERIFY(shown(u"optOut"_s) != nullptr);
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
    notice()->findChild<QPushButton *>(u"noticeClose"_s)->click();
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

void TestMainWindow::aCalendarThatCannotBeReadIsNamed()
{
    const QString sentence = u"Dana Reyes's calendar cannot be read"_s;
    auto *const status = m_window->findChild<StatusLine *>();
    m_window->setHealth(samples::health(m_clock.now()));
    QVERIFY(!status->texts().contains(sentence));
    const board::CalendarCard card{.connection = {.id = u"dana-ics"_s, .staff = u"dana"_s, .account = settings::IcsFeed{}},
                                   .state = board::CalendarState::Unreadable,
                                   .readAt = {},
                                   .since = {},
                                   .problem = {}};
    m_window->setCalendars({.people = {{.staff = u"dana"_s, .calendars = {card}, .today = {}}}, .takenIds = {}});
    QVERIFY2(status->texts().contains(sentence), qPrintable(status->texts().join(u'|')));
    m_window->setCalendars({});
    QVERIFY(!status->texts().contains(sentence));
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
    m_window->setHealth(samples::stormy(m_clock.now()));
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
        if ((widget->focusPolicy() & Qt::TabFocus) == 0 || widget->isHidden() || widget->objectName() == u"qt_scrollarea_viewport")
            continue;
        const bool combo = qobject_cast<QComboBox *>(widget) != nullptr;
        const QAccessibleInterface *const heard = QAccessible::queryAccessibleInterface(widget);
        const QString name = heard != nullptr ? heard->text(QAccessible::Name) : QString();
        // A combo box's accessible name is its current text, whatever we set: only a buddy label names it.
        const bool named = combo ? buddies.contains(widget) : !name.isEmpty();
        const QString what = QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
        if (!named && widget->parentWidget() != nullptr && qobject_cast<QComboBox *>(widget->window()) == nullptr &&
            !widget->window()->inherits("QComboBoxPrivateContainer"))
            unnamed.append(what);
        if (combo || !widget->isVisible())
            continue;
        if (names.contains(name))
            twice.append(name);
        names.insert(name);
    }
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u"; "_s)));
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(u"; "_s)));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"

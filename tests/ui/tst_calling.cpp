#include "board/boardmodel.h"
#include "mainwindow.h"
#include "samples.h"
#include "widgets/noticebar.h"
#include "widgets/phrases.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QDesktopServices>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QUrl>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

/// Click to call at the window: by button and by key, from the board and from the queue, and what is said of it.
class TestCalling : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void openLink(const QUrl &url) { m_opened.append(url); }

private Q_SLOTS:
    void initTestCase() { dress(*qApp, false); }
    void init();
    void cleanup();

    void byButton();
    void byKeyFromEitherList();
    void aCallThatWasLeftOutHasNoButton();
    void needsAName();
    void opensTheirOwnDialler();
    void byThePhoneSystemOpensNothing();
    void isStoppedWhileSomebodyRings();

private:
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
    [[nodiscard]] QTableView *list() const { return shown<QTableView>(u"rows"_s); }
    [[nodiscard]] QString noticed() const
    {
        const auto *const bar = shown<NoticeBar>(QString());
        QStringList words;
        if (bar) {
            for (const QLabel *label : bar->findChildren<QLabel *>())
                words.append(label->text());
        }
        return words.join(u' ');
    }
    void choose(const QString &row) { list()->selectRow(static_cast<BoardModel *>(list()->model())->indexOf(row)); }

    samples::FixedClock m_clock;
    std::unique_ptr<MainWindow> m_window;
    QList<QUrl> m_opened;
};

void TestCalling::init()
{
    m_opened.clear();
    QDesktopServices::setUrlHandler(u"tel"_s, this, "openLink");
    m_window = std::make_unique<MainWindow>(m_clock);
    m_window->setOffice(samples::office());
    m_window->setMe(u"sam"_s);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    board::BoardRow robot = samples::row(u"robot"_s, {}, u"(214) 555-0199"_s, m_clock.now() - samples::minutes(3), board::Stage::Screened);
    robot.hasFollowUp = false;
    rows.append(robot);
    m_window->setBoard(rows);
    m_window->setQueue(samples::queue(m_clock.now()));
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestCalling::cleanup()
{
    QDesktopServices::unsetUrlHandler(u"tel"_s);
    m_window.reset();
}

void TestCalling::byButton()
{
    QSignalSpy called(m_window.get(), &MainWindow::callRequested);
    choose(u"b"_s);
    auto *const button = shown<QPushButton>(u"call"_s);
    QVERIFY(button != nullptr);
    QCOMPARE(button->accessibleName(), u"Call this person now"_s);
    button->click();
    QCOMPARE(called.size(), 1);
    QVERIFY(called.first().first().toString().contains(u"555"_s));
    QCOMPARE(called.first().at(1).toString(), u"b"_s);
    QVERIFY(m_opened.isEmpty()); // first it is asked whether somebody else rings them
}

void TestCalling::byKeyFromEitherList()
{
    QSignalSpy called(m_window.get(), &MainWindow::callRequested);
    QSignalSpy claimed(m_window.get(), &MainWindow::claimRequested);
    choose(u"b"_s);
    QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(called.size(), 1);
    m_window->showPage(MainWindow::Page::Queue);
    list()->selectRow(0);
    QTest::keyClick(list(), Qt::Key_Enter, Qt::ControlModifier | Qt::KeypadModifier);
    QCOMPARE(called.size(), 2);
    QVERIFY(!called.last().at(1).toString().isEmpty());
    QVERIFY(claimed.isEmpty());
}

void TestCalling::aCallThatWasLeftOutHasNoButton()
{
    QSignalSpy called(m_window.get(), &MainWindow::callRequested);
    choose(u"robot"_s);
    QVERIFY(shown<QPushButton>(u"call"_s) == nullptr);
    QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(called.isEmpty());
    QVERIFY(noticed().contains(u"no open case"_s));
}

void TestCalling::needsAName()
{
    m_window->setMe({});
    QSignalSpy called(m_window.get(), &MainWindow::callRequested);
    choose(u"b"_s);
    QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(called.isEmpty());
}

void TestCalling::opensTheirOwnDialler()
{
    m_window->showDialled(u"+12145550123"_s, true, false);
    QCOMPARE(m_opened, QList<QUrl>{QUrl(u"tel:+12145550123"_s)});
    QVERIFY(noticed().contains(u"phone program"_s));
}

void TestCalling::byThePhoneSystemOpensNothing()
{
    m_window->showDialled(u"+12145550123"_s, false, false);
    QVERIFY(noticed().contains(u"Your phone rings"_s));
    m_window->showDialled(u"+12145550123"_s, false, true);
    QVERIFY(noticed().contains(u"already"_s));
    QVERIFY(m_opened.isEmpty());
}

void TestCalling::isStoppedWhileSomebodyRings()
{
    m_window->showRefusal(
        {}, {.why = desk::Refusal::Why::SomebodyRinging, .who = u"Dana Reyes"_s, .since = m_clock.now() - samples::minutes(2)});
    QVERIFY2(noticed().contains(u"Dana Reyes is ringing them now, since"_s), qPrintable(noticed()));
    QVERIFY(m_opened.isEmpty());
}

QTEST_MAIN(TestCalling)
#include "tst_calling.moc"

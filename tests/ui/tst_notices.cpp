#include "notices/noticebell.h"
#include "notices/noticewatch.h"
#include "notices/noticewords.h"
#include "samples.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace ringback::samples;
using namespace std::chrono_literals;

/// What somebody is told of while they look elsewhere.
class TestNotices final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_clock.advance(FixedClock().now() - m_clock.now()); }
    void what_data();
    void what();
    void untilItIsClaimed();
    void onceForWhatIsClaimed();
    void aNewerReplyIsNews();
    void aStormIsOneNotice();
    void notDisturbed();
    void somebodyElseSitsHere();
    void words_data();
    void words();
    void theBell();

private:
    [[nodiscard]] board::QueueRow callback(const QString &id = u"one"_s) const
    {
        board::QueueRow row;
        row.taskId = u"task-"_s + id;
        row.followUpId = id;
        row.callerName = u"Ana Ortiz"_s;
        row.callerNumber = u"(214) 555-0123"_s;
        row.lineLabel = u"Main"_s;
        row.assignedTo = u"dana"_s;
        row.createdAt = m_clock.now();
        row.dueAt = m_clock.now() + 30min;
        return row;
    }
    [[nodiscard]] NoticeWatch danas() const
    {
        NoticeWatch watch;
        watch.setMe(u"dana"_s);
        return watch;
    }
    [[nodiscard]] static QList<NoticeClass> classes(const QList<Notice> &notices)
    {
        QList<NoticeClass> list;
        for (const Notice &notice : notices)
            list.append(notice.what);
        return list;
    }

    FixedClock m_clock;
};

void TestNotices::what_data()
{
    QTest::addColumn<board::QueueRow>("row");
    QTest::addColumn<QList<NoticeClass>>("told");
    QTest::addColumn<bool>("canClaim");

    const auto row = [this](const char *name, auto change, const QList<NoticeClass> &told, bool canClaim = true) {
        board::QueueRow one = callback();
        change(one);
        QTest::newRow(name) << one << told << canClaim;
    };
    const auto claimedBy = [](board::QueueRow &one, const QString &whom) {
        one.state = calls::TaskState::Claimed;
        one.claimedBy = whom;
    };
    const auto reply = [this](board::QueueRow &one) {
        one.lastText = text(calls::DeliveryState::Received, m_clock.now(), u"Please call after 5"_s);
    };
    using enum NoticeClass;
    row("given to me", [](board::QueueRow &) {}, {Assigned});
    row("given to somebody else", [](board::QueueRow &one) { one.assignedTo = u"sam"_s; }, {});
    row("given to nobody", [](board::QueueRow &one) { one.assignedTo.clear(); }, {});
    row("claimed by me", [&](board::QueueRow &one) { claimedBy(one, u"dana"_s); }, {});
    row("mine, claimed by somebody else", [&](board::QueueRow &one) { claimedBy(one, u"sam"_s); }, {});
    row("it waits for its time", [this](board::QueueRow &one) { one.progress.readyAt = m_clock.now() + 1h; }, {});
    row("its time has come", [this](board::QueueRow &one) { one.progress.readyAt = m_clock.now(); }, {Assigned});
    row("late", [this](board::QueueRow &one) { one.dueAt = m_clock.now(); }, {Overdue});
    row(
        "late, and claimed by me",
        [&](board::QueueRow &one) {
            claimedBy(one, u"dana"_s);
            one.dueAt = m_clock.now() - 1min;
        },
        {Overdue}, false);
    row("late, and claimed by somebody else",
        [&](board::QueueRow &one) {
            claimedBy(one, u"sam"_s);
            one.dueAt = m_clock.now() - 1min;
        },
        {});
    row("wrote back", reply, {Reply});
    row(
        "wrote back to me who claimed it",
        [&](board::QueueRow &one) {
            claimedBy(one, u"dana"_s);
            reply(one);
        },
        {Reply}, false);
    row("our own text is no reply", [this](board::QueueRow &one) { one.lastText = text(calls::DeliveryState::Sent, m_clock.now()); },
        {Assigned});
    row("of a late one that wrote back the reply is told",
        [&](board::QueueRow &one) {
            reply(one);
            one.dueAt = m_clock.now() - 1min;
        },
        {Reply});
}

void TestNotices::what()
{
    QFETCH(board::QueueRow, row);
    QFETCH(QList<NoticeClass>, told);
    QFETCH(bool, canClaim);

    NoticeWatch watch = danas();
    const QList<Notice> notices = watch.update({row}, m_clock.now(), false);
    QCOMPARE(classes(notices), told);
    if (!notices.isEmpty())
        QCOMPARE(notices.constFirst().task, canClaim ? u"task-one"_s : QString());
    QCOMPARE(watch.update({row}, m_clock.now(), false), QList<Notice>());
}

void TestNotices::untilItIsClaimed()
{
    NoticeWatch watch = danas();
    board::QueueRow row = callback();
    QCOMPARE(watch.update({row}, m_clock.now(), false).size(), 1);
    m_clock.advance(NoticeWatch::again - 1s);
    QVERIFY(watch.tick(m_clock.now(), false).isEmpty());
    m_clock.advance(1s);
    const QList<Notice> second = watch.tick(m_clock.now(), false);
    QCOMPARE(second.size(), 1);
    QVERIFY(second.constFirst().again);
    m_clock.advance(NoticeWatch::again);
    QCOMPARE(watch.tick(m_clock.now(), false).size(), 1);
    row.state = calls::TaskState::Claimed;
    row.claimedBy = u"sam"_s;
    QVERIFY(watch.update({row}, m_clock.now(), false).isEmpty());
    m_clock.advance(NoticeWatch::again);
    QVERIFY(watch.tick(m_clock.now(), false).isEmpty());
    // Back in the queue, and mine: that is news.
    row.state = calls::TaskState::Open;
    row.claimedBy.clear();
    const QList<Notice> back = watch.update({row}, m_clock.now(), false);
    QCOMPARE(back.size(), 1);
    QVERIFY(!back.constFirst().again);
}

void TestNotices::onceForWhatIsClaimed()
{
    NoticeWatch watch = danas();
    board::QueueRow row = callback();
    row.state = calls::TaskState::Claimed;
    row.claimedBy = u"dana"_s;
    row.dueAt = m_clock.now();
    QCOMPARE(classes(watch.update({row}, m_clock.now(), false)), QList{NoticeClass::Overdue});
    m_clock.advance(3 * NoticeWatch::again);
    QVERIFY(watch.tick(m_clock.now(), false).isEmpty());
}

void TestNotices::aNewerReplyIsNews()
{
    NoticeWatch watch = danas();
    board::QueueRow row = callback();
    row.state = calls::TaskState::Claimed;
    row.claimedBy = u"dana"_s;
    row.lastText = text(calls::DeliveryState::Received, m_clock.now(), u"Hello?"_s);
    QCOMPARE(watch.update({row}, m_clock.now(), false).size(), 1);
    m_clock.advance(10s);
    row.lastText = text(calls::DeliveryState::Received, m_clock.now(), u"Anybody?"_s);
    const QList<Notice> notices = watch.update({row}, m_clock.now(), false);
    QCOMPARE(notices.size(), 1);
    QCOMPARE(notices.constFirst().words, u"Anybody?"_s);
    QVERIFY(!notices.constFirst().again);
}

void TestNotices::aStormIsOneNotice()
{
    NoticeWatch watch = danas();
    QList<board::QueueRow> rows;
    for (int i = 0; i < 20; ++i)
        rows.append(callback(QString::number(i)));
    const QList<Notice> notices = watch.update(rows, m_clock.now(), false);
    QCOMPARE(notices.size(), 1);
    QCOMPARE(notices.constFirst().count, 20);
    QCOMPARE(notices.constFirst().task, QString());
    rows.append(callback(u"another"_s));
    QCOMPARE(watch.update(rows, m_clock.now(), false).constFirst().followUp, u"another"_s);
}

void TestNotices::notDisturbed()
{
    NoticeWatch watch = danas();
    QVERIFY(watch.update({callback()}, m_clock.now(), true).isEmpty());
    m_clock.advance(1h);
    QVERIFY(watch.tick(m_clock.now(), true).isEmpty());
    // What still waits is told when the quiet is over.
    QCOMPARE(classes(watch.tick(m_clock.now(), false)), QList{NoticeClass::Overdue});
}

void TestNotices::somebodyElseSitsHere()
{
    NoticeWatch watch;
    QVERIFY(watch.update({callback()}, m_clock.now(), false).isEmpty());
    watch.setMe(u"sam"_s);
    QVERIFY(watch.tick(m_clock.now(), false).isEmpty());
    watch.setMe(u"dana"_s);
    QCOMPARE(watch.tick(m_clock.now(), false).size(), 1);
    watch.setMe(u"dana"_s);
    QVERIFY(watch.tick(m_clock.now(), false).isEmpty());
}

void TestNotices::words_data()
{
    QTest::addColumn<Notice>("notice");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("body");

    const Instant at = m_clock.now() - 8min;
    const Notice one{.caller = u"Ana Ortiz"_s, .line = u"Main"_s, .words = {}, .since = at};
    const auto with = [&one](NoticeClass what, bool again = false, const QString &words = {}) {
        Notice notice = one;
        notice.what = what;
        notice.again = again;
        notice.words = words;
        return notice;
    };
    QTest::newRow("new") << with(NoticeClass::Assigned) << u"Call back Ana Ortiz: it is yours"_s
                         << u"Missed on Main, waiting since 2:14 PM"_s;
    QTest::newRow("again") << with(NoticeClass::Assigned, true) << u"Ana Ortiz still waits for your call"_s
                           << u"Missed on Main, waiting since 2:14 PM"_s;
    QTest::newRow("late") << with(NoticeClass::Overdue) << u"Late: call back Ana Ortiz"_s << u"Missed on Main, was due at 2:14 PM"_s;
    QTest::newRow("reply") << with(NoticeClass::Reply, false, u"Yes,\n please"_s) << u"Ana Ortiz wrote back"_s << u"Yes, please"_s;
    QTest::newRow("a long one is cut") << with(NoticeClass::Reply, false, QString(500, u'a')) << u"Ana Ortiz wrote back"_s
                                       << QString(QString(139, u'a') + u'…');
}

void TestNotices::words()
{
    QFETCH(Notice, notice);
    const board::Office ours = office();
    QTEST(noticeTitle(notice), "title");
    QTEST(noticeText(notice, {ours, m_clock.now()}), "body");
}

void TestNotices::theBell()
{
    NoticeBell bell(m_clock, nullptr);
    bell.setZone("America/Chicago");
    QCOMPARE(bell.toolTip(), u"Notifications are on"_s);
    QSignalSpy changes(&bell, &NoticeBell::wishesChanged);
    const auto choose = [&bell](const QString &words) {
        Q_EMIT bell.menu()->aboutToShow();
        for (QAction *action : bell.menu()->actions()) {
            if (action->text() == words) {
                action->trigger();
                return true;
            }
        }
        return false;
    };
    QVERIFY(choose(u"For 30 minutes"_s));
    QCOMPARE(bell.wishes().quietUntil, std::optional(m_clock.now() + 30min));
    QCOMPARE(bell.toolTip(), u"Do not disturb until 2:52 PM"_s);
    QCOMPARE(bell.accessibleName(), bell.toolTip());
    QVERIFY(!choose(u"For 30 minutes"_s));
    QVERIFY(choose(u"Show notifications again"_s));
    QVERIFY(!bell.wishes().quietUntil);
    QVERIFY(choose(u"Until tomorrow morning"_s));
    QCOMPARE(bell.toolTip(), u"Do not disturb until tomorrow 7:00 AM"_s);
    m_clock.advance(17h);
    bell.tick();
    QCOMPARE(bell.toolTip(), u"Notifications are on"_s);
    QVERIFY(choose(u"A caller wrote back"_s));
    QVERIFY(!bell.wishes().sounding(NoticeClass::Reply));
    QVERIFY(bell.wishes().sounding(NoticeClass::Overdue));
    QVERIFY(choose(u"Play sounds"_s));
    QVERIFY(!bell.wishes().sounding(NoticeClass::Overdue));
    QCOMPARE(changes.size(), 5);
}

QTEST_MAIN(TestNotices)
#include "tst_notices.moc"

#include "notices/toasts.h"

#include <QDBusConnection>
#include <QSignalSpy>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

/// A desktop's notification server, as the specification has it: what it is told, and clicks on what it shows.
class Server final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown {
        quint32 id = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };
    QList<Shown> shown;
    QList<quint32> closed;

public Q_SLOTS:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &body, const QStringList &actions,
                const QVariantMap &hints, int)
    {
        const uint id = replaces != 0 ? replaces : ++m_last;
        shown.append({id, title, body, actions, hints});
        return id;
    }
    void CloseNotification(uint id)
    {
        closed.append(id);
        Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint why);

private:
    uint m_last = 6;
};

/// Over a real message bus.
class TestToasts final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server.shown.clear(), m_server.closed.clear(); }
    void showsAndClaims();
    void opens();
    void replaces();
    void closes();
    void othersClicksAreTheirs();

private:
    [[nodiscard]] static Notice notice(const QString &followUp, NoticeClass what = NoticeClass::Assigned)
    {
        return {.what = what, .followUp = followUp, .task = u"task-"_s + followUp, .caller = {}, .line = {}, .words = {}, .since = {}};
    }

    Server m_server;
};

void TestToasts::initTestCase()
{
    // A connection of its own, as another program would have.
    QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"server"_s);
    QVERIFY(bus.registerObject(u"/org/freedesktop/Notifications"_s, &m_server,
                               QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(bus.registerService(u"org.freedesktop.Notifications"_s));
}

void TestToasts::showsAndClaims()
{
    Toasts toasts(nullptr);
    QSignalSpy claims(&toasts, &Toasts::claimChosen);
    toasts.show(notice(u"one"_s, NoticeClass::Overdue), u"Late: call back Ana"_s, u"<b>a & b</b>"_s);
    QTRY_COMPARE(m_server.shown.size(), 1);
    const Server::Shown shown = m_server.shown.constFirst();
    QCOMPARE(shown.title, u"Late: call back Ana"_s);
    QCOMPARE(shown.body, u"&lt;b&gt;a &amp; b&lt;/b&gt;"_s);
    QCOMPARE(shown.actions, (QStringList{u"default"_s, u"Open"_s, u"claim"_s, u"Claim"_s}));
    QCOMPARE(shown.hints.value(u"urgency"_s).value<uchar>(), uchar(2));
    // The id is known here once the answer has arrived; until then a click is nobody's.
    QTRY_VERIFY((Q_EMIT m_server.ActionInvoked(shown.id, u"claim"_s), QTest::qWait(20), claims.size() > 0));
    QCOMPARE(claims.constFirst().constFirst().toString(), u"task-one"_s);
}

void TestToasts::opens()
{
    Toasts toasts(nullptr);
    QSignalSpy opened(&toasts, &Toasts::opened);
    Notice claimed = notice(u"two"_s, NoticeClass::Reply);
    claimed.task.clear();
    toasts.show(claimed, u"Ana wrote back"_s, u"Hi"_s);
    QTRY_COMPARE(m_server.shown.size(), 1);
    QCOMPARE(m_server.shown.constFirst().actions, (QStringList{u"default"_s, u"Open"_s}));
    const quint32 id = m_server.shown.constFirst().id;
    QTRY_VERIFY((Q_EMIT m_server.ActionInvoked(id, u"default"_s), QTest::qWait(20), opened.size() > 0));
    QCOMPARE(opened.constFirst().constFirst().toString(), u"two"_s);
}

void TestToasts::replaces()
{
    Toasts toasts(nullptr);
    toasts.show(notice(u"three"_s), u"First"_s, {});
    QTRY_COMPARE(m_server.shown.size(), 1);
    // The id is known once the answer has arrived.
    QTRY_VERIFY((toasts.show(notice(u"three"_s), u"Again"_s, {}), QTest::qWait(20),
                 m_server.shown.size() > 1 && m_server.shown.constLast().id == m_server.shown.constFirst().id));
}

void TestToasts::closes()
{
    Toasts toasts(nullptr);
    toasts.show(notice(u"four"_s), u"First"_s, {});
    QTRY_COMPARE(m_server.shown.size(), 1);
    QTRY_VERIFY((toasts.close(u"four"_s), QTest::qWait(20), !m_server.closed.isEmpty()));
    QCOMPARE(m_server.closed.constFirst(), m_server.shown.constFirst().id);
}

void TestToasts::othersClicksAreTheirs()
{
    Toasts toasts(nullptr);
    QSignalSpy claims(&toasts, &Toasts::claimChosen);
    QSignalSpy opened(&toasts, &Toasts::opened);
    toasts.show(notice(u"five"_s), u"First"_s, {});
    QTRY_COMPARE(m_server.shown.size(), 1);
    const quint32 ours = m_server.shown.constFirst().id;
    Q_EMIT m_server.ActionInvoked(ours + 1000, u"claim"_s);
    QTRY_VERIFY((Q_EMIT m_server.ActionInvoked(ours, u"default"_s), QTest::qWait(20), opened.size() > 0));
    QVERIFY(claims.isEmpty());
}

QTEST_MAIN(TestToasts)
#include "tst_toasts.moc"

#include "notices/toasts.h"

#include <QGuiApplication>
#include <QSystemTrayIcon>

#ifdef RINGBACK_DBUS
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif

namespace ringback::ui {

using namespace Qt::StringLiterals;

// https://specifications.freedesktop.org/notification-spec/1.2/
#ifdef RINGBACK_DBUS
class Toasts::Desktop {
public:
    static constexpr auto service = "org.freedesktop.Notifications"_L1;
    static constexpr auto path = "/org/freedesktop/Notifications"_L1;

    [[nodiscard]] static std::unique_ptr<Desktop> find(Toasts &toasts)
    {
        const QDBusConnection bus = QDBusConnection::sessionBus();
        if (!bus.isConnected())
            return nullptr;
        const bool isThere =
            bus.interface()->isServiceRegistered(service) || bus.interface()->activatableServiceNames().value().contains(QString(service));
        return isThere ? std::make_unique<Desktop>(toasts) : nullptr;
    }

    explicit Desktop(Toasts &toasts)
        : m_toasts(toasts)
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        bus.connect(service, path, service, u"ActionInvoked"_s, &toasts, SLOT(actionInvoked(quint32, QString)));
        bus.connect(service, path, service, u"NotificationClosed"_s, &toasts, SLOT(notificationClosed(quint32, quint32)));
    }

    void notify(const Shown &shown, quint32 replaces, bool isUrgent, const QString &title, const QString &text)
    {
        QStringList actions{u"default"_s, Toasts::tr("Open")};
        if (!shown.task.isEmpty())
            //: Button on a notification: the callback becomes the reader's.
            actions << u"claim"_s << Toasts::tr("Claim");
        // What callers wrote is data: servers may read the body as markup.
        const QVariantMap hints{
            {u"urgency"_s, QVariant::fromValue(uchar(isUrgent ? 2 : 1))}, {u"desktop-entry"_s, u"ringback"_s}, {u"suppress-sound"_s, true}};
        QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, u"Notify"_s);
        call << u"Ringback"_s << replaces << u"ringback"_s << title << text.toHtmlEscaped() << actions << hints << -1;
        auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), &m_toasts);
        QObject::connect(watcher, &QDBusPendingCallWatcher::finished, &m_toasts, [this, shown](QDBusPendingCallWatcher *done) {
            const QDBusPendingReply<quint32> id = *done;
            if (id.isError())
                qWarning("a notification could not be shown: %s", qPrintable(id.error().name()));
            else
                m_toasts.m_shown.insert(id.value(), shown);
            done->deleteLater();
        });
    }

    void close(quint32 id)
    {
        QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, u"CloseNotification"_s);
        call << id;
        QDBusConnection::sessionBus().asyncCall(call);
    }

private:
    Toasts &m_toasts;
};
#else
class Toasts::Desktop {
public:
    [[nodiscard]] static std::unique_ptr<Desktop> find(Toasts &) { return nullptr; }
    void notify(const Shown &, quint32, bool, const QString &, const QString &) {}
    void close(quint32) {}
};
#endif

Toasts::Toasts(QSystemTrayIcon *tray, QObject *parent)
    : QObject(parent)
    , m_desktop(Desktop::find(*this))
    , m_tray(tray)
{
    if (m_tray != nullptr)
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT opened(m_balloon); });
}

Toasts::~Toasts() = default;

void Toasts::show(const Notice &notice, const QString &title, const QString &text)
{
    const bool isUrgent = notice.what == NoticeClass::Overdue;
    if (m_desktop) {
        quint32 replaces = 0;
        for (auto shown = m_shown.cbegin(); shown != m_shown.cend(); ++shown) {
            if (shown->followUp == notice.followUp)
                replaces = shown.key();
        }
        m_desktop->notify({notice.followUp, notice.task}, replaces, isUrgent, title, text);
    } else if (m_tray != nullptr) {
        m_balloon = notice.followUp;
        m_tray->showMessage(title, text, isUrgent ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information);
    }
}

void Toasts::close(const QString &followUp)
{
    for (auto shown = m_shown.cbegin(); m_desktop && shown != m_shown.cend(); ++shown) {
        if (shown->followUp == followUp)
            m_desktop->close(shown.key());
    }
}

void Toasts::closeAll()
{
    for (auto shown = m_shown.cbegin(); m_desktop && shown != m_shown.cend(); ++shown)
        m_desktop->close(shown.key());
}

void Toasts::actionInvoked(quint32 id, const QString &action)
{
    const auto shown = m_shown.constFind(id);
    if (shown == m_shown.constEnd())
        return; // another program's
    if (action == "claim"_L1)
        Q_EMIT claimChosen(shown->task);
    else
        Q_EMIT opened(shown->followUp);
}

void Toasts::notificationClosed(quint32 id, quint32)
{
    m_shown.remove(id);
}

} // namespace ringback::ui

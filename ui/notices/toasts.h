#pragma once

#include "notices/notice.h"

#include <QHash>
#include <QObject>

#include <memory>

class QSystemTrayIcon;

namespace ringback::ui {

/// Shows notices as the desktop does: by org.freedesktop.Notifications where there is one (with a Claim button on them), else as the tray icon's balloon.
/// GUI thread.
class Toasts final : public QObject {
    Q_OBJECT

public:
    /// `tray` may be null and outlives it.
    explicit Toasts(QSystemTrayIcon *tray, QObject *parent = nullptr);
    ~Toasts() override;

    /// One for the same case replaces the one before.
    void show(const Notice &notice, const QString &title, const QString &text);
    /// The case needs nobody any more.
    void close(const QString &followUp);
    /// Whoever stands here now need not see them.
    void closeAll();

Q_SIGNALS:
    void opened(const QString &followUp); ///< empty = one about several
    void claimChosen(const QString &task);

private Q_SLOTS:
    void actionInvoked(quint32 id, const QString &action);
    void notificationClosed(quint32 id, quint32 why);

private:
    class Desktop;
    std::unique_ptr<Desktop> m_desktop; ///< null where there is none
    QSystemTrayIcon *m_tray;
    struct Shown {
        QString followUp;
        QString task;
    };
    QHash<quint32, Shown> m_shown; ///< by the desktop's id
    QString m_balloon; ///< the case of the tray's last balloon
};

} // namespace ringback::ui

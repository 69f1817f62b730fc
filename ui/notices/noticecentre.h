#pragma once

#include "board/rows.h"
#include "notices/noticebell.h"
#include "notices/noticewatch.h"
#include "notices/sounds.h"
#include "notices/toasts.h"

#include <QObject>
#include <QTimer>

#include <memory>

class QMenu;
class QSystemTrayIcon;

namespace ringback::ui {

/// Tells the person at this console what waits for them while they look elsewhere: on the desktop, by sound, and on the tray icon. GUI thread.
class NoticeCentre final : public QObject {
    Q_OBJECT

public:
    /// The bell outlives it.
    NoticeCentre(const Clock &clock, NoticeBell &bell, QObject *parent = nullptr);
    ~NoticeCentre() override;

    void setOffice(const board::Office &office);
    void setMe(const QString &staffId);
    void setQueue(const QList<board::QueueRow> &rows);
    /// Nobody is signed in here, or the console is locked: nothing of callers is shown.
    void setSilent(bool silent);

Q_SIGNALS:
    void told(const ringback::ui::Notice &notice);
    void opened(const QString &followUp); ///< empty = the queue
    void claimChosen(const QString &task);
    void quitChosen();

private:
    void tell(const QList<Notice> &notices);
    void tick();
    void tellTray();
    [[nodiscard]] bool isQuiet() const;

    const Clock &m_clock;
    NoticeBell &m_bell;
    board::Office m_office;
    QString m_me;
    bool m_silent = false;
    QList<board::QueueRow> m_rows;
    NoticeWatch m_watch;
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_tray; ///< null where the desktop has none
    Toasts m_toasts; ///< after the tray
    Sounds m_sounds;
    QTimer m_ticker;
};

} // namespace ringback::ui

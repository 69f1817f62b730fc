#include "notices/noticecentre.h"

#include "notices/noticewords.h"
#include "widgets/icons.h"

#include <QMenu>
#include <QSet>
#include <QSystemTrayIcon>

#include <algorithm>

namespace ringback::ui {

namespace {

std::unique_ptr<QSystemTrayIcon> makeTray()
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return nullptr;
    return std::make_unique<QSystemTrayIcon>(icon(Glyph::Missed));
}

} // namespace

NoticeCentre::NoticeCentre(const Clock &clock, NoticeBell &bell, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_bell(bell)
    , m_tray(makeTray())
    , m_toasts(m_tray.get())
{
    connect(&m_toasts, &Toasts::opened, this, &NoticeCentre::opened);
    connect(&m_toasts, &Toasts::claimChosen, this, [this](const QString &task) {
        if (!m_silent) // one that was still on the screen when the console was locked
            Q_EMIT claimChosen(task);
    });
    connect(&m_bell, &NoticeBell::wishesChanged, this, &NoticeCentre::tick);
    connect(&m_ticker, &QTimer::timeout, this, &NoticeCentre::tick);
    m_ticker.start(std::chrono::seconds(10));
    if (!m_tray)
        return;
    m_menu = std::make_unique<QMenu>();
    //: In the menu of the tray icon: brings the window to the front.
    connect(m_menu->addAction(tr("Open Ringback")), &QAction::triggered, this, [this] { Q_EMIT opened({}); });
    //: In the menu of the tray icon.
    m_bell.menu()->setTitle(tr("Notifications"));
    m_menu->addMenu(m_bell.menu());
    m_menu->addSeparator();
    //: In the menu of the tray icon.
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, this, &NoticeCentre::quitChosen);
    m_tray->setContextMenu(m_menu.get());
    connect(m_tray.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason why) {
        if (why == QSystemTrayIcon::Trigger)
            Q_EMIT opened({});
    });
    tellTray();
    m_tray->show();
}

NoticeCentre::~NoticeCentre() = default;

void NoticeCentre::setOffice(const board::Office &office)
{
    m_office = office;
    m_bell.setZone(office.timeZone);
}

void NoticeCentre::setMe(const QString &staffId)
{
    m_me = staffId;
    m_watch.setMe(staffId);
    tick();
}

void NoticeCentre::setSilent(bool silent)
{
    m_silent = silent;
    if (silent)
        m_toasts.closeAll();
    tick();
}

void NoticeCentre::setQueue(const QList<board::QueueRow> &rows)
{
    QSet<QString> live;
    for (const board::QueueRow &row : rows)
        live.insert(row.followUpId);
    for (const board::QueueRow &row : std::as_const(m_rows)) {
        if (!live.contains(row.followUpId))
            m_toasts.close(row.followUpId);
    }
    m_rows = rows;
    tell(m_watch.update(rows, m_clock.now(), isQuiet()));
    tellTray();
}

bool NoticeCentre::isQuiet() const
{
    return m_silent || m_bell.wishes().isQuiet(m_clock.now());
}

void NoticeCentre::tick()
{
    m_bell.tick();
    tell(m_watch.tick(m_clock.now(), isQuiet()));
    tellTray();
}

void NoticeCentre::tell(const QList<Notice> &notices)
{
    for (const Notice &notice : notices) {
        m_toasts.show(notice, noticeTitle(notice), noticeText(notice, {m_office, m_clock.now()}));
        if (m_bell.wishes().sounding(notice.what))
            m_sounds.play(notice.what);
        Q_EMIT told(notice);
    }
}

void NoticeCentre::tellTray()
{
    if (!m_tray)
        return;
    const auto mine = std::count_if(m_rows.cbegin(), m_rows.cend(), [this](const board::QueueRow &row) {
        return row.state == calls::TaskState::Open && row.assignedTo == m_me && !m_me.isEmpty();
    });
    //: On the tray icon.
    m_tray->setToolTip(m_silent ? tr("Ringback") : tr("Ringback: %n callbacks wait for you", nullptr, static_cast<int>(mine)));
}

} // namespace ringback::ui

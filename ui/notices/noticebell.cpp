#include "notices/noticebell.h"

#include "base/time.h"
#include "widgets/icons.h"
#include "widgets/times.h"

#include <QMenu>
#include <QTimeZone>

namespace ringback::ui {

using namespace std::chrono_literals;

namespace {

const QTime morning(7, 0);

} // namespace

NoticeBell::NoticeBell(const Clock &clock, QWidget *parent)
    : QToolButton(parent)
    , m_clock(clock)
{
    setObjectName(QStringLiteral("bell"));
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &NoticeBell::fillMenu);
    tell();
}

void NoticeBell::setWishes(const NoticeWishes &wishes)
{
    m_wishes = wishes;
    tell();
}

void NoticeBell::change(const NoticeWishes &wishes)
{
    setWishes(wishes);
    Q_EMIT wishesChanged(wishes);
}

Instant NoticeBell::tomorrowMorning() const
{
    const QTimeZone zone(m_zone);
    const QDate today = toDateTime(m_clock.now()).toTimeZone(zone).date();
    return fromMs(QDateTime(today.addDays(1), morning, zone).toMSecsSinceEpoch());
}

void NoticeBell::fillMenu()
{
    QMenu *const list = menu();
    list->clear();
    const Instant now = m_clock.now();
    const auto quiet = [&](const QString &text, Instant until) {
        connect(list->addAction(text), &QAction::triggered, this, [this, until] {
            NoticeWishes wishes = m_wishes;
            wishes.quietUntil = until;
            change(wishes);
        });
    };
    if (m_wishes.isQuiet(now)) {
        //: In the menu of the bell: notifications are shown again.
        connect(list->addAction(tr("Show notifications again")), &QAction::triggered, this, [this] {
            NoticeWishes wishes = m_wishes;
            wishes.quietUntil.reset();
            change(wishes);
        });
    } else {
        //: In the menu of the bell: no notifications for a while.
        list->addSection(tr("Do not disturb"));
        quiet(tr("For 30 minutes"), now + 30min);
        quiet(tr("For 1 hour"), now + 1h);
        quiet(tr("Until tomorrow morning"), tomorrowMorning());
    }
    //: In the menu of the bell.
    list->addSection(tr("Sounds"));
    const auto sound = [&](const QString &text, bool on, auto set) {
        QAction *const action = list->addAction(text);
        action->setCheckable(true);
        action->setChecked(on);
        connect(action, &QAction::toggled, this, [this, set](bool checked) {
            NoticeWishes wishes = m_wishes;
            set(wishes, checked);
            change(wishes);
        });
        return action;
    };
    //: In the menu of the bell: with or without any sound.
    sound(tr("Play sounds"), m_wishes.sounds, [](NoticeWishes &wishes, bool on) { wishes.sounds = on; });
    const QString names[3] = {tr("A callback is yours"), tr("A callback is late"), tr("A caller wrote back")};
    for (int i = 0; i < 3; ++i)
        sound(names[i], m_wishes.soundOf[i], [i](NoticeWishes &wishes, bool on) { wishes.soundOf[i] = on; })->setEnabled(m_wishes.sounds);
}

void NoticeBell::tell()
{
    const Instant now = m_clock.now();
    const bool isQuiet = m_wishes.isQuiet(now);
    //: Of the bell; %1 is a time such as 2:14 PM.
    const QString text = isQuiet ? tr("Do not disturb until %1").arg(dayAndTime(*m_wishes.quietUntil, now, m_zone))
                                 //: Of the bell.
                                 : tr("Notifications are on");
    if (text == toolTip())
        return;
    setIcon(ui::icon(isQuiet ? Glyph::BellOff : Glyph::Bell));
    setToolTip(text);
    setAccessibleName(text);
}

} // namespace ringback::ui

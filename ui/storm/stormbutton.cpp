#include "storm/stormbutton.h"

#include "widgets/icons.h"
#include "widgets/style.h"

#include "base/time.h"

#include <QMenu>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ringback::ui {

Instant endOfDay(Instant now, const QByteArray &zone)
{
    const QTimeZone office(zone);
    const QTimeZone used = office.isValid() ? office : QTimeZone::utc();
    return fromMs(toDateTime(now).toTimeZone(used).date().addDays(1).startOfDay(used).toMSecsSinceEpoch());
}

StormButton::StormButton(const Clock &clock, QWidget *parent)
    : QPushButton(parent)
    , m_clock(clock)
{
    setObjectName(u"stormButton"_s);
    setLook(this, Look::Plain);
    setIcon(ui::icon(Glyph::Storm));
    auto *menu = new QMenu(this);
    //: Choices of the storm switch: how long storm mode stays on.
    for (const auto &[words, span] : {std::pair{tr("For 1 hour"), 1h}, std::pair{tr("For 2 hours"), 2h}, std::pair{tr("For 4 hours"), 4h}})
        menu->addAction(words, this, [this, span = span] { Q_EMIT beginChosen(m_clock.now() + span); });
    menu->addAction(tr("Until the end of the day"), this, [this] { Q_EMIT beginChosen(endOfDay(m_clock.now(), m_zone)); });
    menu->addAction(tr("Until it calms down"), this, [this] { Q_EMIT beginChosen(std::nullopt); });
    menu->addSeparator();
    //: Choice of the storm switch.
    m_end = menu->addAction(tr("End storm mode now"), this, &StormButton::endChosen);
    setMenu(menu);
    setStorm(std::nullopt);
}

void StormButton::setStorm(const std::optional<board::StormNow> &storm)
{
    //: Button with a menu, in the header; & marks the key. In storm mode callers get other words and staff claim several callbacks at once.
    setText(storm ? tr("&Storm mode is on") : tr("&Storm mode"));
    setAccessibleName(text().remove(u'&'));
    setToolTip(tr("When many calls are missed at once: callers get the storm text, and you can claim several callbacks at a time"));
    m_end->setVisible(storm.has_value());
}

} // namespace ringback::ui

#include "widgets/card.h"

#include <QPainter>

namespace ringback::ui {

void paintGround(QPainter *painter, const QRect &rect, const QPalette &palette, std::optional<Tone> tone, int radius)
{
    painter->setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(palette);
    if (tone) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.tone(*tone).fill);
    } else {
        painter->setPen(theme.line);
        painter->setBrush(theme.surface);
    }
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGround(&painter, rect(), palette(), m_tone, 8);
}

} // namespace ringback::ui

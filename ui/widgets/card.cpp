#include "widgets/card.h"

#include <QPainter>

namespace ringback::ui {

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(palette());
    if (m_tone) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.tone(*m_tone).fill);
    } else {
        painter.setPen(theme.line);
        painter.setBrush(theme.surface);
    }
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace ringback::ui

#include "board/countertile.h"

#include "widgets/chip.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringback::ui {

CounterTile::CounterTile(const QString &label, Glyph glyph, QWidget *parent)
    : QFrame(parent)
    , m_label(label)
    , m_icon(glyph)
    , m_glyph(new GlyphMark(Rank::Body, this))
    , m_number(new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this))
{
    auto *words = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    words->setText(label);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 14, 8);
    layout->setSpacing(8);
    layout->addWidget(m_glyph);
    layout->addWidget(m_number);
    layout->addWidget(words);
    setCount(0, Tone::Neutral);
}

void CounterTile::setCount(int count, Tone tone)
{
    if (count == m_count && tone == m_tone)
        return;
    m_count = count;
    m_tone = tone;
    m_number->setText(QLocale().toString(count));
    m_number->setTone(tone == Tone::Neutral ? std::nullopt : std::optional(tone));
    m_glyph->setMark(m_icon, tone);
    setAccessibleName(u"%1: %2"_s.arg(m_label, m_number->text()));
    update();
}

void CounterTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(palette());
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace ringback::ui

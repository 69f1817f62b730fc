#include "widgets/chip.h"

#include <QPainter>

#include <algorithm>

namespace ringback::ui {

namespace {

QFont chipFont()
{
    QFont font = fontFor(Rank::Small);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace

QSize chipSize(const Mark &mark)
{
    const QFontMetrics metrics(chipFont());
    const int icon = metrics.height();
    return QSize(metrics.horizontalAdvance(mark.text) + icon + icon, metrics.height() + 6);
}

int paintChip(QPainter *painter, const QRect &rect, const Mark &mark, const Theme &theme)
{
    const QSize size = chipSize(mark);
    const QRect chip(rect.x(), rect.y() + (rect.height() - size.height()) / 2, std::min(size.width(), rect.width()), size.height());
    if (chip.width() < size.height())
        return 0;
    const ToneColours colours = theme.tone(mark.tone);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours.fill);
    painter->drawRoundedRect(chip, chip.height() / 2.0, chip.height() / 2.0);
    const QFont font = chipFont();
    const QFontMetrics metrics(font);
    const int icon = metrics.height() - 2;
    paintGlyph(painter, QRect(chip.x() + icon / 2, chip.y() + (chip.height() - icon) / 2, icon, icon), mark.glyph, colours.text);
    painter->setFont(font);
    painter->setPen(colours.text);
    const QRect words = chip.adjusted(icon / 2 + icon + 3, 0, -icon / 2 + 2, 0);
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, metrics.elidedText(mark.text, Qt::ElideRight, words.width()));
    painter->restore();
    return chip.width();
}

Chip::Chip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setMark(const Mark &mark)
{
    m_mark = mark;
    setAccessibleName(mark.text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return chipSize(m_mark);
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(&painter, rect(), m_mark, Theme::of(palette()));
}

GlyphMark::GlyphMark(Rank rank, QWidget *parent)
    : QWidget(parent)
    , m_rank(rank)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void GlyphMark::setMark(Glyph glyph, Tone tone)
{
    m_glyph = glyph;
    m_tone = tone;
    update();
}

QSize GlyphMark::sizeHint() const
{
    const int side = QFontMetrics(fontFor(m_rank)).height();
    return QSize(side, side);
}

void GlyphMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGlyph(&painter, rect(), m_glyph, Theme::of(palette()).tone(m_tone).text);
}

} // namespace ringback::ui

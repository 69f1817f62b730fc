#include "widgets/cellpaint.h"

#include <QPainter>
#include <QWidget>

#include <algorithm>

namespace ringback::ui {

namespace {

constexpr int side = 12;

bool isHovered(const QStyleOptionViewItem &option)
{
    return option.state.testFlag(QStyle::State_MouseOver);
}

} // namespace

CellFrame frameOf(const QStyleOptionViewItem &option)
{
    const int first = QFontMetrics(fontFor(Rank::Strong)).height();
    const int second = QFontMetrics(fontFor(Rank::Small)).height();
    const QRect inner = option.rect.adjusted(side, 0, -6, 0);
    const int top = inner.y() + (inner.height() - first - second - 4) / 2;
    return {.first = QRect(inner.x(), top, inner.width(), first), .second = QRect(inner.x(), top + first + 4, inner.width(), second)};
}

void paintCellGround(QPainter *painter, const QStyleOptionViewItem &option, bool firstColumn)
{
    const Theme &theme = Theme::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->fillRect(option.rect, selected ? theme.selected : theme.surface);
    painter->fillRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1, theme.line);
    if (!selected)
        return;
    const bool focused = option.widget != nullptr && option.widget->hasFocus();
    if (firstColumn)
        painter->fillRect(option.rect.x(), option.rect.y(), 3, option.rect.height(), theme.accent);
    if (focused) {
        painter->fillRect(option.rect.x(), option.rect.y(), option.rect.width(), 1, theme.accent);
        painter->fillRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1, theme.accent);
    }
}

int paintWords(QPainter *painter, const QRect &rect, const QString &text, Rank rank, const QColor &colour)
{
    if (rect.width() <= 0 || text.isEmpty())
        return 0;
    const QFont font = fontFor(rank);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text.simplified(), Qt::ElideRight, rect.width());
    painter->setFont(font);
    painter->setPen(colour);
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, shown);
    return metrics.horizontalAdvance(shown);
}

int paintMark(QPainter *painter, const QRect &rect, const Mark &mark, Rank rank, const QColor &colour)
{
    const int icon = QFontMetrics(fontFor(rank)).height();
    paintGlyph(painter, QRect(rect.x(), rect.y() + (rect.height() - icon) / 2, icon, icon), mark.glyph, colour);
    return icon + 5 + paintWords(painter, rect.adjusted(icon + 5, 0, 0, 0), mark.text, rank, colour);
}

void paintTabular(QPainter *painter, const QRect &rect, const QString &text, Rank rank, const QColor &colour)
{
    const QFont font = fontFor(rank);
    const QFontMetricsF metrics(font);
    double digit = 0;
    for (char16_t c = u'0'; c <= u'9'; ++c)
        digit = std::max(digit, metrics.horizontalAdvance(QChar(c)));
    painter->setFont(font);
    painter->setPen(colour);
    const double base = rect.y() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    double x = rect.x();
    for (const QChar c : text) {
        const double own = metrics.horizontalAdvance(c);
        const double cell = c.isDigit() ? digit : own;
        painter->drawText(QPointF(x + (cell - own) / 2, base), QString(c));
        x += cell;
    }
}

QRect rowButton(const QStyleOptionViewItem &option, const QString &label)
{
    const QFontMetrics metrics(fontFor(Rank::Strong));
    const QSize size(metrics.horizontalAdvance(label) + 28, metrics.height() + 14);
    const int width = std::min(size.width(), option.rect.width() - 12);
    return QRect(option.rect.right() - 12 - width, option.rect.y() + (option.rect.height() - size.height()) / 2, width, size.height());
}

void paintRowButton(QPainter *painter, const QStyleOptionViewItem &option, const QString &label, bool pressed)
{
    const Theme &theme = Theme::of(option.palette);
    const QRect rect = rowButton(option, label);
    const bool strong = isHovered(option) || pressed;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme.accent, 1));
    painter->setBrush(strong ? theme.accent : QColor(Qt::transparent));
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter->setFont(fontFor(Rank::Strong));
    painter->setPen(strong ? theme.onAccent : theme.accent);
    painter->drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, label);
    painter->restore();
}

} // namespace ringback::ui

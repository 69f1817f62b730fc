#include "widgets/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace ringback::ui {

FlowLayout::FlowLayout(QWidget *parent, int across, int down)
    : QLayout(parent)
    , m_across(across)
    , m_down(down)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

int FlowLayout::count() const
{
    return int(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const
{
    return place(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    int height = 0;
    for (const QLayoutItem *item : m_items)
        height = std::max(height, item->sizeHint().height());
    const QMargins margins = contentsMargins();
    return QSize(100, height + margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const
{
    int width = 0;
    for (const QLayoutItem *item : m_items)
        width += item->isEmpty() ? 0 : item->sizeHint().width() + m_across;
    const QMargins margins = contentsMargins();
    return QSize(width + margins.left() + margins.right(), minimumSize().height());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect &rect, bool reallyPlace) const
{
    const QMargins margins = contentsMargins();
    const QRect inner = rect.marginsRemoved(margins);
    int x = inner.x();
    int y = inner.y();
    int tallest = 0;
    QList<std::pair<QLayoutItem *, QRect>> line;
    // Of different heights, as words of different size: their middles are on one line.
    const auto placeLine = [&] {
        const Qt::LayoutDirection direction = parentWidget() != nullptr ? parentWidget()->layoutDirection() : Qt::LeftToRight;
        for (const auto &[item, place] : std::as_const(line))
            item->setGeometry(QStyle::visualRect(direction, rect, place.translated(0, (tallest - place.height()) / 2)));
        line.clear();
    };
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        QSize size = item->sizeHint();
        size.setWidth(std::min(size.width(), inner.width()));
        if (item->hasHeightForWidth())
            size.setHeight(item->heightForWidth(size.width()));
        if (x > inner.x() && x + size.width() > inner.x() + inner.width()) {
            placeLine();
            x = inner.x();
            y += tallest + m_down;
            tallest = 0;
        }
        if (reallyPlace)
            line.append({item, QRect(QPoint(x, y), size)});
        x += size.width() + m_across;
        tallest = std::max(tallest, size.height());
    }
    placeLine();
    return y + tallest - rect.y() + margins.bottom();
}

} // namespace ringback::ui

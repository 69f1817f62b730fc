#include "widgets/rowdelegate.h"

#include "widgets/cellpaint.h"

#include <QMouseEvent>
#include <QPainter>

namespace ringback::ui {

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintCellGround(painter, option, index.column() == 0);
    paintCell(painter, option, index);
    const QString label = buttonLabel(index);
    if (!label.isEmpty())
        paintRowButton(painter, option, label, m_pressed == index);
    painter->restore();
}

bool RowDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool press = event->type() == QEvent::MouseButtonPress;
    const bool release = event->type() == QEvent::MouseButtonRelease;
    if (!press && !release)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const QString label = buttonLabel(index);
    const bool hit = mouse->button() == Qt::LeftButton && !label.isEmpty() && rowButton(option, label).contains(mouse->pos());
    if (press) {
        m_pressed = hit ? QPersistentModelIndex(index) : QPersistentModelIndex();
        return hit;
    }
    const bool same = m_pressed.isValid() && m_pressed == index;
    m_pressed = QPersistentModelIndex();
    if (hit && same)
        Q_EMIT buttonClicked(index);
    return hit;
}

} // namespace ringback::ui

#pragma once

#include <QPersistentModelIndex>
#include <QStyledItemDelegate>

namespace ringback::ui {

/// Paints two-line rows with one button. A click counts only where it began on the same row: live rows may move in between.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const final;

Q_SIGNALS:
    void buttonClicked(const QModelIndex &index);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) final;

    virtual void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const = 0;
    /// What the button in this cell says; empty = no button here.
    [[nodiscard]] virtual QString buttonLabel(const QModelIndex &index) const = 0;

private:
    QPersistentModelIndex m_pressed;
};

} // namespace ringback::ui

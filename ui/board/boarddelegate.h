#pragma once

#include "board/boardmodel.h"
#include "widgets/rowdelegate.h"

namespace ringback::ui {

class BoardDelegate final : public RowDelegate {
    Q_OBJECT

public:
    BoardDelegate(const BoardModel &model, QObject *parent);

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QString buttonLabel(const QModelIndex &index) const override;

private:
    const BoardModel &m_model;
};

/// The first line and the second of a caller, with what marks them. Shared with the queue.
void paintCaller(QPainter *painter, const QStyleOptionViewItem &option, const QString &name, const QString &number,
                 calls::ContactKind kind);
/// When, how often, on which line.
void paintCalled(QPainter *painter, const QStyleOptionViewItem &option, const QString &when, int times, const QString &line);
/// What became of a text, and how it begins.
void paintText(QPainter *painter, const QStyleOptionViewItem &option, const Mark &mark, const QString &body);
void paintPerson(QPainter *painter, const QStyleOptionViewItem &option, const QString &name, const QString &below);

} // namespace ringback::ui

#pragma once

#include "queue/queuemodel.h"
#include "widgets/rowdelegate.h"

namespace ringback::ui {

class QueueDelegate final : public RowDelegate {
    Q_OBJECT

public:
    QueueDelegate(const QueueModel &model, QObject *parent);

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QString buttonLabel(const QModelIndex &index) const override;

private:
    const QueueModel &m_model;
};

} // namespace ringback::ui

#pragma once

#include "people/peoplemodel.h"
#include "widgets/rowdelegate.h"

namespace ringback::ui {

class PeopleDelegate final : public RowDelegate {
    Q_OBJECT

public:
    PeopleDelegate(const PeopleModel &model, QObject *parent);

protected:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QString buttonLabel(const QModelIndex &index) const override;

private:
    const PeopleModel &m_model;
};

/// A round mark with the letters of a name, in the middle of `rect`.
void paintInitials(QPainter *painter, const QRect &rect, const QString &name, const Theme &theme);

} // namespace ringback::ui

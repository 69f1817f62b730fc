#pragma once

#include "conversations/casepage.h"
#include "queue/queuemodel.h"

class QButtonGroup;

namespace ringback::ui {

/// The callbacks to make: mine, those nobody has, or all.
class QueuePage final : public CasePage {
    Q_OBJECT

public:
    explicit QueuePage(const Clock &clock, QWidget *parent = nullptr);

    void setRows(const QList<board::QueueRow> &rows);
    void setFilter(QueueFilter filter);
    void setPeople(const board::People &people) { m_model.setPeople(people); }

    /// Shows that case, whatever the filter was; nothing happens when it is not there any more.
    void select(const QString &followUpId);

protected:
    std::optional<CaseHead> selectedCase() const override;
    void officeChanged() override;
    void tick() override;

private:
    void count();

    QueueModel m_model;
    QButtonGroup *m_filters;
    QueueFilter m_filter = QueueFilter::Unclaimed;
};

} // namespace ringback::ui

#pragma once

#include "board/peoplerows.h"
#include "widgets/casesmodel.h"

namespace ringback::ui {

/// Which callbacks the queue shows.
enum class QueueFilter { Mine, Unclaimed, All };

enum class QueueColumn { Due, Caller, Called, Text, Holder };

/// Callback tasks in the order they should be called: what waits for its time last, priority first, then what is due first.
class QueueModel final : public CasesModel<board::QueueRow, &board::QueueRow::taskId, QueueColumn, 5> {
    Q_OBJECT

public:
    using CasesModel::CasesModel;

    void setRows(QList<board::QueueRow> rows);
    void setFilter(QueueFilter filter);
    void setPeople(const board::People &people);
    void tick(); ///< time went on: due times are read anew, and what waited may be ready

    [[nodiscard]] int countOf(QueueFilter filter) const;
    [[nodiscard]] Holding holding(const board::QueueRow &row) const;
    [[nodiscard]] Tone urgencyOf(const board::QueueRow &row) const;
    [[nodiscard]] QString whenDue(const board::QueueRow &row) const;
    [[nodiscard]] QString holderName(const board::QueueRow &row) const; ///< "You", a name, or empty
    [[nodiscard]] QString holderSince(const board::QueueRow &row) const;
    [[nodiscard]] Mark textMark(const board::QueueRow &row) const;
    /// Whose it is to be, with a dot in the tone of their being here: "Busy until 3:30 PM" in `more`. Else the team.
    [[nodiscard]] Mark assignedMark(const board::QueueRow &row) const;

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void meChanged() override { refresh(); }
    void refresh();
    [[nodiscard]] bool passes(const board::QueueRow &row, QueueFilter filter) const;
    [[nodiscard]] QString display(const board::QueueRow &row, Column column) const override;
    [[nodiscard]] QVariant raw(const board::QueueRow &row, Column column) const override;
    [[nodiscard]] QStringList toolTip(const board::QueueRow &row) const override;

    QueueFilter m_filter = QueueFilter::Unclaimed;
    QList<board::QueueRow> m_all;
    board::People m_people;
    qsizetype m_waiting = 0; ///< how many waited for their time when the rows were put in order
};

} // namespace ringback::ui

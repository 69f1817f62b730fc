#pragma once

#include "board/rows.h"
#include "conversations/casehead.h"
#include "widgets/phrases.h"
#include "widgets/rowsmodel.h"

namespace ringback::ui {

/// Which callbacks the queue shows.
enum class QueueFilter { Mine, Unclaimed, All };

/// Callback tasks in the order they should be called: priority first, then what is due first.
class QueueModel final : public RowsModel<board::QueueRow, &board::QueueRow::taskId> {
    Q_OBJECT

public:
    enum class Column { Due, Caller, Called, Text, Holder };
    static constexpr int columns = 5;

    explicit QueueModel(const Clock &clock, QObject *parent = nullptr);

    void setRows(QList<board::QueueRow> rows);
    void setOffice(const board::Office &office);
    void setMe(const QString &staffId);
    void setFilter(QueueFilter filter);
    void tick(); ///< time went on: due times are read anew

    [[nodiscard]] int countOf(QueueFilter filter) const;
    [[nodiscard]] Holding holding(const board::QueueRow &row) const;
    [[nodiscard]] Tone urgencyOf(const board::QueueRow &row) const;
    [[nodiscard]] QString holderName(const board::QueueRow &row) const; ///< "You", a name, or empty
    [[nodiscard]] QString holderSince(const board::QueueRow &row) const;
    [[nodiscard]] Mark textMark(const board::QueueRow &row) const;
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    [[nodiscard]] bool passes(const board::QueueRow &row, QueueFilter filter) const;
    [[nodiscard]] QString display(const board::QueueRow &row, Column column) const;
    [[nodiscard]] QVariant raw(const board::QueueRow &row, Column column) const;

    const Clock &m_clock;
    board::Office m_office;
    QString m_me;
    QueueFilter m_filter = QueueFilter::Unclaimed;
    QList<board::QueueRow> m_all;
};

} // namespace ringback::ui

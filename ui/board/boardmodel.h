#pragma once

#include "board/rows.h"
#include "conversations/casehead.h"
#include "widgets/phrases.h"
#include "widgets/rowsmodel.h"

namespace ringback::ui {

/// The board's rows, newest call first.
class BoardModel final : public RowsModel<board::BoardRow, &board::BoardRow::id> {
    Q_OBJECT

public:
    enum class Column { Caller, Called, Waiting, Text, Status, Claim };
    static constexpr int columns = 6;

    explicit BoardModel(const Clock &clock, QObject *parent = nullptr);

    void setRows(QList<board::BoardRow> rows);
    void setOffice(const board::Office &office);
    void setMe(const QString &staffId);
    void tick(); ///< time went on: ages and due times are read anew

    [[nodiscard]] Holding holding(const board::BoardRow &row) const;
    /// Whether somebody should hurry with a row that nobody has.
    [[nodiscard]] Tone urgencyOf(const board::BoardRow &row) const;
    [[nodiscard]] Mark statusMark(const board::BoardRow &row) const;
    [[nodiscard]] QString why(const board::BoardRow &row) const; ///< one short sentence
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString display(const board::BoardRow &row, Column column) const;
    [[nodiscard]] QVariant raw(const board::BoardRow &row, Column column) const;
    [[nodiscard]] QString toolTip(const board::BoardRow &row) const;

    const Clock &m_clock;
    board::Office m_office;
    QString m_me;
};

} // namespace ringback::ui

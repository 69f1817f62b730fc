#pragma once

#include "widgets/casesmodel.h"

namespace ringback::ui {

enum class BoardColumn { Caller, Called, Waiting, Text, Status, Claim };

/// The board's rows, newest call first.
class BoardModel final : public CasesModel<board::BoardRow, &board::BoardRow::id, BoardColumn, 6> {
    Q_OBJECT

public:
    using CasesModel::CasesModel;

    void setRows(QList<board::BoardRow> rows);
    void tick(); ///< time went on: ages and due times are read anew

    [[nodiscard]] Holding holding(const board::BoardRow &row) const;
    /// Whether somebody should hurry with a row that nobody has.
    [[nodiscard]] Tone urgencyOf(const board::BoardRow &row) const;
    [[nodiscard]] Mark statusMark(const board::BoardRow &row) const;
    [[nodiscard]] QString why(const board::BoardRow &row) const; ///< one short sentence: what comes next, or why it is as it is
    /// Where the case stands in the lead system that most needs somebody for it.
    [[nodiscard]] std::optional<Mark> leadMark(const board::BoardRow &row) const;
    [[nodiscard]] QString whenDue(const board::BoardRow &row) const; ///< below the age; may be empty

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString display(const board::BoardRow &row, Column column) const override;
    [[nodiscard]] QVariant raw(const board::BoardRow &row, Column column) const override;
    [[nodiscard]] QStringList toolTip(const board::BoardRow &row) const override;
};

} // namespace ringback::ui

#pragma once

#include "board/rows.h"
#include "conversations/casehead.h"
#include "widgets/phrases.h"
#include "widgets/rowsmodel.h"

namespace ringback::ui {

/// What a table of cases says the same way whatever its columns: on whose clock, for whom, in which words.
template <class Row, QString Row::*id, class ColumnKind, int columnsOfIt>
class CasesModel : public RowsModel<Row, id> {
public:
    using Column = ColumnKind;
    static constexpr int columns = columnsOfIt;

    explicit CasesModel(const Clock &clock, QObject *parent = nullptr)
        : RowsModel<Row, id>(parent)
        , m_clock(clock)
    {}

    void setOffice(const board::Office &office)
    {
        m_office = office;
        tellAll();
    }
    void setMe(const QString &staffId)
    {
        m_me = staffId;
        meChanged();
        tellAll();
    }
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }

    int columnCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : columns; }
    QVariant data(const QModelIndex &index, int role) const final
    {
        if (!this->checkIndex(index, QAbstractItemModel::CheckIndexOption::IndexIsValid))
            return {};
        const Row &row = this->row(index.row());
        const auto column = static_cast<Column>(index.column());
        switch (role) {
        case Qt::DisplayRole:
            return display(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(toolTip(row).join(u'\n').trimmed());
        case SortRole:
            return raw(row, column);
        case RowRole:
            return QVariant::fromValue(row);
        default:
            return {};
        }
    }

protected:
    virtual void meChanged() {}
    [[nodiscard]] virtual QString display(const Row &row, Column column) const = 0;
    [[nodiscard]] virtual QVariant raw(const Row &row, Column column) const = 0;
    [[nodiscard]] virtual QStringList toolTip(const Row &row) const = 0;

    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] const board::Office &office() const { return m_office; }
    [[nodiscard]] const QString &me() const { return m_me; }
    [[nodiscard]] Holding::State stateFor(bool open, const QString &holder) const
    {
        if (open)
            return Holding::State::Free;
        return !m_me.isEmpty() && holder == m_me ? Holding::State::Mine : Holding::State::Theirs;
    }
    void tellColumn(Column column)
    {
        if (this->rowCount() > 0)
            Q_EMIT this->dataChanged(this->index(0, int(column)), this->index(this->rowCount() - 1, int(column)), {Qt::DisplayRole});
    }

private:
    void tellAll()
    {
        if (this->rowCount() > 0)
            this->tell(0, this->rowCount() - 1);
    }

    const Clock &m_clock;
    board::Office m_office;
    QString m_me;
};

/// "Maria Alvarez, (214) 555-0142, Prior customer".
[[nodiscard]] QString callerCell(const QString &name, const QString &number, calls::ContactKind kind);
/// "2:14 PM, Main, missed 3 times".
[[nodiscard]] QString calledCell(Instant at, const QString &line, int missedCalls, const Telling &telling);
[[nodiscard]] QString priorityWord();
[[nodiscard]] QString claimWord(); ///< on the button in a row
[[nodiscard]] QString youWord(); ///< instead of the name of the person at this computer

} // namespace ringback::ui

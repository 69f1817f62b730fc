#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <algorithm>

namespace ringback::ui {

/// The raw value of a cell, to sort or test by; and the whole row as a value, for delegates.
inline constexpr int SortRole = Qt::UserRole;
inline constexpr int RowRole = Qt::UserRole + 1;

/// A table of values that changes by difference: what is the same stays, so selection and scroll survive. `id` is the
/// member that names a row for life.
template <class Row, QString Row::*id>
class RowsModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] static const QString &idOf(const Row &row) { return row.*id; }

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row &row(int index) const { return m_rows[index]; }
    [[nodiscard]] int indexOf(const QString &wanted) const
    {
        const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return idOf(row) == wanted; });
        return found == m_rows.end() ? -1 : int(found - m_rows.begin());
    }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }

protected:
    /// `next` in its new order. An id that comes twice is shown once.
    void become(QList<Row> next)
    {
        QSet<QString> wanted;
        next.erase(std::remove_if(next.begin(), next.end(),
                                  [&](const Row &row) {
                                      const bool again = wanted.contains(idOf(row));
                                      wanted.insert(idOf(row));
                                      return again;
                                  }),
                   next.end());
        removeAllBut(wanted);
        insertAndMove(next);
        tellChanges(next);
    }

    void tell(int firstRow, int lastRow) { Q_EMIT dataChanged(index(firstRow, 0), index(lastRow, columnCount() - 1)); }

private:
    void removeAllBut(const QSet<QString> &wanted)
    {
        for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
            if (wanted.contains(idOf(m_rows[last])))
                continue;
            int first = last;
            while (first > 0 && !wanted.contains(idOf(m_rows[first - 1])))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first;
        }
    }

    void insertAndMove(const QList<Row> &next)
    {
        QSet<QString> present;
        for (const Row &row : m_rows)
            present.insert(idOf(row));
        for (int at = 0; at < next.size(); ++at) {
            if (at < m_rows.size() && idOf(m_rows[at]) == idOf(next[at]))
                continue;
            if (present.contains(idOf(next[at]))) {
                const int from = indexOf(idOf(next[at]));
                beginMoveRows({}, from, from, {}, at);
                m_rows.move(from, at);
                endMoveRows();
                continue;
            }
            int last = at;
            while (last + 1 < next.size() && !present.contains(idOf(next[last + 1])))
                ++last;
            beginInsertRows({}, at, last);
            for (int i = at; i <= last; ++i)
                m_rows.insert(i, next[i]);
            endInsertRows();
            at = last;
        }
    }

    void tellChanges(const QList<Row> &next)
    {
        for (int first = 0; first < next.size(); ++first) {
            if (m_rows[first] == next[first])
                continue;
            int last = first;
            m_rows[first] = next[first];
            while (last + 1 < next.size() && !(m_rows[last + 1] == next[last + 1])) {
                ++last;
                m_rows[last] = next[last];
            }
            tell(first, last);
            first = last;
        }
    }

    QList<Row> m_rows;
};

} // namespace ringback::ui

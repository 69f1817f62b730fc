#pragma once

#include <QTableView>

class QPushButton;

namespace ringback::ui {

/// A table of fixed, two-line rows on a live list. Rows that arrive above what somebody reads push nothing away from under the mouse:
/// they wait above the edge, and a button says how many. Keys act on the selected row: Enter and C, R.
class RowsView final : public QTableView {
    Q_OBJECT

public:
    explicit RowsView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] QModelIndex selectedRow() const; ///< its first cell; invalid = none
    /// While rowSelected() is told: the row went, nobody chose another.
    [[nodiscard]] bool losesRows() const { return m_losesRows; }
    /// Columns that go first when there is not enough room, with the width they want, in characters.
    void setColumnWidths(const QList<int> &characters, int stretched, const QList<int> &dispensable);

Q_SIGNALS:
    void enterPressed();
    void callPressed(); ///< Ctrl+Enter
    void claimPressed();
    void releasePressed();
    void spamPressed(); ///< what is said of the caller: spam or not
    void rowSelected();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    void fitRows();
    void fitColumns();
    void rowsAboutToArrive();
    void rowsArrived(int first, int last);
    void showPill();

    QList<int> m_widths;
    QList<int> m_dispensable;
    int m_stretched = -1;
    QPushButton *m_pill;
    int m_unseen = 0;
    bool m_holding = false;
    bool m_losesRows = false;
};

} // namespace ringback::ui

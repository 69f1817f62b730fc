#include "widgets/rowsview.h"

#include "widgets/icons.h"
#include "widgets/style.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

namespace ringback::ui {

RowsView::RowsView(QWidget *parent)
    : QTableView(parent)
    , m_pill(new QPushButton(this))
{
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setShowGrid(false);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFocusPolicy(Qt::NoFocus);
    setLook(m_pill, Look::Primary);
    m_pill->setObjectName(QStringLiteral("newRows"));
    showPill();
    connect(m_pill, &QPushButton::clicked, this, [this] {
        scrollToTop();
        setFocus();
    });
    fitRows();
}

void RowsView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &RowsView::rowsAboutToArrive);
    connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) { rowsArrived(first, last); });
}

QModelIndex RowsView::selectedRow() const
{
    const QModelIndexList rows = selectionModel() != nullptr ? selectionModel()->selectedRows() : QModelIndexList();
    return rows.isEmpty() ? QModelIndex() : rows.first();
}

void RowsView::setColumnWidths(const QList<int> &characters, int stretched, const QList<int> &dispensable)
{
    m_widths = characters;
    m_stretched = stretched;
    m_dispensable = dispensable;
    fitColumns();
}

void RowsView::focusInEvent(QFocusEvent *event)
{
    // Whoever comes by keyboard sees at once which row the keys act on.
    const bool byKey = event->reason() != Qt::MouseFocusReason;
    if (byKey && model() != nullptr && model()->rowCount() > 0 && !selectedRow().isValid())
        selectRow(0);
    QTableView::focusInEvent(event);
    viewport()->update();
}

void RowsView::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && (event->modifiers() & ~Qt::KeypadModifier) == Qt::ControlModifier) {
        Q_EMIT callPressed();
        return;
    }
    if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier) {
        switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT enterPressed();
            return;
        case Qt::Key_C:
            Q_EMIT claimPressed();
            return;
        case Qt::Key_R:
            Q_EMIT releasePressed();
            return;
        case Qt::Key_S:
            Q_EMIT spamPressed();
            return;
        case Qt::Key_Home:
            if (model() != nullptr && model()->rowCount() > 0)
                selectRow(0);
            scrollToTop();
            return;
        case Qt::Key_End:
            if (model() != nullptr && model()->rowCount() > 0)
                selectRow(model()->rowCount() - 1);
            scrollToBottom();
            return;
        default:
            break;
        }
    }
    QTableView::keyPressEvent(event);
}

void RowsView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    showPill();
}

void RowsView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fitRows();
        fitColumns();
    }
}

void RowsView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (m_unseen > 0) {
        const int above = (verticalScrollBar()->value() + rowHeight(0) - 1) / std::max(1, rowHeight(0));
        m_unseen = std::min(m_unseen, above);
        showPill();
    }
}

void RowsView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT rowSelected();
}

void RowsView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    m_losesRows = true;
    QTableView::rowsAboutToBeRemoved(parent, start, end);
    m_losesRows = false;
}

void RowsView::fitRows()
{
    const int first = QFontMetrics(fontFor(Rank::Strong)).height();
    const int second = QFontMetrics(fontFor(Rank::Small)).height();
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(first + second + 4 + 24);
}

void RowsView::fitColumns()
{
    if (m_widths.isEmpty() || model() == nullptr || model()->columnCount() < m_widths.size())
        return;
    const int character = fontMetrics().averageCharWidth();
    const int room = viewport()->width();
    int wanted = 0;
    for (const int width : m_widths)
        wanted += width * character;
    QList<int> hidden;
    for (const int column : m_dispensable) {
        if (wanted <= room)
            break;
        wanted -= m_widths[column] * character;
        hidden.append(column);
    }
    int stretched = m_stretched;
    if (hidden.contains(stretched)) {
        stretched = 0;
        for (int column = 1; column < m_widths.size(); ++column) {
            if (!hidden.contains(column) && m_widths[column] > m_widths[stretched])
                stretched = column;
        }
    }
    // Where it is still too narrow all columns give way alike, but for the last one: its button must stay whole.
    const int last = int(m_widths.size()) - 1;
    const int whole = m_widths[last] * character;
    const double share = wanted > room && wanted > whole ? std::max(0.3, double(room - whole) / (wanted - whole)) : 1;
    for (int column = 0; column <= last; ++column) {
        const bool hide = hidden.contains(column);
        setColumnHidden(column, hide);
        if (hide)
            continue;
        int width = column == last ? whole : int(m_widths[column] * character * share);
        if (column == stretched)
            width += std::max(0, room - wanted);
        setColumnWidth(column, width);
    }
}

void RowsView::rowsAboutToArrive()
{
    m_holding = verticalScrollBar()->value() > 0 || underMouse();
}

void RowsView::rowsArrived(int first, int last)
{
    if (!m_holding)
        return;
    const int height = rowHeight(0);
    const int top = verticalScrollBar()->value() / std::max(1, height);
    if (first > top)
        return;
    const int count = last - first + 1;
    updateGeometries(); // the scroll bar must know of the new rows before it can step over them
    verticalScrollBar()->setValue(verticalScrollBar()->value() + count * height);
    if (verticalScrollBar()->value() > 0) {
        m_unseen += count;
        showPill();
    }
}

void RowsView::showPill()
{
    m_pill->setVisible(m_unseen > 0);
    //: A button over the list: so many calls arrived above what is shown. A click goes there.
    m_pill->setText(tr("↑ %n new", nullptr, m_unseen));
    //: The same for screen readers.
    m_pill->setAccessibleName(tr("%n new calls above, go there", nullptr, m_unseen));
    m_pill->adjustSize();
    m_pill->move(viewport()->x() + (viewport()->width() - m_pill->width()) / 2, viewport()->y() + 8);
    m_pill->raise();
}

} // namespace ringback::ui

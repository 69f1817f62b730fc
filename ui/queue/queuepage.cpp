#include "queue/queuepage.h"

#include "queue/queuedelegate.h"
#include "widgets/flowlayout.h"
#include "widgets/rowsview.h"
#include "widgets/style.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

QueuePage::QueuePage(const Clock &clock, QWidget *parent)
    //: The page with the callbacks; also the name of its list for screen readers.
    : CasePage(clock, tr("Callbacks, most pressing first"), parent)
    , m_model(clock)
    , m_filters(new QButtonGroup(this))
{
    auto *filters = new QWidget(this);
    auto *across = new FlowLayout(filters, 8, 8);
    for (const QueueFilter filter : {QueueFilter::Mine, QueueFilter::Unclaimed, QueueFilter::All}) {
        auto *button = new QPushButton(filters);
        setLook(button, Look::Segment);
        button->setCheckable(true);
        m_filters->addButton(button, int(filter));
        across->addWidget(button);
    }
    m_filters->setExclusive(true);
    m_filters->button(int(QueueFilter::Unclaimed))->setChecked(true);
    head()->insertWidget(0, filters);

    auto *delegate = new QueueDelegate(m_model, this);
    view()->setModel(&m_model);
    view()->setItemDelegate(delegate);
    using Column = QueueModel::Column;
    view()->setColumnWidths({23, 29, 15, 21, 21}, int(Column::Text), {int(Column::Called), int(Column::Text)});
    connect(delegate, &QueueDelegate::buttonClicked, this, [this](const QModelIndex &index) {
        const board::QueueRow row = m_model.row(index.row());
        const Holding holding = m_model.holding(row);
        if (holding.state == Holding::State::Mine)
            complete(holding, callerWord(row.callerName, row.callerNumber));
        else
            claim(holding);
    });
    connect(m_filters, &QButtonGroup::idClicked, this, [this](int id) { setFilter(static_cast<QueueFilter>(id)); });
    followList(m_filters->buttons());
    setFilter(QueueFilter::Unclaimed);
}

void QueuePage::setRows(const QList<board::QueueRow> &rows)
{
    m_model.setRows(rows);
    count();
    listChanged();
}

void QueuePage::setFilter(QueueFilter filter)
{
    m_filter = filter;
    m_filters->button(int(filter))->setChecked(true);
    m_model.setFilter(filter);
    switch (filter) {
    case QueueFilter::Mine:
        setEmptyState(Glyph::Person, tr("You have no callbacks"),
                      tr("Callbacks that you claim, or that are given to you, appear here. Look under Unclaimed for the next one."));
        break;
    case QueueFilter::Unclaimed:
        setEmptyState(Glyph::Check, tr("Every callback is taken"),
                      tr("When a call is missed, its callback appears here for anyone to claim. Look under All to see who has which."));
        break;
    case QueueFilter::All:
        setEmptyState(Glyph::Check, tr("No callbacks to make"),
                      tr("When a call is missed, its callback appears here until somebody completes it."));
        break;
    }
    count();
    listChanged();
}

void QueuePage::select(const QString &followUpId)
{
    if (m_model.indexOf(followUpId) < 0)
        setFilter(QueueFilter::All);
    if (const int row = m_model.indexOf(followUpId); row >= 0)
        view()->selectRow(row);
    focusList();
}

std::optional<CaseHead> QueuePage::selectedCase() const
{
    const QModelIndex index = view()->selectedRow();
    if (!index.isValid())
        return std::nullopt;
    const board::QueueRow &row = m_model.row(index.row());
    return CaseHead{.rowId = row.followUpId,
                    .callerName = row.callerName,
                    .callerNumber = row.callerNumber,
                    .callerKind = row.callerKind,
                    .reasons = {},
                    .note = row.note,
                    .holding = m_model.holding(row),
                    .progress = row.progress,
                    .isOpen = true};
}

void QueuePage::officeChanged()
{
    m_model.setOffice(office());
    m_model.setMe(me());
    count();
}

void QueuePage::tick()
{
    m_model.tick();
}

void QueuePage::count()
{
    const auto label = [this](QueueFilter filter, const QString &word) {
        QAbstractButton *button = m_filters->button(int(filter));
        button->setText(u"%1  %2"_s.arg(word).arg(m_model.countOf(filter)));
        button->setAccessibleName(u"%1: %2"_s.arg(word).arg(m_model.countOf(filter)));
    };
    //: Filter of the queue: callbacks of the person at this computer.
    label(QueueFilter::Mine, tr("Mine"));
    //: Filter of the queue: callbacks that nobody has.
    label(QueueFilter::Unclaimed, tr("Unclaimed"));
    //: Filter of the queue: every callback.
    label(QueueFilter::All, tr("All"));
}

} // namespace ringback::ui

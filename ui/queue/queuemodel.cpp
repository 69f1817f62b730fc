#include "queue/queuemodel.h"

#include "widgets/times.h"

#include "base/time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

QueueModel::QueueModel(const Clock &clock, QObject *parent)
    : RowsModel(parent)
    , m_clock(clock)
{}

void QueueModel::setRows(QList<board::QueueRow> rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const board::QueueRow &a, const board::QueueRow &b) {
        return a.priority != b.priority ? a.priority : a.dueAt < b.dueAt;
    });
    m_all = std::move(rows);
    refresh();
}

void QueueModel::setOffice(const board::Office &office)
{
    m_office = office;
    if (rowCount() > 0)
        tell(0, rowCount() - 1);
}

void QueueModel::setMe(const QString &staffId)
{
    m_me = staffId;
    refresh();
    if (rowCount() > 0)
        tell(0, rowCount() - 1);
}

void QueueModel::setFilter(QueueFilter filter)
{
    m_filter = filter;
    refresh();
}

void QueueModel::tick()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, int(Column::Due)), index(rowCount() - 1, int(Column::Due)), {Qt::DisplayRole});
}

int QueueModel::countOf(QueueFilter filter) const
{
    return int(std::count_if(m_all.begin(), m_all.end(), [&](const board::QueueRow &row) { return passes(row, filter); }));
}

Holding QueueModel::holding(const board::QueueRow &row) const
{
    using State = Holding::State;
    Holding holding{.state = State::NoTask, .taskId = row.taskId, .holder = row.claimedName, .since = row.claimedAt};
    if (row.state == calls::TaskState::Open)
        holding.state = State::Free;
    else if (row.state == calls::TaskState::Claimed)
        holding.state = !m_me.isEmpty() && row.claimedBy == m_me ? State::Mine : State::Theirs;
    return holding;
}

Tone QueueModel::urgencyOf(const board::QueueRow &row) const
{
    return urgency(row.createdAt, row.dueAt, m_clock.now());
}

QString QueueModel::holderName(const board::QueueRow &row) const
{
    if (row.state != calls::TaskState::Claimed)
        return {};
    //: Instead of a name: the person at this computer has the callback.
    return !m_me.isEmpty() && row.claimedBy == m_me ? tr("You") : row.claimedName;
}

QString QueueModel::holderSince(const board::QueueRow &row) const
{
    //: Below the name of who has a callback; %1 is a time.
    return row.claimedAt ? tr("since %1").arg(dayAndTime(*row.claimedAt, m_clock.now(), m_office.timeZone)) : QString();
}

Mark QueueModel::textMark(const board::QueueRow &row) const
{
    if (row.lastText)
        return deliveryMark(*row.lastText, telling());
    //: In the column about texts: there is none for this caller.
    return {tr("No text"), Glyph::Dot, Tone::Neutral};
}

void QueueModel::refresh()
{
    QList<board::QueueRow> shown;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(shown),
                 [this](const board::QueueRow &row) { return passes(row, m_filter); });
    become(std::move(shown));
}

bool QueueModel::passes(const board::QueueRow &row, QueueFilter filter) const
{
    switch (filter) {
    case QueueFilter::Mine:
        // Also what was given to me and nobody has claimed yet.
        return !m_me.isEmpty() && (row.claimedBy == m_me || (row.state == calls::TaskState::Open && row.assignedTo == m_me));
    case QueueFilter::Unclaimed:
        return row.state == calls::TaskState::Open;
    case QueueFilter::All:
        return true;
    }
    Q_UNREACHABLE();
}

int QueueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const board::QueueRow &row = this->row(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::ToolTipRole:
        return plainToolTip(QStringList{display(row, Column::Caller), display(row, Column::Called), display(row, Column::Due), row.note}
                                .join(u'\n')
                                .trimmed());
    case SortRole:
        return raw(row, column);
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Due:
        //: Column of the queue: when somebody must have called back.
        return tr("Due");
    case Column::Caller:
        //: Column of the queue: whom to call back.
        return tr("Caller");
    case Column::Called:
        //: Column of the queue: since when the callback waits, and on which of our numbers the call came.
        return tr("Called");
    case Column::Text:
        //: Column of the queue: what became of the text message.
        return tr("Text");
    case Column::Holder:
        //: Column of the queue: who has the callback, or the button that takes it.
        return tr("Callback");
    }
    return {};
}

QString QueueModel::display(const board::QueueRow &row, Column column) const
{
    switch (column) {
    case Column::Due:
        //: On a callback that goes before the others.
        return row.priority ? u"%1, %2"_s.arg(dueIn(row.dueAt, m_clock.now()), tr("Priority")) : dueIn(row.dueAt, m_clock.now());
    case Column::Caller: {
        QStringList words{callerWord(row.callerName, row.callerNumber)};
        if (!row.callerName.isEmpty() && !row.callerNumber.isEmpty())
            words.append(row.callerNumber);
        words.append(kindWord(row.callerKind));
        return words.join(u", "_s);
    }
    case Column::Called: {
        const QString time = dayAndTime(row.createdAt, m_clock.now(), m_office.timeZone);
        const QString when = row.lineLabel.isEmpty() ? time : u"%1, %2"_s.arg(time, row.lineLabel);
        //: %1 is a time and a line, %n how often somebody called in vain.
        return row.missedCalls > 1 ? tr("%1, missed %n times", nullptr, row.missedCalls).arg(when) : when;
    }
    case Column::Text:
        return textMark(row).text;
    case Column::Holder: {
        using State = Holding::State;
        const State state = holding(row).state;
        if (state == State::Free)
            //: Button in a row: I will call this person back. Keep it short.
            return tr("Claim");
        const QString since = holderSince(row);
        return since.isEmpty() ? holderName(row) : u"%1, %2"_s.arg(holderName(row), since);
    }
    }
    return {};
}

QVariant QueueModel::raw(const board::QueueRow &row, Column column) const
{
    switch (column) {
    case Column::Due:
        return toMs(row.dueAt);
    case Column::Caller:
        return callerWord(row.callerName, row.callerNumber);
    case Column::Called:
        return toMs(row.createdAt);
    case Column::Text:
        return row.lastText ? int(row.lastText->state) : -1;
    case Column::Holder:
        return row.claimedName;
    }
    return {};
}

} // namespace ringback::ui

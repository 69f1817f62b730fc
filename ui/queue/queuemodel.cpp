#include "queue/queuemodel.h"

#include "people/peoplewords.h"
#include "widgets/times.h"

#include "base/time.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace ringback::ui {

void QueueModel::setRows(QList<board::QueueRow> rows)
{
    m_all = std::move(rows);
    refresh();
}

void QueueModel::setFilter(QueueFilter filter)
{
    m_filter = filter;
    refresh();
}

void QueueModel::setPeople(const board::People &people)
{
    m_people = people;
    tellColumn(Column::Due);
}

void QueueModel::tick()
{
    const auto waiting =
        std::count_if(m_all.cbegin(), m_all.cend(), [now = now()](const board::QueueRow &row) { return row.progress.waitsAt(now); });
    if (waiting != m_waiting)
        refresh();
    tellColumn(Column::Due);
}

int QueueModel::countOf(QueueFilter filter) const
{
    return int(std::count_if(m_all.begin(), m_all.end(), [&](const board::QueueRow &row) { return passes(row, filter); }));
}

Holding QueueModel::holding(const board::QueueRow &row) const
{
    Holding holding{.state = Holding::State::NoTask, .taskId = row.taskId, .holder = row.claimedName, .since = row.claimedAt};
    if (row.state == calls::TaskState::Open || row.state == calls::TaskState::Claimed)
        holding.state = stateFor(row.state == calls::TaskState::Open, row.claimedBy);
    return holding;
}

Tone QueueModel::urgencyOf(const board::QueueRow &row) const
{
    return row.progress.waitsAt(now()) ? Tone::Neutral : urgency(row.progress.readyAt.value_or(row.createdAt), row.dueAt, now());
}

QString QueueModel::whenDue(const board::QueueRow &row) const
{
    const QString returns = returnsWords(row.progress, telling());
    return returns.isEmpty() ? dueIn(row.dueAt, now()) : returns;
}

QString QueueModel::holderName(const board::QueueRow &row) const
{
    if (row.state != calls::TaskState::Claimed)
        return {};
    return holding(row).state == Holding::State::Mine ? youWord() : row.claimedName;
}

QString QueueModel::holderSince(const board::QueueRow &row) const
{
    //: Below the name of who has a callback; %1 is a time.
    return row.claimedAt ? tr("since %1").arg(dayAndTime(*row.claimedAt, now(), office().timeZone)) : QString();
}

Mark QueueModel::textMark(const board::QueueRow &row) const
{
    if (row.progress.likelyOptedOut)
        return heldMark();
    if (row.lastText)
        return deliveryMark(*row.lastText, telling());
    //: In the column about texts: there is none for this caller.
    return {tr("No text"), Glyph::Dot, Tone::Neutral};
}

Mark QueueModel::assignedMark(const board::QueueRow &row) const
{
    if (row.assignedName.isEmpty())
        return {row.team, Glyph::People, Tone::Neutral};
    Mark mark{row.assignedName, Glyph::Dot, Tone::Neutral};
    if (const board::PersonCard *const card = m_people.person(row.assignedTo)) {
        const Mark state = readinessMark(card->availability, telling());
        mark.tone = state.tone;
        mark.more = state.text;
    }
    return mark;
}

void QueueModel::refresh()
{
    const Instant now = this->now();
    m_waiting = std::count_if(m_all.cbegin(), m_all.cend(), [now](const board::QueueRow &row) { return row.progress.waitsAt(now); });
    const auto place = [now](const board::QueueRow &row) {
        return std::tuple(row.progress.waitsAt(now), !row.priority, row.dueAt);
    };
    std::stable_sort(m_all.begin(), m_all.end(), [&](const board::QueueRow &a, const board::QueueRow &b) { return place(a) < place(b); });
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
        return !me().isEmpty() && (row.claimedBy == me() || (row.state == calls::TaskState::Open && row.assignedTo == me()));
    case QueueFilter::Unclaimed:
        return row.state == calls::TaskState::Open;
    case QueueFilter::All:
        return true;
    }
    Q_UNREACHABLE();
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
    case Column::Due: {
        QStringList words{whenDue(row)};
        if (row.priority)
            words.append(priorityWord());
        if (const std::optional<Mark> mark = progressMark(row.progress, telling()))
            words.append(mark->text);
        return words.join(u", "_s);
    }
    case Column::Caller:
        return callerCell(row.callerName, row.callerNumber, row.callerKind);
    case Column::Called:
        return calledCell(row.createdAt, row.lineLabel, row.missedCalls, telling());
    case Column::Text:
        return textMark(row).text;
    case Column::Holder: {
        if (holding(row).state == Holding::State::Free)
            return claimWord();
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

QStringList QueueModel::toolTip(const board::QueueRow &row) const
{
    const Mark assigned = assignedMark(row);
    //: Whose callback it is to be, and whether they are here: "Dana Reyes: Busy until 3:30 PM".
    const QString whose = assigned.more.isEmpty() ? assigned.text : tr("%1: %2").arg(assigned.text, assigned.more);
    return QStringList{display(row, Column::Caller), display(row, Column::Called), display(row, Column::Due), whose, row.note} +
           progressSentences(row.progress, telling());
}

} // namespace ringback::ui

#include "board/boardmodel.h"

#include "widgets/times.h"

#include "base/time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

BoardModel::BoardModel(const Clock &clock, QObject *parent)
    : RowsModel(parent)
    , m_clock(clock)
{}

void BoardModel::setRows(QList<board::BoardRow> rows)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [](const board::BoardRow &a, const board::BoardRow &b) { return a.lastCallAt > b.lastCallAt; });
    become(std::move(rows));
}

void BoardModel::setOffice(const board::Office &office)
{
    m_office = office;
    if (rowCount() > 0)
        tell(0, rowCount() - 1);
}

void BoardModel::setMe(const QString &staffId)
{
    m_me = staffId;
    if (rowCount() > 0)
        tell(0, rowCount() - 1);
}

void BoardModel::tick()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, int(Column::Waiting)), index(rowCount() - 1, int(Column::Waiting)), {Qt::DisplayRole});
}

Holding BoardModel::holding(const board::BoardRow &row) const
{
    using State = Holding::State;
    Holding holding{.state = State::NoTask, .taskId = row.taskId, .holder = row.claimedBy, .since = row.claimedAt};
    if (row.taskId.isEmpty())
        return holding;
    if (row.taskOpen)
        holding.state = State::Free;
    else if (!row.claimedBy.isEmpty())
        holding.state = !m_me.isEmpty() && row.claimedById == m_me ? State::Mine : State::Theirs;
    return holding;
}

Tone BoardModel::urgencyOf(const board::BoardRow &row) const
{
    return row.taskOpen ? urgency(row.waitingSince, row.dueAt, m_clock.now()) : Tone::Neutral;
}

Mark BoardModel::statusMark(const board::BoardRow &row) const
{
    Mark mark = stageMark(row.stage);
    if (row.stage == board::Stage::Closed && !row.outcome.isEmpty())
        mark.text = outcomeWord(row.outcome, m_office);
    return mark;
}

QString BoardModel::why(const board::BoardRow &row) const
{
    return row.reasons.isEmpty() ? QString() : reasonSentence(row.reasons.first());
}

int BoardModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant BoardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const board::BoardRow &row = this->row(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(row));
    case SortRole:
        return raw(row, column);
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant BoardModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Caller:
        //: Column of the board: who called.
        return tr("Caller");
    case Column::Called:
        //: Column of the board: when and on which of our numbers.
        return tr("Called");
    case Column::Waiting:
        //: Column of the board: how long ago the call was, and when somebody must call back.
        return tr("Waiting");
    case Column::Text:
        //: Column of the board: what became of the text message.
        return tr("Text");
    case Column::Status:
        //: Column of the board: how far the case is, and why.
        return tr("Status and why");
    case Column::Claim:
        //: Column of the board: who has the callback, or the button that takes it.
        return tr("Callback");
    }
    return {};
}

QString BoardModel::display(const board::BoardRow &row, Column column) const
{
    switch (column) {
    case Column::Caller: {
        QStringList words{callerWord(row.callerName, row.callerNumber)};
        if (!row.callerName.isEmpty() && !row.callerNumber.isEmpty())
            words.append(row.callerNumber);
        words.append(kindWord(row.callerKind));
        if (row.priority)
            //: On a callback that goes before the others.
            words.append(tr("Priority"));
        return words.join(u", "_s);
    }
    case Column::Called: {
        const QString time = dayAndTime(row.lastCallAt, m_clock.now(), m_office.timeZone);
        const QString when = row.lineLabel.isEmpty() ? time : u"%1, %2"_s.arg(time, row.lineLabel);
        //: %1 is a time and a line, %n how often somebody called in vain.
        return row.missedCalls > 1 ? tr("%1, missed %n times", nullptr, row.missedCalls).arg(when) : when;
    }
    case Column::Waiting: {
        const QString age = waited(m_clock.now() - row.waitingSince);
        return row.dueAt && row.taskOpen ? u"%1, %2"_s.arg(age, dueIn(*row.dueAt, m_clock.now())) : age;
    }
    case Column::Text:
        return textMark(row, telling()).text;
    case Column::Status: {
        const QString sentence = why(row);
        return sentence.isEmpty() ? statusMark(row).text : u"%1, %2"_s.arg(statusMark(row).text, sentence);
    }
    case Column::Claim:
        if (row.taskOpen)
            //: Button in a row: I will call this person back. Keep it short.
            return tr("Claim");
        if (row.stage == board::Stage::Claimed && !m_me.isEmpty() && row.claimedById == m_me)
            //: Instead of a name: the person at this computer has the callback.
            return tr("You");
        return row.claimedBy;
    }
    return {};
}

QVariant BoardModel::raw(const board::BoardRow &row, Column column) const
{
    switch (column) {
    case Column::Caller:
        return callerWord(row.callerName, row.callerNumber);
    case Column::Called:
    case Column::Waiting:
        return toMs(row.lastCallAt);
    case Column::Text:
        return row.lastText ? int(row.lastText->state) : -1;
    case Column::Status:
        return int(row.stage);
    case Column::Claim:
        return row.taskOpen;
    }
    return {};
}

QString BoardModel::toolTip(const board::BoardRow &row) const
{
    QStringList lines{callerWord(row.callerName, row.callerNumber), display(row, Column::Called)};
    if (row.ringTime)
        //: How long the phone rang before the caller gave up.
        lines.append(tr("Rang for %n seconds", nullptr, int(row.ringTime->count() / 1000)));
    lines.append(textMark(row, telling()).text);
    lines.append(reasonSentences(row.reasons));
    return lines.join(u'\n');
}

} // namespace ringback::ui

#include "board/boardmodel.h"

#include "leads/leadwords.h"
#include "widgets/times.h"

#include "base/time.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

void BoardModel::setRows(QList<board::BoardRow> rows)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [](const board::BoardRow &a, const board::BoardRow &b) { return a.lastCallAt > b.lastCallAt; });
    become(std::move(rows));
}

void BoardModel::tick()
{
    tellColumn(Column::Waiting);
}

Holding BoardModel::holding(const board::BoardRow &row) const
{
    Holding holding{.state = Holding::State::NoTask, .taskId = row.taskId, .holder = row.claimedBy, .since = row.claimedAt};
    if (!row.taskId.isEmpty() && (row.taskOpen || !row.claimedBy.isEmpty()))
        holding.state = stateFor(row.taskOpen, row.claimedById);
    return holding;
}

Tone BoardModel::urgencyOf(const board::BoardRow &row) const
{
    if (!row.taskOpen || row.progress.waitsAt(now()))
        return Tone::Neutral;
    return urgency(row.progress.readyAt.value_or(row.waitingSince), row.dueAt, now());
}

Mark BoardModel::statusMark(const board::BoardRow &row) const
{
    Mark mark = stageMark(row.stage);
    if (row.stage == board::Stage::Closed && !row.outcome.isEmpty())
        mark.text = outcomeWord(row.outcome, office());
    return mark;
}

QString BoardModel::why(const board::BoardRow &row) const
{
    const QStringList progress = progressSentences(row.progress, telling());
    if (!progress.isEmpty())
        return progress.first();
    return row.reasons.isEmpty() ? QString() : reasonSentence(row.reasons.first());
}

std::optional<Mark> BoardModel::leadMark(const board::BoardRow &row) const
{
    if (!row.lead)
        return std::nullopt;
    Mark mark = badgeMark(*row.lead);
    if (mark.tone == Tone::Good) // on every row: it is not to speak louder than what waits
        mark.tone = Tone::Neutral;
    return mark;
}

QString BoardModel::whenDue(const board::BoardRow &row) const
{
    if (!row.dueAt || !row.taskOpen)
        return {};
    const QString returns = returnsWords(row.progress, telling());
    return returns.isEmpty() ? dueIn(*row.dueAt, now()) : returns;
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
        const QString caller = callerCell(row.callerName, row.callerNumber, row.callerKind);
        return row.priority ? u"%1, %2"_s.arg(caller, priorityWord()) : caller;
    }
    case Column::Called:
        return calledCell(row.lastCallAt, row.lineLabel, row.missedCalls, telling());
    case Column::Waiting: {
        const QString age = waited(now() - row.waitingSince);
        const QString due = whenDue(row);
        return due.isEmpty() ? age : u"%1, %2"_s.arg(age, due);
    }
    case Column::Text:
        return textMark(row, telling()).text;
    case Column::Status: {
        QStringList words{statusMark(row).text};
        if (const std::optional<Mark> mark = progressMark(row.progress, telling()))
            words.append(mark->text);
        if (const std::optional<Mark> lead = leadMark(row))
            words.append(lead->text);
        if (const QString sentence = why(row); !sentence.isEmpty())
            words.append(sentence);
        return words.join(u", "_s);
    }
    case Column::Claim:
        if (row.taskOpen)
            return claimWord();
        return row.stage == board::Stage::Claimed && holding(row).state == Holding::State::Mine ? youWord() : row.claimedBy;
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

QStringList BoardModel::toolTip(const board::BoardRow &row) const
{
    QStringList lines{callerWord(row.callerName, row.callerNumber), display(row, Column::Called)};
    if (row.ringTime)
        //: How long the phone rang before the caller gave up.
        lines.append(tr("Rang for %n seconds", nullptr, int(row.ringTime->count() / 1000)));
    lines.append(textMark(row, telling()).text);
    if (row.voicemail)
        lines.append(voicemailWords(*row.voicemail));
    lines.append(callSentences(row.attestation, row.foundInLog));
    lines.append(progressSentences(row.progress, telling()));
    lines.append(reasonSentences(row.reasons));
    if (row.lead) {
        lines.append(badgeMark(*row.lead).text);
        lines.append(badgeSentences(*row.lead));
    }
    return lines;
}

} // namespace ringback::ui

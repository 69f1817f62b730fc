#include "queue/queuedelegate.h"

#include "board/boarddelegate.h"
#include "widgets/cellpaint.h"
#include "widgets/chip.h"
#include "widgets/times.h"

#include <QPainter>

namespace ringback::ui {

QueueDelegate::QueueDelegate(const QueueModel &model, QObject *parent)
    : RowDelegate(parent)
    , m_model(model)
{}

QString QueueDelegate::buttonLabel(const QModelIndex &index) const
{
    if (index.column() != int(QueueModel::Column::Holder))
        return {};
    switch (m_model.holding(m_model.row(index.row())).state) {
    case Holding::State::Free:
        return index.data().toString();
    case Holding::State::Mine:
        //: Button in a row: opens a dialog that asks how the callback ended. Keep it short.
        return tr("Complete…");
    default:
        return {};
    }
}

void QueueDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const board::QueueRow &row = m_model.row(index.row());
    const Telling telling = m_model.telling();
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    switch (static_cast<QueueModel::Column>(index.column())) {
    case QueueModel::Column::Due: {
        const Tone tone = m_model.urgencyOf(row);
        const Mark mark{dueIn(row.dueAt, telling.now), tone == Tone::Bad ? Glyph::Alert : Glyph::Clock, tone};
        const bool hurry = tone != Tone::Neutral;
        paintMark(painter, frame.first, mark, hurry ? Rank::Strong : Rank::Body, hurry ? theme.tone(tone).text : theme.text);
        if (row.priority)
            //: On a callback that goes before the others.
            paintChip(painter, frame.second.translated(0, 2), {tr("Priority"), Glyph::Flag, Tone::Warn}, theme);
        else
            paintWords(painter, frame.second, row.assignedName.isEmpty() ? row.team : row.assignedName, Rank::Small, theme.muted);
        break;
    }
    case QueueModel::Column::Caller:
        paintCaller(painter, option, row.callerName, row.callerNumber, row.callerKind);
        break;
    case QueueModel::Column::Called:
        paintCalled(painter, option, dayAndTime(row.createdAt, telling.now, telling.office.timeZone), row.missedCalls, row.lineLabel);
        break;
    case QueueModel::Column::Text:
        paintText(painter, option, m_model.textMark(row), row.lastText ? row.lastText->body : QString());
        break;
    case QueueModel::Column::Holder:
        if (m_model.holding(row).state == Holding::State::Theirs)
            paintPerson(painter, option, m_model.holderName(row), m_model.holderSince(row));
        break;
    }
}

} // namespace ringback::ui

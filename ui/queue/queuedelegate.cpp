#include "queue/queuedelegate.h"

#include "board/boarddelegate.h"
#include "widgets/cellpaint.h"
#include "widgets/chip.h"
#include "widgets/times.h"

#include <QPainter>

namespace ringback::ui {

namespace {

// A dot in the tone of their being here; what it says stands in the tool tip.
void paintAssigned(QPainter *painter, QRect rect, const Mark &assigned, const Theme &theme)
{
    if (!assigned.more.isEmpty()) {
        const int side = rect.height();
        paintGlyph(painter, QRect(rect.x(), rect.y(), side, side), assigned.glyph, theme.tone(assigned.tone).text);
        rect.adjust(side + 4, 0, 0, 0);
    }
    paintWords(painter, rect, assigned.text, Rank::Small, theme.muted);
}

} // namespace

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
        if (const std::optional<Mark> returns = returnsMark(row.progress, telling)) {
            paintMark(painter, frame.first, {returns->head, returns->glyph, returns->tone}, Rank::Body, theme.muted);
            paintWords(painter, frame.second, returns->more, Rank::Small, theme.muted);
            break;
        }
        const Tone tone = m_model.urgencyOf(row);
        const Mark mark{m_model.whenDue(row), tone == Tone::Bad ? Glyph::Alert : Glyph::Clock, tone};
        const bool hurry = tone != Tone::Neutral;
        paintMark(painter, frame.first, mark, hurry ? Rank::Strong : Rank::Body, hurry ? theme.tone(tone).text : theme.text);
        const std::optional<Mark> progress = progressMark(row.progress, telling);
        QRect chips = frame.second.translated(0, 2);
        if (row.priority)
            chips.adjust(paintChip(painter, chips, {priorityWord(), Glyph::Flag, Tone::Warn}, theme) + 6, 0, 0, 0);
        if (progress)
            paintChip(painter, chips, *progress, theme);
        else if (!row.priority)
            paintAssigned(painter, frame.second, m_model.assignedMark(row), theme);
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

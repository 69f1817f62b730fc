#include "board/boarddelegate.h"

#include "widgets/cellpaint.h"
#include "widgets/chip.h"
#include "widgets/times.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

BoardDelegate::BoardDelegate(const BoardModel &model, QObject *parent)
    : RowDelegate(parent)
    , m_model(model)
{}

QString BoardDelegate::buttonLabel(const QModelIndex &index) const
{
    const bool claims = index.column() == int(BoardModel::Column::Claim) && m_model.row(index.row()).taskOpen;
    return claims ? index.data().toString() : QString();
}

void BoardDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const board::BoardRow &row = m_model.row(index.row());
    const Telling telling = m_model.telling();
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    switch (static_cast<BoardModel::Column>(index.column())) {
    case BoardModel::Column::Caller:
        paintCaller(painter, option, row.callerName, row.callerNumber, row.callerKind);
        break;
    case BoardModel::Column::Called:
        paintCalled(painter, option, dayAndTime(row.lastCallAt, telling.now, telling.office.timeZone), row.missedCalls, row.lineLabel);
        break;
    case BoardModel::Column::Waiting: {
        const Tone tone = m_model.urgencyOf(row);
        const bool hurry = tone != Tone::Neutral;
        const QColor ink = hurry ? theme.tone(tone).text : row.taskOpen ? theme.text : theme.muted;
        QRect age = frame.first;
        if (hurry)
            age.adjust(paintMark(painter, age, {{}, tone == Tone::Bad ? Glyph::Alert : Glyph::Clock, tone}, Rank::Strong, ink), 0, 0, 0);
        paintTabular(painter, age, waited(telling.now - row.waitingSince), hurry ? Rank::Strong : Rank::Body, ink);
        // Why it waits stands beside the status; here is room for a short time only.
        if (!row.progress.waitsAt(telling.now))
            paintWords(painter, frame.second, m_model.whenDue(row), Rank::Small, hurry ? ink : theme.muted);
        break;
    }
    case BoardModel::Column::Text:
        paintText(painter, option, textMark(row, telling), row.lastText ? row.lastText->body : QString());
        break;
    case BoardModel::Column::Status: {
        // A chip is taller than a line of text: both lines move apart a little.
        QRect chips = frame.first.adjusted(-2, -3, 0, -1);
        const auto add = [&](const Mark &mark) {
            if (chipSize(mark).width() <= chips.width())
                chips.adjust(paintChip(painter, chips, mark, theme) + 6, 0, 0, 0);
        };
        chips.adjust(paintChip(painter, chips, m_model.statusMark(row), theme) + 6, 0, 0, 0);
        const std::optional<Mark> lead = m_model.leadMark(row);
        const bool isPressing = lead && lead->tone != Tone::Neutral;
        if (const std::optional<Mark> mark = progressMark(row.progress, telling);
            mark && row.stage != board::Stage::Closed) // the line below says it too
            add(*mark);
        if (row.priority && row.taskOpen)
            chips.adjust(paintChip(painter, chips, {priorityWord(), Glyph::Flag, Tone::Warn}, theme) + 6, 0, 0, 0);
        if (lead && !isPressing)
            add(*lead);
        // What needs somebody in a lead system stands before why the case is as it is: the pane and the tool tip say that too.
        QRect below = frame.second.translated(0, 2);
        if (isPressing)
            below.adjust(paintMark(painter, below, *lead, Rank::Small, theme.tone(lead->tone).text) + 8, 0, 0, 0);
        if (!isPressing || below.width() > QFontMetrics(fontFor(Rank::Small)).averageCharWidth() * 10) // a letter and dots say nothing
            paintWords(painter, below, m_model.why(row), Rank::Small, theme.muted);
        break;
    }
    case BoardModel::Column::Claim:
        if (!row.taskOpen && !row.claimedBy.isEmpty())
            paintPerson(painter, option, index.data().toString(), {});
        break;
    }
}

void paintCaller(QPainter *painter, const QStyleOptionViewItem &option, const QString &name, const QString &number, calls::ContactKind kind)
{
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    paintWords(painter, frame.first, callerWord(name, number), Rank::Strong, theme.text);
    QRect second = frame.second;
    if (!name.isEmpty() && !number.isEmpty())
        second.adjust(paintWords(painter, second, number, Rank::Small, theme.muted) + 8, 0, 0, 0);
    if (kind != calls::ContactKind::NewLead)
        paintChip(painter, second, {kindWord(kind), Glyph::Person, Tone::Info}, theme);
    else if (name.isEmpty())
        paintWords(painter, second, kindWord(kind), Rank::Small, theme.muted);
}

void paintCalled(QPainter *painter, const QStyleOptionViewItem &option, const QString &when, int times, const QString &line)
{
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    paintWords(painter, frame.first, when, Rank::Body, theme.text);
    QRect second = frame.second;
    if (times > 1) {
        const Mark mark{u"×%1"_s.arg(times), Glyph::Missed, times >= 3 ? Tone::Warn : Tone::Neutral};
        second.adjust(paintChip(painter, second, mark, theme) + 6, 0, 0, 0);
    }
    paintWords(painter, second, line, Rank::Small, theme.muted);
}

void paintText(QPainter *painter, const QStyleOptionViewItem &option, const Mark &mark, const QString &body)
{
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    const bool speaks = mark.tone != Tone::Neutral;
    const Mark first{mark.head.isEmpty() ? mark.text : mark.head, mark.glyph, mark.tone};
    paintMark(painter, frame.first, first, Rank::Body, speaks ? theme.tone(mark.tone).text : theme.muted);
    paintWords(painter, frame.second, mark.more.isEmpty() ? body : mark.more, Rank::Small, theme.muted);
}

void paintPerson(QPainter *painter, const QStyleOptionViewItem &option, const QString &name, const QString &below)
{
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    const QRect line = below.isEmpty() ? frame.first.united(frame.second) : frame.first;
    paintMark(painter, line, {name, Glyph::Person, Tone::Neutral}, Rank::Body, theme.text);
    paintWords(painter, frame.second, below, Rank::Small, theme.muted);
}

} // namespace ringback::ui

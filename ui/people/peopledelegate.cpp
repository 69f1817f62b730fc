#include "people/peopledelegate.h"

#include "people/peoplewords.h"
#include "widgets/cellpaint.h"
#include "widgets/chip.h"

#include <QPainter>

namespace ringback::ui {

void paintInitials(QPainter *painter, const QRect &rect, const QString &name, const Theme &theme)
{
    const int side = std::min(rect.width(), rect.height());
    const QRect circle(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side);
    const ToneColours colours = theme.tone(Tone::Info);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours.fill);
    painter->drawEllipse(circle);
    painter->setPen(colours.text);
    painter->setFont(fontFor(Rank::Strong));
    painter->drawText(circle, Qt::AlignCenter, initialsOf(name));
    painter->restore();
}

PeopleDelegate::PeopleDelegate(const PeopleModel &model, QObject *parent)
    : RowDelegate(parent)
    , m_model(model)
{}

QString PeopleDelegate::buttonLabel(const QModelIndex &index) const
{
    return index.column() == int(PeopleModel::Column::Edit) ? index.data().toString() : QString();
}

void PeopleDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const PersonRow &row = m_model.row(index.row());
    const Theme &theme = Theme::of(option.palette);
    const CellFrame frame = frameOf(option);
    switch (static_cast<PeopleModel::Column>(index.column())) {
    case PeopleModel::Column::Person: {
        const QRect both = frame.first.united(frame.second);
        const int side = both.height();
        paintInitials(painter, QRect(both.x(), both.y(), side, side), row.card.person.name, theme);
        const QRect first = frame.first.adjusted(side + 12, 0, 0, 0);
        const QRect second = frame.second.adjusted(side + 12, 0, 0, 0);
        paintWords(painter, first, row.card.person.name, Rank::Strong, theme.text);
        const QString below =
            row.teams.isEmpty() ? roleWord(row.card.person.role) : QStringLiteral("%1 · %2").arg(roleWord(row.card.person.role), row.teams);
        paintWords(painter, second, below, Rank::Small, theme.muted);
        break;
    }
    case PeopleModel::Column::State:
        paintChip(painter, frame.first, readinessMark(row.card.availability, m_model.telling()), theme);
        if (const std::optional<Mark> notice = m_model.notice(row))
            paintMark(painter, frame.second, *notice, Rank::Small, notice->tone == Tone::Warn ? theme.tone(Tone::Warn).text : theme.muted);
        break;
    case PeopleModel::Column::Desk:
        paintWords(painter, frame.first, m_model.desk(row), Rank::Body, theme.text);
        paintWords(painter, frame.second, m_model.today(row), Rank::Small, theme.muted);
        break;
    case PeopleModel::Column::Hours:
        paintWords(painter, frame.first, index.data().toString(), Rank::Body, theme.text);
        break;
    case PeopleModel::Column::Edit:
        break;
    }
}

} // namespace ringback::ui

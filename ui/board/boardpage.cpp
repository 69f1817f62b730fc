#include "board/boardpage.h"

#include "board/boarddelegate.h"
#include "board/countertile.h"
#include "widgets/flowlayout.h"
#include "widgets/rowsview.h"

#include <QVBoxLayout>

#include <algorithm>

namespace ringback::ui {

BoardPage::BoardPage(const Clock &clock, QWidget *parent)
    //: The page with every missed call; also the name of its list for screen readers.
    : CasePage(clock, tr("Missed calls, newest first"), parent)
    , m_model(clock)
{
    auto *counters = new QWidget(this);
    auto *row = new FlowLayout(counters, 12, 8);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    counters->setSizePolicy(policy);
    //: Counter on top of the board: callbacks that nobody has claimed.
    m_unclaimed = new CounterTile(tr("unclaimed"), Glyph::Missed, counters);
    //: Counter on top of the board: callbacks past their time.
    m_overdue = new CounterTile(tr("overdue"), Glyph::Alert, counters);
    //: Counter on top of the board: callers who got a text.
    m_texted = new CounterTile(tr("texted"), Glyph::Message, counters);
    //: Counter on top of the board: callers who wrote back.
    m_replied = new CounterTile(tr("replied"), Glyph::Reply, counters);
    for (CounterTile *tile : {m_unclaimed, m_overdue, m_texted, m_replied})
        row->addWidget(tile);
    head()->insertWidget(0, counters);

    auto *delegate = new BoardDelegate(m_model, this);
    view()->setModel(&m_model);
    view()->setItemDelegate(delegate);
    using Column = BoardModel::Column;
    view()->setColumnWidths({28, 14, 15, 18, 20, 14}, int(Column::Status), {int(Column::Called), int(Column::Text)});
    setEmptyState(Glyph::Phone, tr("No missed calls yet"),
                  tr("When a call goes unanswered it appears here within seconds, with the text that went out and who calls back. "
                     "To see it work, call your business number from another phone and hang up after four rings."));
    connect(delegate, &BoardDelegate::buttonClicked, this,
            [this](const QModelIndex &index) { claim(m_model.holding(m_model.row(index.row()))); });
    listChanged();
}

void BoardPage::setRows(const QList<board::BoardRow> &rows)
{
    m_model.setRows(rows);
    count();
    listChanged();
}

void BoardPage::setHealth(const board::Health &health)
{
    m_health = health;
    count();
}

std::optional<CaseHead> BoardPage::selectedCase() const
{
    const QModelIndex index = view()->selectedRow();
    if (!index.isValid())
        return std::nullopt;
    const board::BoardRow &row = m_model.row(index.row());
    return CaseHead{.rowId = row.id,
                    .callerName = row.callerName,
                    .callerNumber = row.callerNumber,
                    .callerKind = row.callerKind,
                    .reasons = row.reasons,
                    .note = {},
                    .holding = m_model.holding(row),
                    .progress = row.progress,
                    .isOpen = row.hasFollowUp && row.stage != board::Stage::Closed,
                    .takenForSpam = row.takenForSpam};
}

void BoardPage::officeChanged()
{
    m_model.setOffice(office());
    m_model.setMe(me());
}

void BoardPage::tick()
{
    m_model.tick();
    count();
}

void BoardPage::count()
{
    const auto rows = [this](auto &&asked) {
        return int(std::count_if(m_model.rows().begin(), m_model.rows().end(), asked));
    };
    const Instant now = clock().now();
    // The board may hold only its newest rows; health counts them all.
    const int unclaimed = m_health ? m_health->unclaimed : rows([](const board::BoardRow &row) { return row.taskOpen; });
    const int overdue =
        m_health ? m_health->overdue : rows([now](const board::BoardRow &row) { return row.taskOpen && row.dueAt && *row.dueAt <= now; });
    const int texted = rows([](const board::BoardRow &row) {
        using State = calls::DeliveryState;
        const bool out =
            row.lastText && row.lastText->direction == calls::Direction::Out &&
            (row.lastText->state == State::Accepted || row.lastText->state == State::Sent || row.lastText->state == State::Delivered);
        return out || row.stage == board::Stage::Texted || row.stage == board::Stage::Replied;
    });
    m_unclaimed->setCount(unclaimed, Tone::Neutral);
    m_overdue->setCount(overdue, overdue > 0 ? Tone::Bad : Tone::Neutral);
    m_texted->setCount(texted, Tone::Neutral);
    m_replied->setCount(rows([](const board::BoardRow &row) { return row.stage == board::Stage::Replied; }), Tone::Neutral);
}

} // namespace ringback::ui

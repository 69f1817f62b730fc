#pragma once

#include "board/boardmodel.h"
#include "conversations/casepage.h"

namespace ringback::ui {

class CounterTile;

/// Every missed call of the moment, newest first, with its age, its text, its stage and why.
class BoardPage final : public CasePage {
    Q_OBJECT

public:
    explicit BoardPage(const Clock &clock, QWidget *parent = nullptr);

    void setRows(const QList<board::BoardRow> &rows);
    void setHealth(const board::Health &health);

protected:
    std::optional<CaseHead> selectedCase() const override;
    void officeChanged() override;
    void tick() override;

private:
    void count();

    BoardModel m_model;
    std::optional<board::Health> m_health;
    CounterTile *m_unclaimed;
    CounterTile *m_overdue;
    CounterTile *m_texted;
    CounterTile *m_replied;
};

} // namespace ringback::ui

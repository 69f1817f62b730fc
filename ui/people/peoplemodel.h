#pragma once

#include "board/peoplerows.h"
#include "widgets/phrases.h"
#include "widgets/rowsmodel.h"

namespace ringback::ui {

/// One person in the list.
struct PersonRow {
    QString id;
    board::PersonCard card;
    QString teams; ///< their names

    friend bool operator==(const PersonRow &, const PersonRow &) = default;
};

enum class PeopleColumn { Person, State, Desk, Hours, Edit };

/// The people of the office, or of one team, in the order of the setup.
class PeopleModel final : public RowsModel<PersonRow, &PersonRow::id> {
    Q_OBJECT

public:
    using Column = PeopleColumn;
    static constexpr int columns = 5;

    explicit PeopleModel(const Clock &clock, QObject *parent = nullptr)
        : RowsModel(parent)
        , m_clock(clock)
    {}

    void setOffice(const board::Office &office);
    void setPeople(const board::People &people);
    void setTeam(const QString &team); ///< empty = everybody
    void tick(); ///< time went on: "until" may be over

    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
    /// "2 of 6 open", and below it what came today.
    [[nodiscard]] QString desk(const PersonRow &row) const;
    [[nodiscard]] QString today(const PersonRow &row) const;
    /// The calendar that cannot be read first, else how they sign in.
    [[nodiscard]] std::optional<Mark> notice(const PersonRow &row) const;

    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : columns; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    [[nodiscard]] QString display(const PersonRow &row, Column column) const;
    [[nodiscard]] QStringList toolTip(const PersonRow &row) const;

    const Clock &m_clock;
    board::Office m_office;
    board::People m_people;
    QString m_team;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::PersonRow)

#include "people/peoplemodel.h"

#include "people/peoplewords.h"
#include "widgets/times.h"

using namespace Qt::StringLiterals;

namespace ringback::ui {

void PeopleModel::setOffice(const board::Office &office)
{
    m_office = office;
    tick();
}

void PeopleModel::setPeople(const board::People &people)
{
    m_people = people;
    refresh();
}

void PeopleModel::setTeam(const QString &team)
{
    m_team = team;
    refresh();
}

void PeopleModel::tick()
{
    if (rowCount() > 0)
        tell(0, rowCount() - 1);
}

void PeopleModel::refresh()
{
    QList<PersonRow> rows;
    for (const board::PersonCard &card : std::as_const(m_people.people)) {
        if (!m_team.isEmpty() && !card.person.teams.contains(m_team))
            continue;
        QStringList teams;
        for (const QString &id : card.person.teams) {
            if (const board::TeamCard *const team = m_people.team(id))
                teams.append(team->team.name);
        }
        rows.append({.id = card.person.id, .card = card, .teams = teams.join(u", "_s)});
    }
    become(std::move(rows));
}

QString PeopleModel::desk(const PersonRow &row) const
{
    return loadWords(row.card.live, row.card.person.capacity);
}

QString PeopleModel::today(const PersonRow &row) const
{
    const int perDay = row.card.person.perDay;
    //: How many callbacks somebody was given today, and how many they get in a day at most.
    QString words = perDay > 0 ? tr("%1 of %2 today").arg(row.card.givenToday).arg(perDay)
                               //: How many callbacks somebody was given today.
                               : tr("%1 today").arg(row.card.givenToday);
    if (row.card.lastAt)
        //: %1: "3 today", %2 is when somebody was given the latest one.
        words = tr("%1, last %2").arg(words, dayAndTime(*row.card.lastAt, m_clock.now(), m_office.timeZone));
    return words;
}

std::optional<Mark> PeopleModel::notice(const PersonRow &row) const
{
    if (row.card.calendar == calls::CalendarView::State::Unknown)
        return calendarMark(row.card.calendar);
    const std::optional<Mark> signIn = signInMark(row.card, telling());
    return signIn && row.card.signIn != board::SignInState::Ready ? signIn : std::nullopt;
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PersonRow &row = this->row(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(row).join(u'\n').trimmed());
    case SortRole:
        return column == Column::State ? QVariant(int(row.card.availability.readiness)) : QVariant(display(row, column));
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Person:
        //: Column of the list of people: the name.
        return tr("Person");
    case Column::State:
        //: Column of the list of people: whether somebody is here.
        return tr("Now");
    case Column::Desk:
        //: Column of the list of people: how many callbacks somebody has.
        return tr("Callbacks");
    case Column::Hours:
        //: Column of the list of people: when somebody works.
        return tr("Working hours");
    case Column::Edit:
        break;
    }
    return {};
}

QString PeopleModel::display(const PersonRow &row, Column column) const
{
    switch (column) {
    case Column::Person: {
        QStringList words{row.card.person.name, roleWord(row.card.person.role)};
        if (!row.teams.isEmpty())
            words.append(row.teams);
        return words.join(u", "_s);
    }
    case Column::State:
        return readinessMark(row.card.availability, telling()).text;
    case Column::Desk:
        return u"%1, %2"_s.arg(desk(row), today(row));
    case Column::Hours:
        return shiftsWords(row.card.person.shifts);
    case Column::Edit:
        break;
    }
    //: Button in a row: opens the form of a person.
    return tr("Edit…");
}

QStringList PeopleModel::toolTip(const PersonRow &row) const
{
    QStringList lines{display(row, Column::Person), display(row, Column::State), basisSentence(row.card.availability),
                      display(row, Column::Desk), display(row, Column::Hours)};
    if (const std::optional<Mark> mark = calendarMark(row.card.calendar))
        lines.append(mark->text);
    if (const std::optional<Mark> mark = signInMark(row.card, telling()))
        lines.append(mark->text);
    lines.removeAll(QString());
    return lines;
}

} // namespace ringback::ui

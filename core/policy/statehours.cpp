#include "policy/statehours.h"

#include <QFile>
#include <QHash>

namespace ringback::policy {

using namespace Qt::StringLiterals;

namespace {

// The lines of a table that is compiled in, comments left out.
template <class Read>
void readLines(const QString &path, Read read)
{
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "states", "the table is compiled in");
    Q_UNUSED(opened)
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (!line.isEmpty() && !line.startsWith('#'))
            read(line.split(','));
    }
}

QHash<int, QList<QByteArray>> readAreaCodes()
{
    QHash<int, QList<QByteArray>> states;
    readLines(u":/states/area_codes.csv"_s, [&](const QList<QByteArray> &cells) {
        Q_ASSERT(cells.size() == 2);
        states.insert(cells.at(0).toInt(), cells.at(1).split('&'));
    });
    return states;
}

size_t indexOfDay(const QByteArray &day)
{
    static const QList<QByteArray> days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    Q_ASSERT(days.contains(day));
    return static_cast<size_t>(days.indexOf(day));
}

QHash<QByteArray, WeekHours> readHours()
{
    QHash<QByteArray, WeekHours> weeks;
    readLines(u":/states/text_hours.csv"_s, [&](const QList<QByteArray> &cells) {
        Q_ASSERT(cells.size() == 6);
        const QList<QByteArray> days = cells.at(1).split('-');
        std::optional<OpenHours> hours;
        if (!cells.at(2).isEmpty()) {
            hours = OpenHours{.from = QTime::fromString(QString::fromLatin1(cells.at(2)), u"HH:mm"_s),
                              .until = QTime::fromString(QString::fromLatin1(cells.at(3)), u"HH:mm"_s)};
            Q_ASSERT(hours->from.isValid() && hours->from < hours->until);
        }
        WeekHours &week = weeks[cells.at(0)];
        for (size_t day = indexOfDay(days.first()); day <= indexOfDay(days.last()); ++day)
            week[day] = hours;
    });
    return weeks;
}

} // namespace

QList<QByteArray> statesOf(const calls::PhoneNumber &number)
{
    static const QHash<int, QList<QByteArray>> table = readAreaCodes();
    const QString &e164 = number.e164();
    if (e164.size() != 12 || !e164.startsWith("+1"_L1))
        return {};
    return table.value(QStringView(e164).mid(2, 3).toInt());
}

const WeekHours *hoursOf(const QByteArray &state)
{
    static const QHash<QByteArray, WeekHours> table = readHours();
    const auto found = table.constFind(state);
    return found == table.constEnd() ? nullptr : &*found;
}

} // namespace ringback::policy

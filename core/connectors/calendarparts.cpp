#include "connectors/calendarparts.h"

#include "base/time.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <tuple>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

// Enough to tell two texts of one entry apart.
constexpr qsizetype markLength = 16;
constexpr Milliseconds longestAlarm = std::chrono::hours(24 * 28);

QString fingerprint(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex().left(markLength));
}

} // namespace

bool holdsLeaveWord(const QString &title, const QStringList &words)
{
    const auto isWithinWord = [&](qsizetype at) {
        return at >= 0 && at < title.size() && title.at(at).isLetterOrNumber();
    };
    return std::any_of(words.cbegin(), words.cend(), [&](const QString &each) {
        const QString word = each.trimmed();
        if (word.isEmpty())
            return false;
        for (qsizetype at = title.indexOf(word, 0, Qt::CaseInsensitive); at >= 0; at = title.indexOf(word, at + 1, Qt::CaseInsensitive)) {
            if (!isWithinWord(at - 1) && !isWithinWord(at + word.size()))
                return true;
        }
        return false;
    });
}

QTimeZone zoneOf(const QString &name)
{
    const QByteArray id = name.toUtf8();
    if (name == "UTC"_L1 || name == "Etc/UTC"_L1 || name == "Etc/GMT"_L1)
        return QTimeZone::utc();
    // A zone without a name is, to Qt, that of this machine.
    if (const QTimeZone zone = id.isEmpty() ? QTimeZone() : QTimeZone(id); zone.isValid())
        return zone;
    const QByteArray known = QTimeZone::windowsIdToDefaultIanaId(id);
    return known.isEmpty() ? QTimeZone() : QTimeZone(known);
}

std::optional<Instant> startOfDay(QDate day, const QByteArray &zone)
{
    const QTimeZone there = zoneOf(QString::fromLatin1(zone));
    if (!day.isValid() || !there.isValid())
        return std::nullopt;
    const QDateTime start = day.startOfDay(there); // not always midnight
    if (!start.isValid())
        return std::nullopt;
    return fromMs(start.toMSecsSinceEpoch());
}

std::optional<calls::BusyTime> busyWithin(const BusyQuery &query, Instant from, Instant to, calls::BusyKind kind)
{
    const calls::BusyTime time{.from = std::max(from, query.from), .to = std::min(to, query.to), .kind = kind};
    return time.from < time.to ? std::optional(time) : std::nullopt;
}

void tidy(QList<calls::BusyTime> &busy)
{
    const auto key = [](const calls::BusyTime &time) {
        return std::tuple(time.from, time.to, static_cast<int>(time.kind));
    };
    std::sort(busy.begin(), busy.end(), [&](const auto &a, const auto &b) { return key(a) < key(b); });
    busy.erase(std::unique(busy.begin(), busy.end()), busy.end());
}

QString textWithLink(const CalendarEntry &entry)
{
    return entry.url.isEmpty() ? entry.text : (entry.text + u'\n' + entry.url).trimmed();
}

std::optional<qint64> alarmMinutes(const CalendarEntry &entry)
{
    if (!entry.alarmBefore)
        return std::nullopt;
    return std::clamp(*entry.alarmBefore, Milliseconds(0), longestAlarm) / std::chrono::minutes(1);
}

QString marksOf(const CalendarEntry &entry)
{
    const QString times = u"%1 %2"_s.arg(toMs(entry.from)).arg(toMs(entry.to));
    const QString alarm = entry.alarmBefore ? QString::number(entry.alarmBefore->count()) : u"none"_s;
    return QStringList{u"1"_s, fingerprint(times), fingerprint(entry.title), fingerprint(entry.text + u'\n' + entry.url),
                       fingerprint(alarm)}
        .join(u':');
}

EntryParts changedSince(const QString &marks, const CalendarEntry &entry)
{
    const QStringList before = marks.split(u':');
    const QStringList now = marksOf(entry).split(u':');
    if (before.size() != now.size() || before.constFirst() != now.constFirst())
        return {};
    return {.times = before.at(1) != now.at(1),
            .title = before.at(2) != now.at(2),
            .text = before.at(3) != now.at(3),
            .alarm = before.at(4) != now.at(4)};
}

} // namespace ringback::connectors

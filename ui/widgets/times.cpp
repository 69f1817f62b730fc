#include "widgets/times.h"

#include "base/time.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Times {
    Q_DECLARE_TR_FUNCTIONS(Times)
};

using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

QDateTime inZone(Instant at, const QByteArray &zone)
{
    const QTimeZone timeZone(zone);
    return timeZone.isValid() ? toDateTime(at).toTimeZone(timeZone) : toDateTime(at);
}

QString timeOf(const QDateTime &local)
{
    //: Time of day as Qt's format string: h hour, mm minutes, AP = AM or PM (leave AP out for a 24 hour clock).
    return QLocale().toString(local.time(), Times::tr("h:mm AP"));
}

/// `5 min`, `3 h`, `2 d`: the largest unit alone, as these lines are glanced at.
QString roughly(Milliseconds span)
{
    if (span < hours(1))
        //: A span of minutes, short.
        return Times::tr("%n min", nullptr, int(duration_cast<minutes>(span).count()));
    if (span < hours(48))
        //: A span of hours, short.
        return Times::tr("%n h", nullptr, int(duration_cast<hours>(span).count()));
    //: A span of days, short.
    return Times::tr("%n d", nullptr, int(duration_cast<hours>(span).count() / 24));
}

} // namespace

QString clockTime(Instant at, const QByteArray &zone)
{
    return timeOf(inZone(at, zone));
}

QString dayAndTime(Instant at, Instant now, const QByteArray &zone)
{
    const QDateTime local = inZone(at, zone);
    const qint64 days = inZone(now, zone).date().daysTo(local.date());
    const QString time = timeOf(local);
    if (days == 0)
        return time;
    if (days == -1)
        //: %1 is a time of day.
        return Times::tr("yesterday %1").arg(time);
    if (days == 1)
        //: %1 is a time of day.
        return Times::tr("tomorrow %1").arg(time);
    if (days > -7 && days < 7)
        //: %1 is a day of the week, short; %2 a time of day: "Tue 9:05 PM".
        return Times::tr("%1 %2").arg(QLocale().dayName(local.date().dayOfWeek(), QLocale::ShortFormat), time);
    //: %1 is a date such as "Nov 3", %2 a time of day. The date's format string is translated apart.
    return Times::tr("%1, %2").arg(QLocale().toString(local.date(), Times::tr("MMM d")), time);
}

QString dayAlone(Instant at, Instant now, const QByteArray &zone)
{
    const QDate day = inZone(at, zone).date();
    const QDate today = inZone(now, zone).date();
    if (day == today)
        //: A day, where a date could stand: "since today".
        return Times::tr("today");
    //: A date of another year, as Qt's format string: "Nov 3, 2024".
    return QLocale().toString(day, day.year() == today.year() ? Times::tr("MMM d") : Times::tr("MMM d, yyyy"));
}

QString waited(Milliseconds age)
{
    const qint64 total = std::max<qint64>(0, duration_cast<seconds>(age).count());
    const QChar zero = u'0';
    if (total >= 24 * 3600)
        //: A span: %1 days and %2 hours, short.
        return Times::tr("%1 d %2 h").arg(total / 86400).arg(total % 86400 / 3600);
    if (total >= 3600)
        return u"%1:%2:%3"_s.arg(total / 3600).arg(total / 60 % 60, 2, 10, zero).arg(total % 60, 2, 10, zero);
    return u"%1:%2"_s.arg(total / 60).arg(total % 60, 2, 10, zero);
}

QString ago(Milliseconds age)
{
    if (age < minutes(1))
        //: Less than a minute ago.
        return Times::tr("just now");
    //: %1 is a span such as "5 min".
    return Times::tr("%1 ago").arg(roughly(age));
}

QString dueIn(Instant due, Instant now)
{
    if (due > now) {
        // Rounded up: "due in 1 min" stays true until it is due.
        const Milliseconds left = due - now + minutes(1) - Milliseconds(1);
        //: %1 is a span such as "5 min": when somebody must have called back.
        return Times::tr("due in %1").arg(roughly(left));
    }
    if (now - due < minutes(1))
        return Times::tr("due now");
    //: %1 is a span such as "5 min".
    return Times::tr("%1 overdue").arg(roughly(now - due));
}

Tone urgency(Instant since, std::optional<Instant> due, Instant now)
{
    if (!due)
        return Tone::Neutral;
    if (now >= *due)
        return Tone::Bad;
    return (now - since) * 10 >= (*due - since) * 7 ? Tone::Warn : Tone::Neutral;
}

} // namespace ringback::ui

#include "widgets/casesmodel.h"

#include "widgets/times.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Cases {
    Q_DECLARE_TR_FUNCTIONS(Cases)
};

} // namespace

QString callerCell(const QString &name, const QString &number, calls::ContactKind kind)
{
    QStringList words{callerWord(name, number)};
    if (!name.isEmpty() && !number.isEmpty())
        words.append(number);
    words.append(kindWord(kind));
    return words.join(u", "_s);
}

QString calledCell(Instant at, const QString &line, int missedCalls, const Telling &telling)
{
    const QString time = dayAndTime(at, telling.now, telling.office.timeZone);
    const QString when = line.isEmpty() ? time : u"%1, %2"_s.arg(time, line);
    //: %1 is a time and a line, %n how often somebody called in vain.
    return missedCalls > 1 ? Cases::tr("%1, missed %n times", nullptr, missedCalls).arg(when) : when;
}

QString priorityWord()
{
    //: On a callback that goes before the others.
    return Cases::tr("Priority");
}

QString claimWord()
{
    //: Button in a row: I will call this person back. Keep it short.
    return Cases::tr("Claim");
}

QString youWord()
{
    //: Instead of a name: the person at this computer has the callback.
    return Cases::tr("You");
}

} // namespace ringback::ui

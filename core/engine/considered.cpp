#include "engine/considered.h"

#include "base/time.h"

#include <QJsonObject>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;

QJsonArray consideredJson(const QList<policy::Considered> &considered)
{
    QJsonArray all;
    for (qsizetype i = 0; i < std::min<qsizetype>(considered.size(), mostConsidered); ++i) {
        const policy::Considered &one = considered.at(i);
        QJsonObject person = {{u"staff"_s, one.staff},
                              {u"standing"_s, policy::word(one.standing)},
                              {u"readiness"_s, policy::word(one.availability.readiness)},
                              {u"basis"_s, policy::word(one.availability.basis)},
                              {u"live"_s, one.liveTasks},
                              {u"capacity"_s, one.capacity},
                              {u"today"_s, one.givenToday}};
        if (one.availability.until)
            person.insert(u"until"_s, toIso(*one.availability.until));
        if (one.lastAssignedAt)
            person.insert(u"last"_s, toIso(*one.lastAssignedAt));
        all.append(person);
    }
    return all;
}

} // namespace ringback::engine

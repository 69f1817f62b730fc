#include "store/leadboardgateway.h"

#include "store/columns.h"

#include <QHash>

namespace ringback::store {

using namespace Qt::StringLiterals;
using State = calls::LeadWriteState;

namespace {

constexpr qsizetype atOnce = 32;

int pressing(State state)
{
    switch (state) {
    case State::Failed:
        return 3;
    case State::NeedsChoice:
        return 2;
    case State::Waiting:
    case State::Running:
        return 1;
    case State::Done:
    case State::Dropped:
        break;
    }
    return 0;
}

Result<LeadStanding> linkOf(const Row &row)
{
    return LeadStanding{.followUp = row.text(0),
                        .connection = row.text(1),
                        .state = State::Done,
                        .errorKind = {},
                        .errorCode = {},
                        .errorMessage = {},
                        .url = row.text(2),
                        .mayBeDouble = row.flag(3)};
}

Result<LeadStanding> writeOf(const Row &row)
{
    const Result<State> state = wordFrom<State>(row.text(2));
    if (!state)
        return failure(state);
    return LeadStanding{.followUp = row.text(0),
                        .connection = row.text(1),
                        .state = *state == State::Running ? State::Waiting : *state,
                        .errorKind = row.text(3),
                        .errorCode = row.text(4),
                        .errorMessage = row.text(5),
                        .url = {}};
}

// One text for any number of ids, as statements are kept prepared: the last id fills up.
QString forCases(const QString &sql)
{
    return QString(sql).replace(u"(:cases)"_s, u'(' + QStringList(atOnce, u"?"_s).join(u", "_s) + u')');
}

} // namespace

Result<QList<LeadStanding>> LeadBoardGateway::ofCases(const QStringList &followUps) const
{
    static const QString linked = forCases(u"SELECT follow_up_id, connection, url, may_be_double FROM lead_links"
                                           " WHERE follow_up_id IN (:cases) AND record_id <> '' ORDER BY follow_up_id, connection"_s);
    // Of a case's writes few are not over; those are found by the case's own index.
    static const QString unfinished =
        forCases(u"SELECT follow_up_id, connection, state, error_kind, error_code, error_message FROM lead_writes"
                 " WHERE follow_up_id IN (:cases) AND state IN ('waiting', 'running', 'failed', 'needs_choice')"
                 " ORDER BY follow_up_id, connection, ordinal"_s);
    QList<LeadStanding> standings;
    QHash<std::pair<QString, QString>, qsizetype> places;
    for (qsizetype from = 0; from < followUps.size(); from += atOnce) {
        QVariantList values;
        for (qsizetype i = from; i < from + atOnce; ++i)
            values.append(followUps.value(i, followUps.last()));
        const Result<QList<LeadStanding>> links = each<LeadStanding>(m_database.rows(linked, values), linkOf);
        if (!links)
            return failure(links);
        for (const LeadStanding &link : *links) {
            places.insert({link.followUp, link.connection}, standings.size());
            standings.append(link);
        }
        const Result<QList<LeadStanding>> writes = each<LeadStanding>(m_database.rows(unfinished, values), writeOf);
        if (!writes)
            return failure(writes);
        for (const LeadStanding &write : *writes) {
            const std::pair key(write.followUp, write.connection);
            if (!places.contains(key)) {
                places.insert(key, standings.size());
                standings.append(write);
                continue;
            }
            LeadStanding &standing = standings[places.value(key)];
            if (pressing(write.state) <= pressing(standing.state))
                continue;
            standing.state = write.state;
            standing.errorKind = write.errorKind;
            standing.errorCode = write.errorCode;
            standing.errorMessage = write.errorMessage;
        }
    }
    return standings;
}

} // namespace ringback::store

#include "base/time.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"
#include "connectors/bullhorn/system.h"

// What was earned with candidates and clients of ours: their placements.
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

QCoro::Task<Result<QList<calls::Win>>> BullhornSystem::wins(WinQuery query)
{
    Result<QList<calls::Win>> wins = QList<calls::Win>();
    const PlacementRules rules{.smallFee = m_account.smallFee, .wonStatus = choice(u"placement_won"_s), .cluster = m_account.cluster};
    for (const bool ofClients : {false, true}) {
        const QString table = ofClients ? u"ClientContact"_s : u"Candidate"_s;
        QStringList ids;
        for (const calls::LeadLink &link : std::as_const(query.links)) {
            const std::optional<RecordRef> ref = recordRef(link.record);
            if (ref && ref->table == table)
                ids.append(QString::number(ref->id));
        }
        if (ids.isEmpty())
            continue;
        const QString whose = ofClients ? u"jobOrder.clientContact.id"_s : u"candidate.id"_s;
        Api::List list{.source = "query/Placement",
                       .filter = u"%1 IN (%2) AND dateAdded>=%3"_s.arg(whose, ids.join(u','), QString::number(toMs(query.since))),
                       .fields = placementFields,
                       .order = "id",
                       .literally = true};
        const Rows rows = co_await m_api.list(std::move(list));
        if (!rows) {
            wins = failure(rows);
            co_return wins;
        }
        for (const QJsonObject &row : *rows) {
            const QJsonObject job = row.value("jobOrder"_L1).toObject();
            const RecordRef whom{.table = table, .id = ofClients ? associated(job, "clientContact"_L1) : associated(row, "candidate"_L1)};
            if (const std::optional<calls::Win> win = readPlacement(row, whom.text(), rules))
                wins->append(*win);
        }
    }
    co_return wins;
}

} // namespace ringback::connectors::bullhorn

#include "base/time.h"
#include "connectors/bullhorn/fill.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"
#include "connectors/bullhorn/system.h"

// "Did I write this?"
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds margin = std::chrono::hours(1); // for clocks, and for writes that waited
constexpr int maxLeads = 50; // that one number got in that time

QString text(qint64 number)
{
    return QString::number(number);
}

} // namespace

QCoro::Task<WriteFinding> BullhornSystem::findWritten(LeadWrite write, Instant)
{
    WriteFinding finding = NotFound{};
    const auto header = std::visit([](const auto &each) { return each.header; }, write);
    const auto *lead = std::get_if<PutLead>(&write);
    const auto *status = std::get_if<SetStatus>(&write);
    const std::optional<RecordRef> ref = recordRef(header.link.record);
    calls::LeadLink link = header.link;
    Looked found = std::optional<qint64>();

    if (lead && link.record.isEmpty()) {
        const QString table = header.facts.kind == calls::ContactKind::Client ? u"Lead"_s : u"Candidate"_s;
        found = co_await findPerson(table, header);
        if (found && *found) {
            const RecordRef made{.table = table, .id = **found};
            link.record = made.text();
            link.url = url(made);
            link.isOurs = true;
        }
    } else if (lead) {
        // Filling in what is empty may be done again.
    } else if (status && !statusSlot(*status).isEmpty()) {
        const QString wanted = choice(statusSlot(*status));
        found = co_await first("query/" + ref->table.toLatin1(), u"id=%1 AND status=%2"_s.arg(text(ref->id), jpqlText(wanted)));
    } else if (status || std::holds_alternative<AddNote>(write)) {
        found = co_await findNote(header.marker);
    } else if (std::holds_alternative<PutTask>(write)) {
        found = co_await findTask(header.marker);
        if (found && *found)
            link.task = text(**found);
    } else if (const std::optional<qint64> task = idFrom(link.task)) {
        found = co_await first("query/Task", u"id=%1 AND isCompleted=true"_s.arg(*task));
    }

    if (!found)
        finding = Unknown{found.error().what};
    else if (*found)
        finding = Written{.link = link};
    co_return finding;
}

QString BullhornSystem::statusSlot(const SetStatus &write) const
{
    const std::optional<RecordRef> ref = recordRef(write.header.link.record);
    if (!ref)
        return {};
    const QString slot = statusSlotOf(ref->table, write.header.facts.status);
    return choice(slot).isEmpty() ? QString() : slot;
}

QCoro::Task<BullhornSystem::Looked> BullhornSystem::first(QByteArray source, QString filter)
{
    Api::List list{.source = source, .filter = filter, .fields = "id", .order = "id", .atMost = 1};
    const Rows rows = co_await m_api.list(std::move(list));
    Looked found = std::optional<qint64>();
    if (!rows)
        found = tl::unexpected<Error>(rows.error());
    else if (!rows->isEmpty())
        found = integerOf(rows->constFirst(), "id"_L1);
    co_return found;
}

// In the database: the index does not have it yet. A lead has no external id, so its comments are read.
QCoro::Task<BullhornSystem::Looked> BullhornSystem::findPerson(QString table, LeadWriteHeader header)
{
    const Result<EntityMeta> known = co_await meta(table);
    Looked found = std::optional<qint64>();
    if (!known) {
        found = tl::unexpected<Error>(known.error());
    } else if (known->has(u"externalID"_s)) {
        found = co_await first("query/" + table.toLatin1(), u"externalID=%1 AND isDeleted=false"_s.arg(jpqlText(header.marker)));
    } else {
        const QString field = known->has(u"mobile"_s) ? u"mobile"_s : u"phone"_s;
        const QString number = jpqlText(spellings(header.facts.number).constFirst());
        Api::List list{.source = "query/" + table.toLatin1(),
                       .filter = u"%1=%2 AND isDeleted=false AND dateAdded>=%3"_s.arg(field, number, text(toMs(header.at - margin))),
                       .fields = "id,comments",
                       .order = "id",
                       .atMost = maxLeads};
        const Rows rows = co_await m_api.list(std::move(list));
        if (!rows) {
            found = tl::unexpected<Error>(rows.error());
            co_return found;
        }
        for (const QJsonObject &row : *rows) {
            if (hasMarker(row, header.marker))
                found = integerOf(row, "id"_L1);
        }
    }
    co_return found;
}

QCoro::Task<BullhornSystem::Looked> BullhornSystem::findNote(QString marker)
{
    Looked found = co_await first("query/Note", u"externalID=%1 AND isDeleted=false"_s.arg(jpqlText(marker)));
    co_return found;
}

QCoro::Task<BullhornSystem::Looked> BullhornSystem::findTask(QString marker)
{
    Looked found = co_await first("query/Task", u"taskUUID=%1 AND isDeleted=false"_s.arg(jpqlText(taskUuid(marker))));
    co_return found;
}

/// Those tasks and their children.
QCoro::Task<BullhornSystem::Rows> BullhornSystem::taskRows(QList<qint64> ids)
{
    QStringList list;
    for (const qint64 id : ids)
        list.append(text(id));
    const QString in = list.join(u',');
    Api::List query{.source = "query/Task",
                    .filter = u"id IN (%1) OR parentTask.id IN (%1)"_s.arg(in),
                    .fields = taskFields,
                    .order = "id",
                    .atMost = 1000};
    Rows rows = co_await m_api.list(std::move(query));
    co_return rows;
}

} // namespace ringback::connectors::bullhorn

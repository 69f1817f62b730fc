#include "engine/leadrequests.h"
#include "engine/leadturn.h"
#include "engine/recognition.h"
#include "store/leadindexgateway.h"

#include <QSet>

#include <algorithm>

/// Which record of a lead system stands for a caller: never a guess, and no second one for who has one.
namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::LeadRecord;
using calls::LeadWriteState;
using store::LeadLinkGateway;

namespace {

// A person chooses from few; who has a number that so many share is somebody else's puzzle.
constexpr qsizetype candidatesShown = 20;

// Open leads and active customers first, then the newest.
void bestFirst(QList<LeadRecord> &records)
{
    std::stable_sort(records.begin(), records.end(), [](const LeadRecord &a, const LeadRecord &b) {
        if (a.isOpen != b.isOpen)
            return a.isOpen;
        return a.changedAt.value_or(Instant()) > b.changedAt.value_or(Instant());
    });
}

} // namespace

Result<bool> LeadWriter::resolve(Turn &turn, LeadCase &of, const std::optional<QList<LeadRecord>> &found)
{
    if (found)
        return found->isEmpty() ? waitUntilKnown(turn, of) : pick(turn, of, *found);

    const QString &connection = of.row.connection;
    const LeadLinkGateway links(m_database);
    const Result<std::optional<store::LeadLinkRow>> earlier = links.ofContact(of.contact.id, connection);
    if (!earlier)
        return failure(earlier);
    if (*earlier) {
        of.link.link = {.record = (*earlier)->link.record, .url = (*earlier)->link.url, .isOurs = (*earlier)->link.isOurs};
        of.link.updatedAt = turn.now;
        const Done put = links.put(turn.transaction, of.link);
        return put ? Result<bool>(true) : failure(put);
    }
    const store::LeadIndexGateway index(m_database);
    const Result<QList<store::LeadIndexGateway::Known>> known = index.withNumber(of.contact.number);
    if (!known)
        return failure(known);
    QList<LeadRecord> records;
    for (const store::LeadIndexGateway::Known &each : *known) {
        if (each.connection == connection)
            records.append(each.record);
    }
    if (records.isEmpty() && !of.contact.email.isEmpty()) {
        const Result<QList<LeadRecord>> withEmail = index.withEmail(connection, of.contact.email.toLower());
        if (!withEmail)
            return failure(withEmail);
        records = *withEmail;
    }
    if (!records.isEmpty())
        return pick(turn, of, records);
    if (of.abilities.findsByNumber || (of.abilities.findsByEmail && !of.contact.email.isEmpty())) {
        const connectors::LeadQuery query{.number = of.contact.number, .email = of.contact.email};
        turn.takeOff.append({.row = of.row, .request = query});
        return false;
    }
    return waitUntilKnown(turn, of);
}

// Nobody has the number; but where a list kept here is all there is to ask and it has not been read to its end, that says nothing yet.
Result<bool> LeadWriter::waitUntilKnown(Turn &turn, LeadCase &of)
{
    if (of.abilities.findsByNumber || !of.abilities.listsChanges)
        return true;
    const Result<std::optional<store::LeadRead>> read =
        store::LeadReadGateway(m_database).find(of.row.connection, store::LeadReadKind::Records);
    if (!read)
        return failure(read);
    if (*read && (*read)->wholeAt)
        return true;
    const Instant atLast = of.followUp.openedAt + lookForRecordAtMost;
    if (turn.now >= atLast) {
        of.link.mayBeDouble = true;
        of.link.updatedAt = turn.now;
        const Done put = LeadLinkGateway(m_database).put(turn.transaction, of.link);
        return put ? Result<bool>(true) : failure(put);
    }
    store::LeadWriteRow row = of.row;
    if (row.errorCode != "not_known_yet"_L1) // said once, however often it is looked
        turn.note(row, u"lead_not_known_yet"_s);
    row.state = LeadWriteState::Waiting;
    row.dueAt = std::min(turn.now + lookForRecordAgain, atLast);
    row.errorKind = u"for_now"_s;
    row.errorCode = u"not_known_yet"_s;
    row.errorMessage.clear();
    const Result<bool> settled = store::LeadWriteGateway(m_database).settle(turn.transaction, row, m_engineId);
    return settled ? Result<bool>(false) : settled;
}

Result<bool> LeadWriter::pick(Turn &turn, LeadCase &of, const QList<LeadRecord> &records)
{
    QList<LeadRecord> different;
    QSet<QString> ids;
    for (const LeadRecord &record : records) {
        if (!record.isGone && !ids.contains(record.id)) {
            ids.insert(record.id);
            different.append(record);
        }
    }
    if (different.isEmpty())
        return waitUntilKnown(turn, of);
    const LeadLinkGateway links(m_database);
    of.link.updatedAt = turn.now;
    if (different.size() == 1) {
        const LeadRecord &record = different.first();
        of.link.link = {.record = record.id, .url = record.url};
        if (const Done put = links.put(turn.transaction, of.link); !put)
            return failure(put);
        const Recognition recognition(turn.transaction, turn.trail, turn.office, turn.now);
        const Result<calls::Contact> contact = recognition.fill(of.contact, of.row.connection, record, of.followUp.id.text());
        if (!contact)
            return failure(contact);
        of.contact = *contact;
        return true;
    }
    bestFirst(different);
    store::LeadWriteRow row = of.row;
    row.state = LeadWriteState::NeedsChoice;
    row.errorKind.clear();
    row.errorCode = u"several"_s;
    row.errorMessage.clear();
    const Result<bool> settled = store::LeadWriteGateway(m_database).settle(turn.transaction, row, m_engineId);
    if (!settled || !*settled)
        return settled;
    of.link.candidates = different.mid(0, candidatesShown);
    turn.note(row, u"lead_choice_needed"_s, {{u"records"_s, qint64(different.size())}});
    const Done put = links.put(turn.transaction, of.link);
    return put ? Result<bool>(false) : failure(put);
}

} // namespace ringback::engine

#include "desk/leadwork.h"

#include "audit/trail.h"
#include "desk/click.h"
#include "desk/setupwork.h"
#include "settings/setup.h"
#include "store/leadindexgateway.h"
#include "store/leadwritegateway.h"

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

// As the engine's own rows name it.
QString subjectOf(const QString &connection)
{
    return u"lead_system:"_s + connection;
}

ConnectionAnswer<LeadConnection> save(SetupWork &work, const LeadConnection &connection, const QString &action)
{
    if (const ConnectionAnswer<void> saved = work.save(action, subjectOf(connection.id), {{u"type"_s, connection.type()}}); !saved)
        return tl::unexpected<ConnectionRefusal>(saved.error());
    return connection;
}

// `staff:dana` as people say it.
QString personOf(const engine::Office &office, const QString &actor)
{
    return actor.isEmpty() ? QString() : nameOf(office, actor.section(u':', 1));
}

Done note(store::Transaction &transaction, const QString &action, const calls::FollowUpId &followUp, const QString &connection,
          const QString &staff, Instant now, QJsonObject detail)
{
    audit::Trail trail;
    trail.add({.at = now,
               .actor = actorOf(staff),
               .action = action,
               .caseId = followUp.text(),
               .subject = subjectOf(connection),
               .detail = std::move(detail)});
    return commit(transaction, trail);
}

} // namespace

ConnectionAnswer<LeadConnection> LeadWork::put(const LeadEdit &edit, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const QByteArray asItWas = settings::toJson(work->setup);
    if (const ConnectionAnswer<void> put = putInto(work->setup.leadSystems, edit.connection, edit.before); !put)
        return tl::unexpected<ConnectionRefusal>(put.error());
    // The same again adds no version; but fresh secrets reach the running programs by way of one.
    if (!edit.freshSecrets && settings::toJson(work->setup) == asItWas)
        return edit.connection;
    if (edit.before) {
        const store::LeadWriteGateway writes(m_database);
        if (const Result<int> again = writes.tryAllAgain(work->transaction, edit.connection.id, work->now); !again)
            return cannot(again.error());
        // Another account knows other people, and a place in its list says nothing of this one's.
        const bool isAnother = edit.before->account != edit.connection.account || edit.before->baseUrl != edit.connection.baseUrl;
        const store::LeadIndexGateway index(m_database);
        if (const Done forgotten = isAnother ? index.forget(work->transaction, edit.connection.id) : Done(); !forgotten)
            return cannot(forgotten.error());
    }
    return save(*work, edit.connection, edit.before ? u"lead_system_changed"_s : u"lead_system_added"_s);
}

ConnectionAnswer<LeadConnection> LeadWork::remove(const QString &id, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const LeadConnection *const stored = findById(work->setup.leadSystems, id);
    if (stored == nullptr)
        return refuse(ConnectionRefusal::Why::NoSuchConnection);
    const LeadConnection gone = *stored;
    work->setup.leadSystems.removeOne(gone);
    if (const Done forgotten = store::LeadIndexGateway(m_database).forget(work->transaction, id); !forgotten)
        return cannot(forgotten.error());
    return save(*work, gone, u"lead_system_removed"_s);
}

ConnectionAnswer<void> LeadWork::mayChange(const QString &staff) const
{
    if (const ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections); !work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    return {};
}

ConnectionAnswer<void> LeadWork::setReadPaused(const QString &id, bool paused, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const LeadConnection *const connection = findById(work->setup.leadSystems, id);
    if (connection == nullptr)
        return refuse(ConnectionRefusal::Why::NoSuchConnection);
    const Result<bool> set = store::LeadReadGateway(m_database).setPaused(work->transaction, id, paused, work->now);
    if (!set)
        return cannot(set.error());
    if (!*set)
        return refuse(ConnectionRefusal::Why::NoSuchConnection);
    work->note(paused ? u"lead_read_paused"_s : u"lead_read_resumed"_s, subjectOf(id), {{u"type"_s, connection->type()}});
    return work->finish();
}

// What waits is taken out of its waiting first: of two people who choose, that makes the second wait for the first and then find nothing.
Answer<int> LeadWork::chooseRecord(const QString &followUp, const QString &connection, const QString &record, const QString &staff)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Claim);
    if (!office)
        return refused(office.error());
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUp);
    if (!id)
        return refused({.why = Refusal::Why::NothingToChoose});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const Result<int> resumed = store::LeadWriteGateway(m_database).resumeChosen(*transaction, *id, connection, now);
    if (!resumed)
        return cannotStore(resumed.error());
    const store::LeadLinkGateway links(m_database);
    const Result<std::optional<store::LeadLinkRow>> found = links.find(*id, connection);
    if (!found)
        return cannotStore(found.error());
    if (*resumed == 0 || !*found || (*found)->candidates.isEmpty())
        return refused({.why = Refusal::Why::NothingToChoose, .who = *found ? personOf(*office, (*found)->chosenBy) : QString()});
    store::LeadLinkRow link = **found;
    const QList<calls::LeadRecord> candidates = std::exchange(link.candidates, {});
    link.link = {};
    if (!record.isEmpty()) {
        const auto chosen =
            std::find_if(candidates.cbegin(), candidates.cend(), [&](const calls::LeadRecord &each) { return each.id == record; });
        if (chosen == candidates.cend())
            return refused({.why = Refusal::Why::NoSuchRecord});
        link.link.record = chosen->id;
        link.link.url = chosen->url;
    }
    link.mayBeDouble = false;
    link.chosenBy = actorOf(staff);
    link.updatedAt = now;
    if (const Done put = links.put(*transaction, link); !put)
        return cannotStore(put.error());
    const QJsonObject detail{{u"record"_s, record}, {u"is_new"_s, record.isEmpty()}, {u"of"_s, candidates.size()}};
    if (const Done committed = note(*transaction, u"lead_record_chosen"_s, *id, connection, staff, now, detail); !committed)
        return cannotStore(committed.error());
    return *resumed;
}

Answer<int> LeadWork::tryAgain(const QString &followUp, const QString &connection, const QString &staff)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Claim);
    if (!office)
        return refused(office.error());
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUp);
    if (!id)
        return refused({.why = Refusal::Why::NothingToRetry});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const Result<int> again = store::LeadWriteGateway(m_database).tryAgain(*transaction, *id, connection, now);
    if (!again)
        return cannotStore(again.error());
    if (*again == 0)
        return refused({.why = Refusal::Why::NothingToRetry});
    if (const Done committed = note(*transaction, u"lead_retried"_s, *id, connection, staff, now, {{u"writes"_s, *again}}); !committed)
        return cannotStore(committed.error());
    return *again;
}

} // namespace ringback::desk

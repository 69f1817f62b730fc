#include "desk/conversationwork.h"

#include "audit/trail.h"
#include "desk/click.h"
#include "desk/replyclick.h"
#include "desk/replytext.h"
#include "store/conversationgateway.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ReplyRefusal::Why;

namespace {

// Who may, and the case there is.
ReplyAnswer<calls::FollowUp> enter(store::Database &database, const QString &followUp, const QString &staff)
{
    if (const ReplyAnswer<engine::Office> office = officeToReply(database, staff); !office)
        return replyRefused(office.error());
    return caseToReply(database, followUp);
}

} // namespace

ReplyAnswer<QString> ConversationWork::note(const QString &followUp, const QString &staff, const QString &typed)
{
    const ReplyAnswer<calls::FollowUp> found = enter(m_database, followUp, staff);
    if (!found)
        return replyRefused(found.error());
    const ReplyAnswer<QString> body = readNote(typed);
    if (!body)
        return replyRefused(body.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    const Instant now = m_clock.now();
    const store::CaseNote note{
        .id = m_ids.next<store::NoteId>(now), .followUp = found->id, .staff = staff, .body = *body, .createdAt = now};
    if (const Done inserted = store::ConversationGateway(m_database).insert(*transaction, note); !inserted)
        return cannotStoreReply(inserted.error());
    audit::Trail trail;
    trail.add({.at = now,
               .actor = actorOf(staff),
               .action = u"note_added"_s,
               .caseId = note.followUp.text(),
               .subject = u"note:"_s + note.id.text(),
               .detail = {}});
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStoreReply(committed.error());
    return note.id.text();
}

ReplyAnswer<void> ConversationWork::saveDraft(const QString &followUp, const QString &staff, const QString &typed)
{
    const ReplyAnswer<calls::FollowUp> found = enter(m_database, followUp, staff);
    if (!found)
        return replyRefused(found.error());
    if (typed.size() > mostOfDraft)
        return replyRefused({.why = Why::TooLong, .count = static_cast<int>(typed.size()), .most = mostOfDraft});
    QString body = typed;
    body.remove(QChar::Null); // no database keeps it
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    const store::ConversationGateway conversations(m_database);
    if (body.trimmed().isEmpty()) {
        if (const Result<bool> gone = conversations.dropDraft(*transaction, found->id, staff); !gone)
            return cannotStoreReply(gone.error());
    } else {
        const store::Draft draft{.followUp = found->id, .staff = staff, .body = body, .savedAt = m_clock.now()};
        if (const Done stored = conversations.put(*transaction, draft, mostDrafts); !stored)
            return cannotStoreReply(stored.error());
    }
    if (const Done committed = transaction->commit(); !committed)
        return cannotStoreReply(committed.error());
    return {};
}

ReplyAnswer<QString> ConversationWork::draft(const QString &followUp, const QString &staff) const
{
    const ReplyAnswer<calls::FollowUp> found = enter(m_database, followUp, staff);
    if (!found)
        return replyRefused(found.error());
    const Result<std::optional<store::Draft>> draft = store::ConversationGateway(m_database).draft(found->id, staff);
    if (!draft)
        return cannotStoreReply(draft.error());
    return *draft ? (*draft)->body : QString();
}

ReplyAnswer<bool> ConversationWork::dropDraft(const QString &followUp, const QString &staff)
{
    const ReplyAnswer<calls::FollowUp> found = enter(m_database, followUp, staff);
    if (!found)
        return replyRefused(found.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    const Result<bool> dropped = store::ConversationGateway(m_database).dropDraft(*transaction, found->id, staff);
    if (!dropped)
        return cannotStoreReply(dropped.error());
    if (const Done committed = transaction->commit(); !committed)
        return cannotStoreReply(committed.error());
    return *dropped;
}

ReplyAnswer<void> ConversationWork::looking(const QString &followUp, const QString &staff, bool isTyping)
{
    const ReplyAnswer<calls::FollowUp> found = enter(m_database, followUp, staff);
    if (!found)
        return replyRefused(found.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    const Instant now = m_clock.now();
    const Done stored = store::ConversationGateway(m_database).putViewer(*transaction, found->id, staff, isTyping, now, now + lookingFor);
    if (!stored)
        return cannotStoreReply(stored.error());
    if (const Done committed = transaction->commit(); !committed)
        return cannotStoreReply(committed.error());
    return {};
}

ReplyAnswer<bool> ConversationWork::left(const QString &followUp, const QString &staff)
{
    const ReplyAnswer<calls::FollowUp> found = enter(m_database, followUp, staff);
    if (!found)
        return replyRefused(found.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    const Result<bool> dropped = store::ConversationGateway(m_database).dropViewer(*transaction, found->id, staff);
    if (!dropped)
        return cannotStoreReply(dropped.error());
    if (const Done committed = transaction->commit(); !committed)
        return cannotStoreReply(committed.error());
    return *dropped;
}

} // namespace ringback::desk

#include "store/conversationgateway.h"

#include "store/columns.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

const QString draftColumns = u"follow_up_id, staff, body, saved_at"_s;

Result<CaseNote> readNote(const Row &row)
{
    const Result<NoteId> id = idFrom<NoteId>(row.text(0));
    if (!id)
        return failure(id);
    const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(1));
    if (!followUp)
        return failure(followUp);
    return CaseNote{.id = *id, .followUp = *followUp, .staff = row.text(2), .body = row.text(3), .createdAt = row.instant(4)};
}

Result<Draft> readDraft(const Row &row)
{
    const Result<calls::FollowUpId> followUp = idFrom<calls::FollowUpId>(row.text(0));
    if (!followUp)
        return failure(followUp);
    return Draft{.followUp = *followUp, .staff = row.text(1), .body = row.text(2), .savedAt = row.instant(3)};
}

Result<Viewer> readViewer(const Row &row)
{
    return Viewer{.staff = row.text(0), .isTyping = row.flag(1), .since = row.instant(2)};
}

} // namespace

Done ConversationGateway::insert(Transaction &transaction, const CaseNote &note) const
{
    return done(transaction.change(u"INSERT INTO case_notes (id, follow_up_id, staff, body, created_at) VALUES (?, ?, ?, ?, ?)"_s,
                                   {note.id.text(), note.followUp.text(), note.staff, text(note.body), value(note.createdAt)}));
}

Result<QList<CaseNote>> ConversationGateway::notesOf(const calls::FollowUpId &followUp) const
{
    return each<CaseNote>(
        m_database.rows(u"SELECT id, follow_up_id, staff, body, created_at FROM case_notes WHERE follow_up_id = ? ORDER BY id"_s,
                        {followUp.text()}),
        readNote);
}

Done ConversationGateway::put(Transaction &transaction, const Draft &draft, int most) const
{
    const Result<qint64> stored =
        transaction.change(u"INSERT INTO drafts ("_s + draftColumns +
                               u") VALUES (?, ?, ?, ?) ON CONFLICT (staff, follow_up_id) DO UPDATE SET body = excluded.body,"
                               " saved_at = excluded.saved_at"_s,
                           {draft.followUp.text(), draft.staff, text(draft.body), value(draft.savedAt)});
    if (!stored)
        return failure(stored);
    return done(transaction.change(u"DELETE FROM drafts WHERE staff = ? AND follow_up_id NOT IN (SELECT follow_up_id FROM drafts"
                                   " WHERE staff = ? ORDER BY saved_at DESC, follow_up_id DESC LIMIT ?)"_s,
                                   {draft.staff, draft.staff, most}));
}

Result<std::optional<Draft>> ConversationGateway::draft(const calls::FollowUpId &followUp, const QString &staff) const
{
    return first<Draft>(
        m_database.rows(u"SELECT "_s + draftColumns + u" FROM drafts WHERE staff = ? AND follow_up_id = ?"_s, {staff, followUp.text()}),
        readDraft);
}

Result<QList<Draft>> ConversationGateway::draftsOf(const QString &staff) const
{
    return each<Draft>(
        m_database.rows(u"SELECT "_s + draftColumns + u" FROM drafts WHERE staff = ? ORDER BY saved_at DESC, follow_up_id DESC"_s, {staff}),
        readDraft);
}

Result<bool> ConversationGateway::dropDraft(Transaction &transaction, const calls::FollowUpId &followUp, const QString &staff) const
{
    return hit(transaction.change(u"DELETE FROM drafts WHERE staff = ? AND follow_up_id = ?"_s, {staff, followUp.text()}));
}

Done ConversationGateway::putViewer(Transaction &transaction, const calls::FollowUpId &followUp, const QString &staff, bool isTyping,
                                    Instant now, Instant until) const
{
    const Result<qint64> gone = transaction.change(u"DELETE FROM viewers WHERE staff = ? AND until_at <= ?"_s, {staff, value(now)});
    if (!gone)
        return failure(gone);
    return done(
        transaction.change(u"INSERT INTO viewers (follow_up_id, staff, typing, since_at, until_at) VALUES (?, ?, ?, ?, ?)"
                           " ON CONFLICT (follow_up_id, staff) DO UPDATE SET typing = excluded.typing, until_at = excluded.until_at"_s,
                           {followUp.text(), staff, isTyping ? 1 : 0, value(now), value(until)}));
}

Result<bool> ConversationGateway::dropViewer(Transaction &transaction, const calls::FollowUpId &followUp, const QString &staff) const
{
    return hit(transaction.change(u"DELETE FROM viewers WHERE follow_up_id = ? AND staff = ?"_s, {followUp.text(), staff}));
}

Result<QList<Viewer>> ConversationGateway::viewersOf(const calls::FollowUpId &followUp, Instant now) const
{
    return each<Viewer>(
        m_database.rows(u"SELECT staff, typing, since_at FROM viewers WHERE follow_up_id = ? AND until_at > ? ORDER BY since_at, staff"_s,
                        {followUp.text(), value(now)}),
        readViewer);
}

} // namespace ringback::store

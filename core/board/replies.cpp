#include "board/replies.h"

#include "engine/office.h"
#include "policy/quiethours.h"
#include "store/conversationgateway.h"
#include "store/gateways.h"
#include "store/replygateway.h"

namespace ringback::board {

using namespace Qt::StringLiterals;

namespace {

// The id of somebody who has left the setup since.
QString nameOf(const settings::Setup &setup, const QString &staff)
{
    const calls::Staff *const person = setup.person(staff);
    return person ? person->name : staff;
}

Result<calls::FollowUpId> idOf(const QString &followUp)
{
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUp);
    if (!id)
        return failure(ErrorKind::NotFound, u"there is no such case"_s);
    return *id;
}

KeptDraft shown(const store::Draft &draft)
{
    return {.followUp = draft.followUp.text(), .text = draft.body, .savedAt = draft.savedAt};
}

// Whether and when the caller may be texted.
Done addLeave(CaseReplies &replies, store::Database &database, const engine::Office &office, const calls::FollowUp &followUp, Instant now)
{
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(followUp.line);
    const calls::Line *const line = dialled ? office.setup.line(*dialled) : nullptr;
    replies.hasSender = line && !line->textsConnection.isEmpty();
    const store::ContactGateway contacts(database);
    const Result<std::optional<calls::Contact>> contact = contacts.findById(followUp.contact);
    if (!contact)
        return failure(contact);
    if (!*contact)
        return failure(ErrorKind::Corrupt, u"a case without its contact"_s);
    const Result<std::optional<store::OptOut>> optOut = contacts.optOut((*contact)->number);
    if (!optOut)
        return failure(optOut);
    replies.mayHaveOptedOut = *optOut && (*optOut)->isLikely();
    if (*optOut && !(*optOut)->isLikely())
        replies.optedOutSince = (*optOut)->since;
    const Result<policy::Rules> rules = office.rulesAt(database, followUp.playbookVersion);
    if (!rules)
        return failure(rules);
    if (rules->quietHours) {
        const policy::Whereabouts caller = policy::whereabouts((*contact)->number, (*contact)->timeZone, rules->officeZone);
        replies.quietUntil = policy::quietUntil(*rules->quietHours, caller, now);
    }
    return {};
}

} // namespace

Result<CaseReplies> readReplies(store::Database &database, const QString &followUpId, const QString &staff, Instant now)
{
    const Result<calls::FollowUpId> id = idOf(followUpId);
    if (!id)
        return failure(id);
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    const Result<std::optional<calls::FollowUp>> followUp = store::FollowUpGateway(database).find(*id);
    if (!followUp)
        return failure(followUp);
    if (!*office || !*followUp)
        return failure(ErrorKind::NotFound, u"there is no such case"_s);
    const settings::Setup &setup = (*office)->setup;

    CaseReplies replies{.followUp = followUpId, .draft = {}, .optedOutSince = {}, .quietUntil = {}};
    const store::ReplyGateway texts(database);
    const Result<QList<store::ReplyGateway::Waiting>> waiting = texts.waitingOf(*id);
    if (!waiting)
        return failure(waiting);
    for (const store::ReplyGateway::Waiting &text : *waiting)
        replies.scheduled.append({.message = text.reply.message.text(),
                                  .text = text.body,
                                  .by = nameOf(setup, text.reply.staff),
                                  .writtenAt = text.writtenAt,
                                  .at = text.reply.plannedAt,
                                  .dueAt = text.dueAt,
                                  .despiteQuietHours = text.reply.anyway});
    Result<QHash<QString, QString>> writers = texts.writersOf(*id);
    if (!writers)
        return failure(writers);
    replies.writers = std::move(*writers);
    for (QString &writer : replies.writers)
        writer = nameOf(setup, writer);

    const store::ConversationGateway conversations(database);
    const Result<QList<store::CaseNote>> notes = conversations.notesOf(*id);
    if (!notes)
        return failure(notes);
    for (const store::CaseNote &note : *notes)
        replies.notes.append({.id = note.id.text(), .text = note.body, .by = nameOf(setup, note.staff), .at = note.createdAt});
    const Result<std::optional<store::Draft>> draft = conversations.draft(*id, staff);
    if (!draft)
        return failure(draft);
    if (*draft)
        replies.draft = shown(**draft);
    Result<QList<CaseViewer>> others = readViewers(database, setup, followUpId, staff, now);
    if (!others)
        return failure(others);
    replies.others = std::move(*others);
    if (const Done added = addLeave(replies, database, **office, **followUp, now); !added)
        return failure(added);
    return replies;
}

Result<QList<CaseViewer>> readViewers(store::Database &database, const settings::Setup &setup, const QString &followUp,
                                      const QString &staff, Instant now)
{
    const Result<calls::FollowUpId> id = idOf(followUp);
    if (!id)
        return failure(id);
    const Result<QList<store::Viewer>> viewers = store::ConversationGateway(database).viewersOf(*id, now);
    if (!viewers)
        return failure(viewers);
    QList<CaseViewer> others;
    for (const store::Viewer &viewer : *viewers) {
        if (viewer.staff != staff)
            others.append({.staff = viewer.staff, .name = nameOf(setup, viewer.staff), .isTyping = viewer.isTyping, .since = viewer.since});
    }
    return others;
}

Result<QList<KeptDraft>> readDrafts(store::Database &database, const QString &staff)
{
    const Result<QList<store::Draft>> drafts = store::ConversationGateway(database).draftsOf(staff);
    if (!drafts)
        return failure(drafts);
    QList<KeptDraft> kept;
    for (const store::Draft &draft : *drafts)
        kept.append(shown(draft));
    return kept;
}

} // namespace ringback::board

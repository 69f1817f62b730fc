#include "desk/replies.h"

#include "audit/trail.h"
#include "base/time.h"
#include "desk/click.h"
#include "desk/knowncaller.h"
#include "desk/replyclick.h"
#include "desk/replytext.h"
#include "policy/quiethours.h"
#include "store/conversationgateway.h"
#include "store/gateways.h"
#include "store/jobgateway.h"
#include "store/replygateway.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ReplyRefusal::Why;

namespace {

audit::Entry entry(Instant now, const QString &staff, const QString &action, const calls::Message &message, QJsonObject detail = {})
{
    return {.at = now,
            .actor = actorOf(staff),
            .action = action,
            .caseId = message.followUp ? message.followUp->text() : QString(),
            .subject = u"message:"_s + message.id.text(),
            .detail = std::move(detail)};
}

// The line that the case came by, if it can text.
const calls::Line *senderOf(const engine::Office &office, const calls::FollowUp &followUp)
{
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(followUp.line);
    const calls::Line *const line = dialled ? office.setup.line(*dialled) : nullptr;
    return line && !line->textsConnection.isEmpty() ? line : nullptr;
}

} // namespace

ReplyAnswer<PlannedText> Replies::send(const TypedText &typed, const QString &staff)
{
    const ReplyAnswer<engine::Office> office = officeToReply(m_database, staff);
    if (!office)
        return replyRefused(office.error());
    const ReplyAnswer<QString> text = readText(typed.text);
    if (!text)
        return replyRefused(text.error());
    const Instant now = m_clock.now();
    const Instant at = typed.at.value_or(now);
    if (at < now)
        return replyRefused({.why = Why::TimeInThePast});
    if (at > now + furthest)
        return replyRefused({.why = Why::TooFarAhead, .since = now + furthest});
    const ReplyAnswer<calls::FollowUp> followUp = caseToReply(m_database, typed.followUp);
    if (!followUp)
        return replyRefused(followUp.error());
    const calls::Line *const line = senderOf(*office, *followUp);
    if (!line)
        return replyRefused({.why = Why::NoSender});
    const Result<policy::Rules> rules = office->rulesAt(m_database, followUp->playbookVersion);
    if (!rules)
        return cannotStoreReply(rules.error());
    const store::ContactGateway contacts(m_database);
    const Result<std::optional<calls::Contact>> contact = contacts.findById(followUp->contact);
    if (!contact)
        return cannotStoreReply(contact.error());
    if (!*contact)
        return cannotStoreReply({ErrorKind::Corrupt, u"a case without its contact"_s});
    const calls::PhoneNumber number = (*contact)->number;

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    // Held as intake holds it: a STOP that arrives now is worked on before this, or takes this back.
    if (const Result<KnownCaller> known = lockKnown(*transaction, number, now); !known)
        return cannotStoreReply(known.error());
    const Result<std::optional<store::OptOut>> optOut = contacts.optOut(number);
    if (!optOut)
        return cannotStoreReply(optOut.error());
    if (*optOut && !(*optOut)->isLikely()) // a likely one the person has before them, and may answer
        return replyRefused({.why = Why::OptedOut, .since = (*optOut)->since});
    const store::ReplyGateway replies(m_database);
    const Result<std::optional<Instant>> before = replies.sameWordsTo(number, *text, at - sameWordsFor, at + sameWordsFor);
    if (!before)
        return cannotStoreReply(before.error());
    if (*before)
        return replyRefused({.why = Why::SameWords, .since = **before});
    std::optional<Instant> quietEnd;
    if (rules->quietHours)
        quietEnd = policy::quietUntil(*rules->quietHours, policy::whereabouts(number, (*contact)->timeZone, rules->officeZone), at);
    if (quietEnd && !typed.anyway)
        return replyRefused({.why = Why::QuietHours, .since = quietEnd});

    const calls::Message message{.id = m_ids.next<calls::MessageId>(now),
                                 .followUp = followUp->id,
                                 .contact = (*contact)->id,
                                 .line = line->number,
                                 .peer = number,
                                 .email = {},
                                 .subject = {},
                                 .body = *text,
                                 .step = {},
                                 .automated = false,
                                 .state = calls::DeliveryState::Scheduled,
                                 .connection = line->textsConnection,
                                 .providerId = {},
                                 .errorCode = {},
                                 .createdAt = now,
                                 .sentAt = {},
                                 .doneAt = {}};
    if (const Done inserted = store::MessageGateway(m_database).insert(*transaction, message, at); !inserted)
        return cannotStoreReply(inserted.error());
    const store::Reply reply{.message = message.id, .staff = staff, .plannedAt = at, .anyway = quietEnd.has_value()};
    if (const Done inserted = replies.insert(*transaction, reply); !inserted)
        return cannotStoreReply(inserted.error());
    const store::Job job{.id = m_ids.next<calls::JobId>(now),
                         .key = u"reply:"_s + message.id.text(),
                         .message = message.id,
                         .connection = message.connection,
                         .dueAt = at,
                         .trueUntil = at + trueFor,
                         .inDoubtSince = {},
                         .lastError = {},
                         .line = message.line.e164(),
                         .leaseUntil = {}};
    if (const Done inserted = store::JobGateway(m_database).insert(*transaction, job); !inserted)
        return cannotStoreReply(inserted.error());
    if (const Result<bool> gone = store::ConversationGateway(m_database).dropDraft(*transaction, followUp->id, staff); !gone)
        return cannotStoreReply(gone.error());

    const int segments = sizeOf(*text).segments;
    QJsonObject detail = {{u"due_at"_s, toIso(at)}, {u"segments"_s, segments}};
    if (quietEnd)
        detail.insert(u"despite_quiet_hours_until"_s, toIso(*quietEnd));
    audit::Trail trail;
    trail.add(entry(now, staff, u"text_written"_s, message, detail));
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStoreReply(committed.error());
    return PlannedText{.message = message.id.text(), .at = at, .segments = segments};
}

ReplyAnswer<QString> Replies::cancel(const QString &messageId, const QString &staff)
{
    if (const ReplyAnswer<engine::Office> office = officeToReply(m_database, staff); !office)
        return replyRefused(office.error());
    const std::optional<calls::MessageId> id = calls::MessageId::parse(messageId);
    if (!id)
        return replyRefused({.why = Why::NoSuchText});
    const Result<std::optional<store::Reply>> reply = store::ReplyGateway(m_database).find(*id);
    if (!reply)
        return cannotStoreReply(reply.error());
    if (!*reply)
        return replyRefused({.why = Why::NoSuchText});

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStoreReply(transaction.error());
    const Instant now = m_clock.now();
    const Result<bool> dropped = store::JobGateway(m_database).dropWaiting(*transaction, *id);
    if (!dropped)
        return cannotStoreReply(dropped.error());
    if (!*dropped) // an engine has it in hand, or it is over
        return replyRefused({.why = Why::AlreadyLeft});
    const store::MessageGateway messages(m_database);
    const Result<std::optional<calls::Message>> found = messages.find(*id);
    if (!found)
        return cannotStoreReply(found.error());
    if (!*found)
        return cannotStoreReply({ErrorKind::Corrupt, u"a reply without its message"_s});
    calls::Message message = **found;
    message.state = calls::DeliveryState::Dropped;
    message.doneAt = now;
    if (const Done updated = messages.update(*transaction, message); !updated)
        return cannotStoreReply(updated.error());
    audit::Trail trail;
    trail.add(entry(now, staff, u"text_taken_back"_s, message));
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStoreReply(committed.error());
    return message.body;
}

} // namespace ringback::desk

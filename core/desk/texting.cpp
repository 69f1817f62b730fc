#include "desk/texting.h"

#include "calls/phonenumber.h"
#include "desk/click.h"
#include "desk/knowncaller.h"
#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QJsonObject>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = Refusal::Why;

namespace {

store::ReviewEnd endOf(ReviewChoice choice)
{
    switch (choice) {
    case ReviewChoice::SendAgain:
        return store::ReviewEnd::SendAgain;
    case ReviewChoice::WasSent:
        return store::ReviewEnd::WasSent;
    case ReviewChoice::Drop:
        return store::ReviewEnd::Drop;
    }
    Q_UNREACHABLE();
}

QString word(ReviewChoice choice)
{
    switch (choice) {
    case ReviewChoice::SendAgain:
        return u"send_again"_s;
    case ReviewChoice::WasSent:
        return u"was_sent"_s;
    case ReviewChoice::Drop:
        return u"drop"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Answer<bool> Texting::optOut(const QString &text, const QString &staff)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Reply);
    if (!office)
        return refused(office.error());
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text);
    if (!number)
        return refused({.why = Why::NoSuchNumber});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    Result<KnownCaller> known = lockKnown(*transaction, *number, now);
    if (!known)
        return cannotStore(known.error());
    const Result<bool> added =
        store::ContactGateway(m_database)
            .addOptOut(*transaction, {.number = *number, .since = now, .source = u"staff"_s, .byWhom = actorOf(staff)});
    if (!added)
        return cannotStore(added.error());
    if (!*added)
        return false;

    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, *office, now);
    const Result<int> dropped = stopMessages(*transaction, work, *known, *number, actorOf(staff));
    if (!dropped)
        return cannotStore(dropped.error());
    work.note(actorOf(staff), u"opted_out"_s, known->caseId(), known->subject(), {{u"texts_dropped"_s, *dropped}});
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

Answer<bool> Texting::optIn(const QString &text, const QString &staff)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Reply);
    if (!office)
        return refused(office.error());
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text);
    if (!number)
        return refused({.why = Why::NoSuchNumber});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const Result<KnownCaller> known = lockKnown(*transaction, *number, now);
    if (!known)
        return cannotStore(known.error());
    const store::ContactGateway contacts(m_database);
    const Result<std::optional<store::OptOut>> before = contacts.optOut(*number);
    if (!before)
        return cannotStore(before.error());
    const Result<bool> removed = contacts.removeOptOut(*transaction, *number);
    if (!removed)
        return cannotStore(removed.error());
    if (!*removed || !*before)
        return false;

    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, *office, now);
    work.note(actorOf(staff), u"opted_in"_s, known->caseId(), known->subject(), {{u"was"_s, (*before)->source}});
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

Answer<bool> Texting::review(const QString &messageId, const QString &staff, ReviewChoice choice)
{
    const Answer<engine::Office> office = officeOf(m_database, staff, calls::Right::Reply);
    if (!office)
        return refused(office.error());
    const std::optional<calls::MessageId> id = calls::MessageId::parse(messageId);
    if (!id)
        return refused({.why = Why::NothingToReview});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotStore(transaction.error());
    const Instant now = m_clock.now();
    const Result<bool> settled = store::JobGateway(m_database).settleReview(*transaction, *id, endOf(choice), actorOf(staff), now);
    if (!settled)
        return cannotStore(settled.error());
    if (!*settled)
        return refused({.why = Why::NothingToReview});
    const Result<std::optional<calls::Message>> message = store::MessageGateway(m_database).find(*id);
    if (!message)
        return cannotStore(message.error());
    if (!*message)
        return cannotStore({ErrorKind::Corrupt, u"a job without its message"_s});
    audit::Trail trail;
    engine::Casework work(*transaction, trail, m_ids, *office, now);
    work.note(actorOf(staff), u"text_reviewed"_s, (*message)->followUp ? (*message)->followUp->text() : QString(),
              u"message:"_s + id->text(), {{u"choice"_s, word(choice)}});
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotStore(committed.error());
    return true;
}

} // namespace ringback::desk

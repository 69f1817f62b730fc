#include "engine/staffnotices.h"

#include "calls/people.h"
#include "store/gateways.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::Refused;
using store::Notice;
using store::NoticeGateway;
using store::NoticeKind;
using store::NoticeState;

namespace {

constexpr Milliseconds firstPause = 15s; // doubled with each attempt

bool isSameClaim(const Notice &a, const Notice &b)
{
    return a.id == b.id && a.leaseNumber == b.leaseNumber;
}

QString actionOf(NoticeState state)
{
    switch (state) {
    case NoticeState::Done:
        return u"notice_sent"_s;
    case NoticeState::Failed:
        return u"notice_failed"_s;
    case NoticeState::Dropped:
        return u"notice_dropped"_s;
    case NoticeState::Unknown:
        return u"notice_unknown"_s;
    case NoticeState::Waiting:
    case NoticeState::Running:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace

struct StaffNotices::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    QList<Notice> takeOff; ///< leave after the commit
    int changed = 0;
};

StaffNotices::StaffNotices(store::Database &database, const Clock &clock, QString engineId)
    : m_database(database)
    , m_clock(clock)
    , m_engineId(std::move(engineId))
{}

Result<int> StaffNotices::turn(const Office &office)
{
    const Result<std::optional<Instant>> due = nextDue(); // reads only: an office without notices takes nobody's turn to write
    if (!due)
        return failure(due);
    if (m_landed.isEmpty() && !(m_taking && *due && **due <= m_clock.now()))
        return 0;
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    Turn turn{.transaction = *transaction, .office = office, .now = m_clock.now()};
    const QList<Landed> landedNow = m_landed;
    for (const Landed &landed : landedNow) {
        if (const Done recorded = record(turn, landed); !recorded)
            return failure(recorded);
    }
    if (m_taking) {
        if (const Done taken = take(turn); !taken)
            return failure(taken);
    }
    if (landedNow.isEmpty() && turn.changed == 0)
        return 0; // another engine was faster
    if (const Done proved = turn.trail.appendTo(*transaction); !proved)
        return failure(proved);
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    m_landed.remove(0, landedNow.size());
    for (const Notice &notice : std::as_const(turn.takeOff))
        takeOff(office, notice);
    return static_cast<int>(landedNow.size()) + turn.changed;
}

Result<std::optional<Instant>> StaffNotices::nextDue() const
{
    if (inFlight() >= atOnce)
        return std::optional<Instant>();
    return NoticeGateway(m_database).nextDue(m_senders.keys());
}

Done StaffNotices::take(Turn &turn)
{
    const NoticeGateway notices(m_database);
    const Result<qint64> lapsed = notices.releaseLapsed(turn.transaction, turn.now);
    if (!lapsed)
        return failure(lapsed);
    if (*lapsed > 0) {
        turn.changed += static_cast<int>(*lapsed);
        turn.trail.add({.at = turn.now,
                        .actor = u"engine"_s,
                        .action = u"leases_lapsed"_s,
                        .caseId = {},
                        .subject = {},
                        .detail = {{u"staff_notices"_s, *lapsed}}});
    }
    QStringList connections = m_senders.keys();
    connections.sort();
    for (const QString &connection : std::as_const(connections)) {
        const int room = atOnce - inFlight() - static_cast<int>(turn.takeOff.size());
        if (room <= 0)
            return {};
        const Result<QList<Notice>> due =
            notices.claimDue(turn.transaction, connection, m_engineId, turn.now, turn.now + turn.office.setup.engine.lease, room);
        if (!due)
            return failure(due);
        for (const Notice &notice : *due) {
            ++turn.changed;
            const Result<QString> why = whyDropped(turn, notice);
            if (!why)
                return failure(why);
            if (!why->isEmpty()) {
                if (const Done dropped = finish(turn, notice, NoticeState::Dropped, *why); !dropped)
                    return dropped;
                continue;
            }
            turn.takeOff.append(notice);
        }
    }
    return {};
}

// What was decided when it was planned, asked once more before it leaves.
Result<QString> StaffNotices::whyDropped(const Turn &turn, const Notice &notice) const
{
    if (turn.now > notice.trueUntil)
        return u"no_longer_true"_s;
    const calls::Staff *const person = turn.office.setup.person(notice.staff);
    if (!person || person->suspended)
        return u"not_of_the_office"_s;
    if (notice.channel == calls::Channel::Text) {
        const std::optional<calls::PhoneNumber> number = calls::PhoneNumber::fromE164(notice.address);
        if (!number || person->phone != number)
            return u"other_phone"_s;
        const Result<std::optional<store::OptOut>> optOut = store::ContactGateway(m_database).optOut(*number);
        if (!optOut)
            return failure(optOut);
        if (*optOut)
            return u"opted_out"_s;
    }
    if (notice.kind != NoticeKind::Assigned && notice.kind != NoticeKind::Escalated)
        return QString();
    if (!notice.task)
        return u"no_longer_true"_s;
    const Result<std::optional<calls::CallbackTask>> task = store::TaskGateway(m_database).find(*notice.task);
    if (!task)
        return failure(task);
    const bool isTheirs = *task && (*task)->state == calls::TaskState::Open && (*task)->assignedTo == notice.staff;
    return isTheirs ? QString() : u"no_longer_true"_s;
}

Done StaffNotices::record(Turn &turn, const Landed &landed) const
{
    if (std::holds_alternative<NotLeft>(landed.outcome))
        return tryAgain(turn, landed.notice, 0ms, u"not_left"_s);
    const auto &outcome = std::get<connectors::SendOutcome>(landed.outcome);
    Notice notice = landed.notice;
    if (const auto *sent = std::get_if<connectors::Sent>(&outcome)) {
        notice.providerId = sent->providerMessageId;
        return finish(turn, notice, NoticeState::Done);
    }
    if (const auto *refused = std::get_if<Refused>(&outcome)) {
        const QString code = refused->code.left(40);
        if (refused->kind != Refused::Class::ForNow)
            return finish(turn, notice, NoticeState::Failed, code);
        return tryAgain(turn, notice, refused->retryAfter.value_or(firstPause * (1 << std::min(notice.attempts, 6))), code);
    }
    const QString why = std::get<connectors::Unknown>(outcome).why.left(40);
    if (notice.channel == calls::Channel::Email) // the same message id: whoever gets it twice sees it once
        return tryAgain(turn, notice, firstPause, why);
    return finish(turn, notice, NoticeState::Unknown, why);
}

Done StaffNotices::tryAgain(Turn &turn, Notice notice, Milliseconds after, const QString &error) const
{
    if (notice.attempts >= mostAttempts || turn.now + after > notice.trueUntil)
        return finish(turn, notice, NoticeState::Failed, error);
    notice.state = NoticeState::Waiting;
    notice.dueAt = turn.now + after;
    notice.lastError = error;
    const Result<bool> stored = NoticeGateway(m_database).finish(turn.transaction, notice, m_engineId);
    return stored ? Done() : failure(stored);
}

Done StaffNotices::finish(Turn &turn, Notice notice, NoticeState state, const QString &error) const
{
    notice.state = state;
    notice.lastError = error;
    notice.doneAt = turn.now;
    const Result<bool> stored = NoticeGateway(m_database).finish(turn.transaction, notice, m_engineId);
    if (!stored)
        return failure(stored);
    if (!*stored) // the lease was lost: what became of it has been written down as unknown
        return {};
    const Result<std::optional<calls::CallbackTask>> task =
        notice.task ? store::TaskGateway(m_database).find(*notice.task) : Result<std::optional<calls::CallbackTask>>();
    if (!task)
        return failure(task);
    QJsonObject detail = {{u"kind"_s, store::word(notice.kind)}, {u"channel"_s, calls::word(notice.channel)}};
    if (!error.isEmpty())
        detail.insert(u"error"_s, error);
    turn.trail.add({.at = turn.now,
                    .actor = u"engine"_s,
                    .action = actionOf(state),
                    .caseId = *task ? (*task)->followUp.text() : QString(),
                    .subject = u"staff:"_s + notice.staff,
                    .detail = detail});
    return {};
}

void StaffNotices::takeOff(const Office &office, const Notice &notice)
{
    const Sender sender = m_senders.value(notice.connection);
    m_underWay.append(notice);
    const bool isEmail = notice.channel == calls::Channel::Email;
    const std::optional<calls::PhoneNumber> to = calls::PhoneNumber::fromE164(notice.address);
    const std::optional<calls::PhoneNumber> from = calls::PhoneNumber::fromE164(notice.line);
    // The commit may have taken long, or the whole program slept in it.
    if (!mayLeave(notice)) {
        land(notice, NotLeft{});
        return;
    }
    if (isEmail ? !sender.mailer : !sender.provider || !to || !from) {
        const Refused cannot{.kind = Refused::Class::Sender, .code = u"unable"_s, .message = {}, .retryAfter = {}};
        land(notice, connectors::SendOutcome(cannot));
        return;
    }
    if (isEmail) {
        const QString host = office.setup.mail ? office.setup.mail->fromAddress.section(u'@', -1) : QString();
        const connectors::MailRequest request{
            .to = notice.address, .subject = notice.subject, .body = notice.body, .messageId = notice.id.text() + u'@' + host};
        sendMail(sender.mailer, request, notice);
        return;
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(notice.trueUntil - m_clock.now());
    const connectors::TextRequest request{.to = *to,
                                          .from = *from,
                                          .body = notice.body,
                                          .statusCallback = {},
                                          .validity = std::clamp<std::chrono::seconds>(left, 1min, 10h),
                                          .mayLeave = [this, notice] {
                                              return mayLeave(notice);
                                          }};
    sendText(sender.provider, request, notice);
}

QCoro::Task<> StaffNotices::sendText(std::shared_ptr<connectors::PhoneProvider> provider, connectors::TextRequest request, Notice notice)
{
    connectors::SendOutcome outcome = co_await provider->sendText(std::move(request));
    land(std::move(notice), std::move(outcome));
}

QCoro::Task<> StaffNotices::sendMail(std::shared_ptr<connectors::Mailer> mailer, connectors::MailRequest request, Notice notice)
{
    connectors::SendOutcome outcome = co_await mailer->sendMail(std::move(request));
    land(std::move(notice), std::move(outcome));
}

void StaffNotices::land(Notice notice, Outcome outcome)
{
    m_underWay.removeIf([&](const Notice &flying) { return isSameClaim(flying, notice); });
    m_landed.append({std::move(notice), std::move(outcome)});
    Q_EMIT landed();
}

bool StaffNotices::mayLeave(const Notice &notice) const
{
    const auto flying = std::find_if(m_underWay.cbegin(), m_underWay.cend(), [&](const Notice &each) { return isSameClaim(each, notice); });
    return flying != m_underWay.cend() && m_clock.now() < flying->leaseUntil.value_or(m_clock.now());
}

Done StaffNotices::heartbeat(const Office &office)
{
    if (m_underWay.isEmpty() && m_landed.isEmpty())
        return {};
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const NoticeGateway notices(m_database);
    const Instant until = m_clock.now() + office.setup.engine.lease;
    QList<Notice> flying = m_underWay;
    for (Notice &notice : flying) {
        const Result<bool> extended = notices.extend(*transaction, notice, m_engineId, until);
        if (!extended)
            return failure(extended);
        if (*extended)
            notice.leaseUntil = until;
    }
    for (const Landed &landed : std::as_const(m_landed)) { // not written down yet
        if (const Result<bool> extended = notices.extend(*transaction, landed.notice, m_engineId, until); !extended)
            return failure(extended);
    }
    if (const Done committed = transaction->commit(); !committed)
        return committed;
    m_underWay = flying;
    return {};
}

void StaffNotices::abandon()
{
    for (const Sender &sender : std::as_const(m_senders)) {
        if (sender.provider)
            sender.provider->abandon();
        if (sender.mailer)
            sender.mailer->abandon();
    }
}

} // namespace ringback::engine

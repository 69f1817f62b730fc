#include "connectors/googlevoice/provider.h"

#include "base/time.h"

#include <QCoro/QCoroFuture>
#include <QLocale>
#include <QtConcurrent>

#include <algorithm>

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mailsATest = 20;

// Whatever says it is of Google Voice; who signed it is looked at then.
const QByteArray fromGoogleVoice = R"(OR FROM "voice-noreply@google.com" FROM "txt.voice.google.com")";

struct Cursor {
    qint64 validity = 0;
    qint64 uid = 0; ///< the last that was read

    [[nodiscard]] static Cursor fromText(const QString &text)
    {
        return {.validity = text.section(u':', 0, 0).toLongLong(), .uid = text.section(u':', 1).toLongLong()};
    }
    [[nodiscard]] QString text() const { return u"%1:%2"_s.arg(validity).arg(uid); }
};

// `21-Nov-2026`, a day early: servers mean their own days.
QByteArray daySince(Instant since)
{
    return QLocale::c().toString(toDateTime(since).date().addDays(-1), u"d-MMM-yyyy"_s).toLatin1();
}

// ` 1-Nov-2026 02:00:00 +0000`
std::optional<Instant> deliveredAt(const QByteArray &internalDate)
{
    const QString text = QString::fromLatin1(internalDate).trimmed();
    const QDateTime local = QLocale::c().toDateTime(text.section(u' ', 0, 1), u"d-MMM-yyyy hh:mm:ss"_s);
    const QString zone = text.section(u' ', 2);
    if (!local.isValid() || zone.size() != 5)
        return std::nullopt;
    const int minutes = zone.mid(1, 2).toInt() * 60 + zone.mid(3).toInt();
    const QDateTime utc(local.date(), local.time(), Qt::UTC);
    return fromMs(utc.toMSecsSinceEpoch() - (zone.startsWith(u'-') ? -1 : 1) * qint64(minutes) * 60'000);
}

struct Question {
    MailboxAccount account;
    Cursor cursor;
    Instant since;
    std::stop_token givenUp;
};

// On a thread of the pool, as the next one.
Result<Log> read(const Question &question)
{
    Result<std::unique_ptr<Mailbox>> opened = Mailbox::open(question.account, question.givenUp);
    if (!opened)
        return failure(opened);
    Mailbox &mailbox = **opened;
    const bool goesOn = question.cursor.validity == mailbox.validity();
    const qint64 from = goesOn ? question.cursor.uid + 1 : 1;
    QByteArray criteria = goesOn ? "UID " + QByteArray::number(from) + ":* " : "SINCE " + daySince(question.since) + ' ';
    Result<QList<qint64>> uids = mailbox.search(criteria + fromGoogleVoice);
    if (!uids)
        return failure(uids);
    uids->removeIf([from](qint64 uid) { return uid < from; }); // `5:*` gives the last one also where that is 4
    const bool isAll = uids->size() <= GoogleVoiceProvider::mailsARead;
    const QList<qint64> now = uids->mid(0, GoogleVoiceProvider::mailsARead);

    Cursor cursor{.validity = mailbox.validity(), .uid = from - 1};
    Log log;
    for (const qint64 uid : now) {
        cursor.uid = uid;
        const Result<Mail> mail = mailbox.fetch(uid);
        if (!mail && mail.error().kind == ErrorKind::NotFound)
            continue; // somebody deleted it meanwhile
        if (!mail)
            return failure(mail);
        const std::optional<Notice> notice = readNotice(mail->source, question.account.mailbox.trustedHost);
        if (!notice || !notice->isGenuine())
            continue;
        const std::optional<Instant> delivered = deliveredAt(mail->internalDate);
        const Instant latest = std::max(delivered.value_or(Instant::min()), notice->at.value_or(Instant::min()));
        if (!goesOn && latest < question.since - GoogleVoiceProvider::overlap)
            continue; // of the day before, which the search cannot tell apart
        const QString key = notice->id.isEmpty() ? u"uid:"_s + cursor.text() : notice->id;
        Notice kept = *notice;
        kept.id = key;
        log.events.append({.kind = calls::EventKind::Event, .key = key, .payload = noticeJson(kept), .at = notice->at});
    }
    if (isAll)
        cursor.uid = std::max(cursor.uid, mailbox.nextUid() - 1);
    log.cursor = cursor.text();
    return log;
}

Finding finding(Check check, Finding::Level level, const QString &problem, const QString &subject, const QString &detail = {})
{
    Finding found;
    found.check = check;
    found.level = level;
    found.problem = problem;
    found.subject = subject;
    found.detail = detail;
    return found;
}

QList<Finding> lookAt(const Question &question)
{
    using Level = Finding::Level;
    const settings::GoogleVoiceMailbox &account = question.account.mailbox;
    Result<std::unique_ptr<Mailbox>> opened = Mailbox::open(question.account, question.givenUp);
    if (!opened && opened.error().kind == ErrorKind::Refused)
        return {finding(Check::Credentials, Level::Bad, u"wrong"_s, account.user, opened.error().what)};
    if (!opened && opened.error().kind != ErrorKind::NotFound)
        return {finding(Check::Mailbox, Level::Bad, u"not_reached"_s, account.host, opened.error().what)};
    QList<Finding> findings{finding(Check::Credentials, Level::Good, u"ok"_s, account.user)};
    if (!opened)
        return findings << finding(Check::Mailbox, Level::Bad, u"no_such_folder"_s, account.folder);

    const Result<QList<qint64>> uids = (*opened)->search(fromGoogleVoice);
    if (!uids)
        return findings << finding(Check::Mailbox, Level::Bad, u"not_reached"_s, account.host, uids.error().what);
    int looked = 0;
    int genuine = 0;
    std::optional<Instant> newest;
    for (const qint64 uid : uids->mid(std::max<qsizetype>(0, uids->size() - mailsATest))) {
        const Result<Mail> mail = (*opened)->fetch(uid);
        if (!mail)
            continue;
        ++looked;
        const std::optional<Notice> notice = readNotice(mail->source, account.trustedHost);
        if (!notice || !notice->isGenuine())
            continue;
        ++genuine;
        if (notice->at && (!newest || *notice->at > *newest))
            newest = notice->at;
    }
    const QString count = u"%1 of %2 signed by Google according to %3"_s.arg(genuine).arg(looked).arg(account.trustedHost);
    if (looked == 0)
        return findings << finding(Check::Mailbox, Level::Warning, u"empty"_s, account.folder);
    if (genuine == 0)
        return findings << finding(Check::Mailbox, Level::Bad, u"not_authenticated"_s, account.folder, count);
    const QString age = newest ? u"; the newest of %1"_s.arg(toIso(*newest)) : QString();
    return findings << finding(Check::Mailbox, Level::Good, u"ok"_s, account.folder, count + age);
}

} // namespace

GoogleVoiceProvider::GoogleVoiceProvider(MailboxAccount account, const Clock &clock)
    : m_account(std::move(account))
    , m_clock(clock)
{
    m_threads.setMaxThreadCount(1); // one session at a time: mail servers count them
}

GoogleVoiceProvider::~GoogleVoiceProvider()
{
    abandon();
}

QCoro::Task<SendOutcome> GoogleVoiceProvider::sendText(TextRequest)
{
    Refused refused;
    refused.kind = Refused::Class::Sender;
    refused.code = u"no_texting"_s;
    refused.message = u"texts cannot be sent through Google Voice"_s;
    SendOutcome outcome = std::move(refused);
    co_return outcome;
}

QCoro::Task<FindOutcome> GoogleVoiceProvider::findSent(SentQuery)
{
    FindOutcome nothing = NotFound{};
    co_return nothing;
}

void GoogleVoiceProvider::abandon()
{
    m_givingUp.request_stop();
    m_givingUp = std::stop_source();
}

QCoro::Task<Result<Log>> GoogleVoiceProvider::readLog(LogQuery query)
{
    const Question question{
        .account = m_account, .cursor = Cursor::fromText(query.cursor), .since = query.since, .givenUp = m_givingUp.get_token()};
    const QFuture<Result<Log>> reading = QtConcurrent::run(&m_threads, &read, question);
    Result<Log> log = co_await reading;
    co_return log;
}

QCoro::Task<QList<Finding>> GoogleVoiceProvider::test(TestQuery)
{
    const Question question{.account = m_account, .cursor = {}, .since = m_clock.now(), .givenUp = m_givingUp.get_token()};
    const QFuture<QList<Finding>> looking = QtConcurrent::run(&m_threads, &lookAt, question);
    QList<Finding> findings = co_await looking;
    co_return findings;
}

} // namespace ringback::connectors::googlevoice

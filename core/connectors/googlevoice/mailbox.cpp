#include "connectors/googlevoice/mailbox.h"

#include <QRegularExpression>
#include <QUrl>

#include <curl/curl.h>

#include <algorithm>
#include <array>

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLine = 256 << 10; // a search may find many
constexpr qsizetype maxAnswers = 10'000;
constexpr int waitSlice = 200; // ms between two looks at whether to give up

int stopped(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::stop_token *>(context)->stop_requested() ? 1 : 0;
}

QByteArray quoted(const QString &text)
{
    return '"' + text.toUtf8().replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

// `[UIDVALIDITY 3857529045]` in an answer.
qint64 numberAfter(const QByteArray &line, const QByteArray &word)
{
    const qsizetype at = line.toUpper().indexOf(word + ' ');
    if (at < 0)
        return 0;
    qsizetype end = at + word.size() + 1;
    const qsizetype begin = end;
    while (end < line.size() && line[end] >= '0' && line[end] <= '9')
        ++end;
    return line.mid(begin, end - begin).toLongLong();
}

Error brokeOff()
{
    return {.kind = ErrorKind::Transient, .what = u"the mail server's connection broke off"_s};
}

} // namespace

Mailbox::Mailbox(const MailboxAccount &account, std::stop_token givenUp)
    : m_account(account)
    , m_givenUp(std::move(givenUp))
{}

Mailbox::~Mailbox()
{
    if (m_easy)
        curl_easy_cleanup(m_easy);
    if (m_waiter)
        curl_multi_cleanup(m_waiter);
}

Result<std::unique_ptr<Mailbox>> Mailbox::open(const MailboxAccount &account, std::stop_token givenUp)
{
    std::unique_ptr<Mailbox> mailbox(new Mailbox(account, std::move(givenUp)));
    if (const Done connected = mailbox->connect(); !connected)
        return failure(connected);
    if (const Done examined = mailbox->examine(); !examined)
        return failure(examined);
    return mailbox;
}

Done Mailbox::connect()
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    Q_UNUSED(initialised) // a failure shows as handles that cannot be made
    m_easy = curl_easy_init();
    m_waiter = curl_multi_init();
    bool prepared = m_easy && m_waiter;
    const auto set = [this, &prepared](CURLoption option, auto value) {
        prepared = prepared && (curl_easy_setopt)(m_easy, option, value) == CURLE_OK;
    };
    const settings::GoogleVoiceMailbox &mailbox = m_account.mailbox;
    QUrl url;
    url.setScheme(mailbox.withTls ? u"imaps"_s : u"imap"_s);
    url.setHost(mailbox.host);
    url.setPort(mailbox.port);
    url.setPath(u"/"_s);
    std::stop_token givenUp = m_givenUp;
    set(CURLOPT_URL, url.toEncoded().constData());
    set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
    set(CURLOPT_PROXY, ""); // what the environment names is for the web
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L); // giving up does not wait for the name server
    set(CURLOPT_TIMEOUT_MS, long(m_account.timeout.count()));
    set(CURLOPT_USE_SSL, long(mailbox.withTls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!m_account.caFile.isEmpty())
        set(CURLOPT_CAINFO, m_account.caFile.toUtf8().constData());
    set(CURLOPT_USERNAME, mailbox.user.toUtf8().constData());
    set(CURLOPT_PASSWORD, m_account.password.toUtf8().constData());
    set(CURLOPT_CONNECT_ONLY, 1L); // signed in, and no further
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &stopped);
    set(CURLOPT_XFERINFODATA, static_cast<void *>(&givenUp));
    const CURLcode code = prepared ? curl_easy_perform(m_easy) : CURLE_FAILED_INIT;
    if (prepared)
        (curl_easy_setopt)(m_easy, CURLOPT_NOPROGRESS, 1L); // its context ends here
    if (code == CURLE_LOGIN_DENIED)
        return failure(ErrorKind::Refused, u"the mail server does not accept the user and the password"_s);
    if (code != CURLE_OK)
        return failure(ErrorKind::Transient, QString::fromUtf8(curl_easy_strerror(code)));
    return {};
}

Done Mailbox::examine()
{
    const Result<Answers> answers = command("EXAMINE " + quoted(m_account.mailbox.folder));
    if (!answers)
        return failure(answers);
    if (!answers->result.startsWith("OK"))
        return failure(ErrorKind::NotFound, u"the mailbox has no such folder"_s);
    for (const Answer &answer : answers->untagged) {
        m_validity = std::max(m_validity, numberAfter(answer.line, "UIDVALIDITY"));
        m_nextUid = std::max(m_nextUid, numberAfter(answer.line, "UIDNEXT"));
    }
    if (m_validity == 0)
        return failure(ErrorKind::Invalid, u"the mail server does not number its mails"_s);
    return {};
}

Result<QList<qint64>> Mailbox::search(const QByteArray &criteria)
{
    const Result<Answers> answers = command("UID SEARCH " + criteria);
    if (!answers)
        return failure(answers);
    if (!answers->result.startsWith("OK"))
        return failure(ErrorKind::Invalid, u"the mail server does not search"_s);
    QList<qint64> uids;
    for (const Answer &answer : answers->untagged) {
        if (!answer.line.toUpper().startsWith("* SEARCH"))
            continue;
        const QList<QByteArray> words = answer.line.mid(8).split(' ');
        for (const QByteArray &word : words) {
            if (const qint64 uid = word.toLongLong(); uid > 0)
                uids.append(uid);
        }
    }
    std::sort(uids.begin(), uids.end());
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
    return uids;
}

Result<Mail> Mailbox::fetch(qint64 uid)
{
    const Result<Answers> answers =
        command("UID FETCH " + QByteArray::number(uid) + " (UID INTERNALDATE BODY.PEEK[]<0." + QByteArray::number(mailBytes) + ">)");
    if (!answers)
        return failure(answers);
    if (!answers->result.startsWith("OK"))
        return failure(ErrorKind::Invalid, u"the mail server does not hand out a mail"_s);
    static const QRegularExpression date(u"INTERNALDATE \"([^\"]*)\""_s);
    for (const Answer &answer : answers->untagged) { // between them may be news of other mails
        if (numberAfter(answer.line, "UID") != uid || answer.literals.isEmpty())
            continue;
        return Mail{.uid = uid,
                    .internalDate = date.match(QString::fromLatin1(answer.line)).captured(1).toLatin1().trimmed(),
                    .source = answer.literals.last()};
    }
    return failure(ErrorKind::NotFound, u"the mail has gone"_s);
}

// --- the wire ---------------------------------------------------------------------------------------------------------

Result<Mailbox::Answers> Mailbox::command(const QByteArray &text)
{
    m_until.setRemainingTime(m_account.timeout);
    const QByteArray tag = "R" + QByteArray::number(++m_commands);
    if (const Done sent = send(tag + ' ' + text + "\r\n"); !sent)
        return failure(sent);
    Answers answers;
    while (answers.untagged.size() < maxAnswers) {
        Answer answer;
        for (;;) {
            const Result<QByteArray> part = line();
            if (!part)
                return failure(part);
            const qsizetype brace = part->endsWith('}') ? part->lastIndexOf('{') : -1;
            bool isLiteral = false;
            const qsizetype size = brace < 0 ? 0 : part->mid(brace + 1, part->size() - brace - 2).toLongLong(&isLiteral);
            if (!isLiteral) {
                answer.line += *part;
                break;
            }
            answer.line += part->first(brace) + "{}";
            if (size < 0 || size > 2 * mailBytes || answer.literals.size() > 16 || answer.line.size() > maxLine)
                return failure(ErrorKind::Invalid, u"the mail server's answer is too long"_s);
            const Result<QByteArray> literal = bytes(size);
            if (!literal)
                return failure(literal);
            answer.literals.append(*literal);
        }
        if (answer.line.startsWith(tag + ' ')) {
            answers.result = answer.line.mid(tag.size() + 1).trimmed();
            return answers;
        }
        if (!answer.line.startsWith("* "))
            return failure(ErrorKind::Invalid, u"the mail server's answer is none of IMAP"_s);
        answers.untagged.append(answer);
    }
    return failure(ErrorKind::Invalid, u"the mail server's answer is too long"_s);
}

Done Mailbox::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        size_t taken = 0;
        const CURLcode code = curl_easy_send(m_easy, bytes.constData() + sent, size_t(bytes.size() - sent), &taken);
        sent += qsizetype(taken);
        if (code == CURLE_AGAIN) {
            if (const Done ready = wait(true); !ready)
                return ready;
        } else if (code != CURLE_OK) {
            return tl::unexpected<Error>(brokeOff());
        }
    }
    return {};
}

Result<QByteArray> Mailbox::line()
{
    for (;;) {
        if (const qsizetype end = m_read.indexOf("\r\n"); end >= 0) {
            const QByteArray line = m_read.first(end);
            m_read.remove(0, end + 2);
            return line;
        }
        if (m_read.size() > maxLine)
            return failure(ErrorKind::Invalid, u"the mail server's answer is too long"_s);
        if (const Done more = readMore(); !more)
            return failure(more);
    }
}

Result<QByteArray> Mailbox::bytes(qsizetype count)
{
    while (m_read.size() < count) {
        if (const Done more = readMore(); !more)
            return failure(more);
    }
    const QByteArray bytes = m_read.first(count);
    m_read.remove(0, count);
    return bytes;
}

Done Mailbox::readMore()
{
    std::array<char, 16 << 10> buffer{};
    for (;;) {
        size_t count = 0;
        const CURLcode code = curl_easy_recv(m_easy, buffer.data(), buffer.size(), &count);
        if (code == CURLE_OK && count > 0) {
            m_read.append(buffer.data(), qsizetype(count));
            return {};
        }
        if (code != CURLE_AGAIN)
            return tl::unexpected<Error>(brokeOff());
        if (const Done ready = wait(false); !ready)
            return ready;
    }
}

Done Mailbox::wait(bool forWriting)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(m_easy, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD)
        return tl::unexpected<Error>(brokeOff());
    for (;;) {
        if (m_givenUp.stop_requested())
            return failure(ErrorKind::Transient, u"given up"_s);
        if (m_until.hasExpired())
            return failure(ErrorKind::Transient, u"the mail server does not answer"_s);
        curl_waitfd waited{.fd = socket, .events = short(forWriting ? CURL_WAIT_POLLOUT : CURL_WAIT_POLLIN), .revents = 0};
        int ready = 0;
        if (curl_multi_poll(m_waiter, &waited, 1, std::min<int>(waitSlice, int(m_until.remainingTime()) + 1), &ready) != CURLM_OK)
            return tl::unexpected<Error>(brokeOff());
        if (ready > 0)
            return {};
    }
}

} // namespace ringback::connectors::googlevoice

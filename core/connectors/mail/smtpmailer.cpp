#include "connectors/mail/smtpmailer.h"

#include "connectors/mail/letter.h"
#include "connectors/mail/replies.h"

#include <QCoro/QCoroFuture>
#include <QUrl>
#include <QtConcurrent>

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace ringback::connectors::mail {

using namespace Qt::StringLiterals;
using settings::Mail;

namespace {

constexpr int mailsAtOnce = 4; // more than that, and many servers turn connections away
constexpr qsizetype maxMessage = 256; // of a refusal's words

template <auto cleanUp>
struct CleanUp {
    template <class Handle>
    void operator()(Handle *handle) const
    {
        cleanUp(handle);
    }
};
using Easy = std::unique_ptr<CURL, CleanUp<&curl_easy_cleanup>>;
using Recipients = std::unique_ptr<curl_slist, CleanUp<&curl_slist_free_all>>;

// One mail on its way.
struct Passage {
    QByteArray letter;
    std::stop_token givenUp;
    qsizetype taken = 0; ///< what curl has taken of it for the wire
    Dialogue dialogue;

    [[nodiscard]] bool mayHaveLeft() const { return taken == letter.size(); }
};

size_t takeLetter(char *into, size_t size, size_t count, void *context)
{
    auto &passage = *static_cast<Passage *>(context);
    const qsizetype taken = std::min(qsizetype(size * count), passage.letter.size() - passage.taken);
    std::memcpy(into, passage.letter.constData() + passage.taken, size_t(taken));
    passage.taken += taken;
    return size_t(taken);
}

int listen(CURL *, curl_infotype type, char *data, size_t size, void *context)
{
    auto &dialogue = static_cast<Passage *>(context)->dialogue;
    if (type == CURLINFO_HEADER_OUT)
        dialogue.said(QByteArray::fromRawData(data, qsizetype(size)));
    else if (type == CURLINFO_HEADER_IN)
        dialogue.heard(QByteArray::fromRawData(data, qsizetype(size)));
    return 0;
}

// Asked at least once a second. An answer to QUIT, for which curl would wait two minutes, nobody needs.
int stop(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto &passage = *static_cast<const Passage *>(context);
    return passage.givenUp.stop_requested() || passage.dialogue.saidGoodbye() ? 1 : 0;
}

QByteArray addressOf(const Mail &mail)
{
    QUrl url;
    url.setScheme(mail.security == Mail::Security::Tls ? u"smtps"_s : u"smtp"_s);
    url.setHost(mail.host);
    url.setPort(mail.port);
    url.setPath(u'/' + mail.fromAddress.section(u'@', 1)); // what we call ourselves: the machine's name is nobody's business
    return url.toEncoded();
}

Refused refused(const SmtpAccount &account, const QString &to, Refused::Class kind, const QString &code, QString words)
{
    if (!account.password.isEmpty())
        words.replace(account.password, "***"_L1);
    words.replace(to, "***"_L1, Qt::CaseInsensitive);
    Refused refusal;
    refusal.kind = kind;
    refusal.code = code;
    refusal.message = words.left(maxMessage);
    return refusal;
}

SendOutcome judge(const SmtpAccount &account, const MailRequest &request, const Passage &passage, CURLcode code)
{
    const Dialogue &dialogue = passage.dialogue;
    const Reply &reply = dialogue.reply();
    if (dialogue.accepted())
        return Sent{request.messageId, calls::DeliveryState::Sent}; // no receipt will come
    if (reply.code >= 400) {
        const std::optional<QString> enhanced = enhancedCode(reply.text);
        return refused(account, request.to, classify(dialogue.stage(), reply),
                       enhanced ? u"%1 %2"_s.arg(reply.code).arg(*enhanced) : QString::number(reply.code), reply.text);
    }
    const QString why = QString::fromUtf8(curl_easy_strerror(code)); // not curl's longer text, which quotes the server
    if (passage.mayHaveLeft())
        return Unknown{why};
    const auto kind = code == CURLE_LOGIN_DENIED ? Refused::Class::Sender : Refused::Class::ForNow;
    return refused(account, request.to, kind, {}, why);
}

// On a thread of the pool.
SendOutcome transmit(const SmtpAccount &account, const MailRequest &request, const QByteArray &letter, const std::stop_token &givenUp)
{
    Passage passage{.letter = letter, .givenUp = givenUp};
    if (givenUp.stop_requested())
        return judge(account, request, passage, CURLE_ABORTED_BY_CALLBACK);
    const QByteArray to = '<' + request.to.toUtf8() + '>';
    const Recipients recipients(curl_slist_append(nullptr, to.constData()));
    const Easy easy(curl_easy_init());
    bool prepared = recipients && easy;
    const auto set = [&easy, &prepared](CURLoption option, auto value) {
        prepared = prepared && (curl_easy_setopt)(easy.get(), option, value) == CURLE_OK;
    };
    const Mail &mail = account.mail;
    set(CURLOPT_URL, addressOf(mail).constData());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, ""); // what the environment names is for the web
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L); // giving up does not wait for the name server
    set(CURLOPT_TIMEOUT_MS, long(account.timeout.count()));
    set(CURLOPT_USE_SSL, long(mail.security == Mail::Security::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!account.caFile.isEmpty())
        set(CURLOPT_CAINFO, account.caFile.toUtf8().constData());
    if (!mail.user.isEmpty()) {
        set(CURLOPT_USERNAME, mail.user.toUtf8().constData());
        set(CURLOPT_PASSWORD, account.password.toUtf8().constData());
    }
    set(CURLOPT_MAIL_FROM, QByteArray('<' + mail.fromAddress.toUtf8() + '>').constData());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &takeLetter);
    set(CURLOPT_READDATA, static_cast<void *>(&passage));
    set(CURLOPT_INFILESIZE_LARGE, curl_off_t(letter.size()));
    set(CURLOPT_VERBOSE, 1L); // for the next two, which hear what a server answers, and to what
    set(CURLOPT_DEBUGFUNCTION, &listen);
    set(CURLOPT_DEBUGDATA, static_cast<void *>(&passage));
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &stop);
    set(CURLOPT_XFERINFODATA, static_cast<void *>(&passage));
    // Not the multi interface: for the answer to a message, SMTP waits in it all the same, and a transfer taken out of it sends the end of a
    // message that was not all there (curl 7.88).
    const CURLcode code = prepared ? curl_easy_perform(easy.get()) : CURLE_FAILED_INIT;
    return judge(account, request, passage, code);
}

} // namespace

SmtpMailer::SmtpMailer(SmtpAccount account, const Clock &clock)
    : m_account(std::move(account))
    , m_clock(clock)
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    Q_UNUSED(initialised) // a failure shows as handles that cannot be made
    m_threads.setMaxThreadCount(mailsAtOnce);
}

SmtpMailer::~SmtpMailer()
{
    abandon();
}

QCoro::Task<SendOutcome> SmtpMailer::sendMail(MailRequest request)
{
    const Author author{.address = m_account.mail.fromAddress, .name = m_account.mail.fromName};
    const Result<QByteArray> letter = compose(author, request, m_clock.now());
    if (!letter) {
        Refused refusal;
        refusal.message = letter.error().what;
        refusal.kind = letter.error().kind == ErrorKind::NotFound  ? Refused::Class::Recipient
                       : letter.error().kind == ErrorKind::Refused ? Refused::Class::Sender
                                                                   : Refused::Class::Message;
        SendOutcome outcome = std::move(refusal);
        co_return outcome;
    }
    const QFuture<SendOutcome> transmission = QtConcurrent::run(&m_threads, &transmit, m_account, request, *letter, m_givingUp.get_token());
    SendOutcome outcome = co_await transmission;
    co_return outcome;
}

void SmtpMailer::abandon()
{
    m_givingUp.request_stop();
    m_givingUp = std::stop_source();
}

} // namespace ringback::connectors::mail

#include "connectors/http/oauthtokens.h"

#include "base/time.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QPromise>
#include <QStandardPaths>
#include <QTimer>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

using Fields = QList<std::pair<QByteArray, QByteArray>>;

constexpr qsizetype maxToken = 16 << 10;
constexpr Milliseconds longestLife = std::chrono::hours(24);
// A refresh token that was turned down is not tried again for so long, unless it is another one by then.
constexpr Milliseconds refusedFor = std::chrono::minutes(10);
constexpr Milliseconds lockTryEvery{50};
constexpr Milliseconds longestLockWait = std::chrono::seconds(10);

QByteArray formOf(const Fields &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields) {
        if (!form.isEmpty())
            form += '&';
        form += name + '=' + QUrl::toPercentEncoding(QString::fromUtf8(value));
    }
    return form;
}

// It goes into a header.
bool isToken(const QString &text)
{
    return !text.isEmpty() && text.size() <= maxToken &&
           std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

// OAuth's word for what went wrong: `invalid_grant`. Nothing else of the answer goes into a log, for some servers repeat what they were sent.
QString wordOf(const QJsonObject &said)
{
    const QString word = said.value("error"_L1).toString();
    const bool isWord = !word.isEmpty() && word.size() <= 64 &&
                        std::all_of(word.cbegin(), word.cend(), [](QChar c) { return (c >= u'a' && c <= u'z') || c == u'_'; });
    return isWord ? word : QString();
}

std::optional<Milliseconds> secondsFrom(const QJsonValue &value)
{
    bool isNumber = false;
    const double seconds = value.toVariant().toDouble(&isNumber);
    if (!isNumber || !(seconds > 0))
        return std::nullopt;
    return seconds > 1e9 ? longestLife : Milliseconds(static_cast<qint64>(seconds * 1000));
}

// ISO 8601, or `2026-11-21 21:04:31 UTC`.
std::optional<Instant> timeFrom(const QString &text)
{
    QDateTime at = QDateTime::fromString(text.left(40), Qt::ISODateWithMs);
    if (at.isValid() && at.timeSpec() == Qt::LocalTime) // it names no zone
        at = QDateTime();
    if (!at.isValid() && text.endsWith(" UTC"_L1)) {
        at = QDateTime::fromString(text.left(40).chopped(4), u"yyyy-MM-dd HH:mm:ss"_s);
        at.setTimeSpec(Qt::UTC);
    }
    if (!at.isValid())
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

// The `exp` of a JWT, unproven: it says when to ask again, and no more.
std::optional<Instant> expiryIn(const QByteArray &token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const QByteArray claims = QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding);
    const qint64 at = QJsonDocument::fromJson(claims).object().value("exp"_L1).toInteger();
    if (at <= 0 || at > 253'402'300'799) // the year 9999
        return std::nullopt;
    return fromMs(at * 1000);
}

// A user's programs share a keychain and this folder.
QString lockFolder()
{
    // Without that variable Qt makes one up, with a warning.
    const QString folder =
        qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR") ? QString() : QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::TempLocation) : folder;
}

} // namespace

class OAuthTokens::Private final {
public:
    Private(Account account, const Surroundings &surroundings, HttpClient &http)
        : m_account(std::move(account))
        , m_around(surroundings)
        , m_http(http)
    {}

    QCoro::Task<Result<QByteArray>> accessToken();
    QCoro::Task<Done> keepSignIn(LoopbackSignIn::Grant grant);
    void forget(const QByteArray &token)
    {
        if (token == m_token) // else it has been replaced meanwhile
            m_token.clear();
    }

private:
    [[nodiscard]] bool isGood() const { return m_unkept.isEmpty() && !m_token.isEmpty() && m_around.clock.now() < m_goodUntil; }
    [[nodiscard]] bool rotates() const { return !m_account.refreshTokenName.isEmpty(); }

    QCoro::Task<Done> renew();
    QCoro::Task<Done> refresh();
    QCoro::Task<Done> lock();
    QCoro::Task<Done> ask(Fields fields);
    QCoro::Task<Done> keep();
    [[nodiscard]] Done take(const HttpAnswer &answer);
    [[nodiscard]] Milliseconds lifeOf(const QJsonObject &said, const QByteArray &token) const;

    const Account m_account;
    const Surroundings m_around;
    HttpClient &m_http;
    QByteArray m_token;
    Instant m_goodUntil;
    QByteArray m_used; ///< the refresh token that was sent last
    QByteArray m_came; ///< with the last answer; empty = none, and the one that was sent stays
    QByteArray m_unkept; ///< the one that came, until the keychain has it
    QByteArray m_refused; ///< a refresh token that was turned down
    Instant m_refusedUntil;
    Error m_refusal;
    std::unique_ptr<QLockFile> m_lock; ///< held from before the refresh token is read until the next one is kept
    std::optional<QFuture<void>> m_underWay;
    Done m_last;
};

QCoro::Task<Result<QByteArray>> OAuthTokens::Private::accessToken()
{
    if (!isGood()) {
        if (m_underWay) {
            const QFuture<void> underWay = *m_underWay;
            co_await underWay;
        } else {
            QPromise<void> promise;
            promise.start();
            m_underWay = promise.future();
            m_last = co_await renew();
            m_underWay.reset();
            promise.finish();
        }
        if (!m_last) {
            Result<QByteArray> failed = failure(m_last);
            co_return failed;
        }
    }
    Result<QByteArray> token = m_token;
    if (m_token.isEmpty()) // while we waited for it somebody else had it turned down
        token = failure(ErrorKind::Transient, u"the access token was turned down"_s);
    co_return token;
}

QCoro::Task<Done> OAuthTokens::Private::renew()
{
    if (!rotates()) {
        const Fields fields = m_account.grant ? m_account.grant() : Fields{{"grant_type", "client_credentials"}};
        Done done = co_await ask(fields);
        co_return done;
    }
    Done done = co_await lock();
    if (done)
        done = co_await refresh();
    if (m_unkept.isEmpty()) // else the one in the keychain is used up, and another program would end the sign-in with it
        m_lock.reset();
    co_return done;
}

QCoro::Task<Done> OAuthTokens::Private::refresh()
{
    Done done;
    for (int i = 0; i < 2; ++i) {
        const Result<QByteArray> found = co_await m_around.secrets->newest(m_account.refreshTokenName);
        if (!found) {
            done = failure(ErrorKind::Transient, u"the refresh token could not be read from the keychain"_s);
            break;
        }
        const QByteArray token = found->trimmed();
        if (token.isEmpty()) {
            done = failure(ErrorKind::Refused, u"revoked: not_signed_in"_s);
            break;
        }
        if (!m_unkept.isEmpty()) {
            if (token == m_used) { // the last refresh got so far
                done = co_await keep();
                if (!done || isGood())
                    break;
                continue;
            }
            m_unkept.clear(); // somebody has signed in anew
            m_token.clear();
        }
        if (i == 0 ? token == m_refused && m_around.clock.now() < m_refusedUntil : token == m_used) {
            done = failure(m_refusal.kind, m_refusal.what);
            break;
        }
        m_used = token;
        const Fields fields{{"grant_type", "refresh_token"}, {"refresh_token", token}};
        done = co_await ask(fields);
        if (done || done.error().kind != ErrorKind::Refused)
            break;
        m_refused = token; // unless another program was quicker: then another one stands there
        m_refusedUntil = m_around.clock.now() + refusedFor;
        m_refusal = done.error();
    }
    co_return done;
}

// Without waiting in a place of the system: other coroutines of this thread go on, perhaps the one that holds it.
QCoro::Task<Done> OAuthTokens::Private::lock()
{
    Done done;
    if (m_lock)
        co_return done;
    const QByteArray name = QCryptographicHash::hash(m_account.tokenUrl + m_account.refreshTokenName.toUtf8(), QCryptographicHash::Sha256);
    const QString path = QDir(lockFolder()).filePath(u"ringback-%1.lock"_s.arg(QString::fromLatin1(name.toHex())));
    auto lock = std::make_unique<QLockFile>(path);
    // Of a program that is no more it is taken away at once. One that lives may be waiting for its user to open the keychain.
    lock->setStaleLockTime(std::chrono::milliseconds(std::chrono::minutes(10)).count());
    const Milliseconds patience = std::min(m_around.timeout, longestLockWait);
    for (Milliseconds waited{0}; !lock->tryLock(0); waited += lockTryEvery) {
        if (lock->error() != QLockFile::LockFailedError) {
            done = failure(ErrorKind::Transient, u"the lock of the sign-in cannot be made"_s);
            co_return done;
        }
        if (waited >= patience) {
            done = failure(ErrorKind::Transient, u"another program is renewing this sign-in"_s);
            co_return done;
        }
        QTimer timer;
        timer.setSingleShot(true);
        timer.start(lockTryEvery);
        co_await timer;
    }
    m_lock = std::move(lock);
    co_return done;
}

QCoro::Task<Done> OAuthTokens::Private::ask(Fields fields)
{
    HttpCall post;
    post.verb = "POST";
    post.url = m_account.tokenUrl;
    post.headers = {{"Accept", "application/json"}};
    if (m_account.basic) {
        post.headers.append({"Authorization", "Basic " + (m_account.clientId + ':' + m_account.clientSecret).toBase64()});
    } else {
        if (!m_account.clientId.isEmpty())
            fields.append({"client_id", m_account.clientId});
        if (!m_account.clientSecret.isEmpty())
            fields.append({"client_secret", m_account.clientSecret});
    }
    if (m_account.inQuery) {
        post.url += (post.url.contains('?') ? '&' : '?') + formOf(fields);
        post.headers.emplaceBack("Content-Length", "0"); // Qt leaves it out, and some servers want to know
    } else {
        post.contentType = "application/x-www-form-urlencoded";
        post.body = formOf(fields);
    }
    const HttpAnswer answer = co_await m_http.send(std::move(post));
    Done done = take(answer);
    if (done && !m_unkept.isEmpty())
        done = co_await keep();
    co_return done;
}

Done OAuthTokens::Private::take(const HttpAnswer &answer)
{
    const QJsonObject said = QJsonDocument::fromJson(answer.body).object();
    const QString word = wordOf(said);
    const QString status = QString::number(answer.status);
    if (answer.status == 429)
        return failure(ErrorKind::Transient, u"rate_limited"_s);
    if (word == "temporarily_unavailable"_L1 || word == "server_error"_L1 || word == "slow_down"_L1)
        return failure(ErrorKind::Transient, u"no access token came: %1"_s.arg(word));
    // 403 without OAuth's word comes from something in between.
    if (!answer.brokeOff && (answer.status == 400 || answer.status == 401 || (answer.status == 403 && !word.isEmpty())))
        return failure(ErrorKind::Refused, u"revoked: %1"_s.arg(word.isEmpty() ? status : word));
    if (!answer.brokeOff && answer.status >= 200 && answer.status < 300 && !word.isEmpty()) // some say no with 200
        return failure(ErrorKind::Refused, u"revoked: %1"_s.arg(word));
    if (answer.brokeOff || answer.status < 200 || answer.status >= 300)
        return failure(ErrorKind::Transient, u"no access token came: status %1 %2"_s.arg(status, answer.trouble).trimmed());
    const QString token = said.value("access_token"_L1).toString();
    if (!isToken(token)) // a captive portal says 200 to everything
        return failure(ErrorKind::Transient, u"no access token came: the answer holds none"_s);

    m_token = token.toLatin1();
    m_goodUntil = m_around.clock.now() + lifeOf(said, m_token) - margin;
    const QString next = said.value("refresh_token"_L1).toString();
    m_came = isToken(next) ? next.toLatin1() : QByteArray();
    if (rotates() && m_came != m_used)
        m_unkept = m_came;
    return {};
}

Milliseconds OAuthTokens::Private::lifeOf(const QJsonObject &said, const QByteArray &token) const
{
    std::optional<Milliseconds> life = secondsFrom(said.value("expires_in"_L1));
    if (!life) {
        std::optional<Instant> until = timeFrom(said.value("expires_at"_L1).toString());
        if (!until)
            until = expiryIn(token);
        if (until)
            life = *until - m_around.clock.now();
    }
    if (!life || *life <= Milliseconds(0)) // over already: our clock is wrong, and asking again would bring the same
        life = m_account.usualLife;
    return std::min(*life, longestLife);
}

QCoro::Task<Done> OAuthTokens::Private::keep()
{
    const QByteArray newest = m_unkept;
    const Done kept = co_await m_around.secrets->keep(m_account.refreshTokenName, newest);
    Done done;
    if (kept)
        m_unkept.clear();
    else
        done = failure(ErrorKind::Transient, u"the new refresh token could not be kept in the keychain"_s);
    co_return done;
}

QCoro::Task<Done> OAuthTokens::Private::keepSignIn(LoopbackSignIn::Grant grant)
{
    Done done = co_await lock();
    if (!done)
        co_return done;
    Fields fields{{"grant_type", "authorization_code"}, {"code", grant.code}, {"redirect_uri", grant.redirectUri}};
    if (!grant.verifier.isEmpty())
        fields.append({"code_verifier", grant.verifier});
    m_used.clear();
    m_unkept.clear();
    m_token.clear();
    done = co_await ask(fields);
    if (done && m_came.isEmpty()) // the app is not allowed to stay signed in
        done = failure(ErrorKind::Refused, u"revoked: no_refresh_token"_s);
    m_unkept.clear();
    m_lock.reset();
    co_return done;
}

OAuthTokens::OAuthTokens(Account account, const Surroundings &surroundings, HttpClient &http)
    : d(std::make_unique<Private>(std::move(account), surroundings, http))
{}

OAuthTokens::~OAuthTokens() = default;

QCoro::Task<Result<QByteArray>> OAuthTokens::accessToken()
{
    return d->accessToken();
}

void OAuthTokens::forget(const QByteArray &accessToken)
{
    d->forget(accessToken);
}

QCoro::Task<Done> OAuthTokens::keepSignIn(LoopbackSignIn::Grant grant)
{
    return d->keepSignIn(std::move(grant));
}

QCoro::Task<Done> keepSignIn(OAuthTokens::Account account, Surroundings surroundings, LoopbackSignIn::Grant grant)
{
    HttpClient http(surroundings.network, surroundings.clock, surroundings.timeout);
    OAuthTokens tokens(std::move(account), surroundings, http);
    const Done done = co_await tokens.keepSignIn(std::move(grant));
    co_return done;
}

} // namespace ringback::connectors

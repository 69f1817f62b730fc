#include "asking.h"

#include "secretvault.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <algorithm>

namespace ringback::app {

using namespace Qt::StringLiterals;
using board::TestFinding;
using connectors::Finding;
using How = board::SignInEnd::How;

namespace {

QString wordOf(connectors::Check check)
{
    switch (check) {
    case connectors::Check::Credentials:
        return u"credentials"_s;
    case connectors::Check::Number:
        return u"number"_s;
    case connectors::Check::Registration:
        return u"registration"_s;
    case connectors::Check::Webhook:
        return u"webhook"_s;
    case connectors::Check::Subscription:
        return u"subscription"_s;
    case connectors::Check::CallLog:
        return u"call_log"_s;
    case connectors::Check::Texts:
        return u"texts"_s;
    case connectors::Check::Clock:
        return u"clock"_s;
    case connectors::Check::Mailbox:
        return u"mailbox"_s;
    case connectors::Check::Lookup:
        return u"lookup"_s;
    case connectors::Check::Choices:
        return u"choices"_s;
    case connectors::Check::Record:
        return u"record"_s;
    case connectors::Check::Calendar:
        return u"calendar"_s;
    }
    Q_UNREACHABLE();
}

TestFinding::Level levelOf(Finding::Level level)
{
    switch (level) {
    case Finding::Level::Good:
        return TestFinding::Level::Good;
    case Finding::Level::Warning:
        return TestFinding::Level::Warning;
    case Finding::Level::Bad:
        break;
    }
    return TestFinding::Level::Bad;
}

class FreshSecrets final : public connectors::Secrets {
public:
    FreshSecrets(QHash<QString, QByteArray> values, std::shared_ptr<connectors::Secrets> kept)
        : m_values(std::move(values))
        , m_kept(std::move(kept))
    {}

    [[nodiscard]] QByteArray value(const QString &name) const override { return m_values.value(name); }
    QCoro::Task<Result<QByteArray>> newest(QString name) override { return m_kept->newest(name); }
    QCoro::Task<Done> keep(QString name, QByteArray value) override
    {
        m_values.insert(name, value);
        Done done = co_await m_kept->keep(name, value);
        co_return done;
    }

private:
    QHash<QString, QByteArray> m_values;
    const std::shared_ptr<connectors::Secrets> m_kept;
};

// What a sign-in brings is held, and given to whoever began it.
class BroughtSecrets final : public connectors::Secrets {
public:
    [[nodiscard]] QByteArray value(const QString &name) const override { return values.value(name); }
    QCoro::Task<Done> keep(QString name, QByteArray value) override
    {
        values.insert(name, value);
        brought.insert(name, QString::fromUtf8(value));
        Done done;
        co_return done;
    }

    QHash<QString, QByteArray> values;
    QMap<QString, QString> brought;
};

// Outlives whoever began it: all but the clock is its own.
QCoro::Task<BrowserSignIn::End> signInAt(BrowserSignIn::Request request, const Clock &clock,
                                         std::shared_ptr<connectors::LoopbackSignIn> browser, std::shared_ptr<BroughtSecrets> secrets)
{
    const auto network = std::make_shared<QNetworkAccessManager>();
    const connectors::Surroundings surroundings{.network = *network, .clock = clock, .timeout = request.timeout, .secrets = secrets};
    const auto isBack = std::make_shared<bool>(false);
    const connectors::LoopbackSignIn::Exchange exchange = [given = request.exchange, surroundings,
                                                           isBack](connectors::LoopbackSignIn::Grant grant) {
        *isBack = true;
        return given(surroundings, std::move(grant));
    };
    const Done done = co_await browser->finish(exchange, BrowserSignIn::patience);
    BrowserSignIn::End signedIn;
    if (done) {
        signedIn.secrets = secrets->brought;
        co_return signedIn;
    }
    const Error &error = done.error();
    signedIn.end.detail = error.what.section(u": "_s, 1);
    if (error.kind == ErrorKind::Refused)
        signedIn.end.how = *isBack ? How::NotAccepted : How::SaidNo;
    else if (*isBack)
        signedIn.end.how = How::NotReached;
    else
        signedIn.end.how = error.what == "time-out"_L1 ? How::TooLate : How::GivenUp;
    co_return signedIn;
}

} // namespace

QList<TestFinding> told(const QList<Finding> &findings)
{
    QList<TestFinding> told;
    for (const Finding &finding : findings) {
        told.append({.check = wordOf(finding.check),
                     .level = levelOf(finding.level),
                     .problem = finding.problem,
                     .subject = finding.subject,
                     .detail = finding.detail});
    }
    return told;
}

TestFinding credentialsFinding(const QString &problem)
{
    return {.check = u"credentials"_s, .level = TestFinding::Level::Bad, .problem = problem, .subject = {}, .detail = {}};
}

Error secretMissing()
{
    return {.kind = ErrorKind::NotFound, .what = u"a secret of this connection is not in this computer's keychain"_s};
}

std::shared_ptr<connectors::Secrets> freshSecrets(settings::SecretStore &store, const QList<settings::SecretName> &names,
                                                  std::shared_ptr<connectors::Secrets> shared)
{
    QHash<QString, QByteArray> values;
    for (const settings::SecretName &name : names) {
        if (const Result<QByteArray> value = store.read(name.name))
            values.insert(name.name, *value);
        if (name.isNeeded && values.value(name.name).isEmpty())
            return nullptr;
    }
    return std::make_shared<FreshSecrets>(values, shared ? shared : std::make_shared<SecretVault>(store));
}

bool lacksOnly(const QString &credential, settings::SecretStore &store, const QList<settings::SecretName> &names)
{
    return std::all_of(names.cbegin(), names.cend(), [&](const settings::SecretName &name) {
        return !name.isNeeded || name.name == credential || store.read(name.name).has_value();
    });
}

Result<QHash<QString, QByteArray>> secretsBeside(const QString &credential, settings::SecretStore &store,
                                                 const QList<settings::SecretName> &names)
{
    QHash<QString, QByteArray> values;
    for (const settings::SecretName &name : names) {
        if (name.name == credential)
            continue;
        const Result<QByteArray> value = store.read(name.name);
        if (!value && name.isNeeded)
            return failure(secretMissing().kind, secretMissing().what);
        if (value)
            values.insert(name.name, *value);
    }
    return values;
}

QCoro::Task<BrowserSignIn::End> BrowserSignIn::signIn(Request request, const Clock &clock, OpenPage openPage)
{
    giveUp();
    End signedIn;
    const auto secrets = std::make_shared<BroughtSecrets>();
    secrets->values = request.secrets;
    const auto browser = std::make_shared<connectors::LoopbackSignIn>(request.provider);
    const Result<QByteArray> url = browser->start();
    if (!url) {
        signedIn.end = {.how = How::PortTaken, .detail = url.error().what};
        co_return signedIn;
    }
    m_browser = browser;
    QCoro::Task<End> underWay = signInAt(std::move(request), clock, browser, secrets);
    openPage(*url);
    // From here on nothing of this object is used.
    signedIn = co_await underWay;
    co_return signedIn;
}

void BrowserSignIn::giveUp()
{
    if (const std::shared_ptr<connectors::LoopbackSignIn> browser = m_browser.lock())
        browser->giveUp();
}

void waitUntilOver(const std::function<bool()> &isUnderWay)
{
    const QDeadlineTimer patience(std::chrono::seconds(5));
    while (!patience.hasExpired() && isUnderWay())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
}

} // namespace ringback::app

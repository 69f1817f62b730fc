#include "connectionworks.h"

#include "connectors/phonesystem.h"
#include "connectors/ringcentral/signin.h"
#include "secretvault.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <algorithm>

namespace ringback::app {

using namespace Qt::StringLiterals;
using board::TestFinding;
using board::WiringRow;
using connectors::Finding;

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

QList<WiringRow> rowsOf(const QList<connectors::WiringPoint> &points)
{
    QList<WiringRow> rows;
    for (const connectors::WiringPoint &point : points)
        rows.append({.subject = point.subject, .now = point.now, .wanted = point.wanted});
    return rows;
}

connectors::TestQuery queryOf(const ConnectionWorks::Target &target)
{
    connectors::TestQuery query{.lines = {}, .textsFrom = {}, .publicUrl = target.publicUrl};
    const QString &id = target.connection.id;
    for (const board::LineCard &line : target.lines) {
        if (line.callsBy == id || line.textsBy == id)
            query.lines.append(line.number);
        if (line.callsBy == id && line.ringsPhones)
            query.rings.append(line.number);
        const calls::PhoneNumber sender = line.textsFrom.value_or(line.number);
        if (line.textsBy == id && !query.textsFrom.contains(sender))
            query.textsFrom.append(sender);
    }
    return query;
}

// As they are in the store now, which an engine beside us may not have heard of yet; what is replaced goes to the store and to that engine.
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

using How = board::SignInEnd::How;

// Outlives the works where it must: all but the clock is its own.
QCoro::Task<ConnectionWorks::SignedIn> signInAt(settings::Connection connection, Milliseconds timeout, const Clock &clock,
                                                std::shared_ptr<connectors::LoopbackSignIn> browser,
                                                std::shared_ptr<BroughtSecrets> secrets)
{
    const auto network = std::make_shared<QNetworkAccessManager>();
    const connectors::Surroundings surroundings{.network = *network, .clock = clock, .timeout = timeout, .secrets = secrets};
    const auto isBack = std::make_shared<bool>(false);
    const connectors::LoopbackSignIn::Exchange exchange = [connection, surroundings, isBack](connectors::LoopbackSignIn::Grant grant) {
        *isBack = true;
        return connectors::ringcentral::keepSignIn(connection, surroundings, std::move(grant));
    };
    const Done done = co_await browser->finish(exchange, ConnectionWorks::signInPatience);
    ConnectionWorks::SignedIn signedIn;
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

Error secretMissing()
{
    return {.kind = ErrorKind::NotFound, .what = u"a secret of this connection is not in this computer's keychain"_s};
}

} // namespace

Result<ConnectionWorks::Target> ConnectionWorks::targetOf(store::Database &database, const QString &connection, const QString &publicUrl)
{
    const Result<board::PhoneSystems> systems = board::readPhoneSystems(database);
    if (!systems)
        return failure(systems);
    for (const board::ConnectionCard &card : systems->connections) {
        if (card.connection.id == connection)
            return Target{.connection = card.connection, .lines = systems->lines, .publicUrl = publicUrl};
    }
    return failure(ErrorKind::NotFound, u"there is no connection of that id"_s);
}

ConnectionWorks::ConnectionWorks(const Clock &clock, settings::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_secretStore(secrets)
{}

ConnectionWorks::~ConnectionWorks()
{
    giveUpSignIn();
    for (const std::weak_ptr<connectors::PhoneProvider> &each : m_open) {
        if (const std::shared_ptr<connectors::PhoneProvider> provider = each.lock())
            provider->abandon();
    }
    // What is under way uses our network: it ends with the next turns of the event loop.
    const QDeadlineTimer patience(std::chrono::seconds(5));
    const auto isUnderWay = [](const auto &each) {
        return !each.expired();
    };
    while (!patience.hasExpired() && (isUnderWay(m_signIn) || std::any_of(m_open.cbegin(), m_open.cend(), isUnderWay)))
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
}

// Null when a secret is missing.
std::shared_ptr<connectors::PhoneProvider> ConnectionWorks::open(const Target &target)
{
    QHash<QString, QByteArray> values;
    for (const settings::SecretName &name : target.connection.secrets()) {
        if (const Result<QByteArray> value = m_secretStore.read(name.name))
            values.insert(name.name, *value);
    }
    const auto secrets = std::make_shared<FreshSecrets>(values, m_shared ? m_shared : std::make_shared<SecretVault>(m_secretStore));
    for (const settings::SecretName &name : target.connection.secrets()) {
        if (name.isNeeded && secrets->value(name.name).isEmpty())
            return nullptr;
    }
    std::shared_ptr<connectors::PhoneProvider> provider =
        connectors::phoneSystem(target.connection.type())
            .open(target.connection,
                  {.network = m_network, .clock = m_clock, .timeout = target.timeout, .secrets = secrets, .publicUrl = target.publicUrl});
    std::erase_if(m_open, [](const auto &each) { return each.expired(); });
    m_open.push_back(provider);
    return provider;
}

// All is there but what a sign-in in the browser brings.
bool ConnectionWorks::lacksOnlySignIn(const settings::Connection &connection)
{
    if (!board::signsInByBrowser(connection))
        return false;
    const QString &credential = std::get<settings::RingCentralAccount>(connection.account).credentialSecret;
    const QList<settings::SecretName> names = connection.secrets();
    return std::all_of(names.cbegin(), names.cend(), [&](const settings::SecretName &name) {
        return !name.isNeeded || name.name == credential || m_secretStore.read(name.name).has_value();
    });
}

QCoro::Task<QList<TestFinding>> ConnectionWorks::test(Target target)
{
    QList<TestFinding> told;
    // The provider lives as long as this coroutine.
    const std::shared_ptr<connectors::PhoneProvider> provider = open(target);
    if (!provider) {
        told.append({.check = u"credentials"_s,
                     .level = TestFinding::Level::Bad,
                     .problem = lacksOnlySignIn(target.connection) ? u"not_signed_in"_s : u"secret_missing"_s,
                     .subject = {},
                     .detail = {}});
        co_return told;
    }
    const connectors::TestQuery query = queryOf(target);
    const QList<Finding> findings = co_await provider->test(query);
    for (const Finding &finding : findings) {
        told.append({.check = wordOf(finding.check),
                     .level = levelOf(finding.level),
                     .problem = finding.problem,
                     .subject = finding.subject,
                     .detail = finding.detail});
    }
    co_return told;
}

QCoro::Task<Result<QList<WiringRow>>> ConnectionWorks::look(Target target)
{
    Result<QList<WiringRow>> answer;
    const std::shared_ptr<connectors::PhoneProvider> provider = open(target);
    if (!provider) {
        answer = tl::unexpected<Error>(secretMissing());
        co_return answer;
    }
    const connectors::TestQuery query = queryOf(target);
    const Result<QList<connectors::WiringPoint>> points = co_await provider->wiring(query);
    if (points)
        answer = rowsOf(*points);
    else
        answer = failure(points);
    co_return answer;
}

QCoro::Task<Result<ConnectionWorks::Wired>> ConnectionWorks::wire(Target target)
{
    Result<Wired> answer;
    const std::shared_ptr<connectors::PhoneProvider> provider = open(target);
    if (!provider) {
        answer = tl::unexpected<Error>(secretMissing());
        co_return answer;
    }
    const connectors::TestQuery query = queryOf(target);
    const Result<connectors::Wired> wired = co_await provider->wire(query);
    if (wired)
        answer = Wired{.before = rowsOf(wired->points), .undo = wired->undo};
    else
        answer = failure(wired);
    co_return answer;
}

QCoro::Task<Result<QList<WiringRow>>> ConnectionWorks::unwire(Target target, QByteArray undo)
{
    Result<QList<WiringRow>> answer;
    const std::shared_ptr<connectors::PhoneProvider> provider = open(target);
    if (!provider) {
        answer = tl::unexpected<Error>(secretMissing());
        co_return answer;
    }
    const Result<QList<connectors::WiringPoint>> points = co_await provider->unwire(undo);
    if (points)
        answer = rowsOf(*points);
    else
        answer = failure(points);
    co_return answer;
}

QCoro::Task<ConnectionWorks::SignedIn> ConnectionWorks::signIn(Target target, OpenPage openPage)
{
    giveUpSignIn();
    SignedIn signedIn;
    const auto secrets = std::make_shared<BroughtSecrets>();
    const auto &account = std::get<settings::RingCentralAccount>(target.connection.account);
    if (!account.clientSecret.isEmpty()) {
        const Result<QByteArray> secret = m_secretStore.read(account.clientSecret);
        if (!secret) {
            signedIn.end.how = How::SecretMissing;
            co_return signedIn;
        }
        secrets->values.insert(account.clientSecret, *secret);
    }
    const auto browser = std::make_shared<connectors::LoopbackSignIn>(connectors::ringcentral::signInOf(target.connection));
    const Result<QByteArray> url = browser->start();
    if (!url) {
        signedIn.end = {.how = How::PortTaken, .detail = url.error().what};
        co_return signedIn;
    }
    m_signIn = browser;
    QCoro::Task<SignedIn> underWay = signInAt(target.connection, target.timeout, m_clock, browser, secrets);
    openPage(*url);
    // From here on nothing of this object is used.
    signedIn = co_await underWay;
    co_return signedIn;
}

void ConnectionWorks::giveUpSignIn()
{
    if (const std::shared_ptr<connectors::LoopbackSignIn> browser = m_signIn.lock())
        browser->giveUp();
}

} // namespace ringback::app

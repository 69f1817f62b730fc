#include "connectionworks.h"

#include "connectors/phonesystem.h"
#include "connectors/ringcentral/signin.h"

namespace ringback::app {

using namespace Qt::StringLiterals;
using board::TestFinding;
using board::WiringRow;

namespace {

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
    giveUp(m_signIn, m_open);
}

// Null when a secret is missing.
std::shared_ptr<connectors::PhoneProvider> ConnectionWorks::open(const Target &target)
{
    const std::shared_ptr<connectors::Secrets> secrets = freshSecrets(m_secretStore, target.connection.secrets(), m_shared);
    if (!secrets)
        return nullptr;
    std::shared_ptr<connectors::PhoneProvider> provider =
        connectors::phoneSystem(target.connection.type())
            .open(target.connection,
                  {.network = m_network, .clock = m_clock, .timeout = target.timeout, .secrets = secrets, .publicUrl = target.publicUrl});
    m_open.add(provider);
    return provider;
}

// All is there but what a sign-in in the browser brings.
bool ConnectionWorks::lacksOnlySignIn(const settings::Connection &connection)
{
    return board::signsInByBrowser(connection) &&
           lacksOnly(std::get<settings::RingCentralAccount>(connection.account).credentialSecret, m_secretStore, connection.secrets());
}

QCoro::Task<QList<TestFinding>> ConnectionWorks::test(Target target)
{
    QList<TestFinding> findings;
    // The provider lives as long as this coroutine.
    const std::shared_ptr<connectors::PhoneProvider> provider = open(target);
    if (!provider) {
        findings.append(credentialsFinding(lacksOnlySignIn(target.connection) ? u"not_signed_in"_s : u"secret_missing"_s));
        co_return findings;
    }
    const connectors::TestQuery query = queryOf(target);
    const QList<connectors::Finding> found = co_await provider->test(query);
    findings = told(found);
    co_return findings;
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
    const auto &account = std::get<settings::RingCentralAccount>(target.connection.account);
    BrowserSignIn::Request request{
        .provider = connectors::ringcentral::signInOf(target.connection), .secrets = {}, .timeout = target.timeout};
    if (!account.clientSecret.isEmpty()) {
        const Result<QByteArray> secret = m_secretStore.read(account.clientSecret);
        if (!secret) {
            SignedIn missing;
            missing.end.how = board::SignInEnd::How::SecretMissing;
            co_return missing;
        }
        request.secrets.insert(account.clientSecret, *secret);
    }
    request.exchange = [connection = target.connection](connectors::Surroundings surroundings, connectors::LoopbackSignIn::Grant grant) {
        return connectors::ringcentral::keepSignIn(connection, surroundings, std::move(grant));
    };
    QCoro::Task<SignedIn> underWay = m_signIn.signIn(std::move(request), m_clock, std::move(openPage));
    SignedIn signedIn = co_await underWay;
    co_return signedIn;
}

void ConnectionWorks::giveUpSignIn()
{
    m_signIn.giveUp();
}

} // namespace ringback::app

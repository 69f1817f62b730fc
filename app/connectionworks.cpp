#include "connectionworks.h"

#include "connectors/phonesystem.h"
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
    for (const std::weak_ptr<connectors::PhoneProvider> &each : m_open) {
        if (const std::shared_ptr<connectors::PhoneProvider> provider = each.lock())
            provider->abandon();
    }
    // What is under way uses our network: it ends with the next turns of the event loop.
    const QDeadlineTimer patience(std::chrono::seconds(5));
    while (!patience.hasExpired() && std::any_of(m_open.cbegin(), m_open.cend(), [](const auto &each) { return !each.expired(); }))
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

QCoro::Task<QList<TestFinding>> ConnectionWorks::test(Target target)
{
    QList<TestFinding> told;
    // The provider lives as long as this coroutine.
    const std::shared_ptr<connectors::PhoneProvider> provider = open(target);
    if (!provider) {
        told.append(
            {.check = u"credentials"_s, .level = TestFinding::Level::Bad, .problem = u"secret_missing"_s, .subject = {}, .detail = {}});
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

} // namespace ringback::app

#include "service.h"

#include "base/id.h"
#include "connectors/calendar.h"
#include "connectors/leadsystem.h"
#include "connectors/mail/smtpmailer.h"
#include "connectors/phonesystem.h"
#include "engine/office.h"
#include "places.h"
#include "secretvault.h"
#include "upkeep.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QUrl>

#include <algorithm>

namespace ringback::app {

using namespace Qt::StringLiterals;

namespace {

// Another text whenever one of them is replaced.
QByteArray markOf(const SecretVault &vault, const QList<settings::SecretName> &secrets)
{
    QByteArray mark;
    for (const settings::SecretName &secret : secrets)
        mark += QByteArray::number(vault.generation(secret.name)) + ' ';
    return mark;
}

} // namespace

Service::Service(Options options, const Clock &clock, settings::SecretStore &secrets)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_secretStore(secrets)
    , m_vault(std::make_shared<SecretVault>(secrets))
{
    m_engineThread.setObjectName(u"engine"_s);
    m_upkeepThread.setObjectName(u"upkeep"_s);
}

std::shared_ptr<connectors::Secrets> Service::secrets() const
{
    return m_vault;
}

Service::~Service()
{
    stop();
}

Done Service::start()
{
    Result<std::unique_ptr<store::Database>> database = openOffice(m_options.database, m_clock, m_options.writeTurn);
    if (!database)
        return tl::unexpected(withAdvice(database.error(), m_options.database));
    m_database = std::move(*database);
    if (const Done whole = checkAtStart(*m_database, m_clock.now()); !whole)
        return tl::unexpected(withAdvice(whole.error(), m_options.database));
    if (const Result<bool> fetched = fetchSecrets(); !fetched)
        return failure(fetched);

    if (!m_options.listenAddress.isEmpty()) {
        m_door = std::make_unique<ingress::WebhookDoor>(ingress::WebhookDoor::Config{
            .database = m_options.database,
            .writeTurn = m_options.writeTurn,
            .clock = m_clock,
            .idSeed = IdSource::systemSeed(),
            .publicUrl = m_options.publicUrl,
            .stored =
                [this] {
                    if (m_engine)
                        m_engine->wake();
                },
        });
    }
    // The engine first: the door's thread looks at it.
    m_engine = new engine::Engine({
        .database = m_options.database,
        .writeTurn = m_options.writeTurn,
        .clock = m_clock,
        .idSeed = IdSource::systemSeed(),
        .id = u"%1:%2:%3"_s.arg(QHostInfo::localHostName()).arg(QCoreApplication::applicationPid()).arg(IdSource::systemSeed(), 0, 36),
        .senders = [this](const settings::Connection &connection,
                          const settings::EngineLimits &limits) { return makeSender(connection, limits); },
        .mailers = [this](const settings::Setup &setup) { return makeMailer(setup); },
        .secretsMark = [vault = m_vault](const settings::Connection &connection) { return markOf(*vault, connection.secrets()); },
        .leadSystems = [this](const settings::LeadConnection &connection,
                              const settings::EngineLimits &limits) { return makeLeadSystem(connection, limits); },
        .leadSecretsMark = [vault = m_vault](const settings::LeadConnection &connection) { return markOf(*vault, connection.secrets()); },
        .calendars = {.open = [this](const settings::CalendarConnection &connection,
                                     const settings::EngineLimits &limits) { return makeCalendar(connection, limits); },
                      .secretsMark =
                          [vault = m_vault](const settings::CalendarConnection &connection) {
                              return markOf(*vault, connection.secrets());
                          }},
    });
    m_network = new QNetworkAccessManager;
    m_network->moveToThread(&m_engineThread);
    m_engine->moveToThread(&m_engineThread);
    connect(m_engine, &engine::Engine::officeChanged, this, &Service::officeChanged);
    connect(m_engine, &engine::Engine::problem, this, &Service::engineProblem);
    connect(m_engine, &engine::Engine::damaged, this, &Service::damaged);

    if (m_door) {
        const Result<quint16> port = m_door->start(m_options.listenAddress, m_options.port);
        if (!port) {
            delete std::exchange(m_engine, nullptr);
            delete std::exchange(m_network, nullptr);
            m_door.reset();
            return failure(port);
        }
        m_port = *port;
        const QString host = m_options.listenAddress.contains(u':') ? u"[%1]"_s.arg(m_options.listenAddress) : m_options.listenAddress;
        m_listeningOn = u"http://%1:%2"_s.arg(host).arg(m_port);
    }
    m_publicUrl = m_options.publicUrl.isEmpty() ? m_listeningOn : m_options.publicUrl;
    m_engine->setListeningOn(m_listeningOn);
    officeChanged();

    QEventLoop untilStarted;
    connect(m_engine, &engine::Engine::started, &untilStarted, &QEventLoop::quit);
    // A database that is away is tried again and again; the door answers 503 meanwhile.
    connect(m_engine, &engine::Engine::problem, &untilStarted, &QEventLoop::quit);
    connect(m_engine, &engine::Engine::damaged, &untilStarted, &QEventLoop::quit);
    connect(&m_engineThread, &QThread::started, m_engine, &engine::Engine::start);
    m_engineThread.start();
    untilStarted.exec();
    startUpkeep();
    return {};
}

void Service::startUpkeep()
{
    m_upkeep = new Upkeep(m_options.database, m_options.writeTurn, m_clock);
    m_upkeep->moveToThread(&m_upkeepThread);
    connect(m_upkeep, &Upkeep::problem, this, &Service::upkeepProblem);
    connect(m_upkeep, &Upkeep::damaged, this, &Service::damaged);
    connect(&m_upkeepThread, &QThread::started, m_upkeep, &Upkeep::start);
    connect(&m_upkeepThread, &QThread::finished, m_upkeep, &QObject::deleteLater);
    m_upkeepThread.start();
}

void Service::stop()
{
    if (!m_engine)
        return;
    if (m_upkeep) {
        // A backup under way is finished first: half of one would have to be thrown away.
        QMetaObject::invokeMethod(m_upkeep, &Upkeep::stop, Qt::BlockingQueuedConnection);
        m_upkeepThread.quit();
        m_upkeepThread.wait();
        m_upkeep = nullptr;
    }
    if (m_door)
        m_door->stop(); // what was answered is in the inbox; the next start works it off
    QEventLoop untilStopped;
    connect(m_engine, &engine::Engine::stopped, &untilStopped, &QEventLoop::quit);
    QMetaObject::invokeMethod(m_engine, &engine::Engine::stop, Qt::QueuedConnection);
    untilStopped.exec();
    m_engine->deleteLater();
    m_network->deleteLater();
    m_engineThread.quit();
    m_engineThread.wait();
    m_engine = nullptr;
    m_network = nullptr;
    m_door.reset();
    m_database.reset();
}

void Service::engineProblem(const QString &what)
{
    if (m_engineProblem == what) // said already
        return;
    m_engineProblem = what;
    Q_EMIT problem(what.isEmpty() ? m_upkeepProblem : what);
}

void Service::upkeepProblem(const QString &what)
{
    if (m_upkeepProblem == what)
        return;
    m_upkeepProblem = what;
    if (m_engineProblem.isEmpty()) // what keeps calls from being followed up comes first
        Q_EMIT problem(what);
}

// Providers are told to try again, so that nothing is acknowledged that a damaged file would lose.
void Service::damaged(const QString &what)
{
    m_damaged = true;
    if (m_door)
        m_door->setOffice({});
    QMetaObject::invokeMethod(m_engine, &engine::Engine::standStill, Qt::QueuedConnection);
    engineProblem(withAdvice({.kind = ErrorKind::Corrupt, .what = what}, m_options.database).what);
}

void Service::officeChanged()
{
    if (m_damaged)
        return;
    Result<bool> fresh = fetchSecrets();
    if (!fresh && fresh.error().kind == ErrorKind::Transient && m_database->dialect() == store::Dialect::PostgreSql) {
        // This connection is used when the office changes only: the server may have come back long since.
        if (m_database->reopen())
            fresh = fetchSecrets();
    }
    if (!fresh) {
        Q_EMIT problem(fresh.error().what);
        return;
    }
    const Result<std::optional<engine::Office>> office = engine::loadOffice(*m_database);
    if (!office) {
        Q_EMIT problem(office.error().what);
        return;
    }
    if (*office && m_door) {
        QList<settings::Connection> connections;
        for (const settings::Connection &connection : (*office)->setup.connections) {
            if (hasSecrets(connection)) // without them nothing can be told from a forgery
                connections.append(connection);
        }
        m_door->setOffice({.connections = connections,
                           .secrets = m_vault,
                           .lines = (*office)->setup.lines,
                           .bookingPages = (*office)->setup.bookingPages});
    }
    if (*fresh) // the engine made its senders before the secrets were there
        QMetaObject::invokeMethod(m_engine, &engine::Engine::remakeSenders, Qt::QueuedConnection);
}

// Whether any of them is new.
Result<bool> Service::fetchSecrets()
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(*m_database);
    if (!office)
        return failure(office);
    QHash<QString, QByteArray> secrets;
    if (*office) {
        const settings::Setup &setup = (*office)->setup;
        for (const settings::Connection &connection : setup.connections) {
            for (const settings::SecretName &secret : connection.secrets())
                fetchSecret(secret.name, secret.isNeeded ? u"Calls and texts of \"%1\" wait"_s.arg(connection.id) : QString(), secrets);
        }
        for (const settings::LeadConnection &connection : setup.leadSystems) {
            for (const settings::SecretName &secret : connection.secrets())
                fetchSecret(secret.name, secret.isNeeded ? u"What \"%1\" is to be told waits"_s.arg(connection.id) : QString(), secrets);
        }
        for (const settings::CalendarConnection &connection : setup.calendars) {
            for (const settings::SecretName &secret : connection.secrets())
                fetchSecret(secret.name, secret.isNeeded ? u"The calendar \"%1\" is not known"_s.arg(connection.id) : QString(), secrets);
        }
        for (const settings::BookingPage &page : setup.bookingPages) {
            for (const settings::SecretName &secret : page.secrets())
                fetchSecret(secret.name, u"What \"%1\" tells of bookings waits"_s.arg(page.id), secrets);
        }
        if (setup.mail && !setup.mail->passwordSecret.isEmpty())
            fetchSecret(setup.mail->passwordSecret, u"E-mails wait"_s, secrets);
    }
    return m_vault->replace(std::move(secrets));
}

void Service::fetchSecret(const QString &name, const QString &whatWaits, QHash<QString, QByteArray> &secrets)
{
    if (const Result<QByteArray> secret = m_secretStore.read(name)) {
        secrets.insert(name, *secret);
        m_missing.remove(name);
    } else if (!whatWaits.isEmpty() && !m_missing.contains(name)) {
        m_missing.insert(name);
        Q_EMIT problem(u"The secret \"%1\" cannot be read: %2. %3 until it can."_s.arg(name, secret.error().what, whatWaits));
    }
}

bool Service::hasSecrets(const settings::Connection &connection) const
{
    const QList<settings::SecretName> secrets = connection.secrets();
    return std::all_of(secrets.cbegin(), secrets.cend(),
                       [this](const settings::SecretName &secret) { return !secret.isNeeded || !m_vault->value(secret.name).isEmpty(); });
}

// On the engine's thread.
engine::Sender Service::makeSender(const settings::Connection &connection, const settings::EngineLimits &limits)
{
    const connectors::PhoneSystem &system = connectors::phoneSystem(connection.type());
    engine::Sender sender;
    sender.provider = system.open(
        connection,
        {.network = *m_network, .clock = m_clock, .timeout = limits.requestTimeout, .secrets = m_vault, .publicUrl = m_options.publicUrl});
    sender.statusCallback = system.receiptsUrl(connection, m_publicUrl);
    sender.hasWebhooks = !m_options.publicUrl.isEmpty() && connection.type() != "google_voice"_L1;
    if (sender.hasWebhooks)
        sender.callsCallback = QUrl(m_options.publicUrl + connectors::webhookPath(connection));
    return sender;
}

// On the engine's thread.
std::shared_ptr<connectors::LeadSystem> Service::makeLeadSystem(const settings::LeadConnection &connection,
                                                                const settings::EngineLimits &limits)
{
    return connectors::leadSystemKind(connection.type())
        .open(connection, {.network = *m_network,
                           .clock = m_clock,
                           .timeout = limits.requestTimeout,
                           .secrets = m_vault,
                           .publicUrl = m_options.publicUrl});
}

// On the engine's thread. Null also when a secret is missing.
std::shared_ptr<connectors::Calendar> Service::makeCalendar(const settings::CalendarConnection &connection,
                                                            const settings::EngineLimits &limits)
{
    const connectors::CalendarKind *const kind = connectors::calendarKind(connection.type());
    const QList<settings::SecretName> secrets = connection.secrets();
    const bool isWhole = std::all_of(secrets.cbegin(), secrets.cend(), [this](const settings::SecretName &secret) {
        return !secret.isNeeded || !m_vault->value(secret.name).isEmpty();
    });
    if (kind == nullptr || !kind->open || !isWhole)
        return nullptr;
    return kind->open(
        connection,
        {.network = *m_network, .clock = m_clock, .timeout = limits.requestTimeout, .secrets = m_vault, .publicUrl = m_options.publicUrl});
}

// On the engine's thread.
std::shared_ptr<connectors::Mailer> Service::makeMailer(const settings::Setup &setup)
{
    connectors::mail::SmtpAccount account{.mail = *setup.mail, .password = {}, .timeout = setup.engine.requestTimeout, .caFile = {}};
    if (account.mail.fromName.isEmpty())
        account.mail.fromName = setup.company.name;
    if (!account.mail.user.isEmpty()) {
        account.password = QString::fromUtf8(m_vault->value(account.mail.passwordSecret));
        if (account.password.isEmpty())
            return nullptr;
    }
    return std::make_shared<connectors::mail::SmtpMailer>(std::move(account), m_clock);
}

} // namespace ringback::app

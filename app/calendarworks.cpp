#include "calendarworks.h"

#include "engine/office.h"
#include "secretvault.h"

#include <variant>

namespace ringback::app {

using namespace Qt::StringLiterals;
using board::TestFinding;

namespace {

// Where a sign-in in the browser keeps what it brings; empty where there is no such place.
QString credentialOf(const settings::CalendarConnection &connection)
{
    return std::visit(
        [](const auto &account) {
            if constexpr (requires { account.credentialSecret; })
                return account.credentialSecret;
            else
                return QString();
        },
        connection.account);
}

} // namespace

Result<CalendarWorks::Target> CalendarWorks::targetOf(store::Database &database, const QString &calendar)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    const settings::CalendarConnection *const found = *office ? (*office)->setup.calendar(calendar) : nullptr;
    if (found == nullptr)
        return failure(ErrorKind::NotFound, u"there is no calendar of that id"_s);
    return Target{.connection = *found, .timeout = (*office)->setup.engine.requestTimeout};
}

CalendarWorks::CalendarWorks(const Clock &clock, settings::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_secretStore(secrets)
{}

CalendarWorks::~CalendarWorks()
{
    m_signIn.giveUp();
    m_open.abandon();
    waitUntilOver([this] { return m_signIn.isUnderWay() || m_open.isAny(); });
}

// Null when a secret is missing.
std::shared_ptr<connectors::Calendar> CalendarWorks::open(const Target &target)
{
    const std::shared_ptr<connectors::Secrets> secrets =
        freshSecrets(m_secretStore, target.connection.secrets(), m_shared ? m_shared : std::make_shared<SecretVault>(m_secretStore));
    const connectors::CalendarKind *const kind = connectors::calendarKind(target.connection.type());
    if (!secrets || kind == nullptr || !kind->open)
        return nullptr;
    std::shared_ptr<connectors::Calendar> calendar =
        kind->open(target.connection, {.network = m_network, .clock = m_clock, .timeout = target.timeout, .secrets = secrets});
    if (calendar)
        m_open.add(calendar);
    return calendar;
}

QString CalendarWorks::whatIsMissing(const desk::CalendarConnection &connection)
{
    const bool isSignIn =
        board::calendarCardOf(connection).signsInByBrowser && lacksOnly(credentialOf(connection), m_secretStore, connection.secrets());
    return isSignIn ? u"not_signed_in"_s : u"secret_missing"_s;
}

QCoro::Task<QList<TestFinding>> CalendarWorks::test(Target target)
{
    QList<TestFinding> findings;
    // The calendar lives as long as this coroutine.
    const std::shared_ptr<connectors::Calendar> calendar = open(target);
    if (!calendar) {
        findings.append(credentialsFinding(whatIsMissing(target.connection)));
        co_return findings;
    }
    const QList<connectors::Finding> found = co_await calendar->test();
    findings = told(found);
    co_return findings;
}

QCoro::Task<CalendarWorks::SignedIn> CalendarWorks::signIn(Target target, OpenPage openPage)
{
    SignedIn signedIn;
    const connectors::CalendarKind *const kind = connectors::calendarKind(target.connection.type());
    if (kind == nullptr || !kind->signIn || !kind->finish) {
        signedIn.end.how = board::SignInEnd::How::GivenUp;
        co_return signedIn;
    }
    BrowserSignIn::Request request{.provider = kind->signIn(target.connection), .secrets = {}, .timeout = target.timeout};
    const QString credential = credentialOf(target.connection);
    for (const settings::SecretName &name : target.connection.secrets()) {
        if (name.name == credential)
            continue;
        const Result<QByteArray> secret = m_secretStore.read(name.name);
        if (!secret && name.isNeeded) {
            signedIn.end.how = board::SignInEnd::How::SecretMissing;
            co_return signedIn;
        }
        if (secret)
            request.secrets.insert(name.name, *secret);
    }
    request.exchange = [kind, connection = target.connection](connectors::Surroundings surroundings,
                                                              connectors::LoopbackSignIn::Grant grant) {
        return kind->finish(connection, surroundings, std::move(grant));
    };
    QCoro::Task<SignedIn> underWay = m_signIn.signIn(std::move(request), m_clock, std::move(openPage));
    signedIn = co_await underWay;
    co_return signedIn;
}

void CalendarWorks::giveUpSignIn()
{
    m_signIn.giveUp();
}

} // namespace ringback::app

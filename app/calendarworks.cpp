#include "calendarworks.h"

#include "engine/office.h"

namespace ringback::app {

using namespace Qt::StringLiterals;
using board::TestFinding;

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
    giveUp(m_signIn, m_open);
}

// Null when a secret is missing.
std::shared_ptr<connectors::Calendar> CalendarWorks::open(const Target &target)
{
    const std::shared_ptr<connectors::Secrets> secrets = freshSecrets(m_secretStore, target.connection.secrets(), m_shared);
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
    const bool isSignIn = board::calendarCardOf(connection).signsInByBrowser &&
                          lacksOnly(credentialOf(connection.account), m_secretStore, connection.secrets());
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
    const auto secrets = secretsBeside(credentialOf(target.connection.account), m_secretStore, target.connection.secrets());
    if (!secrets) {
        signedIn.end.how = board::SignInEnd::How::SecretMissing;
        co_return signedIn;
    }
    BrowserSignIn::Request request{.provider = kind->signIn(target.connection), .secrets = *secrets, .timeout = target.timeout};
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

#include "leadworks.h"

#include "engine/office.h"

namespace ringback::app {

using namespace Qt::StringLiterals;
using board::TestFinding;

Result<LeadWorks::Target> LeadWorks::targetOf(store::Database &database, const QString &connection)
{
    const Result<std::optional<engine::Office>> office = engine::loadOffice(database);
    if (!office)
        return failure(office);
    const settings::LeadConnection *const found = *office ? (*office)->setup.leadSystem(connection) : nullptr;
    if (found == nullptr)
        return failure(ErrorKind::NotFound, u"there is no lead system of that id"_s);
    return Target{.connection = *found,
                  .zone = (*office)->setup.company.timeZone,
                  .tag = (*office)->playbook.lead.tag,
                  .status = (*office)->playbook.lead.newStatus,
                  .timeout = (*office)->setup.engine.requestTimeout};
}

LeadWorks::LeadWorks(const Clock &clock, settings::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_secretStore(secrets)
{}

LeadWorks::~LeadWorks()
{
    giveUp(m_signIn, m_open);
}

calls::PhoneNumber LeadWorks::testNumber()
{
    return *calls::PhoneNumber::fromE164(u"+12145550100"_s); // 555-01xx is never given out
}

// Null when a secret is missing.
std::shared_ptr<connectors::LeadSystem> LeadWorks::open(const Target &target)
{
    const std::shared_ptr<connectors::Secrets> secrets = freshSecrets(m_secretStore, target.connection.secrets(), m_shared);
    if (!secrets)
        return nullptr;
    std::shared_ptr<connectors::LeadSystem> system =
        connectors::leadSystemKind(target.connection.type())
            .open(target.connection, {.network = m_network, .clock = m_clock, .timeout = target.timeout, .secrets = secrets});
    if (system)
        m_open.add(system);
    return system;
}

QString LeadWorks::whatIsMissing(const desk::LeadConnection &connection)
{
    const bool isSignIn =
        board::leadSignsInByBrowser(connection) && lacksOnly(credentialOf(connection.account), m_secretStore, connection.secrets());
    return isSignIn ? u"not_signed_in"_s : u"secret_missing"_s;
}

QCoro::Task<QList<TestFinding>> LeadWorks::test(Target target)
{
    QList<TestFinding> findings;
    // The system lives as long as this coroutine.
    const std::shared_ptr<connectors::LeadSystem> system = open(target);
    if (!system) {
        findings.append(credentialsFinding(whatIsMissing(target.connection)));
        co_return findings;
    }
    const QList<connectors::Finding> found = co_await system->test();
    findings = told(found);
    co_return findings;
}

QCoro::Task<QList<TestFinding>> LeadWorks::tryRecord(Target target)
{
    QList<TestFinding> findings;
    const std::shared_ptr<connectors::LeadSystem> system = open(target);
    if (!system) {
        findings.append(credentialsFinding(whatIsMissing(target.connection)));
        co_return findings;
    }
    const connectors::LeadFacts facts{.number = testNumber(),
                                      .name = u"Ringback Test"_s,
                                      .email = {},
                                      .language = u"en"_s,
                                      .line = u"Test"_s,
                                      .lineSource = {},
                                      .tag = target.tag,
                                      .status = target.status,
                                      .calledAt = m_clock.now(),
                                      .zone = target.zone};
    const QList<connectors::Finding> found = co_await system->tryRecord(facts);
    findings = told(found);
    co_return findings;
}

QCoro::Task<Result<board::LeadLists>> LeadWorks::choices(Target target)
{
    Result<board::LeadLists> answer;
    const std::shared_ptr<connectors::LeadSystem> system = open(target);
    if (!system) {
        answer = tl::unexpected<Error>(secretMissing());
        co_return answer;
    }
    const Result<connectors::ChoiceLists> lists = co_await system->choices();
    if (!lists) {
        answer = failure(lists);
        co_return answer;
    }
    for (auto list = lists->begin(); list != lists->end(); ++list) {
        QList<board::LeadChoice> &choices = (*answer)[list.key()];
        for (const connectors::Choice &choice : *list)
            choices.append({.id = choice.id, .name = choice.name});
    }
    co_return answer;
}

QCoro::Task<LeadWorks::SignedIn> LeadWorks::signIn(Target target, OpenPage openPage)
{
    SignedIn signedIn;
    const connectors::LeadSystemKind &kind = connectors::leadSystemKind(target.connection.type());
    const std::optional<connectors::LoopbackSignIn::Provider> provider = kind.signInOf(target.connection);
    if (!provider) {
        signedIn.end.how = board::SignInEnd::How::GivenUp;
        co_return signedIn;
    }
    const auto secrets = secretsBeside(credentialOf(target.connection.account), m_secretStore, target.connection.secrets());
    if (!secrets) {
        signedIn.end.how = board::SignInEnd::How::SecretMissing;
        co_return signedIn;
    }
    BrowserSignIn::Request request{.provider = *provider, .secrets = *secrets, .timeout = target.timeout};
    request.exchange = [&kind, connection = target.connection](connectors::Surroundings surroundings,
                                                               connectors::LoopbackSignIn::Grant grant) {
        return kind.keepSignIn(connection, surroundings, std::move(grant));
    };
    QCoro::Task<SignedIn> underWay = m_signIn.signIn(std::move(request), m_clock, std::move(openPage));
    signedIn = co_await underWay;
    co_return signedIn;
}

void LeadWorks::giveUpSignIn()
{
    m_signIn.giveUp();
}

} // namespace ringback::app

#include "connectors/jobber/inputs.h"
#include "connectors/jobber/records.h"
#include "connectors/jobber/system.h"
#include "connectors/webhookprobe.h"

#include <QJsonArray>

#include <algorithm>

// *Test this connection*.
namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

Finding found(Check check, const QString &problem, const QString &detail = {}, const QString &subject = {}, Level level = Level::Bad)
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding good(Check check, const QString &subject = {})
{
    return found(check, u"ok"_s, {}, subject, Level::Good);
}

Finding credentials(const Reply &reply)
{
    const QString said = u"%1 %2"_s.arg(reply.code, reply.message).trimmed();
    switch (reply.kind) {
    case Reply::Kind::Good:
        return good(Check::Credentials);
    case Reply::Kind::SignedOut: {
        const bool isOfApp = reply.message == "invalid_client"_L1 || reply.message == "unauthorized_client"_L1;
        return found(Check::Credentials, isOfApp ? u"wrong"_s : u"not_signed_in"_s, said);
    }
    case Reply::Kind::NoRight:
        return found(Check::Credentials, u"no_right"_s, said);
    case Reply::Kind::Throttled:
        return found(Check::Credentials, u"rate_limited"_s, said, {}, Level::Warning);
    case Reply::Kind::ForNow:
    case Reply::Kind::Wrong:
    case Reply::Kind::Unclear:
    case Reply::Kind::Unreadable:
        break;
    }
    return found(Check::Credentials, u"not_reached"_s, said);
}

// A number that nobody has.
calls::PhoneNumber nobodys()
{
    return *calls::PhoneNumber::fromE164(u"+12145550100");
}

} // namespace

QCoro::Task<QList<Finding>> JobberSystem::test()
{
    QList<Finding> findings;
    const QJsonObject nothing;
    const Reply account = co_await m_api.ask(operations::account(), nothing);
    Finding access = credentials(account);
    if (account.isGood() && account.data.value("account"_L1).toObject().isEmpty())
        access = found(Check::Credentials, u"not_reached"_s, u"what came is no answer of Jobber's"_s);
    if (access.level == Level::Good && !account.versionWarning.isEmpty()) // the version of the schema grows old
        access.detail = account.versionWarning;
    findings.append(access);
    if (const std::optional<Finding> clock = clockFinding(m_api.lastAnswer(), m_api.now()))
        findings.append(*clock);
    if (access.level != Level::Good)
        co_return findings; // the rest would say the same

    const LeadQuery query{.number = nobodys(), .email = {}};
    const Asked<QList<QJsonObject>> clients = co_await clientsWith(query);
    if (clients)
        findings.append(good(Check::Lookup));
    else
        findings.append(found(Check::Lookup, clients.error().kind == Reply::Kind::NoRight ? u"no_right"_s : u"not_readable"_s,
                              clients.error().message));

    const Result<ChoiceLists> lists = co_await choices();
    if (!lists) {
        const bool mayNot = lists.error().kind == ErrorKind::Refused;
        findings.append(found(Check::Choices, mayNot ? u"no_right"_s : u"not_readable"_s, lists.error().what));
        co_return findings;
    }
    const QList<Choice> users = lists->value(u"users"_s);
    bool allThere = true;
    for (auto choice = m_connection.choices.cbegin(); choice != m_connection.choices.cend(); ++choice) {
        const bool isUser = choice.key().startsWith("user."_L1) && !choice.value().isEmpty();
        if (isUser && std::none_of(users.cbegin(), users.cend(), [&](const Choice &user) { return user.id == choice.value(); })) {
            findings.append(found(Check::Choices, u"gone"_s, {}, choice.key()));
            allThere = false;
        }
    }
    if (allThere)
        findings.append(good(Check::Choices));
    co_return findings;
}

QCoro::Task<QList<Finding>> JobberSystem::tryRecord(LeadFacts facts)
{
    QList<Finding> findings;
    const QJsonObject variables{{u"input"_s, clientInput(m_connection, facts)}};
    const Made made = co_await make(operations::createClient(), variables, u"clientCreate"_s, u"client"_s);
    if (made) {
        // Jobber deletes no client for a program.
        const QString url = made->value("jobberWebUri"_L1).toString().left(512);
        findings.append(found(Check::Record, u"left_there"_s, url, facts.number.display(), Level::Warning));
        co_return findings;
    }
    const NotWritten *refused = std::get_if<NotWritten>(&made.error());
    const bool mayNot = refused && refused->kind == NotWritten::Class::Account;
    const QString detail = refused ? u"%1 %2"_s.arg(refused->code, refused->message).trimmed() : std::get<Unknown>(made.error()).why;
    findings.append(found(Check::Record, mayNot ? u"no_right"_s : u"not_made"_s, detail));
    co_return findings;
}

} // namespace ringback::connectors::jobber

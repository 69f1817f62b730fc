#include "connectors/hook/system.h"

#include "base/time.h"
#include "connectors/hook/events.h"
#include "connectors/standardwebhooks.h"

#include <QJsonDocument>
#include <QRandomGenerator>

namespace ringback::connectors::hook {

using namespace Qt::StringLiterals;
using Class = NotWritten::Class;

namespace {

// Of what is posted for a test: as a write's marker looks, and never the same twice.
QString testMarker()
{
    static const QString letters = u"abcdefghijklmnopqrstuvwxyz234567"_s;
    QString marker = u"rb-"_s;
    for (int i = 0; i < 12; ++i)
        marker += letters.at(QRandomGenerator::system()->bounded(32));
    return marker;
}

Class classOf(int status)
{
    if (status >= 500)
        return Class::ForNow; // received at least once is what is promised, so the same again does no harm
    switch (status) {
    case 408:
    case 425:
    case 429:
        return Class::ForNow;
    case 401:
    case 403:
    case 404:
    case 407:
    case 410:
        return Class::Account; // the address or what it lets in, and no other post would fare better
    default:
        break;
    }
    return status < 400 ? Class::Account : Class::Write; // a redirect is not followed: where to would be somebody else's choice
}

QString codeOf(int status)
{
    if (status == 410 || status == 404)
        return u"address_gone"_s;
    if (status < 400)
        return u"redirected"_s;
    return u"http_%1"_s.arg(status);
}

Finding finding(Check check, Finding::Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

} // namespace

HookSystem::HookSystem(HookSettings settings, const Surroundings &surroundings)
    : m_settings(std::move(settings))
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, m_settings.timeout)
    , m_turns(RateLimit::ofCredential(m_settings.address, postsPerSecond, std::chrono::seconds(1)), surroundings.clock)
{}

QCoro::Task<WriteOutcome> HookSystem::write(LeadWrite write)
{
    if (!m_settings.events.isEmpty() && !m_settings.events.contains(eventTypeOf(write))) {
        WriteOutcome notWanted = NotWritten{.kind = Class::Unable, .code = u"event_not_chosen"_s, .message = {}, .retryAfter = {}};
        co_return notWanted;
    }
    QJsonObject event = eventOf(write, m_settings.choices);
    const LeadWriteHeader header = std::visit([](const auto &each) { return each.header; }, write);
    const Posted posted = co_await post(std::move(event));
    WriteOutcome outcome = posted.why;
    if (posted.how == Posted::How::Unknown)
        outcome = Unknown{posted.why.message};
    if (posted.how == Posted::How::Taken) {
        Written written{.link = header.link};
        if (written.link.record.isEmpty()) {
            written.link.record = leadIdOf(header);
            written.link.isOurs = true;
        }
        if (std::holds_alternative<PutTask>(write))
            written.link.task = header.marker;
        outcome = written;
    }
    co_return outcome;
}

// There is nothing to look at. Sending the same event_id again is what its receivers are told to expect.
QCoro::Task<WriteFinding> HookSystem::findWritten(LeadWrite, Instant)
{
    WriteFinding finding = NotFound{};
    co_return finding;
}

void HookSystem::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

QCoro::Task<QList<Finding>> HookSystem::test()
{
    QJsonObject ping = pingOf(testMarker(), m_clock.now());
    const Posted posted = co_await post(std::move(ping));
    QList<Finding> findings = findingsOf(posted);
    for (const QString &event : m_settings.events) {
        if (!eventTypes().contains(event))
            findings.append(finding(Check::Choices, Finding::Level::Bad, u"gone"_s, u"events"_s, event));
    }
    co_return findings;
}

QCoro::Task<QList<Finding>> HookSystem::tryRecord(LeadFacts facts)
{
    const PutLead lead{.header = {.link = {}, .facts = facts, .marker = testMarker(), .at = m_clock.now(), .text = u"Ringback test"_s}};
    QJsonObject event = eventOf(lead, m_settings.choices);
    event.insert(u"test"_s, true);
    const Posted posted = co_await post(std::move(event));
    QList<Finding> findings;
    if (posted.how == Posted::How::Taken)
        findings.append(finding(Check::Record, Finding::Level::Warning, u"left_there"_s));
    else
        findings.append(finding(Check::Record, Finding::Level::Bad, u"not_made"_s, {}, posted.why.message));
    co_return findings;
}

QCoro::Task<HookSystem::Posted> HookSystem::post(QJsonObject event)
{
    Posted posted;
    if (!m_settings.trouble.isEmpty()) {
        posted.why = {.kind = Class::Account, .code = m_settings.trouble, .message = m_settings.trouble, .retryAfter = {}};
        co_return posted;
    }
    const bool isTurn = co_await m_turns.wait();
    if (!isTurn) {
        posted.why = {.kind = Class::ForNow, .code = {}, .message = u"given up while it waited for its turn"_s, .retryAfter = {}};
        co_return posted;
    }
    HttpCall call;
    call.verb = "POST";
    call.url = m_settings.address;
    call.contentType = "application/json";
    call.body = QJsonDocument(event).toJson(QJsonDocument::Compact);
    const QByteArray id = event.value("event_id"_L1).toString().toLatin1();
    const qint64 seconds = toMs(m_clock.now()) / 1000;
    call.headers = {{"Accept", "application/json"}, {"webhook-id", id}, {"webhook-timestamp", QByteArray::number(seconds)}};
    if (!m_settings.signingKey.isEmpty())
        call.headers.append({"webhook-signature", signWebhook(m_settings.signingKey, id, seconds, call.body)});
    const HttpAnswer answer = co_await m_http.send(std::move(call));
    posted = judge(answer);
    co_return posted;
}

// What the answer says in its body is nobody's business: some receivers repeat their address in it, which is the password.
HookSystem::Posted HookSystem::judge(const HttpAnswer &answer)
{
    Posted posted;
    if (answer.status >= 200 && answer.status < 300) { // that has been received, even where the rest of the answer is lost
        posted.how = Posted::How::Taken;
    } else if (answer.status >= 300) {
        posted.why = {.kind = classOf(answer.status),
                      .code = codeOf(answer.status),
                      .message = u"status %1"_s.arg(answer.status),
                      .retryAfter = classOf(answer.status) == Class::ForNow ? answer.retryAfter : std::nullopt};
        if (answer.status == 429)
            m_turns.pause(answer.retryAfter.value_or(std::chrono::seconds(1)));
    } else if (answer.neverLeft) {
        posted.why = {.kind = Class::ForNow, .code = {}, .message = answer.trouble, .retryAfter = {}};
    } else {
        posted.how = Posted::How::Unknown;
        posted.why.message = answer.trouble;
    }
    return posted;
}

QList<Finding> HookSystem::findingsOf(const Posted &posted) const
{
    using Level = Finding::Level;
    const NotWritten &why = posted.why;
    if (posted.how == Posted::How::Taken)
        return {finding(Check::Credentials, Level::Good, u"ok"_s)};
    if (posted.how == Posted::How::Unknown || why.code.isEmpty())
        return {finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, why.message)};
    if (why.code == "http_429"_L1)
        return {finding(Check::Credentials, Level::Warning, u"rate_limited"_s, {}, why.message)};
    if (why.kind == Class::ForNow)
        return {finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, why.message)};
    const QString problem = why.code == "http_403"_L1 ? u"no_right"_s : u"wrong"_s;
    return {finding(Check::Credentials, Level::Bad, problem, {}, why.message + u' ' + why.code)};
}

} // namespace ringback::connectors::hook

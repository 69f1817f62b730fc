#include "base/time.h"
#include "connectors/lever/system.h"

#include <QJsonDocument>

#include <algorithm>

// *Test this connection*.
namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

Finding finding(Check check, Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding credentials(const HttpAnswer &answer, const QString &detail)
{
    if (readPage(answer, {}))
        return finding(Check::Credentials, Level::Good, u"ok"_s);
    if (answer.status == 429)
        return finding(Check::Credentials, Level::Warning, u"rate_limited"_s, {}, detail);
    switch (readError(answer).isLevers() ? answer.status : 0) {
    case 401: // also a key of the sandbox at the real address, and the other way round
        return finding(Check::Credentials, Level::Bad, u"wrong"_s, {}, detail);
    case 403:
        return finding(Check::Credentials, Level::Bad, u"no_right"_s, {}, detail);
    default:
        return finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, detail); // or something else answers in its place
    }
}

bool holds(const QList<Choice> &list, const QString &id)
{
    return std::any_of(list.begin(), list.end(), [&](const Choice &choice) { return choice.id == id; });
}

// Of which list a choice is; empty = free text.
QString listOf(const QString &slot)
{
    if (slot.startsWith("status."_L1))
        return u"status"_s;
    if (slot == u"owner" || slot.startsWith("user."_L1))
        return u"user"_s;
    return slot == u"stage" || slot == u"posting" ? slot : QString();
}

QString testMarker(Instant now)
{
    QString marker = u"rb-"_s;
    quint64 left = static_cast<quint64>(toMs(now));
    for (int i = 0; i < 12; ++i, left /= 32)
        marker.append(u"abcdefghijklmnopqrstuvwxyz234567"_s.at(static_cast<qsizetype>(left % 32)));
    return marker;
}

} // namespace

QStringList LeverSystem::goneOf(const ChoiceLists &lists) const
{
    QStringList gone;
    const QString performAs = m_api.settings().performAs;
    if (!performAs.isEmpty() && !holds(lists.value(u"user"_s), performAs))
        gone.append(u"perform_as"_s);
    const QMap<QString, QString> &choices = m_api.settings().choices;
    for (auto it = choices.begin(); it != choices.end(); ++it) {
        const QString list = listOf(it.key());
        if (!it->isEmpty() && !list.isEmpty() && !holds(lists.value(list), *it))
            gone.append(it.key());
    }
    return gone;
}

QCoro::Task<QList<Finding>> LeverSystem::test()
{
    QList<Finding> findings;
    const HttpAnswer first = co_await m_api.read("/opportunities?limit=1");
    const ApiError error = readError(first);
    const QString said = u"status %1 %2 %3 %4"_s.arg(QString::number(first.status), error.code, error.message, first.trouble).simplified();
    findings.append(credentials(first, m_api.withoutSecrets(said)));
    if (findings.constFirst().level != Level::Good)
        co_return findings; // the rest would say the same
    findings.append(finding(Check::Lookup, Level::Warning, u"only_by_list"_s));

    const Result<ChoiceLists> lists = co_await choices();
    if (!lists) {
        findings.append(finding(Check::Choices, Level::Bad, u"no_right"_s, {}, lists.error().what));
        co_return findings;
    }
    const qsizetype before = findings.size();
    if (m_api.settings().performAs.isEmpty())
        findings.append(finding(Check::Choices, Level::Bad, u"missing"_s, u"perform_as"_s));
    for (const QString &slot : goneOf(*lists))
        findings.append(finding(Check::Choices, Level::Bad, u"gone"_s, slot));
    if (findings.size() == before)
        findings.append(finding(Check::Choices, Level::Good, u"ok"_s));
    co_return findings;
}

QCoro::Task<QList<Finding>> LeverSystem::tryRecord(LeadFacts facts)
{
    LeadWriteHeader header{.link = {}, .facts = std::move(facts), .marker = testMarker(m_api.now()), .at = m_api.now(), .text = {}};
    header.facts.calledAt = header.at;
    header.text = u"Ringback test: this candidate may be deleted."_s;
    const LeadWrite lead = PutLead{header};
    const WriteOutcome outcome = co_await write(lead);
    Finding result = finding(Check::Record, Level::Bad, u"not_made"_s);
    if (const auto *written = std::get_if<Written>(&outcome)) { // Lever's API deletes no opportunity
        result = finding(Check::Record, Level::Warning, u"left_there"_s, {}, written->link.url);
    } else if (const auto *refusal = std::get_if<NotWritten>(&outcome)) {
        if (refusal->code == u"no_right")
            result.problem = u"no_right"_s;
        result.detail = u"%1 %2"_s.arg(refusal->code, refusal->message).trimmed();
    } else if (const auto *unknown = std::get_if<Unknown>(&outcome)) {
        result.detail = unknown->why;
    }
    QList<Finding> findings{result};
    co_return findings;
}

} // namespace ringback::connectors::lever

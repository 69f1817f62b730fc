#include "base/time.h"
#include "connectors/acculynx/pages.h"
#include "connectors/acculynx/system.h"
#include "connectors/acculynx/texts.h"

#include <QJsonDocument>

#include <algorithm>

// *Test this connection*.
namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

Finding finding(Check check, Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding credentials(const HttpAnswer &answer, const QString &detail)
{
    const bool isCompany = QJsonDocument::fromJson(answer.body).object().contains("id"_L1);
    if (answer.is(200) && isCompany)
        return finding(Check::Credentials, Level::Good, u"ok"_s);
    if (answer.status == 429)
        return finding(Check::Credentials, Level::Warning, u"rate_limited"_s, {}, detail);
    switch (readError(answer).isTheirs ? answer.status : 0) {
    case 401:
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

// A marker for a lead that stands for nothing, as the engine's look: other ones at other times.
QString testMarker(Instant now)
{
    QString marker = u"rb-"_s;
    quint64 left = static_cast<quint64>(toMs(now));
    for (int i = 0; i < 12; ++i, left /= 32)
        marker.append(u"abcdefghijklmnopqrstuvwxyz234567"_s.at(static_cast<qsizetype>(left % 32)));
    return marker;
}

} // namespace

QStringList AccuLynxSystem::goneOf(const ChoiceLists &lists) const
{
    QStringList gone;
    const QMap<QString, QString> &chosen = m_api.settings().choices;
    for (auto it = chosen.begin(); it != chosen.end(); ++it) {
        const QString list = it.key().startsWith("status."_L1) ? u"priority"_s : it.key();
        const bool isOfList = list == u"source" || list == u"contact_type" || list == u"priority";
        if (!it->isEmpty() && isOfList && !holds(lists.value(list), *it))
            gone.append(it.key());
    }
    return gone;
}

QCoro::Task<QList<Finding>> AccuLynxSystem::test()
{
    QList<Finding> findings;
    const HttpAnswer company = co_await m_api.read("/company-settings");
    const QString said =
        u"status %1 %2 %3"_s.arg(QString::number(company.status), readError(company).words(), company.trouble).simplified();
    findings.append(credentials(company, m_api.withoutSecrets(said)));
    if (findings.constFirst().level != Level::Good)
        co_return findings; // the rest would say the same

    const HttpAnswer contacts = co_await m_api.read("/contacts?includes=phoneNumber,emailAddress&pageSize=5&pageStartIndex=0");
    const Result<Page> page = readPage(contacts, u"contacts"_s);
    const Result<QList<calls::LeadRecord>> records = page ? contactRecords(*page) : Result<QList<calls::LeadRecord>>(failure(page));
    if (records) {
        findings.append(finding(Check::Lookup, Level::Warning, u"only_by_list"_s));
    } else {
        const bool mayNot = records.error().kind == ErrorKind::Refused;
        findings.append(finding(Check::Lookup, Level::Bad, mayNot ? u"no_right"_s : u"not_readable"_s, {}, records.error().what));
    }

    const Result<ChoiceLists> lists = co_await choices();
    if (!lists) {
        findings.append(finding(Check::Choices, Level::Bad, u"no_right"_s, {}, lists.error().what));
        co_return findings;
    }
    const qsizetype before = findings.size();
    for (const QString &slot : goneOf(*lists))
        findings.append(finding(Check::Choices, Level::Bad, u"gone"_s, slot));
    const Result<QString> type = co_await contactType();
    if (type && type->isEmpty())
        findings.append(finding(Check::Choices, Level::Bad, u"missing"_s, u"contact_type"_s));
    if (findings.size() == before)
        findings.append(finding(Check::Choices, Level::Good, u"ok"_s));
    co_return findings;
}

QCoro::Task<QList<Finding>> AccuLynxSystem::tryRecord(LeadFacts facts)
{
    LeadWriteHeader header{.link = {}, .facts = std::move(facts), .marker = testMarker(m_api.now()), .at = m_api.now(), .text = {}};
    header.facts.calledAt = header.at;
    header.text = u"Ringback test: this lead may be deleted."_s;
    const WriteOutcome outcome = co_await putLead(header);
    Finding result = finding(Check::Record, Level::Bad, u"not_made"_s);
    if (const auto *written = std::get_if<Written>(&outcome)) { // AccuLynx lets nobody delete a contact or a job through the API
        result = finding(Check::Record, Level::Warning, u"left_there"_s, {}, written->link.url);
    } else if (const auto *refusal = std::get_if<NotWritten>(&outcome)) {
        if (refusal->code == "no_right"_L1)
            result.problem = u"no_right"_s;
        result.detail = u"%1 %2"_s.arg(refusal->code, refusal->message).trimmed();
    } else if (const auto *unknown = std::get_if<Unknown>(&outcome)) {
        result.detail = unknown->why;
    }
    QList<Finding> findings{result};
    co_return findings;
}

} // namespace ringback::connectors::acculynx

#include "connectors/bounded.h"
#include "connectors/greenhouse/errors.h"
#include "connectors/greenhouse/kind.h"
#include "connectors/greenhouse/system.h"

#include <algorithm>

// What there is to choose from, and *Test this connection*.
namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

constexpr qsizetype maxChoices = 2'000;
constexpr qsizetype maxName = 200;

struct List {
    QString name; ///< ChoiceSlot::list
    QByteArray target;
    QString prefix; ///< before each id
};

const QList<List> &lists()
{
    static const QList<List> all{{u"sources"_s, "/v3/sources?per_page=500", {}},
                                 {u"jobs"_s, "/v3/jobs?per_page=500", {}},
                                 {u"users"_s, "/v3/users?per_page=500", {}},
                                 {u"statuses"_s, "/v3/job_interview_stages?per_page=500", u"stage:"_s},
                                 {u"statuses"_s, "/v3/rejection_reasons?include_defaults=true&per_page=500", u"reject:"_s}};
    return all;
}

QString nameOf(const QJsonObject &object)
{
    const QString person = object.value("first_name"_L1).toString() + u' ' + object.value("last_name"_L1).toString();
    for (const QString &name : {object.value("name"_L1).toString(), object.value("public_name"_L1).toString(), person.trimmed()}) {
        if (!name.isEmpty())
            return bounded(name, maxName);
    }
    return {};
}

bool isOfUse(const QJsonObject &object)
{
    return !object.value("deactivated"_L1).toBool() && object.value("status"_L1).toString() != "closed"_L1 &&
           object.value("active"_L1).toBool(true);
}

Finding finding(Check check, Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding credentials(const Result<Page> &page)
{
    if (page)
        return finding(Check::Credentials, Level::Good, u"ok"_s);
    const QString what = page.error().what;
    if (what.startsWith("rate_limited"_L1))
        return finding(Check::Credentials, Level::Warning, u"rate_limited"_s, {}, what);
    if (page.error().kind != ErrorKind::Refused)
        return finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, what);
    return finding(Check::Credentials, Level::Bad, what.startsWith("no_right"_L1) ? u"no_right"_s : u"wrong"_s, {}, what);
}

bool holds(const QList<Choice> &choices, const QString &id)
{
    return std::any_of(choices.begin(), choices.end(), [&](const Choice &each) { return each.id == id; });
}

} // namespace

// A list that this credential may not read is left out; the others can be chosen from all the same.
QCoro::Task<Result<ChoiceLists>> GreenhouseSystem::choices()
{
    Result<ChoiceLists> all = ChoiceLists();
    all->insert(u"statuses"_s, {{.id = u"tag"_s, .name = u"Tag"_s}});
    all->insert(u"note_visibilities"_s, {{.id = u"public"_s, .name = u"Public"_s},
                                         {.id = u"private"_s, .name = u"Private"_s},
                                         {.id = u"admin_only"_s, .name = u"Admin only"_s}});
    for (const List &list : lists()) {
        const Result<QJsonArray> entries = co_await m_api.all(list.target);
        if (!entries && entries.error().what.startsWith("no_right"_L1))
            continue;
        if (!entries) {
            all = failure(entries);
            co_return all;
        }
        QList<Choice> &choices = (*all)[list.name];
        for (const QJsonValue &entry : *entries) {
            const QJsonObject object = entry.toObject();
            const QString id = idOf(object, "id"_L1);
            if (!id.isEmpty() && isOfUse(object) && choices.size() < maxChoices)
                choices.append({.id = list.prefix + id, .name = nameOf(object)});
        }
    }
    co_return all;
}

QCoro::Task<QList<Finding>> GreenhouseSystem::test()
{
    const Result<Page> page = co_await m_api.page("/v3/candidates?per_page=1");
    QList<Finding> findings{credentials(page)};
    if (!page)
        co_return findings;
    findings.append(finding(Check::Lookup, Level::Good, u"only_by_list"_s));
    const Result<ChoiceLists> lists = co_await choices();
    if (!lists) {
        findings.append(finding(Check::Choices, Level::Bad, u"no_right"_s, {}, lists.error().what));
        co_return findings;
    }
    if (m_choices.value(u"source"_s).isEmpty())
        findings.append(finding(Check::Choices, Level::Bad, u"missing"_s, u"source"_s));
    for (auto choice = m_choices.begin(); choice != m_choices.end(); ++choice) {
        const QString list = listOf(choice.key());
        if (list.isEmpty() || choice.value().isEmpty())
            continue;
        if (!lists->contains(list))
            findings.append(finding(Check::Choices, Level::Bad, u"no_right"_s, choice.key()));
        else if (!holds(lists->value(list), choice.value()))
            findings.append(finding(Check::Choices, Level::Bad, u"gone"_s, choice.key(), choice.value()));
    }
    if (std::none_of(findings.begin(), findings.end(), [](const Finding &each) { return each.check == Check::Choices; }))
        findings.append(finding(Check::Choices, Level::Good, u"ok"_s));
    co_return findings;
}

QCoro::Task<QList<Finding>> GreenhouseSystem::tryRecord(LeadFacts facts)
{
    const PutLead lead{.header = {.link = {}, .facts = facts, .marker = u"rb-test"_s, .at = m_api.now(), .text = {}}};
    const WriteOutcome outcome = co_await write(lead);
    QList<Finding> findings;
    if (const auto *written = std::get_if<Written>(&outcome)) {
        findings.append(finding(Check::Record, Level::Warning, u"left_there"_s, written->link.url));
    } else {
        const auto *refused = std::get_if<NotWritten>(&outcome);
        const bool mayNot = refused && refused->code == "no_right"_L1;
        const QString why = refused ? (refused->code + u' ' + refused->message).trimmed() : std::get<Unknown>(outcome).why;
        findings.append(finding(Check::Record, Level::Bad, mayNot ? u"no_right"_s : u"not_made"_s, {}, why));
    }
    co_return findings;
}

} // namespace ringback::connectors::greenhouse

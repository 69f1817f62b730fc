#include "base/time.h"
#include "connectors/bullhorn/errors.h"
#include "connectors/bullhorn/fill.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/kind.h"
#include "connectors/bullhorn/records.h"
#include "connectors/bullhorn/system.h"

#include <algorithm>

// *Test this connection*, and what there is to choose.
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

constexpr int maxUsers = 2000;

Finding finding(Check check, Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding good(Check check)
{
    return finding(check, Level::Good, u"ok"_s);
}

Finding credentials(const Error &error)
{
    if (error.kind == ErrorKind::Refused && error.what.startsWith("revoked"_L1))
        return finding(Check::Credentials, Level::Bad, u"not_signed_in"_s, {}, error.what);
    if (error.kind == ErrorKind::Refused)
        return finding(Check::Credentials, Level::Bad, u"no_right"_s, {}, error.what);
    if (error.what == "rate_limited"_L1)
        return finding(Check::Credentials, Level::Warning, u"rate_limited"_s, {}, error.what);
    return finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, error.what);
}

// What is chosen, against what there is.
QList<Finding> choiceFindings(const QList<ChoiceSlot> &slots_, const Choices &chosen, const ChoiceLists &lists)
{
    QList<Finding> findings;
    for (const ChoiceSlot &slot : slots_) {
        const QString value = chosen.value(slot.key);
        const QList<Choice> list = lists.value(slot.list);
        const bool isThere = std::any_of(list.begin(), list.end(), [&](const Choice &each) { return each.id == value; });
        if (value.isEmpty() && slot.isNeeded)
            findings.append(finding(Check::Choices, Level::Bad, u"missing"_s, slot.key));
        else if (!value.isEmpty() && !list.isEmpty() && !isThere)
            findings.append(finding(Check::Choices, Level::Bad, u"gone"_s, slot.key, value));
    }
    return findings;
}

} // namespace

QCoro::Task<Result<ChoiceLists>> BullhornSystem::choices()
{
    Result<ChoiceLists> lists = ChoiceLists();
    for (const QString &entity : {u"Candidate"_s, u"ClientContact"_s, u"Lead"_s, u"Note"_s, u"Task"_s, u"Placement"_s}) {
        const Result<EntityMeta> known = co_await meta(entity);
        if (!known) {
            const bool mayLack = entity == "Lead"_L1 || entity == "Placement"_L1; // parts that a customer may have switched off or hidden
            if (mayLack && (known.error().kind == ErrorKind::NotFound || known.error().what.startsWith("no_right"_L1)))
                continue;
            lists = failure(known);
            co_return lists;
        }
        if (entity == "Candidate"_L1) {
            lists->insert(u"candidate_statuses"_s, known->options(u"status"_s));
            lists->insert(u"sources"_s, known->options(u"source"_s));
            lists->insert(u"text_fields"_s, known->textFields());
        } else if (entity == "ClientContact"_L1) {
            lists->insert(u"client_statuses"_s, known->options(u"status"_s));
        } else if (entity == "Lead"_L1) {
            lists->insert(u"lead_statuses"_s, known->options(u"status"_s));
        } else if (entity == "Note"_L1) {
            lists->insert(u"note_actions"_s, known->options(u"action"_s));
        } else if (entity == "Task"_L1) {
            lists->insert(u"task_types"_s, known->options(u"type"_s));
        } else {
            lists->insert(u"placement_statuses"_s, known->options(u"status"_s));
        }
    }
    Api::List users{
        .source = "query/CorporateUser", .filter = u"isDeleted=false"_s, .fields = "id,name,email", .order = "id", .atMost = maxUsers};
    const Rows rows = co_await m_api.list(std::move(users));
    if (!rows) {
        lists = failure(rows);
        co_return lists;
    }
    QList<Choice> people;
    for (const QJsonObject &row : *rows) {
        const qint64 id = integerOf(row, "id"_L1).value_or(0);
        if (id > 0)
            people.append({.id = QString::number(id), .name = textOf(row, "name"_L1)});
    }
    lists->insert(u"users"_s, people);
    co_return lists;
}

QCoro::Task<QList<Finding>> BullhornSystem::test()
{
    QList<Finding> findings;
    const Result<HttpAnswer> ping = co_await m_api.send("GET", "ping");
    if (!ping) {
        findings.append(credentials(ping.error()));
        co_return findings; // the rest would say the same
    }
    if (!ping->is(200)) {
        const Error error = judgeRead(*ping);
        findings.append(credentials(error));
        co_return findings;
    }
    findings.append(good(Check::Credentials));

    Api::List list{.source = "search/Candidate", .filter = u"isDeleted:0"_s, .fields = personFields, .atMost = 1};
    const Rows people = co_await m_api.list(std::move(list));
    if (people)
        findings.append(good(Check::Lookup));
    else
        findings.append(finding(Check::Lookup, Level::Bad, people.error().kind == ErrorKind::Refused ? u"no_right"_s : u"not_readable"_s,
                                {}, people.error().what));

    const Result<ChoiceLists> lists = co_await choices();
    if (!lists) {
        findings.append(finding(Check::Choices, Level::Bad, u"no_right"_s, {}, lists.error().what));
        co_return findings;
    }
    // Of the statuses and people only those that were chosen can be looked at: which words there are the playbook says.
    QStringList statuses;
    QStringList staff;
    for (auto it = m_connection.choices.begin(); it != m_connection.choices.end(); ++it) {
        const qsizetype dot = it.key().indexOf(u'.');
        const QString kind = dot > 0 ? it.key().first(dot) : QString();
        if (kind == "user"_L1)
            staff.append(it.key().sliced(dot + 1));
        else if (kind.endsWith("status"_L1))
            statuses.append(it.key().sliced(dot + 1));
    }
    statuses.removeDuplicates();
    QList<Finding> wrong = choiceFindings(BullhornKind().choiceSlots(m_connection, statuses, staff), m_connection.choices, *lists);

    // What this customer wants of every candidate, and what a caller cannot bring.
    const Result<EntityMeta> candidate = co_await meta(u"Candidate"_s);
    if (candidate) {
        LeadWriteHeader sample{.link = {},
                               .facts = {.number = *calls::PhoneNumber::fromE164(u"+12145550100")},
                               .marker = u"rb-aaaaaaaaaaaa"_s,
                               .at = m_api.now(),
                               .text = {}};
        for (const QString &status : std::as_const(statuses)) {
            if (!candidate->fitted(u"status"_s, choice(statusSlotOf(u"Candidate"_s, status))).isEmpty())
                sample.facts.status = status;
        }
        for (const QString &field : candidate->missingIn(newPerson(*candidate, sample, m_connection.choices))) {
            const QString slot = field == "status"_L1 ? u"status"_s : fieldSlotOf(u"Candidate"_s, field);
            wrong.append(finding(Check::Choices, Level::Bad, u"missing"_s, slot));
        }
    }
    if (wrong.isEmpty())
        wrong.append(good(Check::Choices));
    findings += wrong;
    co_return findings;
}

// A candidate, whoever it is for: a client would need a company.
QCoro::Task<QList<Finding>> BullhornSystem::tryRecord(LeadFacts facts)
{
    QList<Finding> findings;
    facts.kind = calls::ContactKind::Candidate;
    const PutLead lead{
        .header = {
            .link = {}, .facts = facts, .marker = u"rb-test-"_s + QString::number(toMs(m_api.now()), 36), .at = m_api.now(), .text = {}}};
    const WriteOutcome outcome = co_await putLead(lead);
    const auto *written = std::get_if<Written>(&outcome);
    if (!written) {
        const auto *refusal = std::get_if<NotWritten>(&outcome);
        const bool mayNot = refusal && refusal->code == "no_right"_L1;
        const QString detail = refusal ? refusal->code + u": "_s + refusal->message : std::get<Unknown>(outcome).why;
        findings.append(finding(Check::Record, Level::Bad, mayNot ? u"no_right"_s : u"not_made"_s, {}, detail));
        co_return findings;
    }
    const QString record = written->link.record;
    const std::optional<RecordRef> ref = recordRef(record);
    const Changed removed = co_await change("DELETE", "entity/Candidate/" + QByteArray::number(ref ? ref->id : 0), {});
    if (removed)
        findings.append(good(Check::Record));
    else
        findings.append(finding(Check::Record, Level::Warning, u"left_there"_s, record));
    co_return findings;
}

} // namespace ringback::connectors::bullhorn

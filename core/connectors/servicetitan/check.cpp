#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/kind.h"
#include "connectors/servicetitan/system.h"
#include "connectors/webhookprobe.h"

#include <QJsonDocument>

#include <algorithm>

// What there is to choose from, and *Test this connection*.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

Finding good(Check check, const QString &subject = {})
{
    return {.check = check, .level = Level::Good, .problem = u"ok"_s, .subject = subject, .detail = {}};
}

Finding bad(Check check, const QString &problem, const QString &subject = {}, const QString &detail = {}, Level level = Level::Bad)
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

QList<Choice> choicesIn(const QList<QJsonObject> &entries, QLatin1String id = "id"_L1)
{
    QList<Choice> choices;
    for (const QJsonObject &entry : entries) {
        if (const Choice choice{.id = idOf(entry, id), .name = textOf(entry, "name"_L1)};
            !choice.id.isEmpty() && entry.value("active"_L1).toBool(true))
            choices.append(choice);
    }
    return choices;
}

struct Source {
    QString list;
    QByteArray module;
    QByteArray path;
};

// The lists that have an address of their own. A lead is dismissed with one of the call reasons.
const QList<Source> &sources()
{
    static const QList<Source> all = {{u"campaigns"_s, "marketing", "/campaigns"},
                                      {u"tag_types"_s, "settings", "/tag-types"},
                                      {u"call_reasons"_s, "jbce", "/call-reasons"}};
    return all;
}

Finding credentials(const HttpAnswer &answer, const Error &error)
{
    const QString detail = readError(answer).message();
    if (error.kind == ErrorKind::Refused)
        return bad(Check::Credentials, error.what.startsWith("no_right"_L1) ? u"no_right"_s : u"wrong"_s, {},
                   detail.isEmpty() ? answer.trouble : detail);
    if (answer.status == 429)
        return bad(Check::Credentials, u"rate_limited"_s, {}, detail, Level::Warning);
    if (error.kind == ErrorKind::NotFound || (error.kind == ErrorKind::Invalid && !detail.isEmpty())) // no such tenant
        return bad(Check::Credentials, u"wrong"_s, {}, detail);
    return bad(Check::Credentials, u"not_reached"_s, {}, answer.trouble);
}

} // namespace

/// What could be read, and what went wrong with the others.
struct ServiceTitan::Lists {
    ChoiceLists read;
    QMap<QString, Error> unread; ///< by the list
};

QCoro::Task<ServiceTitan::Lists> ServiceTitan::readLists()
{
    Lists lists;
    for (const Source &source : sources()) {
        const Result<QList<QJsonObject>> entries = co_await m_api.list(source.module, source.path);
        if (entries)
            lists.read.insert(source.list, choicesIn(*entries));
        else
            lists.unread.insert(source.list, entries.error());
    }
    const Result<QJsonObject> ofTasks = co_await m_api.read("taskmanagement", "/data");
    if (ofTasks) {
        lists.read.insert(u"employees"_s, choicesIn(objectsOf(*ofTasks, "employees"_L1)));
        lists.read.insert(u"business_units"_s, choicesIn(objectsOf(*ofTasks, "businessUnits"_L1), "value"_L1));
        lists.read.insert(u"task_types"_s, choicesIn(objectsOf(*ofTasks, "taskTypes"_L1)));
        lists.read.insert(u"task_sources"_s, choicesIn(objectsOf(*ofTasks, "taskSources"_L1)));
    } else {
        for (const QString &list : {u"employees"_s, u"business_units"_s, u"task_types"_s, u"task_sources"_s})
            lists.unread.insert(list, ofTasks.error());
    }
    co_return lists;
}

// Without a right to one of the modules, that module's lists are left out: test() says so.
QCoro::Task<Result<ChoiceLists>> ServiceTitan::choices()
{
    const Lists lists = co_await readLists();
    Result<ChoiceLists> choices = lists.read;
    for (const Error &error : lists.unread) {
        if (lists.read.isEmpty() || !error.what.startsWith("no_right"_L1))
            choices = tl::unexpected<Error>(error);
    }
    co_return choices;
}

QCoro::Task<QList<Finding>> ServiceTitan::test()
{
    QList<Finding> findings;
    // A look-up as it is made when somebody calls, of a number nobody has.
    const HttpAnswer answer = co_await m_api.send("GET", "crm", "/customers?phone=2125550100&pageSize=1");
    const bool isList = QJsonDocument::fromJson(answer.body).object().value("data"_L1).isArray();
    if (!answer.is(200) || !isList) {
        findings.append(credentials(answer, readingFailed(answer, "crm/customers")));
        co_return findings; // the rest would say the same
    }
    findings.append(good(Check::Credentials));
    if (const std::optional<Finding> clock = clockFinding(answer, m_api.now()))
        findings.append(*clock);
    findings.append(good(Check::Lookup));
    const Lists lists = co_await readLists();
    findings += judged(lists);
    const QList<Finding> bookings = co_await testBookings();
    findings += bookings;
    co_return findings;
}

// Everything that was chosen, or has to be.
QList<Finding> ServiceTitan::judged(const Lists &lists) const
{
    QList<Finding> findings;
    QMap<QString, ChoiceSlot> wanted;
    for (const ChoiceSlot &slot : ownSlots())
        wanted.insert(slot.key, slot);
    for (auto it = m_setup.choices.begin(); it != m_setup.choices.end(); ++it) {
        if (it.key().startsWith("status."_L1))
            wanted.insert(it.key(), {.key = it.key(), .list = u"call_reasons"_s, .isNeeded = false});
        else if (it.key().startsWith("user."_L1))
            wanted.insert(it.key(), {.key = it.key(), .list = u"employees"_s, .isNeeded = false});
    }
    QSet<QString> forbidden;
    for (const ChoiceSlot &slot : std::as_const(wanted)) {
        const QString chosen = m_setup.choices.value(slot.key).trimmed();
        const auto unread = lists.unread.find(slot.list);
        const QList<Choice> offered = lists.read.value(slot.list);
        const bool isThere = std::any_of(offered.begin(), offered.end(), [&chosen](const Choice &one) { return one.id == chosen; });
        if (chosen.isEmpty() && slot.isNeeded) {
            findings.append(bad(Check::Choices, u"missing"_s, slot.key));
        } else if (chosen.isEmpty()) {
            continue;
        } else if (unread != lists.unread.end()) {
            if (!forbidden.contains(slot.list))
                findings.append(bad(Check::Choices, u"no_right"_s, slot.list, unread->what, Level::Warning));
            forbidden.insert(slot.list);
        } else if (!isThere) {
            findings.append(bad(Check::Choices, u"gone"_s, slot.key, chosen));
        }
    }
    if (findings.isEmpty())
        findings.append(good(Check::Choices));
    return findings;
}

QCoro::Task<QList<Finding>> ServiceTitan::testBookings()
{
    QList<Finding> findings;
    const QString subject = u"booking_provider"_s;
    if (m_setup.bookingProvider.isEmpty()) {
        findings.append(bad(Check::Choices, u"missing"_s, subject));
        co_return findings;
    }
    const QByteArray path = bookingsPath() + "?pageSize=1";
    const Result<QJsonObject> bookings = co_await m_api.read("crm", path);
    if (!bookings)
        findings.append(
            bad(Check::Choices, bookings.error().kind == ErrorKind::Refused ? u"no_right"_s : u"gone"_s, subject, bookings.error().what));
    co_return findings;
}

// As for a caller whom nobody knows, whoever has that number: a customer's own page is not to be tried on. Nothing there removes a booking.
QCoro::Task<QList<Finding>> ServiceTitan::tryRecord(LeadFacts facts)
{
    QList<Finding> findings;
    if (m_setup.bookingProvider.isEmpty()) {
        findings.append(bad(Check::Record, u"not_checked"_s, u"booking_provider"_s, {}, Level::Warning));
        co_return findings;
    }
    const Instant now = m_api.now();
    const LeadWriteHeader header{.link = {},
                                 .facts = facts,
                                 .marker = u"rb-try-"_s + QString::number(now.time_since_epoch().count()),
                                 .at = now,
                                 .text = u"Ringback test: may be dismissed"_s};
    const WriteOutcome outcome = co_await putBooking(header);
    if (const Written *const written = std::get_if<Written>(&outcome)) {
        findings.append(bad(Check::Record, u"left_there"_s, written->link.record, {}, Level::Warning));
    } else if (const NotWritten *const refused = std::get_if<NotWritten>(&outcome)) {
        const QString problem = refused->code == "no_right"_L1 ? u"no_right"_s : u"not_made"_s;
        findings.append(bad(Check::Record, problem, {}, (refused->code + u' ' + refused->message).trimmed()));
    } else {
        findings.append(bad(Check::Record, u"not_made"_s, {}, std::get<Unknown>(outcome).why));
    }
    co_return findings;
}

} // namespace ringback::connectors::servicetitan

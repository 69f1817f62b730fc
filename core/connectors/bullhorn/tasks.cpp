#include "connectors/bullhorn/errors.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"
#include "connectors/bullhorn/system.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

// Which tasks have been finished there: by Bullhorn's queue of events, which we pull. Reading takes events off the queue, but a batch can be had
// again by its number. So the cursor holds the number of the last batch that was handed on, and what came after it is read again. That an answer was
// lost does not always show: Qt asks again by itself when a connection breaks, and finds the queue empty. So a batch whose number leaves one out
// has the one before it read again, and now and then the queue is asked which was its last.
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr int batchSize = 100;
constexpr int maxBatches = 10; // of one look
constexpr int maxAgain = 20; // batches that are had again; beyond it the tasks themselves are asked for
constexpr qsizetype maxIds = 300;
constexpr Milliseconds compareEvery = std::chrono::minutes(10);

struct Cursor {
    std::optional<int> request;

    static Cursor read(const QString &text)
    {
        const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
        const std::optional<qint64> request = integerOf(object, "request"_L1);
        if (!request || *request < 0 || *request > 1'000'000'000)
            return {};
        return {.request = static_cast<int>(*request)};
    }
    [[nodiscard]] QString written() const
    {
        const QJsonObject object{{u"request"_s, request.value_or(0)}};
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
};

// Whether an event may say that a task was finished or deleted.
bool isOfInterest(const QJsonObject &event)
{
    if (textOf(event, "entityName"_L1) != "Task"_L1)
        return false;
    const QString kind = textOf(event, "entityEventType"_L1);
    const QJsonArray properties = event.value("updatedProperties"_L1).toArray();
    const bool says = properties.isEmpty() || properties.contains(u"isCompleted"_s) || properties.contains(u"isDeleted"_s);
    return kind == "DELETED"_L1 || (kind == "UPDATED"_L1 && says);
}

} // namespace

QByteArray BullhornSystem::subscription() const
{
    QByteArray name = "ringback-";
    for (const QChar c : m_connection.id.left(40)) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
        name += isPlain ? c.toLatin1() : '-';
    }
    return name;
}

QCoro::Task<Result<LeadTasks>> BullhornSystem::tasks(LeadTaskQuery query)
{
    Result<LeadTasks> tasks = LeadTasks{.states = {}, .cursor = query.cursor};
    const Instant now = m_api.now();
    const bool isTooSoon = m_eventsReadAt && now >= *m_eventsReadAt && now < *m_eventsReadAt + eventsEvery;
    if (query.tasks.isEmpty() || isTooSoon) // events wait for 30 days, and calls are counted
        co_return tasks;
    m_eventsReadAt = now;
    tasks = co_await readTasksOf(query);
    if (!tasks)
        m_lastRequest.reset(); // what was read meanwhile has to be had again
    co_return tasks;
}

QCoro::Task<Result<LeadTasks>> BullhornSystem::readTasksOf(LeadTaskQuery query)
{
    Result<LeadTasks> failed = failure(ErrorKind::Transient, QString());
    Cursor cursor = Cursor::read(query.cursor);
    QList<QJsonObject> events;
    bool askForAll = false; // the tasks themselves, whatever the events say

    std::optional<int> last = m_lastRequest;
    const bool isDoubtful = !m_requestsComparedAt || m_api.now() >= *m_requestsComparedAt + compareEvery;
    if (cursor.request && (last != cursor.request || isDoubtful)) { // another program was here, or an answer was lost
        const Result<std::optional<int>> known = co_await lastRequest();
        if (!known) {
            failed = failure(known);
            co_return failed;
        }
        last = *known;
        m_requestsComparedAt = m_api.now();
        askForAll = !last;
        if (last) {
            const Result<QList<QJsonObject>> again = co_await readAgain(*cursor.request, *last);
            if (!again) {
                failed = failure(again);
                co_return failed;
            }
            events += *again;
            askForAll = *last - *cursor.request > maxAgain;
        }
    }
    if (!cursor.request || !last) { // for the first time, or nobody has read for a month
        const Result<int> begun = co_await subscribe();
        if (!begun) {
            failed = failure(begun);
            co_return failed;
        }
        last = *begun;
        m_requestsComparedAt = m_api.now();
        askForAll = true;
    }
    for (int i = 0; i < maxBatches; ++i) {
        Result<Batch> batch = co_await readEvents(0);
        if (batch && batch->isLost) {
            const Result<int> begun = co_await subscribe();
            if (!begun) {
                failed = failure(begun);
                co_return failed;
            }
            last = *begun;
            askForAll = true;
            break;
        }
        if (!batch) {
            failed = failure(batch);
            co_return failed;
        }
        if (batch->request > 0) {
            const Result<QList<QJsonObject>> between = co_await readAgain(*last, batch->request - 1);
            if (!between) {
                failed = failure(between);
                co_return failed;
            }
            events += *between;
            askForAll = askForAll || batch->request - 1 - *last > maxAgain;
            last = batch->request;
        }
        events += batch->events;
        if (batch->events.size() < batchSize)
            break;
    }

    // A child's event names the child: whose it is says the task.
    QSet<qint64> ids;
    QSet<qint64> deleted;
    for (const QJsonObject &event : std::as_const(events)) {
        const qint64 id = integerOf(event, "entityId"_L1).value_or(0);
        if (!isOfInterest(event) || id <= 0)
            continue;
        ids.insert(id);
        if (textOf(event, "entityEventType"_L1) == "DELETED"_L1)
            deleted.insert(id);
    }
    QList<qint64> ours;
    for (const QString &task : std::as_const(query.tasks)) {
        const std::optional<qint64> id = idFrom(task);
        if (id && (askForAll || deleted.contains(*id)))
            ours.append(*id);
    }
    for (const qint64 id : std::as_const(ours))
        ids.insert(id);

    LeadTasks tasks;
    QList<qint64> wanted(ids.cbegin(), ids.cend());
    std::sort(wanted.begin(), wanted.end());
    QList<QJsonObject> rows;
    for (qsizetype from = 0; from < wanted.size(); from += maxIds) {
        const QList<qint64> some = wanted.mid(from, maxIds);
        const Rows page = co_await taskRows(some);
        if (!page) {
            failed = failure(page);
            co_return failed;
        }
        rows += *page;
    }
    tasks.states = readTasks(rows, ours, m_api.now());
    cursor.request = last;
    m_lastRequest = last;
    tasks.cursor = cursor.written();
    Result<LeadTasks> read = tasks;
    co_return read;
}

// The batches after that one, up to this. When there are too many, none: then the tasks themselves are asked for.
QCoro::Task<Result<QList<QJsonObject>>> BullhornSystem::readAgain(int after, int upTo)
{
    Result<QList<QJsonObject>> events = QList<QJsonObject>();
    if (upTo - after > maxAgain)
        co_return events;
    for (int i = after + 1; i <= upTo; ++i) {
        const Result<Batch> again = co_await readEvents(i);
        if (!again) {
            events = failure(again);
            break;
        }
        events->append(again->events);
    }
    co_return events;
}

// Also for one that is there: it stays, and says where it is.
QCoro::Task<Result<int>> BullhornSystem::subscribe()
{
    const QByteArray target = "event/subscription/" + subscription() + "?type=entity&names=Task&eventTypes=INSERTED,UPDATED,DELETED";
    const Result<HttpAnswer> answer = co_await m_api.send("PUT", target);
    Result<int> request = failure(ErrorKind::Transient, QString());
    if (!answer) {
        request = failure(answer);
    } else if (!answer->is(200)) {
        request = tl::unexpected<Error>(judgeRead(*answer));
    } else {
        const QJsonObject said = QJsonDocument::fromJson(answer->body).object();
        const std::optional<qint64> last = integerOf(said, "lastRequestId"_L1);
        if (said.value("subscriptionId"_L1).toString().isEmpty())
            request = failure(ErrorKind::Invalid, u"what came is no subscription"_s);
        else
            request = static_cast<int>(std::clamp<qint64>(last.value_or(0), 0, 1'000'000'000));
    }
    co_return request;
}

// Empty: there is no such subscription.
QCoro::Task<Result<std::optional<int>>> BullhornSystem::lastRequest()
{
    const Result<HttpAnswer> answer = co_await m_api.send("GET", "event/subscription/" + subscription() + "/lastRequestId");
    Result<std::optional<int>> request = std::optional<int>();
    if (!answer) {
        request = failure(answer);
    } else if (answer->is(200)) {
        const std::optional<qint64> last = integerOf(QJsonDocument::fromJson(answer->body).object(), "result"_L1);
        if (last)
            request = std::optional(static_cast<int>(std::clamp<qint64>(*last, 0, 1'000'000'000)));
        else
            request = failure(ErrorKind::Invalid, u"the last request's number cannot be read"_s);
    } else if (const Error error = judgeRead(*answer); error.kind != ErrorKind::NotFound) {
        request = tl::unexpected<Error>(error);
    }
    co_return request;
}

QCoro::Task<Result<BullhornSystem::Batch>> BullhornSystem::readEvents(int again)
{
    QByteArray target = "event/subscription/" + subscription() + "?maxEvents=" + QByteArray::number(batchSize);
    if (again > 0)
        target += "&requestId=" + QByteArray::number(again);
    const Result<HttpAnswer> answer = co_await m_api.send("GET", target);
    Result<Batch> batch = Batch();
    if (!answer) {
        batch = failure(answer);
        co_return batch;
    }
    if (!answer->is(200)) {
        const Error error = judgeRead(*answer);
        if (error.kind == ErrorKind::NotFound)
            batch->isLost = true;
        else
            batch = tl::unexpected<Error>(error);
        co_return batch;
    }
    if (answer->body.trimmed().isEmpty()) // nothing has happened
        co_return batch;
    const QJsonObject said = QJsonDocument::fromJson(answer->body).object();
    const QJsonValue events = said.value("events"_L1);
    if (said.isEmpty() || !(events.isArray() || events.isNull() || events.isUndefined())) {
        batch = failure(ErrorKind::Invalid, u"what came are no events"_s);
        co_return batch;
    }
    for (const auto &event : events.toArray())
        batch->events.append(event.toObject());
    batch->request = static_cast<int>(std::clamp<qint64>(integerOf(said, "requestId"_L1).value_or(0), 0, 1'000'000'000));
    co_return batch;
}

} // namespace ringback::connectors::bullhorn

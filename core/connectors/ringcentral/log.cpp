#include "base/time.h"
#include "connectors/ringcentral/calllog.h"
#include "connectors/ringcentral/fields.h"
#include "connectors/ringcentral/provider.h"
#include "connectors/ringcentral/texts.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

// What the provider's own lists hold (providers: phone-and-sms.md, 3.5, 3.8).
namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds shortestInterval = 30s; // RingCentral's, for the call log
constexpr Milliseconds callOverlap = 15min; // the list is by the beginnings of calls, and lags
constexpr Milliseconds messageOverlap = 5min;
constexpr Milliseconds receiptsFor = 1h; // a text's state is looked at for so long
constexpr Milliseconds furthestBack = 29 * 24h; // RingCentral's is 30 days
constexpr int syncRecords = 250; // RingCentral's
constexpr int pageRecords = 250; // detailed ones, and an answer stays within our bounds
constexpr int maxCallPages = 8; // of the 10 requests that a minute allows
constexpr int maxMessagePages = 20;
const QByteArray own = "/restapi/v1.0/account/~/extension/~";

struct Cursor {
    QString syncToken;
    std::optional<Instant> readAt;
};

Cursor readCursor(const QString &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    Cursor cursor{.syncToken = textAt(object, "token"_L1, 1024), .readAt = {}};
    if (const qint64 at = object.value("at"_L1).toInteger(); at > 0)
        cursor.readAt = fromMs(at);
    return cursor;
}

QString written(const Cursor &cursor)
{
    QJsonObject object{{"token"_L1, cursor.syncToken}};
    if (cursor.readAt)
        object.insert("at"_L1, toMs(*cursor.readAt));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

bool hasNextPage(const QJsonObject &said)
{
    return said.value("navigation"_L1).toObject().contains("nextPage"_L1);
}

} // namespace

QCoro::Task<Result<Log>> RingCentralProvider::readLog(LogQuery query)
{
    const Cursor before = readCursor(query.cursor);
    Result<Log> log = Log{.events = {}, .cursor = query.cursor};
    // Sooner than it may be read again. Nothing is lost: the token goes on where the last read ended.
    if (before.readAt && query.now >= *before.readAt && query.now - *before.readAt < shortestInterval)
        co_return log;

    QString syncToken = before.syncToken;
    const Result<QJsonArray> records = co_await readCalls(query, &syncToken);
    if (!records) {
        log = failure(records);
        co_return log;
    }
    const Result<QJsonArray> messages = co_await readMessages(std::min(query.since - messageOverlap, query.now - receiptsFor));
    if (!messages) {
        log = failure(messages);
        co_return log;
    }
    log->events = callsAmong(*records);
    for (const QJsonValue &message : *messages) {
        const auto event = messageEvent(message.toObject());
        if (event && *event)
            log->events.append(**event);
    }
    std::stable_sort(log->events.begin(), log->events.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    const Cursor after{.syncToken = syncToken, .readAt = query.now};
    log->cursor = written(after);
    log->rateLeft = m_api->limit().left(Group::Heavy);
    co_return log;
}

// `syncToken`: the last read's, or empty; then this one's.
QCoro::Task<Result<QJsonArray>> RingCentralProvider::readCalls(LogQuery query, QString *syncToken)
{
    const Instant from = std::max(query.since - callOverlap, query.now - furthestBack);
    ApiAnswer answer;
    bool isWhole = true;
    if (!syncToken->isEmpty()) {
        QByteArray changes = "syncType=ISync&statusGroup=All&view=Detailed&syncToken=" + QUrl::toPercentEncoding(*syncToken);
        answer = co_await askCallLog("/call-log-sync", std::move(changes));
        // More changes than it tells, or a token it does not know any more: from the beginning.
        if (answer.http.status >= 400 && answer.http.status < 500 && answer.code.startsWith("CLG-"_L1))
            syncToken->clear();
    }
    if (syncToken->isEmpty()) {
        QByteArray all =
            "syncType=FSync&statusGroup=All&view=Detailed&recordCount=" + QByteArray::number(syncRecords) + "&dateFrom=" + queryTime(from);
        answer = co_await askCallLog("/call-log-sync", std::move(all));
        isWhole = answer.said.value("records"_L1).toArray().size() < syncRecords;
    }
    const QString next = textAt(answer.said.value("syncInfo"_L1).toObject(), "syncToken"_L1, 1024);
    Result<QJsonArray> records = answer.said.value("records"_L1).toArray();
    if (!answer.is(200) || !answer.said.value("records"_L1).isArray() || next.isEmpty()) {
        records = tl::unexpected(answer.error(u"the call log"_s));
        co_return records;
    }
    if (!isWhole) // a storm
        records = co_await readCallPages(from, query.now);
    if (records)
        *syncToken = next;
    co_return records;
}

QCoro::Task<Result<QJsonArray>> RingCentralProvider::readCallPages(Instant from, Instant to)
{
    Result<QJsonArray> records;
    for (int page = 1; page <= maxCallPages; ++page) {
        QByteArray query = "type=Voice&view=Detailed&perPage=" + QByteArray::number(pageRecords) + "&page=" + QByteArray::number(page) +
                           "&dateFrom=" + queryTime(from) + "&dateTo=" + queryTime(to);
        const ApiAnswer answer = co_await askCallLog("/call-log", std::move(query));
        if (!answer.is(200) || !answer.said.value("records"_L1).isArray()) {
            records = tl::unexpected(answer.error(u"the call log"_s));
            co_return records;
        }
        for (const QJsonValue &record : answer.said.value("records"_L1).toArray())
            records->append(record);
        if (!hasNextPage(answer.said))
            co_return records;
    }
    records = failure(ErrorKind::Invalid, u"the call log: more pages than we read at once"_s);
    co_return records;
}

// The whole account's, where the user may see it; else the user's own.
QCoro::Task<ApiAnswer> RingCentralProvider::askCallLog(QByteArray list, QByteArray query)
{
    const QString &extension = m_settings.account.extension;
    const bool ofAll = extension.isEmpty() || extension == "~"_L1;
    if (ofAll && !m_ownLogOnly) {
        ApiCall get{.group = Group::Heavy, .target = "/restapi/v1.0/account/~" + list + '?' + query};
        ApiAnswer answer = co_await m_api->send(std::move(get));
        if (answer.http.status != 403)
            co_return answer;
        m_ownLogOnly = true;
    }
    const QByteArray whose = ofAll ? QByteArray("~") : QUrl::toPercentEncoding(extension);
    ApiCall get{.group = Group::Heavy, .target = "/restapi/v1.0/account/~/extension/" + whose + list + '?' + query};
    ApiAnswer answer = co_await m_api->send(std::move(get));
    co_return answer;
}

QCoro::Task<Result<QJsonArray>> RingCentralProvider::readMessages(Instant from)
{
    Result<QJsonArray> messages;
    const QByteArray query =
        "/message-store?messageType=SMS&perPage=100&dateFrom=" + queryTime(std::max(from, m_api->clock().now() - furthestBack));
    for (int page = 1; page <= maxMessagePages; ++page) {
        ApiCall get;
        get.target = own + query + (page > 1 ? "&page=" + QByteArray::number(page) : QByteArray());
        const ApiAnswer answer = co_await m_api->send(std::move(get));
        if (!answer.is(200) || !answer.said.value("records"_L1).isArray()) {
            messages = tl::unexpected(answer.error(u"the list of texts"_s));
            co_return messages;
        }
        for (const QJsonValue &message : answer.said.value("records"_L1).toArray())
            messages->append(message);
        if (!hasNextPage(answer.said))
            co_return messages;
    }
    messages = failure(ErrorKind::Invalid, u"the list of texts: more pages than we read at once"_s);
    co_return messages;
}

} // namespace ringback::connectors::ringcentral

#include "base/time.h"
#include "connectors/twilio/fields.h"
#include "connectors/twilio/provider.h"
#include "connectors/twilio/records.h"

#include <QJsonDocument>

#include <algorithm>

/// Reading the lists: what webhooks lost (providers: phone-and-sms.md, 2.5).
namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int pageSize = 500;
constexpr int maxPages = 40; // the newest twenty thousand
constexpr Milliseconds usualOverlap = 15min; // most calls are over by then, and their records there
constexpr Milliseconds wholeOverlap = 24h; // Twilio promises whole days only, and a record may be late
constexpr Milliseconds wholeEvery = 1h;
constexpr Milliseconds receiptsFor = 4h;
constexpr int maxDetails = 300; // requests for legs and recordings in one read; the calls left over come with the next

struct Cursor {
    std::optional<Instant> wholeAt; ///< when a whole day was last read
    std::optional<Instant> openSince; ///< the beginning of the oldest call that was not over, or was left over
};

std::optional<Instant> readIso(const QJsonValue &value)
{
    const QDateTime at = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return at.isValid() ? std::optional(fromMs(at.toMSecsSinceEpoch())) : std::nullopt;
}

Cursor readCursor(const QString &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    return {.wholeAt = readIso(object.value("whole"_L1)), .openSince = readIso(object.value("open"_L1))};
}

QString writeCursor(const Cursor &cursor)
{
    QJsonObject object;
    if (cursor.wholeAt)
        object.insert("whole"_L1, toIso(*cursor.wholeAt));
    if (cursor.openSince)
        object.insert("open"_L1, toIso(*cursor.openSince));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// `2026-11-20T18:00:00Z`, the comparison as a part of the name.
QByteArray filter(const QString &name, Instant from)
{
    Form query;
    query.fields.emplaceBack(name + u'>', toDateTime(from).toString(Qt::ISODate));
    query.fields.emplaceBack(u"PageSize"_s, QString::number(pageSize));
    return encodeForm(query);
}

bool isParent(const QJsonObject &call)
{
    return call.value("direction"_L1).toString() == "inbound"_L1 && call.value("parent_call_sid"_L1).toString().isEmpty();
}

QString statusOf(const QJsonObject &call)
{
    return call.value("status"_L1).toString();
}

// Of a call or a text: whether our side of it is one of those lines.
bool isOfLines(const QJsonObject &record, const QList<calls::PhoneNumber> &lines)
{
    const bool isInbound = record.value("direction"_L1).toString() == "inbound"_L1;
    const QString ours = record.value(isInbound ? "to"_L1 : "from"_L1).toString();
    return lines.isEmpty() ||
           std::any_of(lines.cbegin(), lines.cend(), [&](const calls::PhoneNumber &line) { return line.e164() == ours; });
}

// The interface knows no NotFound here: an account that is not there is one that we may not read.
Error readingError(const Error &error)
{
    return {.kind = error.kind == ErrorKind::NotFound ? ErrorKind::Refused : error.kind, .what = error.what};
}

} // namespace

QCoro::Task<Result<Log>> TwilioProvider::readLog(LogQuery query)
{
    Result<Log> log = Log{};
    if (m_api.now() < m_api.restsUntil()) {
        log = failure(ErrorKind::Transient, u"Twilio asked us to wait"_s);
        co_return log;
    }
    Cursor cursor = readCursor(query.cursor);
    const bool isWhole = !cursor.wholeAt || query.now - *cursor.wholeAt >= wholeEvery || *cursor.wholeAt > query.now;
    Instant from = std::min(query.since, query.now) - (isWhole ? wholeOverlap : usualOverlap);
    if (cursor.openSince && *cursor.openSince < from)
        from = std::max(*cursor.openSince, query.now - wholeOverlap);

    const Result<QList<QJsonObject>> calls = co_await since(m_api.account("/Calls.json?") + filter(u"StartTime"_s, from), u"calls"_s, from);
    if (!calls) {
        log = tl::unexpected<Error>(readingError(calls.error()));
        co_return log;
    }
    const Done added = co_await addCalls(*log, *calls, query);
    if (!added) {
        log = tl::unexpected<Error>(readingError(added.error()));
        co_return log;
    }
    cursor.openSince = readCursor(log->cursor).openSince;

    // A receipt may come hours after its text was sent.
    const Instant textsFrom = std::min(from, query.now - receiptsFor);
    const Result<QList<QJsonObject>> texts =
        co_await since(m_api.account("/Messages.json?") + filter(u"DateSent"_s, textsFrom), u"messages"_s, textsFrom);
    if (!texts) {
        log = tl::unexpected<Error>(readingError(texts.error()));
        co_return log;
    }
    for (const QJsonObject &message : *texts) {
        const bool isOfService = !m_settings.messagingServiceSid.isEmpty() &&
                                 message.value("messaging_service_sid"_L1).toString() == m_settings.messagingServiceSid;
        if (!isOfService && !isOfLines(message, query.lines))
            continue;
        const std::optional<calls::ProviderEvent> event = textRecord(message);
        if (event && event->at.value_or(from) >= from)
            log->events.append(*event);
    }

    std::stable_sort(log->events.begin(), log->events.end(),
                     [](const auto &a, const auto &b) { return a.at.value_or(Instant()) < b.at.value_or(Instant()); });
    if (isWhole)
        cursor.wholeAt = query.now;
    log->cursor = writeCursor(cursor);
    co_return log;
}

// `calls` come the newest first, and in this order they are judged: an old one is late anyway.
QCoro::Task<Done> TwilioProvider::addCalls(Log &log, QList<QJsonObject> calls, LogQuery query)
{
    Done done;
    QHash<QString, QJsonArray> legs;
    QHash<QString, QString> callers; // by the id of the call that came in
    for (const QJsonObject &call : std::as_const(calls)) {
        if (const QString parent = call.value("parent_call_sid"_L1).toString(); !parent.isEmpty())
            legs[parent].append(call);
        else if (isParent(call))
            callers.insert(call.value("sid"_L1).toString(), call.value("from"_L1).toString());
    }
    Cursor cursor;
    const auto leaveOpen = [&](const QJsonObject &call) {
        const std::optional<Instant> began = beganAt(call);
        if (began && (!cursor.openSince || *began < *cursor.openSince))
            cursor.openSince = began;
    };
    int details = 0;
    for (const QJsonObject &call : std::as_const(calls)) {
        const QString sid = call.value("sid"_L1).toString();
        const QString parent = call.value("parent_call_sid"_L1).toString();
        if (!isSid(sid, {u"CA"}) || !isOfLines(call, query.lines) || query.isJudged(sid))
            continue;
        // A leg that shows its caller's number rings one of our phones; any other may be a call of ours to somebody.
        if (!isParent(call) && !parent.isEmpty() && callers.value(parent) == call.value("from"_L1).toString())
            continue;
        if (!isOver(statusOf(call))) {
            leaveOpen(call);
            continue;
        }
        if (!isParent(call) || statusOf(call) != "completed"_L1) {
            log.events.append(callRecord(call, legs.value(sid), {}));
            continue;
        }
        if (details >= maxDetails) {
            leaveOpen(call);
            continue;
        }
        QJsonArray ofCall = legs.value(sid);
        if (ofCall.isEmpty()) {
            ++details;
            const Result<QJsonArray> asked = co_await legsOf(sid);
            if (!asked) {
                done = failure(asked);
                co_return done;
            }
            ofCall = *asked;
        }
        const bool isSettled = std::all_of(ofCall.begin(), ofCall.end(), [](const auto &leg) { return isOver(statusOf(leg.toObject())); });
        if (!isSettled) { // a record that lags behind
            leaveOpen(call);
            continue;
        }
        QJsonArray recordings;
        if (!isAnsweredOn(ofCall)) {
            ++details;
            const Result<QJsonArray> asked = co_await recordingsOf(sid);
            if (!asked) {
                done = failure(asked);
                co_return done;
            }
            recordings = *asked;
        }
        log.events.append(callRecord(call, ofCall, recordings));
    }
    log.cursor = writeCursor(cursor);
    co_return done;
}

QCoro::Task<Result<QJsonArray>> TwilioProvider::legsOf(QString callSid)
{
    const QByteArray target = m_api.account("/Calls.json?ParentCallSid=") + callSid.toLatin1() + "&PageSize=50";
    const Result<Api::Page> page = co_await m_api.page(target, u"calls"_s);
    Result<QJsonArray> legs;
    if (page)
        legs = page->items;
    else
        legs = failure(page);
    co_return legs;
}

QCoro::Task<Result<QJsonArray>> TwilioProvider::recordingsOf(QString callSid)
{
    const QByteArray target = m_api.account("/Calls/") + callSid.toLatin1() + "/Recordings.json?PageSize=50";
    const Result<Api::Page> page = co_await m_api.page(target, u"recordings"_s);
    Result<QJsonArray> recordings = QJsonArray();
    if (!page && page.error().kind == ErrorKind::NotFound) // the call has been deleted there
        co_return recordings;
    if (!page) {
        recordings = failure(page);
        co_return recordings;
    }
    for (const auto &value : page->items) {
        QJsonObject recording = value.toObject();
        const QString uri = recording.value("uri"_L1).toString();
        // What is not there yet has no length; what failed never has.
        if (recording.value("status"_L1).toString() != "completed"_L1)
            continue;
        if (uri.endsWith(".json"_L1) && uri.startsWith(QString::fromLatin1(m_api.account("/"))))
            recording.insert("url"_L1, u"https://api.twilio.com"_s + uri.chopped(5));
        recordings->append(recording);
    }
    co_return recordings;
}

QCoro::Task<Result<QList<QJsonObject>>> TwilioProvider::since(QByteArray target, QString key, Instant from)
{
    Result<QList<QJsonObject>> found = QList<QJsonObject>();
    for (int i = 0; i < maxPages && !target.isEmpty(); ++i) {
        const Result<Api::Page> page = co_await m_api.page(target, key);
        if (!page) {
            found = failure(page);
            co_return found;
        }
        bool isOlder = false;
        for (const auto &value : page->items) {
            const QJsonObject record = value.toObject();
            isOlder = beganAt(record).value_or(from) < from;
            if (!isOlder)
                found->append(record);
        }
        target = isOlder ? QByteArray() : page->next;
    }
    co_return found;
}

} // namespace ringback::connectors::twilio

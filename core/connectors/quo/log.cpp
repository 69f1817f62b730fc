#include "base/time.h"
#include "connectors/quo/json.h"
#include "connectors/quo/listed.h"
#include "connectors/quo/provider.h"

#include <QJsonDocument>

#include <algorithm>

// Reading Quo's lists of calls and texts.
namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

// Entries show up late, and lists are by the time that a call began (phone-and-sms.md, 4.7).
constexpr Milliseconds overlap = std::chrono::minutes(10);
// The first look does not know which calls were going on.
constexpr Milliseconds firstOverlap = std::chrono::hours(1);
// What is open for longer stays so: a receipt that never comes, a call whose end was lost.
constexpr Milliseconds openAtMost = std::chrono::hours(4);
// Older calls are of no use to anybody, however long the program was away.
constexpr Milliseconds lookBack = std::chrono::hours(24 * 7);

// Where the next look has to begin, besides the overlap: what was open at the last one.
struct Cursor {
    std::optional<Instant> calls;
    std::optional<Instant> texts;

    static Cursor read(const QString &text)
    {
        const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
        return {timeOf(object, "calls"_L1), timeOf(object, "texts"_L1)};
    }
    [[nodiscard]] QString written() const
    {
        QJsonObject object;
        if (calls)
            object.insert(u"calls"_s, toIso(*calls));
        if (texts)
            object.insert(u"texts"_s, toIso(*texts));
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
};

QByteArray since(const QString &name, Instant at)
{
    return QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(toIso(at));
}

Instant beginning(const LogQuery &query, const std::optional<Instant> &open)
{
    const Instant usual = query.since - (query.cursor.isEmpty() ? firstOverlap : overlap);
    return std::max(std::min(usual, open.value_or(usual)), query.now - lookBack);
}

void noteOpen(std::optional<Instant> &oldest, const QJsonObject &entry, Instant now)
{
    const std::optional<Instant> created = timeOf(entry, "createdAt"_L1);
    if (created && *created > now - openAtMost && (!oldest || *created < *oldest))
        oldest = created;
}

} // namespace

QCoro::Task<Result<Log>> QuoProvider::readLog(LogQuery query)
{
    const Cursor last = Cursor::read(query.cursor);
    // In both directions, and without asking for a status: none tells all missed calls.
    const QByteArray callsSince = since(u"createdAt[gte]"_s, beginning(query, last.calls)) + "&include=voicemail";
    const Result<QList<QJsonObject>> calls = co_await m_api.list("/calls", callsSince);
    if (!calls) {
        Result<Log> failed = failure(calls);
        co_return failed;
    }
    const QByteArray textsSince = since(u"createdAt[gt]"_s, beginning(query, last.texts) - Milliseconds(1));
    const Result<QList<QJsonObject>> texts = co_await m_api.list("/messages", textsSince);
    if (!texts) {
        Result<Log> failed = failure(texts);
        co_return failed;
    }
    const bool isNewLine = std::any_of(calls->cbegin(), calls->cend(), [this](const QJsonObject &call) {
        const QString id = idOf(call, "phoneNumberId"_L1);
        return !id.isEmpty() && !m_numbers.contains(id);
    });
    if (isNewLine) {
        const Done learnt = co_await learnNumbers();
        if (!learnt) {
            Result<Log> failed = failure(learnt);
            co_return failed;
        }
    }

    Cursor next;
    Log log;
    for (const QJsonObject &call : *calls) {
        if (isOpenCall(call))
            noteOpen(next.calls, call, query.now);
        if (const std::optional<calls::ProviderEvent> event = storedCall(call, m_numbers.value(idOf(call, "phoneNumberId"_L1))))
            log.events.append(*event);
    }
    for (const QJsonObject &text : *texts) {
        if (isOpenText(text))
            noteOpen(next.texts, text, query.now);
        if (const std::optional<calls::ProviderEvent> event = storedText(text))
            log.events.append(*event);
    }
    std::stable_sort(log.events.begin(), log.events.end(),
                     [](const calls::ProviderEvent &a, const calls::ProviderEvent &b) { return a.at < b.at; });
    log.cursor = next.written();
    Result<Log> read = log;
    co_return read;
}

QCoro::Task<Done> QuoProvider::learnNumbers()
{
    const Result<QList<QJsonObject>> lines = co_await m_api.list("/phone-numbers", {});
    Done done;
    if (lines) {
        for (const QJsonObject &line : *lines)
            m_numbers.insert(idOf(line, "id"_L1), textOf(line, "phoneNumber"_L1));
    } else {
        done = failure(lines);
    }
    co_return done;
}

} // namespace ringback::connectors::quo

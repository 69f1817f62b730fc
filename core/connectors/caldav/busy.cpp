#include "base/time.h"
#include "connectors/caldav/calendar.h"
#include "connectors/icalendar/icalendar.h"

#include <QCryptographicHash>

#include <algorithm>

// What is busy there, and *Test this connection*. What is entered: entries.cpp.
namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Servers disagree on what a date without a zone touches; a day at both ends covers each zone there is.
constexpr Milliseconds margin = 24h;

Result<icalendar::Expanded> busyInAll(const QList<QByteArray> &texts, const BusyQuery &query)
{
    icalendar::Expanded all;
    for (const QByteArray &text : texts) { // each by itself: one that is cut off may not swallow the next
        const Result<icalendar::Expanded> one = icalendar::busyIn(text, query);
        if (!one)
            return failure(one);
        all.busy += one->busy;
        all.oddities += one->oddities;
    }
    const auto order = [](const calls::BusyTime &each) {
        return std::tuple(each.from, each.to, each.kind);
    };
    std::sort(all.busy.begin(), all.busy.end(), [&](const auto &a, const auto &b) { return order(a) < order(b); });
    all.busy.erase(std::unique(all.busy.begin(), all.busy.end()), all.busy.end());
    all.oddities.removeDuplicates();
    return all;
}

// Of what is busy, as no server's word for "unchanged" speaks of the times that are asked for, and those move on.
QByteArray cursorOf(const QList<calls::BusyTime> &busy)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const calls::BusyTime &each : busy)
        hash.addData(QByteArray::number(toMs(each.from)) + ' ' + QByteArray::number(toMs(each.to)) + ' ' +
                     QByteArray::number(static_cast<int>(each.kind)) + '\n');
    return hash.result().toHex();
}

// A series that is found by a later time of it and by nothing else.
bool isFoundByRecurring(const QByteArray &text, const BusyQuery &query)
{
    if (text.contains("RECURRENCE-ID"))
        return false;
    BusyQuery now = query;
    now.from += 2 * margin; // well within what the server was asked for
    now.to -= 2 * margin;
    BusyQuery earlier = query;
    earlier.from = query.from - 60 * 24h;
    earlier.to = query.from - 2 * margin;
    const Result<icalendar::Expanded> within = icalendar::busyIn(text, now);
    const Result<icalendar::Expanded> before = icalendar::busyIn(text, earlier);
    return within && before && !within->busy.isEmpty() && !before->busy.isEmpty();
}

} // namespace

CalDavCalendar::CalDavCalendar(CalDavSettings settings, const Surroundings &surroundings)
    : m_api(std::move(settings), surroundings.network, surroundings.clock)
{}

CalendarAbilities CalDavCalendar::abilities() const
{
    return {.reads = true, .writes = true};
}

void CalDavCalendar::abandon()
{
    m_api.abandon();
}

QCoro::Task<Result<BusyTimes>> CalDavCalendar::busy(BusyQuery query)
{
    Result<BusyTimes> result;
    const Answered<Collection> collection = co_await this->collection();
    if (!collection) {
        result = tl::unexpected(errorOf(collection.error()));
        co_return result;
    }
    const bool isKept = m_kept && !collection->version.isEmpty() && m_kept->version == collection->version &&
                        m_kept->address == collection->address && m_kept->from <= query.from && query.to <= m_kept->to;
    Kept kept;
    if (isKept) {
        kept = *m_kept;
    } else {
        const Answered<Kept> read = co_await fetched(*collection, query);
        if (!read) {
            result = tl::unexpected(errorOf(read.error()));
            co_return result;
        }
        kept = *read;
    }
    const Result<icalendar::Expanded> expanded = busyInAll(kept.texts, query);
    if (!expanded) {
        m_kept.reset();
        result = failure(expanded);
        co_return result;
    }
    m_kept = kept;
    BusyTimes times;
    times.cursor = cursorOf(expanded->busy);
    times.unchanged = times.cursor == query.cursor;
    if (!times.unchanged)
        times.busy = expanded->busy;
    times.oddities = expanded->oddities + kept.oddities;
    result = times;
    co_return result;
}

QCoro::Task<Answered<CalDavCalendar::Kept>> CalDavCalendar::fetched(Collection collection, BusyQuery query)
{
    Answered<Kept> result;
    Kept kept{.address = collection.address,
              .version = collection.version,
              .from = query.from,
              .to = query.to + margin,
              .texts = {},
              .oddities = {}};
    if (!collection.answersQueries) {
        result = tl::unexpected(notUnderstood(u"it cannot be asked for its events"_s));
        co_return result;
    }
    const QByteArray events = askForEvents(kept.from - margin, kept.to + margin);
    const Answered<QList<DavItem>> inTime = co_await asked(collection.address, events);
    if (!inTime) {
        result = tl::unexpected(inTime.error());
        co_return result;
    }
    QSet<QByteArray> seen;
    for (const DavItem &item : *inTime) {
        seen.insert(item.href);
        kept.texts.append(*item.data);
    }
    // Some servers (Xandikos 0.2.8) look only at the first time of what recurs. Until this one was seen to do better, series are asked for by themselves.
    if (!m_findsSeries) {
        const QByteArray report = askForSeries();
        const Answered<QList<DavItem>> series = co_await asked(collection.address, report);
        // A filter that it does not know is refused (RFC 4791, 7.8); whatever else comes instead is no answer.
        const bool cannotTell = !series && QStringList{u"400"_s, u"403"_s, u"415"_s, u"422"_s, u"501"_s}.contains(series.error().code);
        if (!series && !cannotTell) {
            result = tl::unexpected(series.error());
            co_return result;
        }
        if (cannotTell)
            kept.oddities.append(u"the server does not tell what recurs"_s);
        for (const DavItem &item : series.value_or(QList<DavItem>())) {
            if (!seen.contains(item.href))
                kept.texts.append(*item.data);
            else if (!m_findsSeries)
                m_findsSeries = isFoundByRecurring(*item.data, query);
        }
    }
    result = kept;
    co_return result;
}

// A list that is not whole is none.
QCoro::Task<Answered<QList<DavItem>>> CalDavCalendar::asked(Address collection, QByteArray report)
{
    Answered<QList<DavItem>> result;
    const Answered<Listed> listed = co_await m_api.list("REPORT", collection, 1, report);
    if (!listed) {
        result = tl::unexpected(listed.error());
        co_return result;
    }
    for (const DavItem &item : listed->items) {
        if (item.status == 404 || item.status / 100 == 5) { // deleted while it was read; or cut short (507)
            result =
                tl::unexpected(Trouble{.kind = Trouble::Kind::Failing, .code = QString::number(item.status), .message = u"in a list"_s});
            co_return result;
        }
        if (item.hasFailed || (item.status != 0 && item.status / 100 != 2) || !item.data || item.data->trimmed().isEmpty()) {
            result = tl::unexpected(notUnderstood(u"an event without its text"_s));
            co_return result;
        }
    }
    result = listed->items;
    co_return result;
}

QCoro::Task<QList<Finding>> CalDavCalendar::test()
{
    QList<Finding> findings;
    m_known.reset(); // what the office wrote is what is tested
    const Answered<Collection> collection = co_await this->collection();
    if (!collection) {
        // Whoever answers about calendars has let us in.
        if (findingOf(collection.error()).check == Check::Calendar && collection.error().kind == Trouble::Kind::NotThere)
            findings.append({.check = Check::Credentials, .level = Finding::Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}});
        findings.append(findingOf(collection.error()));
        co_return findings;
    }
    findings.append({.check = Check::Credentials, .level = Finding::Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}});
    BusyQuery query;
    query.from = m_api.now();
    query.to = query.from + 14 * 24h;
    query.zone = "UTC";
    m_kept.reset();
    const Answered<Kept> read = co_await fetched(*collection, query);
    const Result<icalendar::Expanded> expanded = busyInAll(read ? read->texts : QList<QByteArray>(), query);
    if (!read || !expanded) {
        const QString detail = read ? expanded.error().what : errorOf(read.error()).what;
        findings.append({.check = Check::Calendar,
                         .level = Finding::Level::Bad,
                         .problem = u"not_readable"_s,
                         .subject = collection->name,
                         .detail = detail});
        co_return findings;
    }
    findings.append({.check = Check::Calendar,
                     .level = collection->isReadOnly ? Finding::Level::Warning : Finding::Level::Good,
                     .problem = collection->isReadOnly ? u"read_only"_s : u"ok"_s,
                     .subject = collection->name,
                     .detail = {}});
    co_return findings;
}

} // namespace ringback::connectors::caldav

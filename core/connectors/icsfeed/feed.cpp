#include "connectors/icsfeed/feed.h"

#include "base/time.h"
#include "connectors/http/secretaddress.h"
#include "connectors/icalendar/icalendar.h"

#include <QCryptographicHash>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::icsfeed {

using namespace Qt::StringLiterals;
using std::chrono::days;

namespace {

constexpr qsizetype longestTag = 300;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Only to where the address itself may point: over TLS, or within this machine. Empty = nowhere.
QByteArray redirectOf(const QByteArray &from, const HttpAnswer &answer)
{
    const QUrl here = QUrl::fromEncoded(from);
    QUrl to = here.resolved(QUrl::fromEncoded(answer.header("Location").trimmed()));
    to.setFragment({});
    const QByteArray address = to.toEncoded();
    const bool isWeaker = here.scheme() == "https"_L1 && to.scheme() != "https"_L1;
    return isWeaker || !troubleOfAddress(address).isEmpty() ? QByteArray() : address;
}

bool isPage(const HttpAnswer &answer)
{
    return answer.contentType.trimmed().startsWith("text/html") || answer.body.trimmed().startsWith('<');
}

// What goes back to the publisher in a header, as it came: nothing that ends a line.
QByteArray tagOf(const QByteArray &header)
{
    const bool isPlain = std::all_of(header.cbegin(), header.cend(), [](char c) { return uchar(c) >= 0x20 && uchar(c) < 0x7F; });
    return isPlain && header.size() <= longestTag ? header.trimmed() : QByteArray();
}

// Whether the file says the same to both: the last day that is asked for moves on, and with it what a series has.
QByteArray fingerprintOf(const BusyQuery &query)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &part : QStringList{QString::number(toMs(query.to)), QString::fromLatin1(query.zone), query.leaveWords.join(u'\n'),
                                           query.addresses.join(u'\n'), query.ownEntries})
        hash.addData(part.toUtf8() + '\0');
    return hash.result().first(12).toHex();
}

Error errorOf(const HttpAnswer &answer)
{
    const int status = answer.status;
    const auto said = [status](const QString &what) {
        return u"%1: status %2"_s.arg(what, QString::number(status));
    };
    if (isRedirect(status))
        return {.kind = ErrorKind::Refused, .what = said(u"it leads elsewhere"_s)};
    if (status == 429)
        return {.kind = ErrorKind::Transient, .what = said(u"rate_limited"_s)};
    if (status == 408 || status == 425 || status >= 500)
        return {.kind = ErrorKind::Transient, .what = said(u"not now"_s)};
    if (status == 0 || answer.brokeOff)
        return {.kind = ErrorKind::Transient, .what = answer.trouble};
    if (status >= 400)
        return {.kind = ErrorKind::Refused, .what = said(u"the address is not known there"_s)};
    return {.kind = ErrorKind::Invalid, .what = said(u"not understood"_s)};
}

EntryOutcome unable()
{
    return EntryRefused{.kind = EntryRefused::Class::Account, .code = u"unable"_s, .message = {}, .retryAfter = {}};
}

Finding finding(Check check, Finding::Level level, const QString &problem, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = {}, .detail = detail};
}

} // namespace

Feed::Feed(FeedSettings settings, const Surroundings &surroundings)
    : m_settings(std::move(settings))
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, m_settings.timeout)
{}

CalendarAbilities Feed::abilities() const
{
    return {.reads = true, .writes = false, .trails = true};
}

QCoro::Task<HttpAnswer> Feed::fetch(Version known)
{
    QByteArray address = m_settings.address;
    HttpAnswer answer;
    for (int redirects = 0; redirects <= mostRedirects; ++redirects) {
        HttpCall call;
        call.url = address;
        call.headers = {{"Accept", "text/calendar, */*;q=0.1"}};
        if (!known.tag.isEmpty())
            call.headers.append({"If-None-Match", known.tag});
        if (!known.modified.isEmpty())
            call.headers.append({"If-Modified-Since", known.modified});
        answer = co_await m_http.send(std::move(call));
        if (!isRedirect(answer.status))
            break;
        address = redirectOf(address, answer);
        if (address.isEmpty())
            break;
    }
    co_return answer;
}

QCoro::Task<Result<BusyTimes>> Feed::busy(BusyQuery query)
{
    if (!m_settings.trouble.isEmpty()) {
        Result<BusyTimes> refused = failure(ErrorKind::Refused, m_settings.trouble);
        co_return refused;
    }
    query.to = std::chrono::ceil<days>(query.to); // so that the question stays the same for a day
    const QByteArray fingerprint = fingerprintOf(query);
    const QList<QByteArray> last = query.cursor.split('\n');
    Version known;
    if (last.size() == 3 && last.at(0) == fingerprint)
        known = {.tag = tagOf(last.at(1)), .modified = tagOf(last.at(2))};
    const HttpAnswer answer = co_await fetch(known);

    const bool wasAsked = !known.tag.isEmpty() || !known.modified.isEmpty();
    if (wasAsked && answer.is(304)) {
        Result<BusyTimes> same = BusyTimes{.unchanged = true, .busy = {}, .cursor = query.cursor, .readAgainIn = {}, .oddities = {}};
        co_return same;
    }
    if (!answer.is(200)) {
        Result<BusyTimes> failed = tl::unexpected<Error>(errorOf(answer));
        co_return failed;
    }
    const Result<icalendar::Expanded> expanded = icalendar::busyIn(answer.body, query);
    if (!expanded) {
        Result<BusyTimes> failed = failure(expanded);
        if (isPage(answer)) // a page to sign in, or one that says that there is nothing
            failed = failure(ErrorKind::Refused, u"the address was reset"_s);
        co_return failed;
    }
    const QByteArray tag = tagOf(answer.header("ETag"));
    const QByteArray modified = tagOf(answer.header("Last-Modified"));
    Result<BusyTimes> times = BusyTimes{.busy = expanded->busy,
                                        .cursor = fingerprint + '\n' + tag + '\n' + modified,
                                        .readAgainIn = icalendar::readAgainIn(answer.body),
                                        .oddities = expanded->oddities};
    co_return times;
}

QCoro::Task<EntryOutcome> Feed::put(CalendarEntry, EntryPlace)
{
    EntryOutcome outcome = unable();
    co_return outcome;
}

QCoro::Task<EntryOutcome> Feed::remove(QString, EntryPlace)
{
    EntryOutcome outcome = unable();
    co_return outcome;
}

QCoro::Task<QList<Finding>> Feed::test()
{
    using Level = Finding::Level;
    BusyQuery query{.from = m_clock.now(), .to = m_clock.now() + days(30), .zone = "UTC", .leaveWords = {}};
    const Result<BusyTimes> read = co_await busy(query);
    QList<Finding> findings;
    if (!read) {
        const QString &what = read.error().what;
        if (read.error().kind == ErrorKind::Refused)
            findings.append(finding(Check::Credentials, Level::Bad, u"wrong"_s, what));
        else if (read.error().kind == ErrorKind::Transient)
            findings.append(
                finding(Check::Credentials, Level::Bad, what.startsWith("rate_limited"_L1) ? u"rate_limited"_s : u"not_reached"_s, what));
        else
            findings.append(finding(Check::Calendar, Level::Bad, u"not_readable"_s, what));
        co_return findings;
    }
    findings.append(finding(Check::Credentials, Level::Good, u"ok"_s));
    findings.append(finding(Check::Calendar, Level::Warning, u"trails"_s, QString::fromLatin1(read->cursor.split('\n').last())));
    co_return findings;
}

void Feed::abandon()
{
    m_http.abandon();
}

} // namespace ringback::connectors::icsfeed

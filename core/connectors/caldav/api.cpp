#include "connectors/caldav/api.h"

namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostRedirects = 5;
constexpr qsizetype longestTag = 500;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 307 || status == 308;
}

// Xandikos wraps a refusal of one thing in a multistatus.
HttpAnswer unwrapped(HttpAnswer answer)
{
    if (!answer.is(207))
        return answer;
    const Result<QList<DavItem>> items = readMultistatus(answer.body);
    if (items && items->size() == 1 && items->first().status != 0)
        answer.status = items->first().status;
    return answer;
}

} // namespace

CalDavApi::CalDavApi(CalDavSettings settings, QNetworkAccessManager &network, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_http(network, clock, m_settings.timeout)
{}

QCoro::Task<Answered<Listed>> CalDavApi::list(QByteArray verb, Address address, int depth, QByteArray body)
{
    Answered<Listed> listed;
    for (int i = 0; i <= mostRedirects; ++i) {
        HttpCall call = callTo(verb, address);
        call.headers.emplaceBack("Depth", QByteArray::number(depth));
        call.contentType = "application/xml; charset=utf-8";
        call.body = body;
        const HttpAnswer answer = co_await m_http.send(call);
        if (isRedirect(answer.status) && !answer.brokeOff) {
            const std::optional<Address> target = resolved(address, answer.header("Location"));
            if (!target) {
                listed = tl::unexpected(Trouble{.kind = Trouble::Kind::Elsewhere, .code = u"leads_elsewhere"_s, .message = {}});
                co_return listed;
            }
            address = *target;
            continue;
        }
        if (!answer.is(207)) {
            listed = tl::unexpected(troubleOf(answer));
            co_return listed;
        }
        const Result<QList<DavItem>> items = readMultistatus(answer.body);
        if (items)
            listed = Listed{.address = address, .items = *items};
        else
            listed = tl::unexpected(notUnderstood(items.error().what));
        co_return listed;
    }
    listed = tl::unexpected(notUnderstood(u"it redirects without end"_s));
    co_return listed;
}

QCoro::Task<Answered<Read>> CalDavApi::read(Address address)
{
    Answered<Read> read;
    const HttpCall call = callTo("GET", address);
    const HttpAnswer answer = co_await m_http.send(call);
    if (answer.is(200))
        read = Read{.address = address, .body = answer.body, .tag = tagOf(answer)};
    else
        read = tl::unexpected(troubleOf(answer));
    co_return read;
}

QCoro::Task<HttpAnswer> CalDavApi::put(Address address, QByteArray text, QByteArray tag)
{
    HttpCall call = callTo("PUT", address);
    if (tag.isEmpty())
        call.headers.emplaceBack("If-None-Match", "*");
    else
        call.headers.emplaceBack("If-Match", tag);
    call.contentType = "text/calendar; charset=utf-8";
    call.body = text;
    const HttpAnswer answer = co_await m_http.send(call);
    co_return unwrapped(answer);
}

QCoro::Task<HttpAnswer> CalDavApi::remove(Address address, QByteArray tag)
{
    HttpCall call = callTo("DELETE", address);
    if (!tag.isEmpty())
        call.headers.emplaceBack("If-Match", tag);
    const HttpAnswer answer = co_await m_http.send(call);
    co_return unwrapped(answer);
}

void CalDavApi::abandon()
{
    m_http.abandon();
}

std::optional<Address> CalDavApi::resolved(const Address &base, const QByteArray &reference) const
{
    return caldav::resolved(base, reference, m_settings.home);
}

// Uncompressed: a server that compresses on its way out marks the ETag, and then does not know it again (`-gzip`, `W/`).
HttpCall CalDavApi::callTo(const QByteArray &verb, const Address &address) const
{
    HttpCall call;
    call.verb = verb;
    call.url = address.url();
    call.headers = {{"Authorization", "Basic " + (m_settings.user + ':' + m_settings.password).toBase64()},
                    {"Accept-Encoding", "identity"}};
    return call;
}

// A change takes a strong one (RFC 9110, 13.1.1). One that was only weakened on the way is strong at the server.
QByteArray tagOf(const HttpAnswer &answer)
{
    QByteArray tag = answer.header("ETag").trimmed();
    if (tag.startsWith("W/"))
        tag.remove(0, 2);
    return tag.size() > longestTag ? QByteArray() : tag;
}

} // namespace ringback::connectors::caldav

#pragma once

#include "support/caldavrig.h"
#include "support/scriptedserver.h"

#include <QHash>

namespace ringback::test {

[[nodiscard]] inline QByteArray multistatus(const QByteArray &inside)
{
    return "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\" xmlns:cs=\"http://calendarserver.org/ns/\">" +
           inside + "</d:multistatus>";
}

[[nodiscard]] inline QByteArray response(const QByteArray &href, const QByteArray &props)
{
    return "<d:response><d:href>" + href + "</d:href><d:propstat><d:prop>" + props +
           "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
}

[[nodiscard]] inline QByteArray itemOf(const QByteArray &href, const QByteArray &text)
{
    return response(href, "<c:calendar-data>" + QString::fromUtf8(text).toHtmlEscaped().toUtf8() + "</c:calendar-data>");
}

/// A server with one calendar, that answers as iCloud and Google do where they differ from others, and otherwise as a test says.
class FakeCalDav final : public ScriptedServer {
public:
    FakeCalDav()
        : ScriptedServer(std::nullopt)
    {
        start();
    }
    ~FakeCalDav() override { stop(); }

    [[nodiscard]] static QByteArray calendar() { return "/123/calendars/work/"; }
    [[nodiscard]] static QByteArray place() { return calendar() + davUid.section(QLatin1Char('@'), 0, 0).toLatin1() + ".ics"; }
    void add(const QByteArray &path, const QByteArray &text)
    {
        const std::scoped_lock lock(m_mutex);
        m_entries[path] = text;
        ++m_version;
    }
    [[nodiscard]] QHash<QByteArray, QByteArray> all() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_entries;
    }

    bool tellsTags = true; ///< with the answer to a PUT
    bool minds = true; ///< what is said with If-None-Match
    bool tellsVersion = true;

private:
    [[nodiscard]] std::optional<Response> turnedAway(const Asked &request) override
    {
        if (request.header("authorization") == "Basic " + QByteArray("dana:app-pass-word").toBase64())
            return std::nullopt;
        return Response{.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"c\""}}};
    }
    [[nodiscard]] Response badRequest(const QString &problem) override { return {.status = 400, .body = problem.toUtf8()}; }
    [[nodiscard]] static Response listed(const QByteArray &inside)
    {
        return {.status = 207, .contentType = "text/xml; charset=utf-8", .body = multistatus(inside)};
    }
    [[nodiscard]] static QByteArray tagOf(const QByteArray &text) { return '"' + QByteArray::number(qHash(text), 16) + '"'; }
    [[nodiscard]] Response answer(const Asked &request) override
    {
        if (request.method == "PROPFIND")
            return described(request.path());
        if (request.method == "REPORT") {
            QByteArray items;
            for (auto it = m_entries.constBegin(); it != m_entries.constEnd(); ++it)
                items += itemOf(it.key(), it.value()); // all there are, whatever was asked for
            return listed(items);
        }
        const bool isThere = m_entries.contains(request.path());
        const QByteArray there = m_entries.value(request.path());
        const QByteArray match = request.header("if-match");
        if (request.method == "GET")
            return isThere
                       ? Response{.status = 200, .contentType = "text/calendar", .body = there, .headers = {{"ETag", "W/" + tagOf(there)}}}
                       : Response{.status = 404};
        if ((!match.isEmpty() && (!isThere || match != tagOf(there))) || (minds && isThere && request.header("if-none-match") == "*"))
            return {.status = 412};
        ++m_version;
        if (request.method == "DELETE")
            return {.status = m_entries.remove(request.path()) ? 204 : 404};
        m_entries[request.path()] = request.body;
        Response put{.status = isThere ? 204 : 201};
        if (tellsTags)
            put.headers = {{"ETag", tagOf(request.body)}};
        return put;
    }
    // By three steps, each named by the one before, as at iCloud; absolute, with the port in it.
    [[nodiscard]] Response described(const QByteArray &path)
    {
        const QByteArray base = baseUrl().toString().toLatin1();
        if (path == "/.well-known/caldav")
            return {.status = 301, .headers = {{"Location", "/"}}};
        if (path == "/")
            return listed(response("/", "<d:current-user-principal><d:href>/123/principal/</d:href></d:current-user-principal>"));
        if (path == "/123/principal/")
            return listed(
                response("/123/principal/", "<c:calendar-home-set><d:href>" + base + "/123/calendars/</d:href></c:calendar-home-set>"));
        const QByteArray type = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
        const QByteArray version = tellsVersion ? "<cs:getctag>v" + QByteArray::number(m_version) + "</cs:getctag>"
                                                : QByteArray("<d:displayname>Work</d:displayname>");
        const QByteArray work =
            response(calendar(),
                     type + version + "<c:supported-calendar-component-set><c:comp name=\"VEVENT\"/></c:supported-calendar-component-set>");
        if (path == "/123/calendars/")
            return listed(
                response("/123/calendars/", "<d:resourcetype><d:collection/></d:resourcetype>") +
                response("/123/calendars/tasks/",
                         type + "<c:supported-calendar-component-set><c:comp name=\"VTODO\"/></c:supported-calendar-component-set>") +
                work);
        return path == calendar() ? listed(work) : Response{.status = 404};
    }

    QHash<QByteArray, QByteArray> m_entries;
    int m_version = 0;
};

} // namespace ringback::test

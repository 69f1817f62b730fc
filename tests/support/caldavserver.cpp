#include "support/caldavserver.h"

#include "connectors/caldav/dav.h"
#include "connectors/http/httpclient.h"
#include "support/testclock.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; // ms; never reached when all is well

constexpr char config[] = R"([server]
hosts = 127.0.0.1:%1
[auth]
type = htpasswd
htpasswd_filename = %2/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = %2/rights
[storage]
filesystem_folder = %2/store
[web]
type = none
[logging]
level = warning
)";

constexpr char rights[] = R"([root]
user: .+
collection:
permissions: R
[principal]
user: .+
collection: {user}
permissions: RW
[calendars]
user: .+
collection: {user}/[^/]+
permissions: %1
)";

QString program(CalDavServer::Kind kind)
{
    return QStandardPaths::findExecutable(kind == CalDavServer::Kind::Radicale ? u"radicale"_s : u"xandikos"_s);
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

bool CalDavServer::isInstalled(Kind kind)
{
    return !program(kind).isEmpty();
}

CalDavServer::CalDavServer(Kind kind)
    : m_kind(kind)
    , m_port(freePort())
{
    start();
    m_isRunning = m_isRunning && makeCalendar(u"work"_s);
}

CalDavServer::~CalDavServer()
{
    stop();
}

void CalDavServer::start()
{
    const QString folder = m_folder.path();
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    if (m_kind == Kind::Radicale) {
        const bool isSet =
            write(folder + u"/users"_s, (user() + u':' + password() + u'\n').toUtf8()) &&
            write(folder + u"/rights"_s, QByteArray(rights).replace("%1", "rw")) &&
            write(folder + u"/config"_s, QByteArray(config).replace("%1", QByteArray::number(m_port)).replace("%2", folder.toUtf8()));
        if (!isSet)
            return;
        m_process.start(program(m_kind), {u"--config"_s, folder + u"/config"_s});
    } else {
        m_process.start(program(m_kind),
                        {u"-d"_s, folder + u"/store"_s, u"-l"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(m_port), u"--defaults"_s});
    }
    const QDeadlineTimer deadline(patience);
    while (!deadline.hasExpired()) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        if (socket.waitForConnected(1'000)) {
            m_isRunning = true;
            return;
        }
        if (m_process.waitForFinished(50) || m_process.state() == QProcess::NotRunning)
            break;
    }
    m_log = m_process.readAll();
}

void CalDavServer::stop()
{
    m_isRunning = false;
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

bool CalDavServer::makeCalendar(const QString &name)
{
    m_calendar = (m_kind == Kind::Xandikos ? u"/user/calendars/"_s : u"/dana%40summit.example/"_s) + name + u'/';
    const Answer made = ask("MKCALENDAR", m_calendar, R"(<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>Dana — work</D:displayname>
<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>)");
    m_log += made.body;
    return made.status == 201;
}

QString CalDavServer::address() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

CalDavServer::Answer CalDavServer::ask(const QByteArray &verb, const QString &path, const QByteArray &body,
                                       const QList<std::pair<QByteArray, QByteArray>> &headers) const
{
    const TestClock clock;
    QNetworkAccessManager network;
    connectors::HttpClient client(network, clock, Milliseconds(patience));
    connectors::HttpCall call;
    call.verb = verb;
    call.url = (address() + path).toUtf8();
    call.headers = headers;
    call.headers.emplaceBack("Authorization", "Basic " + (user() + u':' + password()).toUtf8().toBase64());
    if (!body.isEmpty())
        call.contentType = verb == "PUT" ? "text/calendar; charset=utf-8" : "application/xml; charset=utf-8";
    call.body = body;
    const connectors::HttpAnswer answer = QCoro::waitFor(client.send(call));
    return {.status = answer.status, .body = answer.body, .tag = answer.header("ETag")};
}

bool CalDavServer::put(const QString &name, const QByteArray &text) const
{
    const int status = ask("PUT", m_calendar + name, text).status;
    return status == 201 || status == 204;
}

QList<QByteArray> CalDavServer::entries() const
{
    const QByteArray all = R"(<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>)";
    const Result<QList<connectors::caldav::DavItem>> items =
        connectors::caldav::readMultistatus(ask("REPORT", m_calendar, all, {{"Depth", "1"}}).body);
    QList<QByteArray> texts;
    if (items) {
        for (const connectors::caldav::DavItem &item : *items)
            texts.append(item.data.value_or("no text"));
    } else {
        texts.append("no answer");
    }
    return texts;
}

void CalDavServer::makeReadOnly()
{
    Q_ASSERT(m_kind == Kind::Radicale);
    if (!write(m_folder.filePath(u"rights"_s), QByteArray(rights).replace("%1", "r")))
        qFatal("the rights cannot be written");
}

} // namespace ringback::test

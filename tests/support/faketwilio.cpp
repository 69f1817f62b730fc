#include "support/faketwilio.h"

#include "base/time.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
using connectors::twilio::decodeForm;
using connectors::twilio::encodeForm;
using connectors::twilio::Form;
using ingress::HttpRequest;
using ingress::HttpResponse;

namespace {

constexpr int maxBody = 1600;
const QByteArray apiRoot = "/2010-04-01/Accounts/";

HttpResponse json(int status, const QJsonObject &object)
{
    return HttpResponse{
        .status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact), .headers = {}};
}

HttpResponse error(int status, int code, const QString &message)
{
    return json(status, {{u"code"_s, code},
                         {u"message"_s, message},
                         {u"more_info"_s, u"https://www.twilio.com/docs/errors/%1"_s.arg(code)},
                         {u"status"_s, status}});
}

QString date(Instant at)
{
    return QLocale::c().toString(toDateTime(at), u"ddd, dd MMM yyyy HH:mm:ss '+0000'"_s);
}

bool isE164(const QString &text)
{
    static const QRegularExpression shape(u"^\\+[1-9][0-9]{6,14}$"_s);
    return shape.match(text).hasMatch();
}

bool isSender(const QString &text)
{
    static const QRegularExpression shape(u"^(\\+[1-9][0-9]{6,14}|[0-9]{3,8})$"_s);
    return shape.match(text).hasMatch();
}

// Close enough to what Twilio counts: characters outside ASCII make a text UCS-2.
int segments(const QString &body)
{
    const bool ascii = std::all_of(body.begin(), body.end(), [](QChar c) { return c.unicode() < 128; });
    const int single = ascii ? 160 : 70;
    const int joined = ascii ? 153 : 67;
    const int units = static_cast<int>(body.size());
    return units <= single ? 1 : (units + joined - 1) / joined;
}

QJsonObject toJson(const FakeTwilio::Message &message)
{
    const QString uri = u"/2010-04-01/Accounts/%1/Messages/%2"_s.arg(FakeTwilio::accountSid(), message.sid);
    const bool isOnItsWay = message.status == u"queued" || message.status == u"accepted";
    const auto orNull = [](const QString &text) {
        return text.isEmpty() ? QJsonValue() : QJsonValue(text);
    };
    return {{u"account_sid"_s, FakeTwilio::accountSid()},
            {u"api_version"_s, u"2010-04-01"_s},
            {u"body"_s, message.body},
            {u"date_created"_s, date(message.dateCreated)},
            {u"date_sent"_s, isOnItsWay ? QJsonValue() : QJsonValue(date(message.dateCreated))},
            {u"date_updated"_s, date(message.dateCreated)},
            {u"direction"_s, message.direction},
            {u"error_code"_s, message.errorCode == 0 ? QJsonValue() : QJsonValue(message.errorCode)},
            {u"error_message"_s, message.errorCode == 0 ? QJsonValue() : QJsonValue(u"failed"_s)},
            {u"from"_s, orNull(message.from)},
            {u"messaging_service_sid"_s, orNull(message.messagingService)},
            {u"num_media"_s, u"0"_s},
            {u"num_segments"_s, message.messagingService.isEmpty() ? QString::number(segments(message.body)) : u"0"_s},
            {u"price"_s, QJsonValue()},
            {u"price_unit"_s, u"USD"_s},
            {u"sid"_s, message.sid},
            {u"status"_s, message.status},
            {u"subresource_uris"_s, QJsonObject{{u"media"_s, uri + u"/Media.json"_s}}},
            {u"to"_s, message.to},
            {u"uri"_s, uri + u".json"_s}};
}

} // namespace

FakeTwilio::FakeTwilio(QByteArray pathPrefix)
    : m_prefix(std::move(pathPrefix))
    , m_listener([this](const HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        qFatal("the fake Twilio cannot listen: %s", qUtf8Printable(port.error().what));
    m_port = *port;
}

FakeTwilio::~FakeTwilio()
{
    stop();
}

void FakeTwilio::stop()
{
    QList<Stalled> stalled;
    {
        const std::scoped_lock lock(m_mutex);
        stalled.swap(m_stalled);
    }
    for (const Stalled &held : std::as_const(stalled))
        held.reply({.status = 0});
    m_listener.stop();
}

QUrl FakeTwilio::baseUrl() const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_port).arg(QString::fromLatin1(m_prefix)));
}

void FakeTwilio::script(What what, HttpResponse response)
{
    const std::scoped_lock lock(m_mutex);
    m_script.push_back({what, std::move(response)});
}

void FakeTwilio::spareReads()
{
    const std::scoped_lock lock(m_mutex);
    m_sparesReads = true;
}

void FakeTwilio::refuseNext(int code, int httpStatus, const QString &message)
{
    script(What::Answer, error(httpStatus, code, message));
}

void FakeTwilio::rateLimitNext(const QByteArray &retryAfter)
{
    HttpResponse response = error(429, 20429, u"Too Many Requests"_s);
    if (!retryAfter.isEmpty())
        response.headers.emplaceBack("Retry-After", retryAfter);
    script(What::Answer, std::move(response));
}

void FakeTwilio::failNext(int httpStatus)
{
    script(What::Answer, {.status = httpStatus});
}

void FakeTwilio::answer500AfterTakingNext()
{
    script(What::TakeAndAnswer500);
}

void FakeTwilio::dropAnswerAfterTakingNext()
{
    script(What::TakeAndDrop);
}

void FakeTwilio::dropNext()
{
    script(What::Drop);
}

void FakeTwilio::html200Next()
{
    answerNext(200, "<html><body>Welcome to the hotel</body></html>", "text/html");
}

void FakeTwilio::answerNext(int httpStatus, const QByteArray &body, const QByteArray &contentType)
{
    script(What::Answer, {.status = httpStatus, .contentType = contentType, .body = body});
}

void FakeTwilio::redirectNext(const QUrl &to)
{
    script(What::Answer, {.status = 307, .headers = {{"Location", to.toEncoded()}}});
}

void FakeTwilio::stallNext()
{
    script(What::Stall);
}

void FakeTwilio::stallAfterTakingNext()
{
    script(What::TakeAndStall);
}

void FakeTwilio::release()
{
    QList<Stalled> stalled;
    {
        const std::scoped_lock lock(m_mutex);
        stalled.swap(m_stalled);
    }
    for (Stalled &held : stalled) {
        if (!held.answer) {
            const std::scoped_lock lock(m_mutex);
            held.answer = answer(held.request);
        }
        held.reply(*held.answer);
    }
}

void FakeTwilio::optOut(const QString &number)
{
    const std::scoped_lock lock(m_mutex);
    m_optedOut.insert(number);
}

void FakeTwilio::own(const QStringList &numbers)
{
    const std::scoped_lock lock(m_mutex);
    m_own = QSet<QString>(numbers.begin(), numbers.end());
}

void FakeTwilio::setNow(Instant now)
{
    const std::scoped_lock lock(m_mutex);
    m_now = now;
}

void FakeTwilio::setStatus(const QString &sid, const QString &status, int errorCode)
{
    const std::scoped_lock lock(m_mutex);
    for (Message &message : m_messages) {
        if (message.sid == sid) {
            message.status = status;
            message.errorCode = errorCode;
        }
    }
}

QString FakeTwilio::add(Message message)
{
    const std::scoped_lock lock(m_mutex);
    if (message.dateCreated == Instant())
        message.dateCreated = now();
    return store(std::move(message));
}

void FakeTwilio::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxPage = size;
}

QList<FakeTwilio::Message> FakeTwilio::messages() const
{
    const std::scoped_lock lock(m_mutex);
    return m_messages;
}

QList<FakeTwilio::Request> FakeTwilio::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

int FakeTwilio::stalled() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_stalled.size());
}

bool FakeTwilio::waitForMessages(qsizetype n, std::chrono::milliseconds atMost) const
{
    std::unique_lock lock(m_mutex);
    return m_taken.wait_for(lock, atMost, [this, n] { return m_messages.size() >= n; });
}

QStringList FakeTwilio::createFields()
{
    return {u"To"_s,
            u"StatusCallback"_s,
            u"ApplicationSid"_s,
            u"MaxPrice"_s,
            u"ProvideFeedback"_s,
            u"Attempt"_s,
            u"ValidityPeriod"_s,
            u"ForceDelivery"_s,
            u"ContentRetention"_s,
            u"AddressRetention"_s,
            u"SmartEncoded"_s,
            u"PersistentAction"_s,
            u"TrafficType"_s,
            u"ShortenUrls"_s,
            u"ScheduleType"_s,
            u"SendAt"_s,
            u"SendAsMms"_s,
            u"ContentVariables"_s,
            u"RiskCheck"_s,
            u"From"_s,
            u"FallbackFrom"_s,
            u"MessagingServiceSid"_s,
            u"Body"_s,
            u"MediaUrl"_s,
            u"ContentSid"_s};
}

void FakeTwilio::handle(const HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    const std::scoped_lock lock(m_mutex);
    m_requests.append({request.method, request.target, request.peer, request.body});
    const QByteArray credentials = (accountSid() + u':' + authToken()).toUtf8().toBase64();
    if (request.header("authorization") != "Basic " + credentials) {
        HttpResponse refusal = error(401, 20003, u"Authenticate"_s);
        refusal.headers.emplaceBack("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        return reply(refusal);
    }
    const bool isRead = request.method == "GET" && (request.target.contains("/Calls.json") || request.target.contains("DateSent"));
    if (m_script.empty() || (m_sparesReads && isRead))
        return reply(answer(request));
    const Behaviour behaviour = m_script.front();
    m_script.pop_front();
    switch (behaviour.what) {
    case What::Answer:
        return reply(behaviour.response);
    case What::TakeAndAnswer500: {
        const HttpResponse done = answer(request);
        return reply(done.status == 201 ? HttpResponse{.status = 500} : done);
    }
    case What::TakeAndDrop: {
        const HttpResponse done = answer(request);
        return reply(done.status == 201 ? HttpResponse{.status = 0} : done);
    }
    case What::Drop:
        return reply({.status = 0});
    case What::Stall:
        m_stalled.append({request, reply, std::nullopt});
        return;
    case What::TakeAndStall:
        m_stalled.append({request, reply, answer(request)});
        return;
    }
}

HttpResponse FakeTwilio::answer(const HttpRequest &request)
{
    const QByteArray root = m_prefix + apiRoot + accountSid().toLatin1();
    const QByteArray path = request.path();
    if (path == root + "/Messages.json") {
        if (request.method == "POST")
            return create(request);
        if (request.method == "GET")
            return list(request);
        return error(405, 20004, u"Method not allowed"_s);
    }
    if (path.startsWith(root + "/Messages/") && path.endsWith(".json")) {
        if (request.method != "GET")
            return error(405, 20004, u"Method not allowed"_s);
        const qsizetype start = root.size() + 10;
        return one(QString::fromLatin1(path.mid(start, path.size() - start - 5)));
    }
    return error(404, 20404, u"The requested resource was not found"_s);
}

HttpResponse FakeTwilio::create(const HttpRequest &request)
{
    if (!request.header("content-type").startsWith("application/x-www-form-urlencoded"))
        return error(415, 20001, u"Unsupported media type"_s);
    const Result<Form> form = decodeForm(request.body);
    if (!form)
        return error(400, 20001, u"The body is not a form in UTF-8"_s);
    const QStringList known = createFields();
    QSet<QString> seen;
    for (const auto &[name, value] : form->fields) {
        if (!known.contains(name))
            return error(400, 20001, u"Twilio does not know the field %1"_s.arg(name));
        if (seen.contains(name) && name != u"MediaUrl" && name != u"PersistentAction")
            return error(400, 20001, u"The field %1 came twice"_s.arg(name));
        seen.insert(name);
    }

    const QString to = form->value(u"To");
    const QString from = form->value(u"From");
    const QString service = form->value(u"MessagingServiceSid");
    const QString body = form->value(u"Body");
    if (to.isEmpty())
        return error(400, 21604, u"A 'To' phone number is required."_s);
    if (from.isEmpty() && service.isEmpty())
        return error(400, 21603, u"A 'From' phone number is required."_s);
    if (body.isEmpty() && !seen.contains(u"MediaUrl"_s) && !seen.contains(u"ContentSid"_s))
        return error(400, 21602, u"Message body is required."_s);
    if (!isE164(to))
        return error(400, 21211, u"Invalid 'To' Phone Number: %1"_s.arg(to));
    if (!from.isEmpty() && !isSender(from))
        return error(400, 21212, u"Invalid From Number: %1"_s.arg(from));
    if (!from.isEmpty() && !m_own.isEmpty() && !m_own.contains(from))
        return error(400, 21606, u"The 'From' phone number provided (%1) is not a valid, SMS-capable Twilio phone number"_s.arg(from));
    if (body.toUcs4().size() > maxBody)
        return error(400, 21617, u"The concatenated message body exceeds the 1600 character limit"_s);
    const QUrl callback(form->value(u"StatusCallback"), QUrl::StrictMode);
    if (seen.contains(u"StatusCallback"_s) && (!callback.isValid() || callback.host().isEmpty() || callback.host().contains(u'_') ||
                                               !(callback.scheme() == u"http" || callback.scheme() == u"https")))
        return error(400, 21609, u"The StatusCallback URL is not valid"_s);
    const int validity = form->value(u"ValidityPeriod").toInt();
    if (seen.contains(u"ValidityPeriod"_s) && (validity < 1 || validity > 36'000))
        return error(400, 21624, u"The ValidityPeriod is not valid"_s);
    if (m_optedOut.contains(to))
        return error(400, 21610, u"Attempt to send to unsubscribed recipient"_s);

    Message message;
    message.to = to;
    message.from = from;
    message.messagingService = service;
    message.body = body;
    message.statusCallback = form->value(u"StatusCallback");
    message.validityPeriod = validity;
    message.status = service.isEmpty() ? u"queued"_s : u"accepted"_s;
    message.dateCreated = now();
    const QString sid = store(std::move(message));
    Q_UNUSED(sid)
    return json(201, toJson(m_messages.last()));
}

HttpResponse FakeTwilio::list(const HttpRequest &request) const
{
    static const QStringList known = {u"To"_s,        u"From"_s,     u"DateSent"_s, u"DateSent<"_s,
                                      u"DateSent>"_s, u"PageSize"_s, u"Page"_s,     u"PageToken"_s};
    const qsizetype question = request.target.indexOf('?');
    const Result<Form> query = decodeForm(question < 0 ? QByteArray() : request.target.mid(question + 1));
    if (!query)
        return error(400, 20001, u"The query is not a form in UTF-8"_s);
    for (const auto &[name, value] : query->fields) {
        if (!known.contains(name))
            return error(400, 20001, u"Twilio does not know the parameter %1"_s.arg(name));
        if (name.startsWith(u"DateSent") && !QDate::fromString(value.left(10), Qt::ISODate).isValid())
            return error(400, 20001, u"%1 is not a date"_s.arg(name));
        if ((name == u"To" || name == u"From") && !isSender(value))
            return error(400, 20001, u"%1 is not a number"_s.arg(name));
    }
    const auto day = [&query](QStringView name) {
        return QDate::fromString(query->value(name).left(10), Qt::ISODate);
    };

    QList<Message> found;
    for (auto it = m_messages.rbegin(); it != m_messages.rend(); ++it) { // the newest first
        const QDate sent = toDateTime(it->dateCreated).date();
        if ((query->find(u"To") && it->to != query->value(u"To")) || (query->find(u"From") && it->from != query->value(u"From")) ||
            (query->find(u"DateSent") && sent != day(u"DateSent")) || (query->find(u"DateSent<") && sent > day(u"DateSent<")) ||
            (query->find(u"DateSent>") && sent < day(u"DateSent>")))
            continue;
        found.append(*it);
    }

    const int asked = query->find(u"PageSize") ? query->value(u"PageSize").toInt() : 50;
    if (asked < 1 || asked > 1000)
        return error(400, 20001, u"PageSize is not valid"_s);
    const qsizetype size = qMin(asked, m_maxPage);
    const qsizetype page = query->value(u"Page").toInt();
    const auto pageUri = [&](qsizetype number) {
        Form next;
        for (const auto &[name, value] : query->fields) {
            if (!name.startsWith(u"Page"))
                next.fields.emplaceBack(name, value);
        }
        next.fields.emplaceBack(u"PageSize"_s, QString::number(size));
        next.fields.emplaceBack(u"Page"_s, QString::number(number));
        if (number > 0)
            next.fields.emplaceBack(u"PageToken"_s, u"PA"_s + found.at(number * size - 1).sid);
        return QString::fromLatin1(apiRoot) + accountSid() + u"/Messages.json?"_s + QString::fromLatin1(encodeForm(next));
    };
    QJsonArray messages;
    for (qsizetype i = page * size; i < qMin(found.size(), (page + 1) * size); ++i)
        messages.append(toJson(found.at(i)));
    const bool hasNext = (page + 1) * size < found.size();
    return json(200, {{u"end"_s, qMax<qsizetype>(page * size + messages.size() - 1, 0)},
                      {u"first_page_uri"_s, pageUri(0)},
                      {u"next_page_uri"_s, hasNext ? QJsonValue(pageUri(page + 1)) : QJsonValue()},
                      {u"page"_s, page},
                      {u"page_size"_s, size},
                      {u"previous_page_uri"_s, page > 0 ? QJsonValue(pageUri(page - 1)) : QJsonValue()},
                      {u"start"_s, page * size},
                      {u"uri"_s, QString::fromLatin1(request.target.mid(m_prefix.size()))},
                      {u"messages"_s, messages}});
}

HttpResponse FakeTwilio::one(const QString &sid) const
{
    for (const Message &message : m_messages) {
        if (message.sid == sid)
            return json(200, toJson(message));
    }
    return error(404, 20404, u"The requested resource was not found"_s);
}

QString FakeTwilio::store(Message message)
{
    message.sid = u"SM%1"_s.arg(++m_lastSid, 32, 16, QChar(u'0'));
    m_messages.append(message);
    m_taken.notify_all();
    return message.sid;
}

Instant FakeTwilio::now() const
{
    return m_now.value_or(fromMs(QDateTime::currentMSecsSinceEpoch()));
}

} // namespace ringback::test

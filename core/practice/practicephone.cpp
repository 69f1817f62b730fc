#include "practice/practicephone.h"

#include "base/time.h"
#include "calls/phonenumber.h"
#include "connectors/twilio/form.h"
#include "templates/segments.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>
#include <optional>

namespace ringback::practice {

using namespace Qt::StringLiterals;
using calls::PhoneNumber;
using connectors::twilio::decodeForm;
using connectors::twilio::encodeForm;
using connectors::twilio::Form;
using ingress::HttpRequest;
using ingress::HttpResponse;

namespace {

constexpr qsizetype maxBody = 1600;
constexpr int usualPage = 50;
constexpr int maxPage = 1000;

QByteArray madeUpToken()
{
    QByteArray bytes(16, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return bytes.toHex();
}

HttpResponse json(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

HttpResponse error(int status, int code, const QString &message)
{
    return json(status, {{u"code"_s, code},
                         {u"message"_s, message},
                         {u"more_info"_s, u"https://www.twilio.com/docs/errors/%1"_s.arg(code)},
                         {u"status"_s, status}});
}

// What Twilio would refuse, in the order in which it looks.
std::optional<HttpResponse> objection(const Form &form)
{
    const QString to = form.value(u"To");
    const QString from = form.value(u"From");
    const QString body = form.value(u"Body");
    if (to.isEmpty())
        return error(400, 21604, u"A 'To' phone number is required."_s);
    if (from.isEmpty())
        return error(400, 21603, u"A 'From' phone number is required."_s);
    if (body.isEmpty())
        return error(400, 21602, u"Message body is required."_s);
    if (!PhoneNumber::fromE164(to))
        return error(400, 21211, u"Invalid 'To' Phone Number"_s);
    if (!PhoneNumber::fromE164(from))
        return error(400, 21212, u"Invalid From Number"_s);
    if (body.size() > maxBody && body.toUcs4().size() > maxBody)
        return error(400, 21617, u"The concatenated message body exceeds the 1600 character limit"_s);
    return std::nullopt;
}

QJsonObject toJson(const PracticePhone::Text &text, const QString &status)
{
    const QString uri = u"/2010-04-01/Accounts/%1/Messages/%2.json"_s.arg(PracticePhone::accountSid(), text.sid);
    const QString date = twilioDate(text.createdAt);
    return {{u"account_sid"_s, PracticePhone::accountSid()},
            {u"api_version"_s, u"2010-04-01"_s},
            {u"body"_s, text.body},
            {u"date_created"_s, date},
            {u"date_sent"_s, status == u"queued" ? QJsonValue() : QJsonValue(date)},
            {u"date_updated"_s, date},
            {u"direction"_s, u"outbound-api"_s},
            {u"error_code"_s, QJsonValue()},
            {u"error_message"_s, QJsonValue()},
            {u"from"_s, text.from},
            {u"messaging_service_sid"_s, QJsonValue()},
            {u"num_media"_s, u"0"_s},
            {u"num_segments"_s, QString::number(templates::countSegments(text.body).segments)},
            {u"price"_s, QJsonValue()},
            {u"price_unit"_s, u"USD"_s},
            {u"sid"_s, text.sid},
            {u"status"_s, status},
            {u"to"_s, text.to},
            {u"uri"_s, uri}};
}

} // namespace

PracticePhone::PracticePhone()
    : m_authToken(madeUpToken())
    , m_authorization("Basic " + (accountSid().toLatin1() + ':' + m_authToken).toBase64())
    , m_callsPath("/2010-04-01/Accounts/" + accountSid().toLatin1() + "/Calls.json")
    , m_messagesPath("/2010-04-01/Accounts/" + accountSid().toLatin1() + "/Messages.json")
    , m_listener([this](const HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
{}

PracticePhone::~PracticePhone()
{
    stop();
}

Result<quint16> PracticePhone::start()
{
    const Result<quint16> port = m_listener.start(u"127.0.0.1"_s, 0);
    if (port) {
        const std::scoped_lock lock(m_mutex);
        m_port = *port;
    }
    return port;
}

void PracticePhone::stop()
{
    m_listener.stop();
}

QUrl PracticePhone::baseUrl() const
{
    const std::scoped_lock lock(m_mutex);
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

QList<PracticePhone::Text> PracticePhone::texts() const
{
    const std::scoped_lock lock(m_mutex);
    return m_texts;
}

qsizetype PracticePhone::textCount() const
{
    const std::scoped_lock lock(m_mutex);
    return m_texts.size();
}

void PracticePhone::setOnText(OnText onText)
{
    const std::scoped_lock lock(m_onTextMutex);
    m_onText = std::move(onText);
}

void PracticePhone::optOut(const QString &number)
{
    const std::scoped_lock lock(m_mutex);
    m_optedOut.insert(number);
}

void PracticePhone::handle(const HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    if (request.header("authorization") != m_authorization) {
        HttpResponse refusal = error(401, 20003, u"Authenticate"_s);
        refusal.headers.emplaceBack("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        return reply(refusal);
    }
    if (request.method == "GET" && request.path() == m_callsPath) // nothing that the practice line does is lost on the way
        return reply(json(200, {{u"calls"_s, QJsonArray()}, {u"next_page_uri"_s, QJsonValue::Null}}));
    if (request.path() != m_messagesPath)
        return reply(error(404, 20404, u"The requested resource was not found"_s));
    if (request.method == "POST")
        return create(request, reply);
    if (request.method == "GET")
        return reply(list(request));
    reply(error(405, 20004, u"Method not allowed"_s));
}

void PracticePhone::create(const HttpRequest &request, const ingress::HttpListener::Reply &reply)
{
    const auto takenAt = std::chrono::steady_clock::now();
    if (!request.header("content-type").startsWith("application/x-www-form-urlencoded"))
        return reply(error(415, 20001, u"Unsupported media type"_s));
    const Result<Form> form = decodeForm(request.body);
    if (!form)
        return reply(error(400, 20001, u"The body is not a form in UTF-8"_s));
    if (const std::optional<HttpResponse> refusal = objection(*form))
        return reply(*refusal);

    Text text{.sid = {},
              .to = form->value(u"To"),
              .from = form->value(u"From"),
              .body = form->value(u"Body"),
              .takenAt = takenAt,
              .createdAt = fromMs(QDateTime::currentMSecsSinceEpoch())};
    {
        const std::scoped_lock lock(m_mutex);
        if (m_optedOut.contains(text.to))
            return reply(error(400, 21610, u"Attempt to send to unsubscribed recipient"_s));
        text.sid = m_sids.next("SM"_L1);
        m_texts.append(text);
    }
    reply(json(201, toJson(text, u"queued"_s)));
    const std::scoped_lock lock(m_onTextMutex);
    if (m_onText)
        m_onText(text);
}

HttpResponse PracticePhone::list(const HttpRequest &request) const
{
    const qsizetype question = request.target.indexOf('?');
    const Result<Form> query = decodeForm(question < 0 ? QByteArray() : request.target.mid(question + 1));
    if (!query)
        return error(400, 20001, u"The query is not a form in UTF-8"_s);

    // Days, UTC; of a longer date its day counts.
    const auto day = [&query](QStringView name) {
        return QDate::fromString(query->value(name).left(10), Qt::ISODate);
    };
    for (const QStringView name : {u"DateSent", u"DateSent<", u"DateSent>"}) {
        if (query->find(name) && !day(name).isValid())
            return error(400, 20001, u"%1 is not a date"_s.arg(name));
    }
    const int size = query->find(u"PageSize") ? query->value(u"PageSize").toInt() : usualPage;
    const qsizetype page = query->value(u"Page").toInt();
    if (size < 1 || size > maxPage || page < 0)
        return error(400, 20001, u"Page or PageSize is not valid"_s);

    const QList<Text> all = texts();
    QList<const Text *> found;
    for (auto text = all.crbegin(); text != all.crend(); ++text) { // the newest first
        if ((query->find(u"To") && text->to != query->value(u"To")) || (query->find(u"From") && text->from != query->value(u"From")))
            continue;
        const QDate sent = toDateTime(text->createdAt).date();
        if ((query->find(u"DateSent") && sent != day(u"DateSent")) || (query->find(u"DateSent<") && sent > day(u"DateSent<")) ||
            (query->find(u"DateSent>") && sent < day(u"DateSent>")))
            continue;
        found.append(&*text);
    }

    const auto pageUri = [&](qsizetype number) {
        Form next;
        for (const auto &[name, value] : query->fields) {
            if (!name.startsWith(u"Page"))
                next.fields.emplaceBack(name, value);
        }
        next.fields.emplaceBack(u"PageSize"_s, QString::number(size));
        next.fields.emplaceBack(u"Page"_s, QString::number(number));
        return QString::fromLatin1(m_messagesPath + '?' + encodeForm(next));
    };
    QJsonArray messages;
    for (qsizetype i = page * size; i < std::min(found.size(), (page + 1) * size); ++i)
        messages.append(toJson(*found.at(i), u"sent"_s));
    const bool hasNext = (page + 1) * size < found.size();
    return json(200, {{u"end"_s, std::max<qsizetype>(page * size + messages.size() - 1, 0)},
                      {u"first_page_uri"_s, pageUri(0)},
                      {u"messages"_s, messages},
                      {u"next_page_uri"_s, hasNext ? QJsonValue(pageUri(page + 1)) : QJsonValue()},
                      {u"page"_s, page},
                      {u"page_size"_s, size},
                      {u"previous_page_uri"_s, page > 0 ? QJsonValue(pageUri(page - 1)) : QJsonValue()},
                      {u"start"_s, page * size},
                      {u"uri"_s, QString::fromLatin1(request.target)}});
}

} // namespace ringback::practice

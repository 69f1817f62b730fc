#include "support/faketwilio.h"

#include "base/time.h"
#include "support/apidescription.h"
#include "support/faketwilioanswers.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
using connectors::twilio::encodeForm;
using connectors::twilio::Form;
using ingress::HttpRequest;
using ingress::HttpResponse;

namespace {

const QByteArray apiRoot = "/2010-04-01/Accounts/";

// Twilio's own description of an address; null where it is not at hand, or does not know the address.
const test::ApiDescription *descriptionOf(const QByteArray &target)
{
    static const std::optional<test::ApiDescription> api = test::ApiDescription::read(u"twilio/api-reduced.json"_s);
    static const std::optional<test::ApiDescription> lookups = test::ApiDescription::read(u"twilio/twilio-lookups-v2.json"_s);
    static const std::optional<test::ApiDescription> messaging = test::ApiDescription::read(u"twilio/messaging-v1.json"_s);
    const std::optional<test::ApiDescription> *description = &messaging;
    if (target.contains("/Recordings.json"))
        return nullptr;
    if (target.startsWith("/2010-04-01/"))
        description = &api;
    else if (target.startsWith("/v2/"))
        description = &lookups;
    return *description ? &**description : nullptr;
}

// About a text that we send, not about a list that is read for what webhooks lost.
bool isAboutTexts(const FakeTwilio::Request &request)
{
    return request.target.contains("/Messages") && !request.target.contains("DateSent");
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
    m_script.push_back({what, std::move(response), m_aim});
}

void FakeTwilio::aimAt(const QByteArray &part)
{
    const std::scoped_lock lock(m_mutex);
    m_aim = part;
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

QList<FakeTwilio::Ring> FakeTwilio::rings() const
{
    const std::scoped_lock lock(m_mutex);
    return m_rings;
}

QList<FakeTwilio::Request> FakeTwilio::requests() const
{
    QList<Request> requests = allRequests();
    requests.removeIf([](const Request &request) { return !isAboutTexts(request); });
    return requests;
}

QList<FakeTwilio::Request> FakeTwilio::allRequests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

void FakeTwilio::mayLie()
{
    const std::scoped_lock lock(m_mutex);
    m_mayLie = true;
}

QStringList FakeTwilio::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
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
    const Request &asked = m_requests.constLast();
    const auto next = std::find_if(m_script.begin(), m_script.end(), [&asked](const Behaviour &behaviour) {
        return behaviour.aim.isEmpty() ? isAboutTexts(asked) : (asked.method + ' ' + asked.target).contains(behaviour.aim);
    });
    if (next == m_script.end())
        return reply(answer(request));
    const Behaviour behaviour = *next;
    m_script.erase(next);
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
    return held(request, resource(request));
}

// What we took is what Twilio takes, and what we say what it says; refusals have codes of their own.
HttpResponse FakeTwilio::held(const HttpRequest &request, HttpResponse response)
{
    const QByteArray target = request.target.mid(m_prefix.size());
    const test::ApiDescription *const description = descriptionOf(target);
    if (!description || m_mayLie || response.status >= 300)
        return response;
    // An empty value takes an address away: Twilio's habit, of which its description knows nothing.
    QByteArray body = request.body;
    if (const Result<Form> form = connectors::twilio::decodeForm(body); form && request.method == "POST") {
        Form filled;
        std::copy_if(form->fields.begin(), form->fields.end(), std::back_inserter(filled.fields),
                     [](const auto &field) { return !field.second.isEmpty(); });
        body = encodeForm(filled);
    }
    QStringList problems;
    if (request.method == "POST" && target.endsWith("/Calls.json") && !description->knows("POST", target)) {
        // The description at hand leaves the making of calls out: ring() knows the fields, and what is said of a call is what reading it says.
        const QString sid = QJsonDocument::fromJson(response.body).object().value("sid"_L1).toString();
        const QByteArray reading = target.chopped(5) + '/' + sid.toLatin1() + ".json";
        problems = description->problemsOfAnswer("GET", reading, 200, response.contentType, response.body);
    } else {
        problems = description->problemsOf(request.method, target, request.headers, body) +
                   description->problemsOfAnswer(request.method, target, response.status, response.contentType, response.body);
    }
    if (problems.isEmpty())
        return response;
    m_problems += problems;
    return error(400, 20001, problems.join(u"; "_s));
}

HttpResponse FakeTwilio::resource(const HttpRequest &request)
{
    const QByteArray root = m_prefix + apiRoot + accountSid().toLatin1();
    const QByteArray path = request.path();
    const bool isGet = request.method == "GET";
    // What stands between the two, where the path has both.
    const auto between = [&path](const QByteArray &before, const QByteArray &after) {
        const bool matches = path.startsWith(before) && path.endsWith(after) && path.size() > before.size() + after.size();
        return matches ? QString::fromLatin1(path.mid(before.size(), path.size() - before.size() - after.size())) : QString();
    };
    if (path == root + "/Messages.json" && request.method == "POST")
        return create(request);
    if (path == root + "/Calls.json" && request.method == "POST")
        return ring(request);
    if (const QString sid = between(root + "/IncomingPhoneNumbers/", ".json"); !sid.isEmpty())
        return number(request, sid);
    if (path.startsWith(m_prefix + "/v1/"))
        return messaging(request, path.mid(m_prefix.size()));
    if (!isGet)
        return error(405, 20004, u"Method not allowed"_s);
    if (path == root + ".json")
        return account();
    if (path == root + "/Messages.json")
        return list(request);
    if (path == root + "/Calls.json")
        return calls(request);
    if (path == root + "/IncomingPhoneNumbers.json")
        return numbers(request);
    if (const QString sid = between(root + "/Calls/", "/Recordings.json"); !sid.isEmpty())
        return recordings(request, sid);
    if (const QString sid = between(root + "/Messages/", ".json"); !sid.isEmpty())
        return one(sid);
    if (const QString number = between(m_prefix + "/v2/PhoneNumbers/", {}); !number.isEmpty())
        return lookup(request, number.toLatin1());
    return error(404, 20404, u"The requested resource was not found"_s);
}

HttpResponse FakeTwilio::page(const HttpRequest &request, const Form &query, const QString &key, const QJsonArray &items) const
{
    const int asked = query.find(u"PageSize") ? query.value(u"PageSize").toInt() : 50;
    if (asked < 1 || asked > 1000)
        return error(400, 20001, u"PageSize is not valid"_s);
    const qsizetype size = qMin(asked, m_maxPage);
    const qsizetype page = query.value(u"Page").toInt();
    const QByteArray path = request.path().mid(m_prefix.size());
    const auto pageUri = [&](qsizetype number) {
        Form next;
        for (const auto &[name, value] : query.fields) {
            if (!name.startsWith(u"Page"))
                next.fields.emplaceBack(name, value);
        }
        next.fields.emplaceBack(u"PageSize"_s, QString::number(size));
        next.fields.emplaceBack(u"Page"_s, QString::number(number));
        if (number > 0)
            next.fields.emplaceBack(u"PageToken"_s, u"PA"_s + items.at(number * size - 1).toObject().value("sid"_L1).toString());
        return QString::fromLatin1(path + '?' + encodeForm(next));
    };
    QJsonArray shown;
    for (qsizetype i = page * size; i < qMin(items.size(), (page + 1) * size); ++i)
        shown.append(items.at(i));
    const bool hasNext = (page + 1) * size < items.size();
    return json(200, {{u"end"_s, qMax<qsizetype>(page * size + shown.size() - 1, 0)},
                      {u"first_page_uri"_s, pageUri(0)},
                      {u"next_page_uri"_s, hasNext ? QJsonValue(pageUri(page + 1)) : QJsonValue()},
                      {u"page"_s, page},
                      {u"page_size"_s, size},
                      {u"previous_page_uri"_s, page > 0 ? QJsonValue(pageUri(page - 1)) : QJsonValue()},
                      {u"start"_s, page * size},
                      {u"uri"_s, QString::fromLatin1(request.target.mid(m_prefix.size()))},
                      {key, shown}});
}

Instant FakeTwilio::now() const
{
    return m_now.value_or(fromMs(QDateTime::currentMSecsSinceEpoch()));
}

} // namespace ringback::test

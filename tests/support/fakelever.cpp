#include "support/fakelever.h"

#include "base/time.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

using Response = ScriptedServer::Response;

QString valueOf(const ScriptedServer::Asked &request, const QString &name)
{
    return QUrlQuery(QUrl::fromEncoded(request.target).query(QUrl::FullyEncoded)).queryItemValue(name, QUrl::FullyDecoded);
}

Response failed(int status, const QByteArray &code)
{
    return jsonAnswer(status, FakeLever::error(code));
}

QJsonObject over(QJsonObject usual, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        usual.insert(it.key(), it.value());
    return usual;
}

QStringList united(const QJsonValue &has, const QJsonValue &more)
{
    QStringList all;
    for (const QJsonValue &list : {has, more}) {
        for (const QJsonValue &each : list.toArray())
            all.append(each.toString());
    }
    all.removeDuplicates();
    return all;
}

} // namespace

FakeLever::FakeLever()
    : ScriptedServer(ApiDescription::read(u"lever/lever-thirdparty-readonly.openapi.json"_s))
{
    start();
}

FakeLever::~FakeLever()
{
    stop();
}

QByteArray FakeLever::error(const QByteArray &code)
{
    return R"({"code":")" + code + R"(","message":"refused by the test"})";
}

std::optional<Response> FakeLever::turnedAway(const Asked &request)
{
    if (!request.path().startsWith("/v1/"))
        return Response{.status = 404, .contentType = "text/html", .body = "<h1>Not found</h1>"};
    if (m_isRevoked || request.header("authorization") != "Basic " + (apiKey() + ':').toBase64())
        return failed(401, "Unauthorized");
    return std::nullopt;
}

Response FakeLever::badRequest(const QString &)
{
    return failed(400, "BadRequestError");
}

// Notes and users are in no description of ours; nor is any write.
bool FakeLever::isDescribed(const Asked &request) const
{
    return request.method == "GET" && !request.path().endsWith("/notes") && !request.path().startsWith("/v1/users");
}

Response FakeLever::answer(const Asked &request)
{
    const QByteArrayList path = request.path().mid(4).split('/');
    const QByteArray name = path.join('/');
    if (request.method != "GET" && request.method != "POST" && request.method != "PUT")
        return refuse(u"no such verb"_s);
    if (request.method != "GET") {
        const QString performer = valueOf(request, u"perform_as"_s);
        if (performer != QString::fromUtf16(user) || m_isUserGone)
            return failed(400, "BadRequestError"); // also where there is none
    }
    if (name == "opportunities")
        return request.method == "POST" ? create(QJsonDocument::fromJson(request.body).object()) : listOpportunities(request);
    if (path.constFirst() == "opportunities") {
        QJsonObject *const found = opportunity(QString::fromLatin1(path.value(1)));
        if (!found)
            return failed(404, "ResourceNotFound");
        const QString id = found->value("id"_L1).toString();
        if (path.size() == 2 && request.method == "GET")
            return jsonAnswer(200, {{u"data"_s, *found}});
        if (path.value(2) == "offers" && request.method == "GET")
            return jsonAnswer(200, R"({"data":[)" + m_offers.value(id).join(',') + "]}");
        if (path.value(2) == "notes" && request.method == "GET") {
            QJsonArray all;
            int n = 0;
            for (const QString &each : m_notes.value(id)) {
                const QJsonObject field{{u"type"_s, u"text"_s}, {u"text"_s, u"Comment"_s}, {u"value"_s, each}};
                all.append(QJsonObject{{u"id"_s, u"note-%1"_s.arg(++n)}, {u"text"_s, u"Note"_s}, {u"fields"_s, QJsonArray{field}}});
            }
            return page(request, all);
        }
        return write(request, *found, request.method + ' ' + path.mid(2).join('/'));
    }
    const auto named = [](const char16_t *id, const QString &text) {
        return QJsonObject{{u"id"_s, QString::fromUtf16(id)}, {u"text"_s, text}};
    };
    if (name == "stages")
        return jsonAnswer(200, {{u"data"_s, QJsonArray{named(u"lead-new", u"New lead"_s), named(u"lead-reached-out", u"Reached out"_s),
                                                       named(u"0f7b1f1d-9b1c-4b5e-a6a5-3f6a00000001", u"On-site interview"_s)}}});
    if (name == "archive_reasons") {
        const QJsonObject active{{u"status"_s, u"active"_s}, {u"type"_s, u"non-hired"_s}};
        return jsonAnswer(200,
                          {{u"data"_s, QJsonArray{over(named(notFit, u"Not interested"_s), active),
                                                  over(named(hired, u"Hired"_s), {{u"status"_s, u"active"_s}, {u"type"_s, u"hired"_s}})}}});
    }
    if (name == "users") {
        const auto person = [](const char16_t *id, const QString &called, const QJsonValue &deactivatedAt) {
            return QJsonObject{{u"id"_s, QString::fromUtf16(id)}, {u"name"_s, called}, {u"deactivatedAt"_s, deactivatedAt}};
        };
        const QJsonValue gone = m_isUserGone ? QJsonValue(1'407'357'447'018.0) : QJsonValue();
        return page(request, {person(user, u"Ringback"_s, gone), person(recruiter, u"Dana"_s, {})});
    }
    if (name == "postings")
        return page(request, {});
    return refuse(u"no such operation: %1 %2"_s.arg(QString::fromLatin1(request.method), QString::fromLatin1(name)));
}

Response FakeLever::page(const Asked &request, const QJsonArray &all)
{
    const QString asked = valueOf(request, u"limit"_s);
    const int limit = asked.isEmpty() ? 100 : asked.toInt();
    if (limit < 1 || limit > 100)
        return refuse(u"limit %1"_s.arg(asked));
    qsizetype from = 0;
    if (const QString token = valueOf(request, u"offset"_s); !token.isEmpty()) {
        if (!token.startsWith(u"[%1,"_s.arg(m_tokenAge)))
            return failed(400, "BadRequestError");
        from = token.mid(token.indexOf(u',') + 1).chopped(1).toInt();
    }
    const qsizetype size = qMin(limit, m_maxPage);
    QJsonArray data;
    for (qsizetype i = from; i < qMin(from + size, all.size()); ++i)
        data.append(all.at(i));
    QJsonObject answer{{u"data"_s, data}, {u"hasNext"_s, from + size < all.size()}};
    if (from + size < all.size())
        answer.insert(u"next"_s, u"[%1,%2]"_s.arg(m_tokenAge).arg(from + size));
    return jsonAnswer(200, answer);
}

Response FakeLever::create(const QJsonObject &body)
{
    static const QStringList known{u"name"_s,   u"phones"_s, u"emails"_s, u"tags"_s,    u"sources"_s,
                                   u"origin"_s, u"stage"_s,  u"owner"_s,  u"postings"_s};
    static const QStringList types{u"mobile"_s, u"home"_s, u"work"_s, u"skype"_s, u"other"_s};
    for (const QString &name : body.keys()) {
        if (!known.contains(name))
            return refuse(u"Lever does not know %1"_s.arg(name));
    }
    if (body.value("name"_L1).toString().isEmpty() || body.value("postings"_L1).toArray().size() > 1)
        return refuse(u"a name, and one posting at most"_s);
    for (const QJsonValue &phone : body.value("phones"_L1).toArray()) {
        if (!types.contains(phone.toObject().value("type"_L1).toString()))
            return refuse(u"a phone's type"_s);
    }
    QJsonObject made = body;
    made.remove(u"postings"_s);
    for (const QJsonObject &each : std::as_const(m_opportunities)) { // by the address; never by the number
        for (const QJsonValue &email : body.value("emails"_L1).toArray()) {
            if (each.value("emails"_L1).toArray().contains(email))
                made.insert(u"contact"_s, each.value("contact"_L1));
        }
    }
    m_opportunities.append(filled(made));
    return jsonAnswer(201, {{u"data"_s, m_opportunities.constLast()}});
}

Response FakeLever::listOpportunities(const Asked &request)
{
    const auto isSince = [&](const QJsonObject &each, const QString &parameter, QLatin1String member) {
        const QString bound = valueOf(request, parameter);
        const QJsonValue value = each.value(member);
        return bound.isEmpty() || (value.isDouble() && value.toDouble() >= bound.toDouble());
    };
    const auto holds = [&](const QJsonObject &each, const QString &parameter, QLatin1String member) {
        const QString wanted = valueOf(request, parameter);
        return wanted.isEmpty() || each.value(member).toArray().contains(wanted);
    };
    const QString reason = valueOf(request, u"archive_reason_id"_s);
    QJsonArray all;
    for (auto it = m_opportunities.rbegin(); it != m_opportunities.rend(); ++it) { // the newest first
        if (isSince(*it, u"updated_at_start"_s, "updatedAt"_L1) && isSince(*it, u"created_at_start"_s, "createdAt"_L1) &&
            isSince(*it, u"archived_at_start"_s, "archivedAt"_L1) && holds(*it, u"tag"_s, "tags"_L1) &&
            holds(*it, u"email"_s, "emails"_L1) && (reason.isEmpty() || it->value("archiveReason"_L1).toString() == reason))
            all.append(*it);
    }
    return page(request, all);
}

Response FakeLever::write(const Asked &request, QJsonObject &opportunity, const QByteArray &what)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    opportunity.insert(u"updatedAt"_s, static_cast<double>(toMs(now())));
    if (what == "POST notes") {
        if (body.value("value"_L1).toString().isEmpty())
            return refuse(u"a note without a value"_s);
        m_notes[opportunity.value("id"_L1).toString()].append(body.value("value"_L1).toString());
        return jsonAnswer(201, {{u"data"_s, QJsonObject{{u"id"_s, nextId()}}}});
    }
    if (what == "POST addTags") {
        if (body.value("tags"_L1).toArray().isEmpty())
            return refuse(u"no tags"_s);
        opportunity.insert(u"tags"_s, QJsonArray::fromStringList(united(opportunity.value("tags"_L1), body.value("tags"_L1))));
    } else if (what == "PUT stage") {
        if (body.value("stage"_L1).toString().isEmpty())
            return refuse(u"no stage"_s);
        opportunity.insert(u"stage"_s, body.value("stage"_L1));
    } else if (what == "PUT archived") {
        const QString reason = body.value("reason"_L1).toString();
        if (reason != QString::fromUtf16(notFit) && reason != QString::fromUtf16(hired))
            return refuse(u"no reason of this account"_s);
        opportunity.insert(u"archivedAt"_s, static_cast<double>(toMs(now())));
        opportunity.insert(u"archiveReason"_s, reason);
    } else {
        return refuse(u"no such operation on an opportunity: "_s + QString::fromLatin1(what));
    }
    return jsonAnswer(200, {{u"data"_s, opportunity}});
}

QJsonObject FakeLever::filled(const QJsonObject &given)
{
    const QString id = nextId();
    const double at = static_cast<double>(toMs(now()));
    const QJsonObject allowed{{u"allowed"_s, true}, {u"expiresAt"_s, QJsonValue()}};
    const QString list = u"https://hire.lever.co/candidates"_s;
    return over({{u"id"_s, id},
                 {u"name"_s, u"Chris Park"_s},
                 {u"headline"_s, u""_s},
                 {u"contact"_s, nextId()},
                 {u"emails"_s, QJsonArray()},
                 {u"phones"_s, QJsonArray()},
                 {u"confidentiality"_s, u"non-confidential"_s},
                 {u"location"_s, u""_s},
                 {u"links"_s, QJsonArray()},
                 {u"createdAt"_s, at},
                 {u"updatedAt"_s, at},
                 {u"lastInteractionAt"_s, at},
                 {u"lastAdvancedAt"_s, at},
                 {u"snoozedUntil"_s, QJsonValue()},
                 {u"archivedAt"_s, QJsonValue()},
                 {u"archiveReason"_s, QJsonValue()},
                 {u"stage"_s, u"lead-new"_s},
                 {u"stageChanges"_s, QJsonArray()},
                 {u"owner"_s, QString::fromUtf16(user)},
                 {u"tags"_s, QJsonArray()},
                 {u"sources"_s, QJsonArray()},
                 {u"origin"_s, u"sourced"_s},
                 {u"sourcedBy"_s, QString::fromUtf16(user)},
                 {u"applications"_s, QJsonArray()},
                 {u"followers"_s, QJsonArray()},
                 {u"urls"_s, QJsonObject{{u"list"_s, list}, {u"show"_s, list + u'/' + id}}},
                 {u"dataProtection"_s, QJsonObject{{u"store"_s, allowed}, {u"contact"_s, allowed}}},
                 {u"isAnonymized"_s, false}},
                given);
}

QJsonObject *FakeLever::opportunity(const QString &id)
{
    const auto found = std::find_if(m_opportunities.begin(), m_opportunities.end(),
                                    [&](const QJsonObject &each) { return each.value("id"_L1).toString() == id; });
    return found == m_opportunities.end() ? nullptr : &*found;
}

QString FakeLever::nextId()
{
    return u"250d8f03-738a-4bba-a671-%1"_s.arg(++m_lastId, 12, 10, QChar(u'0'));
}

void FakeLever::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_isRevoked = true;
}

void FakeLever::deactivateUser()
{
    const std::scoped_lock lock(m_mutex);
    m_isUserGone = true;
}

void FakeLever::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxPage = size;
}

void FakeLever::ageTokens()
{
    const std::scoped_lock lock(m_mutex);
    ++m_tokenAge;
}

QString FakeLever::add(const QJsonObject &given)
{
    const std::scoped_lock lock(m_mutex);
    m_opportunities.append(filled(given));
    return m_opportunities.constLast().value("id"_L1).toString();
}

void FakeLever::change(const QString &id, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    QJsonObject &changed = *opportunity(id);
    changed = over(over(changed, {{u"updatedAt"_s, static_cast<double>(toMs(now()))}}), more);
}

void FakeLever::remove(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    m_opportunities.removeIf([&](const QJsonObject &each) { return each.value("id"_L1).toString() == id; });
}

void FakeLever::addOffer(const QString &id, const QByteArray &json)
{
    const std::scoped_lock lock(m_mutex);
    m_offers[id].append(json);
}

QList<QJsonObject> FakeLever::opportunities() const
{
    const std::scoped_lock lock(m_mutex);
    return m_opportunities;
}

QStringList FakeLever::notes(const QString &id) const
{
    const std::scoped_lock lock(m_mutex);
    return m_notes.value(id);
}

} // namespace ringback::test

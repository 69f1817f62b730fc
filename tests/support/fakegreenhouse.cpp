#include "support/fakegreenhouse.h"

#include "base/time.h"

#include <QJsonDocument>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

qint64 idIn(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    return value.isDouble() ? value.toInteger() : 0;
}

QDateTime timeOf(const QString &iso)
{
    return QDateTime::fromString(iso, Qt::ISODateWithMs);
}

QJsonObject filled(QJsonObject usual, const QJsonObject &given)
{
    for (auto it = given.begin(); it != given.end(); ++it)
        usual.insert(it.key(), it.value());
    return usual;
}

QStringList othersThan(const QStringList &known, const QJsonObject &body)
{
    QStringList others = body.keys();
    others.removeIf([&](const QString &key) { return known.contains(key); });
    return others;
}

} // namespace

FakeGreenhouse::FakeGreenhouse()
{
    m_sources = {{source, {{u"id"_s, source}, {u"name"_s, u"Missed calls"_s}}}, {17, {{u"id"_s, 17}, {u"name"_s, u"Referral"_s}}}};
    m_jobs = {{job, {{u"id"_s, job}, {u"name"_s, u"Driver"_s}, {u"status"_s, u"open"_s}}},
              {7, {{u"id"_s, 7}, {u"name"_s, u"Old job"_s}, {u"status"_s, u"closed"_s}}}};
    m_users = {{4080, {{u"id"_s, 4080}, {u"first_name"_s, u"Kate"_s}, {u"last_name"_s, u"Austen"_s}, {u"deactivated"_s, false}}},
               {4081, {{u"id"_s, 4081}, {u"first_name"_s, u"Gone"_s}, {u"last_name"_s, u"Away"_s}, {u"deactivated"_s, true}}}};
    m_stages = {{stage, {{u"id"_s, stage}, {u"name"_s, u"Phone Screen"_s}, {u"job_id"_s, job}}}};
    m_reasons = {{reason, {{u"id"_s, reason}, {u"name"_s, u"Not interested"_s}}}};
}

void FakeGreenhouse::setNow(const QString &iso)
{
    const std::scoped_lock lock(m_mutex);
    m_now = iso;
}

void FakeGreenhouse::expireTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_token.clear();
}

void FakeGreenhouse::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_token.clear();
    m_isRevoked = true;
}

void FakeGreenhouse::sayExpiryAsText()
{
    const std::scoped_lock lock(m_mutex);
    m_expiryAsText = true;
}

void FakeGreenhouse::forbid(const QByteArray &path)
{
    const std::scoped_lock lock(m_mutex);
    m_forbidden.insert(path);
}

void FakeGreenhouse::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxPage = size;
}

void FakeGreenhouse::hideNew(bool isHidden)
{
    const std::scoped_lock lock(m_mutex);
    m_hidesNew = isHidden;
    if (!isHidden)
        m_hidden.clear();
}

void FakeGreenhouse::endCursors()
{
    const std::scoped_lock lock(m_mutex);
    m_cursors.clear();
}

QJsonObject FakeGreenhouse::add(Table &table, QJsonObject entry)
{
    const qint64 id = entry.contains("id"_L1) ? idIn(entry, "id"_L1) : ++m_lastId;
    entry = filled({{u"id"_s, id}, {u"created_at"_s, m_now}, {u"updated_at"_s, m_now}}, entry);
    table.insert(id, entry);
    return entry;
}

QString FakeGreenhouse::addCandidate(QJsonObject candidate)
{
    const std::scoped_lock lock(m_mutex);
    const QJsonObject usual{{u"first_name"_s, u"Sam"_s},          {u"last_name"_s, u"Lee"_s}, {u"phone_numbers"_s, QJsonArray()},
                            {u"email_addresses"_s, QJsonArray()}, {u"tags"_s, QJsonArray()},  {u"private"_s, false}};
    return QString::number(idIn(add(m_candidates, filled(usual, candidate)), "id"_L1));
}

void FakeGreenhouse::changeCandidate(const QString &id, const QJsonObject &more)
{
    const std::scoped_lock lock(m_mutex);
    QJsonObject &candidate = m_candidates[id.toLongLong()];
    candidate = filled(filled(candidate, {{u"updated_at"_s, m_now}}), more);
}

void FakeGreenhouse::removeCandidate(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    m_candidates.remove(id.toLongLong());
}

QString FakeGreenhouse::addApplication(QJsonObject application)
{
    const std::scoped_lock lock(m_mutex);
    const QJsonObject usual{{u"job_id"_s, job},
                            {u"status"_s, u"in_process"_s},
                            {u"stage_id"_s, 88},
                            {u"job_interview_stage_id"_s, 1},
                            {u"rejection_reason_id"_s, QJsonValue()}};
    return QString::number(idIn(add(m_applications, filled(usual, application)), "id"_L1));
}

QString FakeGreenhouse::addOffer(QJsonObject offer)
{
    const std::scoped_lock lock(m_mutex);
    return QString::number(idIn(add(m_offers, offer), "id"_L1));
}

QList<QJsonObject> FakeGreenhouse::candidates() const
{
    const std::scoped_lock lock(m_mutex);
    return m_candidates.values();
}

QList<QJsonObject> FakeGreenhouse::applications() const
{
    const std::scoped_lock lock(m_mutex);
    return m_applications.values();
}

QList<QJsonObject> FakeGreenhouse::notes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_notes.values();
}

int FakeGreenhouse::tokens() const
{
    const std::scoped_lock lock(m_mutex);
    return m_tokens;
}

FakeGreenhouse::Response FakeGreenhouse::answer(const Request &request)
{
    const QByteArray path = request.path();
    if (path == "/token")
        return token(request);
    if (m_token.isEmpty() || request.header("authorization") != "Bearer " + m_token)
        return json(401, {{u"message"_s, u"Unauthorized"_s}, {u"errors"_s, QJsonArray{u"Token could not be decoded."_s}}});
    Response response;
    if (m_forbidden.contains(path) || (request.method == "GET" && !m_isAdmin))
        response = json(403, {{u"message"_s, u"You do not have access to that record"_s}});
    else
        response = data(request, path);
    response.headers += {{"X-RateLimit-Limit", "50"}, {"X-RateLimit-Remaining", "49"}, {"X-RateLimit-Reset", "1795197630"}};
    return response;
}

FakeGreenhouse::Response FakeGreenhouse::throttled(int retryAfterSeconds) const
{
    Response response = json(429, {{u"message"_s, u"You've exceeded your rate limit."_s}});
    response.headers = {{"Retry-After", QByteArray::number(retryAfterSeconds)}, {"X-RateLimit-Remaining", "0"}};
    return response;
}

FakeGreenhouse::Response FakeGreenhouse::token(const Request &request)
{
    const QUrlQuery form(QString::fromLatin1(request.body));
    if (request.method != "POST" || form.queryItemValue(u"grant_type"_s) != "client_credentials"_L1)
        return refuse(400, u"Must include `grant_type` parameter in /token request"_s);
    if (m_isRevoked || request.header("authorization") != "Basic " + (clientId() + ':' + clientSecret()).toBase64())
        return json(401, {{u"error"_s, u"invalid_client"_s}});
    m_isAdmin = form.queryItemValue(u"sub"_s).toLatin1() == admin();
    m_token = "gh-token-" + QByteArray::number(++m_tokens);
    QJsonObject body{{u"access_token"_s, QString::fromLatin1(m_token)}, {u"token_type"_s, u"Bearer"_s}};
    if (m_expiryAsText)
        body.insert(u"expires_at"_s, u"2026-11-20T18:30:00Z"_s);
    else
        body.insert(u"expires_in"_s, 3600);
    return json(200, body);
}

FakeGreenhouse::Response FakeGreenhouse::data(const Request &request, const QByteArray &path)
{
    struct Listed {
        const Table *table;
        QStringList filters;
    };
    const QMap<QByteArray, Listed> listed{
        {"/v3/candidates", {&m_candidates, {u"ids"_s, u"email"_s, u"created_at"_s, u"updated_at"_s}}},
        {"/v3/applications", {&m_applications, {u"ids"_s, u"candidate_ids"_s, u"status"_s}}},
        {"/v3/notes", {&m_notes, {u"ids"_s, u"candidate_ids"_s, u"created_at"_s}}},
        {"/v3/candidate_tags", {&m_tags, {u"ids"_s}}},
        {"/v3/offers", {&m_offers, {u"ids"_s, u"application_ids"_s, u"current_only"_s}}},
        {"/v3/sources", {&m_sources, {}}},
        {"/v3/jobs", {&m_jobs, {}}},
        {"/v3/users", {&m_users, {}}},
        {"/v3/job_interview_stages", {&m_stages, {u"job_ids"_s}}},
        {"/v3/rejection_reasons", {&m_reasons, {u"include_defaults"_s}}},
    };
    if (request.method == "GET" && listed.contains(path))
        return list(request, path, *listed[path].table, listed[path].filters);
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (request.method != "POST")
        return refuse(404, u"Resource not found"_s);
    if (request.header("content-type") != "application/json" || !document.isObject())
        return refuse(400, u"no JSON"_s);
    const QJsonObject body = document.object();
    if (path == "/v3/candidates")
        return createCandidate(body);
    if (path == "/v3/notes")
        return createNote(body);
    if (path == "/v3/candidate_tags")
        return createTag(body);
    if (path == "/v3/applied_candidate_tags")
        return applyTag(body);
    if (path == "/v3/applications") {
        const qint64 candidate = idIn(body, "candidate_id"_L1);
        QJsonObject application = body;
        application.remove("candidate_id"_L1);
        const QString wrong = wrongInApplication(application);
        if (!m_candidates.contains(candidate) || !wrong.isEmpty())
            return refuse(422, u"Validation failed"_s, wrong.isEmpty() ? u"candidate_id"_s : wrong);
        return json(201, makeApplication(application, candidate));
    }
    if (path.startsWith("/v3/applications/"))
        return act(path, body);
    return refuse(404, u"Resource not found"_s); // also for tasks: there is nothing of the kind
}

FakeGreenhouse::Response FakeGreenhouse::list(const Request &request, const QByteArray &path, const Table &table,
                                              const QStringList &filters)
{
    QByteArray raw = request.target.mid(path.size() + 1);
    if (raw.contains('|'))
        return refuse(400, u"a bar as it is"_s);
    QUrlQuery query(QString::fromLatin1(raw));
    qint64 below = std::numeric_limits<qint64>::max();
    if (query.hasQueryItem(u"cursor"_s)) {
        if (query.queryItems().size() != 1)
            return refuse(422, u"When passing a cursor, do not include other query params."_s);
        const QByteArray cursor = query.queryItemValue(u"cursor"_s).toLatin1();
        if (!m_cursors.contains(cursor))
            return json(422, {{u"errors"_s, QJsonArray{u"Invalid cursor"_s}}});
        raw = m_cursors.value(cursor);
        below = raw.left(raw.indexOf('&')).toLongLong();
        query = QUrlQuery(QString::fromLatin1(raw.mid(raw.indexOf('&') + 1)));
    }
    const auto items = query.queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (!filters.contains(name) && name != "per_page"_L1)
            return refuse(422, u"Invalid query params: "_s + name);
        if (name.endsWith("ids"_L1) && (value.isEmpty() || value.split(u',').size() > 50))
            return refuse(422, u"ids"_s);
    }
    const int asked = query.hasQueryItem(u"per_page"_s) ? query.queryItemValue(u"per_page"_s).toInt() : 100;
    if (asked < 1 || asked > 500)
        return refuse(422, u"per_page"_s);
    const qsizetype size = std::min(asked, m_maxPage);
    QJsonArray page;
    qint64 last = 0;
    bool goesOn = false;
    const QList<qint64> ids = table.keys();
    for (auto id = ids.rbegin(); id != ids.rend() && !goesOn; ++id) { // by falling id, whatever is asked for
        const QJsonObject entry = table.value(*id);
        const bool isWanted = *id < below && !m_hidden.contains(*id) && std::all_of(items.begin(), items.end(), [&](const auto &each) {
            return each.first == "per_page"_L1 || passes(entry, each.first, each.second);
        });
        if (!isWanted)
            continue;
        goesOn = page.size() == size;
        if (!goesOn) {
            page.append(entry);
            last = *id;
        }
    }
    Response response{.status = 200, .contentType = "application/json", .body = QJsonDocument(page).toJson(QJsonDocument::Compact)};
    if (goesOn) {
        const QByteArray cursor = "c" + QByteArray::number(m_cursors.size() + 1) + "==";
        m_cursors.insert("c" + QByteArray::number(m_cursors.size() + 1) + "==",
                         QByteArray::number(last) + '&' + query.toString(QUrl::FullyEncoded).toLatin1());
        response.headers.append({"Link", "<https://harvest.greenhouse.io" + path +
                                             "?cursor=" + QUrl::toPercentEncoding(QString::fromLatin1(cursor)) + ">; rel=\"next\""});
    }
    return response;
}

bool FakeGreenhouse::passes(const QJsonObject &entry, const QString &filter, const QString &value) const
{
    const auto isOneOf = [&](QLatin1String name) {
        return value.split(u',').contains(QString::number(idIn(entry, name)));
    };
    if (filter == "ids"_L1)
        return isOneOf("id"_L1);
    if (filter == "candidate_ids"_L1)
        return isOneOf("candidate_id"_L1);
    if (filter == "application_ids"_L1)
        return isOneOf("application_id"_L1);
    if (filter == "created_at"_L1 || filter == "updated_at"_L1) {
        const QDateTime from = timeOf(value.mid(4));
        return value.startsWith("gte|"_L1) && from.isValid() && timeOf(entry.value(filter).toString()) >= from;
    }
    if (filter == "email"_L1) {
        const QJsonArray addresses = entry.value("email_addresses"_L1).toArray();
        return std::any_of(addresses.begin(), addresses.end(), [&](const QJsonValue &each) {
            return each.toObject().value("value"_L1).toString().compare(value, Qt::CaseInsensitive) == 0;
        });
    }
    return true;
}

QString FakeGreenhouse::wrongInApplication(const QJsonObject &application) const
{
    const QStringList others = othersThan({u"job_id"_s, u"source_id"_s, u"prospect"_s}, application);
    if (!others.isEmpty())
        return others.constFirst();
    if (application.contains("source_id"_L1) && !m_sources.contains(idIn(application, "source_id"_L1)))
        return u"source_id"_s; // also a name
    const bool isProspect = application.value("prospect"_L1).toBool();
    if (isProspect == application.contains("job_id"_L1) || (!isProspect && !m_jobs.contains(idIn(application, "job_id"_L1))))
        return u"job_id"_s;
    return {};
}

QJsonObject FakeGreenhouse::makeApplication(const QJsonObject &given, qint64 candidate)
{
    const bool isProspect = given.value("prospect"_L1).toBool();
    const QJsonObject usual{{u"candidate_id"_s, candidate},
                            {u"status"_s, u"in_process"_s},
                            {u"stage_id"_s, isProspect ? QJsonValue() : QJsonValue(88)},
                            {u"job_interview_stage_id"_s, isProspect ? QJsonValue() : QJsonValue(1)},
                            {u"rejection_reason_id"_s, QJsonValue()}};
    return add(m_applications, filled(usual, given));
}

FakeGreenhouse::Response FakeGreenhouse::createCandidate(const QJsonObject &body)
{
    const QStringList others =
        othersThan({u"first_name"_s, u"last_name"_s, u"phone_numbers"_s, u"email_addresses"_s, u"tags"_s, u"application"_s}, body);
    if (!others.isEmpty())
        return refuse(422, u"disallowed additional property"_s, others.constFirst());
    for (const QLatin1String name : {"first_name"_L1, "last_name"_L1}) {
        if (body.value(name).toString().isEmpty())
            return refuse(422, u"can't be blank"_s, name);
    }
    for (const QJsonValue &each : body.value("phone_numbers"_L1).toArray()) {
        const QString type = each.toObject().value("type"_L1).toString();
        if (!QStringList({u"home"_s, u"work"_s, u"mobile"_s, u"skype"_s, u"other"_s}).contains(type))
            return refuse(422, u"invalid type"_s, u"phone_numbers"_s);
    }
    QJsonObject candidate = body;
    const QJsonObject application = candidate.take("application"_L1).toObject();
    if (!application.isEmpty()) {
        const QString wrong = wrongInApplication(application);
        if (!wrong.isEmpty())
            return refuse(422, u"is invalid"_s, wrong);
    }
    candidate = add(m_candidates, filled({{u"email_addresses"_s, QJsonArray()}, {u"private"_s, false}}, candidate));
    const qint64 id = idIn(candidate, "id"_L1);
    if (m_hidesNew)
        m_hidden.insert(id);
    const QJsonValue made = application.isEmpty() ? QJsonValue() : QJsonValue(makeApplication(application, id));
    return json(201, {{u"candidate"_s, candidate}, {u"application"_s, made}});
}

// Whether there is such a candidate is not looked at.
FakeGreenhouse::Response FakeGreenhouse::createNote(const QJsonObject &body)
{
    const QStringList others = othersThan({u"candidate_id"_s, u"user_id"_s, u"body"_s, u"visibility"_s, u"note_type"_s}, body);
    if (!others.isEmpty())
        return refuse(422, u"disallowed additional property"_s, others.constFirst());
    if (body.value("note_type"_L1).toString() != "NOTE"_L1)
        return refuse(422, u"must be one of email, activity, note"_s, u"note_type"_s);
    if (!QStringList({u"public"_s, u"private"_s, u"admin_only"_s}).contains(body.value("visibility"_L1).toString()))
        return refuse(422, u"is invalid"_s, u"visibility"_s);
    if (idIn(body, "candidate_id"_L1) == 0 || idIn(body, "user_id"_L1) == 0 || body.value("body"_L1).toString().isEmpty())
        return refuse(422, u"is invalid"_s, u"candidate_id"_s);
    return json(201, add(m_notes, filled(body, {{u"visibility"_s, u"publicly_visible"_s}})));
}

FakeGreenhouse::Response FakeGreenhouse::createTag(const QJsonObject &body)
{
    const QString name = body.value("name"_L1).toString();
    for (const QJsonObject &tag : std::as_const(m_tags)) {
        if (tag.value("name"_L1).toString() == name)
            return refuse(422, u"has already been taken"_s, u"name"_s);
    }
    return json(201, add(m_tags, {{u"name"_s, name}}));
}

FakeGreenhouse::Response FakeGreenhouse::applyTag(const QJsonObject &body)
{
    const qint64 candidate = idIn(body, "candidate_id"_L1);
    const qint64 tag = idIn(body, "candidate_tag_id"_L1);
    if (!m_tags.contains(tag) || !othersThan({u"candidate_id"_s, u"candidate_tag_id"_s}, body).isEmpty())
        return refuse(422, u"is invalid"_s, u"candidate_tag_id"_s);
    if (!m_candidates.contains(candidate) || m_hidden.contains(candidate))
        return refuse(404, u"Resource not found"_s);
    QJsonObject &tagged = m_candidates[candidate];
    QJsonArray tags = tagged.value("tags"_L1).toArray();
    const QString name = m_tags.value(tag).value("name"_L1).toString();
    if (tags.contains(name))
        return refuse(422, u"has already been taken"_s, u"candidate_tag_id"_s);
    tags.append(name);
    tagged.insert(u"tags"_s, tags);
    return json(201, {{u"id"_s, 1}, {u"candidate_id"_s, candidate}, {u"candidate_tag_id"_s, tag}});
}

FakeGreenhouse::Response FakeGreenhouse::act(const QByteArray &path, const QJsonObject &body)
{
    const QByteArrayList parts = path.split('/'); // "", v3, applications, id, verb
    const qint64 id = parts.value(3).toLongLong();
    const QByteArray verb = parts.value(4);
    if (!m_applications.contains(id) || parts.size() != 5)
        return json(404, {{u"message"_s, u"Resource not found"_s}, {u"errors"_s, QJsonArray{u"Application not found"_s}}});
    QJsonObject &application = m_applications[id];
    if (application.value("status"_L1).toString() != "in_process"_L1)
        return json(422, {{u"message"_s, u"Only active applications"_s}, {u"errors"_s, QJsonArray()}});
    if (verb == "move") {
        const qint64 to = idIn(body, "to_stage_id"_L1);
        const QJsonObject target = m_stages.value(to);
        if (!othersThan({u"to_stage_id"_s}, body).isEmpty() || target.value("job_id"_L1) != application.value("job_id"_L1))
            return json(422,
                        {{u"message"_s, u"Validation failed"_s},
                         {u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, u"is not of this job"_s}, {u"field"_s, u"to_stage_id"_s}}}}});
        application.insert(u"job_interview_stage_id"_s, to);
    } else if (verb == "reject") {
        const qint64 why = idIn(body, "rejection_reason_id"_L1);
        if (!othersThan({u"rejection_reason_id"_s}, body).isEmpty() || !m_reasons.contains(why))
            return refuse(422, u"is invalid"_s, u"rejection_reason_id"_s);
        application.insert(u"status"_s, u"rejected"_s);
        application.insert(u"rejection_reason_id"_s, why);
    } else {
        return refuse(404, u"Resource not found"_s);
    }
    return {.status = 204, .contentType = {}, .body = {}};
}

FakeGreenhouse::Response FakeGreenhouse::refuse(int status, const QString &message, const QString &field)
{
    note(u"%1 %2"_s.arg(message, field).trimmed());
    QJsonObject body{{u"message"_s, message}};
    if (!field.isEmpty())
        body.insert(u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, message}, {u"field"_s, field}}});
    return json(status, body);
}

} // namespace ringback::test

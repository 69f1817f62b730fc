#include "support/fakehook.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace ringback::test {

using namespace Qt::StringLiterals;

void FakeHook::expectSignatures()
{
    const std::scoped_lock lock(m_mutex);
    m_isSigned = true;
}

QList<QJsonObject> FakeHook::events() const
{
    const std::scoped_lock lock(m_mutex);
    return m_events;
}

QStringList FakeHook::eventIds() const
{
    QStringList ids;
    for (const QJsonObject &event : events())
        ids.append(event.value("event_id"_L1).toString());
    return ids;
}

FakeHook::Response FakeHook::answer(const Request &request)
{
    if (request.target != path())
        return refuse(404, u"another address"_s);
    if (request.method != "POST" || request.header("content-type") != "application/json")
        return refuse(400, u"no POST of JSON"_s);
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return refuse(400, u"no JSON object"_s);
    const QJsonObject event = document.object();
    for (const QJsonValue &value : event) {
        if (value.isObject() || value.isArray() || value.isNull())
            return refuse(400, u"the members are not flat"_s);
    }
    const QByteArray id = request.header("webhook-id");
    if (id.isEmpty() || QString::fromLatin1(id) != event.value("event_id"_L1).toString())
        return refuse(400, u"the ids in header and body differ"_s);
    const QByteArray signature = request.header("webhook-signature");
    if (m_isSigned) {
        const QByteArray key = QByteArray::fromBase64(signingKey().mid(6));
        const QByteArray text = id + '.' + request.header("webhook-timestamp") + '.' + request.body;
        if (signature != "v1," + QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256).toBase64())
            return refuse(401, u"the signature is wrong"_s);
    } else if (!signature.isEmpty()) {
        return refuse(400, u"signed, and nobody asked for it"_s);
    }
    m_events.append(event);
    return json(200, {{u"status"_s, u"success"_s}, {u"id"_s, u"019"_s}, {u"attempt"_s, u"019"_s}});
}

FakeHook::Response FakeHook::refuse(int status, const QString &problem)
{
    note(problem);
    return json(status, {{u"status"_s, u"error"_s}, {u"at"_s, QString::fromLatin1(path())}}); // repeats the secret, as some do
}

} // namespace ringback::test

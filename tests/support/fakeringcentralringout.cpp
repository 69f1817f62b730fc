#include "support/fakeringcentral.h"
#include "support/fakeringcentralanswers.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

/// The calls that we have RingCentral make.
namespace ringback::test {

using namespace Qt::StringLiterals;
using ingress::HttpRequest;
using ingress::HttpResponse;
using ringcentral::error;
using ringcentral::json;
using ringcentral::ringOutProblems;

namespace {

// Its properties that are objects, and what may be in these: texts.
const QHash<QString, QStringList> &objectsOfRingOut()
{
    static const QHash<QString, QStringList> objects = {{u"from"_s, {u"phoneNumber"_s, u"forwardingNumberId"_s}},
                                                        {u"to"_s, {u"phoneNumber"_s}},
                                                        {u"callerId"_s, {u"phoneNumber"_s}},
                                                        {u"country"_s, {u"id"_s}}};
    return objects;
}

bool isE164(const QJsonValue &value)
{
    static const QRegularExpression shape(u"^\\+[1-9][0-9]{6,14}$"_s);
    return shape.match(value.toString()).hasMatch();
}

} // namespace

QStringList ringcentral::ringOutProblems(const HttpRequest &request)
{
    if (request.method != "POST")
        return {u"method: only making a call is known here"_s};
    if (!request.header("content-type").startsWith("application/json"))
        return {u"header Content-Type: expected application/json"_s};
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return {u"body: expected object"_s};
    const QJsonObject asked = document.object();
    QStringList problems;
    for (auto it = asked.begin(); it != asked.end(); ++it) {
        const auto known = objectsOfRingOut().constFind(it.key());
        if (it.key() == u"playPrompt") {
            if (!it.value().isBool())
                problems.append(u"body/playPrompt: expected boolean"_s);
        } else if (known == objectsOfRingOut().constEnd()) {
            problems.append(u"body/%1: is not described"_s.arg(it.key()));
        } else if (!it.value().isObject()) {
            problems.append(u"body/%1: expected object"_s.arg(it.key()));
        } else {
            const QJsonObject inner = it.value().toObject();
            for (auto each = inner.begin(); each != inner.end(); ++each) {
                if (!known->contains(each.key()) || !each.value().isString())
                    problems.append(u"body/%1/%2: is not described so"_s.arg(it.key(), each.key()));
            }
        }
    }
    for (const QString &name : {u"from"_s, u"to"_s}) {
        if (!asked.contains(name))
            problems.append(u"body/%1: is missing"_s.arg(name));
    }
    return problems;
}

HttpResponse FakeRingCentral::ringOut(const HttpRequest &request)
{
    if (!m_mayRingOut)
        return error(403, u"CMN-401"_s);
    if (!ringOutProblems(request).isEmpty())
        return error(400, u"CMN-100"_s);
    const QJsonObject asked = QJsonDocument::fromJson(request.body).object();
    for (const QString &name : {u"from"_s, u"to"_s, u"callerId"_s}) {
        if (asked.contains(name) && !isE164(asked[name][u"phoneNumber"]))
            return error(400, u"CMN-101"_s, name + u".phoneNumber"_s);
    }
    const QJsonValue shown = asked[u"callerId"][u"phoneNumber"];
    const bool mayShow = std::any_of(m_numbers.cbegin(), m_numbers.cend(), [&](const QJsonValue &each) {
        return each[u"phoneNumber"] == shown && each[u"features"].toArray().contains(u"CallerId"_s);
    });
    if (asked.contains(u"callerId"_s) && !mayShow)
        return error(400, u"CMN-101"_s, u"callerId.phoneNumber"_s);
    m_rings.append(asked);
    const QString id = u"Y3MxNzE2-%1"_s.arg(m_rings.size()); // a text, unlike a message's
    const QString uri = u"https://platform.ringcentral.com/restapi/v1.0/account/1/extension/2/ring-out/"_s + id;
    return json(200, {{u"id"_s, id},
                      {u"uri"_s, uri},
                      {u"status"_s,
                       QJsonObject{{u"callStatus"_s, m_firstLeg}, {u"callerStatus"_s, m_firstLeg}, {u"calleeStatus"_s, u"InProgress"_s}}}});
}

void FakeRingCentral::withoutRingOut()
{
    const std::scoped_lock lock(m_mutex);
    m_mayRingOut = false;
}

void FakeRingCentral::sayOfFirstLeg(const QString &word)
{
    const std::scoped_lock lock(m_mutex);
    m_firstLeg = word;
}

QList<QJsonObject> FakeRingCentral::rings() const
{
    const std::scoped_lock lock(m_mutex);
    return m_rings;
}

} // namespace ringback::test

#pragma once

#include "connectors/quo/system.h"
#include "support/testclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>

/// What Quo says of one call and its voicemail, in its three shapes: for tests of how they are read.
namespace ringback::test::quo {

using namespace Qt::StringLiterals;
using namespace ringback::connectors;
using calls::EventKind;
using ringback::connectors::quo::QuoSystem;

inline const QString start = u"2026-11-21T01:59:40.000Z"_s;
inline const QString answer = u"2026-11-21T01:59:52.500Z"_s;
inline const QString end = u"2026-11-21T02:00:00.000Z"_s;

struct Event {
    EventKind kind = EventKind::Event;
    QJsonObject body;
};
using History = QList<Event>;

inline QJsonObject merged(QJsonObject into, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        into.insert(it.key(), it.value());
    return into;
}

inline QJsonObject sides()
{
    return {
        {u"workspace"_s, QJsonArray{u"+12145550100"_s}}, {u"external"_s, QJsonArray{u"+12145550123"_s}}, {u"resolution"_s, u"available"_s}};
}

// A webhook of the dated generation.
inline Event hook(const QString &type, const QJsonObject &resource = {}, const QJsonObject &participants = sides())
{
    return {.kind = EventKind::Event,
            .body = {{u"id"_s, u"EV1"_s},
                     {u"apiVersion"_s, u"2026-03-30"_s},
                     {u"createdAt"_s, end},
                     {u"type"_s, type},
                     {u"data"_s,
                      QJsonObject{{u"resource"_s, merged({{u"id"_s, u"AC1"_s}, {u"createdAt"_s, start}, {u"updatedAt"_s, end}}, resource)},
                                  {u"context"_s, QJsonObject{{u"phoneNumberId"_s, u"PN1"_s}, {u"participants"_s, participants}}}}}}};
}

inline Event missed()
{
    return hook(u"call.missed"_s); // as it comes: no direction, no status
}

inline Event ringing()
{
    return hook(u"call.ringing"_s, {{u"direction"_s, u"incoming"_s}});
}

inline Event answered(const QString &by = u"US1"_s, const QString &direction = u"incoming"_s)
{
    return hook(u"call.answered"_s, {{u"direction"_s, direction}, {u"answeredAt"_s, answer}, {u"answeredByUserId"_s, by}});
}

inline Event completed(const QString &status, const QJsonValue &answeredAt = QJsonValue(), const QJsonObject &more = {})
{
    return hook(u"call.completed"_s, merged({{u"direction"_s, u"incoming"_s},
                                             {u"status"_s, status},
                                             {u"answeredAt"_s, answeredAt},
                                             {u"completedAt"_s, end},
                                             {u"duration"_s, answeredAt.isNull() ? 0 : 8},
                                             {u"hasVoicemail"_s, false}},
                                            more));
}

inline Event voicemail(const QString &transcript = u"My roof leaks"_s)
{
    return hook(u"call.voicemail.completed"_s, {{u"id"_s, u"AC-recording"_s},
                                                {u"voicemailId"_s, u"VM1"_s},
                                                {u"callId"_s, u"AC1"_s},
                                                {u"direction"_s, u"incoming"_s},
                                                {u"duration"_s, 14},
                                                {u"from"_s, u"+12145550123"_s},
                                                {u"to"_s, u"+12145550100"_s},
                                                {u"transcript"_s, transcript},
                                                {u"recordingUrl"_s, u"https://files.example/vm1.mp3"_s}});
}

// A webhook of the older generation.
inline Event older(const QString &version, const QString &type, const QJsonObject &object)
{
    return {.kind = EventKind::Event,
            .body = {{u"id"_s, u"EV1"_s},
                     {u"object"_s, u"event"_s},
                     {u"apiVersion"_s, version},
                     {u"createdAt"_s, end},
                     {u"type"_s, type},
                     {u"data"_s, QJsonObject{{u"object"_s, merged({{u"id"_s, u"AC1"_s},
                                                                   {u"object"_s, u"call"_s},
                                                                   {u"direction"_s, u"incoming"_s},
                                                                   {u"createdAt"_s, start},
                                                                   {u"completedAt"_s, type == u"call.ringing" ? QJsonValue() : end}},
                                                                  object)}}}}};
}

inline Event v4(const QString &status, const QJsonValue &answeredAt = QJsonValue(),
                const QJsonArray &participants = {u"+12145550123"_s, u"+12145550100"_s}, const QJsonObject &more = {})
{
    return older(
        u"v4"_s, u"call.completed"_s,
        merged({{u"status"_s, status}, {u"answeredAt"_s, answeredAt}, {u"duration"_s, 20}, {u"participants"_s, participants}}, more));
}

inline Event v3(const QString &status, const QJsonValue &answeredAt, const QJsonValue &voicemail)
{
    return older(u"v3"_s, u"call.completed"_s,
                 {{u"status"_s, status},
                  {u"answeredAt"_s, answeredAt},
                  {u"from"_s, u"+12145550123"_s},
                  {u"to"_s, u"+12145550100"_s},
                  {u"voicemail"_s, voicemail}});
}

// An entry of the list of calls.
inline Event listed(const QString &status, const QJsonValue &answeredAt = QJsonValue(), const QJsonObject &more = {})
{
    const QJsonObject call =
        merged({{u"id"_s, u"AC1"_s},
                {u"phoneNumberId"_s, u"PN1"_s},
                {u"direction"_s, u"incoming"_s},
                {u"status"_s, status},
                {u"participants"_s, QJsonArray{QJsonObject{{u"phoneNumber"_s, u"+12145550100"_s}, {u"actorId"_s, u"US1"_s}},
                                               QJsonObject{{u"phoneNumber"_s, u"+12145550123"_s}, {u"actorId"_s, QJsonValue()}}}},
                {u"answeredAt"_s, answeredAt},
                {u"completedAt"_s, end},
                {u"createdAt"_s, start},
                {u"updatedAt"_s, end},
                {u"forwardedTo"_s, QJsonValue()},
                {u"aiHandled"_s, QJsonValue()}},
               more);
    return {.kind = EventKind::CallLog, .body = {{u"line"_s, u"+12145550100"_s}, {u"call"_s, call}}};
}

inline QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

inline settings::Connection connection(const settings::QuoAccount &account = {})
{
    return {.id = u"quo-main"_s, .account = account};
}

inline Result<PhoneEvent> translated(const Event &event, const settings::QuoAccount &account = {})
{
    return QuoSystem().translate(connection(account), event.kind, json(event.body));
}

template <class T>
std::optional<T> as(const Result<PhoneEvent> &event)
{
    if (event && std::holds_alternative<T>(*event))
        return std::get<T>(*event);
    return std::nullopt;
}

} // namespace ringback::test::quo

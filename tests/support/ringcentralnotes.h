#pragma once

#include "base/time.h"
#include "support/testclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QString>

/// What RingCentral writes about calls, for the tests that read it.
namespace ringback::test::ringcentral {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline const QString session = u"s-a0d17bc"_s;
inline const QString caller = u"+12145550123"_s;
inline const QString mainLine = u"+12145550100"_s;
inline const Instant start = instantOf(u"2026-11-21T02:00:00.000Z"_s);

struct PartyState {
    QString id = u"p-1"_s;
    QString code;
    QString reason = {};
    bool missed = false;
    QString direction = u"Inbound"_s;
    QString from = caller;
    QString to = mainLine;
    QString fromExtension = {};
    QString ringOutRole = {};
};

[[nodiscard]] inline QJsonObject partyObject(const PartyState &state)
{
    QJsonObject status{{u"code"_s, state.code}, {u"rcc"_s, false}};
    if (!state.reason.isEmpty())
        status.insert(u"reason"_s, state.reason);
    QJsonObject from{{u"name"_s, u"DALLAS TX"_s}};
    if (!state.from.isEmpty())
        from.insert(u"phoneNumber"_s, state.from);
    if (!state.fromExtension.isEmpty())
        from.insert(u"extensionId"_s, state.fromExtension);
    QJsonObject party{{u"id"_s, state.id},
                      {u"extensionId"_s, u"2"_s},
                      {u"direction"_s, state.direction},
                      {u"from"_s, from},
                      {u"to"_s, QJsonObject{{u"phoneNumber"_s, state.to}, {u"name"_s, u"Main"_s}, {u"extensionId"_s, u"2"_s}}},
                      {u"status"_s, status}};
    if (!state.ringOutRole.isEmpty())
        party.insert(u"ringOutRole"_s, state.ringOutRole);
    if (state.missed)
        party.insert(u"missedCall"_s, true);
    return party;
}

// One notification of the session, so long after its beginning.
struct Note {
    int sequence = 1;
    Milliseconds after{0};
    QList<PartyState> parties;
};

[[nodiscard]] inline QJsonObject envelope(const Note &note)
{
    QJsonArray parties;
    for (const PartyState &state : note.parties)
        parties.append(partyObject(state));
    return {{u"uuid"_s, u"7c0d-%1"_s.arg(note.sequence)},
            {u"event"_s, u"/restapi/v1.0/account/1/telephony/sessions"_s},
            {u"timestamp"_s, toIso(start + note.after + 170ms)},
            {u"subscriptionId"_s, u"a1"_s},
            {u"ownerId"_s, u"2"_s},
            {u"body"_s, QJsonObject{{u"sequence"_s, note.sequence},
                                    {u"sessionId"_s, u"1001"_s},
                                    {u"telephonySessionId"_s, session},
                                    {u"eventTime"_s, toIso(start + note.after)},
                                    {u"parties"_s, parties}}}};
}

[[nodiscard]] inline QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

[[nodiscard]] inline QJsonObject record(const QString &result, const QJsonObject &more = {})
{
    QJsonObject call{{u"id"_s, u"AbC1"_s},
                     {u"uri"_s, u"https://platform.ringcentral.com/restapi/v1.0/account/1/call-log/AbC1"_s},
                     {u"sessionId"_s, u"1001"_s},
                     {u"telephonySessionId"_s, session},
                     {u"startTime"_s, u"2026-11-21T02:00:00.000Z"_s},
                     {u"duration"_s, 21},
                     {u"type"_s, u"Voice"_s},
                     {u"direction"_s, u"Inbound"_s},
                     {u"action"_s, u"Phone Call"_s},
                     {u"result"_s, result},
                     {u"from"_s, QJsonObject{{u"phoneNumber"_s, u"12145550123"_s}, {u"name"_s, u"DALLAS TX"_s}}},
                     {u"to"_s, QJsonObject{{u"phoneNumber"_s, u"(214) 555-0100"_s}}}};
    for (auto it = more.begin(); it != more.end(); ++it)
        call.insert(it.key(), it.value());
    return call;
}

} // namespace ringback::test::ringcentral

#pragma once

#include "board/connections.h"
#include "samples.h"

/// The phone systems of the office in samples.h.
namespace ringback::samples {

inline calls::PhoneNumber number(const char *e164)
{
    return *calls::PhoneNumber::fromE164(QString::fromLatin1(e164));
}

inline board::PhoneSystems systems(Instant now)
{
    board::PhoneSystems systems;
    systems.publicUrl = u"https://calls.summit.example"_s;
    systems.connections = {{.connection = {.id = u"twilio"_s,
                                           .account = desk::TwilioAccount{.accountSid = u"AC00000000000000000000000000000001"_s,
                                                                          .authTokenSecret = u"twilio-auth-token"_s}},
                            .webhookPath = u"/webhooks/twilio/voice"_s,
                            .wiredAt = now - hours(26),
                            .wiredBy = u"Pat Lee"_s},
                           {.connection = {.id = u"ringcentral"_s,
                                           .account = desk::RingCentralAccount{.clientId = u"a-client"_s,
                                                                               .clientSecret = {},
                                                                               .credentialSecret = u"ringcentral-credential"_s,
                                                                               .verificationSecret = {}}},
                            .webhookPath = u"/webhooks/ringcentral/ringcentral"_s,
                            .wiredAt = {},
                            .wiredBy = {}},
                           {.connection = {.id = u"google-voice"_s,
                                           .account = desk::GoogleVoiceMailbox{.user = u"summit@example.com"_s,
                                                                               .passwordSecret = u"google-voice-password"_s,
                                                                               .trustedHost = u"mx.google.com"_s,
                                                                               .lines = {{QString(), number("+12145550104")}}}},
                            .webhookPath = u"/webhooks/google_voice/google-voice"_s,
                            .wiredAt = {},
                            .wiredBy = {}}};
    systems.lines = {
        {.number = number("+12145550100"), .label = u"Main"_s, .callsBy = u"twilio"_s, .textsBy = u"twilio"_s, .textsFrom = {}},
        {.number = number("+12145550102"),
         .label = u"Hail campaign"_s,
         .callsBy = u"ringcentral"_s,
         .textsBy = u"twilio"_s,
         .textsFrom = number("+12145550170")},
        {.number = number("+12145550104"), .label = u"Yard signs"_s, .callsBy = u"google-voice"_s, .textsBy = {}, .textsFrom = {}}};
    systems.takenIds = {u"twilio"_s, u"ringcentral"_s, u"google-voice"_s};
    return systems;
}

/// health() as it is with these systems.
inline board::Health systemsHealth(Instant now)
{
    board::Health told = health(now);
    told.recoveredLately = 2;
    told.connections = {board::ConnectionPulse{.id = u"twilio"_s}, board::ConnectionPulse{.id = u"ringcentral"_s},
                        board::ConnectionPulse{.id = u"google-voice"_s}};
    for (board::ConnectionPulse &pulse : told.connections)
        pulse.type = QString(pulse.id).replace(u'-', u'_');
    told.connections[0].lastEventAt = now - minutes(2);
    told.connections[0].logReadAt = now - seconds(20);
    told.connections[1].lastEventAt = now - minutes(14);
    told.connections[1].logReadAt = now - seconds(41);
    told.connections[1].streamUntil = now + minutes(77);
    told.connections[1].refusedSignatures = 3;
    told.connections[2].secretMissing = true;
    return told;
}

inline QList<board::TestFinding> findings()
{
    using Level = board::TestFinding::Level;
    return {{.check = u"credentials"_s, .level = Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}},
            {.check = u"number"_s, .level = Level::Good, .problem = u"ok"_s, .subject = u"(214) 555-0100"_s, .detail = {}},
            {.check = u"number"_s,
             .level = Level::Bad,
             .problem = u"cannot_text"_s,
             .subject = u"(214) 555-0170"_s,
             .detail = u"21606: The From phone number is not a valid, SMS-capable inbound phone number"_s},
            {.check = u"registration"_s,
             .level = Level::Warning,
             .problem = u"pending"_s,
             .subject = u"(214) 555-0100"_s,
             .detail = u"campaign status IN_PROGRESS"_s},
            {.check = u"webhook"_s, .level = Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}}};
}

inline QList<board::WiringRow> wiring()
{
    const QString ours = u"https://calls.summit.example/webhooks/twilio/voice"_s;
    return {{.subject = u"(214) 555-0100"_s, .now = u"https://demo.twilio.com/welcome/voice/"_s, .wanted = ours},
            {.subject = u"(214) 555-0102"_s, .now = ours, .wanted = ours},
            {.subject = u"(214) 555-0170"_s, .now = {}, .wanted = ours}};
}

/// As 3CX and the like might post it; names and numbers are made up.
inline QByteArray postedSample()
{
    return R"json({ "call": { "uuid": "b2f6-17", "caller": { "number": "+1 214 555 0123", "name": "Omar Haddad" },
  "did": "+12145550100", "disposition": "NO ANSWER", "start": "2026-05-20T14:12:03-05:00", "ring": 23 }, "pbx": "front" })json";
}

} // namespace ringback::samples

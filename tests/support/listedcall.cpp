#include "support/listedcall.h"

#include "base/time.h"
#include "engine/translation.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::test {

using namespace Qt::StringLiterals;

calls::ProviderEvent eventOf(const ListedCall &call)
{
    QJsonObject payload = {{u"id"_s, call.id},
                           {u"signal"_s, static_cast<int>(call.signal)},
                           {u"caller"_s, call.caller},
                           {u"started"_s, toMs(call.startedAt)},
                           {u"ended"_s, toMs(call.endedAt)}};
    if (call.voicemail) {
        payload.insert(u"voicemail_ms"_s, qint64(call.voicemail->count()));
        payload.insert(u"transcript"_s, call.transcript);
    }
    return {.kind = calls::EventKind::CallLog,
            .key = u"log:%1"_s.arg(call.id),
            .payload = QJsonDocument(payload).toJson(QJsonDocument::Compact),
            .at = call.endedAt};
}

Result<connectors::PhoneEvent> translateListed(const settings::Setup &setup, const store::InboxEvent &event)
{
    if (event.kind != calls::EventKind::CallLog)
        return engine::translate(setup, event);
    const QJsonObject payload = QJsonDocument::fromJson(event.payload).object();
    connectors::CallEvent call;
    call.providerCallId = payload.value("id"_L1).toString();
    call.signal = static_cast<connectors::CallSignal>(payload.value("signal"_L1).toInt());
    call.providerReason = call.signal == connectors::CallSignal::Missed ? u"no-answer"_s : u"completed"_s;
    call.caller = payload.value("caller"_L1).toString();
    call.line = u"+12145550100"_s;
    call.startedAt = fromMs(payload.value("started"_L1).toInteger());
    call.endedAt = fromMs(payload.value("ended"_L1).toInteger());
    if (payload.contains("voicemail_ms"_L1))
        call.voicemail = calls::Voicemail{.url = {},
                                          .length = Milliseconds(payload.value("voicemail_ms"_L1).toInteger()),
                                          .transcript = payload.value("transcript"_L1).toString()};
    connectors::PhoneEvent translated = call;
    return translated;
}

} // namespace ringback::test

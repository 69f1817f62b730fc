#include "engine/translation.h"

#include "connectors/twilio/events.h"

namespace ringback::engine {

using namespace Qt::StringLiterals;
namespace twilio = connectors::twilio;

Result<connectors::PhoneEvent> translate(const settings::Setup &setup, const store::InboxEvent &event)
{
    const settings::Connection *const connection = setup.connection(event.connection);
    if (!connection || connection->type != "twilio"_L1)
        return failure(ErrorKind::Invalid, u"an event of a connection that is no longer set up"_s);
    const Result<twilio::Form> form = twilio::decodeForm(event.payload);
    if (!form)
        return failure(form);
    switch (event.kind) {
    case store::InboxKind::Voice:
        return twilio::translateVoice(*form);
    case store::InboxKind::Message:
        return twilio::translateMessage(*form);
    case store::InboxKind::MessageStatus:
        return twilio::translateMessageStatus(*form);
    }
    Q_UNREACHABLE();
}

} // namespace ringback::engine

#include "engine/translation.h"

#include "connectors/twilio/events.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
namespace twilio = connectors::twilio;

namespace {

bool ringsOurPhone(const settings::Setup &setup, const calls::PhoneNumber &number)
{
    return setup.isOwnNumber(number) ||
           std::any_of(setup.lines.cbegin(), setup.lines.cend(), [&](const calls::Line &line) { return line.forwardTo.contains(number); });
}

// A leg that was dialled is a call of ours to somebody only where one of our lines calls and none of our phones rings: forwarding dials too.
bool isOurCall(const settings::Setup &setup, const connectors::CallEvent &event)
{
    const Result<calls::PhoneNumber> line = calls::PhoneNumber::parse(event.line);
    const Result<calls::PhoneNumber> called = calls::PhoneNumber::parse(event.caller);
    return line && called && setup.line(*line) && !ringsOurPhone(setup, *called);
}

Result<connectors::PhoneEvent> translateCall(const settings::Setup &setup, const twilio::Form &form)
{
    Result<connectors::PhoneEvent> event = twilio::translateVoice(form);
    if (!event)
        return event;
    const auto *const call = std::get_if<connectors::CallEvent>(&*event);
    if (call && call->direction == calls::Direction::Out && !isOurCall(setup, *call))
        return connectors::Ignored{u"a child leg"_s};
    return event;
}

} // namespace

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
        return translateCall(setup, *form);
    case store::InboxKind::Message:
        return twilio::translateMessage(*form);
    case store::InboxKind::MessageStatus:
        return twilio::translateMessageStatus(*form);
    }
    Q_UNREACHABLE();
}

} // namespace ringback::engine

#include "engine/translation.h"

#include "connectors/phonesystem.h"

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;

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

} // namespace

Result<connectors::PhoneEvent> translate(const settings::Setup &setup, const store::InboxEvent &event)
{
    const settings::Connection *const connection = setup.connection(event.connection);
    if (!connection)
        return failure(ErrorKind::Invalid, u"an event of a connection that is no longer set up"_s);
    Result<connectors::PhoneEvent> translated =
        connectors::phoneSystem(connection->type()).translate(*connection, event.kind, event.payload);
    if (!translated)
        return translated;
    const auto *const call = std::get_if<connectors::CallEvent>(&*translated);
    if (call && call->direction == calls::Direction::Out && !isOurCall(setup, *call))
        return connectors::Ignored{u"a child leg"_s};
    return translated;
}

} // namespace ringback::engine

#include "desk/samplepreview.h"

#include "calls/phonenumber.h"
#include "calls/samplefields.h"
#include "connectors/phonesystem.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Kind = SamplePreview::Kind;

namespace {

QString asPeopleWrite(const QString &number)
{
    const std::optional<calls::PhoneNumber> read = calls::numberOf(calls::readCallerId(number));
    return read ? read->display() : number;
}

Kind kindOf(const connectors::CallEvent &call)
{
    if (call.direction == calls::Direction::Out)
        return Kind::OurCall;
    switch (call.signal) {
    case connectors::CallSignal::Ringing:
        return Kind::Ringing;
    case connectors::CallSignal::Answered:
        return Kind::Answered;
    case connectors::CallSignal::Missed:
    case connectors::CallSignal::MissedSoFar:
        return call.voicemail ? Kind::Voicemail : Kind::Missed;
    case connectors::CallSignal::Over:
        return call.voicemail ? Kind::Voicemail : Kind::Over;
    case connectors::CallSignal::Detail:
        return call.voicemail ? Kind::Voicemail : Kind::Nothing;
    }
    Q_UNREACHABLE();
}

struct Tell {
    SamplePreview operator()(const connectors::CallEvent &call) const
    {
        return {.kind = kindOf(call), .from = asPeopleWrite(call.caller), .to = asPeopleWrite(call.line), .why = {}};
    }
    SamplePreview operator()(const connectors::TextReceived &text) const
    {
        return {.kind = Kind::Text, .from = asPeopleWrite(text.from), .to = asPeopleWrite(text.line), .why = {}};
    }
    SamplePreview operator()(const connectors::TextStatus &) const { return {.kind = Kind::Receipt, .from = {}, .to = {}, .why = {}}; }
    SamplePreview operator()(const connectors::OptOutChanged &change) const
    {
        return {.kind = Kind::Nothing, .from = asPeopleWrite(change.number), .to = {}, .why = {}};
    }
    SamplePreview operator()(const connectors::Ignored &ignored) const
    {
        return {.kind = Kind::Nothing, .from = {}, .to = {}, .why = ignored.why};
    }
};

} // namespace

SamplePreview previewSample(const GenericHook &hook, const QByteArray &sample)
{
    QByteArray payload = sample.trimmed();
    if (!payload.startsWith('{') && !payload.startsWith('[')) {
        const Result<QByteArray> form = calls::formAsJson(payload);
        if (!form)
            return {.kind = Kind::NotReadable, .from = {}, .to = {}, .why = form.error().what};
        payload = *form;
    }
    const Connection connection{.id = u"preview"_s, .account = hook};
    const Result<connectors::PhoneEvent> event =
        connectors::phoneSystem(connection.type()).translate(connection, calls::EventKind::Event, payload);
    if (!event)
        return {.kind = Kind::NotReadable, .from = {}, .to = {}, .why = event.error().what};
    return std::visit(Tell(), *event);
}

} // namespace ringback::desk

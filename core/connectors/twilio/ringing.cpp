#include "connectors/twilio/fields.h"
#include "connectors/twilio/provider.h"
#include "connectors/twilio/twiml.h"

#include <QJsonDocument>

/// Click to call: Twilio calls the person, and what it is told to do then calls the caller.
namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

// Whoever clicked has the phone at hand. Their voicemail takes the call later than that, and would be put through to the caller.
constexpr int firstRingsFor = 20; // seconds, of Twilio's 600; the caller's phone then rings for its usual 30

} // namespace

// There is no idempotency key: it is put on the wire once, and after a lost answer nobody knows.
QCoro::Task<RingOutcome> TwilioProvider::ring(RingRequest request)
{
    Form form;
    form.fields.emplaceBack(u"To"_s, request.first.e164());
    form.fields.emplaceBack(u"From"_s, request.shows.e164());
    form.fields.emplaceBack(
        u"Twiml"_s, QString::fromUtf8(bringTogether(request.then, request.shows, request.statusCallback.toString(QUrl::FullyEncoded))));
    form.fields.emplaceBack(u"Timeout"_s, QString::number(firstRingsFor));
    HttpCall post = m_api.post(Api::Host::Api, m_api.account("/Calls.json"), form);
    post.mayLeave = std::move(request.mayLeave);
    const HttpAnswer answer = co_await m_api.send(std::move(post));
    RingOutcome outcome;
    if (const auto wrong = trouble(answer)) {
        outcome = std::visit([](const auto &what) { return RingOutcome(what); }, *wrong);
        co_return outcome;
    }
    const QString sid = QJsonDocument::fromJson(answer.body).object().value("sid"_L1).toString();
    if (!answer.brokeOff && isSid(sid, {u"CA"}))
        outcome = Ringing{.providerCallId = sid};
    else
        outcome = Unknown{u"status %1 without a call's id"_s.arg(answer.status)};
    co_return outcome;
}

} // namespace ringback::connectors::twilio

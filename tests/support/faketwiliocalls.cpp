#include "support/faketwilio.h"
#include "support/faketwilioanswers.h"

#include <QXmlStreamReader>

#include <algorithm>

/// The calls that we have Twilio make (Twilio OpenAPI of April 2026, CreateCallRequest; its error dictionary, 212xx).
namespace ringback::test {

using namespace Qt::StringLiterals;
using connectors::twilio::decodeForm;
using connectors::twilio::Form;
using ingress::HttpRequest;
using ingress::HttpResponse;

namespace {

constexpr qsizetype maxTwiml = 4000;
constexpr int maxTimeout = 600;

// What `<Dial>` and `<Number>` may have beside their text.
QStringList attributesOf(QStringView element)
{
    if (element == u"Dial")
        return u"action answerOnBridge callerId hangupOnStar method record recordingStatusCallback recordingStatusCallbackEvent "
               "recordingStatusCallbackMethod recordingTrack referMethod referUrl ringTone sequential timeLimit timeout trim"_s.split(u' ');
    if (element == u"Number")
        return u"amdStatusCallback amdStatusCallbackMethod byoc machineDetection machineDetectionSilenceTimeout "
               "machineDetectionSpeechEndThreshold machineDetectionSpeechThreshold machineDetectionTimeout method sendDigits "
               "statusCallback "
               "statusCallbackEvent statusCallbackMethod url"_s.split(u' ');
    return {};
}

bool areEvents(const QString &words)
{
    static const QStringList known = {u"initiated"_s, u"ringing"_s, u"answered"_s, u"completed"_s};
    const QStringList events = words.split(u' ');
    return std::all_of(events.begin(), events.end(), [](const QString &event) { return known.contains(event); });
}

} // namespace

QStringList FakeTwilio::callFields()
{
    return u"To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod SendDigits Timeout Record "
           "RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword MachineDetection "
           "MachineDetectionTimeout RecordingStatusCallbackEvent Trim CallerId MachineDetectionSpeechThreshold "
           "MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod "
           "Byoc CallReason CallToken RecordingTrack TimeLimit ClientNotificationUrl Url Twiml ApplicationSid"_s.split(u' ');
}

// What is wrong with the markup of a call that brings two people together; empty = nothing. Twilio finds out when the first has answered.
QString FakeTwilio::faultOf(const QString &twiml) const
{
    QXmlStreamReader xml(twiml);
    QStringList path;
    QString number;
    int numbers = 0;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::StartElement) {
            const QString parent = path.join(u'/');
            const QString name = xml.name().toString();
            path.append(name);
            if (!QStringList{u"/Response"_s, u"Response/Dial"_s, u"Response/Dial/Number"_s}.contains(parent + u'/' + name))
                return u"%1 within %2"_s.arg(name, parent);
            for (const QXmlStreamAttribute &attribute : xml.attributes()) {
                if (!attributesOf(name).contains(attribute.name()))
                    return u"%1 has no attribute %2"_s.arg(name, attribute.name());
            }
            const auto value = [&xml](const char16_t *attribute) {
                return xml.attributes().value(QStringView(attribute).toString()).toString();
            };
            const QString shown = value(u"callerId");
            if (name == u"Dial" && (!isE164(shown) || (!m_own.isEmpty() && !m_own.contains(shown))))
                return u"13214: callerId is no number of the account"_s;
            if (!value(u"statusCallback").isEmpty() && !isCallback(value(u"statusCallback")))
                return u"statusCallback is no address"_s;
            if (!value(u"statusCallbackEvent").isEmpty() && !areEvents(value(u"statusCallbackEvent")))
                return u"statusCallbackEvent names no event"_s;
            number.clear();
        } else if (token == QXmlStreamReader::Characters) {
            number += xml.text();
        } else if (token == QXmlStreamReader::EndElement) {
            if (xml.name() == u"Number" && (++numbers > 10 || !isE164(number)))
                return u"13224: what is dialled is no number"_s;
            path.removeLast();
        }
    }
    if (xml.hasError())
        return u"12100: "_s + xml.errorString();
    return numbers == 0 ? u"nobody is dialled"_s : QString();
}

HttpResponse FakeTwilio::ring(const HttpRequest &request)
{
    if (!request.header("content-type").startsWith("application/x-www-form-urlencoded"))
        return error(415, 20001, u"Unsupported media type"_s);
    const Result<Form> form = decodeForm(request.body);
    if (!form)
        return error(400, 20001, u"The body is not a form in UTF-8"_s);
    QSet<QString> seen;
    for (const auto &[name, value] : form->fields) {
        if (!callFields().contains(name))
            return error(400, 20001, u"Twilio does not know the field %1"_s.arg(name));
        if (seen.contains(name) && !name.endsWith(u"CallbackEvent"))
            return error(400, 20001, u"The field %1 came twice"_s.arg(name));
        seen.insert(name);
    }
    const QString to = form->value(u"To");
    const QString from = form->value(u"From");
    if (m_accountStatus != u"active")
        return error(403, 20005, u"Account not active"_s);
    if (to.isEmpty())
        return error(400, 21201, u"No 'To' number is specified"_s);
    if (from.isEmpty())
        return error(400, 21213, u"A 'From' phone number is required."_s);
    if (!seen.contains(u"Url"_s) && !seen.contains(u"Twiml"_s) && !seen.contains(u"ApplicationSid"_s))
        return error(400, 21205, u"Url parameter is required."_s);
    if (!isE164(to) || to == from)
        return error(400, 21211, u"Invalid 'To' Phone Number: %1"_s.arg(to));
    if (!isE164(from))
        return error(400, 21212, u"Invalid From Number: %1"_s.arg(from));
    if (!m_own.isEmpty() && !m_own.contains(from))
        return error(400, 21210, u"The source phone number provided, %1, is not yet verified for your account."_s.arg(from));
    if (m_accountType == u"Trial")
        return error(400, 21219, u"The number %1 is unverified. Trial accounts may only make calls to verified numbers."_s.arg(to));
    bool isNumber = true;
    const int timeout = seen.contains(u"Timeout"_s) ? form->value(u"Timeout").toInt(&isNumber) : Ring{}.timeout;
    if (!isNumber || timeout < 1 || timeout > maxTimeout)
        return error(400, 21208, u"Invalid Timeout"_s);
    const QString twiml = form->value(u"Twiml");
    const QString fault = seen.contains(u"Url"_s)   ? u"Url is there: the markup would be ignored"_s
                          : twiml.size() > maxTwiml ? u"longer than 4000 characters"_s
                                                    : faultOf(twiml);
    if (!fault.isEmpty()) {
        m_problems.append(u"Twiml: "_s + fault);
        return error(400, 21200, u"Twiml: "_s + fault);
    }

    const Call leg{.sid = nextSid(u"CA"_s), .from = from, .to = to, .status = u"queued"_s, .direction = u"outbound-api"_s, .start = now()};
    m_calls.append(leg);
    m_rings.append({.sid = leg.sid, .to = to, .from = from, .twiml = twiml, .timeout = timeout});
    return json(201, callJson(leg));
}

} // namespace ringback::test

#include "connectors/twilio/twiml.h"

#include <QXmlStreamWriter>

#include <algorithm>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

template <class Write>
QByteArray response(Write write)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.writeStartDocument();
    xml.writeStartElement(u"Response"_s);
    write(xml);
    xml.writeEndElement();
    xml.writeEndDocument();
    return text;
}

} // namespace

QByteArray nothingToDo()
{
    return response([](QXmlStreamWriter &) {});
}

QByteArray answerToCall(const Form &form, const QList<calls::Line> &lines, const QString &publicUrl)
{
    if (form.value(u"CallStatus") != "ringing"_L1 || form.find(u"DialCallStatus") || form.find(u"ParentCallSid"))
        return nothingToDo();
    const QString dialled = form.value(u"To");
    const auto line =
        std::find_if(lines.cbegin(), lines.cend(), [&](const calls::Line &candidate) { return candidate.number.e164() == dialled; });
    if (line == lines.cend() || line->forwardTo.isEmpty()) {
        return response([](QXmlStreamWriter &xml) {
            xml.writeEmptyElement(u"Reject"_s);
            xml.writeAttribute(u"reason"_s, u"busy"_s);
        });
    }
    return response([&](QXmlStreamWriter &xml) {
        xml.writeStartElement(u"Dial"_s);
        xml.writeAttribute(u"action"_s, publicUrl + u"/webhooks/twilio/voice"_s);
        // The call counts as answered only when a person answers, not when ringing starts.
        xml.writeAttribute(u"answerOnBridge"_s, u"true"_s);
        xml.writeAttribute(u"timeout"_s, QString::number(line->ringSeconds));
        for (const calls::PhoneNumber &phone : line->forwardTo) {
            xml.writeStartElement(u"Number"_s);
            if (!publicUrl.isEmpty()) { // how each phone fares; the numbers of a call's own callbacks say nothing of it
                xml.writeAttribute(u"statusCallback"_s, publicUrl + u"/webhooks/twilio/voice"_s);
                xml.writeAttribute(u"statusCallbackEvent"_s, u"ringing answered completed"_s);
            }
            xml.writeCharacters(phone.e164());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    });
}

QByteArray bringTogether(const calls::PhoneNumber &caller, const calls::PhoneNumber &line, const QString &statusCallback)
{
    return response([&](QXmlStreamWriter &xml) {
        xml.writeStartElement(u"Dial"_s);
        xml.writeAttribute(u"callerId"_s, line.e164());
        xml.writeAttribute(u"answerOnBridge"_s, u"true"_s); // the person hears the caller's phone ring
        xml.writeStartElement(u"Number"_s);
        if (!statusCallback.isEmpty()) {
            xml.writeAttribute(u"statusCallback"_s, statusCallback);
            xml.writeAttribute(u"statusCallbackEvent"_s, u"ringing answered completed"_s);
        }
        xml.writeCharacters(caller.e164());
        xml.writeEndElement();
        xml.writeEndElement();
    });
}

} // namespace ringback::connectors::twilio

#include "practice/webhookforms.h"

#include "base/time.h"

#include <QLocale>
#include <QRandomGenerator>

namespace ringback::practice {

using namespace Qt::StringLiterals;
using connectors::twilio::Form;

namespace {

void add(Form &form, const QString &name, const QString &value)
{
    form.fields.emplaceBack(name, value);
}

void addPlace(Form &form, const QString &whose, const Place &place)
{
    add(form, whose + u"City"_s, place.city);
    add(form, whose + u"State"_s, place.state);
    add(form, whose + u"Zip"_s, place.zip);
    add(form, whose + u"Country"_s, place.state.isEmpty() ? QString() : u"US"_s);
}

Form callForm(const MadeUpCall &call, const QString &status)
{
    Form form;
    form.fields.reserve(40);
    add(form, u"AccountSid"_s, call.accountSid);
    add(form, u"ApiVersion"_s, u"2010-04-01"_s);
    add(form, u"CallSid"_s, call.sid);
    add(form, u"CallStatus"_s, status);
    add(form, u"Direction"_s, u"inbound"_s);
    add(form, u"From"_s, call.caller);
    add(form, u"Caller"_s, call.caller);
    add(form, u"To"_s, call.line);
    add(form, u"Called"_s, call.line);
    addPlace(form, u"From"_s, call.from);
    addPlace(form, u"Caller"_s, call.from);
    addPlace(form, u"To"_s, {});
    addPlace(form, u"Called"_s, {});
    if (!call.callerName.isEmpty())
        add(form, u"CallerName"_s, call.callerName);
    if (call.caller != withheldCaller)
        add(form, u"StirVerstat"_s, u"TN-Validation-Passed-A"_s);
    return form;
}

void addEnd(Form &form, std::chrono::seconds talkTime, Instant endedAt)
{
    add(form, u"CallDuration"_s, QString::number(talkTime.count()));
    add(form, u"Duration"_s, QString::number(std::chrono::ceil<std::chrono::minutes>(talkTime).count()));
    add(form, u"Timestamp"_s, twilioDate(endedAt));
    add(form, u"CallbackSource"_s, u"call-progress-events"_s);
    add(form, u"SequenceNumber"_s, u"0"_s);
}

} // namespace

Form ringing(const MadeUpCall &call)
{
    return callForm(call, u"ringing"_s);
}

Form notAnswered(const MadeUpCall &call, Instant endedAt)
{
    Form form = callForm(call, u"no-answer"_s);
    addEnd(form, std::chrono::seconds(0), endedAt);
    add(form, u"SipResponseCode"_s, u"487"_s);
    return form;
}

Form talked(const MadeUpCall &call, const QString &childSid, std::chrono::seconds time)
{
    Form form = callForm(call, u"completed"_s);
    add(form, u"DialCallSid"_s, childSid);
    add(form, u"DialCallStatus"_s, u"completed"_s);
    add(form, u"DialCallDuration"_s, QString::number(time.count()));
    add(form, u"DialBridged"_s, u"true"_s);
    return form;
}

Form hungUp(const MadeUpCall &call, std::chrono::seconds talkTime, Instant endedAt)
{
    Form form = callForm(call, u"completed"_s);
    addEnd(form, talkTime, endedAt);
    add(form, u"SipResponseCode"_s, u"200"_s);
    return form;
}

Form textReceived(const MadeUpText &text)
{
    Form form;
    add(form, u"AccountSid"_s, text.accountSid);
    add(form, u"ApiVersion"_s, u"2010-04-01"_s);
    add(form, u"MessageSid"_s, text.sid);
    add(form, u"SmsSid"_s, text.sid);
    add(form, u"SmsMessageSid"_s, text.sid);
    add(form, u"SmsStatus"_s, u"received"_s);
    add(form, u"From"_s, text.from);
    add(form, u"To"_s, text.to);
    add(form, u"Body"_s, text.body);
    add(form, u"NumMedia"_s, u"0"_s);
    add(form, u"NumSegments"_s, u"1"_s);
    addPlace(form, u"From"_s, text.place);
    addPlace(form, u"To"_s, {});
    return form;
}

Form deliveryReceipt(const MadeUpText &text, const QString &status, Instant at)
{
    Form form;
    add(form, u"AccountSid"_s, text.accountSid);
    add(form, u"ApiVersion"_s, u"2010-04-01"_s);
    add(form, u"MessageSid"_s, text.sid);
    add(form, u"SmsSid"_s, text.sid);
    add(form, u"MessageStatus"_s, status);
    add(form, u"SmsStatus"_s, status);
    add(form, u"From"_s, text.from);
    add(form, u"To"_s, text.to);
    if (status == u"delivered")
        add(form, u"RawDlrDoneDate"_s, toDateTime(at).toString(u"yyMMddHHmm"_s));
    return form;
}

QString twilioDate(Instant at)
{
    return QLocale::c().toString(toDateTime(at), u"ddd, dd MMM yyyy HH:mm:ss '+0000'"_s);
}

SidSource::SidSource()
    : m_run(QRandomGenerator::system()->generate64())
{}

QString SidSource::next(QLatin1StringView kind)
{
    return kind + u"%1%2"_s.arg(m_run, 16, 16, QChar(u'0')).arg(++m_last, 16, 16, QChar(u'0'));
}

} // namespace ringback::practice

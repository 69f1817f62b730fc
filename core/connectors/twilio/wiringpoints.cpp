#include "connectors/twilio/fields.h"
#include "connectors/twilio/wiring.h"

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

// Twilio asks again where it met no answer or an error: up to five times (providers: phone-and-sms.md, 2.9). Its own words to itself; the part
// behind `#` is not sent.
const QString retries = u"#rc=5&rp=all"_s;

QString withoutFragment(const QString &url)
{
    return url.section(u'#', 0, 0);
}

// An address of a resource, as the names of Twilio's fields have it: `VoiceUrl` is `voice_url` in an answer.
struct Address {
    QString url;
    QString method; ///< the field that says how
    QString application; ///< the field whose value, where there is one, is used instead
};

QString keyOf(const QString &field)
{
    QString key;
    for (const QChar c : field) {
        if (c.isUpper() && !key.isEmpty())
            key += u'_';
        key += c.toLower();
    }
    return key;
}

QString valueOf(const QJsonObject &resource, const QString &field)
{
    return field.isEmpty() ? QString() : bounded(resource.value(keyOf(field)).toString(), maxUrl);
}

// As people are shown it.
QString shown(const QJsonObject &resource, const Address &address)
{
    const QString application = valueOf(resource, address.application);
    if (!application.isEmpty())
        return application;
    const QString url = valueOf(resource, address.url);
    const QString method = valueOf(resource, address.method);
    return url.isEmpty() || method != "GET"_L1 ? url : u"GET "_s + url;
}

// What a new number of Twilio's plays.
bool isDemo(const QString &url)
{
    return url.startsWith("https://demo.twilio.com/"_L1);
}

const Address voiceAddress{u"VoiceUrl"_s, u"VoiceMethod"_s, u"VoiceApplicationSid"_s};
const Address endAddress{u"StatusCallback"_s, u"StatusCallbackMethod"_s, {}};
const Address textAddress{u"SmsUrl"_s, u"SmsMethod"_s, u"SmsApplicationSid"_s};
const Address serviceAddress{u"InboundRequestUrl"_s, u"InboundMethod"_s, {}};

// Adds one address to a change; without `url` it stays as it is.
void want(Change &change, const QJsonObject &resource, const Address &address, const QString &url)
{
    const QString now = shown(resource, address);
    const bool isOurs = url.isEmpty() || withoutFragment(now) == url;
    const auto add = [](QString &lines, const QString &line) {
        lines += lines.isEmpty() ? line : u'\n' + line;
    };
    add(change.point.now, now.isEmpty() ? u"-"_s : now);
    add(change.point.wanted, !isOurs ? url + retries : now.isEmpty() ? u"-"_s : now);
    if (isOurs)
        return;
    const auto set = [&](const QString &field, const QString &value) {
        change.fields.fields.emplaceBack(field, value);
        change.undo.fields.emplaceBack(field, valueOf(resource, field));
    };
    set(address.url, url + retries);
    set(address.method, u"POST"_s);
    if (!valueOf(resource, address.application).isEmpty())
        set(address.application, QString());
}

} // namespace

Change numberChange(const QJsonObject &number, const TestQuery &query, bool textsGoToService)
{
    const QString e164 = valueOf(number, u"PhoneNumber"_s);
    const std::optional<calls::PhoneNumber> read = calls::PhoneNumber::fromE164(e164);
    Change change;
    change.point.subject = read ? read->display() : e164;
    change.point.id = valueOf(number, u"Sid"_s);
    const QString voice = query.publicUrl + u"/webhooks/twilio/voice"_s;
    const QString message = query.publicUrl + u"/webhooks/twilio/message"_s;
    const bool isLine = read && query.lines.contains(*read);
    const bool isSender = read && query.textsFrom.contains(*read);

    const QString taken = shown(number, voiceAddress);
    const bool isNobodys = taken.isEmpty() && valueOf(number, u"TrunkSid"_s).isEmpty();
    const bool isForUs = isLine && ((read && query.rings.contains(*read)) || isNobodys || isDemo(taken));
    want(change, number, voiceAddress, isForUs ? voice : QString());
    want(change, number, endAddress, isLine ? voice : QString());
    want(change, number, textAddress, (isLine || isSender) && !textsGoToService ? message : QString());
    return change;
}

Change serviceChange(const QJsonObject &service, const QString &publicUrl)
{
    Change change;
    change.point.subject = valueOf(service, u"FriendlyName"_s);
    change.point.id = valueOf(service, u"Sid"_s);
    want(change, service, serviceAddress, publicUrl + u"/webhooks/twilio/message"_s);
    return change;
}

WiringPoint pointOf(const QJsonObject &resource)
{
    if (!isSid(valueOf(resource, u"Sid"_s), {u"MG"}))
        return numberChange(resource, {}, false).point; // of no line of ours: as it is
    Change change;
    change.point.subject = valueOf(resource, u"FriendlyName"_s);
    change.point.id = valueOf(resource, u"Sid"_s);
    want(change, resource, serviceAddress, {});
    return change.point;
}

bool takesTexts(const QJsonObject &service)
{
    return !service.value("use_inbound_webhook_on_number"_L1).toBool();
}

bool holds(const QJsonObject &resource, const Form &fields)
{
    return std::all_of(fields.fields.begin(), fields.fields.end(),
                       [&](const auto &field) { return valueOf(resource, field.first) == field.second; });
}

} // namespace ringback::connectors::twilio

#include "support/faketwilio.h"
#include "support/faketwilioanswers.h"

#include <algorithm>

/// The account beyond its texts: calls, recordings, numbers, look-ups, the messaging service.
namespace ringback::test {

using namespace Qt::StringLiterals;
using connectors::twilio::decodeForm;
using connectors::twilio::Form;
using ingress::HttpRequest;
using ingress::HttpResponse;

namespace {

const QStringList paging = {u"PageSize"_s, u"Page"_s, u"PageToken"_s};

// The query, or a refusal of what Twilio does not know.
std::variant<Form, HttpResponse> queryOf(const HttpRequest &request, const QStringList &known)
{
    const qsizetype question = request.target.indexOf('?');
    const Result<Form> query = decodeForm(question < 0 ? QByteArray() : request.target.mid(question + 1));
    if (!query)
        return error(400, 20001, u"The query is not a form in UTF-8"_s);
    for (const auto &[name, value] : query->fields) {
        if (!known.contains(name) && !paging.contains(name))
            return error(400, 20001, u"Twilio does not know the parameter %1"_s.arg(name));
    }
    return *query;
}

QJsonObject toJson(const FakeTwilio::Number &number)
{
    QJsonObject object{
        {u"account_sid"_s, FakeTwilio::accountSid()},
        {u"address_requirements"_s, u"none"_s},
        {u"api_version"_s, u"2010-04-01"_s},
        {u"beta"_s, false},
        {u"capabilities"_s,
         QJsonObject{{u"mms"_s, number.takesTexts}, {u"sms"_s, number.takesTexts}, {u"voice"_s, number.takesCalls}, {u"fax"_s, false}}},
        {u"friendly_name"_s, number.number},
        {u"phone_number"_s, number.number},
        {u"sid"_s, number.sid},
        {u"voice_receive_mode"_s, u"voice"_s},
        {u"status"_s, u"in-use"_s},
        {u"uri"_s, u"/2010-04-01/Accounts/%1/IncomingPhoneNumbers/%2.json"_s.arg(FakeTwilio::accountSid(), number.sid)}};
    for (const QString &method : {u"voice_method"_s, u"sms_method"_s, u"status_callback_method"_s})
        object.insert(method, number.fields.value(method, u"POST"_s));
    for (const QString &field :
         {u"voice_url"_s, u"sms_url"_s, u"status_callback"_s, u"trunk_sid"_s, u"voice_application_sid"_s, u"sms_application_sid"_s})
        object.insert(field, number.fields.value(field)); // Twilio has them empty, not null
    return object;
}

} // namespace

QJsonObject FakeTwilio::callJson(const Call &call)
{
    const bool isOver = call.status != "ringing"_L1 && call.status != "in-progress"_L1 && call.status != "queued"_L1;
    const bool wasAnswered = call.status == "completed"_L1;
    const QString uri = u"/2010-04-01/Accounts/%1/Calls/%2"_s.arg(accountSid(), call.sid);
    return {{u"sid"_s, call.sid},
            {u"date_created"_s, date(call.start)},
            {u"date_updated"_s, date(call.start + call.lasted)},
            {u"parent_call_sid"_s, orNull(call.parent)},
            {u"account_sid"_s, accountSid()},
            {u"to"_s, call.to},
            {u"to_formatted"_s, call.to},
            {u"from"_s, call.from},
            {u"from_formatted"_s, call.from},
            {u"phone_number_sid"_s, QJsonValue()},
            {u"status"_s, call.status},
            {u"start_time"_s, date(call.start)},
            {u"end_time"_s, isOver ? QJsonValue(date(call.start + call.lasted)) : QJsonValue()},
            {u"duration"_s, wasAnswered ? QJsonValue(QString::number(call.duration)) : QJsonValue()},
            {u"price"_s, QJsonValue()},
            {u"price_unit"_s, u"USD"_s},
            {u"direction"_s, call.direction},
            {u"answered_by"_s, orNull(call.answeredBy)},
            {u"api_version"_s, u"2010-04-01"_s},
            {u"forwarded_from"_s, QJsonValue()},
            {u"group_sid"_s, QJsonValue()},
            {u"caller_name"_s, orNull(call.callerName)},
            {u"queue_time"_s, u"0"_s},
            {u"trunk_sid"_s, QJsonValue()},
            {u"uri"_s, uri + u".json"_s},
            {u"subresource_uris"_s, QJsonObject{{u"recordings"_s, uri + u"/Recordings.json"_s}}}};
}

QString FakeTwilio::nextSid(const QString &prefix)
{
    return prefix + u"%1"_s.arg(++m_lastSid, 32, 16, QChar(u'0'));
}

QString FakeTwilio::add(Call call)
{
    const std::scoped_lock lock(m_mutex);
    if (call.sid.isEmpty())
        call.sid = nextSid(u"CA"_s);
    if (call.start == Instant())
        call.start = now();
    m_calls.append(call);
    return call.sid;
}

void FakeTwilio::add(const Recording &recording)
{
    const std::scoped_lock lock(m_mutex);
    m_recordings.append(recording);
}

QString FakeTwilio::add(Number number)
{
    const std::scoped_lock lock(m_mutex);
    number.sid = nextSid(u"PN"_s);
    m_numbers.append(number);
    return number.sid;
}

void FakeTwilio::setCall(const QString &sid, const QString &status, int duration)
{
    const std::scoped_lock lock(m_mutex);
    for (Call &call : m_calls) {
        if (call.sid == sid) {
            call.status = status;
            call.duration = duration;
        }
    }
}

QList<FakeTwilio::Number> FakeTwilio::numbers() const
{
    const std::scoped_lock lock(m_mutex);
    return m_numbers;
}

void FakeTwilio::setAccount(const QString &status, const QString &type)
{
    const std::scoped_lock lock(m_mutex);
    m_accountStatus = status;
    m_accountType = type;
}

void FakeTwilio::setLineType(const QString &number, const QString &type)
{
    const std::scoped_lock lock(m_mutex);
    m_lineTypes.insert(number, type);
}

void FakeTwilio::setService(bool usesWebhookOfNumber, const QString &campaignStatus)
{
    const std::scoped_lock lock(m_mutex);
    m_usesWebhookOfNumber = usesWebhookOfNumber;
    m_campaignStatus = campaignStatus;
}

QString FakeTwilio::inboundRequestUrl() const
{
    const std::scoped_lock lock(m_mutex);
    return m_inboundRequestUrl;
}

void FakeTwilio::setVerification(const QString &status)
{
    const std::scoped_lock lock(m_mutex);
    m_verification = status;
}

HttpResponse FakeTwilio::calls(const HttpRequest &request) const
{
    const auto query = queryOf(request, {u"To"_s, u"From"_s, u"ParentCallSid"_s, u"Status"_s, u"StartTime>"_s});
    if (const auto *refusal = std::get_if<HttpResponse>(&query))
        return *refusal;
    const Form &form = std::get<Form>(query);
    QList<Call> sorted = m_calls;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Call &a, const Call &b) { return a.start > b.start; });
    QJsonArray calls;
    for (const Call &call : std::as_const(sorted)) {
        const QDate day = QDate::fromString(form.value(u"StartTime>").left(10), Qt::ISODate); // whole days, as it promises
        if ((form.find(u"ParentCallSid") && call.parent != form.value(u"ParentCallSid")) ||
            (form.find(u"To") && call.to != form.value(u"To")) || (form.find(u"From") && call.from != form.value(u"From")) ||
            (form.find(u"Status") && call.status != form.value(u"Status")) || (day.isValid() && toDateTime(call.start).date() < day))
            continue;
        calls.append(callJson(call));
    }
    return page(request, form, u"calls"_s, calls);
}

// Not in the description that we have; as phone-and-sms.md, 2.5, has it.
HttpResponse FakeTwilio::recordings(const HttpRequest &request, const QString &callSid) const
{
    const auto query = queryOf(request, {});
    if (const auto *refusal = std::get_if<HttpResponse>(&query))
        return *refusal;
    QJsonArray recordings;
    int n = 0;
    for (const Recording &recording : m_recordings) {
        if (recording.call != callSid)
            continue;
        const QString sid = u"RE%1"_s.arg(++n, 32, 16, QChar(u'0'));
        recordings.append(QJsonObject{{u"sid"_s, sid},
                                      {u"account_sid"_s, accountSid()},
                                      {u"call_sid"_s, callSid},
                                      {u"duration"_s, QString::number(recording.duration)},
                                      {u"channels"_s, recording.channels},
                                      {u"source"_s, recording.source},
                                      {u"status"_s, recording.status},
                                      {u"uri"_s, u"/2010-04-01/Accounts/%1/Recordings/%2.json"_s.arg(accountSid(), sid)}});
    }
    return page(request, std::get<Form>(query), u"recordings"_s, recordings);
}

HttpResponse FakeTwilio::numbers(const HttpRequest &request) const
{
    const auto query = queryOf(request, {u"PhoneNumber"_s, u"FriendlyName"_s, u"Beta"_s, u"Origin"_s});
    if (const auto *refusal = std::get_if<HttpResponse>(&query))
        return *refusal;
    QJsonArray numbers;
    for (const Number &number : m_numbers)
        numbers.append(toJson(number));
    return page(request, std::get<Form>(query), u"incoming_phone_numbers"_s, numbers);
}

HttpResponse FakeTwilio::number(const HttpRequest &request, const QString &sid)
{
    const auto found = std::find_if(m_numbers.begin(), m_numbers.end(), [&sid](const Number &number) { return number.sid == sid; });
    if (found == m_numbers.end())
        return error(404, 20404, u"The requested resource was not found"_s);
    if (request.method == "GET")
        return json(200, toJson(*found));
    const Result<Form> form = decodeForm(request.body);
    if (!form || request.method != "POST")
        return error(400, 20001, u"The body is not a form in UTF-8"_s);
    const QMap<QString, QString> fields = {{u"VoiceUrl"_s, u"voice_url"_s},
                                           {u"VoiceMethod"_s, u"voice_method"_s},
                                           {u"VoiceApplicationSid"_s, u"voice_application_sid"_s},
                                           {u"SmsUrl"_s, u"sms_url"_s},
                                           {u"SmsMethod"_s, u"sms_method"_s},
                                           {u"SmsApplicationSid"_s, u"sms_application_sid"_s},
                                           {u"StatusCallback"_s, u"status_callback"_s},
                                           {u"StatusCallbackMethod"_s, u"status_callback_method"_s}};
    for (const auto &[name, value] : form->fields) {
        if (!fields.contains(name))
            return error(400, 20001, u"Twilio does not know the field %1"_s.arg(name));
        if (name.endsWith(u"Url") && !value.isEmpty() && QUrl(value).host().isEmpty())
            return error(400, 21502, u"%1 is not a valid URL"_s.arg(name));
    }
    for (const auto &[name, value] : form->fields)
        found->fields.insert(fields.value(name), value);
    return json(200, toJson(*found));
}

HttpResponse FakeTwilio::account() const
{
    HttpResponse response = json(200, {{u"sid"_s, accountSid()},
                                       {u"owner_account_sid"_s, accountSid()},
                                       {u"friendly_name"_s, u"Summit Roofing"_s},
                                       {u"status"_s, m_accountStatus},
                                       {u"type"_s, m_accountType},
                                       {u"auth_token"_s, authToken()}, // as the real one does
                                       {u"date_created"_s, date(now())},
                                       {u"uri"_s, u"/2010-04-01/Accounts/%1.json"_s.arg(accountSid())}});
    response.headers.emplaceBack("Date", QLocale::c().toString(toDateTime(now()), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1());
    return response;
}

HttpResponse FakeTwilio::lookup(const HttpRequest &request, const QByteArray &number) const
{
    const auto query = queryOf(request, {u"Fields"_s, u"CountryCode"_s});
    if (const auto *refusal = std::get_if<HttpResponse>(&query))
        return *refusal;
    const QString e164 = QUrl::fromPercentEncoding(number);
    if (!e164.startsWith(u'+'))
        return error(404, 20404, u"The requested resource was not found"_s);
    const bool isAsked = std::get<Form>(query).value(u"Fields").split(u',').contains(u"line_type_intelligence"_s);
    QJsonObject answer{{u"calling_country_code"_s, u"1"_s},
                       {u"country_code"_s, u"US"_s},
                       {u"phone_number"_s, e164},
                       {u"national_format"_s, e164.mid(2)},
                       {u"valid"_s, true},
                       {u"validation_errors"_s, QJsonArray()},
                       {u"url"_s, u"https://lookups.twilio.com/v2/PhoneNumbers/"_s + e164}};
    if (isAsked)
        answer.insert(u"line_type_intelligence"_s,
                      QJsonObject{{u"type"_s, m_lineTypes.value(e164, u"mobile"_s)}, {u"carrier_name"_s, u"Carrier"_s}});
    return json(200, answer);
}

HttpResponse FakeTwilio::messaging(const HttpRequest &request, const QByteArray &path)
{
    const QByteArray service = "/v1/Services/" + serviceSid().toLatin1();
    const auto listOf = [](const QString &key, const QJsonArray &items) {
        return json(200, {{key, items}, {u"meta"_s, QJsonObject{{u"key"_s, key}, {u"page"_s, 0}, {u"page_size"_s, 20}}}});
    };
    if (path == "/v1/Tollfree/Verifications" && request.method == "GET") {
        QJsonArray items;
        if (!m_verification.isEmpty())
            items.append(QJsonObject{{u"sid"_s, u"HH00000000000000000000000000000001"_s}, {u"status"_s, m_verification}});
        return listOf(u"verifications"_s, items);
    }
    if (path == service + "/Compliance/Usa2p" && request.method == "GET") {
        QJsonArray items;
        if (!m_campaignStatus.isEmpty())
            items.append(QJsonObject{{u"sid"_s, u"QE00000000000000000000000000000001"_s}, {u"campaign_status"_s, m_campaignStatus}});
        return listOf(u"compliance"_s, items);
    }
    if (path != service)
        return error(404, 20404, u"The requested resource was not found"_s);
    if (request.method == "POST") {
        const Result<Form> form = decodeForm(request.body);
        if (!form)
            return error(400, 20001, u"The body is not a form in UTF-8"_s);
        for (const auto &[name, value] : form->fields) {
            if (name == "InboundRequestUrl"_L1)
                m_inboundRequestUrl = value;
            else if (name == "InboundMethod"_L1)
                m_inboundMethod = value;
            else
                return error(400, 20001, u"Twilio does not know the field %1"_s.arg(name));
        }
    }
    return json(200, {{u"sid"_s, serviceSid()},
                      {u"account_sid"_s, accountSid()},
                      {u"friendly_name"_s, u"Summit texts"_s},
                      {u"inbound_request_url"_s, orNull(m_inboundRequestUrl)},
                      {u"inbound_method"_s, m_inboundMethod},
                      {u"use_inbound_webhook_on_number"_s, m_usesWebhookOfNumber}});
}

} // namespace ringback::test

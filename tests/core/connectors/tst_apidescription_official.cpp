#include "support/apidescription.h"

#include <QTest>

using namespace ringback;
using namespace Qt::StringLiterals;
using ringback::test::ApiDescription;

namespace {

constexpr auto json = "application/json";
constexpr auto form = "application/x-www-form-urlencoded";

ApiDescription::Headers headersOf(const QByteArray &contentType, const QByteArray &others)
{
    ApiDescription::Headers headers;
    if (!contentType.isEmpty())
        headers.append({"Content-Type", contentType});
    for (const QByteArray &line : others.split('\n')) {
        if (!line.isEmpty())
            headers.append({line.first(line.indexOf(':')), line.mid(line.indexOf(':') + 1).trimmed()});
    }
    return headers;
}

} // namespace

/// The checker with the providers' own descriptions, where these are at hand; tst_apidescription.cpp has its rules.
class TestApiDescriptionOfficial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsRequests_data();
    void holdsRequests();
    void holdsAnswers_data();
    void holdsAnswers();
};

void TestApiDescriptionOfficial::holdsRequests_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");

    const auto quo = [](const char *name, const char *request, const char *body, const QStringList &problems = {},
                        const char *headers = "Quo-Api-Version: 2026-03-30") {
        QTest::addRow("Quo: %s", name) << u"quo/reduced.json"_s << QByteArray(request) << QByteArray(headers)
                                       << QByteArray(*body ? json : "") << QByteArray(body) << problems;
    };
    quo("a text", "POST /v1/messages", R"({"content":"Hello","from":"PNabc","to":["+12145550123"]})");
    quo("to no list", "POST /v1/messages", R"({"content":"Hello","from":"PNabc","to":"+12145550123"})",
        {u"body/to: expected array, not \"+12145550123\""_s});
    quo("a text's unknown property", "POST /v1/messages", R"({"content":"Hello","from":"PNabc","to":["+12145550123"],"text":"x"})",
        {u"body/text: is not described"_s});
    quo("a blank text", "POST /v1/messages", R"({"content":" ","from":"PNabc","to":["+12145550123"]})",
        {u"body/content: \" \" does not match .*\\S.*"_s});
    quo("the texts with a number", "GET /v1/messages?phoneNumberId=PN1&participants=%2B12145550123&maxResults=100", "");
    quo("no page size", "GET /v1/messages?phoneNumberId=PN1&participants=%2B12145550123", "", {u"query maxResults: is missing"_s});
    quo("a page too large", "GET /v1/messages?phoneNumberId=PN1&participants=%2B12145550123&maxResults=101", "",
        {u"query maxResults: Expected number less than or equal to 100.000000 (101)"_s});
    quo("calls since", "GET /calls?phoneNumberId=PN1&direction=incoming&createdAt[gte]=2026-11-20T20:00:00Z&limit=50&include=voicemail",
        "");
    quo("calls since no time", "GET /calls?createdAt[gte]=yesterday", "",
        {u"query createdAt[gte]: \"yesterday\" does not match date-time"_s});
    quo("a direction of another provider", "GET /calls?direction=Inbound", "",
        {u"query direction: expected incoming or outgoing, not \"Inbound\""_s});
    quo("no version", "GET /calls", "", {u"header Quo-Api-Version: is missing"_s}, "");
    quo("a webhook", "POST /webhooks",
        R"({"url":"https://example.com/q","events":["call.missed"],"resourceIds":["*"],"label":"Ringback"})");
    quo("an event that is none", "POST /webhooks", R"({"url":"https://example.com/q","events":["call.lost"]})",
        {u"body/events/0: expected message.received or message.delivered or message.failed or message.undelivered or call.ringing or "
         "call.menu.selected or call.answered or call.completed or call.forwarded or call.missed or call.recording.completed or "
         "call.summary.completed or call.transcript.completed or call.voicemail.completed or contact.updated or contact.deleted, not "
         "\"call.lost\""_s});
    quo("a webhook's id", "DELETE /webhooks/WH1", "", {u"path webhookId: \"WH1\" does not match ^[0-9]+$"_s});

    const auto ring = [](const char *name, const char *request, const char *type, const char *body, const QStringList &problems = {}) {
        QTest::addRow("RingCentral: %s", name) << u"ringcentral/reduced.json"_s << QByteArray(request) << ""_ba << QByteArray(type)
                                               << QByteArray(body) << problems;
    };
    ring("a text", "POST /restapi/v1.0/account/~/extension/~/sms", json,
         R"({"from":{"phoneNumber":"+12145550100"},"to":[{"phoneNumber":"+12145550123"}],"text":"Hello"})");
    ring("from a bare number", "POST /restapi/v1.0/account/~/extension/~/sms", json,
         R"({"from":"+12145550100","to":[{"phoneNumber":"+12145550123"}],"text":"Hello"})",
         {u"body/from: expected object, not \"+12145550100\""_s});
    ring("to a name", "POST /restapi/v1.0/account/~/extension/~/sms", json,
         R"({"from":{"phoneNumber":"+12145550100"},"to":[{"phoneNumber":"+12145550123","name":"A"}],"text":"Hello"})",
         {u"body/to/0/name: is not described"_s});
    ring("the call log",
         "GET /restapi/v1.0/account/~/call-log?direction=Inbound&type=Voice&view=Detailed&perPage=max&page=1"
         "&dateFrom=2026-11-20T20:15:00.000Z",
         "", "");
    ring("a page size that is none", "GET /restapi/v1.0/account/~/call-log?perPage=0", "", "",
         {u"query perPage: Expected number greater than or equal to 1.000000 (0)"_s, u"query perPage: expected max, not 0"_s,
          u"query perPage: expected integer or string, not 0"_s, u"query perPage: fits none of its alternatives"_s});
    ring("a view in small letters", "GET /restapi/v1.0/account/~/call-log?view=detailed", "", "",
         {u"query view: expected Simple or Detailed, not \"detailed\""_s});
    ring("texts of two kinds", "GET /restapi/v1.0/account/~/extension/~/message-store?messageType=SMS&messageType=VoiceMail", "", "");
    ring("kinds with a comma", "GET /restapi/v1.0/account/~/extension/~/message-store?readStatus=Read,Unread", "", "",
         {u"query readStatus/0: expected Read or Unread, not \"Read,Unread\""_s});
    ring("a subscription", "POST /restapi/v1.0/subscription", json,
         R"({"eventFilters":["/restapi/v1.0/account/~/telephony/sessions"],"expiresIn":3600,
             "deliveryMode":{"transportType":"WebHook","address":"https://example.com/hook","verificationToken":"t"}})");
    ring("a subscription without address", "POST /restapi/v1.0/subscription", json,
         R"({"eventFilters":["/restapi/v1.0/account/~/telephony/sessions"],"deliveryMode":{"transportType":"WebHook","adress":"x"}})",
         {u"body/deliveryMode/adress: is not described"_s, u"body/deliveryMode/address: is missing"_s,
          u"body/deliveryMode: fits none of its alternatives"_s});
    ring("a token", "POST /restapi/oauth/token", form, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c");
    ring("a token of a refresh token's", "POST /restapi/oauth/token", form, "grant_type=refresh_token&refresh_token=a&assertion=b",
         {u"body/assertion: is not described"_s});
    ring("a token by JSON", "POST /restapi/oauth/token", json, "{}",
         {u"header Content-Type: expected application/x-www-form-urlencoded, not \"application/json\""_s});

    const auto twilio = [](const char *name, const char *method, const char *resource, const char *body, const QStringList &problems = {}) {
        QTest::addRow("Twilio: %s", name) << u"twilio/api-reduced.json"_s
                                          << QByteArray(method) + " /2010-04-01/Accounts/AC00000000000000000000000000000001" + resource
                                          << ""_ba << QByteArray(*body ? form : "") << QByteArray(body) << problems;
    };
    twilio("a text", "POST", "/Messages.json",
           "To=%2B12145550123&From=%2B12145550100&Body=Hello&StatusCallback=https%3A%2F%2Fexample.com%2Fs&ValidityPeriod=3600");
    twilio("a text from nobody", "POST", "/Messages.json", "To=%2B12145550123&Body=Hello",
           {u"body/From: is missing"_s, u"body/MessagingServiceSid: is missing"_s, u"body: fits none of its alternatives"_s});
    twilio("a plus that is not encoded", "POST", "/Messages.json", "To=+12145550123&From=%2B12145550100&Body=Hello",
           {u"body/To: \" 12145550123\" does not match ^\\+[1-9]\\d{6,14}$, phone-number"_s});
    twilio("two texts in one", "POST", "/Messages.json", "To=%2B12145550123&From=%2B12145550100&Body=Hello&Body=World",
           {u"body/Body: came 2 times"_s});
    twilio("another account", "POST", "x/Messages.json", "To=%2B12145550123&From=%2B12145550100&Body=Hello",
           {u"path AccountSid: String should be no more than 34 characters in length. (\"AC00000000000000000000000000000001x\")"_s,
            u"path AccountSid: \"AC00000000000000000000000000000001x\" does not match ^AC[0-9a-fA-F]{32}$"_s});
    twilio("calls since", "GET", "/Calls.json?StartTime%3E=2026-11-20T20:00:00Z&PageSize=1000&Status=no-answer", "");
    twilio("calls since a time of day", "GET", "/Calls.json?StartTime%3E=20:00", "",
           {u"query StartTime>: \"20:00\" does not match date-time"_s});
    twilio("calls in a state that is none", "GET", "/Calls.json?Status=missed", "",
           {u"query Status: expected queued or ringing or in-progress or completed or busy or failed or no-answer or canceled, not "
            "\"missed\""_s});
    twilio("a text's own address", "GET", "/Messages/SM00000000000000000000000000000001.json", "");
    twilio("a call's number for a text", "GET", "/Messages/CA00000000000000000000000000000001.json", "",
           {u"path Sid: \"CA00000000000000000000000000000001\" does not match ^(SM|MM)[0-9a-fA-F]{32}$"_s});
    twilio("no list of recordings", "GET", "/Recordings.json", "",
           {u"path: /2010-04-01/Accounts/AC00000000000000000000000000000001/Recordings.json is not described"_s});
}

void TestApiDescriptionOfficial::holdsRequests()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    const std::optional<ApiDescription> description = ApiDescription::read(file);
    if (!description)
        return; // not at hand here
    const QByteArrayList line = request.split(' ');
    QTEST(description->problemsOf(line.at(0), line.at(1), headersOf(contentType, headers), body), "problems");
}

void TestApiDescriptionOfficial::holdsAnswers_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");

    const QByteArray text = R"({"data":{"id":"AC1","to":["+12145550123"],"from":"+12145550100","text":"Hello","phoneNumberId":null,
        "direction":"outgoing","userId":"US1","status":"sent","createdAt":"2026-11-20T20:00:00Z","updatedAt":"2026-11-20T20:00:00Z"}})";
    const auto quo = u"quo/reduced.json"_s;
    QTest::newRow("Quo: a text") << quo << "POST /v1/messages"_ba << 202 << text << QStringList();
    QTest::newRow("Quo: a text delivered by car")
        << quo << "POST /v1/messages"_ba << 202 << QByteArray(text).replace("\"sent\"", "\"driven\"")
        << QStringList{u"answer/data/status: expected queued or sent or delivered or undelivered, "
                       "not \"driven\""_s};
    QTest::newRow("Quo: made at once") << quo << "POST /v1/messages"_ba << 201 << text << QStringList{u"status: 201 is not described"_s};
    QTest::newRow("Quo: an error of another status")
        << quo << "POST /v1/messages"_ba << 401
        << R"({"message":"m","code":"0200401","status":403,"docs":"https://openphone.com/docs","title":"Unauthorized"})"_ba
        << QStringList{u"answer/status: expected 401, not 403"_s};

    const QByteArray sent = R"({"id":5000000000001,"uri":"https://example.com/1","direction":"Outbound","messageStatus":"Queued"})";
    const auto ring = u"ringcentral/reduced.json"_s;
    const auto sms = "POST /restapi/v1.0/account/~/extension/~/sms"_ba;
    QTest::newRow("RingCentral: a text") << ring << sms << 200 << sent << QStringList();
    QTest::newRow("RingCentral: its id as a text") << ring << sms << 200 << QByteArray(sent).replace("5000000000001", "\"5\"")
                                                   << QStringList{u"answer/id: expected integer, not \"5\""_s};
    QTest::newRow("RingCentral: a log without paging")
        << ring << "GET /restapi/v1.0/account/~/call-log"_ba << 200 << R"({"records":[],"navigation":{}})"_ba
        << QStringList{u"answer/paging: is missing"_s};

    const auto twilio = u"twilio/api-reduced.json"_s;
    const auto one = "GET /2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json"_ba;
    QTest::newRow("Twilio: a text") << twilio << one << 200 << R"({"sid":"SM00000000000000000000000000000001","error_code":null,"from":null,
                                           "date_created":"Fri, 20 Nov 2026 20:00:00 +0000","status":"queued"})"_ba
                                    << QStringList();
    QTest::newRow("Twilio: a text of another time") << twilio << one << 200 << R"({"date_created":"2026-11-20T20:00:00Z"})"_ba
                                                    << QStringList{u"answer/date_created: \"2026-11-20T20:00:00Z\" does not match "
                                                                   "date-time-rfc-2822"_s};
}

void TestApiDescriptionOfficial::holdsAnswers()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const std::optional<ApiDescription> description = ApiDescription::read(file);
    if (!description)
        return;
    const QByteArrayList line = request.split(' ');
    QTEST(description->problemsOfAnswer(line.at(0), line.at(1), status, json, body), "problems");
}

QTEST_GUILESS_MAIN(TestApiDescriptionOfficial)
#include "tst_apidescription_official.moc"

#include "support/apidescription.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace ringback;
using namespace Qt::StringLiterals;
using ringback::test::ApiDescription;

namespace {

// A small description with one of each thing that the providers' have, so that the checker is tested where those are not at hand.
// Slashes are escaped where moc would see a comment.
constexpr auto ownDescription = R"({
  "openapi": "3.0.3",
  "servers": [{"url": "https:\/\/api.example.com/v2/"}, {"url": "https:\/\/eu.example.com"}],
  "paths": {
    "/calls": {
      "parameters": [{"$ref": "#/components/parameters/Version"}],
      "get": {
        "parameters": [
          {"name": "line", "in": "query", "required": true, "schema": {"type": "string", "pattern": "^PN\\d+$"}},
          {"name": "status", "in": "query", "schema": {"type": "array", "maxItems": 2, "items": {"$ref": "#/components/schemas/Status"}}},
          {"name": "fields", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}},
          {"name": "createdAt[gte]", "in": "query", "schema": {"type": "string", "format": "date-time"}},
          {"name": "Start>", "in": "query", "schema": {"type": "string", "format": "date"}},
          {"name": "page", "in": "query", "schema": {"type": "object", "properties": {"size": {"type": "integer"}}}, "style": "deepObject"},
          {"name": "limit", "in": "query", "schema": {"oneOf": [{"type": "integer", "minimum": 1, "maximum": 50}, {"type": "string", "enum": ["max"]}]}},
          {"name": "owner", "in": "query", "schema": {"oneOf": [{"type": "string", "enum": ["Any"]}, {"type": "array", "items": {"type": "integer"}}]}},
          {"name": "price", "in": "query", "schema": {"type": "number", "minimum": 0, "exclusiveMinimum": true}},
          {"name": "missed", "in": "query", "schema": {"type": "boolean"}}],
        "responses": {
          "200": {"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Call"}}}}},
          "4XX": {"$ref": "#/components/responses/Error"}}},
      "post": {
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Call"}}}},
        "responses": {"201": {"description": "made"}, "default": {"$ref": "#/components/responses/Error"}}}},
    "/calls/{id}": {
      "get": {
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^AC"}}],
        "responses": {"200": {"content": {"application/json; charset=utf-8": {"schema": {"$ref": "#/components/schemas/Call"}}}}}}},
    "/calls/recent": {"delete": {"responses": {"204": {}}}},
    "/{account}/texts.json": {
      "post": {
        "requestBody": {"content": {
          "application/x-www-form-urlencoded": {
            "schema": {
              "type": "object", "required": ["To"],
              "properties": {
                "To": {"type": "string", "format": "phone-number", "pattern": "^\\+1\\d{10}$"}, "Body": {"type": "string", "maxLength": 5},
                "From": {"type": "string"}, "Service": {"type": "string"}, "Media": {"type": "array", "items": {"type": "string", "format": "uri"}},
                "Tags": {"type": "array", "items": {"type": "string"}}, "Wait": {"type": "integer"}, "Urgent": {"type": "boolean"}},
              "allOf": [{"anyOf": [{"required": ["From"]}, {"required": ["Service"]}]}]},
            "encoding": {"Tags": {"explode": false}}},
          "text\u002f*": {}}},
        "responses": {"200": {}}}}},
  "components": {
    "parameters": {"Version": {"name": "Api-Version", "in": "header", "required": true, "schema": {"type": "string", "enum": ["2026-03-30"]}}},
    "responses": {"Error": {"content": {"application/problem+json": {"schema": {
      "type": "object", "additionalProperties": false, "properties": {"code": {"type": "integer"}}}}}}},
    "schemas": {
      "Status": {"type": "string", "enum": ["missed", "answered"], "nullable": true},
      "Named": {"type": "object", "required": ["id", "name"], "properties": {
        "id": {"type": "integer", "readOnly": true}, "name": {"type": "string", "example": {"$ref": "nothing"}}, "secret": {"type": "string", "writeOnly": true}}},
      "Hook": {"type": "object", "required": ["kind", "url"], "properties": {"kind": {"type": "string"}, "url": {"type": "string", "format": "uri"}}},
      "Socket": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "port": {"type": "integer"}}},
      "Call": {"allOf": [{"$ref": "#/components/schemas/Named"}, {"type": "object", "additionalProperties": true, "properties": {
        "status": {"$ref": "#/components/schemas/Status"}, "legs": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Call"}},
        "at": {"type": "string", "format": "date-time", "nullable": true}, "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "note": {"type": ["string", "null"]}, "api": {"const": "v2"},
        "delivery": {"oneOf": [{"$ref": "#/components/schemas/Hook"}, {"$ref": "#/components/schemas/Socket"}],
          "discriminator": {"propertyName": "kind", "mapping": {"hook": "#/components/schemas/Hook", "socket": "#/components/schemas/Socket"}}}}}]}}}
})";

ApiDescription own()
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(ownDescription, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("the test's description: %s", qPrintable(error.errorString()));
    return ApiDescription(document.object());
}

constexpr auto json = "application/json";
constexpr auto form = "application/x-www-form-urlencoded";
constexpr auto version = "api-version: 2026-03-30";

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

class TestApiDescription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsRequests_data();
    void holdsRequests();
    void holdsBodies_data();
    void holdsBodies();
    void holdsForms_data();
    void holdsForms();
    void holdsAnswers_data();
    void holdsAnswers();
    void letsUndocumentedStatusesPass();
    void saysWhatItCannotUse();
};

void TestApiDescription::holdsRequests_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QStringList>("problems");

    const auto row = [](const char *name, const char *target, const QStringList &problems = {}) {
        QTest::newRow(name) << "GET"_ba << QByteArray("/v2/calls" + QByteArray(target)) << QByteArray(version) << problems;
    };
    row("everything", "?line=PN1&status=missed&status=answered&fields=a,b&createdAt[gte]=2026-11-20T20:00:00.5Z&Start%3E=2026-11-20"
                      "&page%5Bsize%5D=3&limit=50&owner=Any&price=0.5&missed=true");
    row("a range given by a word", "?line=PN1&limit=max&owner=5&owner=6");
    row("a required parameter left out", "?limit=1", {u"query line: is missing"_s});
    row("an unknown parameter", "?line=PN1&Limit=1", {u"query Limit: is not described"_s});
    row("a parameter twice", "?line=PN1&line=PN2", {u"query line: came 2 times"_s});
    row("a value off its pattern", "?line=PNx", {u"query line: \"PNx\" does not match ^PN\\d+$"_s});
    row("an entry that is none of the list", "?line=PN1&status=missed&status=lost",
        {u"query status/1: expected missed or answered, not \"lost\""_s});
    row("more entries than allowed", "?line=PN1&status=missed&status=missed&status=missed",
        {u"query status: Array should contain no more than 2 elements. ([\"missed\",\"missed\",\"missed\"])"_s});
    row("commas where fields repeat", "?line=PN1&status=missed,answered",
        {u"query status/0: expected missed or answered, not \"missed,answered\""_s});
    row("fields repeated where commas belong", "?line=PN1&fields=a&fields=b",
        {u"query fields: came 2 times, and is to come once with commas"_s});
    row("a local time", "?line=PN1&createdAt[gte]=2026-11-20T20:00:00",
        {u"query createdAt[gte]: \"2026-11-20T20:00:00\" does not match date-time"_s});
    row("an offset whose plus is not encoded", "?line=PN1&createdAt[gte]=2026-11-20T20:00:00+01:00",
        {u"query createdAt[gte]: \"2026-11-20T20:00:00 01:00\" does not match date-time"_s});
    row("another comparison than described", "?line=PN1&createdAt[lt]=2026-11-20T20:00:00Z", {u"query createdAt[lt]: is not described"_s});
    row("a month that is none", "?line=PN1&Start%3E=2026-13-20", {u"query Start>: \"2026-13-20\" does not match date"_s});
    row("a word within an object", "?line=PN1&page[size]=big", {u"query page/size: expected integer, not \"big\""_s});
    row("an unknown part of an object", "?line=PN1&page[number]=1", {u"query page/number: is not described"_s});
    row("a word for yes", "?line=PN1&missed=yes", {u"query missed: expected boolean, not \"yes\""_s});
    row("a bound that is excluded", "?line=PN1&price=0", {u"query price: Expected number greater than 0.000000 (0)"_s});
    row("a query that is not encoded", "?line=PN1&Start>=2026-11-20", {u"query: \"Start>=2026-11-20\" is not well encoded"_s});
    row("half an escape", "?line=PN1&status=%4", {u"query: \"status=%4\" is not well encoded"_s});
    row("an escape that is no UTF-8", "?line=PN1&status=%ff", {u"query: \"status=%ff\" is not well encoded"_s});
    row("a path that goes on", "/AC1/x", {u"path: /v2/calls/AC1/x is not described"_s});
    row("a parameter in the path", "/AC1");
    row("a wrong parameter in the path", "/PN1", {u"path id: \"PN1\" does not match ^AC"_s});
    row("the more literal path first", "/recent", {u"method: GET is not described for /calls/recent"_s});

    QTest::newRow("the other server's base") << "GET"_ba
                                             << "/calls?line=PN1"_ba << QByteArray(version) << QStringList();
    QTest::newRow("no such base") << "GET"_ba
                                  << "/v1/calls?line=PN1"_ba << QByteArray(version) << QStringList{u"path: /v1/calls is not described"_s};
    QTest::newRow("no such method") << "PUT"_ba
                                    << "/calls?line=PN1"_ba << QByteArray(version)
                                    << QStringList{u"method: PUT is not described for /calls"_s};
    QTest::newRow("no version") << "GET"_ba
                                << "/calls?line=PN1"_ba
                                << "Accept: */*"_ba << QStringList{u"header Api-Version: is missing"_s};
    QTest::newRow("an old version") << "GET"_ba
                                    << "/calls?line=PN1"_ba
                                    << "Api-Version: 2025-01-01"_ba
                                    << QStringList{u"header Api-Version: expected 2026-03-30, not \"2025-01-01\""_s};
    QTest::newRow("two versions") << "GET"_ba
                                  << "/calls?line=PN1"_ba << QByteArray(version) + '\n' + version
                                  << QStringList{u"header Api-Version: came 2 times"_s};
}

void TestApiDescription::holdsRequests()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, headers);
    QTEST(own().problemsOf(method, target, headersOf({}, headers), {}), "problems");
}

void TestApiDescription::holdsBodies_data()
{
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");

    const auto row = [](const char *name, const char *body, const QStringList &problems = {}) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(body) << problems;
    };
    row("all of it", R"({"name":"a","secret":"b","status":null,"at":null,"note":null,"api":"v2","labels":{"x":"y"},"legs":[{"name":"c"}],
                         "delivery":{"kind":"hook","url":"https://example.com/h"}})");
    row("nothing", "", {u"body: is missing"_s});
    row("not JSON", "{\"name\":", {u"body: is not JSON: unterminated object"_s});
    row("two values", R"({"name":"a"},{"name":"b"})", {u"body: is not JSON: garbage at the end of the document"_s});
    row("no object", "[]", {u"body: expected object, not []"_s});
    row("a property left out", "{}", {u"body/name: is missing"_s});
    row("a property that is not described", R"({"name":"a","nmae":"b"})", {u"body/nmae: is not described"_s});
    row("such a property deep within", R"({"name":"a","legs":[{"name":"b"},{"name":"c","x":1}]})", {u"body/legs/1/x: is not described"_s});
    row("a property for answers only", R"({"name":"a","id":1})", {u"body/id: is only for answers"_s});
    row("a wrong type deep within", R"({"name":"a","legs":[{"name":5}]})", {u"body/legs/0/name: expected string, not 5"_s});
    row("a type of several", R"({"name":"a","note":5})", {u"body/note: expected string or null, not 5"_s});
    row("another constant", R"({"name":"a","api":"v1"})", {u"body/api: expected v2, not \"v1\""_s});
    row("a map's value", R"({"name":"a","labels":{"x":1}})", {u"body/labels/x: expected string, not 1"_s});
    row("what another alternative has", R"({"name":"a","delivery":{"kind":"hook","url":"https://example.com","port":1}})",
        {u"body/delivery/port: is not described"_s});
    row("a fraction of an integer", R"({"name":"a","delivery":{"kind":"socket","port":1.5}})",
        {u"body/delivery/port: expected integer, not 1.5"_s});
    row("an address without its host", R"({"name":"a","delivery":{"kind":"hook","url":"/h"}})",
        {u"body/delivery/url: \"/h\" does not match uri"_s});

    QTest::newRow("a form") << QByteArray(form) << "name=a"_ba
                            << QStringList{u"header Content-Type: expected application/json, not \"application/x-www-form-urlencoded\""_s};
    QTest::newRow("no type") << ""_ba
                             << R"({"name":"a"})"_ba << QStringList{u"header Content-Type: expected application/json, not \"\""_s};
    QTest::newRow("a charset") << "Application/JSON; charset=utf-8"_ba
                               << R"({"name":"a"})"_ba << QStringList();
    QTest::newRow("a long text") << QByteArray(json) << QByteArray(R"({"name":")" + QByteArray(100'000, 'a') + R"("})")
                                 << QStringList{u"body/name: is too long to be checked"_s};
}

void TestApiDescription::holdsBodies()
{
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QTEST(own().problemsOf("POST", "/v2/calls", headersOf(contentType, version), body), "problems");
}

void TestApiDescription::holdsForms_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");

    const auto row = [](const char *name, const char *body, const QStringList &problems = {}) {
        QTest::newRow(name) << QByteArray(body) << problems;
    };
    row("all of it",
        "To=%2B12145550123&From=1&Body=a+%C3%A9&Media=https%3A%2F%2Fexample.com%2Fa&Media=https://example.com/b&Tags=a,b&Wait=5"
        "&Urgent=false");
    row("a number whose plus is not encoded", "To=+12145550123&From=1",
        {u"body/To: \" 12145550123\" does not match ^\\+1\\d{10}$, phone-number"_s});
    row("a field that is not described", "To=%2B12145550123&From=1&Form=2", {u"body/Form: is not described"_s});
    row("a field twice", "To=%2B12145550123&From=1&From=2", {u"body/From: came 2 times"_s});
    row("a required field left out", "From=1", {u"body/To: is missing"_s});
    row("too long", "To=%2B12145550123&From=1&Body=123456",
        {u"body/Body: String should be no more than 5 characters in length. (\"123456\")"_s});
    row("no number", "To=%2B12145550123&From=1&Wait=1.5", {u"body/Wait: expected integer, not 1.5"_s});
    row("an entry", "To=%2B12145550123&From=1&Media=https://example.com&Media=x", {u"body/Media/1: \"x\" does not match uri"_s});
    row("a list in fields", "To=%2B12145550123&From=1&Tags=a&Tags=b", {u"body/Tags: came 2 times, and is to come once with commas"_s});
    row("not encoded", "To=%2B12145550123&From=1&Body=a b", {u"body: \"Body=a b\" is not well encoded"_s});
}

void TestApiDescription::holdsForms()
{
    QFETCH(QByteArray, body);
    QTEST(own().problemsOf("POST", "/v2/7/texts.json", headersOf(form, {}), body), "problems");
}

void TestApiDescription::holdsAnswers_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("problems");

    const auto row = [](const char *name, const char *request, int status, const char *type, const char *body,
                        const QStringList &problems = {}) {
        QTest::newRow(name) << QByteArray(request) << status << QByteArray(type) << QByteArray(body) << problems;
    };
    row("a list, with more than is described", "GET /v2/calls?line=PN1", 200, json, R"([{"id":5000000000,"name":"a","more":1}])");
    row("a property left out", "GET /v2/calls", 200, json, R"([{"name":"a"}])", {u"answer/0/id: is missing"_s});
    row("a property for requests only", "GET /v2/calls/AC1", 200, json, R"({"id":1,"name":"a","secret":"b"})",
        {u"answer/secret: is only for requests"_s});
    row("a fraction", "GET /v2/calls/AC1", 200, json, R"({"id":1.5,"name":"a"})", {u"answer/id: expected integer, not 1.5"_s});
    row("a relative address", "GET /v2/calls/AC1", 200, json, R"({"id":1,"name":"a","delivery":{"kind":"hook","url":"/h"}})");
    row("a status that may be null", "GET /v2/calls/AC1", 200, json, R"({"id":1,"name":"a","status":null,"at":null})");
    row("a name that may not", "GET /v2/calls/AC1", 200, json, R"({"id":1,"name":null})", {u"answer/name: expected string, not null"_s});
    row("a class of statuses", "GET /v2/calls", 404, "application/problem+json", R"({"code":1})");
    row("more than is allowed", "GET /v2/calls", 404, "application/problem+json", R"({"code":1,"x":2})", {u"answer/x: is not described"_s});
    row("any other status", "POST /v2/calls", 500, "application/problem+json", R"({"code":"a"})",
        {u"answer/code: expected integer, not \"a\""_s});
    row("a page for people", "GET /v2/calls", 200, "text/html", "<html>",
        {u"header Content-Type: expected application/json, not \"text/html\""_s});
    row("nothing where something is described", "GET /v2/calls", 200, json, "", {u"answer: is not JSON: 0 values"_s});
    row("something where nothing is described", "POST /v2/calls", 201, json, "{}", {u"answer: has a body, where none is described"_s});
    row("nothing where nothing is described", "DELETE /v2/calls/recent", 204, "", "");
    row("no such status", "GET /v2/calls/AC1", 404, json, "{}", {u"status: 404 is not described"_s});
    row("no such path", "GET /v2/texts", 404, json, "{}", {u"path: /v2/texts is not described"_s});
}

void TestApiDescription::holdsAnswers()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    const QByteArrayList line = request.split(' ');
    QTEST(own().problemsOfAnswer(line.at(0), line.at(1), status, contentType, body), "problems");
}

void TestApiDescription::letsUndocumentedStatusesPass()
{
    const ApiDescription description = own();
    QCOMPARE(description.problemsOfAnswer("GET", "/v2/calls/AC1", 404, json, "{}", true), QStringList());
    QCOMPARE(description.problemsOfAnswer("GET", "/v2/texts", 404, json, "{}", true), QStringList());
    QCOMPARE(description.problemsOfAnswer("GET", "/v2/calls/AC1", 200, json, "{}", true).size(), 2); // but not what is described
}

void TestApiDescription::saysWhatItCannotUse()
{
    QJsonObject document = QJsonDocument::fromJson(ownDescription).object();
    QJsonObject components = document.value("components"_L1).toObject();
    components.insert("schemas"_L1, QJsonObject());
    document.insert("components"_L1, components);
    const QStringList problems = ApiDescription(document).problemsOf("POST", "/v2/calls", headersOf(json, version), "{}");
    QCOMPARE(problems, QStringList{u"body: its schema refers to #/components/schemas/Call, which is not there"_s});
}

QTEST_GUILESS_MAIN(TestApiDescription)
#include "tst_apidescription.moc"

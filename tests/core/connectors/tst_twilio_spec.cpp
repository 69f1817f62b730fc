#include "support/faketwilio.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

using namespace ringback;
using namespace Qt::StringLiterals;
using ringback::test::FakeTwilio;

namespace {

// A property of the specification's message, as `api.v2010.account.message` has it (Twilio OpenAPI of April 2026, all nullable).
struct Property {
    QString name;
    QString type; ///< string, integer, object
    QString pattern;

    friend bool operator==(const Property &, const Property &) = default;
};

// What the specification said when this was written, so that the fake is held to it also where the specification is not at hand.
QStringList knownCreateFields()
{
    return u"AddressRetention ApplicationSid Attempt Body ContentRetention ContentSid ContentVariables FallbackFrom ForceDelivery From "
           "MaxPrice MediaUrl MessagingServiceSid PersistentAction ProvideFeedback RiskCheck ScheduleType SendAsMms SendAt ShortenUrls "
           "SmartEncoded StatusCallback To TrafficType ValidityPeriod"_s.split(u' ');
}

QStringList knownCallFields()
{
    return u"ApplicationSid AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod Byoc CallReason CallToken CallerId "
           "ClientNotificationUrl FallbackMethod FallbackUrl From MachineDetection MachineDetectionSilenceTimeout "
           "MachineDetectionSpeechEndThreshold MachineDetectionSpeechThreshold MachineDetectionTimeout Method Record RecordingChannels "
           "RecordingStatusCallback RecordingStatusCallbackEvent RecordingStatusCallbackMethod RecordingTrack SendDigits SipAuthPassword "
           "SipAuthUsername StatusCallback StatusCallbackEvent StatusCallbackMethod TimeLimit Timeout To Trim Twiml Url"_s.split(u' ');
}

QList<Property> knownProperties()
{
    QList<Property> properties;
    const QStringList texts =
        u"api_version body date_created date_sent date_updated direction error_message from num_media num_segments price price_unit "
        "status to uri"_s.split(u' ');
    for (const QString &name : texts)
        properties.append({name, u"string"_s, {}});
    properties.append({u"account_sid"_s, u"string"_s, u"^AC[0-9a-fA-F]{32}$"_s});
    properties.append({u"messaging_service_sid"_s, u"string"_s, u"^MG[0-9a-fA-F]{32}$"_s});
    properties.append({u"sid"_s, u"string"_s, u"^(SM|MM)[0-9a-fA-F]{32}$"_s});
    properties.append({u"error_code"_s, u"integer"_s, {}});
    properties.append({u"subresource_uris"_s, u"object"_s, {}});
    std::sort(properties.begin(), properties.end(), [](const Property &a, const Property &b) { return a.name < b.name; });
    return properties;
}

// The specification lies beside the repository, where there is one.
std::optional<QJsonObject> readSpecification()
{
    QFile file(QStringLiteral(RINGBACK_SOURCE_DIR) + u"/../shared/specs/twilio/api-reduced.json"_s);
    if (file.open(QIODevice::ReadOnly))
        return QJsonDocument::fromJson(file.readAll()).object();
    return std::nullopt;
}

QJsonObject at(QJsonObject object, const QStringList &path)
{
    for (const QString &name : path)
        object = object.value(name).toObject();
    return object;
}

QJsonObject schema(const QJsonObject &specification, const QString &name)
{
    return at(specification, {u"components"_s, u"schemas"_s, name});
}

QList<Property> propertiesOf(const QJsonObject &specification)
{
    const QJsonObject described = schema(specification, u"api.v2010.account.message"_s).value("properties"_L1).toObject();
    QList<Property> properties;
    for (auto it = described.begin(); it != described.end(); ++it) {
        QJsonObject property = it.value().toObject();
        if (property.contains("$ref"_L1))
            property = schema(specification, property.value("$ref"_L1).toString().section(u'/', -1));
        properties.append({it.key(), property.value("type"_L1).toString(), property.value("pattern"_L1).toString()});
    }
    return properties;
}

// Asks the fake as a program would that knows nothing of our provider.
QJsonObject ask(const FakeTwilio &twilio, const QByteArray &method, const QByteArray &resource, const QByteArray &body, int *status)
{
    const QByteArray credentials = (FakeTwilio::accountSid() + u':' + FakeTwilio::authToken()).toLatin1().toBase64();
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(twilio.baseUrl().port()));
    socket.write(method + " /2010-04-01/Accounts/" + FakeTwilio::accountSid().toLatin1() + resource +
                 " HTTP/1.1\r\nHost: api.twilio.com\r\nConnection: close\r\nAuthorization: Basic " + credentials +
                 "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                 body);
    QByteArray answer;
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(10'000))
        answer += socket.readAll();
    answer += socket.readAll();
    *status = answer.mid(9, 3).toInt();
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
}

QString typeOf(const QJsonValue &value)
{
    if (value.isString())
        return u"string"_s;
    if (value.isDouble())
        return value.toDouble() == static_cast<double>(value.toInteger()) ? u"integer"_s : u"number"_s;
    if (value.isObject())
        return u"object"_s;
    if (value.isBool())
        return u"boolean"_s;
    return value.isNull() ? u"null"_s : u"array"_s;
}

} // namespace

/// The fake that the other tests believe, against Twilio's own specification.
class TestTwilioSpec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void takesTheFieldsOfTheSpecification();
    void refusesAFieldThatTheSpecificationDoesNotName();
    void answersWithEveryProperty_data();
    void answersWithEveryProperty();
    void listsAsTheSpecificationDoes();

private:
    void compare(const QJsonObject &message) const;

    QStringList m_fields;
    QList<Property> m_properties;
    QStringList m_statuses;
    QStringList m_directions;
    QStringList m_listProperties;
};

void TestTwilioSpec::initTestCase()
{
    m_fields = knownCreateFields();
    m_properties = knownProperties();
    m_statuses =
        u"queued sending sent failed delivered undelivered receiving received accepted scheduled read partially_delivered canceled"_s.split(
            u' ');
    m_directions = u"inbound outbound-api outbound-call outbound-reply"_s.split(u' ');
    m_listProperties = u"end first_page_uri messages next_page_uri page page_size previous_page_uri start uri"_s.split(u' ');
    const std::optional<QJsonObject> specification = readSpecification();
    if (!specification)
        return;

    const QJsonObject messages = at(*specification, {u"paths"_s, u"/2010-04-01/Accounts/{AccountSid}/Messages.json"_s});
    const QJsonObject create =
        at(messages, {u"post"_s, u"requestBody"_s, u"content"_s, u"application/x-www-form-urlencoded"_s, u"schema"_s, u"properties"_s});
    const QJsonObject list =
        at(messages, {u"get"_s, u"responses"_s, u"200"_s, u"content"_s, u"application/json"_s, u"schema"_s, u"properties"_s});
    const auto words = [&specification](const QString &name) {
        return schema(*specification, name).value("enum"_L1).toVariant().toStringList();
    };
    const QJsonObject call = at(*specification, {u"paths"_s, u"/2010-04-01/Accounts/{AccountSid}/Calls.json"_s, u"post"_s});
    if (!call.isEmpty()) // a reduced one may leave it out
        QCOMPARE(at(call, {u"requestBody"_s, u"content"_s, u"application/x-www-form-urlencoded"_s, u"schema"_s, u"properties"_s}).keys(),
                 knownCallFields());
    QCOMPARE(create.keys(), m_fields); // our copy is the specification's
    QCOMPARE(propertiesOf(*specification), m_properties);
    QCOMPARE(words(u"message_enum_status"_s), m_statuses);
    QCOMPARE(words(u"message_enum_direction"_s), m_directions);
    QCOMPARE(list.keys(), m_listProperties);
}

void TestTwilioSpec::takesTheFieldsOfTheSpecification()
{
    QStringList fields = FakeTwilio::createFields();
    fields.sort();
    QCOMPARE(fields, m_fields);
    fields = FakeTwilio::callFields();
    fields.sort();
    QCOMPARE(fields, knownCallFields());
}

void TestTwilioSpec::refusesAFieldThatTheSpecificationDoesNotName()
{
    const FakeTwilio twilio;
    int status = 0;
    const QJsonObject answer = ask(twilio, "POST", "/Messages.json", "To=%2B12145550123&From=%2B12145550100&Body=a&Text=b", &status);
    QCOMPARE(status, 400);
    QCOMPARE(answer.value("status"_L1).toInt(), 400);
    QVERIFY(answer.value("code"_L1).isDouble() && answer.value("message"_L1).isString() && answer.value("more_info"_L1).isString());
    QVERIFY(twilio.messages().isEmpty());
}

void TestTwilioSpec::answersWithEveryProperty_data()
{
    QTest::addColumn<QByteArray>("sender");
    QTest::newRow("from a line") << "From=%2B12145550100"_ba;
    QTest::newRow("from a messaging service") << "MessagingServiceSid=MG00000000000000000000000000000001"_ba;
}

void TestTwilioSpec::answersWithEveryProperty()
{
    QFETCH(QByteArray, sender);
    FakeTwilio twilio;
    int status = 0;
    const QJsonObject created = ask(twilio, "POST", "/Messages.json", "To=%2B12145550123&Body=hello&" + sender, &status);
    QCOMPARE(status, 201);
    compare(created);
    QCOMPARE(created.value("body"_L1).toString(), u"hello"_s);

    const QString sid = created.value("sid"_L1).toString();
    twilio.setStatus(sid, u"undelivered"_s, 30003);
    const QJsonObject one = ask(twilio, "GET", "/Messages/" + sid.toLatin1() + ".json", {}, &status);
    QCOMPARE(status, 200);
    compare(one);
    QCOMPARE(typeOf(one.value("error_code"_L1)), u"integer"_s);
    QCOMPARE(ask(twilio, "GET", "/Messages/SM0000000000000000000000000000ffff.json", {}, &status).value("code"_L1).toInt(), 20404);
    QCOMPARE(status, 404);
}

void TestTwilioSpec::compare(const QJsonObject &message) const
{
    QStringList names;
    for (const Property &property : m_properties) {
        names << property.name;
        const QJsonValue value = message.value(property.name);
        QVERIFY2(!value.isUndefined(), qPrintable(property.name));
        QVERIFY2(value.isNull() || typeOf(value) == property.type, qPrintable(property.name));
        if (!value.isNull() && !property.pattern.isEmpty())
            QVERIFY2(QRegularExpression(property.pattern).match(value.toString()).hasMatch(), qPrintable(property.name));
    }
    QCOMPARE(message.keys(), names);
    QVERIFY(m_statuses.contains(message.value("status"_L1).toString()));
    QVERIFY(m_directions.contains(message.value("direction"_L1).toString()));
    QVERIFY(QDateTime::fromString(message.value("date_created"_L1).toString(), Qt::RFC2822Date).isValid());
}

void TestTwilioSpec::listsAsTheSpecificationDoes()
{
    FakeTwilio twilio;
    int status = 0;
    for (const QByteArray &body : {"1"_ba, "2"_ba, "3"_ba})
        ask(twilio, "POST", "/Messages.json", "To=%2B12145550123&From=%2B12145550100&Body=" + body, &status);
    const QJsonObject page = ask(twilio, "GET", "/Messages.json?To=%2B12145550123&PageSize=2", {}, &status);
    QCOMPARE(status, 200);
    QCOMPARE(page.keys(), m_listProperties);
    QCOMPARE(page.value("messages"_L1).toArray().size(), 2);
    QCOMPARE(page.value("messages"_L1).toArray().at(0).toObject().value("body"_L1).toString(), u"3"_s); // the newest first
    for (const QJsonValue &message : page.value("messages"_L1).toArray())
        compare(message.toObject());

    const QString next = page.value("next_page_uri"_L1).toString();
    const QString root = u"/2010-04-01/Accounts/"_s + FakeTwilio::accountSid();
    QVERIFY(next.startsWith(root));
    const QJsonObject last = ask(twilio, "GET", next.mid(root.size()).toLatin1(), {}, &status);
    QCOMPARE(last.value("messages"_L1).toArray().size(), 1);
    QVERIFY(last.value("next_page_uri"_L1).isNull());
    QVERIFY(last.value("previous_page_uri"_L1).isString());

    QCOMPARE(ask(twilio, "GET", "/Messages.json?To=%2B19995550123", {}, &status).value("messages"_L1).toArray().size(), 0);
    ask(twilio, "GET", "/Messages.json?Recipient=x", {}, &status);
    QCOMPARE(status, 400);
}

QTEST_GUILESS_MAIN(TestTwilioSpec)
#include "tst_twilio_spec.moc"

#include "settings/setup.h"
#include "support/office.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::settings;

namespace {

calls::PhoneNumber number(const QString &e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

QByteArray example()
{
    return test::exampleSetupFile();
}

// Sets what a JSON Pointer names; an undefined value takes it away.
QJsonValue withValue(const QJsonValue &into, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    if (into.isArray()) {
        QJsonArray list = into.toArray();
        const qsizetype index = path.first().toInt();
        const QJsonValue inner = withValue(list.at(index), path.mid(1), value);
        if (index == list.size())
            list.append(inner);
        else
            list.replace(index, inner);
        return list;
    }
    QJsonObject object = into.toObject();
    const QJsonValue inner = withValue(object.value(path.first()), path.mid(1), value);
    if (inner.isUndefined())
        object.remove(path.first());
    else
        object.insert(path.first(), inner);
    return object;
}

QByteArray exampleWith(const QString &pointer, const QJsonValue &value)
{
    const QJsonObject document = QJsonDocument::fromJson(example()).object();
    return QJsonDocument(withValue(document, pointer.split(u'/', Qt::SkipEmptyParts), value).toObject()).toJson();
}

Setup everything()
{
    Setup setup = *parseSetup(example());
    setup.company.name = u"Müller \"Best\" Roofs\\ 屋根"_s;
    setup.quietHours = playbook::QuietHours{.start = QTime(20, 30), .end = QTime(7, 0)};
    setup.lines.first().forwardTo = {number(u"+12145550190"_s), number(u"+12145550191"_s)};
    setup.lines.first().ringSeconds = 35;
    setup.lines.last().team.clear();
    setup.lines.last().source.clear();
    setup.lines.last().textsPerSecond = 0.1;
    setup.mail = Mail{.host = u"smtp.example.com"_s,
                      .port = 2465,
                      .security = Mail::Security::Tls,
                      .user = u"office@example.com"_s,
                      .passwordSecret = u"mail-password"_s,
                      .fromAddress = u"office@example.com"_s,
                      .fromName = u"Müller \"Best\" Roofs 屋根"_s};
    setup.engine = {.lease = 3s, .lookAgain = 0s, .settle = 1s, .requestTimeout = 9s};
    return setup;
}

} // namespace

class SetupTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheExample();
    void writesTheExampleAsItIs();
    void whatIsWrittenIsReadBack_data();
    void whatIsWrittenIsReadBack();
    void nameAndPlaybookAreEnough();
    void numbersAreKeptInE164();
    void quietHoursHaveThreeStates_data();
    void quietHoursHaveThreeStates();
    void knowsItsNumbersAndPeople();
    void readsTheEnginesLimits();
    void mailHasItsUsualPorts_data();
    void mailHasItsUsualPorts();
    void readsHowFastALineMaySend_data();
    void readsHowFastALineMaySend();
    void refuses_data();
    void refuses();
    void neverRepeatsASecret_data();
    void neverRepeatsASecret();
};

void SetupTest::readsTheExample()
{
    const Result<Setup> setup = parseSetup(example());
    QVERIFY2(setup, setup ? "" : qPrintable(setup.error().what));
    QCOMPARE(setup->company, Company({.name = u"Summit Roofing"_s,
                                      .phone = number(u"+12145550100"_s),
                                      .timeZone = "America/Chicago",
                                      .language = u"en"_s,
                                      .bookingLink = u"https://book.example/summit"_s}));
    QCOMPARE(setup->playbook, u"roofing"_s);
    QVERIFY(setup->quietHours == QuietHoursSetting(AsPlaybook{}));
    QCOMPARE(setup->teams.last(), calls::Team({.id = u"dallas"_s, .name = u"Dallas crew desk"_s}));
    QCOMPARE(setup->staff.last(), calls::Staff({.id = u"sam"_s,
                                                .name = u"Sam Ortiz"_s,
                                                .role = calls::Role::Rep,
                                                .senior = true,
                                                .teams = {u"office"_s, u"dallas"_s},
                                                .capacity = 6}));
    QCOMPARE(setup->connections, QList<Connection>({{.id = u"twilio-main"_s,
                                                     .account = TwilioAccount{.accountSid = u"AC00000000000000000000000000000001"_s,
                                                                              .authTokenSecret = u"twilio-main-token"_s},
                                                     .baseUrl = u"http://127.0.0.1:5020"_s}}));
    QCOMPARE(setup->mail, std::optional(Mail{.host = u"localhost"_s,
                                             .port = 5025,
                                             .security = Mail::Security::None,
                                             .user = {},
                                             .passwordSecret = {},
                                             .fromAddress = u"office@summit.example"_s,
                                             .fromName = {}}));
    QCOMPARE(setup->lines.last(), calls::Line({.number = number(u"+12145550102"_s),
                                               .label = u"Hail campaign"_s,
                                               .source = u"hail campaign"_s,
                                               .team = u"dallas"_s,
                                               .callsConnection = u"twilio-main"_s,
                                               .textsConnection = u"twilio-main"_s,
                                               .forwardTo = {},
                                               .ringSeconds = 20}));
    QCOMPARE(setup->ownNumbers, QList<calls::PhoneNumber>({number(u"+12145550177"_s)}));
    QCOMPARE(setup->doNotText, QList<calls::PhoneNumber>({number(u"+12145550178"_s)}));
    QCOMPARE(setup->engine, EngineLimits());
}

void SetupTest::writesTheExampleAsItIs()
{
    QCOMPARE(toJson(*parseSetup(example())), example());
}

void SetupTest::whatIsWrittenIsReadBack_data()
{
    QTest::addColumn<Setup>("setup");
    Setup least;
    least.company.name = u"X"_s;
    least.playbook = u"recruiting"_s;
    Setup off = everything();
    off.quietHours = SwitchedOff{};
    QTest::newRow("the least there can be") << least;
    QTest::newRow("everything at once") << everything();
    QTest::newRow("no quiet hours") << off;
}

void SetupTest::whatIsWrittenIsReadBack()
{
    QFETCH(Setup, setup);
    const QByteArray json = toJson(setup);
    const Result<Setup> again = parseSetup(json);
    QVERIFY2(again, again ? "" : qPrintable(again.error().what));
    QVERIFY2(*again == setup, json.constData());
    QCOMPARE(toJson(*again), json);
}

void SetupTest::nameAndPlaybookAreEnough()
{
    const Result<Setup> setup = parseSetup(R"({"company": {"name": "Summit Roofing"}, "playbook": "roofing"})");
    QVERIFY(setup);
    QVERIFY(!setup->company.phone);
    QCOMPARE(setup->company.timeZone, QByteArray("America/New_York"));
    QCOMPARE(setup->company.language, u"en"_s);
    QVERIFY(setup->lines.isEmpty());
    QVERIFY(!setup->mail);
}

void SetupTest::numbersAreKeptInE164()
{
    const Result<Setup> setup = parseSetup(exampleWith(u"/lines/0/number"_s, u"(214) 555-0133"_s));
    QVERIFY(setup);
    QCOMPARE(setup->lines.first().number, number(u"+12145550133"_s));
    const Result<Setup> unnamed = parseSetup(exampleWith(u"/lines/0/label"_s, QJsonValue(QJsonValue::Undefined)));
    QVERIFY(unnamed);
    QCOMPARE(unnamed->lines.first().label, u"(214) 555-0100"_s);
}

void SetupTest::quietHoursHaveThreeStates_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QuietHoursSetting>("setting");
    QTest::addColumn<std::optional<playbook::QuietHours>>("effective");

    const playbook::QuietHours playbooks{.start = QTime(21, 0), .end = QTime(8, 0)};
    const playbook::QuietHours ours{.start = QTime(22, 0), .end = QTime(7, 30)};
    QTest::newRow("absent: the playbook's") << QJsonValue(QJsonValue::Undefined) << QuietHoursSetting(AsPlaybook{})
                                            << std::optional(playbooks);
    QTest::newRow("null: switched off") << QJsonValue(QJsonValue::Null) << QuietHoursSetting(SwitchedOff{})
                                        << std::optional<playbook::QuietHours>();
    QTest::newRow("hours: our own, also before eight")
        << QJsonValue(QJsonObject{{u"start"_s, u"22:00"_s}, {u"end"_s, u"07:30"_s}}) << QuietHoursSetting(ours) << std::optional(ours);
}

void SetupTest::quietHoursHaveThreeStates()
{
    QFETCH(QJsonValue, value);
    QFETCH(QuietHoursSetting, setting);
    QFETCH(std::optional<playbook::QuietHours>, effective);
    const Result<Setup> setup = parseSetup(exampleWith(u"/quiet_hours"_s, value));
    QVERIFY(setup);
    QVERIFY(setup->quietHours == setting);
    const Result<playbook::Playbook> roofing = playbook::parse(*playbook::presetDocument(setup->playbook));
    QVERIFY(roofing);
    QVERIFY(effectiveQuietHours(*setup, *roofing) == effective);
}

void SetupTest::knowsItsNumbersAndPeople()
{
    const Setup setup = *parseSetup(example());
    QCOMPARE(setup.line(number(u"+12145550102"_s))->label, u"Hail campaign"_s);
    QVERIFY(!setup.line(number(u"+12145550177"_s)));
    QVERIFY(setup.isOwnNumber(number(u"+12145550102"_s)));
    QVERIFY(setup.isOwnNumber(number(u"+12145550177"_s)));
    QVERIFY(!setup.isOwnNumber(number(u"+12145550178"_s)));
    QCOMPARE(setup.person(u"dana")->name, u"Dana Reyes"_s);
    QVERIFY(!setup.person(u"nobody"));
    QVERIFY(setup.connection(u"twilio-main"));
    QVERIFY(!setup.connection(u"twilio"));
}

void SetupTest::readsTheEnginesLimits()
{
    const Result<Setup> setup = parseSetup(exampleWith(u"/engine"_s, QJsonObject{{u"lease_seconds"_s, 2}, {u"look_again_seconds"_s, 1}}));
    QVERIFY(setup);
    QCOMPARE(setup->engine, EngineLimits({.lease = 2s, .lookAgain = 1s, .settle = 5s, .requestTimeout = 30s}));
}

void SetupTest::mailHasItsUsualPorts_data()
{
    QTest::addColumn<QJsonObject>("document");
    QTest::addColumn<Mail::Security>("security");
    QTest::addColumn<int>("port");

    const QJsonObject least{{u"host"_s, u"localhost"_s}, {u"from_address"_s, u"office@example.com"_s}};
    const auto with = [least](const QString &security) {
        QJsonObject document = least;
        document.insert(u"security"_s, security);
        return document;
    };
    QTest::newRow("nothing said: STARTTLS") << least << Mail::Security::StartTls << 587;
    QTest::newRow("STARTTLS") << with(u"starttls"_s) << Mail::Security::StartTls << 587;
    QTest::newRow("TLS") << with(u"tls"_s) << Mail::Security::Tls << 465;
    QTest::newRow("none") << with(u"none"_s) << Mail::Security::None << 25;
}

void SetupTest::mailHasItsUsualPorts()
{
    QFETCH(QJsonObject, document);
    QFETCH(Mail::Security, security);
    QFETCH(int, port);
    const Result<Setup> setup = parseSetup(exampleWith(u"/mail"_s, document));
    QVERIFY2(setup, setup ? "" : qPrintable(setup.error().what));
    QVERIFY(setup->mail->security == security);
    QCOMPARE(setup->mail->port, port);
    QCOMPARE(*parseSetup(toJson(*setup)), *setup);
}

void SetupTest::readsHowFastALineMaySend_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<double>("textsPerSecond");
    QTest::newRow("absent: as fast as it goes") << QJsonValue(QJsonValue::Undefined) << 0.0;
    QTest::newRow("one a second") << QJsonValue(1) << 1.0;
    QTest::newRow("one in four seconds") << QJsonValue(0.25) << 0.25;
    QTest::newRow("the most") << QJsonValue(1000) << 1000.0;
}

void SetupTest::readsHowFastALineMaySend()
{
    QFETCH(QJsonValue, value);
    QFETCH(double, textsPerSecond);
    const Result<Setup> setup = parseSetup(exampleWith(u"/lines/0/texts_per_second"_s, value));
    QVERIFY2(setup, setup ? "" : qPrintable(setup.error().what));
    QCOMPARE(setup->lines.first().textsPerSecond, textsPerSecond);
    QCOMPARE(*parseSetup(toJson(*setup)), *setup);
}

void SetupTest::refuses_data()
{
    QTest::addColumn<QString>("pointer"); // what is changed in the example …
    QTest::addColumn<QJsonValue>("value"); // … into this
    QTest::addColumn<QString>("finding");

    const QJsonValue gone(QJsonValue::Undefined);
    const auto row = [](const char *name, const QString &pointer, const QJsonValue &value, const QString &finding) {
        QTest::newRow(name) << pointer << value << finding;
    };
    row("no company", u"/company"_s, gone, u"/company: is missing"_s);
    row("no company name", u"/company/name"_s, gone, u"/company/name: is missing"_s);
    row("a blank company name", u"/company/name"_s, u"  "_s, u"/company/name: at least 1 characters"_s);
    row("a company phone that is none", u"/company/phone"_s, u"call us"_s, u"/company/phone: not a phone number"_s);
    row("an unknown time zone", u"/company/time_zone"_s, u"America/Dallas"_s,
        u"/company/time_zone: is not a time zone of the IANA list, such as America/Chicago"_s);
    row("a language we do not write", u"/company/language"_s, u"fr"_s, u"/company/language: expected \"en\" or \"es\""_s);
    row("a booking link without a scheme", u"/company/booking_link"_s, u"book.example/summit"_s,
        u"/company/booking_link: expected an address such as https://book.example/us"_s);
    row("a booking link that runs a script", u"/company/booking_link"_s, u"javascript:alert(1)"_s,
        u"/company/booking_link: expected an address such as https://book.example/us"_s);
    row("no playbook", u"/playbook"_s, gone, u"/playbook: is missing"_s);
    row("an unknown playbook", u"/playbook"_s, u"plumbing"_s,
        u"/playbook: there is no playbook 'plumbing'; there are: recruiting, roofing"_s);
    row("half the quiet hours", u"/quiet_hours"_s, QJsonObject{{u"start"_s, u"21:00"_s}}, u"/quiet_hours/end: is missing"_s);
    row("quiet hours of a whole day", u"/quiet_hours"_s, QJsonObject{{u"start"_s, u"21:00"_s}, {u"end"_s, u"21:00"_s}},
        u"/quiet_hours/end: is the same as the start: give null for no quiet hours"_s);
    row("quiet hours in words", u"/quiet_hours"_s, u"off"_s, u"/quiet_hours: expected an object {…} or null"_s);
    row("an unknown key", u"/lines/1/colour"_s, u"red"_s, u"/lines/1/colour: is not known here"_s);
    row("a team's id twice", u"/teams/1/id"_s, u"office"_s, u"/teams/1/id: another one has this id"_s);
    row("a person's id twice", u"/staff/1/id"_s, u"pat"_s, u"/staff/1/id: another one has this id"_s);
    row("a person without a role", u"/staff/0/role"_s, gone, u"/staff/0/role: is missing"_s);
    row("an unknown role", u"/staff/0/role"_s, u"boss"_s, u"/staff/0/role: expected \"owner\" or \"admin\" or \"rep\""_s);
    row("a person in an unknown team", u"/staff/2/teams/1"_s, u"dalas"_s, u"/staff/2/teams/1: there is no team 'dalas'"_s);
    row("less than no capacity", u"/staff/2/capacity"_s, -1, u"/staff/2/capacity: expected at least 0"_s);
    row("half a capacity", u"/staff/2/capacity"_s, 1.5, u"/staff/2/capacity: expected a whole number"_s);
    row("an unknown phone system", u"/connections/0/type"_s, u"pigeon"_s,
        u"/connections/0/type: expected \"twilio\" or \"ringcentral\" or \"quo\" or \"generic\" or \"google_voice\""_s);
    row("no account", u"/connections/0/account_sid"_s, gone, u"/connections/0/account_sid: is missing"_s);
    row("not an account", u"/connections/0/account_sid"_s, u"SK1"_s,
        u"/connections/0/account_sid: expected something like \"AC00000000000000000000000000000001\""_s);
    row("a base URL without a scheme", u"/connections/0/base_url"_s, u"127.0.0.1:5020"_s,
        u"/connections/0/base_url: expected an address such as https://api.example.com, without a query or a password"_s);
    row("a base URL of another kind", u"/connections/0/base_url"_s, u"file:///etc"_s,
        u"/connections/0/base_url: expected an address such as https://api.example.com, without a query or a password"_s);
    row("a base URL with a query", u"/connections/0/base_url"_s, u"https://proxy.example/?a=b"_s,
        u"/connections/0/base_url: expected an address such as https://api.example.com, without a query or a password"_s);
    row("a line without a number", u"/lines/0/number"_s, gone, u"/lines/0/number: is missing"_s);
    row("a line's number is too short", u"/lines/0/number"_s, u"+1214"_s, u"/lines/0/number: too short or too long for a phone number"_s);
    row("a line's number twice, written otherwise", u"/lines/1/number"_s, u"(214) 555-0100"_s,
        u"/lines/1/number: another line has this number"_s);
    row("a line of an unknown team", u"/lines/1/team"_s, u"dalas"_s, u"/lines/1/team: there is no team 'dalas'"_s);
    row("calls through an unknown connection", u"/lines/0/calls"_s, u"twilio"_s, u"/lines/0/calls: there is no connection 'twilio'"_s);
    row("texts through an unknown connection", u"/lines/0/texts"_s, u"twilio"_s, u"/lines/0/texts: there is no connection 'twilio'"_s);
    row("a line that rings a line", u"/lines/0/forward_to"_s, QJsonArray{u"+12145550102"_s},
        u"/lines/0/forward_to/0: is a line itself, so that calls would go in circles"_s);
    row("a phone that rings twice", u"/lines/0/forward_to"_s, QJsonArray{u"+12145550190"_s, u"+12145550190"_s},
        u"/lines/0/forward_to/1: this number stands here twice"_s);
    row("a ring nobody can answer", u"/lines/0/ring_seconds"_s, 1, u"/lines/0/ring_seconds: expected at least 5"_s);
    row("texts faster than anybody sends", u"/lines/0/texts_per_second"_s, 1001, u"/lines/0/texts_per_second: expected at most 1000"_s);
    row("texts backwards", u"/lines/0/texts_per_second"_s, -0.5, u"/lines/0/texts_per_second: expected at least 0"_s);
    row("mail without a server", u"/mail/host"_s, gone, u"/mail/host: is missing"_s);
    row("a mail server as a web address", u"/mail/host"_s, u"https://smtp.example.com"_s,
        u"/mail/host: expected a name such as smtp.example.com"_s);
    row("a mail server with a path", u"/mail/host"_s, u"localhost/x"_s, u"/mail/host: expected a name such as smtp.example.com"_s);
    row("a mail server with its port", u"/mail/host"_s, u"localhost:25"_s, u"/mail/host: expected a name such as smtp.example.com"_s);
    row("a mail server with a user", u"/mail/host"_s, u"me@localhost"_s, u"/mail/host: expected a name such as smtp.example.com"_s);
    row("a port out of this world", u"/mail/port"_s, 65536, u"/mail/port: expected at most 65535"_s);
    row("a security that is none", u"/mail/security"_s, u"ssl"_s, u"/mail/security: expected \"starttls\" or \"tls\" or \"none\""_s);
    row("mail in the clear through the world", u"/mail/host"_s, u"smtp.example.com"_s,
        u"/mail/security: none is for a server on this machine; elsewhere, starttls or tls"_s);
    row("a user without a password", u"/mail/user"_s, u"office"_s, u"/mail/password_secret: is missing, to sign in as that user"_s);
    row("a password without a user", u"/mail/password_secret"_s, u"mail-password"_s,
        u"/mail/user: is missing, to sign in with that password"_s);
    row("mail from nobody", u"/mail/from_address"_s, gone, u"/mail/from_address: is missing"_s);
    row("mail from no address", u"/mail/from_address"_s, u"office"_s,
        u"/mail/from_address: expected an address such as office@example.com"_s);
    row("mail from a name with a line break", u"/mail/from_name"_s, u"Us\nBcc: kim@example.com"_s,
        u"/mail/from_name: has line breaks or other control characters"_s);
    row("an own number that is none", u"/own_numbers/0"_s, u"911"_s, u"/own_numbers/0: too short or too long for a phone number"_s);
    row("an own number twice", u"/own_numbers/1"_s, u"+1 214 555 0177"_s, u"/own_numbers/1: this number stands here twice"_s);
    row("a number as a number", u"/do_not_text/0"_s, 12145550178.0, u"/do_not_text/0: expected a text"_s);
    row("a lease of no time", u"/engine"_s, QJsonObject{{u"lease_seconds"_s, 0}}, u"/engine/lease_seconds: expected at least 1"_s);
    row("an unknown limit", u"/engine"_s, QJsonObject{{u"lease"_s, 1}}, u"/engine/lease: is not known here"_s);
}

void SetupTest::refuses()
{
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    QFETCH(QString, finding);
    const Result<Setup> setup = parseSetup(exampleWith(pointer, value));
    QVERIFY(!setup);
    QCOMPARE(setup.error().kind, ErrorKind::Invalid);
    QVERIFY2(setup.error().what.split(u'\n').contains(finding), qPrintable(setup.error().what));
}

void SetupTest::neverRepeatsASecret_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<bool>("saysWhereItBelongs");

    const QString secret = u"0123456789abcdef0123456789ABCDEF"_s;
    QTest::newRow("an inline auth token") << u"/connections/0/auth_token"_s << QJsonValue(secret) << true;
    QTest::newRow("an inline token in capitals") << u"/connections/0/AuthToken"_s << QJsonValue(secret) << true;
    QTest::newRow("an API key at the top") << u"/api_key"_s << QJsonValue(secret) << true;
    QTest::newRow("a password of a person") << u"/staff/0/password"_s << QJsonValue(secret) << true;
    QTest::newRow("a password of the mail") << u"/mail/password"_s << QJsonValue(secret) << true;
    QTest::newRow("a password in the place of the mail server") << u"/mail/host"_s << QJsonValue(u"me:%1@localhost"_s.arg(secret)) << false;
    QTest::newRow("the token in the place of its name") << u"/connections/0/auth_token_secret"_s << QJsonValue(secret) << true;
    QTest::newRow("a list in the place of its name") << u"/connections/0/auth_token_secret"_s << QJsonValue(QJsonArray{secret}) << false;
    QTest::newRow("the token in the place of the account") << u"/connections/0/account_sid"_s << QJsonValue(secret) << false;
    QTest::newRow("a password in an address") << u"/connections/0/base_url"_s << QJsonValue(u"https://me:%1@proxy.example"_s.arg(secret))
                                              << false;
    QTest::newRow("the token in the place of a number") << u"/own_numbers/0"_s << QJsonValue(secret) << false;
}

void SetupTest::neverRepeatsASecret()
{
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    QFETCH(bool, saysWhereItBelongs);
    const Result<Setup> setup = parseSetup(exampleWith(pointer, value));
    QVERIFY(!setup);
    const QString what = setup.error().what;
    QVERIFY2(what.startsWith(pointer + u": "_s), qPrintable(what));
    QVERIFY2(!what.contains("0123456789abcdef"_L1, Qt::CaseInsensitive), qPrintable(what));
    QVERIFY2(!saysWhereItBelongs || what.contains("keychain"_L1), qPrintable(what));
}

QTEST_APPLESS_MAIN(SetupTest)
#include "tst_setup.moc"

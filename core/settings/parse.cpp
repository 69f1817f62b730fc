#include "settings/setup.h"

#include "calls/emailaddress.h"
#include "playbook/schema.h"
#include "settings/calendarfields.h"
#include "settings/connectionfields.h"
#include "settings/leadfields.h"
#include "settings/peoplefields.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>
#include <QUrl>

namespace ringback::settings {

using namespace Qt::StringLiterals;
using calls::PhoneNumber;
using playbook::at;
using playbook::Findings;

namespace {

// A key that promises a secret, wherever it stands. The only ones that may hold such a word name an entry of the keychain.
void findSecrets(const QJsonValue &value, const QString &path, Findings &findings)
{
    static const QRegularExpression telling(u"token|secret|password|passwd|passphrase|credential|api_?key"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i)
        findSecrets(list.at(i), at(path, i), findings);
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        const bool isName = member.key().endsWith("_secret"_L1); // names an entry of the keychain; the schema knows no others
        if (!isName && telling.match(member.key()).hasMatch()) {
            findings.add(at(path, member.key()),
                         u"a secret does not belong in this file: put it into the keychain, and its name there into the"
                         " key that ends in _secret"_s);
        }
        findSecrets(member.value(), at(path, member.key()), findings);
    }
}

std::optional<PhoneNumber> readNumber(const QJsonValue &value, const QString &path, Findings &findings)
{
    const Result<PhoneNumber> number = PhoneNumber::parse(value.toString());
    if (!number) {
        findings.add(path, number.error().what);
        return std::nullopt;
    }
    return *number;
}

QList<PhoneNumber> readNumbers(const QJsonValue &value, const QString &path, Findings &findings)
{
    QList<PhoneNumber> numbers;
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const std::optional<PhoneNumber> number = readNumber(list.at(i), at(path, i), findings);
        if (!number)
            continue;
        if (numbers.contains(*number))
            findings.add(at(path, i), u"this number stands here twice"_s);
        numbers.append(*number);
    }
    return numbers;
}

Company readCompany(const QJsonObject &from, Findings &findings)
{
    const QString path = u"/company"_s;
    Company company;
    company.name = from.value("name"_L1).toString().trimmed();
    if (company.name.isEmpty())
        findings.add(at(path, u"name"_s), u"at least 1 characters"_s);
    if (from.contains("phone"_L1))
        company.phone = readNumber(from.value("phone"_L1), at(path, u"phone"_s), findings);
    company.timeZone = from.value("time_zone"_L1).toString(QString::fromLatin1(company.timeZone)).toUtf8();
    if (!QTimeZone::isTimeZoneIdAvailable(company.timeZone))
        findings.add(at(path, u"time_zone"_s), u"is not a time zone of the IANA list, such as America/Chicago"_s);
    company.language = from.value("language"_L1).toString(company.language);
    company.bookingLink = from.value("booking_link"_L1).toString();
    if (!company.bookingLink.isEmpty() && !isWebAddress(QUrl(company.bookingLink, QUrl::StrictMode)))
        findings.add(at(path, u"booking_link"_s), u"expected an address such as https://book.example/us"_s);
    return company;
}

QuietHoursSetting readQuietHours(const QJsonObject &document, Findings &findings)
{
    if (!document.contains("quiet_hours"_L1))
        return AsPlaybook{};
    if (document.value("quiet_hours"_L1).isNull())
        return SwitchedOff{};
    const QJsonObject from = document.value("quiet_hours"_L1).toObject();
    const playbook::QuietHours hours{.start = QTime::fromString(from.value("start"_L1).toString(), u"HH:mm"_s),
                                     .end = QTime::fromString(from.value("end"_L1).toString(), u"HH:mm"_s)};
    if (hours.start == hours.end)
        findings.add(u"/quiet_hours/end"_s, u"is the same as the start: give null for no quiet hours"_s);
    return hours;
}

Mail readMail(const QJsonObject &from)
{
    Mail mail;
    mail.host = from.value("host"_L1).toString();
    const QString security = from.value("security"_L1).toString(u"starttls"_s);
    if (security == "tls"_L1)
        mail.security = Mail::Security::Tls;
    else if (security == "none"_L1)
        mail.security = Mail::Security::None;
    mail.port = from.value("port"_L1).toInt(usualPort(mail.security));
    mail.user = from.value("user"_L1).toString();
    mail.passwordSecret = from.value("password_secret"_L1).toString();
    mail.fromAddress = from.value("from_address"_L1).toString();
    mail.fromName = from.value("from_name"_L1).toString();
    return mail;
}

std::optional<calls::Line> readLine(const QJsonObject &from, const QString &path, Findings &findings)
{
    const QList<PhoneNumber> forwardTo = readNumbers(from.value("forward_to"_L1), at(path, u"forward_to"_s), findings);
    const std::optional<PhoneNumber> number = readNumber(from.value("number"_L1), at(path, u"number"_s), findings);
    if (!number)
        return std::nullopt;
    calls::Line line{
        .number = *number,
        .label = from.value("label"_L1).toString(number->display()),
        .source = from.value("source"_L1).toString(),
        .team = from.value("team"_L1).toString(),
        .callsConnection = from.value("calls"_L1).toString(),
        .textsConnection = from.value("texts"_L1).toString(),
        .textsFrom = {},
        .forwardTo = forwardTo,
    };
    if (from.contains("texts_from"_L1))
        line.textsFrom = readNumber(from.value("texts_from"_L1), at(path, u"texts_from"_s), findings);
    line.ringSeconds = from.value("ring_seconds"_L1).toInt(line.ringSeconds);
    line.textsPerSecond = from.value("texts_per_second"_L1).toDouble(line.textsPerSecond);
    for (const auto skill : from.value("skills"_L1).toArray())
        line.skills.append(skill.toString());
    return line;
}

EngineLimits readEngine(const QJsonObject &from)
{
    const auto read = [&from](QLatin1StringView key, std::chrono::seconds otherwise) {
        return std::chrono::seconds(from.value(key).toInt(static_cast<int>(otherwise.count())));
    };
    const EngineLimits defaults;
    return {
        .lease = read("lease_seconds"_L1, defaults.lease),
        .lookAgain = read("look_again_seconds"_L1, defaults.lookAgain),
        .settle = read("settle_seconds"_L1, defaults.settle),
        .requestTimeout = read("request_timeout_seconds"_L1, defaults.requestTimeout),
    };
}

ConsoleRules readConsole(const QJsonObject &from)
{
    const auto read = [&from](QLatin1StringView key, std::chrono::minutes otherwise) {
        return std::chrono::minutes(from.value(key).toInt(static_cast<int>(otherwise.count())));
    };
    const ConsoleRules usual;
    return {.awayAfter = read("away_after_minutes"_L1, usual.awayAfter), .lockAfter = read("lock_after_minutes"_L1, usual.lockAfter)};
}

template <class Item>
QList<Item> readList(const QJsonValue &value, const QString &path, Item (*readItem)(const QJsonObject &, const QString &, Findings &),
                     Findings &findings)
{
    QList<Item> items;
    QSet<QString> ids;
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        items.append(readItem(list.at(i).toObject(), at(path, i), findings));
        if (ids.contains(items.last().id))
            findings.add(at(at(path, i), u"id"_s), u"another one has this id"_s);
        ids.insert(items.last().id);
    }
    return items;
}

QList<calls::Line> readLines(const QJsonValue &value, Findings &findings)
{
    QList<calls::Line> lines;
    QSet<PhoneNumber> numbers;
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString path = at(u"/lines"_s, i);
        const std::optional<calls::Line> line = readLine(list.at(i).toObject(), path, findings);
        if (!line)
            continue;
        if (numbers.contains(line->number))
            findings.add(at(path, u"number"_s), u"another line has this number"_s);
        numbers.insert(line->number);
        lines.append(*line);
    }
    return lines;
}

void checkMail(const Mail &mail, Findings &findings)
{
    const QString path = u"/mail"_s;
    // QUrl knows names, addresses and their spellings; the port is a key of its own.
    QUrl url;
    url.setScheme(u"smtp"_s);
    url.setHost(mail.host, QUrl::StrictMode);
    if (url.host().isEmpty())
        findings.add(at(path, u"host"_s), u"expected a name such as smtp.example.com"_s);
    if (mail.security == Mail::Security::None && !isThisMachine(mail.host))
        findings.add(at(path, u"security"_s), u"none is for a server on this machine; elsewhere, starttls or tls"_s);
    if (!mail.user.isEmpty() && mail.passwordSecret.isEmpty())
        findings.add(at(path, u"password_secret"_s), u"is missing, to sign in as that user"_s);
    if (mail.user.isEmpty() && !mail.passwordSecret.isEmpty())
        findings.add(at(path, u"user"_s), u"is missing, to sign in with that password"_s);
    if (!calls::isEmailAddress(mail.fromAddress))
        findings.add(at(path, u"from_address"_s), u"expected an address such as office@example.com"_s);
    for (const auto &[key, value] : {std::pair(u"user"_s, mail.user), std::pair(u"from_name"_s, mail.fromName)}) {
        if (calls::hasControlCharacters(value))
            findings.add(at(path, key), u"has line breaks or other control characters"_s);
    }
}

void checkLines(const Setup &setup, const QSet<QString> &teams, Findings &findings)
{
    for (qsizetype i = 0; i < setup.lines.size(); ++i) { // the indexes are the document's: this runs only where every line was read
        const calls::Line &line = setup.lines.at(i);
        const QString path = at(u"/lines"_s, i);
        if (!line.team.isEmpty() && !teams.contains(line.team))
            findings.add(at(path, u"team"_s), u"there is no team '%1'"_s.arg(line.team));
        if (setup.connection(line.callsConnection) == nullptr)
            findings.add(at(path, u"calls"_s), u"there is no connection '%1'"_s.arg(line.callsConnection));
        const Connection *const texts = setup.connection(line.textsConnection);
        if (!line.textsConnection.isEmpty() && texts == nullptr)
            findings.add(at(path, u"texts"_s), u"there is no connection '%1'"_s.arg(line.textsConnection));
        if (texts != nullptr && !canText(*texts))
            findings.add(at(path, u"texts"_s), u"that connection sends no texts: name another, or leave this out"_s);
        if (line.textsFrom && line.textsFrom != line.number && setup.line(*line.textsFrom) != nullptr)
            findings.add(at(path, u"texts_from"_s), u"is a line itself, whose own callers' answers would be mixed up with these"_s);
        for (qsizetype j = 0; j < line.forwardTo.size(); ++j) {
            if (setup.line(line.forwardTo.at(j)) != nullptr)
                findings.add(at(at(path, u"forward_to"_s), j), u"is a line itself, so that calls would go in circles"_s);
        }
    }
}

// Pulses and jobs are kept by connection, whatever it connects to.
void checkConnectionIds(const Setup &setup, Findings &findings)
{
    QSet<QString> ids = {Mail::connectionId()};
    for (const Connection &connection : setup.connections)
        ids.insert(connection.id);
    const auto check = [&](const auto &connections, const QString &path) {
        for (qsizetype i = 0; i < connections.size(); ++i) {
            if (ids.contains(connections.at(i).id))
                findings.add(at(at(path, i), u"id"_s), u"another connection has this id"_s);
            ids.insert(connections.at(i).id);
        }
    };
    check(setup.leadSystems, u"/lead_systems"_s);
    check(setup.calendars, u"/calendars"_s);
    check(setup.bookingPages, u"/booking_pages"_s);
}

void checkCalendars(const Setup &setup, Findings &findings)
{
    for (qsizetype i = 0; i < setup.calendars.size(); ++i) {
        if (setup.person(setup.calendars.at(i).staff) == nullptr)
            findings.add(at(at(u"/calendars"_s, i), u"staff"_s), u"there is nobody with the id '%1'"_s.arg(setup.calendars.at(i).staff));
    }
}

void checkMeaning(const Setup &setup, qsizetype lineCount, Findings &findings)
{
    if (!playbook::presets().contains(setup.playbook)) {
        findings.add(u"/playbook"_s, u"there is no playbook '%1'; there are: %2"_s.arg(setup.playbook, playbook::presets().join(u", "_s)));
    }
    QSet<QString> teams;
    for (const calls::Team &team : setup.teams)
        teams.insert(team.id);
    checkPeople(setup, findings);
    checkConnectionIds(setup, findings);
    checkCalendars(setup, findings);
    if (setup.mail)
        checkMail(*setup.mail, findings);
    if (setup.lines.size() == lineCount)
        checkLines(setup, teams, findings);
}

} // namespace

Result<Setup> parseSetup(const QByteArray &json)
{
    const Result<QJsonObject> document = playbook::readObject(json);
    if (!document)
        return failure(document);
    Findings secrets;
    findSecrets(*document, QString(), secrets);
    if (!secrets.isEmpty())
        return tl::unexpected<Error>(secrets.error());
    if (const Done valid = playbook::checkSchema(*document, u":/schemas/setup.schema.json"_s); !valid)
        return failure(valid);

    Findings findings;
    Setup setup;
    setup.company = readCompany(document->value("company"_L1).toObject(), findings);
    setup.playbook = document->value("playbook"_L1).toString();
    setup.quietHours = readQuietHours(*document, findings);
    setup.teams = readList(document->value("teams"_L1), u"/teams"_s, readTeam, findings);
    setup.staff = readList(document->value("staff"_L1), u"/staff"_s, readPerson, findings);
    setup.connections = readConnections(document->value("connections"_L1).toArray(), findings);
    setup.leadSystems = readLeadSystems(document->value("lead_systems"_L1).toArray(), findings);
    setup.calendars = readCalendars(document->value("calendars"_L1).toArray(), findings);
    setup.bookingPages = readBookingPages(document->value("booking_pages"_L1).toArray());
    if (document->contains("mail"_L1))
        setup.mail = readMail(document->value("mail"_L1).toObject());
    setup.lines = readLines(document->value("lines"_L1), findings);
    setup.ownNumbers = readNumbers(document->value("own_numbers"_L1), u"/own_numbers"_s, findings);
    setup.doNotText = readNumbers(document->value("do_not_text"_L1), u"/do_not_text"_s, findings);
    setup.engine = readEngine(document->value("engine"_L1).toObject());
    setup.console = readConsole(document->value("console"_L1).toObject());
    checkMeaning(setup, document->value("lines"_L1).toArray().size(), findings);
    if (!findings.isEmpty())
        return tl::unexpected<Error>(findings.error());
    return setup;
}

} // namespace ringback::settings

#include "settings/connectionfields.h"

#include "calls/emailaddress.h"
#include "calls/samplefields.h"
#include "settings/jsonmembers.h"

#include <QHostAddress>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

namespace ringback::settings {

using namespace Qt::StringLiterals;
using playbook::at;
using playbook::Findings;

namespace {

enum class Need { Must, May };

template <class Enum>
using EnumWords = std::initializer_list<std::pair<Enum, const char16_t *>>;

// What a connection of each type has in the document. One list serves reading and writing: `io` is a Reader or a Writer.

template <class Io>
void visit(TwilioAccount &account, Io &io)
{
    io.text(u"account_sid"_s, account.accountSid, Need::Must);
    io.secret(u"auth_token_secret"_s, account.authTokenSecret, Need::Must);
    io.text(u"messaging_service_sid"_s, account.messagingServiceSid, Need::May);
    io.flag(u"look_up_numbers"_s, account.lookUpNumbers);
    io.seconds(u"short_talk_seconds"_s, account.shortTalk);
    using WithoutLegs = TwilioAccount::WithoutLegs;
    io.word(u"without_legs"_s, account.withoutLegs,
            EnumWords<WithoutLegs>{{WithoutLegs::Missed, u"missed"}, {WithoutLegs::Unclear, u"unclear"}});
}

template <class Io>
void visit(RingCentralAccount &account, Io &io)
{
    using SignIn = RingCentralAccount::SignIn;
    using Receive = RingCentralAccount::Receive;
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.secret(u"client_secret"_s, account.clientSecret, Need::May);
    io.word(u"sign_in"_s, account.signIn, EnumWords<SignIn>{{SignIn::Jwt, u"jwt"}, {SignIn::Browser, u"browser"}});
    io.secret(u"credential_secret"_s, account.credentialSecret, Need::Must);
    io.word(u"receive"_s, account.receive, EnumWords<Receive>{{Receive::WebSocket, u"websocket"}, {Receive::Webhook, u"webhook"}});
    io.secret(u"verification_secret"_s, account.verificationSecret, account.receive == Receive::Webhook ? Need::Must : Need::May);
    io.text(u"extension"_s, account.extension, Need::May);
}

template <class Io>
void visit(QuoAccount &account, Io &io)
{
    using Counts = QuoAccount::Counts;
    const EnumWords<Counts> counts = {{Counts::Answered, u"answered"}, {Counts::Missed, u"missed"}, {Counts::Unclear, u"unclear"}};
    io.secret(u"api_key_secret"_s, account.apiKeySecret, Need::Must);
    io.secret(u"webhook_secret"_s, account.webhookSecret, Need::May);
    io.secret(u"older_webhook_secret"_s, account.olderWebhookSecret, Need::May);
    io.word(u"machine_answered"_s, account.machineAnswered, counts);
    io.word(u"forwarded"_s, account.forwarded, counts);
    io.seconds(u"short_talk_seconds"_s, account.shortTalk);
}

template <class Io>
void visit(GenericHook &hook, Io &io)
{
    using Proof = GenericHook::Proof;
    using Encoding = GenericHook::Encoding;
    io.word(u"proof"_s, hook.proof, EnumWords<Proof>{{Proof::Hmac, u"hmac"}, {Proof::Bearer, u"bearer"}, {Proof::Basic, u"basic"}});
    io.secret(u"proof_secret"_s, hook.proofSecret, Need::Must);
    io.text(u"user"_s, hook.user, hook.proof == Proof::Basic ? Need::Must : Need::May);
    io.text(u"signature_header"_s, hook.signatureHeader, Need::May);
    io.text(u"signature_prefix"_s, hook.signaturePrefix, Need::May);
    io.text(u"signature_algorithm"_s, hook.signatureAlgorithm, Need::May);
    io.word(u"signature_encoding"_s, hook.signatureEncoding, EnumWords<Encoding>{{Encoding::Hex, u"hex"}, {Encoding::Base64, u"base64"}});
    io.text(u"timestamp_header"_s, hook.timestampHeader, Need::May);
    io.texts(u"fields"_s, hook.fields);
    io.lists(u"words"_s, hook.words);
}

template <class Io>
void visit(GoogleVoiceMailbox &mailbox, Io &io)
{
    io.text(u"host"_s, mailbox.host, Need::May);
    io.number(u"port"_s, mailbox.port);
    io.text(u"user"_s, mailbox.user, Need::Must);
    io.secret(u"password_secret"_s, mailbox.passwordSecret, Need::Must);
    io.text(u"folder"_s, mailbox.folder, Need::May);
    io.text(u"trusted_host"_s, mailbox.trustedHost, Need::Must);
    io.numbers(u"lines"_s, mailbox.lines);
    io.flag(u"with_tls"_s, mailbox.withTls);
}

class Reader final {
public:
    Reader(const QJsonObject &from, QString path, Findings &findings)
        : m_from(from)
        , m_path(std::move(path))
        , m_findings(findings)
    {}

    void text(const QString &key, QString &value, Need need)
    {
        m_known.insert(key);
        value = m_from.value(key).toString(value);
        if (need == Need::Must && value.isEmpty())
            m_findings.add(at(m_path, key), u"is missing"_s);
    }
    void secret(const QString &key, QString &name, Need need)
    {
        static const QRegularExpression value(u"^([0-9a-f]{32}|whsec_.*|ey[A-Za-z0-9_-]+\\..*)$"_s,
                                              QRegularExpression::CaseInsensitiveOption);
        text(key, name, need);
        if (value.match(name).hasMatch())
            m_findings.add(at(m_path, key),
                           u"looks like the secret itself: put that into the keychain, and only its name there into this file"_s);
    }
    void flag(const QString &key, bool &value)
    {
        m_known.insert(key);
        value = m_from.value(key).toBool(value);
    }
    void number(const QString &key, int &value)
    {
        m_known.insert(key);
        value = m_from.value(key).toInt(value);
    }
    void seconds(const QString &key, std::chrono::seconds &value)
    {
        m_known.insert(key);
        value = std::chrono::seconds(m_from.value(key).toInt(static_cast<int>(value.count())));
    }
    template <class Enum>
    void word(const QString &key, Enum &value, EnumWords<Enum> words)
    {
        m_known.insert(key);
        if (!m_from.contains(key))
            return;
        QStringList known;
        for (const auto &[candidate, text] : words) {
            known.append(u'"' + QString::fromUtf16(text) + u'"');
            if (m_from.value(key).toString() == QStringView(text)) {
                value = candidate;
                return;
            }
        }
        m_findings.add(at(m_path, key), u"expected one of "_s + known.join(u", "_s));
    }
    void texts(const QString &key, QMap<QString, QString> &values)
    {
        m_known.insert(key);
        const QJsonObject object = m_from.value(key).toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            values.insert(it.key(), it.value().toString());
    }
    void lists(const QString &key, QMap<QString, QStringList> &values)
    {
        m_known.insert(key);
        const QJsonObject object = m_from.value(key).toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            for (const auto each : it.value().toArray())
                values[it.key()].append(each.toString());
        }
    }
    void numbers(const QString &key, QMap<QString, calls::PhoneNumber> &values)
    {
        m_known.insert(key);
        const QJsonObject object = m_from.value(key).toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(it.value().toString());
            if (number)
                values.insert(it.key().toLower(), *number);
            else
                m_findings.add(at(at(m_path, key), it.key()), number.error().what);
        }
    }

    void refuseOthers(const QString &type) const
    {
        static const QSet<QString> common = {u"id"_s, u"type"_s, u"base_url"_s, u"poll_seconds"_s};
        for (const QString &key : m_from.keys()) {
            if (!m_known.contains(key) && !common.contains(key))
                m_findings.add(at(m_path, key), u"is not known for a connection of the type \"%1\""_s.arg(type));
        }
    }

private:
    const QJsonObject &m_from;
    const QString m_path;
    Findings &m_findings;
    QSet<QString> m_known;
};

class Writer final {
public:
    struct Entry {
        QString key;
        QByteArray value;
        bool isNeeded = false;
    };

    void text(const QString &key, const QString &value, Need need) { add(key, json(value), need == Need::Must); }
    void secret(const QString &key, const QString &name, Need need) { text(key, name, need); }
    void flag(const QString &key, bool value) { add(key, value ? "true" : "false"); }
    void number(const QString &key, int value) { add(key, QByteArray::number(value)); }
    void seconds(const QString &key, std::chrono::seconds value) { add(key, json(value)); }
    template <class Enum>
    void word(const QString &key, Enum value, EnumWords<Enum> words)
    {
        for (const auto &[candidate, text] : words) {
            if (candidate == value)
                add(key, json(QString::fromUtf16(text)));
        }
    }
    void texts(const QString &key, const QMap<QString, QString> &values)
    {
        addMap(key, values, [](const QString &value) { return json(value); });
    }
    void lists(const QString &key, const QMap<QString, QStringList> &values)
    {
        addMap(key, values, [](const QStringList &value) { return jsonList(value); });
    }
    void numbers(const QString &key, const QMap<QString, calls::PhoneNumber> &values)
    {
        addMap(key, values, [](const calls::PhoneNumber &value) { return json(value.e164()); });
    }

    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }

private:
    void add(const QString &key, const QByteArray &value, bool isNeeded = false) { m_entries.append({key, value, isNeeded}); }
    template <class Map, class Write>
    void addMap(const QString &key, const Map &values, const Write &write)
    {
        Members members;
        for (auto it = values.begin(); it != values.end(); ++it)
            members.append({jsonKey(it.key()), write(it.value())});
        add(key, onOneLine(members));
    }

    QList<Entry> m_entries;
};

// What is as usual is left out.
template <class AnyAccount>
Members membersOf(AnyAccount account)
{
    AnyAccount usual;
    Writer mine;
    Writer asUsual;
    visit(account, mine);
    visit(usual, asUsual);
    Members members;
    for (qsizetype i = 0; i < mine.entries().size(); ++i) {
        const Writer::Entry &entry = mine.entries().at(i);
        if (entry.isNeeded || entry.value != asUsual.entries().at(i).value)
            members.append({jsonKey(entry.key), entry.value});
    }
    return members;
}

// What the fields mean together.
void check(const Connection &connection, const QString &path, Findings &findings)
{
    if (!connection.baseUrl.isEmpty()) {
        const QUrl url(connection.baseUrl, QUrl::StrictMode);
        if (!isWebAddress(url) || url.hasQuery() || url.hasFragment())
            findings.add(at(path, u"base_url"_s), u"expected an address such as https://api.example.com, without a query or a password"_s);
    }
    if (const auto *hook = std::get_if<GenericHook>(&connection.account)) {
        for (auto field = hook->fields.begin(); field != hook->fields.end(); ++field) {
            if (!field->startsWith(u'/'))
                findings.add(at(at(path, u"fields"_s), field.key()), u"expected a JSON Pointer such as /data/from"_s);
            if (!calls::postedFields().contains(field.key()))
                findings.add(at(at(path, u"fields"_s), field.key()), u"is none of our fields"_s);
        }
        for (auto word = hook->words.begin(); word != hook->words.end(); ++word) {
            if (!calls::postedWords().contains(word.key()))
                findings.add(at(at(path, u"words"_s), word.key()), u"is none of our words"_s);
        }
        if (!QStringList{u"sha1"_s, u"sha256"_s, u"sha512"_s}.contains(hook->signatureAlgorithm))
            findings.add(at(path, u"signature_algorithm"_s), u"expected one of \"sha1\", \"sha256\", \"sha512\""_s);
    }
    if (const auto *mailbox = std::get_if<GoogleVoiceMailbox>(&connection.account)) {
        if (!mailbox->withTls && !isThisMachine(mailbox->host))
            findings.add(at(path, u"with_tls"_s), u"false is for a server on this machine only"_s);
        for (const QString &text : {mailbox->host, mailbox->user, mailbox->folder, mailbox->trustedHost}) {
            if (calls::hasControlCharacters(text))
                findings.add(path, u"has line breaks or other control characters"_s);
        }
    }
}

template <class AnyAccount>
Account read(const QJsonObject &from, const QString &path, Findings &findings)
{
    AnyAccount account;
    Reader reader(from, path, findings);
    visit(account, reader);
    reader.refuseOthers(from.value("type"_L1).toString());
    return account;
}

using ReadAccount = Account (*)(const QJsonObject &, const QString &, Findings &);
const QList<std::pair<QString, ReadAccount>> &readers() // in the order of Account, and of screens
{
    static const QList<std::pair<QString, ReadAccount>> list = {
        {u"twilio"_s, read<TwilioAccount>}, {u"ringcentral"_s, read<RingCentralAccount>},  {u"quo"_s, read<QuoAccount>},
        {u"generic"_s, read<GenericHook>},  {u"google_voice"_s, read<GoogleVoiceMailbox>},
    };
    return list;
}

Connection readConnection(const QJsonObject &from, const QString &path, Findings &findings)
{
    Connection connection;
    connection.id = from.value("id"_L1).toString();
    connection.baseUrl = from.value("base_url"_L1).toString();
    while (connection.baseUrl.endsWith(u'/')) // requests add a path that begins with one
        connection.baseUrl.chop(1);
    connection.pollEvery = std::chrono::seconds(from.value("poll_seconds"_L1).toInt());
    for (const auto &[type, readAccount] : readers()) {
        if (from.value("type"_L1).toString() == type)
            connection.account = readAccount(from, path, findings);
    }
    check(connection, path, findings);
    return connection;
}

} // namespace

QStringList phoneSystemTypes()
{
    QStringList types;
    for (const auto &reader : readers())
        types.append(reader.first);
    return types;
}

QString Connection::type() const
{
    return readers().at(static_cast<qsizetype>(account.index())).first;
}

QList<SecretName> Connection::secrets() const
{
    struct {
        const Connection &connection;

        QList<SecretName> operator()(const TwilioAccount &twilio) const { return {{twilio.authTokenSecret}}; }
        QList<SecretName> operator()(const RingCentralAccount &ringCentral) const
        {
            const bool byWebhook = ringCentral.receive == RingCentralAccount::Receive::Webhook;
            return {{ringCentral.credentialSecret}, {ringCentral.clientSecret}, {byWebhook ? ringCentral.verificationSecret : QString()}};
        }
        QList<SecretName> operator()(const QuoAccount &quo) const
        {
            return {{quo.apiKeySecret}, {webhookKeyName(connection), false}, {quo.olderWebhookSecret, false}};
        }
        QList<SecretName> operator()(const GenericHook &hook) const { return {{hook.proofSecret}}; }
        QList<SecretName> operator()(const GoogleVoiceMailbox &mailbox) const { return {{mailbox.passwordSecret}}; }
    } const namesOf{*this};
    QList<SecretName> names = std::visit(namesOf, account);
    names.removeIf([](const SecretName &secret) { return secret.name.isEmpty(); });
    return names;
}

QString webhookKeyName(const Connection &connection)
{
    const auto *const quo = std::get_if<QuoAccount>(&connection.account);
    if (!quo)
        return {};
    return quo->webhookSecret.isEmpty() ? connection.id + u"-webhook-key"_s : quo->webhookSecret;
}

QList<Connection> readConnections(const QJsonArray &from, Findings &findings)
{
    QList<Connection> connections;
    QSet<QString> ids;
    for (qsizetype i = 0; i < from.size(); ++i) {
        const QString path = at(u"/connections"_s, i);
        connections.append(readConnection(from.at(i).toObject(), path, findings));
        if (ids.contains(connections.last().id))
            findings.add(at(path, u"id"_s), u"another one has this id"_s);
        ids.insert(connections.last().id);
    }
    return connections;
}

QByteArray connectionJson(const Connection &connection)
{
    Members members = {{"id", json(connection.id)}, {"type", json(connection.type())}};
    members += std::visit([](const auto &account) { return membersOf(account); }, connection.account);
    if (!connection.baseUrl.isEmpty())
        members.append({"base_url", json(connection.baseUrl)});
    if (connection.pollEvery.count() != 0)
        members.append({"poll_seconds", json(connection.pollEvery)});
    return onLines(members, 4);
}

bool canText(const Connection &connection)
{
    return !std::holds_alternative<GenericHook>(connection.account) && !std::holds_alternative<GoogleVoiceMailbox>(connection.account);
}

bool isWebAddress(const QUrl &url)
{
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1) && !url.host().isEmpty() && url.userInfo().isEmpty();
}

bool isThisMachine(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace ringback::settings

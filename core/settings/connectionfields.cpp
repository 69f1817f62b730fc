#include "settings/connectionfields.h"

#include "calls/emailaddress.h"
#include "calls/samplefields.h"
#include "settings/connectiontypes.h"

#include <QHostAddress>
#include <QJsonObject>
#include <QSet>

namespace ringback::settings {

using namespace Qt::StringLiterals;
using playbook::at;
using playbook::Findings;

// What a connection of each type has in the document (settings/fieldio.h, which finds them by their argument).

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

namespace {

// What the fields mean together.
void check(const Connection &connection, const QString &path, Findings &findings)
{
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

const AccountTypes<Account> &accountTypes()
{
    static const AccountTypes<Account> list = {
        {u"twilio"_s, readAs<Account, TwilioAccount>},
        {u"ringcentral"_s, readAs<Account, RingCentralAccount>},
        {u"quo"_s, readAs<Account, QuoAccount>},
        {u"generic"_s, readAs<Account, GenericHook>},
        {u"google_voice"_s, readAs<Account, GoogleVoiceMailbox>},
    };
    return list;
}

} // namespace

QStringList phoneSystemTypes()
{
    return typesOf(accountTypes());
}

QString Connection::type() const
{
    return accountTypes().at(static_cast<qsizetype>(account.index())).first;
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
        Connection connection;
        readConnection(connection, from.at(i).toObject(), accountTypes(), {}, u"https://api.example.com"_s, path, findings);
        check(connection, path, findings);
        connections.append(connection);
        if (ids.contains(connections.last().id))
            findings.add(at(path, u"id"_s), u"another one has this id"_s);
        ids.insert(connections.last().id);
    }
    return connections;
}

QByteArray connectionJson(const Connection &connection)
{
    Members members = {{"id", json(connection.id)}, {"type", json(connection.type())}};
    members += accountMembers(connection);
    members += requestMembers(connection);
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

void checkAddress(const QString &address, const QString &example, const QString &path, Findings &findings)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!isWebAddress(url) || url.hasQuery() || url.hasFragment())
        findings.add(path, u"expected an address such as %1, without a query or a password"_s.arg(example));
}

bool isThisMachine(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace ringback::settings

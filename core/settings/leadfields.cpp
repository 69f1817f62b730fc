#include "settings/leadfields.h"

#include "settings/connectionfields.h"
#include "settings/fieldio.h"

namespace ringback::settings {

using namespace Qt::StringLiterals;
using playbook::at;
using playbook::Findings;

// What a connection of each type has in the document (settings/fieldio.h, which finds them by their argument).

template <class Io>
void visit(JobberAccount &account, Io &io)
{
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.secret(u"client_secret"_s, account.clientSecret, Need::Must);
    io.secret(u"credential_secret"_s, account.credentialSecret, Need::Must);
    io.text(u"api_version"_s, account.version, Need::May);
}

template <class Io>
void visit(ServiceTitanAccount &account, Io &io)
{
    io.text(u"tenant"_s, account.tenant, Need::Must);
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.secret(u"client_secret"_s, account.clientSecret, Need::Must);
    io.secret(u"app_key_secret"_s, account.appKeySecret, Need::Must);
    io.text(u"booking_provider"_s, account.bookingProvider, Need::May);
    io.flag(u"integration"_s, account.integration);
    io.text(u"web_host"_s, account.webHost, Need::May);
}

template <class Io>
void visit(AccuLynxAccount &account, Io &io)
{
    io.secret(u"api_key_secret"_s, account.apiKeySecret, Need::Must);
}

template <class Io>
void visit(GreenhouseAccount &account, Io &io)
{
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.secret(u"client_secret"_s, account.clientSecret, Need::Must);
    io.text(u"user_id"_s, account.userId, Need::Must);
}

template <class Io>
void visit(LeverAccount &account, Io &io)
{
    io.secret(u"api_key_secret"_s, account.apiKeySecret, Need::Must);
    io.text(u"perform_as"_s, account.performAs, Need::May);
    io.flag(u"sandbox"_s, account.sandbox);
}

template <class Io>
void visit(BullhornAccount &account, Io &io)
{
    using Fee = BullhornAccount::Fee;
    io.text(u"username"_s, account.username, Need::Must);
    io.text(u"client_id"_s, account.clientId, Need::Must);
    io.secret(u"client_secret"_s, account.clientSecret, Need::Must);
    io.secret(u"credential_secret"_s, account.credentialSecret, Need::Must);
    io.text(u"cluster"_s, account.cluster, Need::May);
    io.word(u"small_fee"_s, account.smallFee, EnumWords<Fee>{{Fee::ShareOfSalary, u"share_of_salary"}, {Fee::Amount, u"amount"}});
}

template <class Io>
void visit(GoogleSheet &sheet, Io &io)
{
    using SignIn = GoogleSheet::SignIn;
    io.text(u"spreadsheet_id"_s, sheet.spreadsheetId, Need::Must);
    io.text(u"sheet"_s, sheet.sheet, Need::May);
    io.word(u"sign_in"_s, sheet.signIn, EnumWords<SignIn>{{SignIn::ServiceAccount, u"service_account"}, {SignIn::Browser, u"browser"}});
    const Need need = sheet.signIn == SignIn::Browser ? Need::Must : Need::May;
    io.text(u"client_id"_s, sheet.clientId, need);
    io.secret(u"client_secret"_s, sheet.clientSecret, need);
    io.secret(u"credential_secret"_s, sheet.credentialSecret, Need::Must);
}

template <class Io>
void visit(OutgoingHook &hook, Io &io)
{
    io.secret(u"address_secret"_s, hook.addressSecret, Need::Must);
    io.secret(u"signing_secret"_s, hook.signingSecret, Need::May);
    io.list(u"events"_s, hook.events);
}

namespace {

template <class AnyAccount>
LeadAccount read(const QJsonObject &from, const QString &path, Findings &findings)
{
    AnyAccount account;
    FieldReader reader(from, path, findings);
    visit(account, reader);
    reader.refuseOthers({u"id"_s, u"type"_s, u"choices"_s, u"base_url"_s, u"poll_seconds"_s});
    return account;
}

using ReadAccount = LeadAccount (*)(const QJsonObject &, const QString &, Findings &);
const QList<std::pair<QString, ReadAccount>> &readers() // in the order of LeadAccount, and of screens
{
    static const QList<std::pair<QString, ReadAccount>> list = {
        {u"jobber"_s, read<JobberAccount>},      {u"servicetitan"_s, read<ServiceTitanAccount>},
        {u"acculynx"_s, read<AccuLynxAccount>},  {u"greenhouse"_s, read<GreenhouseAccount>},
        {u"lever"_s, read<LeverAccount>},        {u"bullhorn"_s, read<BullhornAccount>},
        {u"google_sheets"_s, read<GoogleSheet>}, {u"webhook"_s, read<OutgoingHook>},
    };
    return list;
}

LeadConnection readLeadSystem(const QJsonObject &from, const QString &path, Findings &findings)
{
    LeadConnection connection;
    connection.id = from.value("id"_L1).toString();
    connection.baseUrl = from.value("base_url"_L1).toString();
    while (connection.baseUrl.endsWith(u'/')) // requests add a path that begins with one
        connection.baseUrl.chop(1);
    connection.pollEvery = std::chrono::seconds(from.value("poll_seconds"_L1).toInt());
    const QJsonObject choices = from.value("choices"_L1).toObject();
    for (auto it = choices.begin(); it != choices.end(); ++it)
        connection.choices.insert(it.key(), it.value().toString());
    for (const auto &[type, readAccount] : readers()) {
        if (from.value("type"_L1).toString() == type)
            connection.account = readAccount(from, path, findings);
    }
    if (!connection.baseUrl.isEmpty()) {
        const QUrl url(connection.baseUrl, QUrl::StrictMode);
        if (!isWebAddress(url) || url.hasQuery() || url.hasFragment())
            findings.add(at(path, u"base_url"_s), u"expected an address such as https://api.example.com, without a query or a password"_s);
    }
    if (const auto *titan = std::get_if<ServiceTitanAccount>(&connection.account);
        titan && !isWebAddress(QUrl(titan->webHost, QUrl::StrictMode)))
        findings.add(at(path, u"web_host"_s), u"expected an address such as https://go.servicetitan.com"_s);
    return connection;
}

} // namespace

QStringList leadSystemTypes()
{
    QStringList types;
    for (const auto &reader : readers())
        types.append(reader.first);
    return types;
}

QString LeadConnection::type() const
{
    return readers().at(static_cast<qsizetype>(account.index())).first;
}

QList<SecretName> LeadConnection::secrets() const
{
    struct {
        QList<SecretName> operator()(const JobberAccount &jobber) const { return {{jobber.clientSecret}, {jobber.credentialSecret}}; }
        QList<SecretName> operator()(const ServiceTitanAccount &titan) const { return {{titan.clientSecret}, {titan.appKeySecret}}; }
        QList<SecretName> operator()(const AccuLynxAccount &accuLynx) const { return {{accuLynx.apiKeySecret}}; }
        QList<SecretName> operator()(const GreenhouseAccount &greenhouse) const { return {{greenhouse.clientSecret}}; }
        QList<SecretName> operator()(const LeverAccount &lever) const { return {{lever.apiKeySecret}}; }
        QList<SecretName> operator()(const BullhornAccount &bullhorn) const
        {
            return {{bullhorn.clientSecret}, {bullhorn.credentialSecret}};
        }
        QList<SecretName> operator()(const GoogleSheet &sheet) const
        {
            const bool byBrowser = sheet.signIn == GoogleSheet::SignIn::Browser;
            return {{sheet.credentialSecret}, {byBrowser ? sheet.clientSecret : QString()}};
        }
        QList<SecretName> operator()(const OutgoingHook &hook) const { return {{hook.addressSecret}, {hook.signingSecret}}; }
    } const namesOf;
    QList<SecretName> names = std::visit(namesOf, account);
    names.removeIf([](const SecretName &secret) { return secret.name.isEmpty(); });
    return names;
}

QString LeadConnection::staffOf(const QString &user) const
{
    static const QString prefix = u"user."_s;
    for (auto choice = choices.begin(); choice != choices.end(); ++choice) {
        if (!user.isEmpty() && choice.value() == user && choice.key().startsWith(prefix))
            return choice.key().sliced(prefix.size());
    }
    return {};
}

QList<LeadConnection> readLeadSystems(const QJsonArray &from, Findings &findings)
{
    QList<LeadConnection> connections;
    for (qsizetype i = 0; i < from.size(); ++i)
        connections.append(readLeadSystem(from.at(i).toObject(), at(u"/lead_systems"_s, i), findings));
    return connections;
}

QByteArray leadSystemJson(const LeadConnection &connection)
{
    Members members = {{"id", json(connection.id)}, {"type", json(connection.type())}};
    members += std::visit([](const auto &account) { return membersOf(account); }, connection.account);
    if (!connection.choices.isEmpty()) {
        Members choices;
        for (auto it = connection.choices.begin(); it != connection.choices.end(); ++it)
            choices.append({jsonKey(it.key()), json(it.value())});
        members.append({"choices", onLines(choices, 6)});
    }
    if (!connection.baseUrl.isEmpty())
        members.append({"base_url", json(connection.baseUrl)});
    if (connection.pollEvery.count() != 0)
        members.append({"poll_seconds", json(connection.pollEvery)});
    return onLines(members, 4);
}

} // namespace ringback::settings

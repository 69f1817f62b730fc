#include "settings/leadfields.h"

#include "settings/connectiontypes.h"

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

const AccountTypes<LeadAccount> &accountTypes()
{
    static const AccountTypes<LeadAccount> list = {
        {u"jobber"_s, readAs<LeadAccount, JobberAccount>},      {u"servicetitan"_s, readAs<LeadAccount, ServiceTitanAccount>},
        {u"acculynx"_s, readAs<LeadAccount, AccuLynxAccount>},  {u"greenhouse"_s, readAs<LeadAccount, GreenhouseAccount>},
        {u"lever"_s, readAs<LeadAccount, LeverAccount>},        {u"bullhorn"_s, readAs<LeadAccount, BullhornAccount>},
        {u"google_sheets"_s, readAs<LeadAccount, GoogleSheet>}, {u"webhook"_s, readAs<LeadAccount, OutgoingHook>},
    };
    return list;
}

LeadConnection readLeadSystem(const QJsonObject &from, const QString &path, Findings &findings)
{
    LeadConnection connection;
    readConnection(connection, from, accountTypes(), {u"choices"_s}, u"https://api.example.com"_s, path, findings);
    const QJsonObject choices = from.value("choices"_L1).toObject();
    for (auto it = choices.begin(); it != choices.end(); ++it)
        connection.choices.insert(it.key(), it.value().toString());
    if (const auto *titan = std::get_if<ServiceTitanAccount>(&connection.account);
        titan && !isWebAddress(QUrl(titan->webHost, QUrl::StrictMode)))
        findings.add(at(path, u"web_host"_s), u"expected an address such as https://go.servicetitan.com"_s);
    return connection;
}

} // namespace

QStringList leadSystemTypes()
{
    return typesOf(accountTypes());
}

QString LeadConnection::type() const
{
    return accountTypes().at(static_cast<qsizetype>(account.index())).first;
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
    members += accountMembers(connection);
    if (!connection.choices.isEmpty()) {
        Members choices;
        for (auto it = connection.choices.begin(); it != connection.choices.end(); ++it)
            choices.append({jsonKey(it.key()), json(it.value())});
        members.append({"choices", onLines(choices, 6)});
    }
    members += requestMembers(connection);
    return onLines(members, 4);
}

} // namespace ringback::settings

// Between the fields of LeadAccountForm and the accounts of the setup.
#include "leads/leadaccountform.h"

#include "desk/connectionwork.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

// Where the sign-in in the browser will keep what it gets.
QString credentialOf(const QString &before, const QString &connection)
{
    return before.isEmpty() ? desk::secretName(connection, u"credential"_s) : before;
}

} // namespace

void LeadAccountForm::load(const desk::LeadAccount &account)
{
    m_account = account;
    QMap<QString, QString> names; // of secrets
    if (const auto *jobber = std::get_if<desk::JobberAccount>(&account)) {
        setText(u"client_id"_s, jobber->clientId);
        setText(u"api_version"_s, jobber->version);
        names = {{u"client_secret"_s, jobber->clientSecret}};
    } else if (const auto *titan = std::get_if<desk::ServiceTitanAccount>(&account)) {
        setText(u"tenant"_s, titan->tenant);
        setText(u"client_id"_s, titan->clientId);
        setText(u"booking_provider"_s, titan->bookingProvider);
        tick(u"integration"_s, titan->integration);
        setText(u"web_host"_s, titan->webHost);
        names = {{u"client_secret"_s, titan->clientSecret}, {u"app_key_secret"_s, titan->appKeySecret}};
    } else if (const auto *accuLynx = std::get_if<desk::AccuLynxAccount>(&account)) {
        names = {{u"api_key_secret"_s, accuLynx->apiKeySecret}};
    } else if (const auto *greenhouse = std::get_if<desk::GreenhouseAccount>(&account)) {
        setText(u"client_id"_s, greenhouse->clientId);
        setText(u"user_id"_s, greenhouse->userId);
        names = {{u"client_secret"_s, greenhouse->clientSecret}};
    } else if (const auto *lever = std::get_if<desk::LeverAccount>(&account)) {
        setText(u"perform_as"_s, lever->performAs);
        tick(u"sandbox"_s, lever->sandbox);
        names = {{u"api_key_secret"_s, lever->apiKeySecret}};
    } else if (const auto *bullhorn = std::get_if<desk::BullhornAccount>(&account)) {
        setText(u"username"_s, bullhorn->username);
        setText(u"client_id"_s, bullhorn->clientId);
        setText(u"cluster"_s, bullhorn->cluster);
        choose(u"small_fee"_s, int(bullhorn->smallFee));
        names = {{u"client_secret"_s, bullhorn->clientSecret}};
    } else if (const auto *sheet = std::get_if<desk::GoogleSheet>(&account)) {
        setText(u"spreadsheet_id"_s, sheet->spreadsheetId);
        setText(u"sheet"_s, sheet->sheet);
        choose(u"sign_in"_s, int(sheet->signIn));
        setText(u"client_id"_s, sheet->clientId);
        const bool isKeyFile = sheet->signIn == desk::GoogleSheet::SignIn::ServiceAccount;
        names = {{u"client_secret"_s, sheet->clientSecret}, {u"credential_secret"_s, isKeyFile ? sheet->credentialSecret : QString()}};
    } else if (const auto *hook = std::get_if<desk::OutgoingHook>(&account)) {
        setText(u"events"_s, hook->events.join(u", "_s));
        names = {{u"address_secret"_s, hook->addressSecret}, {u"signing_secret"_s, hook->signingSecret}};
    }
    setKept(names);
    showWhatApplies();
}

std::optional<desk::LeadAccount> LeadAccountForm::read(const QString &connection, QMap<QString, QString> &secrets)
{
    if (!looksRight())
        return std::nullopt;
    desk::LeadAccount account = m_account;
    const auto kept = [&](const QString &key, QString &name) {
        name = keep(key, name, connection, secrets);
    };
    if (auto *jobber = std::get_if<desk::JobberAccount>(&account)) {
        jobber->clientId = text(u"client_id"_s);
        if (!text(u"api_version"_s).isEmpty())
            jobber->version = text(u"api_version"_s);
        kept(u"client_secret"_s, jobber->clientSecret);
        jobber->credentialSecret = credentialOf(jobber->credentialSecret, connection);
    } else if (auto *titan = std::get_if<desk::ServiceTitanAccount>(&account)) {
        titan->tenant = text(u"tenant"_s);
        titan->clientId = text(u"client_id"_s);
        titan->bookingProvider = text(u"booking_provider"_s);
        titan->integration = ticked(u"integration"_s);
        if (!text(u"web_host"_s).isEmpty())
            titan->webHost = text(u"web_host"_s);
        while (titan->webHost.endsWith(u'/'))
            titan->webHost.chop(1);
        kept(u"client_secret"_s, titan->clientSecret);
        kept(u"app_key_secret"_s, titan->appKeySecret);
    } else if (auto *accuLynx = std::get_if<desk::AccuLynxAccount>(&account)) {
        kept(u"api_key_secret"_s, accuLynx->apiKeySecret);
    } else if (auto *greenhouse = std::get_if<desk::GreenhouseAccount>(&account)) {
        greenhouse->clientId = text(u"client_id"_s);
        greenhouse->userId = text(u"user_id"_s);
        kept(u"client_secret"_s, greenhouse->clientSecret);
    } else if (auto *lever = std::get_if<desk::LeverAccount>(&account)) {
        lever->performAs = text(u"perform_as"_s);
        lever->sandbox = ticked(u"sandbox"_s);
        kept(u"api_key_secret"_s, lever->apiKeySecret);
    } else if (auto *bullhorn = std::get_if<desk::BullhornAccount>(&account)) {
        bullhorn->username = text(u"username"_s);
        bullhorn->clientId = text(u"client_id"_s);
        bullhorn->cluster = text(u"cluster"_s);
        bullhorn->smallFee = static_cast<desk::BullhornAccount::Fee>(chosen(u"small_fee"_s));
        kept(u"client_secret"_s, bullhorn->clientSecret);
        bullhorn->credentialSecret = credentialOf(bullhorn->credentialSecret, connection);
    } else if (auto *sheet = std::get_if<desk::GoogleSheet>(&account)) {
        using SignIn = desk::GoogleSheet::SignIn;
        const SignIn before = sheet->signIn;
        sheet->spreadsheetId = text(u"spreadsheet_id"_s);
        if (!text(u"sheet"_s).isEmpty())
            sheet->sheet = text(u"sheet"_s);
        sheet->signIn = static_cast<SignIn>(chosen(u"sign_in"_s));
        if (sheet->signIn == SignIn::Browser) {
            sheet->clientId = text(u"client_id"_s);
            kept(u"client_secret"_s, sheet->clientSecret);
            // A key file is no refresh token: each has its own place.
            if (before != sheet->signIn || sheet->credentialSecret.isEmpty())
                sheet->credentialSecret = desk::secretName(connection, u"sign_in"_s);
        } else {
            if (before != sheet->signIn)
                sheet->credentialSecret.clear();
            kept(u"credential_secret"_s, sheet->credentialSecret);
        }
    } else if (auto *hook = std::get_if<desk::OutgoingHook>(&account)) {
        static const QRegularExpression between(u"[, ]+"_s);
        hook->events = text(u"events"_s).split(between, Qt::SkipEmptyParts);
        kept(u"address_secret"_s, hook->addressSecret);
        kept(u"signing_secret"_s, hook->signingSecret);
    }
    return account;
}

} // namespace ringback::ui

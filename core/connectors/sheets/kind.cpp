#include "connectors/sheets/kind.h"

#include "connectors/sheets/assertion.h"
#include "connectors/sheets/system.h"

#include <QUrl>

namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;

namespace {

const QByteArray scope = "https://www.googleapis.com/auth/spreadsheets";
const QByteArray tokenUrl =
    "https://oauth2.googleapis.com/token"; // whatever the key file names: the assertion goes to Google and nobody else

bool isByBrowser(const settings::GoogleSheet &sheet)
{
    return sheet.signIn == settings::GoogleSheet::SignIn::Browser;
}

OAuthTokens::Account browserAccount(const settings::LeadConnection &connection, const Secrets &secrets)
{
    const auto &sheet = std::get<settings::GoogleSheet>(connection.account);
    OAuthTokens::Account account;
    account.tokenUrl = connection.baseUrl.isEmpty() ? tokenUrl : connection.baseUrl.toUtf8() + "/token";
    account.clientId = sheet.clientId.toUtf8();
    account.clientSecret = secrets.value(sheet.clientSecret).trimmed();
    account.refreshTokenName = sheet.credentialSecret;
    account.usualLife = std::chrono::hours(1);
    return account;
}

OAuthTokens::Account keyAccount(const settings::LeadConnection &connection, const ServiceAccount &key, const Clock &clock)
{
    OAuthTokens::Account account;
    account.tokenUrl = connection.baseUrl.isEmpty() ? tokenUrl : connection.baseUrl.toUtf8() + "/token";
    account.usualLife = std::chrono::hours(1);
    account.grant = [key, &clock] {
        const QByteArray assertion = assertionOf(key, scope, tokenUrl, clock.now());
        return QList<std::pair<QByteArray, QByteArray>>{{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                                                        {"assertion", assertion}};
    };
    return account;
}

} // namespace

LeadAbilities SheetsKind::abilities() const
{
    LeadAbilities abilities;
    abilities.listsChanges = true;
    abilities.writesNotes = true;
    abilities.setsStatus = true;
    abilities.writesTasks = true; // columns for when and who; nobody finishes a callback in a sheet
    abilities.closesTasks = true;
    abilities.readsWins = true;
    abilities.removesRecords = true;
    return abilities;
}

QList<ChoiceSlot> SheetsKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QList<ChoiceSlot> all; // free text: what the office writes into its cells
    for (const QString &status : statuses)
        all.append({.key = u"status."_s + status, .list = {}});
    for (const QString &person : staff)
        all.append({.key = u"user."_s + person, .list = {}});
    return all;
}

std::shared_ptr<LeadSystem> SheetsKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &sheet = std::get<settings::GoogleSheet>(connection.account);
    SheetSettings settings{.connection = connection.id,
                           .spreadsheet = QUrl::toPercentEncoding(sheet.spreadsheetId),
                           .sheet = sheet.sheet,
                           .account = {},
                           .timeout = surroundings.timeout};
    if (!connection.baseUrl.isEmpty())
        settings.baseUrl = connection.baseUrl.toUtf8();
    if (isByBrowser(sheet)) {
        settings.account = browserAccount(connection, *surroundings.secrets);
        if (settings.account.clientSecret.isEmpty())
            return nullptr;
    } else {
        const QByteArray file = surroundings.secrets->value(sheet.credentialSecret);
        if (file.isEmpty())
            return nullptr;
        const Result<ServiceAccount> key = readKeyFile(file);
        if (!key || assertionOf(*key, scope, tokenUrl, surroundings.clock.now()).isEmpty())
            settings.trouble = u"bad_key_file"_s;
        else
            settings.account = keyAccount(connection, *key, surroundings.clock);
    }
    return std::make_shared<SheetSystem>(settings, connection.choices, surroundings);
}

std::optional<LoopbackSignIn::Provider> SheetsKind::signInOf(const settings::LeadConnection &connection) const
{
    const auto &sheet = std::get<settings::GoogleSheet>(connection.account);
    if (!isByBrowser(sheet))
        return std::nullopt;
    const QByteArray host = connection.baseUrl.isEmpty() ? QByteArray("https://accounts.google.com") : connection.baseUrl.toUtf8();
    return LoopbackSignIn::Provider{.authorizeUrl = host + "/o/oauth2/v2/auth",
                                    .clientId = sheet.clientId.toUtf8(),
                                    .scope = scope,
                                    .more = {{"access_type", "offline"}, {"prompt", "consent"}}}; // else no refresh token comes
}

QCoro::Task<Done> SheetsKind::keepSignIn(settings::LeadConnection connection, Surroundings surroundings, LoopbackSignIn::Grant grant) const
{
    return connectors::keepSignIn(browserAccount(connection, *surroundings.secrets), surroundings, std::move(grant));
}

} // namespace ringback::connectors::sheets

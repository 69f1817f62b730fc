#include "leads/leadaccountform.h"

#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

// As Standard Webhooks writes the key of a signature.
QString madeUpSigningKey()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), qsizetype(random.size() * sizeof(quint32)));
    return u"whsec_"_s + QString::fromLatin1(bytes.toBase64());
}

} // namespace

LeadAccountForm::LeadAccountForm(const QString &type, const QString &redirect, QWidget *parent)
    : AccountFields(parent)
    , m_type(type)
    , m_redirect(redirect)
{
    if (type == "jobber"_L1)
        buildJobber();
    else if (type == "servicetitan"_L1)
        buildServiceTitan();
    else if (type == "acculynx"_L1)
        buildAccuLynx();
    else if (type == "greenhouse"_L1)
        buildGreenhouse();
    else if (type == "lever"_L1)
        buildLever();
    else if (type == "bullhorn"_L1)
        buildBullhorn();
    else if (type == "google_sheets"_L1)
        buildSheet();
    else
        buildHook();
    showWhatApplies();
}

void LeadAccountForm::redirect(const QString &help)
{
    if (!m_redirect.isEmpty())
        redirectRow(m_redirect, help);
}

void LeadAccountForm::buildJobber()
{
    line(u"client_id"_s, tr("Client &ID"), {}, tr("In Jobber's Developer Center: make an app for this office, and copy it from there."),
         true);
    secret(u"client_secret"_s, tr("Client &Secret"), tr("Beside the Client ID. It goes into this computer's keychain, never into a file."),
           true);
    redirect(tr("The app in Jobber's Developer Center must have exactly this address. Save, and then choose Sign in with Jobber."));
    beginMore();
    line(u"api_version"_s, tr("&Version of Jobber's interface"), u"2026-04-16"_s,
         tr("A date. Leave it as it is unless Jobber asks for another."));
    endMore();
}

void LeadAccountForm::buildServiceTitan()
{
    line(u"tenant"_s, tr("&Tenant ID"), u"1234567890"_s,
         tr("The number of your ServiceTitan account: Settings, Integrations, API Application Access."), true);
    line(u"client_id"_s, tr("Client &ID"), {}, tr("An admin of ServiceTitan connects the app there and gets the Client ID."), true);
    secret(u"client_secret"_s, tr("Client &Secret"), tr("Shown once when the app is connected."), true);
    secret(u"app_key_secret"_s, tr("App &Key"), tr("Of your app in ServiceTitan's developer portal."), true);
    line(u"booking_provider"_s, tr("&Booking provider ID (for callers nobody knows)"), {},
         tr("ServiceTitan takes a caller that it does not know only as a booking of a booking provider. Without one, only known customers "
            "get "
            "a lead there."));
    beginMore();
    check(u"integration"_s, tr("This is the &integration environment"), tr("For trials, beside the real account."));
    line(u"web_host"_s, tr("Address of your ServiceTitan &pages"), u"https://go.servicetitan.com"_s,
         tr("For the links. Some accounts live elsewhere."));
    endMore();
}

void LeadAccountForm::buildAccuLynx()
{
    secret(u"api_key_secret"_s, tr("&API key"), tr("An account admin makes it in AccuLynx: Account Settings, API Keys."), true);
}

void LeadAccountForm::buildGreenhouse()
{
    line(u"client_id"_s, tr("Client &ID"), {},
         tr("In Greenhouse: Configure, Dev Center, API Credentials, a credential of the type Harvest V3 (OAuth)."), true);
    secret(u"client_secret"_s, tr("Client &Secret"), tr("Shown once when the credential is made."), true);
    line(u"user_id"_s, tr("&User ID of a Site Admin"), u"4080"_s,
         tr("In whose name Ringback works. Greenhouse shows its lists only to a Site Admin."), true);
}

void LeadAccountForm::buildLever()
{
    secret(u"api_key_secret"_s, tr("&API key"), tr("A Super Admin makes it in Lever: Settings, Integrations and API, API Credentials."),
           true);
    line(u"perform_as"_s, tr("&User ID that things are written as"), {}, tr("Lever wants to know in whose name a record is made."), true);
    beginMore();
    check(u"sandbox"_s, tr("This is Lever's &sandbox"), tr("Keys of the sandbox and of the real account are not the same."));
    endMore();
}

void LeadAccountForm::buildBullhorn()
{
    line(u"username"_s, tr("&User name of the API user"), {}, tr("Bullhorn's support makes it, with the Client ID."), true);
    line(u"client_id"_s, tr("Client &ID"), {}, tr("From Bullhorn's support."), true);
    secret(u"client_secret"_s, tr("Client &Secret"), tr("From Bullhorn's support, with the Client ID."), true);
    redirect(tr("Ask Bullhorn's support to register exactly this address. Save, and then choose Sign in with Bullhorn."));
    beginMore();
    line(u"cluster"_s, tr("C&luster number"), u"45"_s,
         tr("The number in the address of your Bullhorn pages, cls45.bullhornstaffing.com. Without it there are no links."));
    choice(u"small_fee"_s, tr("A placement's &fee below 1 is"),
           {//: What a number below 1 means: 0.2 = 20 percent of the salary.
            tr("A share of the salary"),
            //: What a number below 1 means: an amount of money.
            tr("An amount")},
           {});
    endMore();
}

void LeadAccountForm::buildSheet()
{
    line(u"spreadsheet_id"_s, tr("&Sheet"), u"https://docs.google.com/spreadsheets/d/…"_s,
         tr("Copy the address of the sheet from the browser, or only the long id in it."), true);
    line(u"sheet"_s, tr("&Tab"), u"Leads"_s, tr("The name at the bottom of the sheet."));
    choice(u"sign_in"_s, tr("Sign in &with"),
           {//: A way to sign in.
            tr("A service account (a key file)"),
            //: A way to sign in.
            tr("A sign-in in the browser")},
           {});
    secret(u"credential_secret"_s, tr("&Key of the service account"),
           tr("The JSON file that Google Cloud gave you. Share the sheet with the service account's e-mail address."), true);
    auto *pick = new QPushButton(this);
    pick->setObjectName(u"keyFile"_s);
    setLook(pick, Look::Plain);
    pick->setAutoDefault(false);
    //: Button: a file is chosen, and its content becomes the key.
    pick->setText(tr("Choose the key file…"));
    pick->setAccessibleName(pick->text());
    fields()->addWidget(pick, 0, Qt::AlignLeft);
    fields()->addSpacing(10);
    m_keyFile = pick;
    connect(pick, &QPushButton::clicked, this, &LeadAccountForm::chooseKeyFile);
    line(u"client_id"_s, tr("Client &ID"), {}, tr("Of an OAuth client of the type Desktop app in Google Cloud."));
    secret(u"client_secret"_s, tr("Client &Secret"), tr("Beside the Client ID. Save, and then choose Sign in with Google Sheets."), true);
    redirect(tr("The OAuth client must have exactly this address."));
}

void LeadAccountForm::buildHook()
{
    secret(u"address_secret"_s, tr("&Address to post to"),
           tr("What Zapier or Make shows for its webhook, beginning with https://. Whoever knows it can post there, so it goes into the "
              "keychain."),
           true);
    offerToMake(secret(u"signing_secret"_s, tr("Signing &key (optional)"),
                       tr("With it the receiver can tell that a post came from this office. Enter the same there."), false),
                madeUpSigningKey);
    beginMore();
    line(u"events"_s, tr("&Only these events"), u"lead.created, task.created"_s,
         tr("Names with commas between them, as the guide lists them. Empty = all."));
    endMore();
}

void LeadAccountForm::chooseKeyFile()
{
    //: Title of a dialog that picks a file; the second is a kind of file.
    const QString path = QFileDialog::getOpenFileName(this, tr("Key file of the service account"), {}, tr("Key files (*.json)"));
    if (path.isEmpty())
        return;
    QFile file(path);
    const FormField key = field(u"credential_secret"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        //: %1 is what the operating system said.
        key.setProblem(tr("The file could not be read. %1").arg(file.errorString()));
        return;
    }
    const QByteArray content = file.read(largestKeyFile + 1);
    if (content.size() > largestKeyFile || !content.contains("private_key")) {
        key.setProblem(tr("This is not the key file of a service account."));
        return;
    }
    key.setProblem({});
    setText(u"credential_secret"_s, QString::fromUtf8(content).simplified()); // one line: the key's own line breaks are written as \n
}

void LeadAccountForm::showWhatApplies()
{
    if (m_type != "google_sheets"_L1)
        return;
    const bool byBrowser = chosen(u"sign_in"_s) == 1;
    showField(u"credential_secret"_s, !byBrowser);
    if (m_keyFile != nullptr)
        m_keyFile->setVisible(!byBrowser);
    for (const QString &key : {u"client_id"_s, u"client_secret"_s, u"redirect"_s})
        showField(key, byBrowser);
}

QString LeadAccountForm::cleaned(const QString &key, const QString &text) const
{
    if (key == "spreadsheet_id"_L1) {
        static const QRegularExpression inAddress(u"/spreadsheets/d/([A-Za-z0-9_-]+)"_s);
        const QRegularExpressionMatch match = inAddress.match(text);
        return match.hasMatch() ? match.captured(1) : text;
    }
    return text;
}

bool LeadAccountForm::isNeeded(const QString &key) const
{
    return AccountFields::isNeeded(key) || (m_type == "google_sheets"_L1 && key == "client_id"_L1);
}

bool LeadAccountForm::hasShape(const QString &key) const
{
    const QString value = text(key);
    if (value.isEmpty())
        return true;
    if (key == "address_secret"_L1) {
        const QUrl url(value, QUrl::StrictMode);
        const bool isHere = url.host() == "localhost"_L1 || url.host() == "127.0.0.1"_L1; // a program on this computer
        return url.isValid() && !url.host().isEmpty() && (url.scheme() == "https"_L1 || (isHere && url.scheme() == "http"_L1));
    }
    static const QHash<QString, QRegularExpression> shapes = {
        {u"tenant"_s, QRegularExpression(u"^[0-9]+$"_s)},
        {u"api_version"_s, QRegularExpression(u"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"_s)},
        {u"cluster"_s, QRegularExpression(u"^[0-9]{1,4}$"_s)},
        {u"spreadsheet_id"_s, QRegularExpression(u"^[A-Za-z0-9_-]{10,}$"_s)},
        {u"events"_s, QRegularExpression(u"^[a-z_.]+( *[, ] *[a-z_.]+)*$"_s)},
        {u"signing_secret"_s, QRegularExpression(u"^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$"_s)},
        {u"web_host"_s, QRegularExpression(u"^https://[A-Za-z0-9.-]+/?$"_s)},
    };
    if (key == "credential_secret"_L1 && m_type == "google_sheets"_L1)
        return value.startsWith(u'{') && value.contains("private_key"_L1);
    return !shapes.contains(key) || shapes.value(key).match(value).hasMatch();
}

QString LeadAccountForm::problemOf(const QString &key) const
{
    if (text(key).isEmpty())
        return {};
    if (key == "address_secret"_L1)
        return tr("Enter the whole address, beginning with https://.");
    if (key == "signing_secret"_L1)
        return tr("A signing key is base64, of 24 bytes or more: choose Make one up, or copy it from the receiver.");
    if (key == "tenant"_L1)
        return tr("A Tenant ID is a number. Copy it from ServiceTitan.");
    if (key == "spreadsheet_id"_L1)
        return tr("This is no sheet's address. Open the sheet in the browser and copy what stands at the top.");
    if (key == "credential_secret"_L1)
        return tr("This is not the content of a key file: it begins with { and names a private_key.");
    if (key == "events"_L1)
        return tr("Write names such as lead.created, with commas between them.");
    if (key == "api_version"_L1)
        return tr("Write a date such as 2026-04-16.");
    return {};
}

} // namespace ringback::ui

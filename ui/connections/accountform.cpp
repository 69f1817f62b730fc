#include "connections/accountform.h"

#include "board/connections.h"
#include "connections/copyrow.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

AccountForm::AccountForm(const QString &type, const QString &address, QWidget *parent)
    : AccountFields(parent)
    , m_type(type)
{
    if (type == "twilio"_L1)
        buildTwilio();
    else if (type == "ringcentral"_L1)
        buildRingCentral();
    else if (type == "quo"_L1)
        buildQuo();
    else if (type == "google_voice"_L1)
        buildGoogleVoice();
    else
        buildGeneric();
    if (!address.isEmpty() && type == "generic"_L1)
        addressRow(address, tr("Enter this address where the other system asks for a webhook or a URL to post to."));
    else if (!address.isEmpty() && type == "quo"_L1)
        addressRow(address, tr("In Quo: Settings, Webhooks. Or save, and choose Point webhooks here."));
    showWhatApplies();
}

void AccountForm::addressRow(const QString &address, const QString &help)
{
    //: Name of a field that shows a web address, for screen readers.
    auto *row = new CopyRow(u"webhookAddress"_s, u"copyAddress"_s, address, tr("Address for the other system"), this);
    other(u"addressRow"_s, tr("Address to give to the other system"), row, help);
}

void AccountForm::buildTwilio()
{
    line(u"account_sid"_s, tr("Account &SID"), u"AC…"_s, tr("On the first page of Twilio's console: AC and 32 letters and digits."), true);
    secret(u"auth_token_secret"_s, tr("&Auth Token"),
           tr("Below the Account SID. It goes into this computer's keychain, never into a file."), true);
    beginMore();
    line(u"messaging_service_sid"_s, tr("&Messaging Service SID (optional)"), u"MG…"_s,
         tr("Only if your texts are registered through a Messaging Service: MG and 32 letters and digits."));
    check(u"look_up_numbers"_s, tr("&Look numbers up before the first text"),
          tr("Twilio's Lookup tells landlines, which are not texted then. Twilio charges for each number."));
    auto *shortTalk = new CalmSpinBox(this);
    shortTalk->setRange(0, 60);
    //: After a number of seconds.
    shortTalk->setSuffix(tr(" s"));
    //: In the place of 0 seconds.
    shortTalk->setSpecialValueText(tr("Off"));
    other(u"short_talk_seconds"_s, tr("&Doubt forwarded calls shorter than"), shortTalk,
          tr("A forwarded call that is \"answered\" for a few seconds may have been a mobile phone's own voicemail."));
    endMore();
}

void AccountForm::buildRingCentral()
{
    line(u"client_id"_s, tr("Client &ID"), {}, tr("Of your app in RingCentral's developer console, under Credentials."), true);
    secret(u"client_secret"_s, tr("Client &Secret"), tr("Beside the Client ID. Leave it empty for an app without one."), false);
    choice(u"sign_in"_s, tr("Sign in &with"),
           {//: A way to sign in.
            tr("A JWT credential"),
            //: A way to sign in.
            tr("A sign-in in the browser")},
           {});
    secret(u"credential_secret"_s, tr("&JWT"),
           tr("In the developer console under your name: Credentials, Create JWT. It begins with ey and is very long."), true);
    redirectRow(board::signInAddress(m_type),
                tr("The app in RingCentral's developer console must have exactly this address. Save, and then "
                   "choose Sign in with RingCentral."));
    choice(u"receive"_s, tr("&How news of calls comes"),
           {tr("Over a connection that Ringback opens (no public address needed)"), tr("By webhook to this office's public address")}, {});
    secret(u"verification_secret"_s, tr("&Verification token"),
           tr("A password that RingCentral sends along with each webhook. Leave it empty and one is made up."), false);
    beginMore();
    line(u"extension"_s, tr("&Whose calls"), u"~"_s, tr("The id of an extension, or ~ for all that the user who signs in may see."));
    endMore();
}

void AccountForm::buildQuo()
{
    secret(u"api_key_secret"_s, tr("&API key"), tr("In Quo: Settings, API, Generate API key. Only an owner or admin sees that page."),
           true);
    secret(u"webhook_secret"_s, tr("&Signing key of the webhook (optional)"),
           tr("It begins with whsec_. Without it, calls are found in Quo's list of calls, a little later."), false);
    beginMore();
    secret(u"older_webhook_secret"_s, tr("Signing key of an &older webhook (optional)"),
           tr("Of a webhook that was made in the Quo app itself."), false);
    const QStringList counts = {//: What a call counts as.
                                tr("Answered"),
                                //: What a call counts as.
                                tr("Missed"),
                                //: What a call counts as: nobody can tell.
                                tr("Not clear: a person looks at it")};
    choice(u"machine_answered"_s, tr("A call that Quo's &AI agent took counts as"), counts, {});
    choice(u"forwarded"_s, tr("A call that Quo &forwarded counts as"), counts,
           tr("Quo does not tell whether anyone answered at the other number."));
    endMore();
}

void AccountForm::buildGeneric()
{
    choice(u"proof"_s, tr("&How the other system proves who it is"),
           {//: A way to prove who somebody is: a signature in a header of the request (HMAC).
            tr("A signature in a header (HMAC)"),
            //: A way to prove who somebody is: the header "Authorization: Bearer …".
            tr("A token (Authorization: Bearer)"),
            //: A way to prove who somebody is: the header "Authorization: Basic …".
            tr("A user name and password (Authorization: Basic)")},
           tr("Whichever the other system offers. Without it anybody could make up calls."));
    line(u"user"_s, tr("&User name"), {}, {}, false);
    offerToMake(secret(u"proof_secret"_s, tr("&Password or token"), tr("The same must be entered in the other system."), true));
    auto *map = new QPushButton(this);
    map->setObjectName(u"map"_s);
    setLook(map, Look::Plain);
    map->setAutoDefault(false);
    //: Button: opens a dialog in which somebody pastes what the other system sends, and says which field is which.
    map->setText(tr("Paste a sample, click the fields…"));
    map->setAccessibleName(map->text());
    connect(map, &QPushButton::clicked, this, &AccountForm::mapRequested);
    m_mapping = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
    m_mapping->setObjectName(u"mapping"_s);
    m_mapping->setWordWrap(true);
    other(u"fields"_s, tr("What its fields are called"), map, {});
    map->setObjectName(u"map"_s);
    map->setAccessibleName(map->text());
    fields()->addWidget(m_mapping);
    fields()->addSpacing(10);
    beginMore();
    line(u"signature_header"_s, tr("&Header with the signature"), u"X-Signature"_s, {});
    line(u"signature_prefix"_s, tr("What stands &before the signature"), u"sha256="_s, {});
    choice(u"signature_algorithm"_s, tr("&Algorithm"), {u"SHA-1"_s, u"SHA-256"_s, u"SHA-512"_s}, {});
    choice(u"signature_encoding"_s, tr("&Written as"),
           {//: A way to write bytes: 0-9 and a-f.
            tr("Hexadecimal"), u"Base64"_s},
           {});
    endMore();
}

void AccountForm::buildGoogleVoice()
{
    line(u"user"_s, tr("&E-mail address that Google Voice writes to"), u"office@gmail.com"_s,
         tr("In Google Voice: Settings, Messages and Calls; turn on e-mail for missed calls and voicemail."), true);
    secret(u"password_secret"_s, tr("&App password"),
           tr("Not your usual password. In the Google account: Security, 2-Step Verification, App passwords: 16 letters."), true);
    beginMore();
    line(u"host"_s, tr("&Mail server (IMAP)"), u"imap.gmail.com"_s, {}, true);
    line(u"folder"_s, tr("&Folder or label"), u"INBOX"_s, {}, true);
    line(u"trusted_host"_s, tr("&Who checks senders"), u"mx.google.com"_s,
         tr("The name at the start of Authentication-Results in the mails' headers. For Gmail: mx.google.com."), true);
    endMore();
}

// Questions that the answers so far leave open.
void AccountForm::showWhatApplies()
{
    if (m_type == "ringcentral"_L1) {
        showField(u"credential_secret"_s, chosen(u"sign_in"_s) == 0);
        showField(u"redirect"_s, chosen(u"sign_in"_s) == 1);
        showField(u"verification_secret"_s, chosen(u"receive"_s) == 1);
    }
    if (m_type == "generic"_L1) {
        const bool isHmac = chosen(u"proof"_s) == 0;
        showField(u"user"_s, chosen(u"proof"_s) == 2);
        for (const QString &key : {u"signature_header"_s, u"signature_prefix"_s, u"signature_algorithm"_s, u"signature_encoding"_s})
            showField(key, isHmac);
        showMore(isHmac);
    }
}

bool AccountForm::isNeeded(const QString &key) const
{
    return AccountFields::isNeeded(key) || (key == "user"_L1 && m_type == "generic"_L1);
}

QString AccountForm::cleaned(const QString &key, const QString &text) const
{
    return key == "password_secret"_L1 ? QString(text).remove(u' ') : text; // Google shows app passwords in groups of four
}

bool AccountForm::hasShape(const QString &key) const
{
    static const QHash<QString, QRegularExpression> shapes = {
        {u"account_sid"_s, QRegularExpression(u"^AC[0-9a-fA-F]{32}$"_s)},
        {u"messaging_service_sid"_s, QRegularExpression(u"^(MG[0-9a-fA-F]{32})?$"_s)},
        {u"webhook_secret"_s, QRegularExpression(u"^(whsec_.+)?$"_s)},
    };
    static const QRegularExpression mail(u"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"_s);
    if (key == "user"_L1 && m_type == "google_voice"_L1)
        return mail.match(text(key)).hasMatch();
    return !shapes.contains(key) || shapes.value(key).match(text(key)).hasMatch();
}

QString AccountForm::problemOf(const QString &key) const
{
    if (key == "account_sid"_L1)
        return tr("An Account SID is AC and then 32 letters and digits. Copy it from Twilio's console.");
    if (key == "messaging_service_sid"_L1)
        return tr("A Messaging Service SID is MG and then 32 letters and digits. Copy it from Twilio's console, or leave it empty.");
    if (key == "webhook_secret"_L1 || key == "older_webhook_secret"_L1)
        return tr("A signing key begins with whsec_. Copy it from Quo, or leave it empty.");
    if (key == "fields"_L1)
        return tr("One of the fields is not named as it should be. Paste a sample and click the fields again.");
    if (key == "user"_L1 && m_type == "google_voice"_L1)
        return tr("Enter the whole e-mail address, such as office@gmail.com.");
    return {};
}

void AccountForm::setMapping(const QMap<QString, QString> &fields, const QMap<QString, QStringList> &words)
{
    if (auto *const hook = std::get_if<desk::GenericHook>(&m_account)) {
        hook->fields = fields;
        hook->words = words;
        field(u"fields"_s).setProblem({});
        showMapping();
    }
}

void AccountForm::showMapping()
{
    const auto *const hook = std::get_if<desk::GenericHook>(&m_account);
    if (hook == nullptr || m_mapping == nullptr)
        return;
    if (hook->fields.isEmpty())
        //: No field was clicked: the other system must use our names.
        m_mapping->setText(tr("Nothing was chosen yet: the other system must use Ringback's own field names."));
    else
        m_mapping->setText(tr("%n fields are chosen.", nullptr, int(hook->fields.size())));
}

} // namespace ringback::ui

#include "connections/accountform.h"

#include "board/connections.h"
#include "connections/copyrow.h"
#include "widgets/icons.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

// 32 letters and digits: for a password that two programs share.
QString madeUp()
{
    static constexpr QStringView letters = u"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    QString text;
    for (int i = 0; i < 32; ++i)
        text.append(letters.at(QRandomGenerator::system()->bounded(int(letters.size()))));
    return text;
}

} // namespace

AccountForm::AccountForm(const QString &type, const QString &address, QWidget *parent)
    : QWidget(parent)
    , m_type(type)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
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

QLineEdit *AccountForm::line(const QString &key, const QString &label, const QString &example, const QString &help, bool isNeeded)
{
    FormField field;
    QLineEdit *const made = addFormLine(m_layout, key, label, example, help, &field);
    made->setMaxLength(254);
    m_fields.insert(key, field);
    m_needed.insert(key, isNeeded);
    m_order.append(key);
    return made;
}

QLineEdit *AccountForm::secret(const QString &key, const QString &label, const QString &help, bool isNeeded)
{
    QLineEdit *const made = line(key, label, {}, help, isNeeded);
    made->setMaxLength(4096); // a JWT is long
    made->setEchoMode(QLineEdit::Password);
    m_secrets.append(key);
    return made;
}

CalmComboBox *AccountForm::choice(const QString &key, const QString &label, const QStringList &words, const QString &help)
{
    auto *const made = new CalmComboBox(this);
    made->addItems(words);
    m_fields.insert(key, addFormField(m_layout, key, label, made, help));
    m_order.append(key);
    connect(made, &QComboBox::currentIndexChanged, this, &AccountForm::showWhatApplies);
    return made;
}

QCheckBox *AccountForm::check(const QString &key, const QString &label, const QString &help)
{
    auto *const box = new QCheckBox(label, this);
    box->setObjectName(key);
    box->setAccessibleName(QString(label).remove(u'&'));
    box->setAccessibleDescription(help);
    m_layout->addWidget(box);
    auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
    below->setText(help);
    below->setWordWrap(true);
    m_layout->addWidget(below);
    m_layout->addSpacing(10);
    m_fields.insert(key, {.input = box, .holder = box, .problem = nullptr});
    return box;
}

void AccountForm::addressRow(const QString &address, const QString &help)
{
    //: Name of a field that shows a web address, for screen readers.
    auto *row = new CopyRow(u"webhookAddress"_s, u"copyAddress"_s, address, tr("Address for the other system"), this);
    addFormField(m_layout, u"addressRow"_s, tr("Address to give to the other system"), row, help);
}

// A password that we make up is shown this once, as it must be given to the other system too.
void AccountForm::offerToMake(QLineEdit *secret)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *make = new QPushButton(this);
    make->setObjectName(u"makeSecret"_s);
    setLook(make, Look::Plain);
    make->setAutoDefault(false);
    //: Button: a long random password is made for two programs to share.
    make->setText(tr("Make one up"));
    make->setAccessibleName(tr("Make up a long password"));
    auto *copy = new QPushButton(this);
    copy->setObjectName(u"copySecret"_s);
    setLook(copy, Look::Plain);
    copy->setAutoDefault(false);
    copy->setIcon(icon(Glyph::Copy));
    copy->setText(tr("Copy"));
    copy->setAccessibleName(tr("Copy the password"));
    copy->setEnabled(false);
    row->addWidget(make);
    row->addWidget(copy);
    row->addStretch(1);
    m_layout->addLayout(row);
    m_layout->addSpacing(10);
    connect(make, &QPushButton::clicked, secret, [secret] {
        secret->setEchoMode(QLineEdit::Normal);
        secret->setText(madeUp());
    });
    connect(copy, &QPushButton::clicked, secret, [secret] { QGuiApplication::clipboard()->setText(secret->text()); });
    connect(secret, &QLineEdit::textChanged, copy, [copy](const QString &text) { copy->setEnabled(!text.isEmpty()); });
    connect(secret, &QLineEdit::textEdited, secret, [secret] { secret->setEchoMode(QLineEdit::Password); });
}

// What few offices change stands behind a button.
QVBoxLayout *AccountForm::beginMore()
{
    auto *button = new QPushButton(this);
    button->setObjectName(u"more"_s);
    setLook(button, Look::Link);
    button->setAutoDefault(false);
    button->setIcon(icon(Glyph::Down));
    //: Button: shows fields that few people change.
    button->setText(tr("More settings"));
    button->setAccessibleName(button->text());
    m_layout->addWidget(button, 0, Qt::AlignLeft);
    m_more = new QWidget(this);
    auto *inner = new QVBoxLayout(m_more);
    inner->setContentsMargins(0, 8, 0, 0);
    inner->setSpacing(0);
    m_layout->addWidget(m_more);
    m_more->hide();
    connect(button, &QPushButton::clicked, this, [this, button] {
        m_more->setVisible(m_more->isHidden());
        button->setIcon(icon(m_more->isHidden() ? Glyph::Down : Glyph::Up));
    });
    return std::exchange(m_layout, inner);
}

void AccountForm::buildTwilio()
{
    line(u"account_sid"_s, tr("Account &SID"), u"AC…"_s, tr("On the first page of Twilio's console: AC and 32 letters and digits."), true);
    secret(u"auth_token_secret"_s, tr("&Auth Token"),
           tr("Below the Account SID. It goes into this computer's keychain, never into a file."), true);
    QVBoxLayout *const outer = beginMore();
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
    m_fields.insert(
        u"short_talk_seconds"_s,
        addFormField(m_layout, u"short_talk_seconds"_s, tr("&Doubt forwarded calls shorter than"), shortTalk,
                     tr("A forwarded call that is \"answered\" for a few seconds may have been a mobile phone's own voicemail.")));
    m_layout = outer;
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
    //: Name of a field that shows a web address, for screen readers.
    auto *redirect =
        new CopyRow(u"redirectAddress"_s, u"copyRedirectAddress"_s, board::signInAddress(m_type), tr("Redirect address for the app"), this);
    m_fields.insert(u"redirect"_s, addFormField(m_layout, u"redirect"_s, tr("OAuth Redirect URI of the app"), redirect,
                                                tr("The app in RingCentral's developer console must have exactly this address. Save, and "
                                                   "then choose Sign in with RingCentral.")));
    choice(u"receive"_s, tr("&How news of calls comes"),
           {tr("Over a connection that Ringback opens (no public address needed)"), tr("By webhook to this office's public address")}, {});
    secret(u"verification_secret"_s, tr("&Verification token"),
           tr("A password that RingCentral sends along with each webhook. Leave it empty and one is made up."), false);
    QVBoxLayout *const outer = beginMore();
    line(u"extension"_s, tr("&Whose calls"), u"~"_s, tr("The id of an extension, or ~ for all that the user who signs in may see."));
    m_layout = outer;
}

void AccountForm::buildQuo()
{
    secret(u"api_key_secret"_s, tr("&API key"), tr("In Quo: Settings, API, Generate API key. Only an owner or admin sees that page."),
           true);
    secret(u"webhook_secret"_s, tr("&Signing key of the webhook (optional)"),
           tr("It begins with whsec_. Without it, calls are found in Quo's list of calls, a little later."), false);
    QVBoxLayout *const outer = beginMore();
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
    m_layout = outer;
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
    m_fields.insert(u"fields"_s, addFormField(m_layout, u"fields"_s, tr("What its fields are called"), map, {}));
    map->setObjectName(u"map"_s);
    map->setAccessibleName(map->text());
    m_layout->addWidget(m_mapping);
    m_layout->addSpacing(10);
    QVBoxLayout *const outer = beginMore();
    line(u"signature_header"_s, tr("&Header with the signature"), u"X-Signature"_s, {});
    line(u"signature_prefix"_s, tr("What stands &before the signature"), u"sha256="_s, {});
    choice(u"signature_algorithm"_s, tr("&Algorithm"), {u"SHA-1"_s, u"SHA-256"_s, u"SHA-512"_s}, {});
    choice(u"signature_encoding"_s, tr("&Written as"),
           {//: A way to write bytes: 0-9 and a-f.
            tr("Hexadecimal"), u"Base64"_s},
           {});
    m_layout = outer;
}

void AccountForm::buildGoogleVoice()
{
    line(u"user"_s, tr("&E-mail address that Google Voice writes to"), u"office@gmail.com"_s,
         tr("In Google Voice: Settings, Messages and Calls; turn on e-mail for missed calls and voicemail."), true);
    secret(u"password_secret"_s, tr("&App password"),
           tr("Not your usual password. In the Google account: Security, 2-Step Verification, App passwords: 16 letters."), true);
    QVBoxLayout *const outer = beginMore();
    line(u"host"_s, tr("&Mail server (IMAP)"), u"imap.gmail.com"_s, {}, true);
    line(u"folder"_s, tr("&Folder or label"), u"INBOX"_s, {}, true);
    line(u"trusted_host"_s, tr("&Who checks senders"), u"mx.google.com"_s,
         tr("The name at the start of Authentication-Results in the mails' headers. For Gmail: mx.google.com."), true);
    m_layout = outer;
}

QString AccountForm::text(const QString &key) const
{
    const auto *const edit = qobject_cast<QLineEdit *>(m_fields.value(key).input);
    return edit != nullptr ? edit->text().trimmed() : QString();
}

int AccountForm::chosen(const QString &key) const
{
    const auto *const box = qobject_cast<QComboBox *>(m_fields.value(key).input);
    return box != nullptr ? box->currentIndex() : -1;
}

bool AccountForm::ticked(const QString &key) const
{
    const auto *const box = qobject_cast<QCheckBox *>(m_fields.value(key).input);
    return box != nullptr && box->isChecked();
}

void AccountForm::setText(const QString &key, const QString &text)
{
    if (auto *const edit = qobject_cast<QLineEdit *>(m_fields.value(key).input))
        edit->setText(text);
}

void AccountForm::choose(const QString &key, int index)
{
    if (auto *const box = qobject_cast<QComboBox *>(m_fields.value(key).input))
        box->setCurrentIndex(index);
}

void AccountForm::tick(const QString &key, bool on)
{
    if (auto *const box = qobject_cast<QCheckBox *>(m_fields.value(key).input))
        box->setChecked(on);
}

// Questions that the answers so far leave open.
void AccountForm::showWhatApplies()
{
    const auto show = [this](const QString &key, bool visible) {
        if (QWidget *const holder = m_fields.value(key).holder)
            holder->setVisible(visible);
    };
    if (m_type == "ringcentral"_L1) {
        show(u"credential_secret"_s, chosen(u"sign_in"_s) == 0);
        show(u"redirect"_s, chosen(u"sign_in"_s) == 1);
        show(u"verification_secret"_s, chosen(u"receive"_s) == 1);
    }
    if (m_type == "generic"_L1) {
        const bool isHmac = chosen(u"proof"_s) == 0;
        show(u"user"_s, chosen(u"proof"_s) == 2);
        for (const QString &key : {u"signature_header"_s, u"signature_prefix"_s, u"signature_algorithm"_s, u"signature_encoding"_s})
            show(key, isHmac);
        if (auto *const more = findChild<QPushButton *>(u"more"_s))
            more->setVisible(isHmac);
        if (m_more != nullptr && !isHmac)
            m_more->hide();
    }
}

bool AccountForm::showProblem(const QString &key)
{
    const FormField field = m_fields.value(key);
    if (field.problem == nullptr)
        return false;
    if (m_more != nullptr && m_more->isAncestorOf(field.input))
        m_more->show();
    //: Below a field of a form.
    QString what = tr("This is not as the phone company writes it. Copy it again.");
    const bool isEmpty = text(key).isEmpty() && qobject_cast<QLineEdit *>(field.input) != nullptr;
    if (key == "account_sid"_L1)
        what = tr("An Account SID is AC and then 32 letters and digits. Copy it from Twilio's console.");
    else if (key == "messaging_service_sid"_L1)
        what = tr("A Messaging Service SID is MG and then 32 letters and digits. Copy it from Twilio's console, or leave it empty.");
    else if (key == "webhook_secret"_L1 || key == "older_webhook_secret"_L1)
        what = tr("A signing key begins with whsec_. Copy it from Quo, or leave it empty.");
    else if (key == "fields"_L1)
        what = tr("One of the fields is not named as it should be. Paste a sample and click the fields again.");
    else if (key == "user"_L1 && m_type == "google_voice"_L1)
        what = tr("Enter the whole e-mail address, such as office@gmail.com.");
    else if (isEmpty)
        what = tr("This is needed.");
    field.setProblem(what);
    return true;
}

bool AccountForm::looksRight()
{
    static const QHash<QString, QRegularExpression> shapes = {
        {u"account_sid"_s, QRegularExpression(u"^AC[0-9a-fA-F]{32}$"_s)},
        {u"messaging_service_sid"_s, QRegularExpression(u"^(MG[0-9a-fA-F]{32})?$"_s)},
        {u"webhook_secret"_s, QRegularExpression(u"^(whsec_.+)?$"_s)},
    };
    static const QRegularExpression mail(u"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"_s);
    QWidget *firstWrong = nullptr;
    for (const QString &key : std::as_const(m_order)) {
        const FormField field = m_fields.value(key);
        const auto *const edit = qobject_cast<QLineEdit *>(field.input);
        if (edit == nullptr || field.holder->isHidden())
            continue;
        field.setProblem({});
        const bool isSecret = m_secrets.contains(key);
        const bool isKept = isSecret && !m_isNew && edit->property("kept").toBool();
        const bool isNeeded = m_needed.value(key) || (key == "user"_L1 && m_type == "generic"_L1);
        bool right = !isNeeded || isKept || !text(key).isEmpty();
        if (right && shapes.contains(key))
            right = shapes.value(key).match(text(key)).hasMatch();
        if (right && key == "user"_L1 && m_type == "google_voice"_L1)
            right = mail.match(text(key)).hasMatch();
        if (right)
            continue;
        showProblem(key);
        if (firstWrong == nullptr)
            firstWrong = field.input;
    }
    if (firstWrong != nullptr)
        firstWrong->setFocus();
    return firstWrong == nullptr;
}

QString AccountForm::keep(const QString &key, const QString &before, const QString &connection, QMap<QString, QString> &secrets)
{
    QString typed = text(key);
    if (key == "password_secret"_L1)
        typed.remove(u' '); // Google shows app passwords in groups of four
    if (typed.isEmpty())
        return before;
    const QString name = before.isEmpty() ? desk::secretName(connection, QString(key).remove(u"_secret"_s)) : before;
    secrets.insert(name, typed);
    return name;
}

void AccountForm::setMapping(const QMap<QString, QString> &fields, const QMap<QString, QStringList> &words)
{
    if (auto *const hook = std::get_if<desk::GenericHook>(&m_account)) {
        hook->fields = fields;
        hook->words = words;
        m_fields.value(u"fields"_s).setProblem({});
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

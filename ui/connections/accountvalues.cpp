// Between the fields of AccountForm and the accounts of the setup.
#include "connections/accountform.h"

#include "widgets/textlabel.h"

#include <QLineEdit>
#include <QRandomGenerator>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

const QStringList algorithms = {u"sha1"_s, u"sha256"_s, u"sha512"_s}; // as the form offers them

QString madeUpToken()
{
    QString text;
    for (int i = 0; i < 4; ++i)
        text += QString::number(QRandomGenerator::system()->generate64(), 36);
    return text.left(40);
}

} // namespace

void AccountForm::load(const desk::Account &account)
{
    m_account = account;
    QMap<QString, QString> names; // of secrets
    if (const auto *twilio = std::get_if<desk::TwilioAccount>(&account)) {
        setText(u"account_sid"_s, twilio->accountSid);
        setText(u"messaging_service_sid"_s, twilio->messagingServiceSid);
        tick(u"look_up_numbers"_s, twilio->lookUpNumbers);
        if (auto *const box = qobject_cast<QSpinBox *>(field(u"short_talk_seconds"_s).input))
            box->setValue(int(twilio->shortTalk.count()));
        names = {{u"auth_token_secret"_s, twilio->authTokenSecret}};
    } else if (const auto *ringCentral = std::get_if<desk::RingCentralAccount>(&account)) {
        setText(u"client_id"_s, ringCentral->clientId);
        choose(u"sign_in"_s, int(ringCentral->signIn));
        choose(u"receive"_s, int(ringCentral->receive));
        setText(u"extension"_s, ringCentral->extension);
        names = {{u"client_secret"_s, ringCentral->clientSecret},
                 {u"credential_secret"_s, ringCentral->credentialSecret},
                 {u"verification_secret"_s, ringCentral->verificationSecret}};
    } else if (const auto *quo = std::get_if<desk::QuoAccount>(&account)) {
        choose(u"machine_answered"_s, int(quo->machineAnswered));
        choose(u"forwarded"_s, int(quo->forwarded));
        names = {{u"api_key_secret"_s, quo->apiKeySecret},
                 {u"webhook_secret"_s, quo->webhookSecret},
                 {u"older_webhook_secret"_s, quo->olderWebhookSecret}};
    } else if (const auto *hook = std::get_if<desk::GenericHook>(&account)) {
        choose(u"proof"_s, int(hook->proof));
        setText(u"user"_s, hook->user);
        setText(u"signature_header"_s, hook->signatureHeader);
        setText(u"signature_prefix"_s, hook->signaturePrefix);
        choose(u"signature_algorithm"_s, int(algorithms.indexOf(hook->signatureAlgorithm)));
        choose(u"signature_encoding"_s, int(hook->signatureEncoding));
        names = {{u"proof_secret"_s, hook->proofSecret}};
        showMapping();
    } else if (const auto *mailbox = std::get_if<desk::GoogleVoiceMailbox>(&account)) {
        setText(u"user"_s, mailbox->user);
        setText(u"host"_s, mailbox->host);
        setText(u"folder"_s, mailbox->folder);
        setText(u"trusted_host"_s, mailbox->trustedHost.isEmpty() ? u"mx.google.com"_s : mailbox->trustedHost);
        names = {{u"password_secret"_s, mailbox->passwordSecret}};
    }
    setKept(names);
    showWhatApplies();
}

std::optional<desk::Account> AccountForm::read(const QString &connection, QMap<QString, QString> &secrets)
{
    if (!looksRight())
        return std::nullopt;
    desk::Account account = m_account;
    if (auto *twilio = std::get_if<desk::TwilioAccount>(&account)) {
        twilio->accountSid = text(u"account_sid"_s);
        twilio->messagingServiceSid = text(u"messaging_service_sid"_s);
        twilio->lookUpNumbers = ticked(u"look_up_numbers"_s);
        if (const auto *const box = qobject_cast<QSpinBox *>(field(u"short_talk_seconds"_s).input))
            twilio->shortTalk = std::chrono::seconds(box->value());
        twilio->authTokenSecret = keep(u"auth_token_secret"_s, twilio->authTokenSecret, connection, secrets);
    } else if (auto *ringCentral = std::get_if<desk::RingCentralAccount>(&account)) {
        using Receive = desk::RingCentralAccount::Receive;
        ringCentral->clientId = text(u"client_id"_s);
        ringCentral->signIn = static_cast<desk::RingCentralAccount::SignIn>(chosen(u"sign_in"_s));
        ringCentral->receive = static_cast<Receive>(chosen(u"receive"_s));
        if (!text(u"extension"_s).isEmpty())
            ringCentral->extension = text(u"extension"_s);
        ringCentral->clientSecret = keep(u"client_secret"_s, ringCentral->clientSecret, connection, secrets);
        ringCentral->credentialSecret = keep(u"credential_secret"_s, ringCentral->credentialSecret, connection, secrets);
        if (ringCentral->credentialSecret.isEmpty()) // where the browser's sign-in will keep what it gets
            ringCentral->credentialSecret = desk::secretName(connection, u"credential"_s);
        if (ringCentral->receive == Receive::Webhook && ringCentral->verificationSecret.isEmpty() &&
            text(u"verification_secret"_s).isEmpty())
            setText(u"verification_secret"_s, madeUpToken());
        ringCentral->verificationSecret = keep(u"verification_secret"_s, ringCentral->verificationSecret, connection, secrets);
    } else if (auto *quo = std::get_if<desk::QuoAccount>(&account)) {
        using Counts = desk::QuoAccount::Counts;
        quo->machineAnswered = static_cast<Counts>(chosen(u"machine_answered"_s));
        quo->forwarded = static_cast<Counts>(chosen(u"forwarded"_s));
        quo->apiKeySecret = keep(u"api_key_secret"_s, quo->apiKeySecret, connection, secrets);
        quo->webhookSecret = keep(u"webhook_secret"_s, quo->webhookSecret, connection, secrets);
        quo->olderWebhookSecret = keep(u"older_webhook_secret"_s, quo->olderWebhookSecret, connection, secrets);
    } else if (auto *hook = std::get_if<desk::GenericHook>(&account)) {
        hook->proof = static_cast<desk::GenericHook::Proof>(chosen(u"proof"_s));
        hook->user = hook->proof == desk::GenericHook::Proof::Basic ? text(u"user"_s) : QString();
        if (!text(u"signature_header"_s).isEmpty())
            hook->signatureHeader = text(u"signature_header"_s);
        hook->signaturePrefix = text(u"signature_prefix"_s);
        hook->signatureAlgorithm = algorithms.value(chosen(u"signature_algorithm"_s), hook->signatureAlgorithm);
        hook->signatureEncoding = static_cast<desk::GenericHook::Encoding>(chosen(u"signature_encoding"_s));
        hook->proofSecret = keep(u"proof_secret"_s, hook->proofSecret, connection, secrets);
    } else if (auto *mailbox = std::get_if<desk::GoogleVoiceMailbox>(&account)) {
        mailbox->user = text(u"user"_s);
        mailbox->host = text(u"host"_s);
        mailbox->folder = text(u"folder"_s);
        mailbox->trustedHost = text(u"trusted_host"_s);
        mailbox->passwordSecret = keep(u"password_secret"_s, mailbox->passwordSecret, connection, secrets);
    }
    return account;
}

} // namespace ringback::ui

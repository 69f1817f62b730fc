#pragma once

#include "calls/phonenumber.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>

/// Accounts at phone systems, as the setup file's `connections` name them. Secrets are only named here; their values lie in the keychain.
namespace ringback::settings {

struct TwilioAccount {
    /// What an ended call counts as that, by the list, rang no phone of ours: left in a menu or at a greeting, or taken from a queue or a
    /// conference, whose people have no leg that names the call.
    enum class WithoutLegs { Missed, Unclear };

    QString accountSid;
    QString authTokenSecret;
    QString messagingServiceSid = {}; ///< texts leave through it; empty = from the line's number alone
    bool lookUpNumbers = false; ///< asks, for money, what kind of line a number is before the first text to it: landlines are not texted
    std::chrono::seconds shortTalk{0}; ///< a forwarded call answered for less may have been a mobile's own voicemail: unclear; 0 = answered
    WithoutLegs withoutLegs = WithoutLegs::Missed;

    friend bool operator==(const TwilioAccount &, const TwilioAccount &) = default;
};

struct RingCentralAccount {
    enum class SignIn {
        Jwt, ///< a credential made in the developer console
        Browser, ///< the user signs in; what is kept is a refresh token, replaced with each use
    };
    enum class Receive { WebSocket, Webhook };

    QString clientId;
    QString clientSecret; ///< names it; empty = a public client, which has none
    SignIn signIn = SignIn::Jwt;
    QString credentialSecret; ///< names the JWT, or where the refresh token is kept
    Receive receive = Receive::WebSocket;
    QString verificationSecret; ///< names the token that webhooks bring; for Receive::Webhook
    QString extension = QStringLiteral("~"); ///< whose calls: an extension's id, or `~` = of the whole account where the user may see it

    friend bool operator==(const RingCentralAccount &, const RingCentralAccount &) = default;
};

struct QuoAccount {
    /// What a call counts as that Quo itself cannot tell.
    enum class Counts { Answered, Missed, Unclear };

    QString apiKeySecret;
    QString webhookSecret; ///< names the signing key (`whsec_…`); empty = webhookKeyName()'s, where the program itself puts it
    QString olderWebhookSecret; ///< the same for webhooks made in the app or by the older API
    Counts machineAnswered = Counts::Answered; ///< Quo's AI agent talked
    Counts forwarded = Counts::Unclear; ///< rang on at a number outside Quo
    std::chrono::seconds shortTalk{60}; ///< a call of ours answered for less may have reached a voicemail: unclear; 0 = answered

    friend bool operator==(const QuoAccount &, const QuoAccount &) = default;
};

/// Anything that can post JSON or a form.
struct GenericHook {
    enum class Proof {
        Hmac, ///< a header holds the HMAC of the body
        Bearer, ///< `Authorization: Bearer …`
        Basic, ///< `Authorization: Basic …`, with `user`
    };
    enum class Encoding { Hex, Base64 };

    Proof proof = Proof::Bearer;
    QString proofSecret;
    QString user; ///< for Basic
    QString signatureHeader = QStringLiteral("X-Signature"); ///< for Hmac
    QString signaturePrefix; ///< what stands before the signature in its header: `sha256=`
    QString signatureAlgorithm = QStringLiteral("sha256"); ///< `sha1`, `sha256`, `sha512`
    Encoding signatureEncoding = Encoding::Hex;
    QString timestampHeader; ///< names the header whose time is signed before the body, as `time.body`; empty = the body alone is signed
    /// Our field to the JSON Pointer of where it stands; fields that are not named are looked for in the default shape (docs/connect/generic.md).
    QMap<QString, QString> fields;
    /// Our word (`missed`, `answered`, …) to theirs.
    QMap<QString, QStringList> words;

    friend bool operator==(const GenericHook &, const GenericHook &) = default;
};

/// A mailbox that Google Voice writes its notifications to. One line a mailbox, or an address of its own for each.
struct GoogleVoiceMailbox {
    QString host = QStringLiteral("imap.gmail.com");
    int port = 993; ///< TLS from the first byte
    QString user;
    QString passwordSecret;
    QString folder = QStringLiteral("INBOX");
    QString trustedHost; ///< whose `Authentication-Results` are believed: `mx.google.com`
    /// By the address that notifications of a line come to, in lower case, the line. The empty address: of all that come here.
    QMap<QString, calls::PhoneNumber> lines;
    bool withTls = true; ///< false: for a server on this machine only

    friend bool operator==(const GoogleVoiceMailbox &, const GoogleVoiceMailbox &) = default;
};

using Account = std::variant<TwilioAccount, RingCentralAccount, QuoAccount, GenericHook, GoogleVoiceMailbox>;

struct SecretName {
    QString name;
    bool isNeeded = true; ///< nothing works without it

    friend bool operator==(const SecretName &, const SecretName &) = default;
};

/// One connection to a phone system.
struct Connection {
    QString id;
    Account account;
    QString baseUrl = {}; ///< where requests go instead of to the system itself: a proxy, or a stand-in for practice; empty = to itself
    std::chrono::seconds pollEvery{0}; ///< how often its lists are read; 0 = as usual for it: 15 s where nothing is pushed, else 60 s

    [[nodiscard]] QString type() const; ///< `twilio`, `ringcentral`, `quo`, `generic`, `google_voice`
    [[nodiscard]] QList<SecretName> secrets() const;

    friend bool operator==(const Connection &, const Connection &) = default;
};

/// In the order that screens offer them.
[[nodiscard]] QStringList phoneSystemTypes();

/// What the signing key of a Quo connection's webhook is kept under: as its account says, else a name of our own, for a key that the program asks
/// Quo for. Empty for other types.
[[nodiscard]] QString webhookKeyName(const Connection &connection);

} // namespace ringback::settings

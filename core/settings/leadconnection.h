#pragma once

#include "settings/connection.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <variant>

/// Accounts at lead systems (CRM, ATS, a sheet, a webhook of somebody else's), as the setup file's `lead_systems` name them. Secrets are only named
/// here; their values lie in the keychain. Facts: providers/crm-ats-calendar.md.
namespace ringback::settings {

/// Sign-in in the browser; the office registers an app of its own at Jobber's Developer Center.
struct JobberAccount {
    QString clientId;
    QString clientSecret; ///< names it
    QString credentialSecret; ///< names where the refresh token is kept, which is replaced with each use
    QString version = QStringLiteral("2026-04-16"); ///< of the GraphQL schema, as X-JOBBER-GRAPHQL-VERSION wants it

    friend bool operator==(const JobberAccount &, const JobberAccount &) = default;
};

struct ServiceTitanAccount {
    QString tenant;
    QString clientId;
    QString clientSecret; ///< names it
    QString appKeySecret; ///< names the app key
    QString
        bookingProvider; ///< the id that bookings are made under; without one, callers that ServiceTitan does not know cannot be written there
    bool integration = false; ///< the integration environment, for trials
    QString webHost = QStringLiteral("https://go.servicetitan.com"); ///< of the office's pages; some tenants live elsewhere

    friend bool operator==(const ServiceTitanAccount &, const ServiceTitanAccount &) = default;
};

struct AccuLynxAccount {
    QString apiKeySecret;

    friend bool operator==(const AccuLynxAccount &, const AccuLynxAccount &) = default;
};

/// Harvest v3.
struct GreenhouseAccount {
    QString clientId;
    QString clientSecret; ///< names it
    QString userId; ///< of the Site Admin who acts (`sub`); without one lists are refused

    friend bool operator==(const GreenhouseAccount &, const GreenhouseAccount &) = default;
};

struct LeverAccount {
    QString apiKeySecret;
    QString performAs; ///< id of the user in whose name things are written
    bool sandbox = false;

    friend bool operator==(const LeverAccount &, const LeverAccount &) = default;
};

struct BullhornAccount {
    /// What a placement's `fee` below 1 means; Bullhorn calls it a decimal and says no more.
    enum class Fee { ShareOfSalary, Amount };

    QString username; ///< the API user's: names the data centre
    QString clientId;
    QString clientSecret; ///< names it
    QString credentialSecret; ///< names where the refresh token is kept, which is replaced with each use
    QString cluster; ///< the NN of https://clsNN.bullhornstaffing.com, for links; empty = no links
    Fee smallFee = Fee::ShareOfSalary;

    friend bool operator==(const BullhornAccount &, const BullhornAccount &) = default;
};

struct GoogleSheet {
    enum class SignIn {
        ServiceAccount, ///< the key file of a service account with which the sheet is shared
        Browser, ///< the user signs in; what is kept is a refresh token
    };

    QString spreadsheetId;
    QString sheet = QStringLiteral("Leads"); ///< the tab's name
    SignIn signIn = SignIn::ServiceAccount;
    QString clientId; ///< for Browser
    QString clientSecret; ///< for Browser; names it
    QString credentialSecret; ///< names the key file's JSON, or where the refresh token is kept

    friend bool operator==(const GoogleSheet &, const GoogleSheet &) = default;
};

/// Zapier, Make, anything that takes a POST: docs/connect/outgoing-webhook.md.
struct OutgoingHook {
    QString addressSecret; ///< names the address, which at Zapier is itself the password
    QString signingSecret; ///< names the key of the signature (Standard Webhooks); empty = not signed
    QStringList events; ///< which to send; empty = all

    friend bool operator==(const OutgoingHook &, const OutgoingHook &) = default;
};

using LeadAccount = std::variant<JobberAccount, ServiceTitanAccount, AccuLynxAccount, GreenhouseAccount, LeverAccount, BullhornAccount,
                                 GoogleSheet, OutgoingHook>;

/// One connection to a lead system.
struct LeadConnection {
    QString id; ///< no phone system's either
    LeadAccount account;
    /// What of that system is meant by a word of ours: by the slot (connectors/leadsystem.h), the system's id or word. `source`, `tag`,
    /// `status.needs_callback`, `user.<staff id>`.
    QMap<QString, QString> choices = {};
    QString baseUrl = {}; ///< where requests go instead of to the system itself: a proxy, or a stand-in for practice; empty = to itself
    std::chrono::seconds pollEvery{0}; ///< how often its changes are read; 0 = as usual: a minute

    [[nodiscard]] QString
    type() const; ///< `jobber`, `servicetitan`, `acculynx`, `greenhouse`, `lever`, `bullhorn`, `google_sheets`, `webhook`
    [[nodiscard]] QList<SecretName> secrets() const;
    /// The staff member of ours whose id at the system that is; empty = nobody's.
    [[nodiscard]] QString staffOf(const QString &user) const;

    friend bool operator==(const LeadConnection &, const LeadConnection &) = default;
};

/// In the order that screens offer them.
[[nodiscard]] QStringList leadSystemTypes();

} // namespace ringback::settings

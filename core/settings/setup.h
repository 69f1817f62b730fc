#pragma once

#include "base/result.h"
#include "calls/values.h"
#include "playbook/playbook.h"
#include "settings/calendarconnection.h"
#include "settings/connection.h"
#include "settings/leadconnection.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <variant>

/// What the office told us about itself: the setup file (resources/schemas/setup.schema.json) as values.
namespace ringback::settings {

struct Company {
    QString name;
    std::optional<calls::PhoneNumber> phone;
    QByteArray timeZone = "America/New_York"; ///< IANA id
    QString language = QStringLiteral("en");
    QString bookingLink;

    friend bool operator==(const Company &, const Company &) = default;
};

/// The mail server that e-mails of the playbook go through.
struct Mail {
    /// The connection id of its jobs and its pulse.
    static QString connectionId() { return QStringLiteral("mail"); }

    enum class Security { StartTls, Tls, None };

    QString host;
    int port = 587; ///< where the file names none: usualPort()
    Security security = Security::StartTls; ///< None: for a server on this machine only
    QString user; ///< empty = no sign-in
    QString passwordSecret; ///< names an entry of the keychain
    QString fromAddress;
    QString fromName; ///< empty = the company's

    friend bool operator==(const Mail &, const Mail &) = default;
};

/// RFC 8314: 587 with STARTTLS, 465 with TLS from the first byte; 25 without.
[[nodiscard]] int usualPort(Mail::Security security);

/// How the setup speaks of quiet hours: not at all (the playbook's hold), switched off, or hours of its own.
struct AsPlaybook {
    friend bool operator==(const AsPlaybook &, const AsPlaybook &) = default;
};
struct SwitchedOff {
    friend bool operator==(const SwitchedOff &, const SwitchedOff &) = default;
};
using QuietHoursSetting = std::variant<AsPlaybook, SwitchedOff, playbook::QuietHours>;

/// Limits of the engine, in the optional `engine` object.
struct EngineLimits {
    std::chrono::seconds lease{10}; ///< `lease_seconds`: an engine's claim on a job lives so long without a sign of life
    std::chrono::seconds lookAgain{15}; ///< `look_again_seconds`: after a lost answer the provider's list is asked once more so much
        ///< later before a text counts as not sent, as the list may lag (providers: phone-and-sms.md, 2.6)
    std::chrono::seconds settle{
        5}; ///< `settle_seconds`: a live call whose dial attempt failed counts as missed so long after its last word
    std::chrono::seconds requestTimeout{30}; ///< `request_timeout_seconds`

    friend bool operator==(const EngineLimits &, const EngineLimits &) = default;
};

struct Setup {
    Company company;
    QString playbook; ///< preset id: `roofing`
    QuietHoursSetting quietHours;
    QList<calls::Team> teams;
    QList<calls::Staff> staff;
    QList<Connection> connections;
    QList<LeadConnection> leadSystems; ///< the first that knows a caller is believed
    QList<CalendarConnection> calendars;
    QList<BookingPage> bookingPages;
    std::optional<Mail> mail;
    QList<calls::Line> lines;
    QList<calls::PhoneNumber> ownNumbers;
    QList<calls::PhoneNumber> doNotText;
    EngineLimits engine;
    ConsoleRules console;

    [[nodiscard]] const calls::Line *line(const calls::PhoneNumber &number) const;
    /// The line whose texts leave from that number: its own, or one that it was given for that; of several the first.
    [[nodiscard]] const calls::Line *lineOfSender(const calls::PhoneNumber &sender) const;
    [[nodiscard]] const Connection *connection(QStringView id) const;
    [[nodiscard]] const LeadConnection *leadSystem(QStringView id) const;
    [[nodiscard]] const CalendarConnection *calendar(QStringView id) const;
    [[nodiscard]] const BookingPage *bookingPage(QStringView id) const;
    [[nodiscard]] const calls::Staff *person(QStringView id) const;
    /// Whose own phone that is; null = nobody's.
    [[nodiscard]] const calls::Staff *personWithPhone(const calls::PhoneNumber &number) const;
    [[nodiscard]] const calls::Team *team(QStringView id) const;
    /// Every number that is ours: the lines, the senders and the listed ones.
    [[nodiscard]] bool isOwnNumber(const calls::PhoneNumber &number) const;

    friend bool operator==(const Setup &, const Setup &) = default;
};

/// Only `company.name` and `playbook` are required. Errors: Invalid; `what` names each place by JSON Pointer: `/lines/0/team: there is no team 'dalas'`.
[[nodiscard]] Result<Setup> parseSetup(const QByteArray &json);

/// The document again, indented, keys in the order of docs/setup-example.json; parseSetup(toJson(x)) == x.
[[nodiscard]] QByteArray toJson(const Setup &setup);

/// The quiet hours that hold: the setup's, else the playbook's; empty = switched off.
[[nodiscard]] std::optional<playbook::QuietHours> effectiveQuietHours(const Setup &setup, const playbook::Playbook &playbook);

} // namespace ringback::settings

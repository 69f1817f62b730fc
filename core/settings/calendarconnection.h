#pragma once

#include "settings/connection.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <variant>

/// Calendars of the staff, as the setup file's `calendars` name them, and the pages where callers book by themselves (`booking_pages`). Secrets are
/// only named here. Facts: providers/crm-ats-calendar.md, 9 and 10.
namespace ringback::settings {

/// A private ICS address, as Google, Outlook and iCloud offer one: it can be read, and trails reality by minutes to hours.
struct IcsFeed {
    QString addressSecret; ///< names the address, which is itself the password

    friend bool operator==(const IcsFeed &, const IcsFeed &) = default;
};

struct CalDavAccount {
    QString address; ///< of the server, or of one calendar there
    QString user;
    QString passwordSecret; ///< names it; at iCloud an app-specific one
    QString calendar; ///< the collection's path at that server; empty = the first that takes events

    friend bool operator==(const CalDavAccount &, const CalDavAccount &) = default;
};

/// Calendar API v3, sign-in in the browser with an app of the office's own.
struct GoogleCalendar {
    QString clientId;
    QString clientSecret; ///< names it
    QString credentialSecret; ///< names where the refresh token is kept
    QString calendar = QStringLiteral("primary");

    friend bool operator==(const GoogleCalendar &, const GoogleCalendar &) = default;
};

/// Microsoft Graph, sign-in in the browser as a public client (PKCE).
struct MicrosoftCalendar {
    QString clientId;
    QString tenant = QStringLiteral("common");
    QString credentialSecret; ///< names where the refresh token is kept, which is replaced with each use
    QString address; ///< the mailbox whose schedule is asked for: `dana@example.com`

    friend bool operator==(const MicrosoftCalendar &, const MicrosoftCalendar &) = default;
};

using CalendarAccount = std::variant<IcsFeed, CalDavAccount, GoogleCalendar, MicrosoftCalendar>;

/// One calendar of one person.
struct CalendarConnection {
    QString id; ///< no other connection's either
    QString staff; ///< whose
    CalendarAccount account;
    bool reads = true; ///< what is busy there keeps callbacks away
    bool writes = true; ///< callbacks of this person are entered there, where the calendar can be written to
    QStringList leaveWords = {}; ///< an event whose title holds one of these is leave even where it is marked as free: `PTO`; any case
    QString baseUrl = {}; ///< where requests go instead of to the system itself: a proxy, or a stand-in for practice; empty = to itself
    std::chrono::seconds pollEvery{0}; ///< 0 = as usual: 2 minutes, an ICS feed 15

    [[nodiscard]] QString type() const; ///< `ics`, `caldav`, `google_calendar`, `microsoft`
    [[nodiscard]] QList<SecretName> secrets() const;

    friend bool operator==(const CalendarConnection &, const CalendarConnection &) = default;
};

/// In the order that screens offer them.
[[nodiscard]] QStringList calendarTypes();

/// A page where callers book a time by themselves, which tells us by a signed webhook.
struct BookingPage {
    enum class Type { Calendly, CalCom };

    QString id; ///< no other connection's either
    Type type = Type::Calendly;
    QString signingSecret; ///< names the key
    QString outcome; ///< of the playbook, that a booking closes the case with; empty = the first that is recovered and asks for a time

    [[nodiscard]] QList<SecretName> secrets() const;

    friend bool operator==(const BookingPage &, const BookingPage &) = default;
};

/// What consoles do on a desk that several people use, in the optional `console` object.
struct ConsoleRules {
    std::chrono::minutes awayAfter{10}; ///< `away_after_minutes` without a key or a move of the mouse: the person counts as away; 0 = never
    std::chrono::minutes lockAfter{15}; ///< `lock_after_minutes`; 0 = never

    friend bool operator==(const ConsoleRules &, const ConsoleRules &) = default;
};

} // namespace ringback::settings

#pragma once

#include "base/clock.h"
#include "board/rows.h"
#include "desk/connectionwork.h"
#include "store/database.h"

#include <QMetaType>

#include <optional>

/// What the page of phone systems shows; its pulses come with the board's Health.
namespace ringback::board {

/// A line and whom it goes through.
struct LineCard {
    calls::PhoneNumber number;
    QString label;
    QString callsBy; ///< a connection's id
    QString textsBy; ///< empty = its callers get no texts
    std::optional<calls::PhoneNumber> textsFrom; ///< empty = the line's own number
    bool ringsPhones = false; ///< we tell the phone system which phones ring

    friend bool operator==(const LineCard &, const LineCard &) = default;
};

struct ConnectionCard {
    desk::Connection connection;
    QString webhookPath; ///< where its events are to be sent, below our public address
    std::optional<Instant> wiredAt; ///< a click pointed its webhooks at us, and can be put back
    QString wiredBy; ///< a person's name

    friend bool operator==(const ConnectionCard &, const ConnectionCard &) = default;
};

struct PhoneSystems {
    QList<ConnectionCard> connections; ///< in the order of the setup
    QList<LineCard> lines;
    QStringList takenIds; ///< also those of connections that were removed: what is kept of them must not be taken for a new one's
    QString publicUrl; ///< what this computer is called by; empty = nothing

    friend bool operator==(const PhoneSystems &, const PhoneSystems &) = default;
};

/// Without the public address, which only the program knows. Errors: as the store, Corrupt.
[[nodiscard]] Result<PhoneSystems> readPhoneSystems(store::Database &database);

/// What *Test this connection* found, of phone and lead systems, as connectors tell it: docs/architecture.md says why it is here once more.
struct TestFinding {
    enum class Level { Good, Warning, Bad };

    QString check; ///< `credentials`, `number`, `registration`, `webhook`, `subscription`, `call_log`, `texts`, `clock`, `mailbox`,
        ///< `lookup`, `choices`, `record`, `calendar`
    Level level = Level::Good;
    QString problem; ///< `ok`, or a word of connectors/finding.h
    QString subject; ///< a number as people write it, an address; may be empty
    QString detail; ///< the provider's own words; may be empty

    friend bool operator==(const TestFinding &, const TestFinding &) = default;
};

/// How a sign-in in the browser ended.
struct SignInEnd {
    enum class How {
        SignedIn,
        GivenUp, ///< by whoever began it
        PortTaken, ///< another program listens where the browser would come back to
        SecretMissing, ///< the app's own, which the exchange needs
        SaidNo, ///< the user there, or the system to the user; its code in `detail`
        TooLate,
        NotAccepted, ///< the system took the user, but not the app
        NotReached,
    };
    How how = How::SignedIn;
    QString detail = {}; ///< in English; may be empty

    friend bool operator==(const SignInEnd &, const SignInEnd &) = default;
};

/// Whether a user signs in to it in the browser.
[[nodiscard]] bool signsInByBrowser(const desk::Connection &connection);
/// Where the browser comes back to after that: the app at that type of system has to be registered with it. Empty where nobody signs in so.
[[nodiscard]] QString signInAddress(const QString &type);

/// Where the provider sends its events, and where a click would send them.
struct WiringRow {
    QString subject;
    QString now;
    QString wanted;

    [[nodiscard]] bool isOurs() const { return now == wanted; }
    friend bool operator==(const WiringRow &, const WiringRow &) = default;
};

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::PhoneSystems)

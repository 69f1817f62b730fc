#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "desk/setuprefusal.h"
#include "settings/connection.h"
#include "store/database.h"

#include <QByteArray>

#include <optional>

/// What an owner does to the office's phone systems.
namespace ringback::desk {

/// The accounts as the setup knows them, for the screens: values without secrets.
using settings::Account;
using settings::Connection;
using settings::GenericHook;
using settings::GoogleVoiceMailbox;
using settings::phoneSystemTypes;
using settings::QuoAccount;
using settings::RingCentralAccount;
using settings::TwilioAccount;
/// Whether that type of system can send texts at all.
[[nodiscard]] bool sendsTexts(const Connection &connection);

/// What one line has to do with the connection that is edited.
struct LineUse {
    calls::PhoneNumber number;
    QString label; ///< of a new line; else as it is
    bool calls = false; ///< its calls are reported by this connection
    bool texts = false; ///< its texts go through this connection
    std::optional<calls::PhoneNumber> textsFrom; ///< empty = the line's own number

    friend bool operator==(const LineUse &, const LineUse &) = default;
};

/// A connection as an owner wants it. Nothing else of the setup changes.
struct ConnectionEdit {
    Connection connection; ///< a new one with an id of its own: freeId()
    std::optional<Connection> before; ///< as the owner saw it; empty for a new one
    QList<LineUse> lines; ///< those that are named; others stay as they are. A number that is no line becomes one
    bool freshSecrets = false; ///< new passwords were stored: programs are told to fetch them, also when nothing else changed

    friend bool operator==(const ConnectionEdit &, const ConnectionEdit &) = default;
};

/// Each is one transaction with its audit row and a new version of the setup, read and written in that transaction, so that nothing that somebody
/// else changed is lost. Lives on the thread of its Database.
class ConnectionWork final {
public:
    ConnectionWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Adds it, or changes it where there was one before.
    [[nodiscard]] ConnectionAnswer<Connection> put(const ConnectionEdit &edit, const QString &staff);
    /// Its lines go too: nobody would report their calls. Lines of others that text through it text no more. What was before clicks on its webhooks
    /// is forgotten.
    [[nodiscard]] ConnectionAnswer<Connection> remove(const QString &id, const QString &staff);

    /// Whether this person changes settings: to be asked before a provider is. Refusals: NoSuchPerson, NotAllowed, CannotStore.
    [[nodiscard]] ConnectionAnswer<void> mayChange(const QString &staff) const;
    /// A click has pointed webhooks of that connection at us. `undo` is the connector's.
    [[nodiscard]] ConnectionAnswer<int> keepWiring(const QString &id, const QByteArray &undo, const QString &staff);
    /// The newest of its undos has been put back. How many are left.
    [[nodiscard]] ConnectionAnswer<int> forgetWiring(const QString &id, const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
};

/// What a secret of a connection is called in the keychain: `quo-2-api-key`.
[[nodiscard]] QString secretName(const QString &connection, const QString &what);
/// An id for a new connection of that type that none of these has: `quo`, `quo-2`.
[[nodiscard]] QString freeId(const QString &type, const QStringList &taken);

} // namespace ringback::desk

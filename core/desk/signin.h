#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "calls/signin.h"
#include "calls/values.h"
#include "desk/secret.h"
#include "desk/secrethash.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <chrono>
#include <optional>

namespace ringback::desk {

/// Why somebody is not signed in, or a secret is not taken; nothing was changed but the count of wrong tries.
struct SignInRefusal {
    enum class Why {
        Wrong, ///< the person and the secret do not go together; which of the two is not said
        Locked, ///< too many wrong tries: none is looked at before `until`
        NotAllowed, ///< this person may not set somebody else's
        NoSuchPerson,
        AlreadyThere, ///< an owner has a sign-in: only the first start may make one without being asked for it
        NoOwnerYet, ///< sign-in begins with an owner's
        TooShort,
        TooLong,
        TooCommon,
        LikeName,
        NotDigits,
        SimpleRun,
        SameAsBefore,
        NotHere, ///< this program's database login may not change sign-ins
        CannotStore, ///< `detail` is for the log
    };
    Why why = Why::Wrong;
    std::optional<Instant> until; ///< no try is looked at before
    QString detail;

    friend bool operator==(const SignInRefusal &, const SignInRefusal &) = default;
};

template <class T>
using SignInAnswer = tl::expected<T, SignInRefusal>;

/// Who proved to be there.
struct SignedIn {
    QString staff;
    calls::SecretKind kind = calls::SecretKind::Password;
    bool mustChange = false; ///< before anything else they choose a secret of their own

    friend bool operator==(const SignedIn &, const SignedIn &) = default;
};

/// A new secret.
struct Choice {
    calls::SecretKind kind = calls::SecretKind::Password;
    QString typed;
};

/// How people prove who they are. Hashing takes half a second: not for the window's thread. Each call ends in a commit with its audit row; no secret and no
/// hash is in any of them. Lives on the thread of its Database.
class SignIn final {
public:
    SignIn(store::Database &database, const Clock &clock, HashCost cost = HashCost::usual())
        : m_database(database)
        , m_clock(clock)
        , m_cost(cost)
    {}

    /// So many wrong tries in a row are free; then each one more doubles the wait.
    static constexpr int freeTries = 5;
    static constexpr Milliseconds firstWait = std::chrono::seconds(30);
    static constexpr Milliseconds longestWait = std::chrono::minutes(15);
    /// Wrong tries are forgotten so long after the last.
    static constexpr Milliseconds forgottenAfter = std::chrono::hours(24);

    /// A longer name is cut.
    static constexpr qsizetype longestName = 100;

    enum class Purpose { SignIn, Unlock };
    /// Somebody says who they are, and proves it. Takes as long for people who do not exist, are suspended or have no sign-in, and then says Wrong.
    /// Refusals: Wrong, Locked, CannotStore.
    [[nodiscard]] SignInAnswer<SignedIn> check(const QString &staff, const Secret &secret, Purpose purpose = Purpose::SignIn);

    /// A person who is signed in goes, or leaves the console locked. Errors: as the store.
    enum class Departure { SignedOut, Locked };
    [[nodiscard]] Done note(const QString &staff, Departure departure);

    /// One's own: needs the old one, whose tries are counted as those of a sign-in. Refusals: as check(), of the rules, SameAsBefore, NotHere.
    [[nodiscard]] SignInAnswer<void> setOwn(const QString &staff, const Secret &old, const Choice &fresh);
    /// Somebody else's, who must change it at their next sign-in. Owners' and admins' by owners only. Also lets a locked one in again. Refusals:
    /// NotAllowed, NoSuchPerson, NoOwnerYet, of the rules, NotHere, CannotStore.
    [[nodiscard]] SignInAnswer<void> reset(const QString &who, const QString &staff, const Choice &fresh);
    /// The first start: an owner of the office, or (without an id) a new person of that name, who becomes one. Their id. Refusals: AlreadyThere,
    /// NoSuchPerson (nobody, or no owner), of the rules, NotHere, CannotStore.
    [[nodiscard]] SignInAnswer<QString> makeOwner(const QString &staff, const QString &name, const Choice &fresh);
    /// By the operator of the machine, who has the database anyway: anybody's, also the first owner's. The trail says `command`. Refusals: NoSuchPerson, NoOwnerYet, of
    /// the rules, NotHere, CannotStore.
    [[nodiscard]] SignInAnswer<void> recover(const QString &staff, const Choice &fresh);
    /// By the operator, too: the wait after wrong tries is over. False when there was none. Refusals: NoSuchPerson, CannotStore.
    [[nodiscard]] SignInAnswer<bool> clearLock(const QString &staff);

    /// What lists say of everybody who has a sign-in. Errors: as the store.
    [[nodiscard]] Result<QList<calls::SignInState>> states() const;

private:
    struct Attempt;
    [[nodiscard]] Result<std::optional<settings::Setup>> setup() const;
    [[nodiscard]] SignInAnswer<Attempt> begin(const QString &staff) const;
    [[nodiscard]] SignInAnswer<SignedIn> finish(const Attempt &attempt, bool isRight, const QString &betterHash, const QString &action);
    [[nodiscard]] bool costsTheSame(const Secret &secret) const;
    [[nodiscard]] SignInAnswer<QString> hashFor(const settings::Setup &setup, const calls::Staff &person, const Choice &fresh) const;
    struct Putting;
    [[nodiscard]] SignInAnswer<void> put(store::Transaction &transaction, const Putting &putting, audit::Trail trail = {});

    store::Database &m_database;
    const Clock &m_clock;
    const HashCost m_cost;
};

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::SignInRefusal)
Q_DECLARE_METATYPE(ringback::desk::SignedIn)

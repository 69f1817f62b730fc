#include "desk/signin.h"

#include "base/time.h"
#include "desk/click.h"
#include "desk/signinwork.h"
#include "store/credentialgateway.h"
#include "store/gateways.h"

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using store::Credential;
using store::CredentialGateway;
using Why = SignInRefusal::Why;

namespace {

const QString atTheConsole = u"console"_s; // somebody who has not proved who they are

// The wait after so many wrong tries in a row.
Milliseconds waitAfter(int failures)
{
    const int doublings = std::clamp(failures - SignIn::freeTries, 0, 10);
    return std::min(SignIn::firstWait * (1 << doublings), SignIn::longestWait);
}

} // namespace

tl::unexpected<SignInRefusal> no(Why why, std::optional<Instant> until)
{
    return tl::unexpected<SignInRefusal>(SignInRefusal{.why = why, .until = until, .detail = {}});
}

tl::unexpected<SignInRefusal> cannotDo(const Error &error)
{
    const Why why = error.kind == ErrorKind::Refused ? Why::NotHere : Why::CannotStore;
    return tl::unexpected<SignInRefusal>(SignInRefusal{.why = why, .until = {}, .detail = error.what});
}

audit::Entry entryOf(Instant now, const QString &actor, const QString &action, const QString &staff, QJsonObject detail)
{
    const QString subject = staff.isEmpty() ? QString() : u"staff:"_s + staff;
    return {.at = now, .actor = actor, .action = action, .caseId = {}, .subject = subject, .detail = std::move(detail)};
}

Result<std::optional<settings::Setup>> SignIn::setup() const
{
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(m_database).setup();
    if (!document)
        return failure(document);
    if (!*document)
        return std::optional<settings::Setup>();
    Result<settings::Setup> parsed = settings::parseSetup((*document)->text);
    if (!parsed)
        return failure(parsed);
    return std::optional(std::move(*parsed));
}

// Counted and committed before the secret is looked at: who tries many at once, or pulls the plug, has still tried.
SignInAnswer<SignIn::Attempt> SignIn::begin(const QString &staff) const
{
    const Result<std::optional<settings::Setup>> office = setup();
    if (!office)
        return cannotDo(office.error());
    const CredentialGateway credentials(m_database);
    const calls::Staff *const person = *office ? (*office)->person(staff) : nullptr;
    Attempt attempt{.staff = person ? person->id : QString(), .credential = {}, .failures = 0, .lockedUntil = {}};
    if (person != nullptr && !person->suspended) {
        Result<std::optional<Credential>> credential = credentials.find(person->id);
        if (!credential)
            return cannotDo(credential.error());
        attempt.credential = std::move(*credential);
    }
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    const Instant now = m_clock.now();
    const Result<CredentialGateway::Attempt> counted = credentials.beginAttempt(*transaction, attempt.staff, now, forgottenAfter);
    if (!counted)
        return cannotDo(counted.error());
    if (counted->lockedUntil)
        return no(Why::Locked, counted->lockedUntil);
    attempt.failures = counted->failures;
    if (attempt.failures >= freeTries) {
        attempt.lockedUntil = now + waitAfter(attempt.failures);
        if (const Done locked = credentials.lockUntil(*transaction, attempt.staff, *attempt.lockedUntil); !locked)
            return cannotDo(locked.error());
    }
    if (const Done committed = transaction->commit(); !committed)
        return cannotDo(committed.error());
    return attempt;
}

// As long as for somebody who is there.
bool SignIn::costsTheSame(const Secret &secret) const
{
    return hashOf(secret, m_cost).has_value();
}

SignInAnswer<SignedIn> SignIn::check(const QString &staff, const Secret &secret, Purpose purpose)
{
    const SignInAnswer<Attempt> attempt = begin(staff);
    if (!attempt)
        return tl::unexpected<SignInRefusal>(attempt.error());
    bool isRight = false;
    if (attempt->credential)
        isRight = isSecretOf(secret, attempt->credential->hash);
    else
        (void)costsTheSame(secret);
    QString better;
    if (isRight && isOutdated(attempt->credential->hash, m_cost)) {
        if (const Result<QString> hash = hashOf(secret, m_cost))
            better = *hash; // without one the old one stays good
    }
    return finish(*attempt, isRight, better, purpose == Purpose::SignIn ? u"signed_in"_s : u"unlocked"_s);
}

SignInAnswer<SignedIn> SignIn::finish(const Attempt &attempt, bool isRight, const QString &betterHash, const QString &action)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    const Instant now = m_clock.now();
    const CredentialGateway credentials(m_database);
    // While it was looked at, somebody may have replaced the secret or suspended the person.
    if (isRight) {
        const Result<std::optional<Credential>> current = credentials.find(attempt.staff);
        if (!current)
            return cannotDo(current.error());
        const Result<std::optional<settings::Setup>> office = setup();
        if (!office)
            return cannotDo(office.error());
        const calls::Staff *const person = *office ? (*office)->person(attempt.staff) : nullptr;
        isRight = *current && (*current)->hash == attempt.credential->hash && person != nullptr && !person->suspended;
    }
    audit::Trail trail;
    if (!isRight) {
        trail.add(entryOf(now, atTheConsole, u"sign_in_failed"_s, attempt.staff, {{u"failures"_s, attempt.failures}}));
        if (attempt.lockedUntil)
            trail.add(entryOf(now, atTheConsole, u"sign_in_locked"_s, attempt.staff,
                              {{u"failures"_s, attempt.failures}, {u"until"_s, toIso(*attempt.lockedUntil)}}));
        if (const Done committed = commit(*transaction, trail); !committed)
            return cannotDo(committed.error());
        return no(Why::Wrong, attempt.lockedUntil);
    }
    if (const Result<bool> cleared = credentials.clearFailures(*transaction, attempt.staff); !cleared)
        return cannotDo(cleared.error());
    const Credential &credential = *attempt.credential;
    trail.add(entryOf(now, actorOf(attempt.staff), action, attempt.staff,
                      {{u"kind"_s, calls::word(credential.kind)}, {u"wrong_before"_s, attempt.failures - 1}}));
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotDo(committed.error());
    if (!betterHash.isEmpty()) {
        // By itself: a database login that may not change sign-ins leaves it to the next that may.
        Result<store::Transaction> renewing = store::Transaction::begin(m_database);
        if (renewing && credentials.rehash(*renewing, attempt.staff, credential.hash, betterHash))
            (void)renewing->commit();
    }
    return SignedIn{.staff = attempt.staff, .kind = credential.kind, .mustChange = credential.mustChange};
}

Done SignIn::note(const QString &staff, Departure departure)
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    audit::Trail trail;
    trail.add(entryOf(m_clock.now(), actorOf(staff), departure == Departure::SignedOut ? u"signed_out"_s : u"locked"_s, staff));
    return commit(*transaction, trail);
}

Result<QList<calls::SignInState>> SignIn::states() const
{
    return CredentialGateway(m_database).states();
}

} // namespace ringback::desk

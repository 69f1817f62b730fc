#include "calls/people.h"
#include "desk/click.h"
#include "desk/secretrules.h"
#include "desk/signinwork.h"
#include "store/gateways.h"

/// The secrets that people sign in with: chosen, reset, recovered.
namespace ringback::desk {

using namespace Qt::StringLiterals;
using store::Credential;
using store::CredentialGateway;
using Why = SignInRefusal::Why;

namespace {

const QString commandLine = u"command"_s;

Why whyOf(SecretFault fault)
{
    switch (fault) {
    case SecretFault::TooShort:
        return Why::TooShort;
    case SecretFault::TooLong:
        return Why::TooLong;
    case SecretFault::TooCommon:
        return Why::TooCommon;
    case SecretFault::LikeName:
        return Why::LikeName;
    case SecretFault::NotDigits:
        return Why::NotDigits;
    case SecretFault::SimpleRun:
        return Why::SimpleRun;
    }
    Q_UNREACHABLE();
}

Result<bool> hasOwner(const CredentialGateway &credentials, const settings::Setup &setup)
{
    for (const calls::Staff &person : setup.staff) {
        if (person.role != calls::Role::Owner)
            continue;
        const Result<std::optional<Credential>> credential = credentials.find(person.id);
        if (!credential)
            return failure(credential);
        if (*credential)
            return true;
    }
    return false;
}

// Whether `who` may set the sign-in of `staff`.
std::optional<Why> whyNotReset(const settings::Setup &setup, const QString &who, const QString &staff)
{
    const calls::Staff *const actor = setup.person(who);
    const calls::Staff *const person = setup.person(staff);
    if (actor == nullptr || person == nullptr)
        return Why::NoSuchPerson;
    // One's own is changed with the old one, so that nobody who finds an open console takes it over.
    if (who == staff || !calls::may(*actor, calls::Right::EditPeople))
        return Why::NotAllowed;
    if (person->role != calls::Role::Rep && !calls::may(*actor, calls::Right::EditOwners))
        return Why::NotAllowed;
    return std::nullopt;
}

QString freeStaffId(const settings::Setup &setup, const QString &name)
{
    QString plain;
    for (const QChar each : name.toLower().normalized(QString::NormalizationForm_KD)) {
        if (each.unicode() < 128 && each.isLetterOrNumber())
            plain.append(each);
        else if (each.isSpace() && !plain.isEmpty())
            break; // the first name will do
    }
    if (plain.isEmpty())
        plain = u"owner"_s;
    QString id = plain;
    for (int i = 2; setup.person(id) != nullptr; ++i)
        id = u"%1-%2"_s.arg(plain).arg(i);
    return id;
}

} // namespace

SignInAnswer<QString> SignIn::hashFor(const settings::Setup &setup, const calls::Staff &person, const Choice &fresh) const
{
    if (const std::optional<SecretFault> fault = faultOf(fresh.kind, fresh.typed, person, setup.company.name))
        return no(whyOf(*fault));
    const Secret secret(fresh.typed);
    const Result<QString> hash = hashOf(secret, m_cost);
    if (!hash)
        return cannotDo(hash.error());
    return *hash;
}

SignInAnswer<void> SignIn::setOwn(const QString &staff, const Secret &old, const Choice &fresh)
{
    const SignInAnswer<Attempt> attempt = begin(staff);
    if (!attempt)
        return tl::unexpected<SignInRefusal>(attempt.error());
    bool isRight = false;
    if (attempt->credential)
        isRight = isSecretOf(old, attempt->credential->hash);
    else
        (void)costsTheSame(old);
    if (!isRight) {
        const SignInAnswer<SignedIn> wrong = finish(*attempt, false, {}, {});
        return tl::unexpected<SignInRefusal>(wrong ? SignInRefusal{} : wrong.error());
    }
    const Result<std::optional<settings::Setup>> office = setup();
    if (!office)
        return cannotDo(office.error());
    const calls::Staff *const person = *office ? (*office)->person(staff) : nullptr;
    if (person == nullptr)
        return no(Why::NoSuchPerson);
    const Secret chosen(fresh.typed);
    const SignInAnswer<QString> hash = old == chosen ? SignInAnswer<QString>(no(Why::SameAsBefore)) : hashFor(**office, *person, fresh);

    // The old one was right, whatever becomes of the new one.
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    const CredentialGateway credentials(m_database);
    if (const Result<bool> cleared = credentials.clearFailures(*transaction, staff); !cleared)
        return cannotDo(cleared.error());
    if (!hash) {
        if (const Done committed = transaction->commit(); !committed)
            return cannotDo(committed.error());
        return tl::unexpected<SignInRefusal>(hash.error());
    }
    const Result<std::optional<Credential>> current = credentials.find(staff);
    if (!current)
        return cannotDo(current.error());
    if (!*current || (*current)->hash != attempt->credential->hash) // somebody reset it in this moment
        return no(Why::Wrong);
    return put(*transaction, {.staff = staff,
                              .kind = fresh.kind,
                              .hash = *hash,
                              .actor = actorOf(staff),
                              .action = u"password_set"_s,
                              .mustChange = false,
                              .isOwn = true});
}

SignInAnswer<void> SignIn::reset(const QString &who, const QString &staff, const Choice &fresh)
{
    const Result<std::optional<settings::Setup>> office = setup();
    if (!office)
        return cannotDo(office.error());
    if (!*office)
        return no(Why::NoSuchPerson);
    if (const std::optional<Why> why = whyNotReset(**office, who, staff))
        return no(*why);
    const CredentialGateway credentials(m_database);
    // Nobody has proved to be anybody before there is an owner's.
    const Result<bool> owned = hasOwner(credentials, **office);
    if (!owned)
        return cannotDo(owned.error());
    if (!*owned)
        return no(Why::NoOwnerYet);
    const SignInAnswer<QString> hash = hashFor(**office, *(*office)->person(staff), fresh);
    if (!hash)
        return tl::unexpected<SignInRefusal>(hash.error());

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    if (const Done held = store::OfficeGateway(m_database).holdSetup(*transaction); !held)
        return cannotDo(held.error());
    const Result<std::optional<settings::Setup>> now = setup(); // roles may have changed while it was hashed
    if (!now)
        return cannotDo(now.error());
    if (const std::optional<Why> why = *now ? whyNotReset(**now, who, staff) : Why::NoSuchPerson)
        return no(*why);
    return put(
        *transaction,
        {.staff = staff, .kind = fresh.kind, .hash = *hash, .actor = actorOf(who), .action = u"password_reset"_s, .mustChange = true});
}

SignInAnswer<QString> SignIn::makeOwner(const QString &staff, const QString &name, const Choice &fresh)
{
    Result<std::optional<settings::Setup>> office = setup();
    if (!office)
        return cannotDo(office.error());
    if (!*office)
        return no(Why::NoSuchPerson);
    const bool isNew = staff.isEmpty();
    calls::Staff person;
    if (isNew) {
        person = {.id = freeStaffId(**office, name), .name = name.simplified().left(longestName), .role = calls::Role::Owner};
    } else if (const calls::Staff *const found = (*office)->person(staff)) {
        person = *found;
    }
    if (person.name.isEmpty() || person.role != calls::Role::Owner || person.suspended)
        return no(Why::NoSuchPerson);
    const SignInAnswer<QString> hash = hashFor(**office, person, fresh);
    if (!hash)
        return tl::unexpected<SignInRefusal>(hash.error());

    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    const CredentialGateway credentials(m_database);
    store::OfficeGateway gateway(m_database);
    if (const Done held = gateway.holdSetup(*transaction); !held)
        return cannotDo(held.error());
    if (const Done locked = credentials.lockAll(*transaction); !locked)
        return cannotDo(locked.error());
    office = setup();
    if (!office)
        return cannotDo(office.error());
    if (!*office)
        return no(Why::NoSuchPerson);
    const Result<bool> owned = hasOwner(credentials, **office);
    if (!owned)
        return cannotDo(owned.error());
    if (*owned)
        return no(Why::AlreadyThere);
    const Instant now = m_clock.now();
    audit::Trail trail;
    if (isNew) {
        person.id = freeStaffId(**office, name);
        (*office)->staff.append(person);
        const QByteArray document = settings::toJson(**office);
        if (const Result<settings::Setup> readsBack = settings::parseSetup(document); !readsBack)
            return cannotDo(readsBack.error());
        const Result<qint64> version = gateway.addSetup(*transaction, document, now);
        if (!version)
            return cannotDo(version.error());
        trail.add(entryOf(now, actorOf(person.id), u"owner_added"_s, person.id, {{u"version"_s, *version}}));
    } else if (const calls::Staff *const still = (*office)->person(staff);
               still == nullptr || still->role != calls::Role::Owner || still->suspended) {
        return no(Why::NoSuchPerson);
    }
    const Putting putting{.staff = person.id,
                          .kind = fresh.kind,
                          .hash = *hash,
                          .actor = actorOf(person.id),
                          .action = u"password_set"_s,
                          .mustChange = false};
    if (const SignInAnswer<void> done = put(*transaction, putting, trail); !done)
        return tl::unexpected<SignInRefusal>(done.error());
    return person.id;
}

SignInAnswer<void> SignIn::recover(const QString &staff, const Choice &fresh)
{
    const Result<std::optional<settings::Setup>> office = setup();
    if (!office)
        return cannotDo(office.error());
    const calls::Staff *const person = *office ? (*office)->person(staff) : nullptr;
    if (person == nullptr)
        return no(Why::NoSuchPerson);
    // With a rep's alone, consoles would ask for a sign-in, and no owner could give one.
    const Result<bool> owned = hasOwner(CredentialGateway(m_database), **office);
    if (!owned)
        return cannotDo(owned.error());
    if (!*owned && person->role != calls::Role::Owner)
        return no(Why::NoOwnerYet);
    const SignInAnswer<QString> hash = hashFor(**office, *person, fresh);
    if (!hash)
        return tl::unexpected<SignInRefusal>(hash.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    return put(
        *transaction,
        {.staff = staff, .kind = fresh.kind, .hash = *hash, .actor = commandLine, .action = u"password_reset"_s, .mustChange = false});
}

SignInAnswer<bool> SignIn::clearLock(const QString &staff)
{
    const Result<std::optional<settings::Setup>> office = setup();
    if (!office)
        return cannotDo(office.error());
    if (!*office || (*office)->person(staff) == nullptr)
        return no(Why::NoSuchPerson);
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannotDo(transaction.error());
    const Result<bool> cleared = CredentialGateway(m_database).clearFailures(*transaction, staff);
    if (!cleared)
        return cannotDo(cleared.error());
    if (!*cleared)
        return false;
    audit::Trail trail;
    trail.add(entryOf(m_clock.now(), commandLine, u"sign_in_unlocked"_s, staff));
    if (const Done committed = commit(*transaction, trail); !committed)
        return cannotDo(committed.error());
    return true;
}

// The failures before it are forgotten: who set it has said that the person may come in.
SignInAnswer<void> SignIn::put(store::Transaction &transaction, const Putting &putting, audit::Trail trail)
{
    const Instant now = m_clock.now();
    const CredentialGateway credentials(m_database);
    if (const Result<bool> cleared = credentials.clearFailures(transaction, putting.staff); !cleared)
        return cannotDo(cleared.error());
    const Credential credential{.staff = putting.staff,
                                .kind = putting.kind,
                                .hash = putting.hash,
                                .setAt = now,
                                .setBy = putting.actor,
                                .mustChange = putting.mustChange};
    if (putting.isOwn) {
        const Result<bool> replaced = credentials.replace(transaction, credential);
        if (!replaced)
            return cannotDo(replaced.error());
        if (!*replaced) // the database login is somebody else's
            return no(Why::NotHere);
    } else if (const Done stored = credentials.put(transaction, credential); !stored) {
        return cannotDo(stored.error());
    }
    trail.add(entryOf(now, putting.actor, putting.action, putting.staff,
                      {{u"kind"_s, calls::word(putting.kind)}, {u"must_change"_s, putting.mustChange}}));
    if (const Done committed = commit(transaction, trail); !committed)
        return cannotDo(committed.error());
    return {};
}

} // namespace ringback::desk

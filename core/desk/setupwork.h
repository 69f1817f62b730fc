#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "calls/people.h"
#include "desk/setuprefusal.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QJsonObject>

#include <algorithm>
#include <optional>

/// What every change of the setup by an admin begins and ends with; for desk's own files.
namespace ringback::desk {

[[nodiscard]] tl::unexpected<ConnectionRefusal> refuse(ConnectionRefusal::Why why, const QString &field = {}, const QString &detail = {});
[[nodiscard]] tl::unexpected<ConnectionRefusal> cannot(const Error &error);

/// One transaction that reads the setup, changes it and writes it again with its audit row, so that nothing that somebody else changed is lost.
struct SetupWork {
    /// Refusals: NoSuchPerson, NotAllowed, CannotStore.
    [[nodiscard]] static ConnectionAnswer<SetupWork> begin(store::Database &database, const Clock &clock, const QString &staff,
                                                           calls::Right right = calls::Right::EditPeople);

    void note(const QString &action, const QString &subject, QJsonObject detail);
    /// Stores the setup as a new version, and commits. Refusals: Invalid, CannotStore.
    [[nodiscard]] ConnectionAnswer<void> save(const QString &action, const QString &subject, QJsonObject detail);
    /// Commits what is not in the setup. Refusals: CannotStore.
    [[nodiscard]] ConnectionAnswer<void> finish();

    store::Transaction transaction;
    settings::Setup setup;
    QString staff;
    Instant now;
    audit::Trail trail;
};

/// The one of that id; null when there is none.
template <class T>
[[nodiscard]] T *findById(QList<T> &list, const QString &id)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const T &each) { return each.id == id; });
    return found == list.end() ? nullptr : &*found;
}

/// Where it stood, when it is still as it was seen; a new one at the end. Refusals: NoSuchConnection, ChangedMeanwhile.
template <class T>
[[nodiscard]] ConnectionAnswer<void> putInto(QList<T> &list, const T &wanted, const std::optional<T> &before)
{
    T *const stored = findById(list, wanted.id);
    if (before && stored == nullptr)
        return refuse(ConnectionRefusal::Why::NoSuchConnection);
    if (before ? *stored != *before : stored != nullptr)
        return refuse(ConnectionRefusal::Why::ChangedMeanwhile);
    if (stored != nullptr)
        *stored = wanted;
    else
        list.append(wanted);
    return {};
}

} // namespace ringback::desk

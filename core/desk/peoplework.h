#pragma once

#include "base/clock.h"
#include "calls/people.h"
#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <tl/expected.hpp>

#include <optional>

/// What an admin does with the people and teams of the office.
namespace ringback::desk {

/// Why such a change was turned down; nothing was changed.
struct PeopleRefusal {
    enum class Why {
        NoSuchPerson, ///< whoever clicked is none of the staff
        NotAllowed, ///< owners and admins set up people
        OnlyOwners, ///< owners are made, changed and unmade by owners
        NotThere, ///< somebody removed it meanwhile
        ChangedMeanwhile, ///< by somebody else, since it was looked at
        Yourself, ///< nobody removes or suspends themselves
        LastOwner, ///< an office keeps one owner who is not suspended
        PhoneTaken, ///< `field` is the name of whose own phone that is
        PhoneIsOurs, ///< a line of the company, or a number that its texts leave from
        Invalid, ///< `field` and what is wrong with it in `detail`, for whoever asks
        CannotStore,
    };
    Why why = Why::CannotStore;
    QString field; ///< the setup file's key: `time_zone`; may be empty
    QString detail; ///< in English

    friend bool operator==(const PeopleRefusal &, const PeopleRefusal &) = default;
};

template <class T>
using PeopleAnswer = tl::expected<T, PeopleRefusal>;

/// A person as an admin wants them.
struct PersonEdit {
    calls::Staff person; ///< a new one without an id: it is made from the name, and is nobody's, also of who has left
    std::optional<calls::Staff> before; ///< as the admin saw them; empty for a new one

    friend bool operator==(const PersonEdit &, const PersonEdit &) = default;
};

/// A team as an admin wants it.
struct TeamEdit {
    calls::Team team; ///< a new one without an id
    std::optional<calls::Team> before; ///< as the admin saw it; empty for a new one
    std::optional<QStringList> members = {}; ///< staff ids: these and no others; empty = as they are
    std::optional<QStringList> lines = {}; ///< numbers, E.164, whose callbacks go to it: these and no others; empty = as they are
    QStringList membersBefore = {}; ///< as the admin saw them, in any order; none for a new one
    QStringList linesBefore = {};

    friend bool operator==(const TeamEdit &, const TeamEdit &) = default;
};

/// What callbacks of a line are given by.
struct LineEdit {
    QString number; ///< E.164
    QString team; ///< id; empty = whoever is free
    QStringList skills;
    QString teamBefore; ///< as the admin saw them
    QStringList skillsBefore;

    friend bool operator==(const LineEdit &, const LineEdit &) = default;
};

/// Each is one transaction with its audit rows and a new version of the setup, read and written in that transaction. Owners and admins
/// (calls::Right::EditPeople), of owners only owners (EditOwners). Lives on the thread of its Database.
class PeopleWork final {
public:
    PeopleWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// As stored: with the id of a new one. What a suspended person had claimed is open again.
    [[nodiscard]] PeopleAnswer<calls::Staff> putPerson(const PersonEdit &edit, const QString &staff);
    struct Removed {
        QString name;
        int callbacks = 0; ///< that they had, claimed or not, go to somebody else
    };
    /// Their calendars are disconnected, how they signed in is forgotten, and what they had claimed is open again. What they did stays theirs.
    [[nodiscard]] PeopleAnswer<Removed> removePerson(const QString &id, const QString &staff);

    [[nodiscard]] PeopleAnswer<calls::Team> putTeam(const TeamEdit &edit, const QString &staff);
    /// Its people stay, without it; callbacks of its lines go to whoever is free.
    [[nodiscard]] PeopleAnswer<calls::Team> removeTeam(const QString &id, const QString &staff);

    /// The line as it is then.
    [[nodiscard]] PeopleAnswer<calls::Line> setLine(const LineEdit &edit, const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
};

/// Of the setup's schema.
inline constexpr qsizetype longestPersonId = 40;
/// What ids are made of: `Dana Reyes` → `dana`, and where that is taken `dana-reyes`, `dana-reyes-2`.
[[nodiscard]] QStringList personIds(const QString &name);
/// `Dallas crew desk` → `dallas-crew-desk`.
[[nodiscard]] QString teamId(const QString &name);

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::PeopleRefusal)

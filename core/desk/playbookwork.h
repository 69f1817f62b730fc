#pragma once

#include "base/clock.h"
#include "playbook/document.h"
#include "playbook/playbook.h"
#include "store/database.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <optional>

/// What people do with the texts and rules of the office.
namespace ringback::desk {

/// What is wrong with a playbook at one place.
struct PlaybookFinding {
    QString path; ///< a JSON Pointer: `/steps/0/after`; empty = the whole
    QString what; ///< in English

    friend bool operator==(const PlaybookFinding &, const PlaybookFinding &) = default;
};

/// Why such a change was turned down; nothing was changed.
struct PlaybookRefusal {
    enum class Why {
        NoSuchPerson,
        NotAllowed,
        NoSuchVersion,
        ChangedMeanwhile, ///< `version` is live by now, and `who` made it so
        Invalid, ///< `findings` say where
        CannotStore,
    };
    Why why = Why::CannotStore;
    QList<PlaybookFinding> findings = {};
    qint64 version = 0;
    QString who = {}; ///< a name; empty = the command line
    QString detail = {}; ///< in English

    friend bool operator==(const PlaybookRefusal &, const PlaybookRefusal &) = default;
};

template <class T>
using PlaybookAnswer = tl::expected<T, PlaybookRefusal>;

/// One version of the rules. A version never changes.
struct PlaybookVersion {
    qint64 version = 0;
    Instant savedAt;
    QString staff; ///< id; empty = the command line, or nobody noted it
    QString who; ///< their name
    QString note;

    friend bool operator==(const PlaybookVersion &, const PlaybookVersion &) = default;
};

/// The rules as somebody wants them.
struct PlaybookEdit {
    playbook::Playbook playbook;
    qint64 before = 0; ///< the version that they began with, which was live then
    QString note = {}; ///< for who reads the list of versions; one line

    friend bool operator==(const PlaybookEdit &, const PlaybookEdit &) = default;
};

struct PlaybookDraft {
    playbook::Playbook playbook; ///< half typed: may break any rule
    qint64 before = 0; ///< the version that it began with
    Instant savedAt;
    bool isBehind = false; ///< another version is live by now

    friend bool operator==(const PlaybookDraft &, const PlaybookDraft &) = default;
};

/// Each change is one transaction with its audit row. Owners and admins (calls::Right::EditTemplates for what is said, EditPlaybooks for the rules). Cases
/// that are open keep the rules that they were opened under. Lives on the thread of its Database.
class PlaybookWork final {
public:
    PlaybookWork(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Makes it the newest version, which holds for the next missed call; whoever did has no draft any more. The same rules again add no version.
    [[nodiscard]] PlaybookAnswer<PlaybookVersion> makeLive(const PlaybookEdit &edit, const QString &staff);
    /// A new version with the rules of that one. `before` as in PlaybookEdit. Drafts stay. Refusals also: NoSuchVersion, Invalid (what held then does not
    /// hold any more).
    [[nodiscard]] PlaybookAnswer<PlaybookVersion> rollBack(qint64 version, qint64 before, const QString &note, const QString &staff);

    /// The newest first, those below `below` where one is given. Whoever is of the staff may look. Refusals: NoSuchPerson, NotAllowed, CannotStore.
    [[nodiscard]] PlaybookAnswer<QList<PlaybookVersion>> versions(const QString &staff, int limit = 100,
                                                                  std::optional<qint64> below = std::nullopt) const;
    /// The rules as they were in it. Refusals also: NoSuchVersion.
    [[nodiscard]] PlaybookAnswer<playbook::Playbook> at(qint64 version, const QString &staff) const;
    /// The same as it is kept, for a file. Refusals also: NoSuchVersion.
    [[nodiscard]] PlaybookAnswer<QByteArray> document(qint64 version, const QString &staff) const;

    /// In the place of the person's draft before. Needs not hold; only a megabyte is too much. Not audited: nobody else sees it.
    [[nodiscard]] PlaybookAnswer<void> saveDraft(const PlaybookEdit &edit, const QString &staff);
    [[nodiscard]] PlaybookAnswer<std::optional<PlaybookDraft>> draft(const QString &staff) const;
    /// False when there was none.
    [[nodiscard]] PlaybookAnswer<bool> dropDraft(const QString &staff);

private:
    store::Database &m_database;
    const Clock &m_clock;
};

/// What keeps these rules from being made live, but for what only the office can tell. None = nothing. Pure; some ten milliseconds.
[[nodiscard]] QList<PlaybookFinding> findingsOf(const playbook::Playbook &playbook);
/// Of a file that somebody brings. Refusals: Invalid.
[[nodiscard]] PlaybookAnswer<playbook::Playbook> readPlaybook(const QByteArray &file);

/// The longest note, in characters.
inline constexpr qsizetype maxPlaybookNote = 200;

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::PlaybookRefusal)

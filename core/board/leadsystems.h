#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "board/connections.h"
#include "desk/leadwork.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QMap>
#include <QMetaType>

#include <optional>

/// What the page of lead systems shows; its pulses come with the board's Health.
namespace ringback::board {

/// What a lead system can do, for sentences.
struct LeadAbilities {
    bool findsByNumber = false;
    bool findsByEmail = false;
    bool listsChanges = false;
    bool writesNotes = false;
    bool setsStatus = false;
    bool writesTasks = false;
    bool readsTasks = false;
    bool closesTasks = false;
    bool readsWins = false;
    bool removesRecords = false;

    friend bool operator==(const LeadAbilities &, const LeadAbilities &) = default;
};

/// One thing of the system that an office chooses for a word of ours.
struct LeadSlot {
    QString key; ///< `source`, `tag`, `status.needs_callback`, `user.dana`, `campaign`
    QString list; ///< of which of LeadLists; empty = free text
    bool isNeeded = false; ///< nothing can be written without it
    bool ofOutcomes = false; ///< one of the playbook's outcomes is chosen, nothing of the system's

    friend bool operator==(const LeadSlot &, const LeadSlot &) = default;
};

struct LeadChoice {
    QString id;
    QString name;

    friend bool operator==(const LeadChoice &, const LeadChoice &) = default;
};
/// What was read from the system to choose from, by LeadSlot::list.
using LeadLists = QMap<QString, QList<LeadChoice>>;

/// How far the list of its people has been read.
struct FirstPass {
    qint64 seen = 0;
    std::optional<qint64> total; ///< where the system says
    std::optional<Instant> wholeAt; ///< when it ended; since then it is kept up to date
    bool isPaused = false; ///< by a person
    int failures = 0; ///< reads in a row that brought nothing but an error
    QString lastError; ///< in English, for whoever asks

    friend bool operator==(const FirstPass &, const FirstPass &) = default;
};

struct LeadCard {
    desk::LeadConnection connection;
    LeadAbilities can;
    QList<LeadSlot> choiceSlots;
    bool signsInByBrowser = false;
    int waiting = 0; ///< writes on their way
    int failed = 0;
    int toChoose = 0;
    std::optional<FirstPass> firstPass; ///< empty = its people are not kept here

    friend bool operator==(const LeadCard &, const LeadCard &) = default;
};

struct LeadSystems {
    QList<LeadCard> connections; ///< in the order of the setup: the first that knows a caller is believed
    QStringList takenIds; ///< no new one may have them
    /// What a test lead is told of.
    QByteArray zone; ///< the office's, IANA
    QString tag; ///< the playbook's
    QString newStatus;

    friend bool operator==(const LeadSystems &, const LeadSystems &) = default;
};

/// What the setup alone tells of a connection: no counts, no first pass.
[[nodiscard]] LeadCard leadCardOf(const desk::LeadConnection &connection, const QStringList &statuses, const QList<calls::Staff> &staff);
/// The playbook's words for how a lead stands, each once: those of new ones first.
[[nodiscard]] QStringList leadStatuses(const playbook::Playbook &book);
/// Errors: as the store.
[[nodiscard]] Result<LeadSystems> readLeadSystems(store::Database &database, const settings::Setup &setup, const playbook::Playbook &book);
/// The same with the office as it is stored now. Errors: as the store, Corrupt.
[[nodiscard]] Result<LeadSystems> readLeadSystems(store::Database &database);

/// What the system's app has to be registered with for a sign-in in the browser; empty = nothing, or this connection has no such sign-in.
[[nodiscard]] QString leadSignInAddress(const desk::LeadConnection &connection);
[[nodiscard]] bool leadSignsInByBrowser(const desk::LeadConnection &connection);

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::LeadSystems)

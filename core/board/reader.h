#pragma once

#include "base/clock.h"
#include "board/bookings.h"
#include "board/calendarcards.h"
#include "board/leadsystems.h"
#include "board/peoplerows.h"
#include "board/rows.h"
#include "playbook/playbook.h"
#include "settings/setup.h"
#include "store/boardgateway.h"
#include "store/database.h"

#include <QHash>
#include <QSet>

#include <map>
#include <optional>

namespace ringback::board {

/// Reads what the screens show. No state but the office's names and playbooks; on the thread of its Database.
class Reader final {
public:
    Reader(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Rows at most, and how long finished cases and screened calls stay on the board.
    static constexpr int mostRows = 500;
    static constexpr std::chrono::hours finishedFor{24};

    /// Whether what cases earned is told: not to who may not see money. It is, until somebody says otherwise.
    void setShowsMoney(bool shows) { m_showsMoney = shows; }

    /// Reads the names of people, teams, lines and outcomes again. Errors: as the store.
    [[nodiscard]] Result<Office> office();

    /// The board, the latest call first. Errors: as the store.
    [[nodiscard]] Result<QList<BoardRow>> board();
    /// The queue: what may be worked on first, then priority, then due. Errors: as the store.
    [[nodiscard]] Result<QList<QueueRow>> queue();

    /// What became of one case: its rows, where they are still to be shown.
    struct CaseRows {
        std::optional<BoardRow> board;
        std::optional<QueueRow> queue;
    };
    /// By id of a follow-up, or of a call without one. Errors: as the store.
    [[nodiscard]] Result<QHash<QString, CaseRows>> rowsOf(const QStringList &ids);

    [[nodiscard]] Result<Conversation> conversation(const QString &rowId);
    /// Messages that a person must decide about, the oldest first. Errors: as the store.
    [[nodiscard]] Result<QList<TextToReview>> toReview() const;
    /// What follows from a task that has just been completed. Errors: as the store.
    [[nodiscard]] Result<Aftermath> aftermath(const calls::CallbackTask &completed, Milliseconds undoWindow);
    [[nodiscard]] Result<Health> health() const;
    /// The page of lead systems. Errors: as the store.
    [[nodiscard]] Result<LeadSystems> leadSystems() const { return readLeadSystems(m_database, m_setup, m_playbook); }
    /// The page of people. Errors: as the store.
    [[nodiscard]] Result<People> people() const;
    /// People's calendars. Errors: as the store.
    [[nodiscard]] Result<Calendars> calendars() const;
    /// Where callers book by themselves. Errors: as the store.
    [[nodiscard]] Result<BookingPages> bookingPages() const { return readBookingPages(m_database, m_setup); }

private:
    [[nodiscard]] Result<BoardRow> boardRow(const store::BoardCase &found);
    [[nodiscard]] Result<QueueRow> queueRow(const store::BoardCase &found);
    /// A call without a case.
    [[nodiscard]] BoardRow rowOf(const calls::Call &call, const std::optional<VoicemailBrief> &voicemail) const;
    [[nodiscard]] Result<std::optional<VoicemailBrief>> voicemailOf(const calls::CallId &call) const;
    [[nodiscard]] Result<QList<CallBrief>> callsOf(const QString &rowId, const QList<calls::Call> &calls) const;
    /// Which connections push what happens: only of theirs a call that was found in a list was lost.
    [[nodiscard]] Done readPushing();
    [[nodiscard]] Result<Progress> progressOf(const store::BoardCase &found);
    [[nodiscard]] Result<const playbook::Playbook *> bookAt(qint64 version);
    [[nodiscard]] QList<OutcomeChoice> choices(const playbook::Playbook &book) const;
    [[nodiscard]] QString nameOf(const QString &staffId) const;
    [[nodiscard]] QString lineLabel(const QString &number) const;
    [[nodiscard]] bool isFinished(const store::BoardCase &found) const;

    store::Database &m_database;
    const Clock &m_clock;
    settings::Setup m_setup;
    playbook::Playbook m_playbook;
    bool m_showsMoney = true;
    QSet<QString> m_pushing; ///< as of the latest read
    std::map<qint64, playbook::Playbook> m_books; ///< by version, which never changes; a map: pointers stay good
};

} // namespace ringback::board

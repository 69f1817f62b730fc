#pragma once

#include "base/clock.h"
#include "board/rows.h"
#include "playbook/playbook.h"
#include "settings/setup.h"
#include "store/database.h"

#include <optional>

namespace ringback::board {

/// Reads what the screens show. No state but the office's names; on the thread of its Database.
class Reader final {
public:
    Reader(store::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Rows at most, and how long finished cases and screened calls stay on the board.
    static constexpr int mostRows = 500;
    static constexpr std::chrono::hours finishedFor{24};

    /// Reads the names of people, teams, lines and outcomes again. Errors: as the store.
    [[nodiscard]] Result<Office> office();

    /// The board, the latest call first. Errors: as the store.
    [[nodiscard]] Result<QList<BoardRow>> board() const;
    /// The queue: priority first, then due. Errors: as the store.
    [[nodiscard]] Result<QList<QueueRow>> queue() const;

    /// What became of one case (a follow-up's or a call's id): its row, if it is still to be shown. Errors: as the store.
    [[nodiscard]] Result<std::optional<BoardRow>> boardRow(const QString &caseId) const;
    [[nodiscard]] Result<std::optional<QueueRow>> queueRow(const QString &followUpId) const;

    [[nodiscard]] Result<Conversation> conversation(const QString &rowId) const;
    [[nodiscard]] Result<Health> health() const;

private:
    [[nodiscard]] Result<BoardRow> rowOf(const calls::FollowUp &followUp) const;
    [[nodiscard]] BoardRow rowOf(const calls::Call &call) const;
    [[nodiscard]] Result<QueueRow> rowOf(const calls::CallbackTask &task, const calls::FollowUp &followUp) const;
    [[nodiscard]] Result<std::optional<TextBrief>> lastText(const calls::FollowUpId &followUp) const;
    [[nodiscard]] TextBrief brief(const calls::Message &message, std::optional<Instant> dueAt) const;
    [[nodiscard]] QString nameOf(const QString &staffId) const;
    [[nodiscard]] QString lineLabel(const QString &number) const;
    [[nodiscard]] bool isFinished(const calls::FollowUp &followUp) const;

    store::Database &m_database;
    const Clock &m_clock;
    settings::Setup m_setup;
    playbook::Playbook m_playbook;
};

} // namespace ringback::board

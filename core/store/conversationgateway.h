#pragma once

#include "calls/values.h"
#include "store/database.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

using NoteId = Id<struct NoteTag>;

/// What somebody of ours noted of a case, for us alone.
struct CaseNote {
    NoteId id;
    calls::FollowUpId followUp;
    QString staff;
    QString body;
    Instant createdAt;

    friend bool operator==(const CaseNote &, const CaseNote &) = default;
};

/// A half-typed text.
struct Draft {
    calls::FollowUpId followUp;
    QString staff;
    QString body;
    Instant savedAt;

    friend bool operator==(const Draft &, const Draft &) = default;
};

/// Somebody who has a case before them.
struct Viewer {
    QString staff;
    bool isTyping = false;
    Instant since;

    friend bool operator==(const Viewer &, const Viewer &) = default;
};

/// What people do at a conversation besides texting.
class ConversationGateway final {
public:
    explicit ConversationGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Done insert(Transaction &transaction, const CaseNote &note) const;
    /// The oldest first.
    [[nodiscard]] Result<QList<CaseNote>> notesOf(const calls::FollowUpId &followUp) const;

    /// In place of what that person had typed in that case; of more than `most` drafts of theirs the oldest go.
    [[nodiscard]] Done put(Transaction &transaction, const Draft &draft, int most) const;
    [[nodiscard]] Result<std::optional<Draft>> draft(const calls::FollowUpId &followUp, const QString &staff) const;
    /// The newest first.
    [[nodiscard]] Result<QList<Draft>> draftsOf(const QString &staff) const;
    /// False when there was none.
    [[nodiscard]] Result<bool> dropDraft(Transaction &transaction, const calls::FollowUpId &followUp, const QString &staff) const;

    /// From now until then. Who has been there all along is there since they came. Where that person was before, and is no longer, is
    /// forgotten.
    [[nodiscard]] Done putViewer(Transaction &transaction, const calls::FollowUpId &followUp, const QString &staff, bool isTyping,
                                 Instant now, Instant until) const;
    [[nodiscard]] Result<bool> dropViewer(Transaction &transaction, const calls::FollowUpId &followUp, const QString &staff) const;
    /// Who came first, first.
    [[nodiscard]] Result<QList<Viewer>> viewersOf(const calls::FollowUpId &followUp, Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store

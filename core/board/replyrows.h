#pragma once

#include "base/clock.h"

#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

/// What a conversation shows besides its texts and calls (rows.h): what people are about to send, noted for themselves, and who is at it.
namespace ringback::board {

/// A text by a person that has not left.
struct ScheduledReply {
    QString message; ///< its id, to take it back by
    QString text;
    QString by; ///< a person's name
    Instant writtenAt;
    Instant at; ///< when it was meant to leave
    Instant dueAt; ///< when it does; later where it could not leave before
    bool despiteQuietHours = false;

    friend bool operator==(const ScheduledReply &, const ScheduledReply &) = default;
};

/// For the staff alone.
struct PrivateNote {
    QString id;
    QString text;
    QString by; ///< a person's name
    Instant at;

    friend bool operator==(const PrivateNote &, const PrivateNote &) = default;
};

/// Somebody else who has the case before them now.
struct CaseViewer {
    QString staff;
    QString name;
    bool isTyping = false;
    Instant since;

    friend bool operator==(const CaseViewer &, const CaseViewer &) = default;
};

/// A half-typed text of the person who asks.
struct KeptDraft {
    QString followUp;
    QString text;
    Instant savedAt;

    friend bool operator==(const KeptDraft &, const KeptDraft &) = default;
};

/// One case as one person sees it.
struct CaseReplies {
    QString followUp;
    QList<ScheduledReply> scheduled; ///< in the order in which they are to leave
    QList<PrivateNote> notes; ///< the oldest first
    std::optional<KeptDraft> draft;
    QList<CaseViewer> others; ///< who came first, first
    QHash<QString, QString> writers; ///< names, by the id of the message that they wrote; the rest are automated
    // What the composer says before anybody types.
    bool hasSender = false; ///< the case's line sends texts
    std::optional<Instant> optedOutSince;
    bool mayHaveOptedOut = false; ///< a person has to say what the caller meant
    std::optional<Instant> quietUntil; ///< the caller's quiet hours hold now, and end then

    friend bool operator==(const CaseReplies &, const CaseReplies &) = default;
};

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::CaseReplies)

#pragma once

#include "base/clock.h"
#include "playbook/playbook.h"
#include "policy/decide.h"

#include <QString>

#include <optional>
#include <variant>

namespace ringback::policy {

/// What is known at the moment of sending. The world has moved since the decision: everything is asked again.
struct TextFacts {
    calls::PhoneNumber to;
    QByteArray zoneOnRecord;
    calls::Channel channel = calls::Channel::Text; ///< an e-mail wakes nobody: no quiet hours
    bool automated = true;
    bool optedOut = false;
    bool likelyOptedOut = false; ///< held until a person has read what the caller wrote
    bool doubtIsNewer = false; ///< that came after a person wrote this, who cannot have read it then
    bool doNotText = false;
    bool replied = false; ///< the caller wrote since the call
    bool reached = false; ///< somebody of ours has spoken with the caller since the message was planned
    bool claimed = false; ///< somebody works on the callback
    bool caseClosed = false;
    std::optional<Instant>
        earlierDueAt; ///< when the last is due of the case's messages that were planned before and have not found their end
    Instant dueAt;
    Instant trueUntil;
    const playbook::Step *step = nullptr; ///< of the playbook version the case was opened under; null for what people write
    bool mayWake = true; ///< of what people write: who wrote it knows that it leaves in quiet hours
    std::optional<Instant> plannedFor = {}; ///< when a person meant it to leave
};

/// What a person meant to leave before quiet hours began may leave so much later, in them.
inline constexpr Milliseconds nightBeginsAfter = std::chrono::minutes(10);

struct SendNow {
    friend bool operator==(const SendNow &, const SendNow &) = default;
};

/// The words are no longer true; the playbook has others.
struct SendInstead {
    QString templateId;
    Instant trueUntil;
    friend bool operator==(const SendInstead &, const SendInstead &) = default;
};

struct PostponeText {
    Instant until;
    QString reason;
    friend bool operator==(const PostponeText &, const PostponeText &) = default;
};

struct DropText {
    QString reason;
    friend bool operator==(const DropText &, const DropText &) = default;
};

using TextDecision = std::variant<SendNow, SendInstead, PostponeText, DropText>;

[[nodiscard]] TextDecision decideSending(const TextFacts &facts, const Rules &rules, Instant now);

/// When to try again after attempt `attempt` (from 1) was refused for now: 30 s, 2 min, 10 min, then hourly, or what the provider asked
/// for if that is later. `jitter` from 0 to 1 adds up to a tenth, so that a storm does not return as one.
[[nodiscard]] Instant retryAt(int attempt, std::optional<Milliseconds> retryAfter, double jitter, Instant now);

/// Whether a caller's text may mean that no more texts are wanted, though it is no keyword: "please stop texting me". "Stop by at 5" is none.
[[nodiscard]] bool isLikelyOptOut(const QString &text, const playbook::OptOut &optOut);

/// What a caller's text asks for, when it is one of the playbook's words: the whole message, in any case, punctuation aside.
enum class Keyword { None, Stop, Start, Help };
[[nodiscard]] Keyword readKeyword(const QString &text, const playbook::OptOut &optOut);

} // namespace ringback::policy

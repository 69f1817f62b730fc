#pragma once

#include "connectors/phoneprovider.h"
#include "settings/connection.h"

#include <QJsonObject>

/// What Quo tells of a call, whichever of its three shapes it came in, and what we make of it (providers: phone-and-sms.md, 4.4).
namespace ringback::connectors::quo {

struct QuoCall {
    QString id;
    calls::Direction direction = calls::Direction::In;
    QString status; ///< Quo's word; its two surfaces and three generations do not use the same ones
    bool isOver = false;
    bool tellsAnswer = true; ///< whether what came says anything of `answeredAt`, if only that there is none
    std::optional<Instant> createdAt;
    std::optional<Instant> answeredAt;
    std::optional<Instant> completedAt;
    QString answeredBy; ///< a user `US…`, or a machine `SY…`
    bool machineTalked = false; ///< Quo's AI agent, as Quo says
    bool wasForwarded = false; ///< rang on at a number outside of Quo
    bool hasVoicemail = false;
    std::optional<calls::Voicemail> voicemail;
    QString caller; ///< the other side
    QString line;

    /// Neither side is known: nobody can tell whose call it is.
    [[nodiscard]] bool isBare() const { return caller.isEmpty() || line.isEmpty(); }
};

/// Quo's AI agent, and other actors that are no people.
[[nodiscard]] bool isMachine(const QString &actor);

/// `incoming`, unless it says otherwise: `call.missed` says nothing.
[[nodiscard]] calls::Direction directionOf(const QJsonObject &from);
[[nodiscard]] calls::Voicemail readVoicemail(const QJsonObject &from);
/// What all shapes have under the same names: not whether it is over, and not who called whom.
[[nodiscard]] QuoCall readCall(const QJsonObject &from);

/// The rule: an incoming call is missed when it is over, was never answered, no machine talked and it was not forwarded. The status alone decides
/// nothing: calls that nobody answered come as missed, no-answer, abandoned, busy, canceled, unanswered, and `completed`.
[[nodiscard]] CallEvent judged(const QuoCall &call, const settings::QuoAccount &account);

} // namespace ringback::connectors::quo

#include "board/briefs.h"

namespace ringback::board {

using namespace Qt::StringLiterals;

bool isLive(const std::optional<store::BoardTask> &task)
{
    return task && (task->state == calls::TaskState::Open || task->state == calls::TaskState::Claimed);
}

TextBrief brief(const store::BoardMessage &message)
{
    const bool planned = message.state == calls::DeliveryState::Scheduled && message.dueAt;
    return {.direction = message.direction,
            .state = message.state,
            .body = message.body,
            .automated = message.automated,
            .at = planned ? *message.dueAt : message.sentAt.value_or(message.createdAt),
            .errorCode = message.errorCode,
            .channel = message.channel,
            .subject = message.subject};
}

VoicemailBrief brief(const store::BoardVoicemail &voicemail)
{
    return {.length = voicemail.length, .transcript = voicemail.transcript, .at = voicemail.receivedAt};
}

// Only level A vouches for caller and number; a missing token says nothing, as many honest phones have none (providers: phone-and-sms.md, 2.4).
Attestation attestationOf(const QString &word)
{
    if (word.startsWith("TN-Validation-Passed-A"_L1))
        return Attestation::Verified;
    return word.startsWith("TN-Validation-Failed"_L1) ? Attestation::NotVerified : Attestation::NotKnown;
}

QString personName(const settings::Setup &setup, const QString &who)
{
    const calls::Staff *const person = setup.person(who.startsWith("staff:"_L1) ? who.mid(6) : who);
    return person ? person->name : QString();
}

} // namespace ringback::board

#pragma once

#include "board/rows.h"
#include "settings/setup.h"
#include "store/boardgateway.h"

#include <optional>

/// What the board, the queue and a conversation tell alike; for board's own files.
namespace ringback::board {

[[nodiscard]] bool isLive(const std::optional<store::BoardTask> &task);
[[nodiscard]] TextBrief brief(const store::BoardMessage &message);
[[nodiscard]] VoicemailBrief brief(const store::BoardVoicemail &voicemail);
/// Empty when it was none of the staff. `who`: an id, or an actor of the trail.
[[nodiscard]] QString personName(const settings::Setup &setup, const QString &who);
/// Of the word that the provider has for it.
[[nodiscard]] Attestation attestationOf(const QString &word);

} // namespace ringback::board

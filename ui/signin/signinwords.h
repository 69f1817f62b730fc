#pragma once

#include "base/clock.h"
#include "desk/signin.h"

#include <QString>

/// What signing in says, in sentences.
namespace ringback::ui {

/// Why it did not go well. A wait is told as what is left of it.
[[nodiscard]] QString signInSentence(const desk::SignInRefusal &refusal, Instant now);
/// What a new password or PIN has to be like.
[[nodiscard]] QString secretRule(calls::SecretKind kind);
/// `DR` of Dana Reyes.
[[nodiscard]] QString initialsOf(const QString &name);
[[nodiscard]] QString roleWord(calls::Role role);

} // namespace ringback::ui

#pragma once

#include "calls/values.h"
#include "playbook/playbook.h"
#include "policy/decide.h"

#include <QString>

namespace ringback::policy {

/// What the choice between a step's templates depends on.
struct Situation {
    calls::ContactKind kind = calls::ContactKind::NewLead;
    bool late = false; ///< the quiet hours came between
    bool returning = false; ///< the caller returns our call
    bool storm = false;
};

/// The step's template for the situation: what is true of this moment goes before what is true of the caller, `default` last.
[[nodiscard]] QString templateFor(const playbook::Step &step, const Situation &situation);

/// The contact's language, else the office's.
[[nodiscard]] QString languageOf(const calls::Contact &contact, const Rules &rules);

/// Whether the first step is the text that answers the call; else it is a later message like the ones after it.
[[nodiscard]] bool answersTheCall(const playbook::Playbook &playbook);

} // namespace ringback::policy

#pragma once

#include "base/clock.h"
#include "practice/stormdrill.h"
#include "practicehouse.h"
#include "store/database.h"

#include <chrono>

namespace ringback::app::cli {

struct KillDrill {
    store::Address database; ///< furnished
    practice::StormPlan plan;
    std::chrono::seconds killEvery;
    std::chrono::seconds duration; ///< of the calls
    bool json = false;
};

/// `drill --kill-every`: the calls and the phone company in this process, the engine in one of its own, which is killed and started again. The exit
/// code.
int killDrill(const KillDrill &drill, PracticeHouse &house, const Clock &clock);

} // namespace ringback::app::cli

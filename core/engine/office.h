#pragma once

#include "base/result.h"
#include "playbook/playbook.h"
#include "policy/decide.h"
#include "policy/sending.h"
#include "settings/setup.h"
#include "store/database.h"

#include <optional>

namespace ringback::engine {

/// The office as the engine works for it: the newest setup and playbook, read once and again when a newer one is stored.
struct Office {
    settings::Setup setup;
    qint64 setupVersion = 0;
    playbook::Playbook playbook;
    qint64 playbookVersion = 0;

    [[nodiscard]] policy::Rules rules() const;
};

/// Empty before `init`. Errors: Corrupt (a stored document does not parse), as the store.
[[nodiscard]] Result<std::optional<Office>> loadOffice(store::Database &database);

/// Whether loadOffice() would give something else than `office`. Errors: as the store.
[[nodiscard]] Result<bool> isOutdated(store::Database &database, const std::optional<Office> &office);

} // namespace ringback::engine

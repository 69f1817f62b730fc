#pragma once

#include "base/result.h"
#include "playbook/playbook.h"
#include "policy/decide.h"
#include "policy/sending.h"
#include "settings/setup.h"
#include "store/database.h"

#include <map>
#include <memory>
#include <optional>

namespace ringback::engine {

/// The playbook versions that open cases were opened under. A version never changes, so each is read once.
class PlaybookShelf final {
public:
    /// Errors: NotFound, Corrupt (it does not parse), as the store.
    [[nodiscard]] Result<const playbook::Playbook *> at(store::Database &database, qint64 version);

private:
    std::map<qint64, playbook::Playbook> m_books; ///< a map: pointers stay good
};

/// The office as the engine works for it: the newest setup and playbook, read once and again when a newer one is stored.
struct Office {
    settings::Setup setup;
    qint64 setupVersion = 0;
    playbook::Playbook playbook;
    qint64 playbookVersion = 0;

    std::shared_ptr<PlaybookShelf> shelf = std::make_shared<PlaybookShelf>();

    /// What holds for a case that opens now.
    [[nodiscard]] policy::Rules rules() const;
    /// What holds for a case that was opened under that version. Errors: as PlaybookShelf.
    [[nodiscard]] Result<policy::Rules> rulesAt(store::Database &database, qint64 playbookVersion) const;
};

/// Empty before `init`. Errors: Corrupt (a stored document does not parse), as the store.
[[nodiscard]] Result<std::optional<Office>> loadOffice(store::Database &database);

/// The office as it was to a case opened under that playbook version: today's setup with the words and rules of then. Errors: as PlaybookShelf.
[[nodiscard]] Result<Office> officeAt(store::Database &database, Office office, qint64 playbookVersion);

/// Whether loadOffice() would give something else than `office`. Errors: as the store.
[[nodiscard]] Result<bool> isOutdated(store::Database &database, const std::optional<Office> &office);

} // namespace ringback::engine

#pragma once

#include "store/database.h"

namespace ringback::store {

/// When something was last done for the office's data, by whichever program, and how that went.
struct UpkeepNote {
    enum class State { Running, Done, Failed };

    QString what; ///< `backup`, `integrity`
    State state = State::Done;
    Instant at;
    QString detail; ///< the file that was made, or what went wrong
};

/// Whether it is time to do it again: a day after it went well, an hour after it failed or its program vanished; at once when the note comes from the
/// future, because a clock was set back.
[[nodiscard]] bool isDue(const std::optional<UpkeepNote> &last, Instant now);

class UpkeepGateway final {
public:
    explicit UpkeepGateway(Database &database)
        : m_database(database)
    {}

    [[nodiscard]] Result<std::optional<UpkeepNote>> last(const QString &what) const;
    [[nodiscard]] Done note(Transaction &transaction, const UpkeepNote &note) const;
    /// Takes it on, if it is due and no other program was faster.
    [[nodiscard]] Result<bool> takeOn(Transaction &transaction, const QString &what, Instant now) const;

private:
    Database &m_database;
};

} // namespace ringback::store

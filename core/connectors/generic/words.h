#pragma once

#include "settings/connection.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::connectors::generic {

/// Which of our words theirs means: as the connection says, else by what phone systems usually call it (docs/connect/generic.md). Nothing for a word
/// that we do not know.
[[nodiscard]] std::optional<QString> callWord(const QString &theirs, const settings::GenericHook &hook);
/// `in`, `out`, `internal`.
[[nodiscard]] std::optional<QString> wayWord(const QString &theirs, const settings::GenericHook &hook);
/// `call`, `text`, `receipt`.
[[nodiscard]] std::optional<QString> eventWord(const QString &theirs, const settings::GenericHook &hook);
/// `accepted`, `sent`, `delivered`, `undelivered`, `failed`.
[[nodiscard]] std::optional<QString> receiptWord(const QString &theirs, const settings::GenericHook &hook);

} // namespace ringback::connectors::generic

#pragma once

#include "policy/candidates.h"

#include <QJsonArray>

namespace ringback::engine {

/// Everybody who was thought of for a callback, as the audit trail keeps it: whoever got it first, then those who came closest, no more than a screen
/// would show. So that "why Dana?" can be answered for as long as the trail is kept.
[[nodiscard]] QJsonArray consideredJson(const QList<policy::Considered> &considered);

inline constexpr int mostConsidered = 20;

} // namespace ringback::engine

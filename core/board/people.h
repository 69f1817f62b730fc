#pragma once

#include "base/result.h"
#include "board/peoplerows.h"
#include "policy/candidates.h"
#include "settings/setup.h"
#include "store/database.h"

#include <QJsonArray>
#include <QList>

namespace ringback::board {

/// The page of people. Errors: as the store.
[[nodiscard]] Result<People> readPeople(store::Database &database, const settings::Setup &setup, Instant now);

/// Everybody as the routing would see them at that time, if nothing is given or said until then: working hours and calendars of then, words that still
/// hold then, today's desks. Where the calendars have not been read so far ahead they are unknown. Errors: as the store.
[[nodiscard]] Result<QList<policy::Candidate>> candidatesAt(store::Database &database, const settings::Setup &setup, Instant at,
                                                            Instant now);

/// Who would get such a call. Errors: NotFound (no office yet), as the store.
[[nodiscard]] Result<TrialAnswer> tryRouting(store::Database &database, const TrialQuestion &question, Instant now);

/// Who was thought of for a callback, as the audit trail has it; what is not as we write it is left out.
[[nodiscard]] QList<policy::Considered> consideredOf(const QJsonArray &detail);

} // namespace ringback::board

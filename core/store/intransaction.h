#pragma once

#include "store/database.h"

#include <type_traits>

namespace ringback::store {

/// `work` in a transaction of its own, which is committed when that ends well. Errors: those of `work`, and Transient; then nothing was stored.
template <class Work>
[[nodiscard]] std::invoke_result_t<Work, Transaction &> inTransaction(Database &database, const Work &work)
{
    Result<Transaction> transaction = Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    auto done = work(*transaction);
    if (!done)
        return done;
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    return done;
}

} // namespace ringback::store

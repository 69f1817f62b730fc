#pragma once

#include "store/database.h"

namespace ringback::app::cli {

// What to type for PostgreSQL; its password comes from where its own programs look for it.
[[nodiscard]] inline QString dumpCommand(const store::Address &address)
{
    return QStringLiteral("pg_dump --format=custom --host=%1 --port=%2 --username=%3 --file=ringback.dump %4")
        .arg(address.host)
        .arg(address.port)
        .arg(address.user, address.database);
}

} // namespace ringback::app::cli

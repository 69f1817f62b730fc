#pragma once

#include "store/auditgateway.h"
#include "store/database.h"

#include <QStringList>

#include <functional>

namespace ringback::store {

struct CopiedTable {
    QString name;
    qint64 rows = 0;
};

struct CopiedOffice {
    QList<CopiedTable> tables;
    AuditHead head;
};

/// The tables an office consists of, each behind those it refers to.
[[nodiscard]] QStringList officeTables();
/// What belongs to the place and not to the office: a new place has its own.
[[nodiscard]] QStringList tablesOfThePlace();

struct CopySteps {
    std::function<void(const QString &table, qint64 rows)> progress; ///< after each batch
    std::function<Done(Database &target)> verify; ///< before the commit, on the target's connection
};

/// Copies an office from one database to another of the same version, in one transaction of the target: all of it or nothing. Errors: Conflict (there is
/// an office at the target, or somebody wrote to the source meanwhile), Corrupt (the copy is not the same), as Database; `steps.verify`'s.
[[nodiscard]] Result<CopiedOffice> copyOffice(Database &from, Database &to, const CopySteps &steps);

} // namespace ringback::store

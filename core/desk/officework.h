#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "store/database.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// What the office does to its own settings and lead book: each is one transaction with its audit rows. Imports are the command line's, which who can
/// write the database may use; with `staff` they are that person's, who needs the right to (Errors then also: NotFound, Refused).
namespace ringback::desk {

/// Makes an office of an empty database: a setup with the company's name and the newest document of the preset. `practice` marks everything in it as
/// made up. Errors: Conflict (there is an office already), NotFound (no such playbook), Invalid (the name), as the store.
[[nodiscard]] Done beginOffice(store::Database &database, const QString &playbook, const QString &company, const QByteArray &timeZone,
                               bool practice, Instant now);

struct SetupImport {
    bool changed = false;
    bool playbookChanged = false;
    bool quietHoursOff = false; ///< a warning: texts may leave at any hour
    bool quietHoursEndEarly = false; ///< a warning: they end before 8:00, earlier than federal law allows calls (47 CFR 64.1200(c)(1))
    int lines = 0;
    int staff = 0;
    QStringList secrets; ///< the names it needs
};

/// Stores a setup file as the newest version; the same file again changes nothing. Makes the office when there is none. Errors: Invalid
/// (with every finding's path), as the store.
[[nodiscard]] Result<SetupImport> importSetup(store::Database &database, const QByteArray &file, bool practice, Instant now,
                                              const QString &staff = {});

struct RefusedRow {
    int row = 0; ///< the heading is row 1; blank lines are not counted
    QString why;
};

struct ContactImport {
    int added = 0;
    int changed = 0;
    int unchanged = 0;
    QList<RefusedRow> refused;
};

/// Reads existing customers from CSV (RFC 4180, UTF-8, a heading line that names the columns: name, phone, email, kind, language in any order;
/// phone is required). Kinds are the words of ContactKind, `prior customer` and the like included; an empty one is the playbook's known customer. Rows that cannot
/// be used are reported and left out, the others are stored. Errors: Invalid (not such a file), as the store.
[[nodiscard]] Result<ContactImport> importContacts(store::Database &database, IdSource &ids, const QByteArray &file, Instant now,
                                                   const QString &staff = {});

struct OptOutImport {
    int added = 0;
    int known = 0; ///< had opted out before
    QList<RefusedRow> refused;
};

/// Reads numbers that want no texts, from another system's list: CSV as above, of which only the phone counts. Adds, and never removes one;
/// messages to them that have not left are taken back.
/// Errors: Invalid (not such a file), as the store.
[[nodiscard]] Result<OptOutImport> importOptOuts(store::Database &database, IdSource &ids, const QByteArray &file, Instant now,
                                                 const QString &staff = {});

/// The largest CSV file taken, in bytes: some 500,000 contacts.
inline constexpr qsizetype maxCsvBytes = 50 << 20;

} // namespace ringback::desk

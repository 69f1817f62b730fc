#pragma once

#include "calls/leadvalues.h"
#include "connectors/leadsystem.h"
#include "settings/leadconnection.h"

#include <QJsonObject>

/// Bullhorn's objects as values of ours. Pure.
namespace ringback::connectors::bullhorn {

/// What is read of a person.
inline constexpr char personFields[] =
    "id,firstName,lastName,name,status,email,email2,email3,phone,mobile,phone2,phone3,owner,dateAdded,dateLastModified,isDeleted";
inline constexpr char taskFields[] = "id,isCompleted,dateCompleted,dateAdded,isDeleted,owner,parentTask";
inline constexpr char placementFields[] =
    "id,status,fee,salary,salaryUnit,employmentType,dateAdded,candidate,jobOrder(id,title,clientContact)";

/// Opens a record in a browser; empty where the office has not said at which cluster it is.
[[nodiscard]] QString linkTo(const QString &cluster, const QString &entity, qint64 id);

/// Empty when it has no id.
[[nodiscard]] std::optional<calls::LeadRecord> readPerson(const QString &table, const QJsonObject &from, const QString &cluster);
/// As find() gives them: the open ones first, then the newest, each once.
void sortPersons(QList<calls::LeadRecord> &records);

/// What became of tasks. `rows` are tasks and children of tasks: whom a task is given to, other than its owner, gets a child of it and completes that.
/// Only `isCompleted` counts: `dateCompleted` stands on tasks that nobody has completed. `asked` that are not among the rows are gone.
[[nodiscard]] QList<LeadTaskState> readTasks(const QList<QJsonObject> &rows, const QList<qint64> &asked, Instant now);

/// How an office understands its placements.
struct PlacementRules {
    settings::BullhornAccount::Fee smallFee = settings::BullhornAccount::Fee::ShareOfSalary;
    QString wonStatus; ///< one that counts besides `Approved` and `Placed`
    QString cluster;
};
/// `row` has its numbers as texts. `record` is whose it is. Empty: it is not won, or cannot be read.
[[nodiscard]] std::optional<calls::Win> readPlacement(const QJsonObject &row, const QString &record, const PlacementRules &rules);

} // namespace ringback::connectors::bullhorn

#pragma once

#include "connectors/bullhorn/meta.h"
#include "connectors/bullhorn/words.h"

#include <QJsonObject>
#include <QMap>

/// What is sent to make things. Pure.
namespace ringback::connectors::bullhorn {

using Choices = QMap<QString, QString>;

/// The slot of a status: each table has statuses of its own.
[[nodiscard]] QString statusSlotOf(const QString &table, const QString &status);
/// What an office wants in a field of its own: `candidate.occupation`.
[[nodiscard]] QString fieldSlotOf(const QString &table, const QString &field);

/// A candidate or a lead. The name of who is not known is `Unknown caller`.
[[nodiscard]] QJsonObject newPerson(const EntityMeta &meta, const LeadWriteHeader &header, const Choices &choices);
/// Whether that lead was made by the write with this marker.
[[nodiscard]] bool hasMarker(const QJsonObject &lead, const QString &marker);

[[nodiscard]] QJsonObject newNote(const EntityMeta &meta, const LeadWriteHeader &header, const QString &action, qint64 author,
                                  qint64 person);
[[nodiscard]] QJsonObject newTask(const EntityMeta &meta, const PutTask &write, const RecordRef &about, const QString &type,
                                  std::optional<qint64> owner);

} // namespace ringback::connectors::bullhorn

#pragma once

#include "connectors/greenhouse/records.h"

#include <QByteArray>
#include <QString>

/// What a write leaves behind, by which it is found again.
namespace ringback::connectors::greenhouse {

inline const QString stagePrefix = QStringLiteral("stage:");
inline const QString rejectPrefix = QStringLiteral("reject:");

/// In the text of a note.
[[nodiscard]] QString mark(const LeadWriteHeader &header);

/// Whether that application is where the chosen status wants it.
[[nodiscard]] bool isThere(const Application &application, const QString &choice);

/// The case's application, or all of its person's.
[[nodiscard]] QByteArray applicationFilter(const LeadWriteHeader &header);

[[nodiscard]] calls::LeadLink linkWith(calls::LeadLink link, const QString &application);

} // namespace ringback::connectors::greenhouse

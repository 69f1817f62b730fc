#pragma once

#include "connectors/leadsystem.h"

#include <QJsonObject>

/// What is written to AccuLynx. Pure.
namespace ringback::connectors::acculynx {

/// Ten digits, which is all that AccuLynx takes; empty = a number of another country.
[[nodiscard]] QString tenDigits(const calls::PhoneNumber &number);
/// The sentences with the marker in brackets, shortened to what a note or a remark may have.
[[nodiscard]] QString marked(const LeadWriteHeader &header);
/// A new contact without its type.
[[nodiscard]] QJsonObject contactOf(const LeadFacts &facts);
[[nodiscard]] QByteArray jobBody(const LeadWriteHeader &header, const QString &leadSource, const QString &priority);
[[nodiscard]] QByteArray appointmentBody(const SetStatus &status, Instant at);
/// As what the reference on a job is filed: the tag.
[[nodiscard]] QString referenceSource(const LeadFacts &facts);

/// What AccuLynx shows of a lead's urgency, and so of a status of ours; the most urgent first.
[[nodiscard]] QStringList priorities();

} // namespace ringback::connectors::acculynx

#pragma once

#include "connectors/leadsystem.h"
#include "settings/leadconnection.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

/// What is written to Jobber, as variables of its changes. Pure.
namespace ringback::connectors::jobber {

/// `[rb-…]`, as it stands in titles, notes and instructions.
[[nodiscard]] QString markerOf(const LeadWriteHeader &header);
/// The text with its marker on a line of its own.
[[nodiscard]] QString marked(const LeadWriteHeader &header);

[[nodiscard]] QString sourceOf(const settings::LeadConnection &connection, const LeadFacts &facts);
[[nodiscard]] QString tagOf(const settings::LeadConnection &connection, const LeadFacts &facts);
/// The tag that stands for a status: the chosen one, or its word with blanks: `needs callback`.
[[nodiscard]] QString statusTagOf(const settings::LeadConnection &connection, const QString &status);
/// The tags of all other statuses that we know of.
[[nodiscard]] QStringList otherStatusTags(const settings::LeadConnection &connection, const QString &status);
/// Whether a case that ends so has its request archived.
[[nodiscard]] bool archives(const settings::LeadConnection &connection, const QString &status);

[[nodiscard]] QJsonObject clientInput(const settings::LeadConnection &connection, const LeadFacts &facts);
/// What `client` lacks and can be given without a loss; empty = nothing.
[[nodiscard]] QJsonObject clientEdit(const settings::LeadConnection &connection, const LeadFacts &facts, const QJsonObject &client);
[[nodiscard]] QJsonObject requestInput(const LeadWriteHeader &header, const QString &client);
[[nodiscard]] QJsonObject assessmentInput(const LeadWriteHeader &header, Instant at);
[[nodiscard]] QJsonObject taskInput(const settings::LeadConnection &connection, const PutTask &put);

[[nodiscard]] QStringList tagsOf(const QJsonObject &client);

/// The number in the spellings that Jobber's users type: `$digits`, `$brackets`, `$dashes`, `$dots` of operations::findPhones().
[[nodiscard]] QJsonObject spellingsOf(const calls::PhoneNumber &number);

} // namespace ringback::connectors::jobber

#pragma once

#include "connectors/leadsystem.h"

/// What is written to Lever. Pure.
namespace ringback::connectors::lever {

/// The sentences with the marker in brackets.
[[nodiscard]] QString marked(const LeadWriteHeader &header);
[[nodiscard]] QString nameOf(const LeadFacts &facts);
[[nodiscard]] QByteArray noteBody(const LeadWriteHeader &header);

/// A status is shown by a stage or by being archived for a reason; one list holds both: `stage:lead-new`, `reason:63dd55b2-…`.
struct Shown {
    QString stage; ///< empty = by archiving
    QString reason;
};
[[nodiscard]] std::optional<Shown> shownBy(const QString &choice);
[[nodiscard]] QString stageChoice(const QString &stage);
[[nodiscard]] QString reasonChoice(const QString &reason);

/// Where Lever puts what is made without a stage.
inline constexpr char16_t firstStage[] = u"lead-new";

} // namespace ringback::connectors::lever

#pragma once

#include "base/clock.h"
#include "calls/values.h"
#include "engine/office.h"

#include <optional>

/// The words of messages: a playbook's templates, filled in.
namespace ringback::engine {

/// `Tue, Nov 24, 3:30 PM`, as people of that language in the United States write it.
[[nodiscard]] QString officeTime(Instant at, const QByteArray &zone, const QString &language);

/// The words of a template in the best language there is for it.
[[nodiscard]] QString templateText(const playbook::Playbook &playbook, const QString &templateId, const QString &language);

/// The text a template gives for this contact and line. The appointment is told in the office's zone. The page to book at is the person's own, else
/// their line's team's, else the company's; with `followUp` its link says which case it is of. Errors: Invalid.
[[nodiscard]] Result<QString> writeText(const settings::Setup &setup, const playbook::Playbook &playbook, const QString &templateId,
                                        const QString &language, const calls::Contact &contact, const calls::PhoneNumber &line,
                                        const QString &staffId, std::optional<Instant> appointment = {},
                                        const std::optional<calls::FollowUpId> &followUp = {});

/// The same by the playbook of now.
[[nodiscard]] Result<QString> writeText(const Office &office, const QString &templateId, const QString &language,
                                        const calls::Contact &contact, const calls::PhoneNumber &line, const QString &staffId,
                                        std::optional<Instant> appointment = {});

/// The subject of an e-mail, likewise.
[[nodiscard]] Result<QString> writeSubject(const settings::Setup &setup, const playbook::Playbook &playbook, const QString &templateId,
                                           const QString &language, const calls::Contact &contact, const calls::PhoneNumber &line,
                                           const QString &staffId, const std::optional<calls::FollowUpId> &followUp = {});

} // namespace ringback::engine

#pragma once

#include "calls/values.h"
#include "playbook/schema.h"

#include <QJsonObject>

/// For settings' own files: people and teams in the setup document.
namespace ringback::settings {

struct Setup;

[[nodiscard]] calls::Team readTeam(const QJsonObject &from, const QString &path, playbook::Findings &findings);
[[nodiscard]] calls::Staff readPerson(const QJsonObject &from, const QString &path, playbook::Findings &findings);
void checkPeople(const Setup &setup, playbook::Findings &findings);
[[nodiscard]] QByteArray teamJson(const calls::Team &team);
[[nodiscard]] QByteArray personJson(const calls::Staff &person);

} // namespace ringback::settings

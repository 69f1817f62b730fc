#pragma once

#include "base/result.h"

#include <QJsonValue>
#include <QString>

namespace ringback::playbook {

/// Checks a document against one of our published JSON Schemas (a resource path, `:/schemas/playbook.schema.json`). Errors: Invalid;
/// `what` lists every finding on a line of its own, each with the JSON Pointer of the place: `/lines/0/number: …`.
[[nodiscard]] Done checkSchema(const QJsonValue &document, const QString &schemaPath);

} // namespace ringback::playbook

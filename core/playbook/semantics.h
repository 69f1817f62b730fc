#pragma once

#include "playbook/playbook.h"
#include "playbook/schema.h"

namespace ringback::playbook {

/// What a schema cannot say: names that lead nowhere, ids used twice, rules that contradict each other. `playbook` comes from a document
/// that its schema accepts; the paths of the findings are the document's.
void checkMeaning(const Playbook &playbook, Findings &findings);

} // namespace ringback::playbook

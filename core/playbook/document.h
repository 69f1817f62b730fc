#pragma once

#include "playbook/playbook.h"

/// A playbook as text again. Pure.
namespace ringback::playbook {

/// The document of a playbook, in the order that the presets have: what parse() reads of it is the same playbook, and the same playbook is the same
/// bytes. Values that no document may hold are written as they are, so that parse() finds them and names the place.
[[nodiscard]] QByteArray write(const Playbook &playbook);

/// What write() wrote of something half typed that parse() would refuse. Of any other text only what can be read of it. Errors: Invalid (no JSON).
[[nodiscard]] Result<Playbook> readDraft(const QByteArray &json);

/// One value that differs between two versions.
struct Change {
    QString path; ///< as the document has it, with ids for places in a list: `/templates/text_back/text/en`, `/opt_out/stop/BASTA`
    QString was; ///< empty = was not there
    QString is; ///< empty = is not there any more

    friend bool operator==(const Change &, const Change &) = default;
};

/// What differs, in the order of the document. Where a list has the same things in another order, that is one change of the list.
[[nodiscard]] QList<Change> changes(const Playbook &before, const Playbook &after);

} // namespace ringback::playbook

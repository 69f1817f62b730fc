#pragma once

#include <QString>

namespace ringback::connectors {

/// What *Test this connection* looks at.
enum class Check {
    Credentials,
    Number,
    Registration,
    Webhook,
    Subscription,
    CallLog,
    Texts,
    Clock,
    Mailbox,
    Lookup,
    Choices,
    Record,
    Calendar
};

struct Finding {
    enum class Level { Good, Warning, Bad };

    Check check = Check::Credentials;
    Level level = Level::Good;
    /// A stable word that the screens have a sentence for, with what to do. Of each check, in this order of the enum: `ok` everywhere;
    /// Credentials: `wrong`, `expired`, `suspended`, `no_right`, `trial`, `not_reached`, `rate_limited`, `not_signed_in`. Number: `not_in_account`, `cannot_text`,
    /// `not_of_this_user`, `no_lines`, `no_calls`. Registration: `not_registered`, `pending`, `not_known`. Webhook: `not_set`, `points_elsewhere`,
    /// `no_public_address`, `not_reachable`, `answers_otherwise`, `not_needed`. Subscription: `none`, `expires_soon`, `blacklisted`. CallLog: `no_right`,
    /// `not_readable`. Texts: `not_offered`, `no_right`. Clock: `wrong`. Mailbox: `not_reached`, `no_such_folder`, `empty`, `not_authenticated`.
    /// Of lead systems, Credentials as above and `not_signed_in` also when access was revoked. Lookup: `no_right`, `not_readable`, `only_by_list` (it cannot be asked for
    /// a number, so the list is kept here). Choices: `missing` (subject: the slot), `gone` (subject: the slot; what was chosen is there no more), `no_right`. Record:
    /// `left_there` (a test record was made and this system lets nobody remove it), `not_made`, `no_right`, `not_checked`. Calendar: `no_such_calendar`,
    /// `not_readable`, `read_only`, `trails`.
    QString problem;
    QString subject; ///< what it is about: a number as people write it, an address; may be empty
    QString detail; ///< the provider's own words or code, for who asks; no secrets

    friend bool operator==(const Finding &, const Finding &) = default;
};

} // namespace ringback::connectors

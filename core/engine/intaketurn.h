#pragma once

#include "engine/casework.h"
#include "engine/intake.h"
#include "engine/stormwatch.h"
#include "policy/sending.h"

/// For intake's own files.
namespace ringback::engine {

/// One transaction of the intake.
struct Intake::Turn {
    store::Transaction &transaction;
    const Office &office;
    Instant now;
    audit::Trail trail;
    Casework work;
    StormWatch storm;
    QList<calls::InboxId> workedOff;

    Turn(store::Transaction &within, IdSource &ids, const Office &forOffice, Instant at)
        : transaction(within)
        , office(forOffice)
        , now(at)
        , work(within, trail, ids, forOffice, at)
        , storm(within, trail, ids, forOffice.playbook.storm, at)
    {}
};

/// The word of the playbook that a text is, or that the provider says it is.
[[nodiscard]] policy::Keyword keywordOf(const connectors::TextReceived &event, const playbook::OptOut &words);

[[nodiscard]] inline QString actorOf(const QString &connection)
{
    return QStringLiteral("provider:") + connection;
}

} // namespace ringback::engine

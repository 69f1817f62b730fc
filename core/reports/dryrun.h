#pragma once

#include "desk/playbookwork.h"
#include "engine/office.h"
#include "reports/replay.h"
#include "store/database.h"

#include <QList>
#include <QMap>
#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

#include <functional>

/// "With last month's calls: 41 texted, 9 not, 0 woken" — what rules would do, said before they are made live. Reads only.
namespace ringback::reports {

struct DryRunPlan {
    Instant since;
    Instant until;
    int listedDifferences = 20;
};

/// Follows a dry run, from the thread that it runs on.
struct DryRunWatch {
    std::function<void(int percent)> progress = [](int) {
    };
    std::function<bool()> isStopped = [] {
        return false;
    };
};

struct DryRunRefusal {
    enum class Why {
        NoOffice,
        Invalid, ///< `findings` say where the rules cannot be tried
        Stopped, ///< the watch said so
        CannotRead,
    };
    Why why = Why::CannotRead;
    QList<desk::PlaybookFinding> findings = {};
    QString detail = {}; ///< in English
};

template <class T>
using DryRunAnswer = tl::expected<T, DryRunRefusal>;

/// What happened, and what the rules that are live would make of it today: read once, however often somebody changes a rule and tries again.
struct DryRunBasis {
    DryRunPlan plan;
    engine::Office office;
    store::History history;
    Replay live; ///< with all of its differences to what happened
};

struct DryRun {
    Replay tried; ///< what these rules would have done. `textsInTheNight` are those in the quiet hours of the rules that are live
    Replay live; ///< and what those would have done that are live
    int notTexted = 0; ///< of `tried`: missed calls that would have brought no text, for all reasons together
    int different = 0; ///< calls that would be treated otherwise than by the rules that are live
    QMap<QString, int> differences; ///< `too_short → texted`: live, then tried
    QList<Difference> firstDifferences; ///< `did` is what the live rules would do. Oldest first
};

/// Refusals: NoOffice, Stopped, CannotRead.
[[nodiscard]] DryRunAnswer<DryRunBasis> readDryRun(store::Database &database, const DryRunPlan &plan, const DryRunWatch &watch = {});
/// Pure. Refusals: Invalid, Stopped.
[[nodiscard]] DryRunAnswer<DryRun> dryRun(const DryRunBasis &basis, const playbook::Playbook &rules, const DryRunWatch &watch = {});

} // namespace ringback::reports

Q_DECLARE_METATYPE(ringback::reports::DryRunRefusal)

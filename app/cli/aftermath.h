#pragma once

#include "practice/practicephone.h"
#include "practice/stormdrill.h"
#include "store/database.h"

#include <QMap>
#include <QString>

#include <chrono>
#include <vector>

namespace ringback::app::cli {

/// What became of a storm, by the database and the phone company.
struct Aftermath {
    int texted = 0;
    int lost = 0;
    int doubled = 0;
    QMap<QString, int> suppressed; ///< calls by the reason that they brought no text
    std::vector<std::chrono::nanoseconds> webhookToText;
    double callsPerSecond = 0;
};

/// Until nothing is left to do. False when patience ran out. Errors: as the store.
[[nodiscard]] Result<bool> waitForTheEnd(store::Database &database);

/// Errors: as the store.
[[nodiscard]] Result<Aftermath> judge(store::Database &database, const practice::StormResult &storm,
                                      const QList<practice::PracticePhone::Text> &texts);

} // namespace ringback::app::cli

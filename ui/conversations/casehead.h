#pragma once

#include "board/rows.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::ui {

/// Who has a callback, seen from the person at this computer.
struct Holding {
    enum class State { NoTask, Free, Mine, Theirs };
    State state = State::NoTask;
    QString taskId;
    QString holder; ///< a person's name
    std::optional<Instant> since;

    friend bool operator==(const Holding &, const Holding &) = default;
};

/// What a selected row already tells of its case, before the whole conversation has arrived.
struct CaseHead {
    QString rowId;
    QString callerName;
    QString callerNumber;
    calls::ContactKind callerKind = calls::ContactKind::NewLead;
    QStringList reasons;
    QString note;
    Holding holding;
    board::Progress progress;
    bool isOpen = false; ///< a case that nobody has closed
    bool takenForSpam = false; ///< a call that was left out because of that

    friend bool operator==(const CaseHead &, const CaseHead &) = default;
};

} // namespace ringback::ui

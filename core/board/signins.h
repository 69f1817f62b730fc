#pragma once

#include "base/result.h"
#include "calls/signin.h"
#include "store/database.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <chrono>

namespace ringback::board {

/// What a console needs to know before anybody is there: whether it asks who, and whom it may be.
struct SignIns {
    bool isOn = false; ///< somebody has a sign-in: nothing is shown before somebody has signed in
    QString company;
    QList<calls::Staff> people; ///< who may sign in at all, by name
    QList<calls::SignInState> states; ///< of those who have a sign-in
    std::chrono::minutes awayAfter{0}; ///< without a key or a move of the mouse; 0 = never
    std::chrono::minutes lockAfter{0};

    [[nodiscard]] const calls::SignInState *stateOf(const QString &staff) const;

    friend bool operator==(const SignIns &, const SignIns &) = default;
};

/// Errors: as the store.
[[nodiscard]] Result<SignIns> readSignIns(store::Database &database);

} // namespace ringback::board

Q_DECLARE_METATYPE(ringback::board::SignIns)

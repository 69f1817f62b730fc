#pragma once

#include <QtGlobal>

namespace ringback {

/// An amount in the office's currency, in cents.
struct Money {
    qint64 cents = 0;

    friend bool operator==(const Money &, const Money &) = default;
};

} // namespace ringback

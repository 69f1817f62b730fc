#pragma once

#include <QString>

namespace ringback::connectors {

/// Nobody can tell whether the provider took it: time-out, lost answer, an error of its own.
struct Unknown {
    QString why;

    friend bool operator==(const Unknown &, const Unknown &) = default;
};

/// What was looked for is not there.
struct NotFound {
    friend bool operator==(const NotFound &, const NotFound &) = default;
};

} // namespace ringback::connectors

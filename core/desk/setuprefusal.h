#pragma once

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

namespace ringback::desk {

/// Why an admin's change of the setup was turned down; nothing was changed.
struct ConnectionRefusal {
    enum class Why {
        NoSuchPerson,
        NotAllowed, ///< this person has not the right to: only owners change connections
        NoSuchConnection, ///< somebody removed it meanwhile
        ChangedMeanwhile, ///< by somebody else, since it was looked at
        Invalid, ///< `field` and what is wrong with it in `detail`, for whoever asks
        LineNeedsCalls, ///< `field` is the number of a line that would have no connection left to report its calls
        CannotText, ///< this system sends no texts
        CannotStore,
    };
    Why why = Why::CannotStore;
    QString field; ///< the setup file's key: `account_sid`; a line's number; may be empty
    QString detail; ///< in English

    friend bool operator==(const ConnectionRefusal &, const ConnectionRefusal &) = default;
};

template <class T>
using ConnectionAnswer = tl::expected<T, ConnectionRefusal>;

} // namespace ringback::desk

Q_DECLARE_METATYPE(ringback::desk::ConnectionRefusal)

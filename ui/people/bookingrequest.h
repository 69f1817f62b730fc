#pragma once

#include "desk/bookingwork.h"

#include <QMap>
#include <QMetaType>
#include <QString>

namespace ringback::ui {

/// What a form for a booking page asks to be saved. The secrets are for the keychain and nothing else.
struct BookingRequest {
    desk::BookingEdit edit;
    QMap<QString, QString> secrets; ///< by the name in the keychain; only those that were typed

    friend bool operator==(const BookingRequest &, const BookingRequest &) = default;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::BookingRequest)

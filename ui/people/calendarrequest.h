#pragma once

#include "desk/calendarwork.h"

#include <QMap>
#include <QMetaType>
#include <QString>

namespace ringback::ui {

/// What a form for a calendar asks to be saved. The secrets are for the keychain and nothing else.
struct CalendarRequest {
    desk::CalendarEdit edit;
    QMap<QString, QString> secrets; ///< by the name in the keychain; only those that were typed

    friend bool operator==(const CalendarRequest &, const CalendarRequest &) = default;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::CalendarRequest)

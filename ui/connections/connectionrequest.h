#pragma once

#include "desk/connectionwork.h"

#include <QMap>
#include <QMetaType>
#include <QString>

namespace ringback::ui {

/// What a form for a phone system asks to be saved. The secrets are for the keychain and nothing else.
struct ConnectionRequest {
    desk::ConnectionEdit edit;
    QMap<QString, QString> secrets; ///< by the name in the keychain; only those that were typed

    friend bool operator==(const ConnectionRequest &, const ConnectionRequest &) = default;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::ConnectionRequest)

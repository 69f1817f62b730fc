#pragma once

#include "desk/leadwork.h"

#include <QMap>
#include <QMetaType>
#include <QString>

namespace ringback::ui {

/// What a form for a lead system asks to be saved. The secrets are for the keychain and nothing else.
struct LeadRequest {
    desk::LeadEdit edit;
    QMap<QString, QString> secrets; ///< by the name in the keychain; only those that were typed

    friend bool operator==(const LeadRequest &, const LeadRequest &) = default;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::LeadRequest)

#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace ringback::ui {

/// What the form for a phone line asks, as it was typed and found well-formed. The token is for the keychain and nothing else.
struct ConnectRequest {
    QString business; ///< `roofing`, `recruiting`: the playbook's id
    QString company;
    QByteArray timeZone; ///< IANA id
    QString yourName;
    QString businessNumber; ///< E.164
    QString accountSid;
    QString authToken;
    QString publicAddress; ///< `https://…` without a slash at its end; empty = none yet
    QStringList phonesToRing; ///< E.164

    friend bool operator==(const ConnectRequest &, const ConnectRequest &) = default;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::ConnectRequest)

#pragma once

#include "board/connections.h"
#include "board/rows.h"
#include "desk/connectionwork.h"
#include "widgets/phrases.h"

#include <QList>
#include <QString>

/// What the screens say of phone systems and of how they are doing.
namespace ringback::ui {

/// "RingCentral"
[[nodiscard]] QString systemName(const QString &type);
/// What it can and cannot do, honestly.
[[nodiscard]] QString systemSentence(const QString &type);
/// "RingCentral", and its id where there are several: "RingCentral (ringcentral-2)".
[[nodiscard]] QString connectionName(const QString &id, const board::PhoneSystems &systems);
/// "Main, (214) 555-0100"
[[nodiscard]] QString lineName(const board::LineCard &line);
/// "2 minutes ago" on a page, where there is more room than in the status line.
[[nodiscard]] QString longAgo(Milliseconds age);
/// How a connection is doing, most pressing first.
[[nodiscard]] QList<Mark> connectionMarks(const board::ConnectionCard &card, const board::ConnectionPulse &pulse, const QString &publicUrl,
                                          const Telling &telling);
/// Why an edit was turned down.
[[nodiscard]] QString connectionRefusalSentence(const desk::ConnectionRefusal &refusal);
/// The address for a vendor's page; empty where there is none to be given.
[[nodiscard]] QString webhookAddress(const board::ConnectionCard &card, const QString &publicUrl);

} // namespace ringback::ui

#pragma once

#include "calls/values.h"
#include "connectors/twilio/form.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// What we tell Twilio to do with a call, in its markup (TwiML).
namespace ringback::connectors::twilio {

/// An empty answer: nothing is said, sent or rung.
[[nodiscard]] QByteArray nothingToDo();

/// The answer to a voice webhook. To a call that arrives: ring the line's phones and report how that went; on a line without phones, turn
/// the call away as busy, which costs nothing and counts as missed. To anything else: nothing to do.
[[nodiscard]] QByteArray answerToCall(const Form &form, const QList<calls::Line> &lines, const QString &publicUrl);

/// For a call to one of our people who wants to speak with `caller`: rings the caller, who sees `line`. `statusCallback`: where events of the caller's
/// leg go; empty = nowhere.
[[nodiscard]] QByteArray bringTogether(const calls::PhoneNumber &caller, const calls::PhoneNumber &line, const QString &statusCallback);

} // namespace ringback::connectors::twilio

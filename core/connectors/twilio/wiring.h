#pragma once

#include "connectors/phoneprovider.h"
#include "connectors/twilio/form.h"

#include <QJsonObject>

/// Where a number of the account, or its messaging service, sends its events, and where it should. Pure; provider.h does the asking.
namespace ringback::connectors::twilio {

/// One resource that holds addresses: how it is to be changed, and how changed back.
struct Change {
    WiringPoint point;
    Form fields; ///< empty: it is as it should be
    Form undo;
};

/// A number's. Its VoiceUrl is ours where we ring phones, and where nobody else takes its calls; else it is left to whoever has it, and only the
/// callback at a call's end comes to us.
[[nodiscard]] Change numberChange(const QJsonObject &number, const TestQuery &query, bool textsGoToService);

/// A messaging service's, which takes the texts of its numbers.
[[nodiscard]] Change serviceChange(const QJsonObject &service, const QString &publicUrl);

/// A number or a messaging service as it is.
[[nodiscard]] WiringPoint pointOf(const QJsonObject &resource);

/// Whether texts to the numbers of a service go to the service's address, or to none.
[[nodiscard]] bool takesTexts(const QJsonObject &service);

/// What of a form is true of a resource: whether the fields are still as we have set them.
[[nodiscard]] bool holds(const QJsonObject &resource, const Form &fields);

} // namespace ringback::connectors::twilio

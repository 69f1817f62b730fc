#pragma once

#include "connectors/twilio/form.h"

#include <QByteArray>

/// `X-Twilio-Signature` (providers: phone-and-sms.md, 2.8): the only proof that a webhook is Twilio's. The URL is the one Twilio was given,
/// byte by byte: the public base URL of the settings with the raw request target appended, not what a proxy or tunnel made of it.
namespace ringback::connectors::twilio {

/// The signature, in Base64, of a request to `url` with these body fields (none for GET and for JSON bodies). A fragment in `url` is
/// Twilio's own settings and not signed.
[[nodiscard]] QByteArray signature(const QByteArray &authToken, const QByteArray &url, const Form &form);

/// Whether `signature` is right, for the URL as it is or for one that says or leaves out the port. Takes the same time for every wrong
/// signature of the right length.
[[nodiscard]] bool isSigned(const QByteArray &authToken, const QByteArray &url, const Form &form, const QByteArray &given);

/// The same for a JSON body, whose SHA-256 stands in the URL's query as `bodySHA256`.
[[nodiscard]] bool isSignedJson(const QByteArray &authToken, const QByteArray &url, const QByteArray &body, const QByteArray &given);

} // namespace ringback::connectors::twilio

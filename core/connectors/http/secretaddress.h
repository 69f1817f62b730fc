#pragma once

#include <QByteArray>
#include <QString>

/// Addresses that are passwords themselves: a catch hook, a private feed.
namespace ringback::connectors {

/// Why nothing may be sent there: `bad_address`, `https_needed` (but to this machine itself); empty when it may.
[[nodiscard]] QString troubleOfAddress(const QByteArray &address);
/// The same path and query at another host.
[[nodiscard]] QByteArray addressAt(const QByteArray &base, const QByteArray &address);

} // namespace ringback::connectors

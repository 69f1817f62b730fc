#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

/// A webhook of Quo's dated surface, as its list has it.
namespace ringback::connectors::quo {

/// The path that a connection's webhook comes to.
[[nodiscard]] QString hookPath(const QString &connection);

/// Whether it is the one of this connection, at whatever address we had when it was made.
[[nodiscard]] bool isHookOf(const QJsonObject &hook, const QString &connection);

/// In Quo's words, what it does not send us: `status: disabled`, `without call.missed`. Empty = nothing. `lines` are Quo's ids of the lines that
/// it has to cover.
[[nodiscard]] QStringList shortcomings(const QJsonObject &hook, const QStringList &lines);

/// What Quo is told of a webhook that sends us all, with what `hook` has already. Empty `hook`: a new one.
[[nodiscard]] QJsonObject wantedHook(const QJsonObject &hook, const QString &url);

/// What brings a webhook back to what it was.
[[nodiscard]] QJsonObject formerHook(const QJsonObject &hook);

} // namespace ringback::connectors::quo

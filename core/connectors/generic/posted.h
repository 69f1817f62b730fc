#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "settings/connection.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

/// What was posted, looked at through the mapping of a connection. Pure.
namespace ringback::connectors::generic {

/// The objects of a body, each of them an event: of JSON its object or those of its list, of a form the fields as texts. Errors: Invalid, in words for
/// who reads the sender's log.
[[nodiscard]] Result<QList<QJsonObject>> readBody(const QByteArray &contentType, const QByteArray &body);

/// One event, whose fields stand where the connection says, else where the default shape has them. Object and hook outlive it.
class Posted final {
public:
    Posted(const QJsonObject &object, const settings::GenericHook &hook)
        : m_object(object)
        , m_hook(hook)
    {}

    /// Where our field is looked for.
    [[nodiscard]] QString pointer(const QString &field) const;
    /// Whether anything stands there, null included.
    [[nodiscard]] bool has(const QString &field) const;
    /// As text, trimmed; empty for null. Nothing: there is nothing, or something that is no single value.
    [[nodiscard]] std::optional<QString> text(const QString &field, qsizetype longest) const;
    /// The same, of what has to be there. Errors: Invalid, naming field and pointer.
    [[nodiscard]] Result<QString> required(const QString &field, qsizetype longest) const;
    [[nodiscard]] std::optional<Instant> time(const QString &field) const;
    [[nodiscard]] std::optional<Milliseconds> seconds(const QString &field) const;
    [[nodiscard]] bool isTrue(const QString &field) const;

    [[nodiscard]] const settings::GenericHook &hook() const { return m_hook; }

private:
    const QJsonObject &m_object;
    const settings::GenericHook &m_hook;
};

/// ISO 8601 with a zone, RFC 2822, or seconds or milliseconds since 1970. Nothing for another text, and for a time without a zone.
[[nodiscard]] std::optional<Instant> readTime(const QString &text);
/// `14`, `14.5`, `0:14`, `00:00:14`; a week at most.
[[nodiscard]] std::optional<Milliseconds> readSeconds(const QString &text);
/// A number in E.164 where it can be read as one, also out of `sip:+12145550123@pbx.example` or `"Jane Roe" <2145550123>`; else what was there.
[[nodiscard]] QString readNumber(const QString &text);

} // namespace ringback::connectors::generic

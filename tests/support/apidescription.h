#pragma once

#include "support/apischema.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace ringback::test {

/// An official description of an API (OpenAPI 3.0 or 3.1), to hold requests and answers to: what a provider's fake takes and says is then
/// what the provider takes and says, and not what we believe. Its functions may be called from any thread. Problems name the place and
/// show the value: for tests only.
class ApiDescription final {
public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    explicit ApiDescription(const QJsonObject &document);

    /// Reads `../shared/specs/<file>` beside the repository; nothing where it is not at hand, since descriptions are not ours to keep here.
    [[nodiscard]] static std::optional<ApiDescription> read(const QString &file);
    /// The same as it stands in the file, for descriptions that have to be mended first.
    [[nodiscard]] static std::optional<QJsonObject> document(const QString &file);

    [[nodiscard]] bool knows(const QByteArray &method, const QByteArray &target) const { return find(method, target).problem.isEmpty(); }

    /// What is wrong with a request; empty = nothing. `target` as on the wire (path and query, percent-encoded), `body` raw.
    [[nodiscard]] QStringList problemsOf(const QByteArray &method, const QByteArray &target, const Headers &headers,
                                         const QByteArray &body) const;

    /// What is wrong with an answer to it. A status that is not described is a problem, unless `undocumentedStatusIsFine`: descriptions
    /// often leave errors out, and then nothing can be said about them.
    [[nodiscard]] QStringList problemsOfAnswer(const QByteArray &method, const QByteArray &target, int status,
                                               const QByteArray &contentType, const QByteArray &body,
                                               bool undocumentedStatusIsFine = false) const;

private:
    struct Path {
        QString name; ///< `/calls/{callId}`
        QRegularExpression matching;
        QStringList parameters;
        qsizetype literals = 0; ///< how many characters are no parameter's
        QJsonObject item;
    };
    struct Operation {
        QList<QJsonObject> parameters;
        QList<std::pair<QString, QByteArray>> pathValues;
        QJsonObject description;
        QString problem; ///< why there is none
    };

    [[nodiscard]] QJsonObject resolved(const QJsonValue &value) const;
    [[nodiscard]] Operation find(const QByteArray &method, const QByteArray &target) const;
    [[nodiscard]] QStringList queryProblems(const Operation &operation, const QByteArray &query) const;
    [[nodiscard]] QStringList headerProblems(const Operation &operation, const Headers &headers) const;
    [[nodiscard]] QStringList bodyProblems(const Operation &operation, const Headers &headers, const QByteArray &body) const;
    [[nodiscard]] QStringList formProblems(const QJsonObject &schema, const QJsonObject &encoding, const QByteArray &body) const;

    QJsonObject m_document;
    QList<Path> m_paths; ///< the most literal first
    ApiSchemas m_requests;
    ApiSchemas m_answers;
};

} // namespace ringback::test

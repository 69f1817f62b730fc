#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace ringback::playbook {

/// What is wrong with a document, one sentence for each place. Callers never put a value of the document into a sentence: it may be a
/// secret pasted into the wrong place, or somebody's number.
class Findings final {
public:
    /// `path` is a JSON Pointer (RFC 6901); the empty one is the whole document.
    void add(const QString &path, const QString &what);

    [[nodiscard]] bool isEmpty() const { return m_lines.isEmpty(); }

    /// Invalid; `what` has each finding on a line of its own: `/lines/0/number: …`.
    [[nodiscard]] Error error() const;

private:
    QStringList m_lines;
};

/// `path` with one more step, escaped as a JSON Pointer wants it.
[[nodiscard]] QString at(const QString &path, const QString &key);
[[nodiscard]] QString at(const QString &path, qsizetype index);

/// Checks a document against one of our published JSON Schemas (a resource path, `:/schemas/playbook.schema.json`). Errors: Invalid;
/// `what` lists every finding on a line of its own, each with the JSON Pointer of the place: `/lines/0/number: …`.
[[nodiscard]] Done checkSchema(const QJsonValue &document, const QString &schemaPath);

/// Reads an object from text of at most a megabyte. Errors: Invalid, with the line and column where it stops being JSON.
[[nodiscard]] Result<QJsonObject> readObject(const QByteArray &json);

} // namespace ringback::playbook

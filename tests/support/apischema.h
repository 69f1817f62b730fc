#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

namespace ringback::test {

/// What is at the place a JSON Pointer (RFC 6901, with or without `#`) names; undefined where there is nothing.
[[nodiscard]] QJsonValue valueAt(const QJsonObject &document, const QString &pointer);

/// The schemas of an OpenAPI description (3.0 and 3.1) as JSON Schema, for what travels in one direction: what is only for answers is
/// neither expected nor welcome in a request, and the other way round. Our own requests have to use described properties only; answers may
/// have more, unless the description forbids it.
class ApiSchemas final {
public:
    enum class Direction { Request, Answer };

    /// Where references to schemas lead: others are not followed.
    [[nodiscard]] static QString root() { return QStringLiteral("#/components/schemas/"); }

    ApiSchemas(const QJsonObject &document, Direction direction);

    /// What is wrong with a value, each with its place: `body/to/0: …`. `schema` is one of the description's own.
    [[nodiscard]] QStringList problemsOf(const QJsonObject &schema, const QJsonValue &value, const QString &place) const;

    /// A text from a query, a header or a form as the value it stands for: texts are all that these can carry.
    [[nodiscard]] QJsonValue valueOf(const QJsonObject &schema, const QString &text) const;

    /// Whether the schema allows a value of this type (`array`), also as one of several.
    [[nodiscard]] bool allows(const QJsonObject &schema, const QString &type) const;

    /// What a list's entries, or one property of an object, have to be; empty where the schema says nothing of it.
    [[nodiscard]] QJsonObject entryOf(const QJsonObject &schema) const;
    [[nodiscard]] QJsonObject propertyOf(const QJsonObject &schema, const QString &name) const;

private:
    using Nodes = QList<QJsonObject>; ///< all the schemas that speak of one value, references followed

    void expand(const QJsonObject &schema, const QJsonValue &value, Nodes &nodes) const;
    [[nodiscard]] Nodes nodesOf(const Nodes &schemas, const QJsonValue &value) const;
    [[nodiscard]] Nodes inside(const Nodes &nodes, const QString &property) const; ///< an empty name: a list's entries
    void walk(const Nodes &schemas, const QJsonValue &value, const QString &place, QStringList &problems) const;
    [[nodiscard]] QString explained(const QString &rule, const Nodes &nodes, const QJsonValue &value) const;

    QJsonObject m_document;
    QJsonObject m_converted; ///< `components/schemas`, where references point to
    Direction m_direction;
};

/// A description's schema as JSON Schema (draft 7), with what valijson cannot do written in another way: formats are patterns, integers are
/// numbers. References stay what they are.
[[nodiscard]] QJsonObject jsonSchemaOf(const QJsonObject &schema, ApiSchemas::Direction direction);

} // namespace ringback::test

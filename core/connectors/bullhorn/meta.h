#pragma once

#include "connectors/leadsystem.h"

#include <QHash>
#include <QJsonObject>
#include <QString>

namespace ringback::connectors::bullhorn {

/// A field of a table, as this customer has it.
struct MetaField {
    QString name;
    QString label;
    QString type; ///< `SCALAR`, `TO_ONE`, …
    QString dataType; ///< `String`, `Integer`, …
    qsizetype maxLength = 0; ///< 0 = not told
    bool isMandatory = false; ///< this customer wants it, and nothing stands there by itself
    bool isReadOnly = false;
    bool isHtml = false; ///< what stands there is shown as a web page
    QList<Choice> options; ///< what alone is allowed; empty = anything

    [[nodiscard]] bool allows(const QString &value) const;
};

/// A table's fields: customers rename, require and restrict them, so they are read before anything is written.
struct EntityMeta {
    QString entity;
    QHash<QString, MetaField> fields;

    [[nodiscard]] bool has(const QString &field) const;
    [[nodiscard]] QList<Choice> options(const QString &field) const;
    /// The fields that texts of one's own go into, for a person to choose from.
    [[nodiscard]] QList<Choice> textFields() const;
    /// The text as far as it fits; a value that is not among the field's options, or a field that is not there, gives nothing.
    [[nodiscard]] QString fitted(const QString &field, const QString &value) const;
    /// Sentences for people, shown as they are: escaped where the field is HTML.
    [[nodiscard]] QString worded(const QString &field, const QString &sentences) const;
    /// In a fixed order: the mandatory fields that `body` has nothing for.
    [[nodiscard]] QStringList missingIn(const QJsonObject &body) const;
};

/// Errors: Invalid.
[[nodiscard]] Result<EntityMeta> readMeta(const QByteArray &body);

} // namespace ringback::connectors::bullhorn

#pragma once

#include "base/clock.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::test {

/// A field of a table of Bullhorn's.
struct BullhornField {
    QString name;
    QString dataType; ///< `String`, `Integer`, `Boolean`, `Timestamp`, `Double`; of an association the table
    qsizetype maxLength = 0;
    bool isToOne = false;
    bool isToMany = false;
    bool isRequired = false;
    bool isReadOnly = false;
    bool isHtml = false;
    QJsonValue standing = QJsonValue(QJsonValue::Undefined); ///< what stands there when nothing is given
    QStringList options;
};

/// The tables of one Bullhorn customer, with their field maps and what is in them, held to the rules of Bullhorn's own pages: unknown fields, wrong
/// types, texts that are too long, values that are not listed and mandatory fields that are missing are refused. Not thread-safe.
class BullhornTables final {
public:
    struct Wrong {
        int status = 400;
        QString key;
        QString message;
        QString field;
        bool isOurFault = false; ///< no program that has read the field map sends that
    };
    using Row = QJsonObject;

    BullhornTables();

    [[nodiscard]] bool has(const QString &table) const { return m_fields.contains(table); }
    void drop(const QString &table) { m_fields.remove(table); }
    [[nodiscard]] BullhornField &field(const QString &table, const QString &name);
    void addField(const QString &table, const BullhornField &field) { m_fields[table].append(field); }
    [[nodiscard]] QJsonObject meta(const QString &table) const;

    /// Nothing is checked.
    qint64 add(const QString &table, Row row);
    [[nodiscard]] QMap<qint64, Row> &rows(const QString &table) { return m_rows[table]; }

    [[nodiscard]] std::optional<Wrong> check(const QString &table, const QJsonObject &body, bool isNew) const;
    /// Checked before: with what stands there by itself.
    qint64 create(const QString &table, const QJsonObject &body, Instant now, qint64 user);

    /// What is at a path such as `jobOrder.clientContact.id`; undefined where there is no such field.
    [[nodiscard]] QJsonValue at(const QString &table, const Row &row, const QString &path) const;
    [[nodiscard]] bool knows(const QString &table, const QString &path) const;
    /// The fields of that list, which may hold `jobOrder(id,title)`. Empty when one of them does not exist.
    [[nodiscard]] std::optional<QJsonObject> picked(const QString &table, const Row &row, const QString &fields) const;

private:
    [[nodiscard]] const BullhornField *find(const QString &table, const QString &name) const;

    QHash<QString, QList<BullhornField>> m_fields;
    QHash<QString, QMap<qint64, Row>> m_rows;
    qint64 m_lastId = 5'000'000;
};

} // namespace ringback::test

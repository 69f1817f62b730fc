#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QStringList>

namespace ringback::desk {

/// A CSV file of people (RFC 4180, UTF-8): a heading line that names its columns, and rows.
class Csv final {
public:
    /// Errors: Invalid (too large, not text, not CSV, no column that holds phone numbers).
    [[nodiscard]] static Result<Csv> read(const QByteArray &file);

    [[nodiscard]] qsizetype rowCount() const { return m_rows.size(); }
    /// As people count: the heading is row 1; blank lines are not counted.
    [[nodiscard]] static int numberOf(qsizetype row) { return static_cast<int>(row) + 2; }
    [[nodiscard]] bool isBlank(qsizetype row) const { return m_rows.at(row).join(QString()).isEmpty(); }
    /// Empty where there is no such column, or the row is too short.
    [[nodiscard]] QString field(qsizetype row, QStringView column) const;
    [[nodiscard]] QString phone(qsizetype row) const { return m_rows.at(row).value(m_phone); }
    /// Errors: Invalid, with what is wrong with this row whatever its columns mean.
    [[nodiscard]] Done check(qsizetype row) const;

private:
    Csv() = default;

    QStringList m_heading; ///< lower case
    qsizetype m_phone = -1;
    QList<QStringList> m_rows;
};

} // namespace ringback::desk

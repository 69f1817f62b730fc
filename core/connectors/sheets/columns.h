#pragma once

#include "base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace ringback::connectors::sheets {

/// What a column is for. Only those that the sheet has are filled; an office takes away what it does not want.
enum class Column {
    Id,
    CalledAt,
    Phone,
    Name,
    Email,
    Language,
    Kind,
    Line,
    Source,
    Tag,
    Status,
    MissedCalls,
    Notes,
    CallBackBy,
    CallBackWho,
    Appointment,
    WonValue, ///< read, and never made
    WonOn, ///< likewise
};

using Row = QStringList; ///< cells as text

/// Where the columns are, by the words in the header row, English or Spanish, in any order.
struct Layout {
    int headerRow = 1; ///< as the sheet counts
    Row header;
    QMap<Column, int> columns; ///< from 0

    [[nodiscard]] int at(Column column) const { return columns.value(column, -1); }
    [[nodiscard]] bool has(Column column) const { return columns.contains(column); }
    [[nodiscard]] int width() const { return static_cast<int>(header.size()); }

    friend bool operator==(const Layout &, const Layout &) = default;
};

/// Among the first rows of a sheet, the one that has a column for numbers. Empty when there is none.
[[nodiscard]] std::optional<Layout> layoutOf(const QList<Row> &rows);
/// What a sheet without any gets.
[[nodiscard]] Layout usualLayout();
/// With our id's column beside the others.
[[nodiscard]] Layout withId(Layout layout);

/// `C`, `AB`.
[[nodiscard]] QString letters(int column);

} // namespace ringback::connectors::sheets

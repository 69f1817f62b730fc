#pragma once

#include "connectors/leadsystem.h"
#include "connectors/sheets/columns.h"

#include <QMap>

/// Rows of the sheet as leads, and what a write changes in one.
namespace ringback::connectors::sheets {

/// A row that we made goes by our id, any other by its number: rows have no id of their own, and move.
[[nodiscard]] QString recordIdOf(const QString &id, const QString &phone);

[[nodiscard]] QString cell(const Row &row, const Layout &layout, Column column);

/// Empty where the row has no number.
[[nodiscard]] std::optional<calls::LeadRecord> recordOf(const Row &row, const Layout &layout);

/// What people and programs write for money: `12,500.00`, `$12.500,00`, `12500.5`. Empty when it is none.
[[nodiscard]] std::optional<Money> typedAmount(const QString &text);

using Cells = QMap<int, QString>; ///< by column

/// A whole new row, for PutLead without a record.
[[nodiscard]] Cells newRow(const LeadWriteHeader &header, const Layout &layout, const QMap<QString, QString> &choices);

/// What has to change in the row that a write is about; nothing when it has been written already. Unable: there is no column for it.
[[nodiscard]] tl::expected<Cells, NotWritten> changesOf(const LeadWrite &write, const Row &row, const Layout &layout,
                                                        const QMap<QString, QString> &choices);

inline constexpr qsizetype maxCell = 50'000; ///< Google's limit

} // namespace ringback::connectors::sheets

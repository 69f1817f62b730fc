#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace ringback::connectors {

/// The same JSON with each number as a text of its literal, so that an amount need not pass through a binary float. Of what is no JSON nothing
/// better is made.
[[nodiscard]] QByteArray numbersAsText(const QByteArray &json);

/// `1234.5` as cents, the half cent rounded up (away from zero). Nothing: it is no plain decimal number, or too large for money.
[[nodiscard]] std::optional<qint64> centsOf(QStringView decimal);

} // namespace ringback::connectors

#pragma once

#include "base/money.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QStringView>

#include <optional>

/// JSON from outside whose numbers matter to the last digit: Qt reads every number as a double, which holds neither cents nor long ids for sure.
namespace ringback::connectors {

/// The same JSON with each number as a text of its literal. Of what is no JSON nothing better is made.
[[nodiscard]] QByteArray numbersAsText(const QByteArray &json);
/// The same, read. Null when it is no JSON.
[[nodiscard]] QJsonDocument literalJson(const QByteArray &json);

/// `1250`, `1250.5`, `1250.50`, `-3`: what a program writes. Empty when it is no number, or has parts of a cent.
[[nodiscard]] std::optional<Money> amountOf(QStringView literal);
/// As cents, the half cent rounded up (away from zero). Empty when it is no plain decimal number, or too large for money.
[[nodiscard]] std::optional<qint64> centsOf(QStringView decimal);

} // namespace ringback::connectors

#pragma once

#include "base/money.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QStringView>

#include <optional>

/// JSON from outside whose numbers matter to the last digit: Qt reads every number as a double, which holds neither cents nor long ids for sure.
namespace ringback::connectors {

/// The same document with each number as the text it was written as. Null when it is no JSON.
[[nodiscard]] QJsonDocument literalJson(const QByteArray &json);

/// `1250`, `1250.5`, `1250.50`, `-3`: what a program writes. Empty when it is no number, or has parts of a cent.
[[nodiscard]] std::optional<Money> amountOf(QStringView literal);

} // namespace ringback::connectors

#pragma once

#include "ingress/httplistener.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::test {

[[nodiscard]] inline ingress::HttpResponse jsonAnswer(int status, const QJsonObject &object)
{
    return {.status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

/// As Bullhorn says no; `field` is whose fault it is, where it is one's.
[[nodiscard]] inline ingress::HttpResponse errorAnswer(int status, const QString &key, const QString &message, const QString &field)
{
    QJsonObject said{
        {QStringLiteral("errorMessage"), message}, {QStringLiteral("errorMessageKey"), key}, {QStringLiteral("errorCode"), status}};
    if (!field.isEmpty()) {
        const QJsonObject each{{QStringLiteral("propertyName"), field},
                               {QStringLiteral("severity"), QStringLiteral("ERROR")},
                               {QStringLiteral("detailMessage"), message}};
        said.insert(QStringLiteral("errors"), QJsonArray{each});
    }
    return jsonAnswer(status, said);
}

} // namespace ringback::test

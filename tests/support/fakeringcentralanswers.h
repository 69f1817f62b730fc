#pragma once

#include "ingress/httplistener.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>

/// How RingCentral says things, for the files of FakeRingCentral.
namespace ringback::test::ringcentral {

inline ingress::HttpResponse json(int status, const QJsonObject &object)
{
    return {
        .status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact), .headers = {}};
}

inline ingress::HttpResponse error(int status, const QString &code, const QString &parameter = {})
{
    const QString message = QStringLiteral("refused by the fake");
    QJsonObject one{{QStringLiteral("errorCode"), code}, {QStringLiteral("message"), message}};
    if (!parameter.isEmpty())
        one.insert(QStringLiteral("parameterName"), parameter);
    return json(status,
                {{QStringLiteral("errorCode"), code}, {QStringLiteral("message"), message}, {QStringLiteral("errors"), QJsonArray{one}}});
}

/// What the official description has against a RingOut (MakeRingOutRequest of RingCentral's OpenAPI 1.0.58), where it is not at hand.
[[nodiscard]] QStringList ringOutProblems(const ingress::HttpRequest &request);

} // namespace ringback::test::ringcentral

#pragma once

#include "base/time.h"
#include "ingress/httplistener.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>
#include <QString>
#include <QUrl>

/// How Twilio says things, for the files of FakeTwilio.
namespace ringback::test {

inline ingress::HttpResponse json(int status, const QJsonObject &object)
{
    return {
        .status = status, .contentType = "application/json", .body = QJsonDocument(object).toJson(QJsonDocument::Compact), .headers = {}};
}

inline ingress::HttpResponse error(int status, int code, const QString &message)
{
    return json(status, {{QStringLiteral("code"), code},
                         {QStringLiteral("message"), message},
                         {QStringLiteral("more_info"), QStringLiteral("https://www.twilio.com/docs/errors/%1").arg(code)},
                         {QStringLiteral("status"), status}});
}

inline QString date(Instant at)
{
    return QLocale::c().toString(toDateTime(at), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss '+0000'"));
}

inline bool isE164(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("^\\+[1-9][0-9]{6,14}$"));
    return shape.match(text).hasMatch();
}

/// An address that Twilio would call.
inline bool isCallback(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() && !url.host().contains(QLatin1Char('_')) &&
           (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
}

inline QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace ringback::test

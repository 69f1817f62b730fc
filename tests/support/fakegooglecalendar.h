#pragma once

#include "support/fakeserver.h"
#include "support/fakesignin.h"

#include <QJsonArray>
#include <QMap>

#include <optional>

namespace ringback::test {

/// Google's Calendar API v3 and sign-in, as strict as they are: unknown parameters and fields, an id with wrong letters, a time with both a day and an
/// hour, a change on an old ETag are refused; of an answer only the fields that were asked for come. One calendar, `primary`, in Chicago.
class FakeGoogleCalendar final : public FakeServer {
public:
    FakeGoogleCalendar();
    ~FakeGoogleCalendar() override;

    /// Where the browser goes from Google's page; empty when the page shows an error instead.
    [[nodiscard]] QByteArray browserGoesTo(const QByteArray &authorizeUrl, bool consents = true);
    [[nodiscard]] QByteArray signedIn(); ///< a refresh token, as if somebody had signed in
    [[nodiscard]] QByteArray refreshToken() const;
    void expireTokens();
    void revoke();
    void tokenSaysNo(const QByteArray &error);
    [[nodiscard]] int tokens() const;

    void setRole(const QString &role); ///< `owner`, `writer`, `reader`, `freeBusyReader`
    void removeCalendar();
    void setPageSize(int events) { m_pageSize = events; }

    /// What people do. Fields as the API has them.
    QString add(QJsonObject event);
    void edit(const QString &id, const QJsonObject &fields);
    void editAfterNextRead(const QString &id, const QJsonObject &fields); ///< between our look and our change
    void erase(const QString &id);

    [[nodiscard]] QList<QJsonObject> events() const; ///< that are not deleted, whole
    [[nodiscard]] QJsonObject event(const QString &id) const;
    [[nodiscard]] QStringList complaints() const; ///< problems(), of the sign-in too

private:
    [[nodiscard]] Response answer(const Request &request) override;
    [[nodiscard]] Response throttled(int retryAfterSeconds) const override;
    [[nodiscard]] Response list(const Request &request);
    [[nodiscard]] Response insert(const Request &request);
    [[nodiscard]] Response read(const QString &id, const Request &request);
    [[nodiscard]] Response patch(const QString &id, const Request &request);
    [[nodiscard]] Response remove(const QString &id, const Request &request);
    [[nodiscard]] Response shown(const QJsonObject &object, const Request &request);
    [[nodiscard]] static Response error(int status, const QString &reason, const QString &message);
    [[nodiscard]] Response refuse(const QString &problem);
    [[nodiscard]] std::optional<QString> wrongIn(const QJsonObject &event, bool isNew) const;
    void change(const QString &id, const QJsonObject &fields);
    void touch(QJsonObject &event);

    FakeSignIn m_signIn;
    QMap<QString, QJsonObject> m_events;
    std::optional<std::pair<QString, QJsonObject>> m_editAfterRead;
    QString m_role = QStringLiteral("owner");
    int m_pageSize = 250;
    qint64 m_etag = 3181161784712000;
    int m_made = 0;
    bool m_isGone = false;
};

} // namespace ringback::test

#pragma once

#include "support/fakeserver.h"
#include "support/fakesignin.h"

#include <QJsonArray>
#include <QMap>
#include <QUrlQuery>

#include <optional>

namespace ringback::test {

/// Microsoft Graph's calendar and sign-in, as strict as they are: unknown parameters and fields, a time with an offset, a change on an old ETag are
/// refused; only what was selected and expanded comes. The mailbox of dana@example.com; that of sam@example.com can be seen as a schedule.
class FakeMicrosoftCalendar final : public FakeServer {
public:
    FakeMicrosoftCalendar();
    ~FakeMicrosoftCalendar() override;

    /// Where the browser goes from Microsoft's page; empty when the page shows an error instead.
    [[nodiscard]] QByteArray browserGoesTo(const QByteArray &authorizeUrl, bool consents = true);
    [[nodiscard]] QByteArray signedIn(); ///< a refresh token, as if somebody had signed in
    [[nodiscard]] QByteArray refreshToken() const; ///< the newest
    void expireTokens();
    void revoke();
    void tokenSaysNo(const QByteArray &error);
    [[nodiscard]] int tokens() const;

    void setReadOnly();
    void setPageSize(int events) { m_pageSize = events; }
    void answersInZone(const QString &zone) { m_zone = zone; } ///< whatever was asked for
    void findsNothingYet(bool isSo); ///< the search is behind

    /// What people do. Fields as the API has them.
    QString add(QJsonObject event);
    void edit(const QString &id, const QJsonObject &fields);
    void editAfterNextRead(const QString &id, const QJsonObject &fields); ///< between our look and our change
    void erase(const QString &id);
    void eraseAfterNextRead(const QString &id);
    QString moveAwayAndBack(const QString &id); ///< its next id

    /// Sam's schedule: its items, or its error; or no more than its signs.
    void setSchedule(const QJsonObject &schedule);

    [[nodiscard]] QList<QJsonObject> events() const; ///< whole
    [[nodiscard]] QStringList complaints() const; ///< problems(), of the sign-in too

private:
    [[nodiscard]] Response answer(const Request &request) override;
    [[nodiscard]] Response throttled(int retryAfterSeconds) const override;
    [[nodiscard]] Response answerForEvents(const QByteArray &rest, const Request &request);
    [[nodiscard]] Response calendar(const QUrlQuery &query);
    [[nodiscard]] Response view(const Request &request, const QUrlQuery &query);
    [[nodiscard]] Response search(const QUrlQuery &query);
    [[nodiscard]] Response schedule(const QJsonObject &question);
    [[nodiscard]] Response insert(const QJsonObject &fields);
    [[nodiscard]] Response read(const QString &id, const QUrlQuery &query);
    [[nodiscard]] Response patch(const QString &id, const Request &request, const QJsonObject &fields);
    [[nodiscard]] QJsonObject shown(const QJsonObject &event, const QUrlQuery &query) const;
    [[nodiscard]] static Response error(int status, const QString &code, const QString &message);
    [[nodiscard]] Response refuse(const QString &problem);
    [[nodiscard]] bool knows(const QUrlQuery &query, const QStringList &names);
    void change(const QString &id, const QJsonObject &fields);

    FakeSignIn m_signIn;
    QMap<QString, QJsonObject> m_events;
    std::optional<std::pair<QString, QJsonObject>> m_editAfterRead; ///< without fields: erased
    QJsonObject m_schedule;
    QString m_zone = QStringLiteral("UTC");
    int m_pageSize = 100;
    int m_change = 0;
    int m_made = 0;
    bool m_isReadOnly = false;
    bool m_findsNothing = false;
};

} // namespace ringback::test

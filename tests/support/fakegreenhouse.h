#pragma once

#include "support/fakeserver.h"

#include <QJsonArray>
#include <QMap>
#include <QSet>
#include <QUrlQuery>

namespace ringback::test {

/// Harvest v3 and its token endpoint, as strict as the real ones: a cursor that comes with anything else, a filter it does not know, an id as a text, a
/// name where an id belongs are refused, and noted as problems unless a test is about them. Its pages name the real host.
class FakeGreenhouse final : public FakeServer {
public:
    FakeGreenhouse();
    ~FakeGreenhouse() override { stop(); }

    [[nodiscard]] static QByteArray clientId() { return "gh-client.harvest"; }
    [[nodiscard]] static QByteArray clientSecret() { return "gh-secret-0001"; }
    [[nodiscard]] static QByteArray admin() { return "4080"; }

    void setNow(const QString &iso);
    void expireTokens();
    void revoke();
    void sayExpiryAsText(); ///< `expires_at`
    void forbid(const QByteArray &path); ///< 403: a scope is missing
    void limitPages(int size);
    void hideNew(bool isHidden); ///< what is made from now on is there only later
    void endCursors(); ///< those that were given out mean nothing any more

    QString addCandidate(QJsonObject candidate);
    void changeCandidate(const QString &id, const QJsonObject &more);
    QString addApplication(QJsonObject application);
    QString addOffer(QJsonObject offer);
    void removeCandidate(const QString &id);

    [[nodiscard]] QList<QJsonObject> candidates() const; ///< the oldest first
    [[nodiscard]] QList<QJsonObject> applications() const;
    [[nodiscard]] QList<QJsonObject> notes() const;
    [[nodiscard]] int tokens() const; ///< given out

    static constexpr int source = 16;
    static constexpr int job = 149995;
    static constexpr int stage = 1073533;
    static constexpr int reason = 9504;

private:
    using Table = QMap<qint64, QJsonObject>;

    [[nodiscard]] Response answer(const Request &request) override;
    [[nodiscard]] Response throttled(int retryAfterSeconds) const override;
    [[nodiscard]] Response token(const Request &request);
    [[nodiscard]] Response data(const Request &request, const QByteArray &path);
    [[nodiscard]] Response list(const Request &request, const QByteArray &path, const Table &table, const QStringList &filters);
    [[nodiscard]] bool passes(const QJsonObject &entry, const QString &filter, const QString &value) const;
    [[nodiscard]] Response createCandidate(const QJsonObject &body);
    [[nodiscard]] QString wrongInApplication(const QJsonObject &application) const;
    [[nodiscard]] QJsonObject makeApplication(const QJsonObject &given, qint64 candidate);
    [[nodiscard]] Response createNote(const QJsonObject &body);
    [[nodiscard]] Response createTag(const QJsonObject &body);
    [[nodiscard]] Response applyTag(const QJsonObject &body);
    [[nodiscard]] Response act(const QByteArray &path, const QJsonObject &body);
    [[nodiscard]] Response refuse(int status, const QString &message, const QString &field = {});
    QJsonObject add(Table &table, QJsonObject entry);

    Table m_candidates;
    Table m_applications;
    Table m_notes;
    Table m_tags;
    Table m_offers;
    Table m_sources;
    Table m_jobs;
    Table m_users;
    Table m_stages;
    Table m_reasons;
    QMap<QByteArray, QByteArray> m_cursors; ///< the query that goes on there
    QSet<qint64> m_hidden;
    QSet<QByteArray> m_forbidden;
    QByteArray m_token;
    QString m_now = QStringLiteral("2026-11-20T18:00:10Z");
    int m_tokens = 0;
    qint64 m_lastId = 60304000;
    int m_maxPage = 500;
    bool m_isRevoked = false;
    bool m_isAdmin = true;
    bool m_expiryAsText = false;
    bool m_hidesNew = false;
};

} // namespace ringback::test

#pragma once

#include "support/fakeserver.h"

#include <QJsonArray>
#include <QMap>

#include <memory>

struct evp_pkey_st;

namespace ringback::test {

/// Google's Sheets v4 and token endpoint, as strict as they are: a range beyond the grid, anything but RAW, an assertion with a wrong signature or
/// claim, a token of nobody's are refused. One spreadsheet with the tabs `Leads` and `Other`.
class FakeSheets final : public FakeServer {
public:
    FakeSheets();
    ~FakeSheets() override;

    [[nodiscard]] static QByteArray spreadsheet() { return "1AbC-dEf_0123456789"; }
    [[nodiscard]] QByteArray keyFile() const; ///< of the service account with which the sheet is shared
    [[nodiscard]] QByteArray otherKeyFile() const; ///< the same account's, with a key that it does not have
    [[nodiscard]] static QByteArray refreshToken() { return "1//refresh-0001"; }

    void setNow(qint64 seconds);
    void expireTokens();
    void revoke();
    void unshare(); ///< 403
    void removeSheet();
    void renameTab(const QString &name);
    void setGrid(int rows, int columns);
    void setRows(const QList<QJsonArray> &rows); ///< from the first on
    void moveRow(int from, int to); ///< as people do, from 0

    [[nodiscard]] QList<QStringList> rows() const;
    [[nodiscard]] int tokens() const; ///< given out

private:
    struct Area {
        int top = 0, left = 0, bottom = 0, right = 0; ///< from 0, inclusive
    };
    [[nodiscard]] Response answer(const Request &request) override;
    [[nodiscard]] Response throttled(int retryAfterSeconds) const override;
    [[nodiscard]] Response token(const Request &request);
    [[nodiscard]] QString wrongInAssertion(const QByteArray &assertion) const;
    [[nodiscard]] Response properties() const;
    [[nodiscard]] Response batchGet(const Request &request);
    [[nodiscard]] Response change(const QJsonObject &body);
    [[nodiscard]] Response append(const QByteArray &path, const Request &request, const QJsonObject &body);
    [[nodiscard]] Response remove(const QJsonObject &body);
    [[nodiscard]] std::optional<Area> areaOf(const QString &range) const;
    [[nodiscard]] Response error(int status, const QString &word, const QString &message) const;
    [[nodiscard]] Response refuse(const QString &problem);
    void put(int row, int column, const QJsonValue &value);

    std::shared_ptr<evp_pkey_st> m_key;
    std::shared_ptr<evp_pkey_st> m_otherKey;
    QList<QJsonArray> m_rows;
    QString m_tab = QStringLiteral("Leads");
    QByteArray m_token;
    qint64 m_now = 1795197600; // 2026-11-20T18:00:00Z
    int m_gridRows = 1000;
    int m_gridColumns = 26;
    int m_tokens = 0;
    bool m_isRevoked = false;
    bool m_isShared = true;
    bool m_isGone = false;
};

} // namespace ringback::test

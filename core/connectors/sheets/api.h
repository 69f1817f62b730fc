#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/http/oauthtokens.h"
#include "connectors/http/turns.h"
#include "connectors/leadsystem.h"
#include "connectors/sheets/columns.h"

#include <QByteArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace ringback::connectors::sheets {

/// What one connection to a sheet needs.
struct SheetSettings {
    QString connection;
    QByteArray spreadsheet;
    QString sheet; ///< the tab
    OAuthTokens::Account account;
    QString trouble = {}; ///< why nothing can be asked for: `bad_key_file`
    QByteArray baseUrl = QByteArrayLiteral("https://sheets.googleapis.com");
    Milliseconds timeout{30'000};
};

/// What became of a request.
struct Reply {
    HttpAnswer answer;
    std::optional<Error> noAccess; ///< no token was to be had: nothing left

    [[nodiscard]] bool isTaken() const { return !noAccess && answer.is(200); }
    [[nodiscard]] QJsonObject body() const;
};

/// The tab as the spreadsheet lists it.
struct Tab {
    qint64 id = 0;
    int rows = 0; ///< of its grid, empty ones too
    int columns = 0;
};

/// Google Sheets v4 (providers: crm-ats-calendar.md, 12). Requests keep to what Google allows a user in a minute.
class SheetsApi final {
public:
    SheetsApi(const SheetSettings &settings, const Surroundings &surroundings);

    /// Errors: Refused (`revoked`, `no_right`), Transient, NotFound (no such tab), Invalid.
    QCoro::Task<Result<Tab>> tab();
    /// The cells of each of these ranges of the tab (`A1:C9`, `C:C`, `1:1`), as rows. Errors: likewise.
    QCoro::Task<Result<QList<QList<Row>>>> read(QStringList ranges);

    struct Change {
        QString range; ///< one cell
        QString text;
    };
    QCoro::Task<Reply> change(QList<Change> changes);
    /// Rows after the last one of the table whose header stands there. A null cell stays as it is.
    QCoro::Task<Reply> append(QString headerRange, QList<Row> rows);
    QCoro::Task<Reply> removeRow(qint64 tab, int row);

    void abandon();
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] const SheetSettings &settings() const { return m_settings; }

    static constexpr int requestsPerMinute = 55; ///< Google: 60 for one user

private:
    QCoro::Task<Reply> send(QByteArray verb, QByteArray target, QJsonObject body = {});
    [[nodiscard]] QByteArray rangeOf(const QString &range) const;

    const SheetSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
    OAuthTokens m_tokens;
    Turns m_turns;
};

/// What an answer that is not the hoped-for one says of the write that met it.
[[nodiscard]] WriteOutcome writingFailed(const Reply &reply);
[[nodiscard]] Error readingFailed(const Reply &reply);
/// A read that a write needed first has failed: nothing has been written.
[[nodiscard]] NotWritten notRead(const Error &error);

} // namespace ringback::connectors::sheets

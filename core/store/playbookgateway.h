#pragma once

#include "store/database.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace ringback::store {

/// A version of the rules, without its text.
struct PlaybookVersionRow {
    qint64 version = 0;
    QString id; ///< of the playbook
    Instant savedAt;
    QString savedBy; ///< as the audit trail names them; may be empty
    QString note;

    friend bool operator==(const PlaybookVersionRow &, const PlaybookVersionRow &) = default;
};

/// What somebody has not made live.
struct PlaybookDraftRow {
    QString staff;
    qint64 baseVersion = 0; ///< that they began with
    QByteArray document; ///< may be no playbook
    Instant savedAt;

    friend bool operator==(const PlaybookDraftRow &, const PlaybookDraftRow &) = default;
};

/// The versions of the rules, which never change, and what people are writing on the next one. The newest and its text are OfficeGateway's.
class PlaybookGateway final {
public:
    explicit PlaybookGateway(Database &database)
        : m_database(database)
    {}

    /// The version that it became. `row.version` is not looked at. Who writes versions holds the setup (OfficeGateway::holdSetup).
    [[nodiscard]] Result<qint64> add(Transaction &transaction, const PlaybookVersionRow &row, const QByteArray &document) const;
    /// The newest first, at most `limit`, those below `before` where one is given.
    [[nodiscard]] Result<QList<PlaybookVersionRow>> versions(int limit, std::optional<qint64> before = std::nullopt) const;
    [[nodiscard]] Result<std::optional<PlaybookVersionRow>> version(qint64 version) const;

    [[nodiscard]] Result<std::optional<PlaybookDraftRow>> draft(const QString &staff) const;
    /// In the place of what the person had.
    [[nodiscard]] Done putDraft(Transaction &transaction, const PlaybookDraftRow &draft) const;
    /// False when there was none.
    [[nodiscard]] Result<bool> dropDraft(Transaction &transaction, const QString &staff) const;

private:
    Database &m_database;
};

} // namespace ringback::store

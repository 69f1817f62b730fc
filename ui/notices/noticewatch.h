#pragma once

#include "board/rows.h"
#include "notices/notice.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace ringback::ui {

/// Decides what somebody is told of: queue rows and the time in, notices out. What waits for a click is told again until it is claimed, by whomever.
/// While the person does not want to be disturbed nothing is told, and what still waits is told after that. What was there when the program started is told
/// as one.
class NoticeWatch final {
public:
    /// Somebody else sits here now: what waits for them is news.
    void setMe(const QString &staffId);
    /// The rows as they are now, all of them.
    [[nodiscard]] QList<Notice> update(const QList<board::QueueRow> &rows, Instant now, bool quiet);
    /// Time has passed.
    [[nodiscard]] QList<Notice> tick(Instant now, bool quiet) { return look(now, quiet); }

    /// What waits is told again so much later.
    static constexpr Milliseconds again = std::chrono::minutes(2);
    /// More of one kind than this at once are told as one: a storm is one notice, not twenty.
    static constexpr qsizetype mostAtOnce = 2;

private:
    struct Key {
        NoticeClass what;
        QString followUp;
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0) { return qHashMulti(seed, int(key.what), key.followUp); }
    };
    struct Told {
        Instant at;
        Instant of; ///< Notice::since: a newer one is news
    };

    [[nodiscard]] QList<Notice> look(Instant now, bool quiet);
    [[nodiscard]] std::optional<Notice> noticeOf(const board::QueueRow &row, NoticeClass what, Instant now) const;

    QString m_me;
    QList<board::QueueRow> m_rows;
    QHash<Key, Told> m_told;
};

} // namespace ringback::ui

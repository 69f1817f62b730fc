#include "notices/noticewatch.h"

#include <algorithm>
#include <utility>

namespace ringback::ui {

namespace {

bool isMine(const board::QueueRow &row, const QString &me)
{
    return row.state == calls::TaskState::Claimed ? row.claimedBy == me : row.assignedTo == me;
}

bool isOpen(const board::QueueRow &row)
{
    return row.state == calls::TaskState::Open;
}

} // namespace

void NoticeWatch::setMe(const QString &staffId)
{
    if (staffId == m_me)
        return;
    m_me = staffId;
    m_told.clear();
}

QList<Notice> NoticeWatch::update(const QList<board::QueueRow> &rows, Instant now, bool quiet)
{
    m_rows = rows;
    return look(now, quiet);
}

std::optional<Notice> NoticeWatch::noticeOf(const board::QueueRow &row, NoticeClass what, Instant now) const
{
    Notice notice{.what = what,
                  .followUp = row.followUpId,
                  .task = isOpen(row) ? row.taskId : QString(),
                  .caller = row.callerName.isEmpty() ? row.callerNumber : row.callerName,
                  .line = row.lineLabel,
                  .words = {},
                  .since = row.createdAt};
    switch (what) {
    case NoticeClass::Assigned:
        if (!isOpen(row))
            return std::nullopt;
        break;
    case NoticeClass::Overdue:
        if (row.dueAt > now)
            return std::nullopt;
        notice.since = row.dueAt;
        break;
    case NoticeClass::Reply:
        if (!row.lastText || row.lastText->direction != calls::Direction::In)
            return std::nullopt;
        notice.words = row.lastText->body;
        notice.since = row.lastText->at;
        break;
    }
    return notice;
}

QList<Notice> NoticeWatch::look(Instant now, bool quiet)
{
    QList<Notice> notices;
    if (m_me.isEmpty() || quiet)
        return notices;
    QHash<Key, Told> told;
    // A reply says more than that the callback is late, and that more than that it is yours: one case is told of once.
    QHash<int, QList<Notice>> news;
    for (const board::QueueRow &row : std::as_const(m_rows)) {
        if (!isMine(row, m_me) || row.progress.waitsAt(now))
            continue;
        std::optional<Instant> toldOfCase;
        QList<std::pair<Key, Notice>> possible;
        for (const NoticeClass what : {NoticeClass::Reply, NoticeClass::Overdue, NoticeClass::Assigned}) {
            const std::optional<Notice> notice = noticeOf(row, what, now);
            if (!notice)
                continue;
            const Key key{what, row.followUpId};
            possible.append({key, *notice});
            if (const auto before = m_told.constFind(key); before != m_told.constEnd())
                toldOfCase = std::max(toldOfCase.value_or(before->at), before->at);
        }
        // What one has claimed is in one's hands: it is not told again.
        const bool mayRepeat = isOpen(row) && toldOfCase && now >= *toldOfCase + again;
        bool isTold = false;
        for (auto &[key, notice] : possible) {
            const auto before = m_told.constFind(key);
            const bool isNews = before == m_told.constEnd() || before->of < notice.since;
            if (!isTold && !isNews && !mayRepeat) {
                told.insert(key, *before);
                continue;
            }
            told.insert(key, {now, notice.since});
            if (isTold)
                continue;
            notice.again = !isNews;
            news[int(key.what)].append(notice);
            isTold = true;
        }
    }
    m_told = told;
    for (const NoticeClass what : {NoticeClass::Assigned, NoticeClass::Overdue, NoticeClass::Reply}) {
        const QList<Notice> &list = news[int(what)];
        if (list.size() <= mostAtOnce) {
            notices += list;
            continue;
        }
        Notice several{.what = what, .followUp = {}, .task = {}, .caller = {}, .line = {}, .words = {}, .since = list.constFirst().since};
        several.count = static_cast<int>(list.size());
        notices.append(several);
    }
    return notices;
}

} // namespace ringback::ui

#include "base/time.h"
#include "connectors/lever/system.h"

#include <QJsonDocument>

// The list of opportunities, for looking up here who has a number.
namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 100;

// Where the next page begins.
struct Cursor {
    std::optional<Instant> since; ///< changed after that; nothing = all
    Instant began{}; ///< when this look began: where the next one does
    QString offset; ///< empty = its first page

    static Cursor read(const QString &text)
    {
        const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
        return {timeOf(object, "since"_L1), timeOf(object, "began"_L1).value_or(Instant()), object.value("offset"_L1).toString()};
    }
    [[nodiscard]] QString written() const
    {
        QJsonObject object{{u"began"_s, toMs(began)}};
        if (since)
            object.insert(u"since"_s, toMs(*since));
        if (!offset.isEmpty())
            object.insert(u"offset"_s, offset);
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
};

} // namespace

QCoro::Task<Result<LeadChanges>> LeverSystem::changesSince(QString cursor)
{
    Result<LeadChanges> changes;
    Cursor at = Cursor::read(cursor);
    if (at.offset.isEmpty())
        at.began = m_api.now();
    QByteArray first = "/opportunities?limit=" + QByteArray::number(pageSize);
    if (at.since)
        first += "&updated_at_start=" + QByteArray::number(toMs(*at.since - clockMargin));
    const QByteArray target = at.offset.isEmpty() ? first : first + "&offset=" + QUrl::toPercentEncoding(at.offset);
    HttpAnswer answer = co_await m_api.read(target);
    if (answer.status == 400 && !at.offset.isEmpty() && readError(answer).isLevers()) {
        at.offset.clear(); // its token is too old: from the first page again, since the same time
        answer = co_await m_api.read(first);
    }
    const Result<Page> page = readPage(answer, u"opportunities"_s);
    if (!page) {
        changes = failure(page);
        co_return changes;
    }
    if (!page->next.isEmpty() && page->next == at.offset) {
        changes = failure(ErrorKind::Transient, u"a page came twice"_s);
        co_return changes;
    }
    for (const QJsonObject &item : page->items) {
        if (const Result<Opportunity> each = readOpportunity(item)) // an odd one does not keep the others out
            changes->records.append(each->record);
    }
    if (changes->records.isEmpty() && !page->items.isEmpty()) {
        changes = failure(ErrorKind::Invalid, u"what came is no list of opportunities"_s);
        co_return changes;
    }
    at.offset = page->next;
    changes->isLast = at.offset.isEmpty();
    if (changes->isLast)
        at.since = at.began;
    changes->cursor = at.written();
    co_return changes;
}

} // namespace ringback::connectors::lever

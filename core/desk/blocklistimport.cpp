#include "desk/blocklistimport.h"

#include "audit/trail.h"
#include "calls/phonenumber.h"
#include "desk/click.h"
#include "desk/csvrows.h"
#include "store/blocklistgateway.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::PhoneNumber;
using store::BlocklistGateway;

namespace {

constexpr int rowsPerCommit = 5'000; // a write lock is held for some 100 ms, so that the engine is not kept waiting
constexpr qsizetype longestField = 1'024;
constexpr qsizetype longestReason = 200;
constexpr qsizetype longestName = 80;
const std::chrono::sys_days firstComplaints{std::chrono::year(2003) / 1 / 1}; // the registry's first year

// A row in 24 bytes, as a million of them are kept until the file has been read to its end.
struct Entry {
    quint64 number = 0; ///< the digits of E.164: no country's code begins with 0
    qint64 filedAt = 0; ///< ms
    qsizetype reason = 0;
};

struct Content {
    bool complaints = false;
    std::vector<Entry> entries;
    QStringList reasons{QString()}; ///< a list has few different ones
};

PhoneNumber numberOf(quint64 digits)
{
    return *PhoneNumber::fromE164(u'+' + QString::number(digits));
}

Result<quint64> readNumber(const QByteArray &field)
{
    const bool digitsOnly = field.size() == 10 && std::all_of(field.cbegin(), field.cend(), [](char c) { return c >= '0' && c <= '9'; });
    const Result<PhoneNumber> number = PhoneNumber::parse(QString::fromUtf8(digitsOnly ? "+1" + field : field)); // needs no parsing
    if (!number)
        return failure(ErrorKind::Invalid, u"the phone number cannot be read"_s);
    return QStringView(number->e164()).mid(1).toULongLong();
}

// `2026-11-03 10:04:51`, `2026-11-03`, `11/3/2026 10:04`: numbers, whatever is between them. The zone does not matter, as the same complaint always comes with
// the same words.
std::optional<qint64> readTime(const QByteArray &field)
{
    std::array<int, 6> parts{};
    size_t part = 0;
    int digits = 0;
    bool yearFirst = false;
    for (const char c : field) {
        if (c >= '0' && c <= '9') {
            if (part >= parts.size() || ++digits > 4)
                return std::nullopt;
            parts[part] = parts[part] * 10 + (c - '0');
            yearFirst = yearFirst || (part == 0 && digits == 4);
        } else if (c == '.') {
            break; // parts of a second
        } else if (c == '-' || c == '/' || c == ' ' || c == ':' || c == 'T') {
            part += digits > 0 ? 1 : 0;
            digits = 0;
        } else if (c != 'Z') {
            return std::nullopt;
        }
    }
    const std::chrono::year_month_day day =
        yearFirst ? std::chrono::year(parts[0]) / parts[1] / parts[2] : std::chrono::year(parts[2]) / parts[0] / parts[1];
    if (!day.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
        return std::nullopt;
    const auto at =
        std::chrono::sys_days(day) + std::chrono::hours(parts[3]) + std::chrono::minutes(parts[4]) + std::chrono::seconds(parts[5]);
    return std::chrono::duration_cast<Milliseconds>(at.time_since_epoch()).count();
}

// Where the columns are.
struct Columns {
    qsizetype number = 0;
    qsizetype reason = 1;
    qsizetype created = -1;
    qsizetype violated = -1;
    bool heading = false;
    bool complaints = false;

    static Columns of(const QByteArrayList &first)
    {
        QByteArrayList titles;
        for (const QByteArray &title : first)
            titles.append(title.toLower().replace(' ', '_'));
        Columns columns;
        columns.created = titles.indexOf("created_date");
        columns.violated = titles.indexOf("violation_date");
        if (const qsizetype company = titles.indexOf("company_phone_number");
            company >= 0 && (columns.created >= 0 || columns.violated >= 0)) {
            columns.number = company;
            columns.complaints = columns.heading = true;
            return columns;
        }
        for (const QByteArray &title : {QByteArray("number"), QByteArray("phone"), QByteArray("phone_number")}) {
            if (const qsizetype at = titles.indexOf(title); at >= 0) {
                columns.number = at;
                columns.reason = titles.indexOf("reason");
                columns.heading = true;
                break;
            }
        }
        return columns;
    }
};

class FileReader final {
public:
    FileReader(BlocklistImport &report, Instant now)
        : m_report(report)
        , m_latest(now + 48h) // a file's clock may be another zone's
    {}

    Result<Content> read(QIODevice &file)
    {
        const Done read = eachCsvRow(file, [this](int row, const QByteArrayList &fields) { return take(row, fields); });
        if (!read)
            return failure(read);
        if (m_content.entries.empty() && m_report.withoutNumber == 0)
            return failure(ErrorKind::Invalid, u"there is no phone number in the file; its first line may name a column \"number\""_s);
        m_report.complaints = m_content.complaints = m_columns.complaints;
        return std::move(m_content);
    }

private:
    Done take(int row, const QByteArrayList &fields)
    {
        if (row == 1) {
            m_columns = Columns::of(fields);
            if (m_columns.heading)
                return {};
            if (!readNumber(fields.value(0)))
                return failure(ErrorKind::Invalid, u"the first line must be a phone number, or name the columns, one of them \"number\""_s);
        }
        if (++m_report.rows > mostBlocklistRows)
            return failure(ErrorKind::Invalid, u"the file has more than %1 rows; split it"_s.arg(mostBlocklistRows));
        if (const Done taken = m_columns.complaints ? takeComplaint(fields) : takeListed(fields); !taken) {
            if (++m_report.refusedRows <= mostRefusedListed)
                m_report.refused.append({row, taken.error().what});
        }
        return {};
    }

    Done takeListed(const QByteArrayList &fields)
    {
        const Result<quint64> number = numberIn(fields);
        if (!number)
            return failure(number);
        const QByteArray reason = m_columns.reason < 0 ? QByteArray() : fields.value(m_columns.reason);
        m_content.entries.push_back({.number = *number, .filedAt = 0, .reason = indexOf(reason)});
        return {};
    }

    Done takeComplaint(const QByteArrayList &fields)
    {
        if (fields.value(m_columns.number).isEmpty()) {
            ++m_report.withoutNumber;
            return {};
        }
        const Result<quint64> number = numberIn(fields);
        if (!number)
            return failure(number);
        std::optional<qint64> at = readTime(fields.value(m_columns.created));
        if (!at)
            at = readTime(fields.value(m_columns.violated));
        if (!at)
            return failure(ErrorKind::Invalid, u"the date cannot be read"_s);
        if (Instant(Milliseconds(*at)) > m_latest || Instant(Milliseconds(*at)) < firstComplaints)
            return failure(ErrorKind::Invalid, u"the date is to come, or before there was such a list"_s);
        m_content.entries.push_back({.number = *number, .filedAt = *at, .reason = 0});
        return {};
    }

    Result<quint64> numberIn(const QByteArrayList &fields) const
    {
        for (const QByteArray &field : fields) {
            if (field.size() > longestField)
                return failure(ErrorKind::Invalid, u"a field is longer than %1 bytes"_s.arg(longestField));
        }
        if (fields.value(m_columns.number).isEmpty())
            return failure(ErrorKind::Invalid, u"there is no phone number"_s);
        return readNumber(fields.at(m_columns.number));
    }

    qsizetype indexOf(const QByteArray &reason)
    {
        if (reason.isEmpty())
            return 0;
        const auto known = m_reasonAt.constFind(reason);
        if (known != m_reasonAt.constEnd())
            return *known;
        m_content.reasons.append(QString::fromUtf8(reason).remove(QChar(0)).simplified().left(longestReason));
        return *m_reasonAt.insert(reason, m_content.reasons.size() - 1);
    }

    BlocklistImport &m_report;
    const Instant m_latest;
    Columns m_columns;
    Content m_content;
    QHash<QByteArray, qsizetype> m_reasonAt;
};

// One commit with its audit row. `write` says how many were new.
template <class Value, class Write>
Done store(store::Database &database, const QString &list, const QList<Value> &batch, int count, BlocklistImport &report,
           const QString &actor, Instant now, Write write)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return failure(transaction);
    const Result<int> added = write(*transaction, batch);
    if (!added)
        return failure(added);
    audit::Trail trail;
    trail.add({.at = now,
               .actor = actor,
               .action = u"blocklist_imported"_s,
               .detail = {{u"list"_s, list}, {u"complaints"_s, report.complaints}, {u"added"_s, *added}, {u"known"_s, count - *added}}});
    if (const Done proved = trail.appendTo(*transaction); !proved)
        return proved;
    if (const Done committed = transaction->commit(); !committed)
        return committed;
    report.added += *added;
    report.known += count - *added;
    return {};
}

Done storeList(store::Database &database, const QString &list, const Content &content, BlocklistImport &report, const QString &actor,
               Instant now)
{
    const BlocklistGateway gateway(database);
    QList<BlocklistGateway::Listed> batch;
    const auto flush = [&] {
        const int count = static_cast<int>(batch.size());
        return store(database, list, std::exchange(batch, {}), count, report, actor, now,
                     [&](store::Transaction &transaction, const QList<BlocklistGateway::Listed> &numbers) {
                         return gateway.addListed(transaction, list, numbers, now);
                     });
    };
    for (size_t at = 0; at < content.entries.size(); ++at) {
        const Entry &entry = content.entries[at];
        if (at + 1 < content.entries.size() && content.entries[at + 1].number == entry.number) {
            ++report.known; // named again in the same file: the last row holds
            continue;
        }
        batch.append({.number = numberOf(entry.number), .reason = content.reasons.at(entry.reason)});
        if (batch.size() == rowsPerCommit) {
            if (const Done flushed = flush(); !flushed)
                return flushed;
        }
    }
    return batch.isEmpty() ? Done() : flush();
}

Done storeComplaints(store::Database &database, const QString &list, const Content &content, BlocklistImport &report, const QString &actor,
                     Instant now)
{
    const BlocklistGateway gateway(database);
    QList<BlocklistGateway::Complaint> batch;
    int inBatch = 0;
    const auto flush = [&] {
        return store(database, list, std::exchange(batch, {}), std::exchange(inBatch, 0), report, actor, now,
                     [&](store::Transaction &transaction, const QList<BlocklistGateway::Complaint> &complaints) {
                         return gateway.addComplaints(transaction, complaints, now);
                     });
    };
    for (size_t at = 0; at < content.entries.size();) {
        size_t next = at;
        while (next < content.entries.size() && content.entries[next].number == content.entries[at].number &&
               content.entries[next].filedAt == content.entries[at].filedAt)
            ++next;
        const int filed = static_cast<int>(next - at);
        batch.append({.number = numberOf(content.entries[at].number),
                      .filedAt = Instant(Milliseconds(content.entries[at].filedAt)),
                      .filed = filed});
        inBatch += filed;
        at = next;
        if (batch.size() == rowsPerCommit) {
            if (const Done flushed = flush(); !flushed)
                return flushed;
        }
    }
    return batch.isEmpty() ? Done() : flush();
}

} // namespace

Result<BlocklistImport> importBlocklist(store::Database &database, QIODevice &file, const QString &name, Instant now, const QString &staff)
{
    const Result<QString> actor = importerOf(database, staff, calls::Right::EditPlaybooks);
    if (!actor)
        return failure(actor);
    const QString list = name.simplified().left(longestName);
    if (list.isEmpty())
        return failure(ErrorKind::Invalid, u"the list needs a name"_s);
    BlocklistImport report;
    Result<Content> content = FileReader(report, now).read(file);
    if (!content)
        return failure(content);
    // In one order that every import keeps: two at once wait for each other instead of locking each other out.
    std::stable_sort(content->entries.begin(), content->entries.end(),
                     [](const Entry &a, const Entry &b) { return a.number != b.number ? a.number < b.number : a.filedAt < b.filedAt; });
    const Done stored = content->complaints ? storeComplaints(database, list, *content, report, *actor, now)
                                            : storeList(database, list, *content, report, *actor, now);
    if (!stored)
        return failure(stored);
    return report;
}

} // namespace ringback::desk

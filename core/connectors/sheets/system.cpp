#include "connectors/sheets/system.h"

#include "base/time.h"

#include <algorithm>
#include <utility>

// What is read from the sheet.
namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;

namespace {

using Level = Finding::Level;

constexpr int headerRows = 10; // a title and the like may stand above

Finding finding(Check check, Level level, const QString &problem, const QString &subject = {}, const QString &detail = {})
{
    return {.check = check, .level = level, .problem = problem, .subject = subject, .detail = detail};
}

Finding trouble(const Error &error)
{
    if (error.what == "no_such_tab"_L1)
        return finding(Check::Choices, Level::Bad, u"gone"_s, u"sheet"_s, error.what);
    if (error.what == "no_phone_column"_L1)
        return finding(Check::Choices, Level::Bad, u"missing"_s, u"Phone"_s, error.what);
    if (error.what.startsWith("rate_limited"_L1))
        return finding(Check::Credentials, Level::Warning, u"rate_limited"_s, {}, error.what);
    if (error.kind != ErrorKind::Refused)
        return finding(Check::Credentials, Level::Bad, u"not_reached"_s, {}, error.what);
    const QString problem = error.what.startsWith("no_right"_L1)      ? u"no_right"_s
                            : error.what.contains("not_signed_in"_L1) ? u"not_signed_in"_s
                                                                      : u"wrong"_s;
    return finding(Check::Credentials, Level::Bad, problem, {}, error.what);
}

bool isEmpty(const Row &row)
{
    return std::all_of(row.begin(), row.end(), [](const QString &text) { return text.trimmed().isEmpty(); });
}

std::optional<Instant> dayOf(const QString &text)
{
    const QDateTime at = QDateTime::fromString(text.trimmed().left(10) + u"T12:00:00Z"_s, Qt::ISODate);
    return at.isValid() ? std::optional(fromMs(at.toMSecsSinceEpoch())) : std::nullopt;
}

} // namespace

SheetSystem::SheetSystem(const SheetSettings &settings, QMap<QString, QString> choices, const Surroundings &surroundings)
    : m_api(settings, surroundings)
    , m_choices(std::move(choices))
{}

void SheetSystem::abandon()
{
    const NotWritten gaveUp{.kind = NotWritten::Class::ForNow, .code = {}, .message = u"given up while it waited"_s, .retryAfter = {}};
    for (const Waiting &each : std::exchange(m_queue, {})) { // has not left
        each.outcome->addResult(gaveUp);
        each.outcome->finish();
    }
    m_api.abandon();
}

int SheetSystem::Look::rowOf(const QString &record) const
{
    return record.isEmpty() ? 0 : static_cast<int>(records.indexOf(record)) + 1;
}

QCoro::Task<Result<SheetSystem::Look>> SheetSystem::look()
{
    Result<Look> seen = Look();
    const Result<Tab> tab = co_await m_api.tab();
    if (!tab) {
        seen = failure(tab);
        co_return seen;
    }
    seen->tab = *tab;
    const QStringList top{u"1:"_s + QString::number(std::clamp(tab->rows, 1, headerRows))}; // beyond the grid nothing may be asked for
    const Result<QList<QList<Row>>> header = co_await m_api.read(top);
    if (!header) {
        seen = failure(header);
        co_return seen;
    }
    const std::optional<Layout> layout = layoutOf(header->at(0));
    if (!layout) {
        if (std::all_of(header->at(0).begin(), header->at(0).end(), isEmpty)) {
            seen->layout = usualLayout();
            seen->isNew = true;
        } else {
            seen = failure(ErrorKind::NotFound, u"no_phone_column"_s); // somebody's, and not for leads
        }
        co_return seen;
    }
    const bool hasId = layout->has(Column::Id);
    const QString phones = letters(layout->at(Column::Phone));
    QStringList columns{phones + u':' + phones};
    if (hasId) {
        const QString ids = letters(layout->at(Column::Id));
        columns.append(ids + u':' + ids);
    }
    const Result<QList<QList<Row>>> keys = co_await m_api.read(columns);
    if (!keys) {
        seen = failure(keys);
        co_return seen;
    }
    seen->layout = withId(*layout);
    seen->isNew = !hasId;
    const qsizetype count = std::max(keys->at(0).size(), hasId ? keys->at(1).size() : 0);
    for (qsizetype i = 0; i < count; ++i) {
        const QString id = hasId ? keys->at(1).value(i).value(0) : QString();
        seen->records.append(i < layout->headerRow ? QString() : recordIdOf(id, keys->at(0).value(i).value(0)));
    }
    co_return seen;
}

// Only the columns that are asked for: the notes of a whole sheet are longer than an answer may be.
QCoro::Task<Result<QList<Row>>> SheetSystem::rows(Layout layout, QList<Column> columns, int from, int to)
{
    QStringList ranges;
    QList<int> places;
    for (const Column column : columns) {
        if (!layout.has(column))
            continue;
        const QString name = letters(layout.at(column));
        places.append(layout.at(column));
        ranges.append(name + QString::number(from) + u':' + name + QString::number(to));
    }
    const Result<QList<QList<Row>>> read = co_await m_api.read(ranges);
    Result<QList<Row>> rows = QList<Row>();
    if (!read) {
        rows = failure(read);
        co_return rows;
    }
    for (int i = 0; i < places.size(); ++i) {
        for (int n = 0; n < read->at(i).size() && n <= to - from; ++n) {
            while (rows->size() <= n)
                rows->append(Row(layout.width()));
            (*rows)[n][places.at(i)] = read->at(i).at(n).value(0);
        }
    }
    co_return rows;
}

// Google says nothing of when a row changed: each reading is of the whole sheet. The cursor is the row where it goes on.
QCoro::Task<Result<LeadChanges>> SheetSystem::changesSince(QString cursor)
{
    Result<LeadChanges> changes = LeadChanges();
    const Result<Look> seen = co_await look();
    if (!seen) {
        changes = failure(seen);
        co_return changes;
    }
    const int first = seen->layout.headerRow + 1;
    const int from = std::max(cursor.toInt(), first);
    const int last = std::min({static_cast<int>(seen->records.size()), seen->layout.headerRow + maxRows, seen->tab.rows});
    const int to = std::min(from + rowsAtOnce - 1, last);
    if (from > last)
        co_return changes;
    const QList<Column> wanted{Column::Id, Column::Phone, Column::Name, Column::Email, Column::Language, Column::Kind};
    const Result<QList<Row>> found = co_await rows(seen->layout, wanted, from, to);
    if (!found) {
        changes = failure(found);
        co_return changes;
    }
    for (const Row &row : *found) {
        if (const std::optional<calls::LeadRecord> record = recordOf(row, seen->layout))
            changes->records.append(*record);
    }
    for (calls::LeadRecord &record : changes->records)
        record.url = u"https://docs.google.com/spreadsheets/d/"_s + QString::fromLatin1(m_api.settings().spreadsheet);
    changes->total = last - seen->layout.headerRow;
    changes->isLast = to >= last;
    changes->cursor = changes->isLast ? QString() : QString::number(to + 1);
    co_return changes;
}

QCoro::Task<Result<QList<calls::Win>>> SheetSystem::wins(WinQuery query)
{
    Result<QList<calls::Win>> wins = QList<calls::Win>();
    const Result<Look> seen = co_await look();
    if (!seen) {
        wins = failure(seen);
        co_return wins;
    }
    const Layout &layout = seen->layout;
    const int first = layout.headerRow + 1;
    const int last = std::min({static_cast<int>(seen->records.size()), layout.headerRow + maxRows, seen->tab.rows});
    if (!layout.has(Column::WonValue) || first > last)
        co_return wins;
    const QList<Column> wanted{Column::WonValue, Column::WonOn, Column::CalledAt};
    const Result<QList<Row>> found = co_await rows(layout, wanted, first, last);
    if (!found) {
        wins = failure(found);
        co_return wins;
    }
    for (const calls::LeadLink &link : query.links) {
        const int number = seen->rowOf(link.record);
        const Row row = found->value(number - first);
        const std::optional<Money> amount = typedAmount(cell(row, layout, Column::WonValue));
        if (number < first || !amount)
            continue;
        // The sheet may not say when: then the day of the call, which stays the same.
        std::optional<Instant> wonAt = dayOf(cell(row, layout, Column::WonOn));
        const bool isDated = wonAt.has_value();
        if (!wonAt)
            wonAt = dayOf(cell(row, layout, Column::CalledAt));
        if (isDated && *wonAt < query.since)
            continue;
        wins->append({.id = link.record,
                      .record = link.record,
                      .what = u"job"_s,
                      .title = {},
                      .amount = amount,
                      .wonAt = std::max(wonAt.value_or(query.since), query.since),
                      .url = link.url});
    }
    co_return wins;
}

QCoro::Task<QList<Finding>> SheetSystem::test()
{
    QList<Finding> findings;
    const Result<Look> seen = co_await look();
    if (!seen) {
        findings.append(trouble(seen.error()));
        co_return findings;
    }
    findings.append(finding(Check::Credentials, Level::Good, u"ok"_s));
    findings.append(finding(Check::Lookup, Level::Good, u"only_by_list"_s));
    findings.append(finding(Check::Choices, Level::Good, u"ok"_s));
    co_return findings;
}

QCoro::Task<QList<Finding>> SheetSystem::tryRecord(LeadFacts facts)
{
    QList<Finding> findings;
    const QString marker = u"rb-test-"_s + QString::number(toMs(m_api.now()));
    const PutLead lead{.header = {.link = {}, .facts = facts, .marker = marker, .at = m_api.now(), .text = {}}};
    const WriteOutcome outcome = co_await write(lead);
    if (!std::holds_alternative<Written>(outcome)) {
        const auto *refused = std::get_if<NotWritten>(&outcome);
        const bool mayNot = refused && refused->code == "no_right"_L1;
        const QString why = refused ? (refused->code + u' ' + refused->message).trimmed() : std::get<Unknown>(outcome).why;
        findings.append(finding(Check::Record, Level::Bad, mayNot ? u"no_right"_s : u"not_made"_s, {}, why));
        co_return findings;
    }
    const Result<Look> seen = co_await look();
    bool isRemoved = false;
    if (const int number = seen ? seen->rowOf(marker) : 0; number > 0) {
        const Reply reply = co_await m_api.removeRow(seen->tab.id, number);
        isRemoved = reply.isTaken();
    }
    findings.append(isRemoved ? finding(Check::Record, Level::Good, u"ok"_s) : finding(Check::Record, Level::Warning, u"left_there"_s));
    co_return findings;
}

} // namespace ringback::connectors::sheets

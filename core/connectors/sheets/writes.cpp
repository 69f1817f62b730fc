#include "connectors/sheets/system.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>
#include <QTimer>

#include <algorithm>
#include <utility>

// What is written to the sheet.
namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;
using Class = NotWritten::Class;

namespace {

const LeadWriteHeader &headerOf(const LeadWrite &write)
{
    return std::visit([](const auto &each) -> const LeadWriteHeader & { return each.header; }, write);
}

bool isNewLead(const LeadWrite &write)
{
    return std::holds_alternative<PutLead>(write) && headerOf(write).link.record.isEmpty();
}

// The row that a write is about: for a new lead the one that an earlier attempt made.
QString recordOf(const LeadWrite &write)
{
    return isNewLead(write) ? headerOf(write).marker : headerOf(write).link.record;
}

NotWritten refused(Class kind, const QString &code, const QString &message = {})
{
    return {.kind = kind, .code = code, .message = message, .retryAfter = {}};
}

QString cellName(int column, int row)
{
    return letters(column) + QString::number(row);
}

QString rowRange(const Layout &layout, int row)
{
    return cellName(0, row) + u':' + cellName(layout.width() - 1, row);
}

} // namespace

QCoro::Task<WriteOutcome> SheetSystem::write(LeadWrite write)
{
    const auto promise = std::make_shared<QPromise<WriteOutcome>>();
    promise->start();
    QFuture<WriteOutcome> coming = promise->future();
    m_queue.append(Waiting{std::move(write), promise});
    if (!std::exchange(m_isWorking, true))
        m_work = work();
    WriteOutcome outcome = co_await coming;
    co_return outcome;
}

QCoro::Task<> SheetSystem::work()
{
    QTimer turn; // what is written in this turn of the event loop goes together
    turn.setSingleShot(true);
    turn.start(0);
    co_await turn;
    while (!m_queue.isEmpty()) {
        const QList<Waiting> batch = m_queue.mid(0, atOnce);
        m_queue.remove(0, batch.size());
        co_await bring(batch);
    }
    m_isWorking = false;
}

QCoro::Task<> SheetSystem::bring(QList<Waiting> batch)
{
    const auto settle = [](const QList<Waiting> &all, const WriteOutcome &outcome) {
        for (const Waiting &each : all) {
            each.outcome->addResult(outcome);
            each.outcome->finish();
        }
    };
    const Result<Look> seen = co_await look();
    if (!seen) {
        settle(batch, notRead(seen.error()));
        co_return;
    }
    if (seen->isNew) {
        const std::optional<NotWritten> failed = co_await makeHeader(*seen);
        if (failed) {
            settle(batch, *failed);
            co_return;
        }
    }
    QList<Waiting> changes;
    QList<Waiting> fresh;
    for (const Waiting &each : std::as_const(batch)) {
        if (seen->rowOf(recordOf(each.write)) > 0)
            changes.append(each);
        else if (isNewLead(each.write))
            fresh.append(each);
        else
            settle({each}, refused(Class::Gone, u"no_such_row"_s));
    }
    if (!fresh.isEmpty())
        co_await bringNew(fresh, *seen);
    if (!changes.isEmpty())
        co_await bringChanges(changes, *seen);
}

QCoro::Task<> SheetSystem::bringNew(QList<Waiting> batch, Look look)
{
    QList<Row> rows;
    for (const Waiting &each : std::as_const(batch)) {
        const Cells cells = newRow(headerOf(each.write), look.layout, m_choices);
        Row row;
        for (int i = 0; i < look.layout.width(); ++i)
            row.append(cells.value(i)); // null where there is nothing to say
        rows.append(row);
    }
    const Reply reply = co_await m_api.append(rowRange(look.layout, look.layout.headerRow), rows);
    for (const Waiting &each : std::as_const(batch)) {
        if (reply.isTaken() && reply.body().contains("updates"_L1))
            each.outcome->addResult(Written{linkOf(each.write)});
        else
            each.outcome->addResult(reply.isTaken() ? WriteOutcome(Unknown{u"the answer names no rows"_s}) : writingFailed(reply));
        each.outcome->finish();
    }
}

QCoro::Task<> SheetSystem::bringChanges(QList<Waiting> batch, Look look)
{
    QList<int> numbers;
    QStringList ranges;
    for (const Waiting &each : std::as_const(batch)) {
        const int number = look.rowOf(recordOf(each.write));
        if (!numbers.contains(number)) {
            numbers.append(number);
            ranges.append(rowRange(look.layout, number));
        }
    }
    const Result<QList<QList<Row>>> read = co_await m_api.read(ranges);
    QMap<int, Row> rows;
    for (int i = 0; read && i < numbers.size(); ++i)
        rows.insert(numbers.at(i), read->at(i).value(0));

    QList<WriteOutcome> outcomes;
    QMap<QString, QString> cells;
    QList<bool> hasChanged;
    for (const Waiting &each : std::as_const(batch)) {
        const int number = look.rowOf(recordOf(each.write));
        Row &row = rows[number];
        WriteOutcome outcome = Written{linkOf(each.write)};
        bool changes = false;
        if (!read) {
            outcome = notRead(read.error());
        } else if (recordIdOf(cell(row, look.layout, Column::Id), cell(row, look.layout, Column::Phone)) != recordOf(each.write)) {
            outcome = refused(Class::ForNow, u"row_moved"_s); // somebody sorts at this moment
        } else if (const auto wanted = changesOf(each.write, row, look.layout, m_choices); !wanted) {
            outcome = wanted.error();
        } else {
            for (auto it = wanted->begin(); it != wanted->end(); ++it) {
                while (row.size() <= it.key())
                    row.append(QString());
                row[it.key()] = it.value(); // the next write of this batch sees it
                cells.insert(cellName(it.key(), number), it.value());
                changes = true;
            }
        }
        outcomes.append(outcome);
        hasChanged.append(changes);
    }
    if (!cells.isEmpty()) {
        QList<SheetsApi::Change> changes;
        for (auto it = cells.begin(); it != cells.end(); ++it)
            changes.append({.range = it.key(), .text = it.value()});
        const Reply reply = co_await m_api.change(changes);
        for (int i = 0; i < outcomes.size(); ++i) {
            if (hasChanged.at(i) && !reply.isTaken())
                outcomes[i] = writingFailed(reply);
        }
    }
    for (int i = 0; i < batch.size(); ++i) {
        batch.at(i).outcome->addResult(outcomes.at(i));
        batch.at(i).outcome->finish();
    }
}

// A header is written twice without harm: it is looked for first, and is the same.
QCoro::Task<std::optional<NotWritten>> SheetSystem::makeHeader(Look look)
{
    std::optional<NotWritten> failed;
    if (look.layout.width() > look.tab.columns) {
        failed = refused(Class::Account, u"no_room"_s, look.layout.header.constLast());
        co_return failed;
    }
    QList<SheetsApi::Change> changes;
    for (int i = 0; i < look.layout.width(); ++i) {
        const bool isOurs = look.layout.headerRow == 1 && look.records.isEmpty();
        if (isOurs || i == look.layout.at(Column::Id))
            changes.append({.range = cellName(i, look.layout.headerRow), .text = look.layout.header.at(i)});
    }
    const Reply reply = co_await m_api.change(changes);
    if (!reply.isTaken()) {
        const WriteOutcome outcome = writingFailed(reply);
        const auto *why = std::get_if<NotWritten>(&outcome);
        failed = why ? *why : refused(Class::ForNow, u"header"_s); // none of the leads has been written
    }
    co_return failed;
}

QCoro::Task<WriteFinding> SheetSystem::findWritten(LeadWrite write, Instant)
{
    WriteFinding finding = NotFound{};
    const Result<Look> seen = co_await look();
    if (!seen) {
        finding = Unknown{seen.error().what};
        co_return finding;
    }
    const int number = seen->rowOf(recordOf(write));
    if (number == 0)
        co_return finding;
    const QStringList ranges{rowRange(seen->layout, number)};
    const Result<QList<QList<Row>>> read = co_await m_api.read(ranges);
    if (!read) {
        finding = Unknown{read.error().what};
        co_return finding;
    }
    const auto wanted = changesOf(write, read->at(0).value(0), seen->layout, m_choices);
    if (isNewLead(write) || (wanted && wanted->isEmpty())) // nothing that would have to change
        finding = Written{linkOf(write)};
    co_return finding;
}

calls::LeadLink SheetSystem::linkOf(const LeadWrite &write) const
{
    calls::LeadLink link = headerOf(write).link;
    if (isNewLead(write)) {
        link.record = headerOf(write).marker;
        link.isOurs = true;
    }
    if (link.url.isEmpty())
        link.url = u"https://docs.google.com/spreadsheets/d/"_s + QString::fromLatin1(m_api.settings().spreadsheet);
    return link;
}

} // namespace ringback::connectors::sheets

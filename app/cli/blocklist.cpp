#include "desk/blocklist.h"

#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "desk/blocklistimport.h"
#include "store/blocklistgateway.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using calls::Blocking;

namespace {

QJsonValue markOf(const Blocking &blocking)
{
    switch (blocking.mark) {
    case Blocking::Mark::None:
        return QJsonValue::Null;
    case Blocking::Mark::Blocked:
        return u"blocked"_s;
    case Blocking::Mark::Allowed:
        return u"allowed"_s;
    }
    Q_UNREACHABLE();
}

Result<QJsonArray> blocklistRows(store::Database &database, qint64 limit)
{
    constexpr int perPage = 20'000; // each page reads the table
    const store::BlocklistGateway gateway(database);
    QJsonArray rows;
    std::optional<calls::BlockedNumber> last;
    while (rows.size() < limit) {
        const int wanted = static_cast<int>(std::min<qint64>(perPage, limit - rows.size()));
        const Result<QList<calls::BlockedNumber>> page = gateway.page(last, wanted);
        if (!page)
            return failure(page);
        for (const calls::BlockedNumber &blocked : *page) {
            const Blocking &what = blocked.blocking;
            rows.append(QJsonObject{{u"id"_s, blocked.number.e164()},
                                    {u"mark"_s, markOf(what)},
                                    {u"mark_reason"_s, orNull(what.markReason)},
                                    {u"marked_by"_s, orNull(what.markedBy)},
                                    {u"marked_at"_s, orNull(what.markedAt)},
                                    {u"list"_s, orNull(what.list)},
                                    {u"list_reason"_s, orNull(what.listReason)},
                                    {u"listed_at"_s, orNull(what.listedAt)},
                                    {u"complaints"_s, what.complaints},
                                    {u"first_complaint_at"_s, orNull(what.firstComplaintAt)},
                                    {u"last_complaint_at"_s, orNull(what.lastComplaintAt)},
                                    {u"changed_at"_s, orNull(std::optional(blocked.changedAt))}});
        }
        if (page->size() < wanted)
            break;
        last = page->last();
    }
    return rows;
}

int importList(const QStringList &arguments, const Clock &clock)
{
    Command command(u"blocklist import"_s,
                    u"Reads numbers that nobody is to be bothered with: CSV of numbers, or the FTC's Do Not Call complaint files."_s,
                    {u"FILE.csv"_s}, {asOption(), {u"name"_s, u"What to call the list; the file's name when left out."_s, u"name"_s}},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    QFile file(command.positional(0));
    if (!file.open(QIODevice::ReadOnly))
        return dataError({ErrorKind::NotFound, u"%1 cannot be read: %2"_s.arg(command.positional(0), file.errorString())});
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const QString name = command.isSet(u"name"_s) ? command.value(u"name"_s) : QFileInfo(file).completeBaseName();
    const Result<desk::BlocklistImport> report = desk::importBlocklist(**database, file, name, clock.now(), command.value(u"as"_s));
    if (!report)
        return dataError(report.error());
    if (command.json()) {
        QJsonArray refused;
        for (const desk::RefusedRow &row : report->refused)
            refused.append(QJsonObject{{u"row"_s, row.row}, {u"why"_s, row.why}});
        const QJsonObject result = {{u"kind"_s, report->complaints ? u"complaints"_s : u"list"_s},
                                    {u"rows"_s, report->rows},
                                    {u"added"_s, report->added},
                                    {u"known"_s, report->known},
                                    {u"without_number"_s, report->withoutNumber},
                                    {u"refused_rows"_s, report->refusedRows},
                                    {u"refused"_s, refused}};
        print(QString::fromUtf8(QJsonDocument(result).toJson()).trimmed());
        return Ok;
    }
    print(report->complaints
              ? u"%1 complaints counted, %2 were counted before, %3 name no number, %4 rows refused."_s.arg(report->added)
                    .arg(report->known)
                    .arg(report->withoutNumber)
                    .arg(report->refusedRows)
              : u"%1 numbers added, %2 known, %3 rows refused."_s.arg(report->added).arg(report->known).arg(report->refusedRows));
    for (const desk::RefusedRow &row : report->refused)
        print(u"  row %1: %2"_s.arg(row.row).arg(row.why));
    if (report->refusedRows > report->refused.size())
        print(u"  … and %1 more"_s.arg(report->refusedRows - report->refused.size()));
    return Ok;
}

int say(Command &command, const QStringList &arguments, const Clock &clock, bool blocked)
{
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    desk::Blocklist blocklist(**database, clock, ids);
    const QString number = command.positional(0);
    const QString staff = command.value(u"as"_s);
    const desk::Answer<bool> changed =
        blocked ? blocklist.block(number, staff, command.value(u"reason"_s)) : blocklist.unblock(number, staff);
    if (!changed)
        return refusal(**database, changed.error());
    if (command.json())
        print(QString::fromUtf8(QJsonDocument(QJsonObject{{u"changed"_s, *changed}}).toJson()).trimmed());
    else if (!*changed)
        print(u"Nothing has changed: it was so before."_s);
    else
        print(blocked ? u"Blocked: its calls open no cases and get no texts."_s : u"Its calls are welcome, whatever lists say."_s);
    return Ok;
}

} // namespace

int blocklist(const QStringList &arguments, const Clock &clock)
{
    if (arguments.value(0) == "import"_L1)
        return importList(arguments.mid(1), clock);
    return list(u"blocklist"_s, u"Lists numbers that staff, lists or complaints have something against, the latest changed first."_s,
                {{u"NUMBER"_s, u"id"_s},
                 {u"STAFF SAY"_s, u"mark"_s},
                 {u"BY"_s, u"marked_by"_s},
                 {u"LIST"_s, u"list"_s},
                 {u"COMPLAINTS"_s, u"complaints"_s},
                 {u"SINCE"_s, u"first_complaint_at"_s},
                 {u"CHANGED"_s, u"changed_at"_s}},
                blocklistRows, arguments, clock);
}

int block(const QStringList &arguments, const Clock &clock)
{
    Command command(u"block"_s, u"Nobody is bothered with calls of this number any more."_s, {u"NUMBER"_s},
                    {asOption(), {u"reason"_s, u"Why, for people."_s, u"text"_s}}, true);
    return say(command, arguments, clock, true);
}

int unblock(const QStringList &arguments, const Clock &clock)
{
    Command command(u"unblock"_s, u"Calls of this number are welcome, whatever lists say, now and after any import."_s, {u"NUMBER"_s},
                    {asOption()}, true);
    return say(command, arguments, clock, false);
}

} // namespace ringback::app::cli

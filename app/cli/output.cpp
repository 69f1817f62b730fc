#include "cli/output.h"

#include "cli/command.h"

#include <QJsonDocument>
#include <QLocale>
#include <QTextStream>

#include <cstdio>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

const QCommandLineOption limitOption(u"limit"_s, u"So many; all when left out."_s, u"rows"_s, u"1000000000"_s);

constexpr qsizetype widestCell = 48;

QString cell(const QJsonValue &value)
{
    if (value.isArray()) {
        QStringList parts;
        for (const auto &part : value.toArray())
            parts.append(part.toString());
        return parts.join(QLatin1Char(','));
    }
    if (value.isBool())
        return value.toBool() ? QStringLiteral("yes") : QString();
    if (value.isDouble())
        return QString::number(value.toInteger());
    QString text = value.toString();
    for (QChar &c : text) {
        if (!c.isPrint()) // a caller's words must not steer the terminal
            c = QLatin1Char(' ');
    }
    return text.size() > widestCell ? text.left(widestCell - 1) + QChar(0x2026) : text;
}

} // namespace

void print(const QString &line)
{
    QTextStream out(stdout);
    out << line << Qt::endl;
}

void complain(const QString &line)
{
    QTextStream err(stderr);
    err << line << Qt::endl;
}

void printRows(const QJsonArray &rows, const QList<Column> &columns, bool json)
{
    if (json) {
        print(QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Indented)).trimmed());
        return;
    }
    QList<QStringList> table;
    QStringList headings;
    for (const Column &column : columns)
        headings.append(column.heading);
    table.append(headings);
    for (const auto &row : rows) {
        QStringList cells;
        for (const Column &column : columns)
            cells.append(cell(row.toObject().value(column.key)));
        table.append(cells);
    }
    QList<qsizetype> widths(columns.size(), 0);
    for (const QStringList &row : std::as_const(table)) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths.at(i), row.at(i).size());
    }
    for (const QStringList &row : std::as_const(table)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += i + 1 < row.size() ? row.at(i).leftJustified(widths.at(i) + 2) : row.at(i);
        print(line);
    }
}

int list(const QString &verb, const QString &description, const QList<Column> &columns,
         Result<QJsonArray> (*rows)(store::Database &, qint64 limit), const QStringList &arguments, const Clock &clock)
{
    Command command(verb, description, {}, {limitOption}, true);
    std::optional<qint64> limit;
    if (!command.parse(arguments) || !(limit = command.number(u"limit"_s, 1, 1'000'000'000))) {
        return usageError(command);
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<QJsonArray> read = rows(**database, *limit);
    if (!read)
        return dataError(read.error());
    printRows(*read, columns, command.json());
    return Ok;
}

QJsonValue toJson(const std::optional<calls::Storm> &storm)
{
    if (!storm)
        return QJsonValue::Null;
    return QJsonObject{{u"id"_s, storm->id.text()},
                       {u"began_at"_s, toIso(storm->beganAt)},
                       {u"begun_by"_s, storm->begunBy},
                       {u"until"_s, orNull(storm->until)}};
}

QJsonValue orNull(std::optional<Instant> at)
{
    return at ? QJsonValue(toIso(*at)) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(std::optional<Money> money)
{
    return money ? QJsonValue(money->cents) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QString sized(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace ringback::app::cli

#include "connectors/sheets/api.h"

#include "connectors/bounded.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <cmath>

namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;

namespace {

constexpr int triesWhenTooFast = 3; // of a read
constexpr Milliseconds pauseWhenTooFast = std::chrono::seconds(10); // Google names none

// A number of a sheet is a double by its nature, also an amount: a formula's 12500.000000000002 means cents. A number typed as digits only is whole.
QString textOf(const QJsonValue &cell)
{
    if (!cell.isDouble())
        return bounded(cell.isBool() ? (cell.toBool() ? u"TRUE"_s : u"FALSE"_s) : cell.toString(), 50'000);
    const double number = cell.toDouble();
    return std::floor(number) == number && std::abs(number) < 1e15 ? QString::number(static_cast<qint64>(number))
                                                                   : QString::number(number, 'f', 2);
}

} // namespace

QJsonObject Reply::body() const
{
    return QJsonDocument::fromJson(answer.body).object();
}

SheetsApi::SheetsApi(const SheetSettings &settings, const Surroundings &surroundings)
    : m_settings(settings)
    , m_clock(surroundings.clock)
    , m_http(surroundings.network, surroundings.clock, settings.timeout)
    , m_tokens(settings.account, surroundings, m_http)
    , m_turns(RateLimit::ofCredential("sheets " + settings.baseUrl + settings.spreadsheet + settings.connection.toUtf8(), requestsPerMinute,
                                      std::chrono::minutes(1)),
              surroundings.clock)
{}

QCoro::Task<Reply> SheetsApi::send(QByteArray verb, QByteArray target, QJsonObject body)
{
    const QByteArray json = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    const bool mayRepeat = verb == "GET";
    Reply reply;
    if (!m_settings.trouble.isEmpty()) {
        reply.noAccess = Error{.kind = ErrorKind::Refused, .what = m_settings.trouble};
        co_return reply;
    }
    bool hadNewToken = false;
    for (int tries = 1;;) {
        const bool isTurn = co_await m_turns.wait();
        if (!isTurn) {
            reply.noAccess = Error{.kind = ErrorKind::Transient, .what = u"given up while it waited for its turn"_s};
            co_return reply;
        }
        const Result<QByteArray> token = co_await m_tokens.accessToken();
        if (!token) {
            reply.noAccess = token.error();
            co_return reply;
        }
        HttpCall call;
        call.verb = verb;
        call.url = m_settings.baseUrl + "/v4/spreadsheets/" + m_settings.spreadsheet + target;
        call.headers = {{"Authorization", "Bearer " + *token}, {"Accept", "application/json"}};
        if (!json.isEmpty()) {
            call.contentType = "application/json";
            call.body = json;
        }
        reply.answer = co_await m_http.send(std::move(call));
        if (reply.answer.status == 429) {
            m_turns.pause(reply.answer.retryAfter.value_or(pauseWhenTooFast));
            if (!mayRepeat || ++tries > triesWhenTooFast)
                co_return reply;
        } else if (reply.answer.status == 401 && !hadNewToken) {
            hadNewToken = true;
            m_tokens.forget(*token);
        } else {
            co_return reply;
        }
    }
}

QCoro::Task<Result<Tab>> SheetsApi::tab()
{
    const QByteArray target = "?fields=" + QUrl::toPercentEncoding(u"sheets.properties(sheetId,title,gridProperties)"_s);
    const Reply reply = co_await send("GET", target);
    Result<Tab> found = failure(ErrorKind::NotFound, u"no_such_tab"_s);
    if (!reply.isTaken()) {
        found = tl::unexpected<Error>(readingFailed(reply));
        co_return found;
    }
    const QJsonValue sheets = reply.body().value("sheets"_L1);
    if (!sheets.isArray())
        found = failure(ErrorKind::Invalid, u"the answer names no sheets"_s);
    for (const QJsonValue &sheet : sheets.toArray()) {
        const QJsonObject properties = sheet.toObject().value("properties"_L1).toObject();
        const QJsonObject grid = properties.value("gridProperties"_L1).toObject();
        if (properties.value("title"_L1).toString() == m_settings.sheet)
            found = Tab{.id = properties.value("sheetId"_L1).toInteger(),
                        .rows = grid.value("rowCount"_L1).toInt(),
                        .columns = grid.value("columnCount"_L1).toInt()};
    }
    co_return found;
}

QCoro::Task<Result<QList<QList<Row>>>> SheetsApi::read(QStringList ranges)
{
    QByteArray target = "/values:batchGet?majorDimension=ROWS&valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING";
    for (const QString &range : ranges)
        target += "&ranges=" + rangeOf(range);
    const Reply reply = co_await send("GET", target);
    Result<QList<QList<Row>>> all = QList<QList<Row>>();
    if (!reply.isTaken()) {
        all = tl::unexpected<Error>(readingFailed(reply));
        co_return all;
    }
    const QJsonArray given = reply.body().value("valueRanges"_L1).toArray();
    if (given.size() != ranges.size()) {
        all = failure(ErrorKind::Invalid, u"the answer has other ranges than were asked for"_s);
        co_return all;
    }
    for (const QJsonValue &range : given) {
        QList<Row> rows;
        for (const QJsonValue &values : range.toObject().value("values"_L1).toArray()) { // empty ones at the end are left out
            Row row;
            for (const QJsonValue &value : values.toArray())
                row.append(textOf(value));
            rows.append(row);
        }
        all->append(rows);
    }
    co_return all;
}

// RAW: nothing becomes a formula, and no number loses its plus.
QCoro::Task<Reply> SheetsApi::change(QList<Change> changes)
{
    QJsonArray data;
    for (const Change &each : changes) {
        const QString range = QUrl::fromPercentEncoding(rangeOf(each.range));
        data.append(QJsonObject{{u"range"_s, range}, {u"values"_s, QJsonArray{QJsonArray{each.text}}}});
    }
    const QJsonObject body{{u"valueInputOption"_s, u"RAW"_s}, {u"data"_s, data}};
    const Reply reply = co_await send("POST", "/values:batchUpdate", body);
    co_return reply;
}

QCoro::Task<Reply> SheetsApi::append(QString headerRange, QList<Row> rows)
{
    QJsonArray values;
    for (const Row &row : rows) {
        QJsonArray cells;
        for (const QString &text : row)
            cells.append(text.isNull() ? QJsonValue() : QJsonValue(text));
        values.append(cells);
    }
    const QByteArray target = "/values/" + rangeOf(headerRange) + ":append?valueInputOption=RAW&insertDataOption=INSERT_ROWS";
    const QJsonObject body{{u"values"_s, values}};
    const Reply reply = co_await send("POST", target, body);
    co_return reply;
}

QCoro::Task<Reply> SheetsApi::removeRow(qint64 tab, int row)
{
    const QJsonObject range{{u"sheetId"_s, tab}, {u"dimension"_s, u"ROWS"_s}, {u"startIndex"_s, row - 1}, {u"endIndex"_s, row}};
    const QJsonObject body{{u"requests"_s, QJsonArray{QJsonObject{{u"deleteDimension"_s, QJsonObject{{u"range"_s, range}}}}}}};
    const Reply reply = co_await send("POST", ":batchUpdate", body);
    co_return reply;
}

void SheetsApi::abandon()
{
    m_turns.abandon();
    m_http.abandon();
}

// 'Dana''s leads'!A1:C9, escaped.
QByteArray SheetsApi::rangeOf(const QString &range) const
{
    QString name = m_settings.sheet;
    name.replace(u'\'', u"''"_s);
    return QUrl::toPercentEncoding(u'\'' + name + u"'!"_s + range);
}

} // namespace ringback::connectors::sheets

#include "support/fakesheets.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

const QString email = u"ringback@office-1234.iam.gserviceaccount.com"_s;

std::shared_ptr<EVP_PKEY> newKey()
{
    return {EVP_RSA_gen(2048), EVP_PKEY_free};
}

QByteArray keyFileOf(EVP_PKEY *key)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    const QJsonObject file{{u"type"_s, u"service_account"_s},
                           {u"client_email"_s, email},
                           {u"private_key_id"_s, u"key-1"_s},
                           {u"private_key"_s, QString::fromLatin1(data, length)},
                           {u"token_uri"_s, u"https://elsewhere.example.com/token"_s}};
    return QJsonDocument(file).toJson();
}

int columnOf(const QString &letters)
{
    int column = 0;
    for (const QChar c : letters)
        column = column * 26 + (c.unicode() - u'A' + 1);
    return column - 1;
}

bool isBlank(const QJsonArray &row)
{
    return std::all_of(row.begin(), row.end(), [](const QJsonValue &each) { return each.isNull() || each.toString() == ""_L1; });
}

} // namespace

FakeSheets::FakeSheets()
{
    static const std::shared_ptr<EVP_PKEY> key = newKey(); // half a second each
    static const std::shared_ptr<EVP_PKEY> otherKey = newKey();
    m_key = key;
    m_otherKey = otherKey;
}

FakeSheets::~FakeSheets()
{
    stop();
}

QByteArray FakeSheets::keyFile() const
{
    return keyFileOf(m_key.get());
}

QByteArray FakeSheets::otherKeyFile() const
{
    return keyFileOf(m_otherKey.get());
}

void FakeSheets::setNow(qint64 seconds)
{
    const std::scoped_lock lock(m_mutex);
    m_now = seconds;
}

void FakeSheets::expireTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_token.clear();
}

void FakeSheets::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_token.clear();
    m_isRevoked = true;
}

void FakeSheets::unshare()
{
    const std::scoped_lock lock(m_mutex);
    m_isShared = false;
}

void FakeSheets::removeSheet()
{
    const std::scoped_lock lock(m_mutex);
    m_isGone = true;
}

void FakeSheets::renameTab(const QString &name)
{
    const std::scoped_lock lock(m_mutex);
    m_tab = name;
}

void FakeSheets::setGrid(int rows, int columns)
{
    const std::scoped_lock lock(m_mutex);
    m_gridRows = rows;
    m_gridColumns = columns;
}

void FakeSheets::setRows(const QList<QJsonArray> &rows)
{
    const std::scoped_lock lock(m_mutex);
    m_rows = rows;
    m_gridRows = std::max(m_gridRows, static_cast<int>(rows.size()));
}

void FakeSheets::moveRow(int from, int to)
{
    const std::scoped_lock lock(m_mutex);
    m_rows.move(from, to);
}

QList<QStringList> FakeSheets::rows() const
{
    const std::scoped_lock lock(m_mutex);
    QList<QStringList> all;
    for (const QJsonArray &row : m_rows) {
        QStringList texts;
        for (const QJsonValue &cell : row)
            texts.append(cell.isDouble() ? QString::number(cell.toDouble(), 'g', 15) : cell.toString());
        all.append(texts);
    }
    return all;
}

int FakeSheets::tokens() const
{
    const std::scoped_lock lock(m_mutex);
    return m_tokens;
}

FakeSheets::Response FakeSheets::error(int status, const QString &word, const QString &message) const
{
    return json(status, {{u"error"_s, QJsonObject{{u"code"_s, status}, {u"message"_s, message}, {u"status"_s, word}}}});
}

FakeSheets::Response FakeSheets::refuse(const QString &problem)
{
    note(problem);
    return error(400, u"INVALID_ARGUMENT"_s, problem);
}

FakeSheets::Response FakeSheets::throttled(int retryAfterSeconds) const
{
    Response response = error(429, u"RESOURCE_EXHAUSTED"_s, u"Quota exceeded for quota metric 'Write requests'"_s);
    response.headers = {{"Retry-After", QByteArray::number(retryAfterSeconds)}};
    return response;
}

FakeSheets::Response FakeSheets::answer(const Request &request)
{
    const QByteArray path = request.path();
    if (path == "/token")
        return token(request);
    if (m_token.isEmpty() || request.header("authorization") != "Bearer " + m_token)
        return error(401, u"UNAUTHENTICATED"_s, u"Request had invalid authentication credentials."_s);
    const QByteArray base = "/v4/spreadsheets/" + spreadsheet();
    if (!path.startsWith(base) || m_isGone)
        return error(404, u"NOT_FOUND"_s, u"Requested entity was not found."_s);
    if (!m_isShared)
        return error(403, u"PERMISSION_DENIED"_s, u"The caller does not have permission"_s);
    const QByteArray rest = path.mid(base.size());
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (request.method == "GET" && rest.isEmpty())
        return properties();
    if (request.method == "GET" && rest == "/values:batchGet")
        return batchGet(request);
    if (request.method == "POST" && rest == "/values:batchUpdate")
        return change(body);
    if (request.method == "POST" && rest == ":batchUpdate")
        return remove(body);
    if (request.method == "POST" && rest.startsWith("/values/") && rest.endsWith(":append"))
        return append(rest, request, body);
    return refuse(u"no such method"_s);
}

FakeSheets::Response FakeSheets::token(const Request &request)
{
    const QUrlQuery form(QString::fromLatin1(request.body));
    const auto value = [&](const QString &name) {
        return form.queryItemValue(name, QUrl::FullyDecoded);
    };
    const QString grant = value(u"grant_type"_s);
    QString wrong = m_isRevoked ? u"revoked"_s : QString();
    QJsonObject body{{u"token_type"_s, u"Bearer"_s}, {u"expires_in"_s, 3599}};
    if (grant == "urn:ietf:params:oauth:grant-type:jwt-bearer"_L1) {
        if (wrong.isEmpty())
            wrong = wrongInAssertion(value(u"assertion"_s).toLatin1());
    } else if (grant == "refresh_token"_L1) {
        if (value(u"refresh_token"_s).toLatin1() != refreshToken() || value(u"client_id"_s) != "desktop-app"_L1 ||
            value(u"client_secret"_s) != "desktop-secret"_L1)
            wrong = u"refresh token"_s;
    } else if (grant == "authorization_code"_L1) {
        if (value(u"code"_s) != "4/code-1"_L1 || value(u"code_verifier"_s) != "verifier"_L1 ||
            value(u"redirect_uri"_s) != "http://127.0.0.1:4711/"_L1)
            wrong = u"code"_s;
        body.insert(u"refresh_token"_s, QString::fromLatin1(refreshToken()));
    } else {
        wrong = u"grant"_s;
    }
    if (!wrong.isEmpty())
        return json(400, {{u"error"_s, u"invalid_grant"_s}, {u"error_description"_s, wrong}});
    m_token = "ya29.token-" + QByteArray::number(++m_tokens);
    body.insert(u"access_token"_s, QString::fromLatin1(m_token));
    return json(200, body);
}

QString FakeSheets::wrongInAssertion(const QByteArray &assertion) const
{
    const QByteArrayList parts = assertion.split('.');
    const auto decoded = [&](int i) {
        return QByteArray::fromBase64(parts.value(i), QByteArray::Base64UrlEncoding);
    };
    const QJsonObject header = QJsonDocument::fromJson(decoded(0)).object();
    const QJsonObject claims = QJsonDocument::fromJson(decoded(1)).object();
    if (parts.size() != 3 || header.value("alg"_L1).toString() != "RS256"_L1 || header.value("kid"_L1).toString() != "key-1"_L1)
        return u"header"_s;
    const qint64 from = claims.value("iat"_L1).toInteger();
    const qint64 to = claims.value("exp"_L1).toInteger();
    if (std::abs(from - m_now) > 300 || to <= from || to - from > 3600)
        return u"time"_s;
    if (claims.value("iss"_L1).toString() != email || claims.value("aud"_L1).toString() != "https://oauth2.googleapis.com/token"_L1 ||
        claims.value("scope"_L1).toString() != "https://www.googleapis.com/auth/spreadsheets"_L1)
        return u"claims"_s;
    const QByteArray text = parts.at(0) + '.' + parts.at(1);
    const QByteArray signature = decoded(2);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get());
    const bool isRight = EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.constData()),
                                          static_cast<size_t>(signature.size()), reinterpret_cast<const unsigned char *>(text.constData()),
                                          static_cast<size_t>(text.size())) == 1;
    return isRight ? QString() : u"signature"_s;
}

FakeSheets::Response FakeSheets::properties() const
{
    const auto sheet = [](const QString &title, int id, int rows, int columns) {
        const QJsonObject grid{{u"rowCount"_s, rows}, {u"columnCount"_s, columns}};
        return QJsonObject{{u"properties"_s, QJsonObject{{u"sheetId"_s, id}, {u"title"_s, title}, {u"gridProperties"_s, grid}}}};
    };
    return json(200, {{u"sheets"_s, QJsonArray{sheet(u"Other"_s, 0, 100, 26), sheet(m_tab, 77, m_gridRows, m_gridColumns)}}});
}

// 'Leads'!A1:C9, C:C, 2:5 or A1. Empty: Google would not take it.
std::optional<FakeSheets::Area> FakeSheets::areaOf(const QString &range) const
{
    QString name = m_tab;
    name.replace(u'\'', u"''"_s);
    const QString prefix = u'\'' + name + u"'!"_s;
    static const QRegularExpression side(u"^([A-Z]*)([0-9]*)$"_s);
    if (!range.startsWith(prefix))
        return std::nullopt;
    const QStringList sides = range.mid(prefix.size()).split(u':');
    const auto first = side.match(sides.constFirst());
    const auto second = side.match(sides.constLast());
    if (sides.size() > 2 || !first.hasMatch() || !second.hasMatch() || sides.constFirst().isEmpty())
        return std::nullopt;
    const Area area{.top = first.captured(2).isEmpty() ? 0 : first.captured(2).toInt() - 1,
                    .left = first.captured(1).isEmpty() ? 0 : columnOf(first.captured(1)),
                    .bottom = second.captured(2).isEmpty() ? m_gridRows - 1 : second.captured(2).toInt() - 1,
                    .right = second.captured(1).isEmpty() ? m_gridColumns - 1 : columnOf(second.captured(1))};
    const bool isWithin = area.top >= 0 && area.left >= 0 && area.top <= area.bottom && area.left <= area.right &&
                          area.bottom < m_gridRows && area.right < m_gridColumns;
    return isWithin ? std::optional(area) : std::nullopt;
}

FakeSheets::Response FakeSheets::batchGet(const Request &request)
{
    const QUrlQuery query(QString::fromLatin1(request.target.mid(request.path().size() + 1)));
    if (query.queryItemValue(u"valueRenderOption"_s) != "UNFORMATTED_VALUE"_L1)
        return refuse(u"numbers as they are shown"_s);
    QJsonArray ranges;
    for (const QString &range : query.allQueryItemValues(u"ranges"_s, QUrl::FullyDecoded)) {
        const std::optional<Area> area = areaOf(range);
        if (!area)
            return refuse(u"Unable to parse range, or it exceeds grid limits: "_s + range);
        QJsonArray values;
        for (int row = area->top; row <= area->bottom && row < m_rows.size(); ++row) {
            QJsonArray cells;
            for (int column = area->left; column <= area->right; ++column) {
                const QJsonValue value = m_rows.at(row).at(column);
                cells.append(value.isNull() || value.isUndefined() ? QJsonValue(QString()) : value);
            }
            while (!cells.isEmpty() && cells.last().isString() && cells.last().toString().isEmpty())
                cells.removeLast();
            values.append(cells);
        }
        while (!values.isEmpty() && values.last().toArray().isEmpty())
            values.removeLast();
        QJsonObject given{{u"range"_s, range}, {u"majorDimension"_s, u"ROWS"_s}};
        if (!values.isEmpty())
            given.insert(u"values"_s, values);
        ranges.append(given);
    }
    return json(200, {{u"valueRanges"_s, ranges}});
}

void FakeSheets::put(int row, int column, const QJsonValue &value)
{
    while (m_rows.size() <= row)
        m_rows.append(QJsonArray());
    while (m_rows[row].size() <= column)
        m_rows[row].append(QString());
    m_rows[row].replace(column, value);
}

FakeSheets::Response FakeSheets::change(const QJsonObject &body)
{
    if (body.value("valueInputOption"_L1).toString() != "RAW"_L1)
        return refuse(u"a value that Google would read"_s);
    for (const QJsonValue &each : body.value("data"_L1).toArray()) {
        const std::optional<Area> area = areaOf(each.toObject().value("range"_L1).toString());
        if (!area)
            return refuse(u"range"_s);
        const QJsonValue value = each.toObject().value("values"_L1).toArray().at(0).toArray().at(0);
        if (value.toString().size() > 50'000)
            return error(400, u"INVALID_ARGUMENT"_s, u"Your input contains more than the maximum of 50000 characters in a single cell."_s);
        put(area->top, area->left, value);
    }
    return json(200, {{u"totalUpdatedCells"_s, 1}});
}

FakeSheets::Response FakeSheets::append(const QByteArray &path, const Request &request, const QJsonObject &body)
{
    const QString range = QString::fromUtf8(QByteArray::fromPercentEncoding(path.mid(8, path.size() - 8 - 7)));
    const std::optional<Area> area = areaOf(range);
    if (!area || !request.target.contains("valueInputOption=RAW") || !request.target.contains("insertDataOption=INSERT_ROWS"))
        return refuse(u"append "_s + range);
    int row = area->top; // the end of the table that begins there
    while (row < m_rows.size() && !isBlank(m_rows.at(row)))
        ++row;
    for (const QJsonValue &each : body.value("values"_L1).toArray()) {
        m_rows.insert(std::min(row, static_cast<int>(m_rows.size())), QJsonArray());
        const QJsonArray cells = each.toArray();
        for (int i = 0; i < cells.size(); ++i) {
            if (!cells.at(i).isNull())
                put(row, i, cells.at(i));
        }
        ++row;
        ++m_gridRows;
    }
    return json(200, {{u"updates"_s, QJsonObject{{u"updatedRange"_s, u"Leads!A%1"_s.arg(row)}}}});
}

FakeSheets::Response FakeSheets::remove(const QJsonObject &body)
{
    const QJsonObject request = body.value("requests"_L1).toArray().at(0).toObject().value("deleteDimension"_L1).toObject();
    const QJsonObject range = request.value("range"_L1).toObject();
    const int from = range.value("startIndex"_L1).toInt(-1);
    if (range.value("sheetId"_L1).toInt() != 77 || range.value("dimension"_L1).toString() != "ROWS"_L1 || from < 0 || from >= m_gridRows ||
        range.value("endIndex"_L1).toInt() != from + 1)
        return refuse(u"deleteDimension"_s);
    if (from < m_rows.size())
        m_rows.removeAt(from);
    --m_gridRows;
    return json(200, {{u"replies"_s, QJsonArray{QJsonObject()}}});
}

} // namespace ringback::test

#include "connectors/googlevoice/authresults.h"

#include <QRegularExpression>

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxHeader = 16 << 10;

struct Token {
    QString text;
    bool isQuoted = false;
    bool isMark = false; ///< `;`, `=` or `/`

    [[nodiscard]] bool is(char16_t mark) const { return isMark && text == QString(QChar(mark)); }
};

// Words, quoted texts and marks, without comments and blanks. Nothing: a quote or a comment does not end.
std::optional<QList<Token>> tokensOf(const QString &header)
{
    QList<Token> tokens;
    for (qsizetype i = 0; i < header.size();) {
        const QChar c = header.at(i);
        if (c.isSpace()) {
            ++i;
        } else if (c == u'(') {
            int depth = 0;
            do {
                if (i >= header.size())
                    return std::nullopt;
                if (header.at(i) == u'\\')
                    ++i;
                else if (header.at(i) == u'(')
                    ++depth;
                else if (header.at(i) == u')')
                    --depth;
                ++i;
            } while (depth > 0);
        } else if (c == u'"') {
            Token token{.text = {}, .isQuoted = true};
            for (++i; i < header.size() && header.at(i) != u'"'; ++i) {
                if (header.at(i) == u'\\' && ++i >= header.size())
                    return std::nullopt;
                token.text += header.at(i);
            }
            if (i++ >= header.size())
                return std::nullopt;
            tokens.append(token);
        } else if (c == u';' || c == u'=') {
            tokens.append({.text = c, .isMark = true});
            ++i;
        } else {
            Token token;
            for (; i < header.size(); ++i) {
                const QChar each = header.at(i);
                if (each.isSpace() || each == u'(' || each == u'"' || each == u';' || each == u'=')
                    break;
                token.text += each;
            }
            tokens.append(token);
        }
    }
    return tokens;
}

// One of `dkim=pass reason="…" header.i=@google.com`. Nothing where it breaks the grammar.
std::optional<MethodResult> readResult(const QList<Token> &tokens)
{
    const auto pairAt = [&tokens](qsizetype i) {
        return i + 2 < tokens.size() && !tokens.at(i).isMark && !tokens.at(i).isQuoted && tokens.at(i + 1).is(u'=') &&
               !tokens.at(i + 2).isMark;
    };
    if (!pairAt(0))
        return std::nullopt;
    MethodResult result{.method = tokens.at(0).text.toLower().section(u'/', 0, 0), .result = tokens.at(2).text.toLower(), .properties = {}};
    for (qsizetype i = 3; i < tokens.size();) {
        if (!pairAt(i))
            return std::nullopt;
        const QString name = tokens.at(i).text.toLower();
        QString value = tokens.at(i + 2).text;
        i += 3;
        // Base64 of header.b may end in equals signs, and a quoted local part is followed by its domain.
        while (i < tokens.size() && !tokens.at(i).isQuoted && (tokens.at(i).is(u'=') || tokens.at(i).text.startsWith(u'@'))) {
            value += tokens.at(i).text;
            ++i;
        }
        result.properties.emplaceBack(name, value);
    }
    return result;
}

bool isNamed(const std::pair<QByteArray, QByteArray> &header, const char *name)
{
    return header.first.compare(name, Qt::CaseInsensitive) == 0;
}

// Who took the mail in by that line, in lower case.
QString receiverOf(const QByteArray &received)
{
    static const QRegularExpression by(u"(?:^|\\s)by\\s+([^\\s;()]+)"_s, QRegularExpression::CaseInsensitiveOption);
    QString text = QString::fromLatin1(received.left(maxHeader));
    static const QRegularExpression comments(u"\\([^()]*\\)"_s); // who sent it may write what it likes in there
    while (text.contains(comments))
        text.replace(comments, u" "_s);
    return by.match(text).captured(1).toLower();
}

} // namespace

QString MethodResult::property(const QString &name) const
{
    for (const auto &[candidate, value] : properties) {
        if (candidate == name)
            return value;
    }
    return {};
}

std::optional<AuthenticationResults> readAuthenticationResults(const QString &header)
{
    if (header.size() > maxHeader)
        return std::nullopt;
    const std::optional<QList<Token>> tokens = tokensOf(header);
    if (!tokens || tokens->isEmpty() || tokens->first().isMark)
        return std::nullopt;
    AuthenticationResults results{.host = tokens->first().text.toLower(), .results = {}};
    QList<QList<Token>> parts(1);
    for (const Token &token : *tokens) {
        if (token.is(u';'))
            parts.append(QList<Token>());
        else
            parts.last().append(token);
    }
    if (parts.first().size() > 2) // the host, and a version
        return std::nullopt;
    for (const QList<Token> &part : parts.mid(1)) {
        if (part.isEmpty() || (part.size() == 1 && part.first().text.compare("none"_L1, Qt::CaseInsensitive) == 0))
            continue;
        const std::optional<MethodResult> result = readResult(part);
        if (!result)
            return std::nullopt;
        results.results.append(*result);
    }
    return results;
}

std::optional<AuthenticationResults> trustedResults(const MailHeaders &headers, const QString &host)
{
    const QString trusted = host.toLower();
    qsizetype found = -1;
    qsizetype takenIn = -1;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (takenIn < 0 && isNamed(headers.at(i), "received") && receiverOf(headers.at(i).second) == trusted)
            takenIn = i;
        if (found < 0 && isNamed(headers.at(i), "authentication-results")) {
            const QString value = QString::fromLatin1(headers.at(i).second);
            // Also one that breaks the grammar counts as the first: it may be there to hide the real one... or be the real one, which says no.
            const std::optional<QList<Token>> tokens = tokensOf(value.left(maxHeader));
            if (!tokens || (!tokens->isEmpty() && tokens->first().text.toLower() == trusted))
                found = i;
        }
    }
    if (found < 0 || takenIn < 0)
        return std::nullopt;
    for (qsizetype i = takenIn + 1; i < found; ++i) {
        if (isNamed(headers.at(i), "received"))
            return std::nullopt; // it stands among what the mail came with
    }
    const std::optional<AuthenticationResults> results = readAuthenticationResults(QString::fromLatin1(headers.at(found).second));
    return results && results->host == trusted ? results : std::nullopt;
}

QString signedBy(const AuthenticationResults &results, const QStringList &domains)
{
    for (const MethodResult &result : results.results) {
        if (result.method != "dkim"_L1 || result.result != "pass"_L1)
            continue;
        QString domain = result.property(u"header.d"_s);
        if (domain.isEmpty())
            domain = result.property(u"header.i"_s).section(u'@', -1);
        if (domains.contains(domain, Qt::CaseInsensitive))
            return domain.toLower();
    }
    return {};
}

} // namespace ringback::connectors::googlevoice

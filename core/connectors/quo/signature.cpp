#include "connectors/quo/signature.h"

#include "base/time.h"
#include "connectors/standardwebhooks.h"

#include <QList>

#include <openssl/crypto.h>

#include <algorithm>
#include <optional>

namespace ringback::connectors::quo {

namespace {

constexpr qsizetype maxSignatures = 16; // more than any rotation leaves; each costs an HMAC a key

bool equal(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.constData(), b.constData(), static_cast<size_t>(a.size())) == 0;
}

// Whether any of the keys gives any of the signatures for any of the texts.
bool anyMatches(const QByteArray &keys, const QList<QByteArray> &texts, const QList<QByteArray> &signatures)
{
    bool matches = false;
    for (const QByteArray &shown : keys.simplified().split(' ')) {
        const QByteArray key = webhookKeyBytes(shown);
        if (key.isEmpty())
            continue; // anyone can sign with nothing
        for (const QByteArray &text : texts) {
            const QByteArray right = webhookHmac(key, text);
            for (const QByteArray &given : signatures)
                matches |= equal(right, given);
        }
    }
    return matches;
}

Proof inTime(Instant at, Instant now)
{
    return std::chrono::abs(now - at) <= clockTolerance ? Proof::Right : Proof::WrongTime;
}

// A JSON text without the white space between its parts; what stands in quotes stays.
QByteArray withoutBlanks(const QByteArray &json)
{
    QByteArray out;
    out.reserve(json.size());
    bool isQuoted = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (isQuoted && c == '\\' && i + 1 < json.size()) {
            out += c;
            out += json.at(++i);
            continue;
        }
        if (c == '"')
            isQuoted = !isQuoted;
        if (isQuoted || !(c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            out += c;
    }
    return out;
}

// Whole numbers that are times: an Instant holds no more.
std::optional<qint64> wholeNumber(const QByteArray &text)
{
    constexpr qsizetype digits = 14;
    const bool isOne =
        !text.isEmpty() && text.size() <= digits && std::all_of(text.cbegin(), text.cend(), [](char c) { return c >= '0' && c <= '9'; });
    return isOne ? std::optional(text.toLongLong()) : std::nullopt;
}

} // namespace

Proof proveDated(const QByteArray &keys, const DatedSignature &given, const QByteArray &body, Instant now)
{
    const std::optional<qint64> seconds = wholeNumber(given.timestamp);
    if (!seconds || given.id.isEmpty())
        return Proof::Wrong;
    QList<QByteArray> signatures;
    for (const QByteArray &each : given.signatures.simplified().split(' ')) {
        if (each.startsWith("v1,") && signatures.size() < maxSignatures) // v1a is a signature of another kind
            signatures.append(each.mid(3));
    }
    if (!anyMatches(keys, {webhookText(given.id, given.timestamp, body)}, signatures))
        return Proof::Wrong;
    return inTime(fromMs(*seconds * 1000), now);
}

Proof proveOlder(const QByteArray &keys, const QByteArray &signatures, const QByteArray &body, Instant now)
{
    Proof best = Proof::Wrong;
    const QByteArray compact = withoutBlanks(body);
    const QList<QByteArray> each = signatures.split(',').mid(0, maxSignatures);
    for (const QByteArray &signature : each) {
        const QList<QByteArray> parts = signature.trimmed().split(';'); // hmac;1;<milliseconds>;<base64>
        const std::optional<qint64> at = parts.size() == 4 ? wholeNumber(parts.at(2)) : std::nullopt;
        if (!at || parts.at(0) != "hmac" || parts.at(1) != "1")
            continue;
        QList<QByteArray> texts{parts.at(2) + '.' + body};
        if (compact != body)
            texts.append(parts.at(2) + '.' + compact);
        if (!anyMatches(keys, texts, {parts.at(3)}))
            continue;
        if (inTime(fromMs(*at), now) == Proof::Right)
            return Proof::Right;
        best = Proof::WrongTime;
    }
    return best;
}

QByteArray signDated(const QByteArray &key, const QByteArray &id, qint64 at, const QByteArray &body)
{
    return signWebhook(webhookKeyBytes(key), id, at, body);
}

QByteArray signOlder(const QByteArray &key, qint64 at, const QByteArray &body)
{
    const QByteArray timestamp = QByteArray::number(at);
    return "hmac;1;" + timestamp + ';' + webhookHmac(webhookKeyBytes(key), timestamp + '.' + body);
}

} // namespace ringback::connectors::quo

#include "connectors/twilio/signature.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace ringback::connectors::twilio {

namespace {

QByteArray withoutFragment(const QByteArray &url)
{
    const qsizetype hash = url.indexOf('#');
    return hash < 0 ? url : url.first(hash);
}

bool equal(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.constData(), b.constData(), static_cast<size_t>(a.size())) == 0;
}

// Names in byte order; of a repeated name its distinct values, sorted, each after the name.
QByteArray joined(const Form &form)
{
    QList<std::pair<QByteArray, QByteArray>> pairs;
    pairs.reserve(form.fields.size());
    for (const auto &[name, value] : form.fields)
        pairs.emplaceBack(name.toUtf8(), value.toUtf8());
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    QByteArray out;
    for (const auto &[name, value] : pairs)
        out += name + value;
    return out;
}

// Twilio signs the URL with or without a default port, depending on which of its machines calls, and old ones leave out any port.
QList<QByteArray> portVariants(const QByteArray &url)
{
    const qsizetype scheme = url.indexOf("://");
    if (scheme < 0)
        return {url};
    const qsizetype authority = scheme + 3;
    qsizetype end = authority;
    while (end < url.size() && url[end] != '/' && url[end] != '?')
        ++end;
    const qsizetype at = url.first(end).lastIndexOf('@');
    const qsizetype host = at < authority ? authority : at + 1;
    qsizetype colon = url.first(end).lastIndexOf(':');
    if (colon < host || url.sliced(colon, end - colon).contains(']'))
        colon = -1; // none, or a part of an IPv6 address
    if (colon >= 0)
        return {url, url.first(colon) + url.sliced(end)};
    const QByteArray defaultPort = url.first(scheme).toLower() == "http" ? ":80" : ":443";
    return {url, url.first(end) + defaultPort + url.sliced(end)};
}

QByteArray queryValue(const QByteArray &url, const QByteArray &name)
{
    const qsizetype question = url.indexOf('?');
    if (question < 0)
        return {};
    const QList<QByteArray> fields = url.sliced(question + 1).split('&');
    for (const QByteArray &field : fields) {
        if (field.startsWith(name + '='))
            return field.sliced(name.size() + 1);
    }
    return {};
}

} // namespace

namespace {

QByteArray sign(const QByteArray &authToken, const QByteArray &text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    HMAC(EVP_sha1(), authToken.constData(), static_cast<int>(authToken.size()), reinterpret_cast<const unsigned char *>(text.constData()),
         static_cast<size_t>(text.size()), digest.data(), &length);
    return QByteArray(reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(length)).toBase64();
}

} // namespace

QByteArray signature(const QByteArray &authToken, const QByteArray &url, const Form &form)
{
    return sign(authToken, withoutFragment(url) + joined(form));
}

bool isSigned(const QByteArray &authToken, const QByteArray &url, const Form &form, const QByteArray &given)
{
    if (authToken.isEmpty())
        return false; // a connection without its token believes nobody; anyone can sign with nothing
    bool matches = false;
    const QByteArray fields = joined(form);
    const QList<QByteArray> variants = portVariants(withoutFragment(url));
    for (const QByteArray &variant : variants)
        matches |= equal(sign(authToken, variant + fields), given);
    return matches;
}

bool isSignedJson(const QByteArray &authToken, const QByteArray &url, const QByteArray &body, const QByteArray &given)
{
    const QByteArray digest = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
    const bool bodyMatches = equal(digest, queryValue(withoutFragment(url), "bodySHA256"));
    const bool urlMatches = isSigned(authToken, url, {}, given);
    return bodyMatches && urlMatches;
}

} // namespace ringback::connectors::twilio

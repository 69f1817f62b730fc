#include "connectors/sheets/assertion.h"

#include "base/time.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxKeyFile = 64 << 10;
constexpr qint64 life = 3600; // seconds; Google takes no more

struct Free {
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray compact(const QJsonObject &object)
{
    return base64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// Without a passphrase: OpenSSL would ask for one at the terminal.
int noPassphrase(char *, int, int, void *)
{
    return 0;
}

// RSA with SHA-256; empty when that is no key for it.
QByteArray signature(const QByteArray &pem, const QByteArray &text)
{
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    const std::unique_ptr<EVP_PKEY, Free> key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr) : nullptr);
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    if (!key || !context || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1)
        return {};
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    size_t length = 0;
    if (EVP_DigestSign(context.get(), nullptr, &length, bytes, static_cast<size_t>(text.size())) != 1)
        return {};
    QByteArray signature(static_cast<qsizetype>(length), '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &length, bytes,
                       static_cast<size_t>(text.size())) != 1)
        return {};
    signature.resize(static_cast<qsizetype>(length));
    return signature;
}

} // namespace

Result<ServiceAccount> readKeyFile(const QByteArray &json)
{
    const QJsonObject file = json.size() > maxKeyFile ? QJsonObject() : QJsonDocument::fromJson(json).object();
    const ServiceAccount account{.email = file.value("client_email"_L1).toString().toUtf8(),
                                 .keyId = file.value("private_key_id"_L1).toString().toUtf8(),
                                 .privateKey = file.value("private_key"_L1).toString().toUtf8()};
    if (file.value("type"_L1).toString() != "service_account"_L1 || account.email.isEmpty() || account.privateKey.isEmpty())
        return failure(ErrorKind::Invalid, u"not the key file of a service account"_s);
    return account;
}

QByteArray assertionOf(const ServiceAccount &account, const QByteArray &scope, const QByteArray &audience, Instant now)
{
    const qint64 seconds = toMs(now) / 1000;
    const QJsonObject header{{u"alg"_s, u"RS256"_s}, {u"typ"_s, u"JWT"_s}, {u"kid"_s, QString::fromUtf8(account.keyId)}};
    const QJsonObject claims{{u"iss"_s, QString::fromUtf8(account.email)},
                             {u"scope"_s, QString::fromUtf8(scope)},
                             {u"aud"_s, QString::fromUtf8(audience)},
                             {u"iat"_s, seconds},
                             {u"exp"_s, seconds + life}};
    const QByteArray text = compact(header) + '.' + compact(claims);
    const QByteArray signed_ = signature(account.privateKey, text);
    return signed_.isEmpty() ? QByteArray() : text + '.' + base64Url(signed_);
}

} // namespace ringback::connectors::sheets

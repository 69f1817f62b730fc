#include "base/time.h"
#include "connectors/generic/proof.h"
#include "connectors/generic/system.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::generic;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using settings::GenericHook;

namespace {

const QByteArray secret = "open sesame";
const QByteArray body = R"({"id":"c1","from":"+12145550123","to":"+12145550100","status":"missed"})";
const Instant now = test::instantOf(u"2026-11-21T02:00:00Z"_s); // 1795226400

// By `openssl dgst -hmac "open sesame"` over the body, and over `1795226400.` and the body.
const QByteArray sha1Hex = "f9a9bea323cdf40d32443fb1ad2c58c9e87901c7";
const QByteArray sha256Hex = "77d02076e2d3eb402748c1f59ee6a3dd6920bfe53de255dff97efb86a8e57e56";
const QByteArray sha256Base64 = "d9AgduLT60AnSMH1nuaj3Wkgv+U94lXf+X77hqjlflY=";
const QByteArray sha512Base64 = "3Kq2IktQpiEJaJIvi5zMeoMiFc9bD0EWHMlq80O8KMv94wl7/3T2lOh3WRK7TXCoggK1pYt0HpC+wsPdQ57dig==";
const QByteArray timedHex = "74937c7856178b079a5b22081709544ff172e494e07e3d82ecf865229075d0dd";

using Headers = QList<std::pair<QByteArray, QByteArray>>;

GenericHook by(GenericHook::Proof proof)
{
    GenericHook hook;
    hook.proof = proof;
    hook.proofSecret = u"hook-secret"_s;
    return hook;
}

GenericHook signedBy(const QString &algorithm, GenericHook::Encoding encoding = GenericHook::Encoding::Hex)
{
    GenericHook hook = by(GenericHook::Proof::Hmac);
    hook.signatureAlgorithm = algorithm;
    hook.signatureEncoding = encoding;
    return hook;
}

GenericHook timed()
{
    GenericHook hook = signedBy(u"sha256"_s);
    hook.timestampHeader = u"X-Timestamp"_s;
    return hook;
}

GenericHook github()
{
    GenericHook hook = signedBy(u"sha256"_s);
    hook.signatureHeader = u"X-Hub-Signature-256"_s;
    hook.signaturePrefix = u"sha256="_s;
    return hook;
}

GenericHook basic()
{
    GenericHook hook = by(GenericHook::Proof::Basic);
    hook.user = u"pbx"_s;
    return hook;
}

QByteArray basicHeader(const QByteArray &pair)
{
    return "Basic " + pair.toBase64();
}

} // namespace

Q_DECLARE_METATYPE(GenericHook)

class TestGenericSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void proves_data();
    void proves();
    void everyBitCounts();
    void believesNobodyWithoutASecret();
    void theDoorIsToldSo();
};

void TestGenericSignature::proves_data()
{
    QTest::addColumn<GenericHook>("hook");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, const GenericHook &hook, const Headers &headers, Proved expected) {
        QTest::newRow(name) << hook << headers << static_cast<int>(expected);
    };
    using enum GenericHook::Proof;
    using enum GenericHook::Encoding;
    row("sha1", signedBy(u"sha1"_s), {{"X-Signature", sha1Hex}}, Proved::Yes);
    row("sha256", signedBy(u"sha256"_s), {{"x-signature", sha256Hex}}, Proved::Yes);
    row("sha256 in capitals", signedBy(u"sha256"_s), {{"X-Signature", sha256Hex.toUpper()}}, Proved::Yes);
    row("sha256 in Base64", signedBy(u"sha256"_s, Base64), {{"X-Signature", sha256Base64}}, Proved::Yes);
    row("Base64 without padding", signedBy(u"sha256"_s, Base64), {{"X-Signature", sha256Base64.chopped(1)}}, Proved::Yes);
    row("sha512 in Base64", signedBy(u"sha512"_s, Base64), {{"X-Signature", sha512Base64}}, Proved::Yes);
    row("sha512 in the web's Base64", signedBy(u"sha512"_s, Base64),
        {{"X-Signature", QByteArray(sha512Base64).replace('+', '-').replace('/', '_')}}, Proved::Yes);
    row("with a prefix, as GitHub does", github(), {{"X-Hub-Signature-256", "sha256=" + sha256Hex}}, Proved::Yes);
    row("the prefix left out", github(), {{"X-Hub-Signature-256", sha256Hex}}, Proved::No);
    row("in another header", github(), {{"X-Signature", "sha256=" + sha256Hex}}, Proved::No);
    row("another algorithm", signedBy(u"sha512"_s), {{"X-Signature", sha256Hex}}, Proved::No);
    row("another encoding", signedBy(u"sha256"_s), {{"X-Signature", sha256Base64}}, Proved::No);
    row("no signature", signedBy(u"sha256"_s), {}, Proved::No);
    row("an empty signature", signedBy(u"sha256"_s), {{"X-Signature", ""}}, Proved::No);
    row("half a signature", signedBy(u"sha256"_s), {{"X-Signature", sha256Hex.first(32)}}, Proved::No);
    row("letters that are no hex between", signedBy(u"sha256"_s), {{"X-Signature", sha256Hex + "zz"}}, Proved::No);

    row("with the time", timed(), {{"X-Timestamp", "1795226400"}, {"X-Signature", timedHex}}, Proved::Yes);
    row("without the time", timed(), {{"X-Signature", timedHex}}, Proved::No);
    row("with another time", timed(), {{"X-Timestamp", "1795226401"}, {"X-Signature", timedHex}}, Proved::No);
    row("the body alone was signed", timed(), {{"X-Timestamp", "1795226400"}, {"X-Signature", sha256Hex}}, Proved::No);

    row("bearer", by(Bearer), {{"Authorization", "Bearer open sesame"}}, Proved::Yes);
    row("bearer in small letters", by(Bearer), {{"authorization", "bearer open sesame"}}, Proved::Yes);
    row("another token", by(Bearer), {{"Authorization", "Bearer open sesamf"}}, Proved::No);
    row("the beginning of the token", by(Bearer), {{"Authorization", "Bearer open"}}, Proved::No);
    row("the token and more", by(Bearer),
        {{"Authorization", "Bearer open sesame "
                           "x"}},
        Proved::No);
    row("the token without its scheme", by(Bearer), {{"Authorization", "open sesame"}}, Proved::No);
    row("no header", by(Bearer), {}, Proved::No);

    row("basic", basic(), {{"Authorization", basicHeader("pbx:open sesame")}}, Proved::Yes);
    row("another user", basic(), {{"Authorization", basicHeader("pbY:open sesame")}}, Proved::No);
    row("another password", basic(), {{"Authorization", basicHeader("pbx:open sesamE")}}, Proved::No);
    row("only the user", basic(), {{"Authorization", basicHeader("pbx")}}, Proved::No);
    row("not encoded", basic(), {{"Authorization", "Basic pbx:open sesame"}}, Proved::No);
    row("encoded with something behind it", basic(), {{"Authorization", basicHeader("pbx:open sesame") + "!"}}, Proved::No);
    row("bearer where basic is wanted", basic(), {{"Authorization", "Bearer open sesame"}}, Proved::No);
}

void TestGenericSignature::proves()
{
    QFETCH(GenericHook, hook);
    QFETCH(Headers, headers);
    QFETCH(int, expected);
    const Webhook webhook{.method = "POST", .target = "/webhooks/generic/hook", .headers = headers, .body = body};
    QCOMPARE(static_cast<int>(proved(webhook, hook, secret, now)), expected);
    if (hook.timestampHeader.isEmpty() || expected != static_cast<int>(Proved::Yes))
        return;
    QCOMPARE(proved(webhook, hook, secret, now + 5min), Proved::Yes);
    QCOMPARE(proved(webhook, hook, secret, now + 5min + 1s), Proved::WrongTime);
    QCOMPARE(proved(webhook, hook, secret, now - 5min - 1s), Proved::WrongTime);
}

void TestGenericSignature::everyBitCounts()
{
    for (qsizetype i = 0; i < body.size(); ++i) {
        QByteArray other = body;
        other[i] = static_cast<char>(other[i] ^ 1);
        const Webhook webhook{.method = "POST", .target = "/", .headers = {{"X-Signature", sha256Hex}}, .body = other};
        QCOMPARE(proved(webhook, signedBy(u"sha256"_s), secret, now), Proved::No);
    }
}

void TestGenericSignature::believesNobodyWithoutASecret()
{
    const Webhook webhook{.method = "POST", .target = "/", .headers = {{"Authorization", "Bearer "}}, .body = body};
    for (const auto proof : {GenericHook::Proof::Bearer, GenericHook::Proof::Basic, GenericHook::Proof::Hmac})
        QCOMPARE(proved(webhook, by(proof), {}, now), Proved::No);
}

void TestGenericSignature::theDoorIsToldSo()
{
    const test::TestSecrets secrets{{u"hook-secret"_s, secret}};
    const settings::Connection connection{.id = u"hook"_s, .account = timed()};
    const Webhook good{.method = "POST",
                       .target = "/webhooks/generic/hook?x=1",
                       .headers = {{"X-Timestamp", "1795226400"}, {"X-Signature", timedHex}},
                       .body = body};
    const auto judge = [&](const Webhook &webhook, Instant at) {
        return GenericSystem().receive(webhook, {.connection = connection, .secrets = secrets, .lines = {}, .publicUrl = {}, .now = at});
    };
    QVERIFY(std::holds_alternative<Received>(judge(good, now)));
    const WebhookJudgement late = judge(good, now + 1h);
    QCOMPARE(std::get<Forged>(late).why, u"clock"_s);
    Webhook forged = good;
    forged.body += ' ';
    QCOMPARE(std::get<Forged>(judge(forged, now)).why, QString());
    Webhook elsewhere = good;
    elsewhere.target = "/webhooks/generic/other";
    QVERIFY(std::holds_alternative<NotMine>(judge(elsewhere, now)));
}

QTEST_GUILESS_MAIN(TestGenericSignature)
#include "tst_generic_signature.moc"

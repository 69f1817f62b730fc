#include "connectors/googlevoice/authresults.h"
#include "connectors/googlevoice/notice.h"
#include "support/googlevoicemail.h"

#include <QTest>

using namespace ringback::connectors::googlevoice;
using namespace Qt::StringLiterals;
using ringback::test::GoogleVoiceMail;

namespace {

const QString host = u"mx.google.com"_s;

bool isGenuine(const GoogleVoiceMail &mail, const QString &trustedHost = host)
{
    const std::optional<Notice> notice = readNotice(mail.source(), trustedHost);
    return notice && notice->isGenuine();
}

QString describe(const std::optional<AuthenticationResults> &results)
{
    if (!results)
        return u"(none)"_s;
    QStringList parts{results->host};
    for (const MethodResult &result : results->results) {
        parts.append(result.method + u'=' + result.result);
        for (const auto &[name, value] : result.properties)
            parts.last() += u' ' + name + u'=' + value;
    }
    return parts.join(u"; "_s);
}

} // namespace

Q_DECLARE_METATYPE(GoogleVoiceMail)

/// `Authentication-Results` is to a mail what a signature is to a webhook.
class TestGoogleVoiceSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheHeader_data();
    void readsTheHeader();
    void believes_data();
    void believes();
    void believesOtherMailServers();
    void believesNoneWithoutATrustedHost();
};

void TestGoogleVoiceSignature::readsTheHeader_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("read");
    const auto row = [](const char *name, const QString &header, const QString &read) {
        QTest::newRow(name) << header << read;
    };
    // The shapes of RFC 8601, appendix B, with names of our own.
    row("nothing was checked", u"mx.example.org 1; none"_s, u"mx.example.org"_s);
    row("nothing was checked, said briefly", u"mx.example.org"_s, u"mx.example.org"_s);
    row("one result", u"MX.example.com;\r\n spf=pass smtp.mailfrom=example.net"_s, u"mx.example.com; spf=pass smtp.mailfrom=example.net"_s);
    row("several results", u"mx.example.com; auth=pass (cram-md5) smtp.auth=a@example.net; spf=fail smtp.mailfrom=example.net"_s,
        u"mx.example.com; auth=pass smtp.auth=a@example.net; spf=fail smtp.mailfrom=example.net"_s);
    row("several properties", u"mx.example.com; dkim=pass reason=\"good signature\" header.i=@example.com header.d=example.com"_s,
        u"mx.example.com; dkim=pass reason=good signature header.i=@example.com header.d=example.com"_s);
    row("comments everywhere",
        u"foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy "
        "(A dot can go here).(like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462"_s,
        u"(none)"_s); // legal, and of no server there is
    row("comments in comments", u"mx.example.com; dkim=pass (2048-bit (really \\) )) header.d=google.com"_s,
        u"mx.example.com; dkim=pass header.d=google.com"_s);
    row("a comment that looks like a result", u"mx.example.com; dkim=fail (; dkim=pass header.d=google.com) header.d=google.com"_s,
        u"mx.example.com; dkim=fail header.d=google.com"_s);
    row("a quote that looks like a result", u"mx.example.com; dkim=fail reason=\"; dkim=pass header.d=google.com\""_s,
        u"mx.example.com; dkim=fail reason=; dkim=pass header.d=google.com"_s);
    row("a version of a method", u"mx.example.com; dkim/1=pass header.d=google.com"_s, u"mx.example.com; dkim=pass header.d=google.com"_s);
    row("Base64 with equals signs", u"mx.example.com; dkim=pass header.b=ab12==; spf=none"_s,
        u"mx.example.com; dkim=pass header.b=ab12==; spf=none"_s);
    row("semicolons at the end", u"mx.example.com; dkim=pass header.d=google.com;;"_s, u"mx.example.com; dkim=pass header.d=google.com"_s);
    row("a comment without an end", u"mx.example.com; dkim=pass (header.d=google.com"_s, u"(none)"_s);
    row("a quote without an end", u"mx.example.com; dkim=\"pass"_s, u"(none)"_s);
    row("no host", u"; dkim=pass header.d=google.com"_s, u"(none)"_s);
    row("words after the host", u"mx.example.com dkim=pass header.d=google.com"_s, u"(none)"_s);
    row("a result without a value", u"mx.example.com; dkim="_s, u"(none)"_s);
    row("nothing", QString(), u"(none)"_s);
    row("very long", u"mx.example.com; "_s + QString(20'000, u'x'), u"(none)"_s);
}

void TestGoogleVoiceSignature::readsTheHeader()
{
    QFETCH(QString, header);
    QFETCH(QString, read);
    QCOMPARE(describe(readAuthenticationResults(header)), read);
}

void TestGoogleVoiceSignature::believes_data()
{
    QTest::addColumn<GoogleVoiceMail>("mail");
    QTest::addColumn<bool>("genuine");
    const auto row = [](const char *name, const GoogleVoiceMail &mail, bool genuine) {
        QTest::newRow(name) << mail << genuine;
    };
    const QByteArray pass = "mx.google.com; dkim=pass header.i=@google.com";
    const QByteArray fail = "mx.google.com; dkim=fail header.i=@google.com";
    const QByteArray forged = "Authentication-Results: " + pass + '\n';
    row("as Gmail has it", {}, true);
    row("by header.d", {.results = "mx.google.com; dkim=pass header.d=google.com"}, true);
    row("by a user's identity", {.results = "mx.google.com; dkim=pass header.i=voice@google.com"}, true);
    row("in capitals", {.results = "MX.Google.com; DKIM=Pass header.d=Google.COM"}, true);
    row("the second of two signatures", {.results = "mx.google.com; dkim=fail header.d=example.com; dkim=pass header.d=google.com"}, true);
    row("a text's own domain",
        {.from = "\"(214) 555-0123\" <12145550100.12145550123.x1@txt.voice.google.com>",
         .results = "mx.google.com; dkim=pass header.d=txt.voice.google.com"},
        true);

    row("nothing was checked", {.results = "mx.google.com; none"}, false);
    row("no such header", {.results = ""}, false);
    row("failed", {.results = fail}, false);
    row("neutral", {.results = "mx.google.com; dkim=neutral header.d=google.com"}, false);
    row("only SPF passed", {.results = "mx.google.com; spf=pass smtp.mailfrom=google.com"}, false);
    row("another domain's signature", {.results = "mx.google.com; dkim=pass header.d=example.com"}, false);
    row("a domain that ends alike", {.results = "mx.google.com; dkim=pass header.d=notgoogle.com"}, false);
    row("a domain that begins alike", {.results = "mx.google.com; dkim=pass header.d=google.com.example"}, false);
    row("header.d and header.i disagree", {.results = "mx.google.com; dkim=pass header.d=example.com header.i=@google.com"}, false);
    row("one passed, and Google's failed", {.results = "mx.google.com; dkim=pass header.d=example.com; dkim=fail header.d=google.com"},
        false);
    row("in a comment", {.results = "mx.google.com; dkim=fail (; dkim=pass header.d=google.com) header.d=example.com"}, false);

    row("forged below the real one", {.results = fail, .below = forged}, false);
    row("forged by a server's own hand, as the only one, beyond another hop",
        {.results = "", .below = "Received: from a by b.example; Fri, 20 Nov 2026 18:00:00 -0800\n" + forged}, false);
    row("forged together with the line that took it in",
        {.results = "", .below = "Received: from mail-sor-f69.google.com by mx.google.com; Fri, 20 Nov 2026 18:00:00 -0800\n" + forged},
        false);
    row("of another host", {.results = "mx.example.com; dkim=pass header.d=google.com"}, false);
    row("of another host, above the real one", {.above = "Authentication-Results: mx.example.com; dkim=fail header.d=google.com\n"}, true);
    row("the first breaks the grammar", {.results = "mx.google.com; dkim=pass (header.d=google.com", .below = forged}, false);

    row("another sender", {.from = "Google Drive <drive-shares-noreply@google.com>"}, false);
    row("a name that looks like the sender", {.from = "\"voice-noreply@google.com\" <calendar-notification@google.com>"}, false);
    row("two senders", {.from = "voice-noreply@google.com, other@example.com"}, false);
    row("two From lines", {.below = "From: voice-noreply@google.com\n"}, false);
    row("a sender whose domain ends alike", {.from = "voice-noreply@google.com.example"}, false);
}

void TestGoogleVoiceSignature::believes()
{
    QFETCH(GoogleVoiceMail, mail);
    QFETCH(bool, genuine);
    QCOMPARE(isGenuine(mail), genuine);
}

// Some write their results above the line by which they took the mail in.
void TestGoogleVoiceSignature::believesOtherMailServers()
{
    const auto headers = [](const QByteArray &above, const QByteArray &below) {
        MailHeaders list{{"Received", "from mx3.example.net ([10.0.0.2]) by store5.example.net with LMTP"}};
        if (!above.isEmpty())
            list.emplaceBack("Authentication-Results", above);
        list.emplaceBack("Received", "from mail-sor.google.com (by mx9.example.net) by mx3.example.net (Postfix) with ESMTPS");
        if (!below.isEmpty())
            list.emplaceBack("Authentication-Results", below);
        list.emplaceBack("Received", "by 2002:a05::1 with SMTP");
        list.emplaceBack("Authentication-Results", "mx3.example.net; dkim=pass header.d=google.com");
        return list;
    };
    const QByteArray pass = "mx3.example.net; dkim=pass header.d=google.com";
    const QByteArray fail = "mx3.example.net; dkim=fail header.d=google.com";
    const auto signer = [&headers](const QByteArray &above, const QByteArray &below) {
        const auto results = trustedResults(headers(above, below), u"mx3.example.net"_s);
        return results ? signedBy(*results, {u"google.com"_s}) : u"(none)"_s;
    };
    QCOMPARE(signer(pass, {}), u"google.com"_s);
    QCOMPARE(signer({}, pass), u"google.com"_s);
    QCOMPARE(signer(fail, pass), QString());
    QCOMPARE(signer({}, {}), u"(none)"_s); // the only one came with the mail
    QVERIFY(!trustedResults(headers(pass, {}), u"mx9.example.net"_s)); // a host that only a comment names
}

void TestGoogleVoiceSignature::believesNoneWithoutATrustedHost()
{
    QVERIFY(!isGenuine({}, QString()));
    QVERIFY(!isGenuine({}, u"google.com"_s));
    QVERIFY(isGenuine({}, u"MX.google.com"_s));
}

QTEST_GUILESS_MAIN(TestGoogleVoiceSignature)
#include "tst_googlevoice_signature.moc"

#include "desk/secretrules.h"

#include "desk/secret.h"
#include "desk/secrethash.h"

#include <QTest>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using calls::SecretKind;

class TestSecretRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void oneFormForWhatIsTyped();
    void hashes();
    void anotherAlgorithmIsNobodys();
    void olderParametersAreSeen();
    void wipesWhatItHeld();
};

void TestSecretRules::rules_data()
{
    QTest::addColumn<bool>("pin");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<int>("fault"); // -1 = none
    const auto row = [](const char *name, bool pin, const QString &secret, std::optional<SecretFault> fault = std::nullopt) {
        QTest::newRow(name) << pin << secret << (fault ? int(*fault) : -1);
    };
    row("four words", false, u"correct horse battery staple"_s);
    row("ten odd characters", false, u"g7#kQp2vLx"_s);
    row("words of another language", false, u"Räuberhöhle im Wald"_s);
    row("nine characters", false, u"g7#kQp2vL"_s, SecretFault::TooShort);
    row("nothing", false, {}, SecretFault::TooShort);
    row("a novel", false, u"abc xyz "_s.repeated(17), SecretFault::TooLong);
    row("one key", false, u"aaaaaaaaaaaa"_s, SecretFault::SimpleRun);
    row("three keys", false, u"aabbccaabbcc1"_s.left(12), SecretFault::SimpleRun);
    row("the alphabet", false, u"abcdefghijkl"_s, SecretFault::SimpleRun);
    row("the digits", false, u"1234567890"_s, SecretFault::SimpleRun);
    row("backwards", false, u"9876543210"_s, SecretFault::SimpleRun);
    row("password with a number", false, u"Password2026"_s, SecretFault::TooCommon);
    row("password with signs", false, u"P.a.s.s.w.o.r.d!"_s, SecretFault::TooCommon);
    row("the top row of the keys", false, u"qwertyuiop"_s, SecretFault::TooCommon);
    row("a date and nothing else", false, u"2026-11-20"_s, SecretFault::TooCommon);
    row("welcome to the product", false, u"WelcomeRingback1"_s, SecretFault::TooCommon);
    row("the person's name", false, u"DanaReyes2026!"_s, SecretFault::LikeName);
    row("the company's name", false, u"summit-roofing-of-dallas"_s, SecretFault::LikeName);
    row("both", false, u"dana@summitroofing"_s, SecretFault::LikeName);
    row("a name among other words", false, u"dana collects porcelain owls"_s);
    row("a PIN", true, u"481516"_s);
    row("a long PIN", true, u"481516234207"_s);
    row("a PIN of five", true, u"48151"_s, SecretFault::TooShort);
    row("a PIN of thirteen", true, u"4815162342071"_s, SecretFault::TooLong);
    row("a PIN with a letter", true, u"48151a"_s, SecretFault::NotDigits);
    row("a PIN of Arabic digits", true, u"٤٨١٥١٦"_s, SecretFault::NotDigits);
    row("a PIN that counts", true, u"123456"_s, SecretFault::SimpleRun);
    row("a PIN that counts over nine", true, u"789012"_s, SecretFault::SimpleRun);
    row("a PIN that counts down", true, u"321098"_s, SecretFault::SimpleRun);
    row("a PIN of zeros", true, u"000000"_s, SecretFault::SimpleRun);
    row("a PIN of pairs", true, u"121212"_s, SecretFault::SimpleRun);
    row("a PIN of threes", true, u"159159"_s, SecretFault::SimpleRun);
    row("a PIN of two digits", true, u"112122"_s, SecretFault::SimpleRun);
}

void TestSecretRules::rules()
{
    QFETCH(const bool, pin);
    QFETCH(const QString, secret);
    QFETCH(const int, fault);
    const calls::Staff dana{.id = u"dana"_s, .name = u"Dana Reyes"_s};
    const std::optional<SecretFault> found =
        faultOf(pin ? SecretKind::Pin : SecretKind::Password, secret, dana, u"Summit Roofing of Dallas"_s);
    QCOMPARE(found ? int(*found) : -1, fault);
}

// A Mac sends `é` in two characters, Windows in one; a phone's full-width letters are letters.
void TestSecretRules::oneFormForWhatIsTyped()
{
    QVERIFY(Secret(u"caf\u00e9"_s) == Secret(u"cafe\u0301"_s));
    QVERIFY(Secret(u"\uff41bc"_s) == Secret(u"abc"_s));
    QVERIFY(!(Secret(u"abc"_s) == Secret(u"ABC"_s)));
}

void TestSecretRules::hashes()
{
    const Secret secret(u"correct horse battery staple"_s);
    const Result<QString> hash = hashOf(secret, HashCost::least());
    QVERIFY(hash.has_value());
    QVERIFY2(hash->startsWith(u"$argon2id$v=19$"_s), qPrintable(*hash));
    QVERIFY(!hash->contains(u"horse"_s));
    QVERIFY(*hashOf(secret, HashCost::least()) != *hash); // a salt of its own
    QVERIFY(isSecretOf(secret, *hash));
    QVERIFY(!isSecretOf(Secret(u"correct horse battery stable"_s), *hash));
    QVERIFY(!isSecretOf(Secret(), *hash));
}

void TestSecretRules::anotherAlgorithmIsNobodys()
{
    const Secret secret(u"correct horse battery staple"_s);
    QVERIFY(!isSecretOf(secret, {}));
    QVERIFY(!isSecretOf(secret, u"correct horse battery staple"_s));
    QVERIFY(!isSecretOf(secret, u"$2b$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCmB1eLHg.9q"_s));
}

void TestSecretRules::olderParametersAreSeen()
{
    const Result<QString> hash = hashOf(Secret(u"correct horse battery staple"_s), HashCost::least());
    QVERIFY(!isOutdated(*hash, HashCost::least()));
    QVERIFY(isOutdated(*hash, HashCost::usual()));
    // What the product really uses: 256 MB, as RFC 9106 would have it for a sign-in.
    QVERIFY(HashCost::usual().memory >= 256u << 20);
    QVERIFY(HashCost::usual().operations >= 3);
}

void TestSecretRules::wipesWhatItHeld()
{
    const QString typed = u"correct horse battery staple"_s;
    Secret first(typed);
    const Secret moved(std::move(first));
    QVERIFY(first.isEmpty()); // NOLINT: that is the question
    QCOMPARE(moved.bytes(), typed.toUtf8());
    QCOMPARE(typed, u"correct horse battery staple"_s); // the caller's own is the caller's
}

QTEST_GUILESS_MAIN(TestSecretRules)

#include "tst_secretrules.moc"

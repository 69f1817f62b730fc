#include "desk/signin.h"

#include "store/credentialgateway.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <memory>
#include <thread>
#include <vector>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::SecretKind;
using test::must;
using test::rowsOf;
using test::valueOf;
using Why = SignInRefusal::Why;

/// How people prove who they are, on both databases.
class TestSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void theFirstMakesTheOwner();
    void theFirstMayBeSomebodyNew();
    void ofTwoFirstsOneIsTheOwner();
    void noSecondFirst();
    void noFirstOfOthers_data();
    void noFirstOfOthers();
    void signsIn();
    void withAPin();
    void wrongIsWrong_data();
    void wrongIsWrong();
    void aSuspendedPersonIsNotLetIn();
    void whoLeftIsNotLetIn();
    void guessingGrowsSlow();
    void theRightOneWaitsToo();
    void manyAtOnceAreManyTries();
    void wrongTriesAreForgottenInADay();
    void nobodysAreLimitedToo();
    void aRightOneBeginsAnew();
    void betterParametersReplaceTheHash();
    void replacedWhileItWasLookedAt();
    void setsTheirOwn();
    void setsTheirOwnOnlyWithTheOld();
    void noWorseThanTheRules();
    void resets_data();
    void resets();
    void aResetIsToBeChanged();
    void noResetBeforeTheOwner();
    void theOperatorRecovers();
    void theOperatorClearsALock();
    void leavesAreInTheTrail();
    void noSecretAnywhere();

private:
    [[nodiscard]] static Choice password(const QString &typed) { return {.kind = SecretKind::Password, .typed = typed}; }
    void haveOwner() { QVERIFY(m_signIn->makeOwner(u"pat"_s, {}, password(ownersPassword)).has_value()); }
    void haveDana()
    {
        haveOwner();
        QVERIFY(m_signIn->recover(u"dana"_s, password(danasPassword)).has_value());
    }
    [[nodiscard]] SignInAnswer<SignedIn> tryIn(const QString &staff, const QString &typed) { return m_signIn->check(staff, Secret(typed)); }
    [[nodiscard]] QStringList audited() { return rowsOf(*m_database, u"SELECT actor, action, subject FROM audit ORDER BY sequence"_s); }
    void changeOffice(const std::function<void(settings::Setup &)> &change)
    {
        settings::Setup setup = must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text));
        change(setup);
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        (void)must(store::OfficeGateway(*m_database).addSetup(transaction, settings::toJson(setup), m_clock.now()));
        must(transaction.commit());
    }

    const QString ownersPassword = u"seven green bottles"_s;
    const QString danasPassword = u"a rook on the chimney"_s;
    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<SignIn> m_signIn;
};

void TestSignIn::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff.append({.id = u"ana"_s, .name = u"Ana Cruz"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"bea"_s, .name = u"Bea Long"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"olga"_s, .name = u"Olga Price"_s, .role = calls::Role::Owner});
        setup.staff.append({.id = u"gone"_s, .name = u"Greg Nolan"_s, .role = calls::Role::Owner, .suspended = true});
    });
    m_signIn = std::make_unique<SignIn>(*m_database, m_clock, HashCost::least());
}

void TestSignIn::cleanup()
{
    if (m_database) {
        const audit::Verification verification = must(audit::verify(*m_database));
        QVERIFY2(!verification.firstBad, qPrintable(verification.why));
    }
    m_signIn.reset();
    m_database.reset();
    m_place.reset();
}

void TestSignIn::theFirstMakesTheOwner()
{
    QVERIFY(must(m_signIn->states()).isEmpty());
    const SignInAnswer<QString> made = m_signIn->makeOwner(u"pat"_s, {}, password(ownersPassword));
    QVERIFY(made.has_value());
    QCOMPARE(*made, u"pat"_s);
    const SignInAnswer<SignedIn> in = tryIn(u"pat"_s, ownersPassword);
    QVERIFY(in.has_value());
    QCOMPARE(*in, (SignedIn{.staff = u"pat"_s, .kind = SecretKind::Password, .mustChange = false}));
    QCOMPARE(audited(), QStringList({u"staff:pat password_set staff:pat"_s, u"staff:pat signed_in staff:pat"_s}));
}

void TestSignIn::theFirstMayBeSomebodyNew()
{
    const SignInAnswer<QString> made = m_signIn->makeOwner({}, u"  Pát   O'Brien "_s, password(u"seven green bottles"_s));
    QVERIFY(made.has_value());
    QCOMPARE(*made, u"pat-2"_s); // there is a Pat
    const settings::Setup setup = must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text));
    QCOMPARE(setup.person(*made)->name, u"Pát O'Brien"_s);
    QCOMPARE(setup.person(*made)->role, calls::Role::Owner);
    QVERIFY(tryIn(*made, ownersPassword).has_value());
    QCOMPARE(audited().mid(0, 2), QStringList({u"staff:pat-2 owner_added staff:pat-2"_s, u"staff:pat-2 password_set staff:pat-2"_s}));
}

void TestSignIn::ofTwoFirstsOneIsTheOwner()
{
    constexpr int people = 4;
    std::barrier together(people);
    std::vector<std::thread> threads;
    std::atomic<int> owners = 0;
    std::atomic<int> late = 0;
    const store::WriteTurn turn = std::make_shared<std::mutex>();
    for (int i = 0; i < people; ++i) {
        threads.emplace_back([&, i] {
            const std::unique_ptr<store::Database> database = m_place->open(turn);
            SignIn signIn(*database, m_clock, HashCost::least());
            together.arrive_and_wait();
            const SignInAnswer<QString> made = signIn.makeOwner({}, u"Person %1"_s.arg(i), password(ownersPassword));
            owners += made ? 1 : 0;
            late += !made && made.error().why == Why::AlreadyThere ? 1 : 0;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(owners.load(), 1);
    QCOMPARE(late.load(), people - 1);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM credentials"_s), u"1"_s);
}

void TestSignIn::noSecondFirst()
{
    haveOwner();
    const SignInAnswer<QString> second = m_signIn->makeOwner(u"olga"_s, {}, password(danasPassword));
    QCOMPARE(second.error().why, Why::AlreadyThere);
    QCOMPARE(m_signIn->makeOwner(u"pat"_s, {}, password(danasPassword)).error().why, Why::AlreadyThere);
    QVERIFY(tryIn(u"pat"_s, ownersPassword).has_value());
}

void TestSignIn::noFirstOfOthers_data()
{
    QTest::addColumn<QString>("staff");
    QTest::newRow("a rep") << u"dana"_s;
    QTest::newRow("an admin") << u"ana"_s;
    QTest::newRow("a suspended owner") << u"gone"_s;
    QTest::newRow("nobody") << u"zoe"_s;
    QTest::newRow("no name") << QString();
}

void TestSignIn::noFirstOfOthers()
{
    QFETCH(const QString, staff);
    QCOMPARE(m_signIn->makeOwner(staff, u"  "_s, password(ownersPassword)).error().why, Why::NoSuchPerson);
    QVERIFY(must(m_signIn->states()).isEmpty());
    QVERIFY(audited().isEmpty());
}

void TestSignIn::signsIn()
{
    haveDana();
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
    const SignInAnswer<SignedIn> unlocked = m_signIn->check(u"dana"_s, Secret(danasPassword), SignIn::Purpose::Unlock);
    QVERIFY(unlocked.has_value());
    QCOMPARE(audited().mid(2), QStringList({u"staff:dana signed_in staff:dana"_s, u"staff:dana unlocked staff:dana"_s}));
}

void TestSignIn::withAPin()
{
    haveOwner();
    QVERIFY(m_signIn->recover(u"dana"_s, {.kind = SecretKind::Pin, .typed = u"481516"_s}).has_value());
    const SignInAnswer<SignedIn> in = tryIn(u"dana"_s, u"481516"_s);
    QVERIFY(in.has_value());
    QCOMPARE(in->kind, SecretKind::Pin);
    QVERIFY(!tryIn(u"dana"_s, u"481517"_s).has_value());
}

void TestSignIn::wrongIsWrong_data()
{
    QTest::addColumn<QString>("staff");
    QTest::addColumn<QString>("typed");
    QTest::newRow("another's password") << u"dana"_s << u"seven green bottles"_s;
    QTest::newRow("nothing") << u"dana"_s << QString();
    QTest::newRow("other case") << u"dana"_s << u"A rook on the chimney"_s;
    QTest::newRow("a blank more") << u"dana"_s << u"a rook on the chimney "_s;
    QTest::newRow("much too long") << u"dana"_s << u"a"_s.repeated(100'000);
    QTest::newRow("who has no sign-in") << u"sam"_s << u"a rook on the chimney"_s;
    QTest::newRow("nobody") << u"zoe"_s << u"a rook on the chimney"_s;
    QTest::newRow("no name") << QString() << u"a rook on the chimney"_s;
    QTest::newRow("a name as SQL") << u"' OR 1=1 --"_s << u"a rook on the chimney"_s;
}

void TestSignIn::wrongIsWrong()
{
    QFETCH(const QString, staff);
    QFETCH(const QString, typed);
    haveDana();
    const SignInAnswer<SignedIn> in = tryIn(staff, typed);
    QVERIFY(!in.has_value());
    QCOMPARE(in.error(), (SignInRefusal{.why = Why::Wrong})); // the same of all
    QVERIFY2(audited().last().startsWith(u"console sign_in_failed"_s), qPrintable(audited().last()));
}

void TestSignIn::aSuspendedPersonIsNotLetIn()
{
    haveDana();
    changeOffice([](settings::Setup &setup) { setup.staff[1].suspended = true; });
    QCOMPARE(tryIn(u"dana"_s, danasPassword).error().why, Why::Wrong);
    changeOffice([](settings::Setup &setup) { setup.staff[1].suspended = false; });
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

void TestSignIn::whoLeftIsNotLetIn()
{
    haveDana();
    changeOffice([](settings::Setup &setup) { setup.staff.removeAt(1); });
    QCOMPARE(tryIn(u"dana"_s, danasPassword).error().why, Why::Wrong);
    // As the desk does when it removes somebody: the next of that id does not have their password.
    store::Transaction transaction = must(store::Transaction::begin(*m_database));
    must(store::CredentialGateway(*m_database).forget(transaction, u"dana"_s));
    must(transaction.commit());
    changeOffice([](settings::Setup &setup) { setup.staff.append({.id = u"dana"_s, .name = u"Dana Other"_s}); });
    QCOMPARE(tryIn(u"dana"_s, danasPassword).error().why, Why::Wrong);
}

void TestSignIn::guessingGrowsSlow()
{
    haveDana();
    for (int i = 1; i < SignIn::freeTries; ++i)
        QCOMPARE(tryIn(u"dana"_s, u"guess"_s).error(), (SignInRefusal{.why = Why::Wrong}));
    const QList<Milliseconds> waits = {30s, 1min, 2min, 4min, 8min, 15min, 15min, 15min};
    for (const Milliseconds wait : waits) {
        const SignInRefusal wrong = tryIn(u"dana"_s, u"guess"_s).error();
        QCOMPARE(wrong.why, Why::Wrong);
        QCOMPARE(wrong.until, std::optional(m_clock.now() + wait));
        m_clock.advance(wait - 1ms);
        QCOMPARE(tryIn(u"dana"_s, u"guess"_s).error(), (SignInRefusal{.why = Why::Locked, .until = m_clock.now() + 1ms}));
        m_clock.advance(1ms);
    }
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit WHERE action = 'sign_in_failed'"_s), QString::number(4 + waits.size()));
    QCOMPARE(rowsOf(*m_database, u"SELECT subject, detail FROM audit WHERE action = 'sign_in_locked' ORDER BY sequence LIMIT 1"_s),
             QStringList{u"staff:dana {\"failures\":5,\"until\":\"2026-11-20T18:00:30.000Z\"}"_s});
    // Others are not kept waiting by it.
    QVERIFY(tryIn(u"pat"_s, ownersPassword).has_value());
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

void TestSignIn::theRightOneWaitsToo()
{
    haveDana();
    for (int i = 0; i < SignIn::freeTries; ++i)
        (void)tryIn(u"dana"_s, u"guess"_s);
    QCOMPARE(tryIn(u"dana"_s, danasPassword).error().why, Why::Locked);
    QCOMPARE(m_signIn->setOwn(u"dana"_s, Secret(danasPassword), password(u"another fine mess here"_s)).error().why, Why::Locked);
    m_clock.advance(30s);
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

// From several consoles at once: each try is counted before it is looked at.
void TestSignIn::manyAtOnceAreManyTries()
{
    haveDana();
    constexpr int consoles = 8;
    std::barrier together(consoles);
    std::vector<std::thread> threads;
    std::atomic<int> lookedAt = 0;
    std::atomic<int> locked = 0;
    const store::WriteTurn turn = std::make_shared<std::mutex>();
    for (int i = 0; i < consoles; ++i) {
        threads.emplace_back([&] {
            const std::unique_ptr<store::Database> database = m_place->open(turn);
            SignIn signIn(*database, m_clock, HashCost::least());
            together.arrive_and_wait();
            const SignInAnswer<SignedIn> in = signIn.check(u"dana"_s, Secret(u"guess"_s));
            lookedAt += !in && in.error().why == Why::Wrong ? 1 : 0;
            locked += !in && in.error().why == Why::Locked ? 1 : 0;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(lookedAt.load(), SignIn::freeTries);
    QCOMPARE(locked.load(), consoles - SignIn::freeTries);
}

void TestSignIn::wrongTriesAreForgottenInADay()
{
    haveDana();
    for (int i = 1; i < SignIn::freeTries; ++i)
        (void)tryIn(u"dana"_s, u"guess"_s);
    m_clock.advance(SignIn::forgottenAfter + 1ms);
    QCOMPARE(tryIn(u"dana"_s, u"guess"_s).error().until, std::nullopt);
    QCOMPARE(must(m_signIn->states()).first().failures, 1);
}

void TestSignIn::nobodysAreLimitedToo()
{
    haveDana();
    for (int i = 0; i < SignIn::freeTries; ++i)
        (void)tryIn(u"zoe-%1"_s.arg(i), u"guess"_s);
    QCOMPARE(tryIn(u"zoe-99"_s, u"guess"_s).error().why, Why::Locked);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM sign_in_failures"_s), u"1"_s); // names of nobody fill no table
    QVERIFY(!audited().join(u' ').contains(u"zoe"_s));
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

void TestSignIn::aRightOneBeginsAnew()
{
    haveDana();
    for (int round = 0; round < 3; ++round) {
        for (int i = 1; i < SignIn::freeTries; ++i)
            QCOMPARE(tryIn(u"dana"_s, u"guess"_s).error().until, std::nullopt);
        QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
    }
    QCOMPARE(valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'signed_in' ORDER BY sequence DESC LIMIT 1"_s),
             u"{\"kind\":\"password\",\"wrong_before\":4}"_s);
}

void TestSignIn::betterParametersReplaceTheHash()
{
    haveDana();
    const QString before = valueOf(*m_database, u"SELECT hash FROM credentials WHERE staff = 'dana'"_s);
    HashCost better = HashCost::least();
    better.operations += 1;
    better.memory *= 2;
    SignIn newer(*m_database, m_clock, better);
    QVERIFY(!newer.check(u"dana"_s, Secret(u"guess"_s)).has_value());
    QCOMPARE(valueOf(*m_database, u"SELECT hash FROM credentials WHERE staff = 'dana'"_s), before);
    QVERIFY(newer.check(u"dana"_s, Secret(danasPassword)).has_value());
    const QString after = valueOf(*m_database, u"SELECT hash FROM credentials WHERE staff = 'dana'"_s);
    QVERIFY(after != before && !isOutdated(after, better));
    QVERIFY(newer.check(u"dana"_s, Secret(danasPassword)).has_value());
}

// While a secret was looked at, somebody replaced it: the old one lets nobody in any more.
void TestSignIn::replacedWhileItWasLookedAt()
{
    haveDana();
    const Result<QString> hash = hashOf(Secret(u"another fine mess here"_s), HashCost::least());
    QVERIFY(hash.has_value());
    // Hashing with much effort takes so long that the replacement comes in between.
    HashCost slow = HashCost::least();
    slow.operations = 60;
    slow.memory = 64u << 20;
    SignIn slowly(*m_database, m_clock, slow);
    QVERIFY(slowly.recover(u"dana"_s, password(danasPassword)).has_value());
    const store::WriteTurn turn = std::make_shared<std::mutex>();
    std::optional<SignInAnswer<SignedIn>> in;
    std::thread looking([&] {
        const std::unique_ptr<store::Database> database = m_place->open(turn);
        in = SignIn(*database, m_clock, slow).check(u"dana"_s, Secret(danasPassword));
    });
    QTRY_COMPARE(valueOf(*m_database, u"SELECT failures FROM sign_in_failures WHERE staff = 'dana'"_s), u"1"_s);
    (void)rowsOf(*m_database, u"UPDATE credentials SET hash = ? WHERE staff = 'dana'"_s, {*hash});
    looking.join();
    QVERIFY(!in->has_value());
    QCOMPARE(in->error().why, Why::Wrong);
}

void TestSignIn::setsTheirOwn()
{
    haveDana();
    QVERIFY(m_signIn->setOwn(u"dana"_s, Secret(danasPassword), password(u"another fine mess here"_s)).has_value());
    QCOMPARE(tryIn(u"dana"_s, danasPassword).error().why, Why::Wrong);
    const SignInAnswer<SignedIn> in = tryIn(u"dana"_s, u"another fine mess here"_s);
    QVERIFY(in.has_value() && !in->mustChange);
    QCOMPARE(audited().at(2), u"staff:dana password_set staff:dana"_s);
}

void TestSignIn::setsTheirOwnOnlyWithTheOld()
{
    haveDana();
    QCOMPARE(m_signIn->setOwn(u"dana"_s, Secret(u"guess"_s), password(u"another fine mess here"_s)).error().why, Why::Wrong);
    QCOMPARE(m_signIn->setOwn(u"sam"_s, Secret(), password(u"another fine mess here"_s)).error().why, Why::Wrong);
    QCOMPARE(must(m_signIn->states()).first().failures, 1); // it counts as a try
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

void TestSignIn::noWorseThanTheRules()
{
    QCOMPARE(m_signIn->makeOwner(u"pat"_s, {}, password(u"short"_s)).error().why, Why::TooShort);
    QCOMPARE(m_signIn->makeOwner(u"pat"_s, {}, password(u"Password2026"_s)).error().why, Why::TooCommon);
    QCOMPARE(m_signIn->makeOwner(u"pat"_s, {}, password(u"PatLee-2026"_s)).error().why, Why::LikeName);
    haveDana();
    QCOMPARE(m_signIn->setOwn(u"dana"_s, Secret(danasPassword), password(danasPassword)).error().why, Why::SameAsBefore);
    QCOMPARE(m_signIn->setOwn(u"dana"_s, Secret(danasPassword), {.kind = SecretKind::Pin, .typed = u"123456"_s}).error().why,
             Why::SimpleRun);
    QCOMPARE(m_signIn->reset(u"pat"_s, u"dana"_s, {.kind = SecretKind::Pin, .typed = u"12ab56"_s}).error().why, Why::NotDigits);
    QCOMPARE(m_signIn->recover(u"dana"_s, password(u"x"_s.repeated(500))).error().why, Why::TooLong);
    QCOMPARE(must(m_signIn->states()).first().failures, 0); // the old one was right
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

void TestSignIn::resets_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("whose");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("an owner a rep's") << u"pat"_s << u"dana"_s << true;
    QTest::newRow("an owner an admin's") << u"pat"_s << u"ana"_s << true;
    QTest::newRow("an owner another owner's") << u"pat"_s << u"olga"_s << true;
    QTest::newRow("an owner their own") << u"pat"_s << u"pat"_s << false;
    QTest::newRow("an admin a rep's") << u"ana"_s << u"dana"_s << true;
    QTest::newRow("an admin another admin's") << u"ana"_s << u"bea"_s << false;
    QTest::newRow("an admin their own") << u"ana"_s << u"ana"_s << false;
    QTest::newRow("an admin an owner's") << u"ana"_s << u"pat"_s << false;
    QTest::newRow("a rep another rep's") << u"dana"_s << u"sam"_s << false;
    QTest::newRow("a rep an owner's") << u"dana"_s << u"pat"_s << false;
    QTest::newRow("a suspended owner") << u"gone"_s << u"dana"_s << false;
}

void TestSignIn::resets()
{
    QFETCH(const QString, who);
    QFETCH(const QString, whose);
    QFETCH(const bool, isAllowed);
    haveOwner();
    const qsizetype before = audited().size();
    const SignInAnswer<void> reset = m_signIn->reset(who, whose, password(u"another fine mess here"_s));
    QCOMPARE(reset.has_value(), isAllowed);
    if (isAllowed) {
        QCOMPARE(audited().last(), u"staff:%1 password_reset staff:%2"_s.arg(who, whose));
        QVERIFY(tryIn(whose, u"another fine mess here"_s)->mustChange);
    } else {
        QCOMPARE(reset.error().why, Why::NotAllowed);
        QCOMPARE(audited().size(), before);
        QVERIFY(!tryIn(whose, u"another fine mess here"_s).has_value());
    }
    QCOMPARE(m_signIn->reset(u"zoe"_s, u"dana"_s, password(danasPassword)).error().why, Why::NoSuchPerson);
    QCOMPARE(m_signIn->reset(u"pat"_s, u"zoe"_s, password(danasPassword)).error().why, Why::NoSuchPerson);
}

void TestSignIn::aResetIsToBeChanged()
{
    haveDana();
    for (int i = 0; i < SignIn::freeTries; ++i)
        (void)tryIn(u"dana"_s, u"guess"_s);
    QVERIFY(m_signIn->reset(u"pat"_s, u"dana"_s, password(u"another fine mess here"_s)).has_value());
    const SignInAnswer<SignedIn> in = tryIn(u"dana"_s, u"another fine mess here"_s); // and the wait is over
    QVERIFY(in.has_value() && in->mustChange);
    QVERIFY(m_signIn->setOwn(u"dana"_s, Secret(u"another fine mess here"_s), password(danasPassword)).has_value());
    QVERIFY(!tryIn(u"dana"_s, danasPassword)->mustChange);
}

// Before anybody has proved to be anybody, an admin's name is but a name.
void TestSignIn::noResetBeforeTheOwner()
{
    QCOMPARE(m_signIn->reset(u"pat"_s, u"dana"_s, password(danasPassword)).error().why, Why::NoOwnerYet);
    QCOMPARE(m_signIn->recover(u"dana"_s, password(danasPassword)).error().why, Why::NoOwnerYet);
    QVERIFY(must(m_signIn->states()).isEmpty());
}

void TestSignIn::theOperatorRecovers()
{
    haveOwner();
    for (int i = 0; i < SignIn::freeTries; ++i)
        (void)tryIn(u"pat"_s, u"guess"_s);
    QVERIFY(m_signIn->recover(u"pat"_s, password(u"another fine mess here"_s)).has_value());
    QCOMPARE(audited().last(), u"command password_reset staff:pat"_s);
    const SignInAnswer<SignedIn> in = tryIn(u"pat"_s, u"another fine mess here"_s);
    QVERIFY(in.has_value() && !in->mustChange); // who sat at the machine chose it for themselves
    QCOMPARE(m_signIn->recover(u"zoe"_s, password(danasPassword)).error().why, Why::NoSuchPerson);
}

void TestSignIn::theOperatorClearsALock()
{
    haveDana();
    QVERIFY(!*m_signIn->clearLock(u"dana"_s));
    for (int i = 0; i < SignIn::freeTries; ++i)
        (void)tryIn(u"dana"_s, u"guess"_s);
    QVERIFY(*m_signIn->clearLock(u"dana"_s));
    QCOMPARE(m_signIn->clearLock(u"zoe"_s).error().why, Why::NoSuchPerson);
    QCOMPARE(audited().last(), u"command sign_in_unlocked staff:dana"_s);
    QVERIFY(tryIn(u"dana"_s, danasPassword).has_value());
}

void TestSignIn::leavesAreInTheTrail()
{
    haveDana();
    must(m_signIn->note(u"dana"_s, SignIn::Departure::Locked));
    must(m_signIn->note(u"dana"_s, SignIn::Departure::SignedOut));
    QCOMPARE(audited().mid(2), QStringList({u"staff:dana locked staff:dana"_s, u"staff:dana signed_out staff:dana"_s}));
}

void TestSignIn::noSecretAnywhere()
{
    haveDana();
    (void)tryIn(u"dana"_s, u"guess-that-is-wrong"_s);
    (void)tryIn(u"dana"_s, danasPassword);
    QVERIFY(m_signIn->reset(u"pat"_s, u"dana"_s, password(u"another fine mess here"_s)).has_value());
    const QString all = rowsOf(*m_database, u"SELECT actor, action, subject, detail FROM audit"_s).join(u'\n') +
                        rowsOf(*m_database, u"SELECT * FROM credentials"_s).join(u'\n') +
                        rowsOf(*m_database, u"SELECT * FROM sign_in_failures"_s).join(u'\n');
    for (const QString &secret : {danasPassword, ownersPassword, u"guess-that"_s, u"another fine"_s})
        QVERIFY(!all.contains(secret));
    QVERIFY(!rowsOf(*m_database, u"SELECT detail FROM audit"_s).join(u'\n').contains(u"argon2"_s));
}

QTEST_GUILESS_MAIN(TestSignIn)

#include "tst_signin.moc"

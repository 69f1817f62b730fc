#include "base/id.h"
#include "policy/decide.h"
#include "support/office.h"

#include <QTest>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Blocking;
using calls::ContactKind;

/// Whose word counts about a number: staff's, a list's, the complaints', the phone company's registry, and what the office knows itself.
class TestBlocking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoseWordCounts_data();
    void whoseWordCounts();

private:
    IdSource m_ids{1};
};

void TestBlocking::whoseWordCounts_data()
{
    using Mark = Blocking::Mark;
    QTest::addColumn<Blocking>("against");
    QTest::addColumn<bool>("registry");
    QTest::addColumn<QString>("who"); ///< what we know of the caller
    QTest::addColumn<QString>("screened"); ///< empty = the call opens a case
    QTest::addColumn<QString>("told"); ///< of a case that opens all the same
    const QString stranger;
    const QString none;
    const QString staff = u"blocked_by_staff"_s;
    const QString list = u"blocked_by_list"_s;
    const QString complaints = u"many_complaints"_s;
    const QString registry = u"listed_as_spam"_s;
    const QString allowed = u"allowed_by_staff"_s;
    const QString known = u"known_though_listed"_s;
    const auto listed = [](Mark mark = Mark::None, int count = 0) {
        return Blocking{.mark = mark, .list = u"robots"_s, .complaints = count};
    };
    const auto counted = [](int count, Mark mark = Mark::None) {
        return Blocking{.mark = mark, .complaints = count};
    };
    QTest::newRow("nothing against it") << Blocking{} << false << stranger << none << none;
    QTest::newRow("staff") << Blocking{.mark = Mark::Blocked} << false << stranger << staff << none;
    QTest::newRow("staff, of a customer") << Blocking{.mark = Mark::Blocked} << false << u"customer"_s << staff << none;
    QTest::newRow("staff, of an open case") << Blocking{.mark = Mark::Blocked} << false << u"case"_s << staff << none;
    QTest::newRow("staff before the registry") << listed(Mark::Blocked, 9) << true << stranger << staff << none;
    QTest::newRow("the registry") << Blocking{} << true << stranger << registry << none;
    QTest::newRow("the registry before a list") << listed() << true << stranger << registry << none;
    QTest::newRow("the registry, though staff allow it") << Blocking{.mark = Mark::Allowed} << true << stranger << none << allowed;
    QTest::newRow("everything, though staff allow it") << listed(Mark::Allowed, 9) << true << stranger << none << allowed;
    QTest::newRow("allowed, and nobody said otherwise") << Blocking{.mark = Mark::Allowed} << false << stranger << none << none;
    QTest::newRow("a list") << listed() << false << stranger << list << none;
    QTest::newRow("a list before complaints") << listed(Mark::None, 9) << false << stranger << list << none;
    QTest::newRow("a list, allowed") << listed(Mark::Allowed) << false << stranger << none << allowed;
    QTest::newRow("a list, of a customer") << listed() << false << u"customer"_s << none << known;
    QTest::newRow("a list, of a client") << listed() << false << u"client"_s << none << known;
    QTest::newRow("a list, of a name") << listed() << false << u"name"_s << none << known;
    QTest::newRow("a list, of an open case") << listed() << false << u"case"_s << none << known;
    QTest::newRow("two complaints") << counted(2) << false << stranger << none << none;
    QTest::newRow("three complaints") << counted(3) << false << stranger << complaints << none;
    QTest::newRow("three complaints, allowed") << counted(3, Mark::Allowed) << false << stranger << none << allowed;
    QTest::newRow("three complaints, of a name") << counted(3) << false << u"name"_s << none << known;
    QTest::newRow("complaints block nobody") << counted(999) << false << u"0 of them block"_s << none << none;
    QTest::newRow("none counted, and they block nobody") << counted(0) << false << u"0 of them block"_s << none << none;
}

void TestBlocking::whoseWordCounts()
{
    QFETCH(Blocking, against);
    QFETCH(bool, registry);
    QFETCH(QString, who);
    QFETCH(QString, screened);
    QFETCH(QString, told);

    const Instant noon = test::instantOf(u"2026-11-20T18:00:00Z"_s);
    const settings::Setup setup = test::exampleSetup();
    playbook::Playbook book = test::roofing();
    calls::Call call{.id = m_ids.next<calls::CallId>(noon),
                     .caller = test::number(u"+12145550123"_s),
                     .line = u"+12145550100"_s,
                     .startedAt = noon - 30s,
                     .endedAt = noon,
                     .ringTime = 24s,
                     .verdict = calls::Verdict::Missed};
    call.reputation.listedAsSpam = registry;
    CallFacts facts{.call = call, .line = setup.lines.first(), .blocking = against, .candidates = {{.staff = *setup.person(u"dana"_s)}}};
    const calls::Contact contact{.id = m_ids.next<calls::ContactId>(noon), .number = test::number(u"+12145550123"_s)};
    if (who == u"customer" || who == u"client" || who == u"name") {
        facts.contact = contact;
        facts.contact->kind = who == u"customer" ? ContactKind::PriorCustomer
                              : who == u"client" ? ContactKind::Client
                                                 : ContactKind::NewLead;
        facts.contact->name = who == u"name" ? u"Ann"_s : QString();
    } else if (who == u"case") {
        facts.contact = contact;
        facts.openCase = calls::FollowUp{.id = m_ids.next<calls::FollowUpId>(noon), .contact = contact.id};
    } else if (who.startsWith(u'0')) {
        book.screening.complaintsToBlock = 0;
    }
    const Decision decision =
        decide(facts, {.playbook = book, .quietHours = book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s}, noon);
    if (!screened.isEmpty()) {
        QCOMPARE(decision, (Decision{{}, {screened}}));
        return;
    }
    QVERIFY2(!decision.actions.isEmpty(), qPrintable(decision.reasons.join(u' ')));
    for (const QString &word : {u"allowed_by_staff"_s, u"known_though_listed"_s})
        QCOMPARE(decision.reasons.contains(word), word == told);
}

QTEST_GUILESS_MAIN(TestBlocking)
#include "tst_blocking.moc"

#include "calls/people.h"
#include "desk/blocklist.h"
#include "desk/blocklistimport.h"
#include "desk/bookingwork.h"
#include "desk/connectionwork.h"
#include "desk/conversationwork.h"
#include "desk/desk.h"
#include "desk/handling.h"
#include "desk/leadwork.h"
#include "desk/officework.h"
#include "desk/playbookwork.h"
#include "desk/replies.h"
#include "desk/stormswitch.h"
#include "desk/texting.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QBuffer>
#include <QTest>

#include <functional>
#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using calls::Right;
using test::must;
using test::valueOf;

/// Every command of the desk, by everybody: who may not is turned down below the screens, and nothing is changed.
class TestRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void theTable_data();
    void theTable();
    void commands();
    void nobodyElseEither();
    void filesAreTheirs();

private:
    enum class Said { Allowed, NotAllowed, NoSuchPerson };
    using Command = std::function<Said(TestRights &, const QString &)>;

    template <class T>
    static Said said(const Answer<T> &answer)
    {
        if (answer)
            return Said::Allowed;
        if (answer.error().why == Refusal::Why::NotAllowed)
            return Said::NotAllowed;
        return answer.error().why == Refusal::Why::NoSuchPerson ? Said::NoSuchPerson : Said::Allowed;
    }
    template <class T>
    static Said said(const HandlingAnswer<T> &answer)
    {
        if (answer || answer.error().why != HandlingRefusal::Why::Click)
            return Said::Allowed;
        return said(Answer<T>(tl::unexpected<Refusal>(answer.error().click)));
    }
    template <class T>
    static Said said(const ConnectionAnswer<T> &answer)
    {
        if (answer)
            return Said::Allowed;
        if (answer.error().why == ConnectionRefusal::Why::NotAllowed)
            return Said::NotAllowed;
        return answer.error().why == ConnectionRefusal::Why::NoSuchPerson ? Said::NoSuchPerson : Said::Allowed;
    }
    template <class T>
    static Said said(const PlaybookAnswer<T> &answer)
    {
        if (answer)
            return Said::Allowed;
        if (answer.error().why == PlaybookRefusal::Why::NotAllowed)
            return Said::NotAllowed;
        return answer.error().why == PlaybookRefusal::Why::NoSuchPerson ? Said::NoSuchPerson : Said::Allowed;
    }
    template <class T>
    static Said said(const ReplyAnswer<T> &answer)
    {
        if (answer)
            return Said::Allowed;
        if (answer.error().why == ReplyRefusal::Why::NotAllowed)
            return Said::NotAllowed;
        return answer.error().why == ReplyRefusal::Why::NoSuchPerson ? Said::NoSuchPerson : Said::Allowed;
    }
    template <class T>
    static Said said(const Result<T> &result)
    {
        if (result)
            return Said::Allowed;
        if (result.error().kind == ErrorKind::Refused)
            return Said::NotAllowed;
        return result.error().kind == ErrorKind::NotFound ? Said::NoSuchPerson : Said::Allowed;
    }
    struct Row {
        const char *name;
        Right right;
        Command command;
    };
    [[nodiscard]] static QList<Row> rows();
    [[nodiscard]] QString everything()
    {
        return valueOf(*m_database, u"SELECT COUNT(*) FROM audit"_s) + u' ' + valueOf(*m_database, u"SELECT MAX(version) FROM setups"_s);
    }
    [[nodiscard]] Desk desk() { return Desk(*m_database, m_clock, m_ids); }
    [[nodiscard]] Handling handling() { return Handling(*m_database, m_clock, m_ids); }
    [[nodiscard]] Texting texting() { return Texting(*m_database, m_clock, m_ids); }
    [[nodiscard]] Replies replies() { return Replies(*m_database, m_clock, m_ids); }
    [[nodiscard]] ConversationWork conversations() { return ConversationWork(*m_database, m_clock, m_ids); }
    [[nodiscard]] Blocklist blocklist() { return Blocklist(*m_database, m_clock, m_ids); }
    [[nodiscard]] StormSwitch storm() { return StormSwitch(*m_database, m_clock, m_ids); }
    [[nodiscard]] BookingWork bookings() { return BookingWork(*m_database, m_clock); }
    [[nodiscard]] ConnectionWork connections() { return ConnectionWork(*m_database, m_clock); }
    [[nodiscard]] PlaybookWork rules() { return PlaybookWork(*m_database, m_clock); }
    [[nodiscard]] LeadWork leads() { return LeadWork(*m_database, m_clock); }

    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
};

namespace {

const QString number = u"+12145550141"_s;

// Of nothing: a person with the right is told so, one without it is not even told that.
const QString none = u"01890a5d-ac96-774b-bcce-b302099a8057"_s;

} // namespace

QList<TestRights::Row> TestRights::rows()
{
    using T = TestRights;
    using S = QString;
    const auto quo = [] {
        return Connection{.id = u"quo"_s, .account = QuoAccount{.apiKeySecret = u"quo-api-key"_s}};
    };
    return {
        {"claim", Right::Claim,
         [](T &t, const S &who) {
             return said(t.desk().claim(none, who));
         }},
        {"claim the oldest", Right::Claim,
         [](T &t, const S &who) {
             return said(t.desk().claimOldest(who, 3));
         }},
        {"release", Right::Claim,
         [](T &t, const S &who) {
             return said(t.desk().release(none, who));
         }},
        {"complete", Right::Claim,
         [](T &t, const S &who) {
             return said(t.desk().complete(none, who, {.outcome = u"no_answer"_s}));
         }},
        {"undo", Right::Claim,
         [](T &t, const S &who) {
             return said(t.desk().undo(none, who));
         }},
        {"snooze", Right::Claim,
         [](T &t, const S &who) {
             return said(t.handling().snooze(none, who, t.m_clock.now() + std::chrono::hours(1)));
         }},
        {"bring back", Right::Claim,
         [](T &t, const S &who) {
             return said(t.handling().bringBack(none, who));
         }},
        {"hand over", Right::Claim,
         [](T &t, const S &who) {
             return said(t.handling().handOver(none, who, {.to = u"dana"_s}));
         }},
        {"ask what is next", Right::Claim,
         [](T &t, const S &who) {
             return said(t.handling().next(who));
         }},
        {"choose a record", Right::Claim,
         [](T &t, const S &who) {
             return said(t.leads().chooseRecord(none, u"jobber"_s, {}, who));
         }},
        {"try a lead again", Right::Claim,
         [](T &t, const S &who) {
             return said(t.leads().tryAgain(none, u"jobber"_s, who));
         }},
        {"opt out", Right::Reply,
         [](T &t, const S &who) {
             return said(t.texting().optOut(number, who));
         }},
        {"opt in", Right::Reply,
         [](T &t, const S &who) {
             return said(t.texting().optIn(number, who));
         }},
        {"review a text", Right::Reply,
         [](T &t, const S &who) {
             return said(t.texting().review(none, who, ReviewChoice::Drop));
         }},
        {"write a text", Right::Reply,
         [](T &t, const S &who) {
             const TypedText typed{.followUp = none, .text = u"Hello"_s};
             return said(t.replies().send(typed, who));
         }},
        {"take a text back", Right::Reply,
         [](T &t, const S &who) {
             return said(t.replies().cancel(none, who));
         }},
        {"leave a note", Right::Reply,
         [](T &t, const S &who) {
             return said(t.conversations().note(none, who, u"Hello"_s));
         }},
        {"keep a draft", Right::Reply,
         [](T &t, const S &who) {
             return said(t.conversations().saveDraft(none, who, u"Hel"_s));
         }},
        {"read a draft", Right::Reply,
         [](T &t, const S &who) {
             return said(t.conversations().draft(none, who));
         }},
        {"drop a draft", Right::Reply,
         [](T &t, const S &who) {
             return said(t.conversations().dropDraft(none, who));
         }},
        {"look at a case", Right::Reply,
         [](T &t, const S &who) {
             return said(t.conversations().looking(none, who, true));
         }},
        {"leave a case", Right::Reply,
         [](T &t, const S &who) {
             return said(t.conversations().left(none, who));
         }},
        {"mark as spam", Right::Reply,
         [](T &t, const S &who) {
             return said(t.blocklist().markAsSpam(none, who));
         }},
        {"not spam", Right::Reply,
         [](T &t, const S &who) {
             return said(t.blocklist().notSpam(none, who));
         }},
        {"call back", Right::Reply,
         [](T &t, const S &who) {
             return said(t.blocklist().callBack(none, who));
         }},
        {"block", Right::Reply,
         [](T &t, const S &who) {
             return said(t.blocklist().block(number, who, {}));
         }},
        {"unblock", Right::Reply,
         [](T &t, const S &who) {
             return said(t.blocklist().unblock(number, who));
         }},
        {"begin a storm", Right::Storm,
         [](T &t, const S &who) {
             return said(t.storm().begin(who, std::nullopt));
         }},
        {"end a storm", Right::Storm,
         [](T &t, const S &who) {
             return said(t.storm().end(who));
         }},
        {"put a phone system", Right::EditConnections,
         [quo](T &t, const S &who) {
             return said(t.connections().put({.connection = quo(), .before = {}, .lines = {}}, who));
         }},
        {"remove a phone system", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.connections().remove(u"gone"_s, who));
         }},
        {"ask to change a phone system", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.connections().mayChange(who));
         }},
        {"keep a wiring", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.connections().keepWiring(u"twilio-main"_s, "{}", who));
         }},
        {"forget a wiring", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.connections().forgetWiring(u"twilio-main"_s, who));
         }},
        {"put a booking page", Right::EditConnections,
         [](T &t, const S &who) {
             const BookingPage page{.id = u"visits"_s, .type = BookingPage::Type::CalCom, .signingSecret = u"visits-key"_s, .outcome = {}};
             const BookingEdit edit{.link = {}, .page = BookingPageEdit{.page = page, .before = {}}};
             return said(t.bookings().put(edit, who));
         }},
        {"put a booking link", Right::EditConnections,
         [](T &t, const S &who) {
             const BookingLinkEdit link{.whose = {}, .link = u"https://cal.com/summit"_s, .before = u"https://book.example/summit"_s};
             const BookingEdit edit{.link = link, .page = {}};
             return said(t.bookings().put(edit, who));
         }},
        {"remove a booking page", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.bookings().removePage(u"visits"_s, who));
         }},
        {"put a lead system", Right::EditConnections,
         [](T &t, const S &who) {
             const LeadConnection lever{.id = u"lever"_s, .account = LeverAccount{}};
             return said(t.leads().put({.connection = lever, .before = lever}, who)); // gone meanwhile
         }},
        {"remove a lead system", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.leads().remove(u"gone"_s, who));
         }},
        {"ask to change a lead system", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.leads().mayChange(who));
         }},
        {"stop reading a lead system", Right::EditConnections,
         [](T &t, const S &who) {
             return said(t.leads().setReadPaused(u"gone"_s, true, who));
         }},
        {"make rules live", Right::EditPlaybooks,
         [](T &t, const S &who) {
             return said(t.rules().makeLive({.playbook = test::roofing(), .before = 0}, who)); // another version is live
         }},
        {"roll rules back", Right::EditPlaybooks,
         [](T &t, const S &who) {
             return said(t.rules().rollBack(1, 0, {}, who));
         }},
        {"save a draft of rules", Right::EditTemplates,
         [](T &t, const S &who) {
             return said(t.rules().saveDraft({.playbook = test::roofing(), .before = 1}, who));
         }},
        {"drop a draft of rules", Right::EditTemplates,
         [](T &t, const S &who) {
             return said(t.rules().dropDraft(who));
         }},
        {"import contacts", Right::EditPlaybooks,
         [](T &t, const S &who) {
             return said(importContacts(*t.m_database, t.m_ids, "phone\n2145550141\n", t.m_clock.now(), who));
         }},
        {"import opt-outs", Right::EditPlaybooks,
         [](T &t, const S &who) {
             return said(importOptOuts(*t.m_database, t.m_ids, "phone\n2145550141\n", t.m_clock.now(), who));
         }},
        {"import a block list", Right::EditPlaybooks,
         [](T &t, const S &who) {
             QByteArray text("number\n2145550141\n");
             QBuffer file(&text);
             (void)file.open(QIODevice::ReadOnly);
             return said(importBlocklist(*t.m_database, file, u"list"_s, t.m_clock.now(), who));
         }},
        {"import a setup", Right::EditOwners,
         [](T &t, const S &who) {
             settings::Setup other = must(settings::parseSetup(must(store::OfficeGateway(*t.m_database).setup())->text));
             other.company.name = u"Another"_s;
             return said(importSetup(*t.m_database, settings::toJson(other), false, t.m_clock.now(), who));
         }},
    };
}

void TestRights::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff.append({.id = u"ana"_s, .name = u"Ana Cruz"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"old-owner"_s, .name = u"Olga Price"_s, .role = calls::Role::Owner, .suspended = true});
        setup.staff.append({.id = u"old-rep"_s, .name = u"Rob Hill"_s, .role = calls::Role::Rep, .suspended = true});
    });
}

void TestRights::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestRights::theTable_data()
{
    QTest::addColumn<int>("right");
    QTest::addColumn<bool>("rep");
    QTest::addColumn<bool>("admin");
    QTest::newRow("claim") << int(Right::Claim) << true << true;
    QTest::newRow("reply") << int(Right::Reply) << true << true;
    QTest::newRow("storm") << int(Right::Storm) << true << true;
    QTest::newRow("templates") << int(Right::EditTemplates) << false << true;
    QTest::newRow("playbooks") << int(Right::EditPlaybooks) << false << true;
    QTest::newRow("people") << int(Right::EditPeople) << false << true;
    QTest::newRow("money") << int(Right::SeeMoney) << false << false;
    QTest::newRow("export") << int(Right::Export) << false << false;
    QTest::newRow("connections") << int(Right::EditConnections) << false << false;
    QTest::newRow("owners") << int(Right::EditOwners) << false << false;
}

void TestRights::theTable()
{
    QFETCH(const int, right);
    QFETCH(const bool, rep);
    QFETCH(const bool, admin);
    const auto may = [right](calls::Role role, bool suspended = false) {
        return calls::may({.id = u"x"_s, .name = u"X"_s, .role = role, .suspended = suspended}, static_cast<Right>(right));
    };
    QCOMPARE(may(calls::Role::Rep), rep);
    QCOMPARE(may(calls::Role::Admin), admin);
    QVERIFY(may(calls::Role::Owner));
    QVERIFY(!may(calls::Role::Owner, true));
}

void TestRights::commands()
{
    for (const Row &row : rows()) {
        for (const auto &[who, role] :
             {std::pair{u"dana"_s, calls::Role::Rep}, std::pair{u"ana"_s, calls::Role::Admin}, std::pair{u"pat"_s, calls::Role::Owner}}) {
            const QString before = everything();
            const Said told = row.command(*this, who);
            const bool mayDo = calls::rightsOf(role).contains(row.right);
            QVERIFY2(told == (mayDo ? Said::Allowed : Said::NotAllowed), qPrintable(u"%1: %2"_s.arg(who, QString::fromLatin1(row.name))));
            QVERIFY2(mayDo || everything() == before, row.name);
        }
    }
}

void TestRights::nobodyElseEither()
{
    const QString before = everything();
    for (const Row &row : rows()) {
        QVERIFY2(row.command(*this, u"old-owner"_s) == Said::NotAllowed, row.name);
        QVERIFY2(row.command(*this, u"old-rep"_s) == Said::NotAllowed, row.name);
        QVERIFY2(row.command(*this, u"zoe"_s) == Said::NoSuchPerson, row.name);
        QVERIFY2(everything() == before, row.name);
    }
}

// What a person brings in is theirs in the trail; the command line's is the command line's.
void TestRights::filesAreTheirs()
{
    must(importContacts(*m_database, m_ids, "phone\n2145550141\n", m_clock.now(), u"ana"_s));
    must(importOptOuts(*m_database, m_ids, "phone\n2145550142\n", m_clock.now(), u"pat"_s));
    must(importContacts(*m_database, m_ids, "phone\n2145550143\n", m_clock.now()));
    QCOMPARE(test::rowsOf(*m_database, u"SELECT actor, action FROM audit ORDER BY sequence"_s),
             QStringList({u"staff:ana contact_imported"_s, u"staff:pat opt_outs_imported"_s, u"command contact_imported"_s}));
}

QTEST_GUILESS_MAIN(TestRights)

#include "tst_rights.moc"

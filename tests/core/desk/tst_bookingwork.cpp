#include "desk/bookingwork.h"

#include "board/bookings.h"
#include "board/connections.h"
#include "board/feed.h"
#include "desk/connectionwork.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::must;
using test::rowsOf;
using test::valueOf;
using Type = BookingPage::Type;

namespace {

const BookingOwner office{};
const BookingOwner dallas{.kind = BookingOwner::Kind::Team, .id = u"dallas"_s};
const BookingOwner dana{.kind = BookingOwner::Kind::Person, .id = u"dana"_s};
const QString summit = u"https://calendly.com/summit-roofing"_s;

BookingPage visits()
{
    return {.id = u"visits"_s, .type = Type::Calendly, .signingSecret = u"visits-signing"_s, .outcome = {}};
}

QString whyOf(const ConnectionAnswer<void> &answer)
{
    using Why = ConnectionRefusal::Why;
    if (answer)
        return {};
    switch (answer.error().why) {
    case Why::NoSuchPerson:
        return u"no such person"_s;
    case Why::NotAllowed:
        return u"not allowed"_s;
    case Why::NoSuchConnection:
        return u"not there"_s;
    case Why::ChangedMeanwhile:
        return u"changed meanwhile"_s;
    case Why::Invalid:
        return u"invalid "_s + answer.error().field;
    default:
        return u"something else: "_s + answer.error().detail;
    }
}

QString word(LinkFault fault)
{
    switch (fault) {
    case LinkFault::NotAnAddress:
        return u"no address"_s;
    case LinkFault::NotSecure:
        return u"not secure"_s;
    case LinkFault::TooLong:
        return u"too long"_s;
    case LinkFault::OtherSite:
        return u"other site"_s;
    case LinkFault::NoPage:
        return u"no page"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

/// What an owner does with booking pages, and what the screens know of them, on both databases.
class TestBookingWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void addsBothAtOnce();
    void everybodysLinks();
    void changesAndRemoves();
    void theSameAgainIsNothing();
    void freshKeysReachThePrograms();
    void whoMay_data();
    void whoMay();
    void turnsDown();
    void allOrNothing();
    void links_data();
    void links();
    void whatTheScreensShow();
    void theFeedTells();
    void takenIds();

private:
    [[nodiscard]] settings::Setup setup() { return must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text)); }
    [[nodiscard]] qint64 version() { return must(store::OfficeGateway(*m_database).setup())->version; }
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"_s);
    }
    [[nodiscard]] board::BookingPages shown() { return must(board::readBookingPages(*m_database)); }
    QString put(const BookingEdit &edit, const QString &staff = u"pat"_s) { return whyOf(m_work->put(edit, staff)); }
    static BookingEdit adding(const BookingPage &page)
    {
        return {.link = {}, .page = BookingPageEdit{.page = page, .before = {}, .freshSecrets = true}};
    }
    static BookingEdit linking(const BookingOwner &whose, const QString &to, const QString &from = {})
    {
        return {.link = BookingLinkEdit{.whose = whose, .link = to, .before = from}, .page = {}};
    }
    void pulse(const std::function<Done(const store::PulseGateway &, store::Transaction &)> &note)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(note(store::PulseGateway(*m_database), transaction));
        must(transaction.commit());
    }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<BookingWork> m_work;
};

void TestBookingWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.company.bookingLink.clear();
        setup.teams = {{.id = u"dallas"_s, .name = u"Dallas crew desk"_s}};
        setup.staff.append({.id = u"ada"_s, .name = u"Ada Chen"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"gone"_s, .name = u"Gil Moss"_s, .role = calls::Role::Owner, .suspended = true});
        for (calls::Staff &person : setup.staff)
            person.teams.clear();
        for (calls::Line &line : setup.lines)
            line.team.clear();
    });
    m_work = std::make_unique<BookingWork>(*m_database, m_clock);
}

void TestBookingWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestBookingWork::addsBothAtOnce()
{
    const qint64 before = version();
    QCOMPARE(put({.link = BookingLinkEdit{.whose = dana, .link = summit, .before = {}},
                  .page = BookingPageEdit{.page = visits(), .before = {}, .freshSecrets = true}}),
             QString());
    QCOMPARE(setup().person(u"dana")->bookingLink, summit);
    QVERIFY(setup().bookingPage(u"visits") != nullptr && *setup().bookingPage(u"visits") == visits());
    QCOMPARE(version(), before + 1); // one change of the office
    QCOMPARE(audited(),
             (QStringList{u"staff:pat booking_link_changed staff:dana"_s, u"staff:pat booking_page_added booking_page:visits"_s}));
    QVERIFY(valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'booking_link_changed'"_s).contains(summit));
    // Of a key not even the name it has in the keychain.
    QVERIFY(!valueOf(*m_database, u"SELECT detail FROM audit WHERE action = 'booking_page_added'"_s).contains(u"signing"_s));
}

void TestBookingWork::everybodysLinks()
{
    QCOMPARE(put(linking(office, summit)), QString());
    QCOMPARE(put(linking(dallas, summit + u"/dallas"_s)), QString());
    QCOMPARE(put(linking(dana, u"https://cal.com/dana"_s)), QString());
    QCOMPARE(setup().company.bookingLink, summit);
    QCOMPARE(setup().team(u"dallas")->bookingLink, summit + u"/dallas"_s);
    QCOMPARE(setup().person(u"dana")->bookingLink, u"https://cal.com/dana"_s);
    QCOMPARE(audited(), (QStringList{u"staff:pat booking_link_changed company"_s, u"staff:pat booking_link_changed team:dallas"_s,
                                     u"staff:pat booking_link_changed staff:dana"_s}));
}

void TestBookingWork::changesAndRemoves()
{
    const settings::Setup before = setup();
    QCOMPARE(put(linking(office, summit)), QString());
    QCOMPARE(put(adding(visits())), QString());
    QCOMPARE(put(linking(office, summit + u"/visit"_s, summit)), QString());
    BookingPage other = visits();
    other.outcome = u"estimate_scheduled"_s;
    QCOMPARE(put({.link = {}, .page = BookingPageEdit{.page = other, .before = visits()}}), QString());
    QCOMPARE(setup().bookingPage(u"visits")->outcome, u"estimate_scheduled"_s);
    QCOMPARE(put(linking(office, {}, summit + u"/visit"_s)), QString());
    QVERIFY(m_work->removePage(u"visits"_s, u"pat"_s));
    QCOMPARE(setup(), before);
    QCOMPARE(audited().mid(3),
             (QStringList{u"staff:pat booking_page_changed booking_page:visits"_s, u"staff:pat booking_link_changed company"_s,
                          u"staff:pat booking_page_removed booking_page:visits"_s}));
}

void TestBookingWork::theSameAgainIsNothing()
{
    QCOMPARE(put(linking(office, summit)), QString());
    QCOMPARE(put(adding(visits())), QString());
    const qint64 before = version();
    QCOMPARE(put({.link = BookingLinkEdit{.whose = office, .link = summit, .before = summit},
                  .page = BookingPageEdit{.page = visits(), .before = visits()}}),
             QString());
    QCOMPARE(version(), before);
    QCOMPARE(audited().size(), 2);
}

void TestBookingWork::freshKeysReachThePrograms()
{
    QCOMPARE(put(adding(visits())), QString());
    const qint64 before = version();
    QCOMPARE(put({.link = {}, .page = BookingPageEdit{.page = visits(), .before = visits(), .freshSecrets = true}}), QString());
    QCOMPARE(version(), before + 1);
    QCOMPARE(audited().last(), u"staff:pat booking_page_changed booking_page:visits"_s);
}

void TestBookingWork::whoMay_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("why");
    QTest::newRow("an owner") << u"pat"_s << QString();
    QTest::newRow("an admin") << u"ada"_s << u"not allowed"_s;
    QTest::newRow("a rep, whose link it is") << u"dana"_s << u"not allowed"_s;
    QTest::newRow("an owner who is suspended") << u"gone"_s << u"not allowed"_s;
    QTest::newRow("nobody") << u"nobody"_s << u"no such person"_s;
}

void TestBookingWork::whoMay()
{
    QFETCH(QString, who);
    QFETCH(QString, why);
    const settings::Setup before = setup();
    QCOMPARE(put(linking(dana, summit), who), why);
    QCOMPARE(put(adding(visits()), who), why);
    if (!why.isEmpty()) {
        QCOMPARE(setup(), before);
        QCOMPARE(put(adding(visits())), QString());
    }
    QCOMPARE(whyOf(m_work->removePage(u"visits"_s, who)), why);
    QCOMPARE(setup().bookingPages.isEmpty(), why.isEmpty());
}

void TestBookingWork::turnsDown()
{
    QCOMPARE(put(adding(visits())), QString());
    QCOMPARE(put(linking(office, summit)), QString());
    const qint64 before = version();
    const BookingOwner nobody{.kind = BookingOwner::Kind::Person, .id = u"nobody"_s};
    const BookingOwner noTeam{.kind = BookingOwner::Kind::Team, .id = u"houston"_s};
    QCOMPARE(put(linking(nobody, summit)), u"not there"_s);
    QCOMPARE(put(linking(noTeam, summit)), u"not there"_s);
    QCOMPARE(put(linking(office, summit + u"/visit"_s)), u"changed meanwhile"_s); // there was none when they looked
    QCOMPARE(put(linking(office, u"http://calendly.com/summit"_s, summit)), u"invalid booking_link"_s);
    QCOMPARE(put(adding(visits())), u"changed meanwhile"_s); // the id is taken
    BookingPage other = visits();
    other.type = Type::CalCom;
    QCOMPARE(put({.link = {}, .page = BookingPageEdit{.page = visits(), .before = other}}), u"changed meanwhile"_s);
    other.id = u"none"_s;
    QCOMPARE(put({.link = {}, .page = BookingPageEdit{.page = other, .before = other}}), u"not there"_s);
    other.id = u"twilio-main"_s; // no other connection's either
    QCOMPARE(put(adding(other)), u"invalid id"_s);
    QCOMPARE(whyOf(m_work->removePage(u"none"_s, u"pat"_s)), u"not there"_s);
    QCOMPARE(version(), before);
    QCOMPARE(audited().size(), 2);
}

void TestBookingWork::allOrNothing()
{
    QCOMPARE(put(adding(visits())), QString());
    const settings::Setup before = setup();
    QCOMPARE(put({.link = BookingLinkEdit{.whose = office, .link = summit, .before = {}},
                  .page = BookingPageEdit{.page = visits(), .before = {}, .freshSecrets = true}}),
             u"changed meanwhile"_s);
    QCOMPARE(setup(), before);
    QCOMPARE(audited().size(), 1);
}

void TestBookingWork::links_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("kind"); // -1 = any page
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const QString &typed, int kind, const QString &fault = {}) {
        QTest::newRow(name) << typed << kind << fault;
    };
    const int calendly = int(Type::Calendly);
    const int calCom = int(Type::CalCom);
    row("Calendly", u"https://calendly.com/summit"_s, calendly);
    row("Calendly, of one kind of visit", u"https://calendly.com/summit/roof-visit?month=2026-11"_s, calendly);
    row("Cal.com", u"https://cal.com/summit"_s, calCom);
    row("Cal.com, with the company's name", u"https://summit.cal.com/dana"_s, calCom);
    row("a Cal.com server of their own", u"https://book.summit.example/dana"_s, calCom);
    row("any other page", u"https://book.summit.example"_s, -1);
    row("nothing", QString(), -1, u"no address"_s);
    row("without https", u"calendly.com/summit"_s, calendly, u"no address"_s);
    row("an e-mail address", u"mailto:dana@example.com"_s, -1, u"no address"_s);
    row("one word", u"https://calendly/summit"_s, -1, u"no address"_s);
    row("with blanks", u"https://calendly.com/summit roofing"_s, calendly, u"no address"_s);
    row("with a password", u"https://dana:pw@book.example/us"_s, -1, u"no address"_s);
    row("http", u"http://book.example/us"_s, -1, u"not secure"_s);
    row("elsewhere", u"https://calendly.com.example/summit"_s, calendly, u"other site"_s);
    row("Cal.com for Calendly", u"https://cal.com/summit"_s, calendly, u"other site"_s);
    row("only the site", u"https://calendly.com/"_s, calendly, u"no page"_s);
    row("only the site, for any", u"https://cal.com"_s, -1, u"no page"_s);
    row("as long as can be", u"https://book.example/"_s + QString(179, u'a'), -1);
    row("too long", u"https://book.example/"_s + QString(180, u'a'), -1, u"too long"_s);
}

void TestBookingWork::links()
{
    QFETCH(QString, typed);
    QFETCH(int, kind);
    QFETCH(QString, fault);
    const std::optional<LinkFault> found = faultOf(typed, kind < 0 ? std::nullopt : std::optional(Type(kind)));
    QCOMPARE(found ? word(*found) : QString(), fault);
    // What is fine here the setup takes, too.
    if (fault.isEmpty())
        QCOMPARE(put(linking(office, typed)), QString());
}

void TestBookingWork::whatTheScreensShow()
{
    QCOMPARE(shown().links.size(), setup().staff.size() + 2);
    QCOMPARE(shown().links.at(0).name, setup().company.name);
    QCOMPARE(shown().links.at(1).whose, dallas);
    QCOMPARE(put(linking(dallas, summit)), QString());
    QCOMPARE(put(adding(visits())), QString());
    const board::BookingPages pages = shown();
    QCOMPARE(pages.links.at(1).link, summit);
    QCOMPARE(pages.links.at(1).name, u"Dallas crew desk"_s);
    QVERIFY(pages.pageOf(Type::CalCom) == nullptr);
    const auto card = [this] {
        const board::BookingPages now = shown();
        return *now.pageOf(Type::Calendly);
    };
    QCOMPARE(card().page, visits());
    QCOMPARE(card().path, u"/webhooks/booking/visits"_s);
    QVERIFY(!card().heardAt && !card().refusedAt && !card().isRefused());

    pulse([&](const auto &pulses, auto &transaction) { return pulses.addRefused(transaction, u"visits"_s, 1, m_clock.now() + 1min); });
    QVERIFY(card().isRefused() && !card().refusedForClock);
    pulse([&](const auto &pulses, auto &transaction) { return pulses.noteEvent(transaction, u"visits"_s, m_clock.now() + 2min); });
    QVERIFY(!card().isRefused());
    QCOMPARE(card().heardAt, std::optional(m_clock.now() + 2min));
    QCOMPARE(card().refusedAt, std::optional(m_clock.now() + 1min));
    // As the door notes it.
    pulse([&](const auto &pulses, auto &transaction) { return pulses.addRefused(transaction, u"visits"_s, 1, m_clock.now() + 3min); });
    pulse([&](const auto &pulses, auto &transaction) {
        return pulses.noteFailure(transaction, u"visits"_s, u"clock"_s, m_clock.now() + 3min);
    });
    QVERIFY(card().isRefused() && card().refusedForClock);
    pulse([&](const auto &pulses, auto &transaction) { return pulses.addRefused(transaction, u"visits"_s, 1, m_clock.now() + 4min); });
    QVERIFY(card().isRefused() && !card().refusedForClock); // the clock was another time
    pulse([&](const auto &pulses, auto &transaction) { return pulses.noteEvent(transaction, u"twilio-main"_s, m_clock.now() + 9min); });
    QCOMPARE(card().heardAt, std::optional(m_clock.now() + 2min));
}

void TestBookingWork::theFeedTells()
{
    board::Feed feed(*m_database, m_clock);
    QSignalSpy told(&feed, &board::Feed::bookingPagesChanged);
    feed.start();
    QCOMPARE(told.size(), 1);
    QCOMPARE(put(linking(dallas, summit)), QString());
    feed.refresh();
    QTRY_COMPARE(told.size(), 2);
    QCOMPARE(told.last().first().value<board::BookingPages>().links.at(1).link, summit);
    QVERIFY(m_work->put(adding(visits()), u"pat"_s));
    feed.refresh();
    QTRY_COMPARE(told.size(), 3);
    QVERIFY(m_work->removePage(u"visits"_s, u"pat"_s));
    feed.refresh();
    QTRY_COMPARE(told.size(), 4);
    QVERIFY(told.last().first().value<board::BookingPages>().pages.isEmpty());
}

void TestBookingWork::takenIds()
{
    QCOMPARE(put(adding(visits())), QString());
    QVERIFY(shown().takenIds.contains(u"visits"_s));
    QVERIFY(shown().takenIds.contains(u"twilio-main"_s));
    QVERIFY(must(board::readPhoneSystems(*m_database)).takenIds.contains(u"visits"_s)); // nor another kind's
    pulse([&](const auto &pulses, auto &transaction) { return pulses.noteEvent(transaction, u"visits"_s, m_clock.now()); });
    QVERIFY(m_work->removePage(u"visits"_s, u"pat"_s));
    QVERIFY(shown().takenIds.contains(u"visits"_s)); // what was heard of it is not the next one's
}

QTEST_GUILESS_MAIN(TestBookingWork)
#include "tst_bookingwork.moc"

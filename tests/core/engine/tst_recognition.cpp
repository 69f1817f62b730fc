#include "desk/officework.h"
#include "engine/intake.h"
#include "engine/leadreader.h"
#include "engine/recognition.h"
#include "store/blocklistgateway.h"
#include "store/gateways.h"
#include "store/leadindexgateway.h"
#include "support/fakeleadlist.h"
#include "support/leadoffice.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>

using namespace ringback;
using namespace ringback::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Contact;
using calls::ContactKind;
using calls::LeadRecord;
using ringback::test::must;
using ringback::test::number;
using ringback::test::rowsOf;
using ringback::test::textForm;
using ringback::test::valueOf;
using ringback::test::voiceForm;

namespace {

const QString jobber = u"jobber-main"_s;
const QString titan = u"titan-main"_s;
const calls::PhoneNumber caller = number(u"+12145550123"_s);

} // namespace

class TestRecognition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void fillsWhatIsNotKnown();
    void whatPeopleTypedStays();
    void whatWasFilledFollows();
    void anImportEndsTheFollowing();
    void anotherSystemsFillingStays();
    void kinds_data();
    void kinds();
    void addressesThatNobodyCanWriteTo();
    void severalRecords_data();
    void severalRecords();
    void theFirstSystemThatKnows();
    void aCallOfSomebodyKnown();
    void noRequestIsMade();
    void whoeverLooksAfterThem_data();
    void whoeverLooksAfterThem();
    void aTextOfSomebodyKnown();
    void customersAreNoRobots();
    void anOfficeWithoutLeadSystems();

private:
    void write(const std::function<void(store::Transaction &)> &work)
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    void know(const QString &connection, const QList<LeadRecord> &records)
    {
        write([&](store::Transaction &transaction) {
            must(store::LeadIndexGateway(*m_database).put(transaction, connection, records, m_clock.now()));
        });
    }
    Contact met(Contact contact = {.id = IdSource(99).next<calls::ContactId>(test::instantOf(u"2026-11-20T18:00:00Z"_s)), .number = caller})
    {
        write([&](store::Transaction &transaction) {
            const Contact known = must(store::ContactGateway(*m_database).findOrAdd(transaction, contact, m_clock.now()));
            must(store::ContactGateway(*m_database).update(transaction, contact));
            QCOMPARE(known.id, contact.id);
        });
        return contact;
    }
    Contact fill(const Contact &contact, const LeadRecord &record, const QString &connection = jobber)
    {
        std::optional<Contact> filled;
        write([&](store::Transaction &transaction) {
            audit::Trail trail;
            filled = must(Recognition(transaction, trail, m_office, m_clock.now()).fill(contact, connection, record, u"a case"_s));
            must(trail.appendTo(transaction));
        });
        if (*must(store::ContactGateway(*m_database).find(caller)) != *filled)
            qFatal("what is stored is something else");
        return *filled;
    }
    [[nodiscard]] std::optional<Recognition::Known> find()
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        audit::Trail trail;
        return must(Recognition(transaction, trail, m_office, m_clock.now()).find(caller));
    }
    [[nodiscard]] Contact contact() { return must(store::ContactGateway(*m_database).find(caller)).value(); }
    void missedCall(const QString &sid = u"CA1"_s)
    {
        for (const QString &status : {u"ringing"_s, u"no-answer"_s}) {
            test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(sid, status), m_clock.now());
            m_clock.advance(24s);
        }
        work();
    }
    void work()
    {
        while (must(m_intake->turn(m_office)) > 0) {
        }
    }
    [[nodiscard]] QStringList recognised()
    {
        return rowsOf(*m_database, u"SELECT actor, case_id, detail FROM audit WHERE action = 'caller_recognised' ORDER BY sequence"_s);
    }

    const LeadRecord m_ann{.id = u"C1"_s,
                           .name = u"Ann Brown"_s,
                           .numbers = {caller},
                           .emails = {u"ann@example.com"_s},
                           .kind = ContactKind::PriorCustomer,
                           .language = u"es"_s,
                           .owner = u"U-dana"_s};
    test::TestClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    Office m_office;
    std::unique_ptr<Intake> m_intake;
};

void TestRecognition::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_clock.set(test::instantOf(u"2026-11-20T18:00:00Z"_s));
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    m_office = test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.leadSystems = {test::jobberSystem(jobber), test::jobberSystem(titan)};
    });
    m_intake = std::make_unique<Intake>(*m_database, m_clock, m_ids);
}

void TestRecognition::cleanup()
{
    m_intake.reset();
    m_database.reset();
    m_place.reset();
}

void TestRecognition::fillsWhatIsNotKnown()
{
    const Contact before = met();
    const Contact after = fill(before, m_ann);
    QCOMPARE(after.name, u"Ann Brown"_s);
    QCOMPARE(after.email, u"ann@example.com"_s);
    QCOMPARE(after.language, u"es"_s);
    QCOMPARE(after.kind, ContactKind::PriorCustomer);
    QCOMPARE(after.filledBy, u"jobber-main:name,email,language"_s);
    QCOMPARE(recognised(), QStringList{u"lead_system:jobber-main a case "
                                       "{\"connection\":\"jobber-main\",\"fields\":[\"name\",\"email\",\"language\",\"kind\"],"
                                       "\"kind\":\"prior_customer\",\"record\":\"C1\"}"_s});
    QCOMPARE(fill(after, m_ann), after);
    QCOMPARE(recognised().size(), 1); // nothing was new
}

void TestRecognition::whatPeopleTypedStays()
{
    Contact typed = met();
    typed.name = u"Annie"_s;
    typed.email = u"annie@example.com"_s;
    typed.kind = ContactKind::Client;
    met(typed);
    const Contact after = fill(typed, m_ann);
    QCOMPARE(after.name, u"Annie"_s);
    QCOMPARE(after.email, u"annie@example.com"_s);
    QCOMPARE(after.kind, ContactKind::Client);
    QCOMPARE(after.language, u"es"_s);
    QCOMPARE(after.filledBy, u"jobber-main:language"_s);
    LeadRecord changed = m_ann;
    changed.name = u"Ann Lee"_s;
    QCOMPARE(fill(after, changed).name, u"Annie"_s);
}

void TestRecognition::whatWasFilledFollows()
{
    const Contact filled = fill(met(), m_ann);
    LeadRecord changed = m_ann;
    changed.name = u"Ann Lee"_s;
    changed.emails.clear(); // says nothing
    changed.kind = ContactKind::Client;
    const Contact after = fill(filled, changed);
    QCOMPARE(after.name, u"Ann Lee"_s);
    QCOMPARE(after.email, u"ann@example.com"_s);
    QCOMPARE(after.kind, ContactKind::PriorCustomer); // moves once, from who is not known
    QCOMPARE(after.filledBy, filled.filledBy);
}

void TestRecognition::anImportEndsTheFollowing()
{
    fill(met(), m_ann);
    must(desk::importContacts(*m_database, m_ids, "phone,name\n+12145550123,Mrs Brown\n", m_clock.now()));
    QCOMPARE(contact().name, u"Mrs Brown"_s);
    QCOMPARE(contact().filledBy, QString());
    LeadRecord changed = m_ann;
    changed.name = u"Ann Lee"_s;
    changed.emails = {u"lee@example.com"_s};
    const Contact after = fill(contact(), changed);
    QCOMPARE(after.name, u"Mrs Brown"_s);
    QCOMPARE(after.email, u"ann@example.com"_s);
}

void TestRecognition::anotherSystemsFillingStays()
{
    LeadRecord nameless = m_ann;
    nameless.emails.clear();
    const Contact filled = fill(met(), nameless);
    LeadRecord other = m_ann;
    other.name = u"A. Brown"_s;
    const Contact after = fill(filled, other, titan);
    QCOMPARE(after.name, u"Ann Brown"_s);
    QCOMPARE(after.email, u"ann@example.com"_s);
    QCOMPARE(after.filledBy, u"titan-main:email"_s);
}

void TestRecognition::kinds_data()
{
    QTest::addColumn<ContactKind>("before");
    QTest::addColumn<std::optional<ContactKind>>("said");
    QTest::addColumn<ContactKind>("after");
    using Said = std::optional<ContactKind>;
    QTest::newRow("an unknown caller is a customer")
        << ContactKind::NewLead << Said(ContactKind::PriorCustomer) << ContactKind::PriorCustomer;
    QTest::newRow("an unknown caller is a client") << ContactKind::NewLead << Said(ContactKind::Client) << ContactKind::Client;
    QTest::newRow("the system says nothing of it") << ContactKind::NewLead << Said() << ContactKind::NewLead;
    QTest::newRow("a known customer") << ContactKind::PriorCustomer << Said(ContactKind::NewLead) << ContactKind::PriorCustomer;
}

void TestRecognition::kinds()
{
    QFETCH(ContactKind, before);
    QFETCH(std::optional<ContactKind>, said);
    QFETCH(ContactKind, after);
    Contact contact = met();
    contact.kind = before;
    met(contact);
    LeadRecord record{.id = u"C1"_s, .numbers = {caller}, .kind = said};
    QCOMPARE(fill(contact, record).kind, after);
    QCOMPARE(this->contact().filledBy, QString());
}

void TestRecognition::addressesThatNobodyCanWriteTo()
{
    LeadRecord record = m_ann;
    record.emails = {u"ann@example.com\r\nBcc: all@example.com"_s};
    record.name = u"  Ann\n Brown "_s;
    const Contact after = fill(met(), record);
    QCOMPARE(after.email, QString());
    QCOMPARE(after.name, u"Ann Brown"_s);
}

void TestRecognition::severalRecords_data()
{
    QTest::addColumn<QList<LeadRecord>>("records");
    QTest::addColumn<QString>("filledBy");
    QTest::addColumn<ContactKind>("kind");
    QTest::addColumn<QString>("owner");

    LeadRecord other = m_ann;
    other.id = u"C2"_s;
    other.numbers = {caller};
    QTest::newRow("agree in everything") << QList<LeadRecord>{m_ann, other} << u"jobber-main:name,email,language"_s
                                         << ContactKind::PriorCustomer << u"dana"_s;
    LeadRecord husband = other;
    husband.name = u"Bob Brown"_s;
    husband.emails = {u"bob@example.com"_s};
    QTest::newRow("two people of one house") << QList<LeadRecord>{m_ann, husband} << u"jobber-main:language"_s << ContactKind::PriorCustomer
                                             << u"dana"_s;
    LeadRecord lead = other;
    lead.kind = ContactKind::NewLead;
    lead.owner = u"U-sam"_s;
    lead.isOpen = true;
    QTest::newRow("two kinds, two owners") << QList<LeadRecord>{m_ann, lead} << u"jobber-main:name,email,language"_s << ContactKind::NewLead
                                           << QString();
    const LeadRecord bare{.id = u"C2"_s, .numbers = {caller}};
    QTest::newRow("one says nothing") << QList<LeadRecord>{m_ann, bare} << QString() << ContactKind::NewLead << QString();
}

void TestRecognition::severalRecords()
{
    QFETCH(QList<LeadRecord>, records);
    know(jobber, records);
    const std::optional<Recognition::Known> known = find();
    QVERIFY(known);
    QCOMPARE(known->record.id, QString());
    QTEST(known->owner, "owner");
    const Contact after = fill(met(), known->record);
    QTEST(after.filledBy, "filledBy");
    QTEST(after.kind, "kind");
}

void TestRecognition::theFirstSystemThatKnows()
{
    QVERIFY(!find());
    know(titan, {{.id = u"T1"_s, .name = u"Titania"_s, .numbers = {caller}}});
    know(u"removed"_s, {m_ann});
    QCOMPARE(find()->connection, titan);
    QCOMPARE(find()->record.name, u"Titania"_s);
    know(jobber, {m_ann});
    QCOMPARE(find()->connection, jobber);
    QCOMPARE(find()->record.name, u"Ann Brown"_s);
    QCOMPARE(find()->record.id, u"C1"_s);
}

void TestRecognition::aCallOfSomebodyKnown()
{
    know(jobber, {m_ann});
    missedCall();
    QCOMPARE(contact().name, u"Ann Brown"_s);
    QCOMPARE(contact().kind, ContactKind::PriorCustomer);
    // Routed, told and texted as the customer she is, at once.
    QCOMPARE(rowsOf(*m_database, u"SELECT assigned_to, priority, note FROM callback_tasks"_s),
             QStringList{u"dana 1 prior customer: handle with priority"_s});
    const QString reasons = valueOf(*m_database, u"SELECT reasons FROM follow_ups"_s);
    QVERIFY2(reasons.contains("prior_customer"_L1) && reasons.contains("owner_of_record"_L1), qPrintable(reasons));
    const QString text = valueOf(*m_database, u"SELECT body FROM messages"_s);
    QVERIFY2(text.contains("Ann"_L1), qPrintable(text));
    QCOMPARE(recognised().size(), 1);
}

// The phone has hardly stopped ringing: nobody is asked then.
void TestRecognition::noRequestIsMade()
{
    IdSource ids(3);
    LeadReader reader(*m_database, m_clock, ids, u"one"_s);
    const auto system = std::make_shared<test::FakeLeadList>();
    system->list = {m_ann};
    reader.setAccesses({{jobber, {.system = system, .abilities = {.findsByNumber = true, .findsByEmail = true, .listsChanges = true}}}},
                       m_office.setup);
    must(reader.turn(m_office));
    must(reader.turn(m_office));
    QCOMPARE(system->requests(), 1); // the list
    missedCall();
    QCOMPARE(contact().name, u"Ann Brown"_s);
    QCOMPARE(system->requests(), 1);
}

void TestRecognition::whoeverLooksAfterThem_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<int>("onTheDesk"); // of Sam, who takes six
    QTest::addColumn<QString>("assignedTo");
    QTest::addColumn<QString>("reason");
    QTest::newRow("with room") << u"U-sam"_s << 5 << u"sam"_s << u"owner_of_record"_s;
    QTest::newRow("a full desk") << u"U-sam"_s << 6 << u"dana"_s << u"assigned_next_available"_s;
    QTest::newRow("somebody who is none of ours") << u"U-other"_s << 5 << u"dana"_s << u"assigned_next_available"_s;
    QTest::newRow("nobody") << QString() << 5 << u"dana"_s << u"assigned_next_available"_s;
}

void TestRecognition::whoeverLooksAfterThem()
{
    QFETCH(QString, user);
    QFETCH(int, onTheDesk);
    QFETCH(QString, reason);
    for (int i = 0; i < onTheDesk; ++i) {
        write([&](store::Transaction &transaction) {
            const Contact other =
                must(store::ContactGateway(*m_database)
                         .findOrAdd(transaction,
                                    {.id = m_ids.next<calls::ContactId>(m_clock.now()), .number = number(u"+1214555013%1"_s.arg(i))},
                                    m_clock.now()));
            const calls::FollowUp followUp{.id = m_ids.next<calls::FollowUpId>(m_clock.now()),
                                           .contact = other.id,
                                           .line = u"+12145550100"_s,
                                           .playbookVersion = 1,
                                           .openedAt = m_clock.now(),
                                           .lastCallAt = m_clock.now()};
            must(store::FollowUpGateway(*m_database).insert(transaction, followUp));
            must(store::TaskGateway(*m_database)
                     .insert(transaction, {.id = m_ids.next<calls::TaskId>(m_clock.now()),
                                           .followUp = followUp.id,
                                           .team = u"office"_s,
                                           .assignedTo = u"sam"_s,
                                           .createdAt = m_clock.now(),
                                           .dueAt = m_clock.now()}));
        });
    }
    LeadRecord record = m_ann;
    record.kind = ContactKind::NewLead;
    record.owner = user;
    know(jobber, {record});
    missedCall();
    const QString ofCaller = u"FROM follow_ups f JOIN contacts c ON c.id = f.contact_id JOIN callback_tasks t ON t.follow_up_id = f.id"
                             " WHERE c.number = '+12145550123'"_s;
    QTEST(valueOf(*m_database, u"SELECT t.assigned_to "_s + ofCaller), "assignedTo");
    QVERIFY(valueOf(*m_database, u"SELECT f.reasons "_s + ofCaller).split(u',').contains(reason));
}

void TestRecognition::aTextOfSomebodyKnown()
{
    know(jobber, {m_ann});
    test::putIntoInbox(*m_database, m_ids, calls::EventKind::Message, textForm(u"SM1"_s, u"My roof leaks"_s), m_clock.now());
    work();
    QCOMPARE(contact().name, u"Ann Brown"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT assigned_to, priority FROM callback_tasks"_s), QStringList{u"dana 1"_s});
}

// A list of numbers that others complain of screens nobody whom a lead system knows.
void TestRecognition::customersAreNoRobots()
{
    write([&](store::Transaction &transaction) {
        must(transaction.change(
            u"INSERT INTO blocked_numbers (number, mark, mark_before, mark_reason, marked_by, list, list_reason, listed_at,"
            " complaints, changed_at) VALUES ('+12145550123', '', '', '', '', 'a list', '', 0, 0, 0)"_s));
    });
    missedCall();
    QCOMPARE(valueOf(*m_database, u"SELECT reasons FROM calls"_s), u"blocked_by_list"_s);
    know(jobber, {m_ann});
    missedCall(u"CA2"_s);
    const QString reasons = valueOf(*m_database, u"SELECT reasons FROM follow_ups"_s);
    QVERIFY2(reasons.contains("known_though_listed"_L1), qPrintable(reasons));
}

void TestRecognition::anOfficeWithoutLeadSystems()
{
    know(jobber, {m_ann}); // left over
    m_office.setup.leadSystems.clear();
    missedCall();
    QCOMPARE(contact().name, QString());
    QVERIFY(recognised().isEmpty());
}

QTEST_GUILESS_MAIN(TestRecognition)
#include "tst_recognition.moc"

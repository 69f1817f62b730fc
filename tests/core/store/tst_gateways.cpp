#include "store/gateways.h"
#include "store/jobgateway.h"
#include "store/pacegateway.h"
#include "store/pulsegateway.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

#include <barrier>
#include <functional>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;
using ringback::test::must;
using ringback::test::number;
using ringback::test::rowsOf;
using ringback::test::valueOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s);

} // namespace

class TestGateways : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void officeDocuments();
    void inbox();
    void inboxIsSharedOut();
    void calls();
    void callersWithoutANumber();
    void callPages();
    void callsThatSettle();
    void contacts();
    void oneContactForTwoAtOnce();
    void optOuts();
    void followUps();
    void oneOpenFollowUpPerContact();
    void leads();
    void tasks();
    void oneLiveTaskPerFollowUp();
    void changesWhatItSaw();
    void loads();
    void messages();
    void automatedTexts_data();
    void automatedTexts();
    void oneProviderIdPerConnection();
    void jobs();
    void oneJobPerKey();
    void claimsTheOldestDue();
    void claimsAreExclusive();
    void leases();
    void onlyTheOwnerWrites();
    void dropsOnlyWhatHasNotLeft();
    void claimsByLine();
    void paces();
    void reviews_data();
    void reviews();
    void pulses();
    void corruptRows();

private:
    void write(const std::function<void(Transaction &)> &work)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        work(transaction);
        must(transaction.commit());
    }
    // What the gateway says to a write that breaks a rule of the tables.
    [[nodiscard]] ErrorKind refusal(const std::function<Done(Transaction &)> &work)
    {
        Transaction transaction = must(Transaction::begin(*m_database));
        const Done done = work(transaction);
        return done ? ErrorKind::NotFound : done.error().kind;
    }
    calls::Contact contact(const QString &e164 = u"+12145550123"_s)
    {
        const calls::Contact fresh{.id = m_ids.next<calls::ContactId>(noon), .number = number(e164)};
        std::optional<calls::Contact> stored;
        write([&](Transaction &transaction) { stored = must(ContactGateway(*m_database).findOrAdd(transaction, fresh, noon)); });
        return *stored;
    }
    [[nodiscard]] calls::FollowUp newCase(const calls::Contact &of, Instant at = noon)
    {
        return {.id = m_ids.next<calls::FollowUpId>(at),
                .contact = of.id,
                .line = u"+12145550100"_s,
                .playbookVersion = 1,
                .openedAt = at,
                .lastCallAt = at,
                .reasons = {u"texted"_s, u"repeat_call"_s}};
    }
    calls::FollowUp storedCase(const QString &e164 = u"+12145550123"_s)
    {
        const calls::FollowUp followUp = newCase(contact(e164));
        write([&](Transaction &transaction) { must(FollowUpGateway(*m_database).insert(transaction, followUp)); });
        return followUp;
    }
    [[nodiscard]] calls::CallbackTask newTask(const calls::FollowUp &of, const QString &assignedTo = u"dana"_s)
    {
        return {.id = m_ids.next<calls::TaskId>(noon),
                .followUp = of.id,
                .team = u"office"_s,
                .assignedTo = assignedTo,
                .createdAt = noon,
                .dueAt = noon + 30min};
    }
    [[nodiscard]] static calls::CallbackTask completed(calls::CallbackTask task)
    {
        task.state = calls::TaskState::Done;
        task.completedBy = u"sam"_s;
        task.completedAt = noon + 1h;
        task.outcome = u"repair_booked"_s;
        task.value = Money{5};
        return task;
    }
    [[nodiscard]] calls::Message newMessage(const calls::FollowUp &of, Instant at = noon)
    {
        return {.id = m_ids.next<calls::MessageId>(at),
                .followUp = of.id,
                .contact = of.contact,
                .line = number(u"+12145550100"_s),
                .peer = number(u"+12145550123"_s),
                .body = u"Hi José 👷"_s,
                .step = u"text_back"_s,
                .connection = u"twilio-main"_s,
                .createdAt = at};
    }
    // A text of the case and its job.
    Job planned(const calls::FollowUp &of, Instant dueAt, const QString &connection = u"twilio-main"_s)
    {
        const calls::Message message = newMessage(of);
        const Job job{.id = m_ids.next<calls::JobId>(noon),
                      .key = u"text:"_s + message.id.text(),
                      .message = message.id,
                      .connection = connection,
                      .dueAt = dueAt,
                      .trueUntil = dueAt + 30min,
                      .line = message.line.e164()};
        write([&](Transaction &transaction) {
            must(MessageGateway(*m_database).insert(transaction, message, dueAt));
            must(JobGateway(*m_database).insert(transaction, job));
        });
        return job;
    }
    QList<Job> claim(const QString &engine, Instant now, int limit = 10)
    {
        QList<Job> jobs;
        write([&](Transaction &transaction) {
            jobs = must(
                JobGateway(*m_database)
                    .claimDue(transaction,
                              {.connection = u"twilio-main"_s, .engine = engine, .leaseUntil = now + 10s, .now = now, .limit = limit}));
        });
        return jobs;
    }

    IdSource m_ids{7};
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<Database> m_database;
};

void TestGateways::init()
{
    QFETCH_GLOBAL(Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, noon);
}

void TestGateways::cleanup()
{
    m_database.reset();
    m_place.reset();
}

void TestGateways::officeDocuments()
{
    OfficeGateway gateway(*m_database);
    QCOMPARE(must(gateway.versions()).setup, 1);
    QCOMPARE(must(gateway.versions()).playbook, 1);
    QVERIFY(!must(gateway.isPractice()));
    write([&](Transaction &transaction) {
        QCOMPARE(must(gateway.addSetup(transaction, "{\"ü\":1}", noon)), 2);
        must(gateway.begin(transaction, true, noon)); // an office stays what it began as
    });
    QCOMPARE(must(gateway.setup())->version, 2);
    QCOMPARE(must(gateway.setup())->text, QByteArray("{\"ü\":1}"));
    QCOMPARE(must(gateway.playbook())->version, 1);
    QVERIFY(!must(gateway.isPractice()));
}

void TestGateways::inbox()
{
    const InboxGateway gateway(*m_database);
    const InboxEvent event{.id = m_ids.next<calls::InboxId>(noon),
                           .connection = u"a"_s,
                           .kind = calls::EventKind::MessageStatus,
                           .key = u"k"_s,
                           .payload = "Body=%F0%9F%91%B7&x=",
                           .receivedAt = noon};
    InboxEvent same = event;
    same.id = m_ids.next<calls::InboxId>(noon);
    InboxEvent elsewhere = same;
    elsewhere.id = m_ids.next<calls::InboxId>(noon);
    elsewhere.connection = u"b"_s;
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.append(transaction, event)));
        QVERIFY(!must(gateway.append(transaction, same)));
        QVERIFY(must(gateway.append(transaction, elsewhere))); // a key belongs to its connection
    });
    QCOMPARE(must(gateway.waiting()), 2);
    QCOMPARE(must(gateway.behind(noon, 10)), 2);
    QCOMPARE(must(gateway.behind(noon, 1)), 1); // counts no further
    QCOMPARE(must(gateway.behind(noon - 1ms, 10)), 0); // not due yet
    QCOMPARE(must(gateway.nextDue()), noon);
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.oldestNew(transaction, noon - 1ms, 10)).isEmpty());
        const QList<InboxEvent> found = must(gateway.oldestNew(transaction, noon, 10));
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.first().id, event.id);
        QCOMPARE(found.first().payload, event.payload);
        QVERIFY(found.first().kind == calls::EventKind::MessageStatus);
        QCOMPARE(must(gateway.oldestNew(transaction, noon, 1)).size(), 1);
        must(gateway.postpone(transaction, event.id, noon + 5s));
        must(gateway.markFailed(transaction, elsewhere.id, u"broken"_s, noon));
    });
    QCOMPARE(must(gateway.nextDue()), noon + 5s);
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.oldestNew(transaction, noon + 4s, 10)).isEmpty());
        must(gateway.markDone(transaction, {event.id}, noon + 5s));
    });
    QCOMPARE(must(gateway.nextDue()), std::nullopt);
    QCOMPARE(must(gateway.waiting()), 0);
}

// Two engines that read the inbox at once read different events.
void TestGateways::inboxIsSharedOut()
{
    if (m_database->dialect() == Dialect::Sqlite)
        return; // one writer at a time
    for (int i = 0; i < 4; ++i)
        test::putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, test::voiceForm(u"CA%1"_s.arg(i), u"no-answer"_s), noon);
    const std::unique_ptr<Database> other = m_place->open();
    Transaction mine = must(Transaction::begin(*m_database));
    Transaction theirs = must(Transaction::begin(*other));
    QCOMPARE(must(InboxGateway(*m_database).oldestNew(mine, noon, 3)).size(), 3);
    QCOMPARE(must(InboxGateway(*other).oldestNew(theirs, noon, 3)).size(), 1);
}

void TestGateways::calls()
{
    const CallGateway gateway(*m_database);
    calls::Call call{.id = m_ids.next<calls::CallId>(noon),
                     .connection = u"twilio-main"_s,
                     .providerCallId = u"CA1"_s,
                     .caller = number(u"+12145550123"_s),
                     .callerName = u"SMITH JOHN"_s,
                     .line = u"+12145550100"_s,
                     .startedAt = noon};
    write([&](Transaction &transaction) { must(gateway.insert(transaction, call)); });
    QCOMPARE(must(gateway.find(u"twilio-main"_s, u"CA1"_s)), std::optional(call));
    QCOMPARE(must(gateway.find(u"another"_s, u"CA1"_s)), std::nullopt);

    call.ringingAt = noon;
    call.endedAt = noon + 24s;
    call.ringTime = 24s;
    call.verdict = calls::Verdict::Missed;
    call.providerReason = u"no-answer"_s;
    call.reputation = {.attestation = u"TN-Validation-Passed-A"_s, .listedAsSpam = true, .listedBy = u"nomorobo"_s};
    call.followUp = storedCase().id;
    call.reasons = {u"texted"_s, u"quiet_hours"_s};
    write([&](Transaction &transaction) { must(gateway.update(transaction, call)); });
    QCOMPARE(must(gateway.findById(call.id.text())), std::optional(call));
    QCOMPARE(must(gateway.ofFollowUp(*call.followUp)), QList<calls::Call>{call});
    QCOMPARE(must(FollowUpGateway(*m_database).callsSince(*call.followUp, noon)), 1);
    QCOMPARE(must(FollowUpGateway(*m_database).callsSince(*call.followUp, noon + 1ms)), 0);

    calls::Call again = call;
    again.id = m_ids.next<calls::CallId>(noon);
    QCOMPARE(refusal([&](Transaction &transaction) { return gateway.insert(transaction, again); }), ErrorKind::Conflict);
}

void TestGateways::callersWithoutANumber()
{
    const CallGateway gateway(*m_database);
    const QList<calls::CallerId> callers{calls::Withheld{}, calls::Unusable{u"sip:a@b.example"_s}};
    for (const calls::CallerId &caller : callers) {
        const calls::CallId id = m_ids.next<calls::CallId>(noon);
        const calls::Call call{.id = id, .connection = u"c"_s, .providerCallId = id.text(), .caller = caller, .startedAt = noon};
        write([&](Transaction &transaction) { must(gateway.insert(transaction, call)); });
        QVERIFY(must(gateway.findById(id.text()))->caller == caller);
    }
}

void TestGateways::callPages()
{
    const CallGateway gateway(*m_database);
    QStringList ids;
    for (int i = 0; i < 7; ++i) {
        const calls::CallId id = m_ids.next<calls::CallId>(noon + std::chrono::seconds(i));
        const calls::Call call{.id = id,
                               .connection = u"c"_s,
                               .providerCallId = id.text(),
                               .caller = calls::Withheld{},
                               .startedAt = noon + std::chrono::seconds(i),
                               .verdict = i % 2 ? calls::Verdict::Missed : calls::Verdict::Answered};
        write([&](Transaction &transaction) { must(gateway.insert(transaction, call)); });
        ids.prepend(id.text());
    }
    QStringList read;
    while (true) { // newest first, three at a time
        const QList<calls::Call> page = must(gateway.page(read.isEmpty() ? QString() : read.last(), 3));
        for (const calls::Call &call : page)
            read.append(call.id.text());
        if (page.size() < 3)
            break;
    }
    QCOMPARE(read, ids);
    QCOMPARE(must(gateway.alone(noon, 10)).size(), 3);
    QCOMPARE(must(gateway.alone(noon + 5s, 10)).size(), 1);
    QCOMPARE(must(gateway.alone(noon, 2)).first().startedAt, noon + 5s);
}

void TestGateways::callsThatSettle()
{
    const CallGateway gateway(*m_database);
    QCOMPARE(must(gateway.earliestSettle()), std::nullopt);
    for (int i = 3; i > 0; --i) {
        const calls::CallId id = m_ids.next<calls::CallId>(noon);
        const calls::Call call{.id = id,
                               .connection = u"c"_s,
                               .providerCallId = QString::number(i),
                               .caller = calls::Withheld{},
                               .startedAt = noon,
                               .settlesTo = calls::Verdict::Unclear,
                               .settleAt = noon + std::chrono::seconds(i)};
        write([&](Transaction &transaction) { must(gateway.insert(transaction, call)); });
    }
    QCOMPARE(must(gateway.earliestSettle()), noon + 1s);
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.settling(transaction, noon, 10)).isEmpty());
        const QList<calls::Call> due = must(gateway.settling(transaction, noon + 2s, 10));
        QCOMPARE(due.size(), 2);
        QCOMPARE(due.first().providerCallId, u"1"_s);
    });
}

void TestGateways::contacts()
{
    const ContactGateway gateway(*m_database);
    calls::Contact known = contact();
    QCOMPARE(must(gateway.find(known.number)), std::optional(known));
    known.name = u"José Ñandú"_s;
    known.email = u"jose@example.com"_s;
    known.kind = calls::ContactKind::PriorCustomer;
    known.language = u"es"_s;
    known.timeZone = "America/Denver";
    write([&](Transaction &transaction) { must(gateway.update(transaction, known)); });
    QCOMPARE(must(gateway.findById(known.id)), std::optional(known));
    QCOMPARE(contact(), known); // who is known is not made anew
    QCOMPARE(must(gateway.find(number(u"+12145550199"_s))), std::nullopt);
}

void TestGateways::oneContactForTwoAtOnce()
{
    std::barrier together(2);
    const auto add = [&](quint64 seed) {
        const std::unique_ptr<Database> database = m_place->open();
        IdSource ids(seed);
        const calls::Contact fresh{.id = ids.next<calls::ContactId>(noon), .number = number(u"+12145550123"_s)};
        together.arrive_and_wait();
        Transaction transaction = must(Transaction::begin(*database));
        const calls::Contact found = must(ContactGateway(*database).findOrAdd(transaction, fresh, noon));
        must(transaction.commit());
        return found.id.text();
    };
    QString other;
    std::thread thread([&] { other = add(1); });
    const QString mine = add(2);
    thread.join();
    QCOMPARE(mine, other);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM contacts"_s), u"1"_s);
}

void TestGateways::optOuts()
{
    const ContactGateway gateway(*m_database);
    const OptOut optOut{.number = number(u"+12145550123"_s), .since = noon, .source = u"keyword"_s, .byWhom = u"caller"_s};
    OptOut later = optOut;
    later.since = noon + 1h;
    later.source = u"staff"_s;
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.addOptOut(transaction, optOut)));
        QVERIFY(!must(gateway.addOptOut(transaction, later))); // the first one counts
    });
    QCOMPARE(must(gateway.optOut(optOut.number))->since, noon);
    QCOMPARE(must(gateway.optOut(optOut.number))->source, u"keyword"_s);
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.removeOptOut(transaction, optOut.number)));
        QVERIFY(!must(gateway.removeOptOut(transaction, optOut.number)));
    });
    QVERIFY(!must(gateway.optOut(optOut.number)));
    OptOut odd = optOut;
    odd.source = u"rumour"_s;
    QCOMPARE(refusal([&](Transaction &transaction) -> Done {
                 const Result<bool> added = gateway.addOptOut(transaction, odd);
                 return added ? Done() : failure(added);
             }),
             ErrorKind::Conflict);
}

void TestGateways::followUps()
{
    const FollowUpGateway gateway(*m_database);
    calls::FollowUp followUp = storedCase();
    QCOMPARE(must(gateway.find(followUp.id)), std::optional(followUp));
    QCOMPARE(must(gateway.openOf(followUp.contact)), std::optional(followUp));
    QCOMPARE(must(gateway.open(10)), QList<calls::FollowUp>{followUp});
    followUp.missedCalls = 3;
    followUp.repliedAt = noon + 1min;
    followUp.state = calls::FollowUpState::Closed;
    followUp.closedAt = noon + 1h;
    followUp.outcome = u"spam"_s;
    followUp.reasons.clear();
    write([&](Transaction &transaction) { must(gateway.update(transaction, followUp)); });
    QCOMPARE(must(gateway.find(followUp.id)), std::optional(followUp));
    QCOMPARE(must(gateway.openOf(followUp.contact)), std::nullopt);
    QCOMPARE(must(gateway.closedSince(noon + 1h, 10)).size(), 1);
    QCOMPARE(must(gateway.closedSince(noon + 1h + 1ms, 10)).size(), 0);
    QCOMPARE(must(gateway.page({}, 10)).size(), 1);
    QCOMPARE(must(gateway.page(followUp.id.text(), 10)).size(), 0);
}

void TestGateways::oneOpenFollowUpPerContact()
{
    const FollowUpGateway gateway(*m_database);
    calls::FollowUp first = storedCase();
    const calls::FollowUp second = newCase(contact());
    QCOMPARE(refusal([&](Transaction &transaction) { return gateway.insert(transaction, second); }), ErrorKind::Conflict);
    first.state = calls::FollowUpState::Closed;
    first.closedAt = noon;
    write([&](Transaction &transaction) {
        must(gateway.update(transaction, first));
        must(gateway.insert(transaction, second));
    });
    first.closedAt.reset(); // closed, but nobody knows when
    QCOMPARE(refusal([&](Transaction &transaction) { return gateway.update(transaction, first); }), ErrorKind::Conflict);
}

void TestGateways::leads()
{
    const LeadGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    calls::Lead lead{.id = m_ids.next<calls::LeadId>(noon),
                     .followUp = followUp.id,
                     .contact = followUp.contact,
                     .tag = u"tag"_s,
                     .source = u"main line"_s,
                     .status = u"needs_callback"_s,
                     .createdAt = noon};
    write([&](Transaction &transaction) { must(gateway.insert(transaction, lead)); });
    QCOMPARE(must(gateway.ofFollowUp(followUp.id)), std::optional(lead));
    lead.status = u"job_booked"_s;
    lead.value = Money{1'250'000};
    write([&](Transaction &transaction) { must(gateway.update(transaction, lead)); });
    QCOMPARE(must(gateway.ofFollowUp(followUp.id)), std::optional(lead));
    lead.id = m_ids.next<calls::LeadId>(noon);
    QCOMPARE(refusal([&](Transaction &transaction) { return gateway.insert(transaction, lead); }), ErrorKind::Conflict);
}

void TestGateways::tasks()
{
    const TaskGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    calls::CallbackTask task = newTask(followUp);
    task.note = u"prior customer: handle with priority"_s;
    write([&](Transaction &transaction) { must(gateway.insert(transaction, task)); });
    QCOMPARE(must(gateway.find(task.id)), std::optional(task));
    QCOMPARE(must(gateway.liveOf(followUp.id)), std::optional(task));
    write([&](Transaction &transaction) { must(gateway.raisePriority(transaction, task.id)); });
    task.priority = true;
    QCOMPARE(must(gateway.find(task.id)), std::optional(task));
    QCOMPARE(must(gateway.live(10)).size(), 1);
    write([&](Transaction &transaction) { QVERIFY(must(gateway.change(transaction, task, completed(task)))); });
    QCOMPARE(must(gateway.live(10)).size(), 0);
    QCOMPARE(must(gateway.liveOf(followUp.id)), std::nullopt);
    QCOMPARE(must(gateway.latestOf(followUp.id)), std::optional(completed(task)));
    QCOMPARE(must(gateway.page({}, 10)).size(), 1);
}

void TestGateways::oneLiveTaskPerFollowUp()
{
    const TaskGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    write([&](Transaction &transaction) { must(gateway.insert(transaction, newTask(followUp))); });
    QCOMPARE(refusal([&](Transaction &transaction) { return gateway.insert(transaction, newTask(followUp)); }), ErrorKind::Conflict);
}

void TestGateways::changesWhatItSaw()
{
    const TaskGateway gateway(*m_database);
    const calls::CallbackTask task = newTask(storedCase());
    calls::CallbackTask sams = task;
    sams.state = calls::TaskState::Claimed;
    sams.claimedBy = u"sam"_s;
    sams.claimedAt = noon;
    calls::CallbackTask danas = sams;
    danas.claimedBy = u"dana"_s;
    calls::CallbackTask escalated = sams;
    escalated.escalations = 1;
    write([&](Transaction &transaction) {
        must(gateway.insert(transaction, task));
        QVERIFY(must(gateway.change(transaction, task, sams)));
        QVERIFY(!must(gateway.change(transaction, task, danas))); // its state is another
        QVERIFY(!must(gateway.change(transaction, danas, task))); // its claimer is
        QVERIFY(must(gateway.change(transaction, sams, escalated)));
        QVERIFY(!must(gateway.change(transaction, sams, task))); // its escalation is
    });
    QCOMPARE(must(gateway.find(task.id)), std::optional(escalated));
}

void TestGateways::loads()
{
    const TaskGateway gateway(*m_database);
    write([&](Transaction &) {}); // an empty commit is one too
    const calls::CallbackTask one = newTask(storedCase(u"+12145550001"_s));
    const calls::CallbackTask two = newTask(storedCase(u"+12145550002"_s));
    const calls::CallbackTask three = newTask(storedCase(u"+12145550003"_s));
    write([&](Transaction &transaction) {
        for (const calls::CallbackTask &task : {one, two, three})
            must(gateway.insert(transaction, task));
        calls::CallbackTask claimed = two; // Dana's, but Sam has it
        claimed.state = calls::TaskState::Claimed;
        claimed.claimedBy = u"sam"_s;
        claimed.claimedAt = noon;
        QVERIFY(must(gateway.change(transaction, two, claimed)));
        QVERIFY(must(gateway.change(transaction, three, completed(three))));
    });
    const QHash<QString, Load> loads = must(gateway.loads());
    QCOMPARE(loads.value(u"dana"_s).liveTasks, 1);
    QCOMPARE(loads.value(u"sam"_s).liveTasks, 1);
    QCOMPARE(loads.value(u"dana"_s).lastAssignedAt, noon);
}

void TestGateways::messages()
{
    const MessageGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    calls::Message message = newMessage(followUp);
    write([&](Transaction &transaction) { must(gateway.insert(transaction, message, noon + 9h)); });
    QCOMPARE(must(gateway.find(message.id)), std::optional(message));
    QCOMPARE(must(gateway.dueAt(message.id)), noon + 9h);
    QCOMPARE(must(gateway.scheduledTo(message.peer)), QList<calls::Message>{message});
    message.state = calls::DeliveryState::Delivered;
    message.providerId = u"SM1"_s;
    message.errorCode = u"x"_s;
    message.sentAt = noon + 1s;
    message.doneAt = noon + 2s;
    message.body = u"other words"_s;
    write([&](Transaction &transaction) {
        must(gateway.update(transaction, message));
        must(gateway.postpone(transaction, message.id, noon + 10h));
    });
    QCOMPARE(must(gateway.findByProviderId(u"twilio-main"_s, u"SM1"_s)), std::optional(message));
    QCOMPARE(must(gateway.findByProviderId(u"another"_s, u"SM1"_s)), std::nullopt);
    QCOMPARE(must(gateway.dueAt(message.id)), noon + 10h);
    QVERIFY(must(gateway.scheduledTo(message.peer)).isEmpty());
    const calls::Message later = newMessage(followUp, noon + 1min);
    write([&](Transaction &transaction) { must(gateway.insert(transaction, later, noon)); });
    QCOMPARE(must(gateway.ofFollowUp(followUp.id)), (QList<calls::Message>{message, later}));
    QCOMPARE(must(gateway.latestOf(followUp.id)), std::optional(later));
    QCOMPARE(must(gateway.page({}, 1)), QList<calls::Message>{later});
}

void TestGateways::automatedTexts_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<bool>("counts");
    QTest::newRow("one that is planned") << QString() << true;
    QTest::newRow("one that left in the window") << u"state = 'accepted', sent_at = due_at"_s << true;
    QTest::newRow("one that left before it") << u"state = 'accepted', sent_at = due_at - 1"_s << false;
    QTest::newRow("one in doubt") << u"state = 'sending'"_s << true;
    QTest::newRow("one that a person looks at") << u"state = 'needs_review'"_s << true;
    QTest::newRow("one that did not arrive") << u"state = 'undelivered', sent_at = due_at"_s << true;
    QTest::newRow("one that was dropped") << u"state = 'dropped'"_s << false;
    QTest::newRow("one that was refused") << u"state = 'failed'"_s << false;
    QTest::newRow("what a person wrote") << u"automated = 0"_s << false;
    QTest::newRow("what the caller wrote") << u"direction = 'in'"_s << false;
    QTest::newRow("one to somebody else") << u"peer = '+12145550199'"_s << false;
}

void TestGateways::automatedTexts()
{
    QFETCH(QString, change);
    QFETCH(bool, counts);
    const MessageGateway gateway(*m_database);
    const calls::Message message = newMessage(storedCase());
    write([&](Transaction &transaction) {
        must(gateway.insert(transaction, message, noon));
        if (!change.isEmpty())
            must(transaction.change(u"UPDATE messages SET "_s + change));
    });
    QCOMPARE(must(gateway.automatedTo(message.peer, noon)).has_value(), counts);
}

void TestGateways::oneProviderIdPerConnection()
{
    const MessageGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    calls::Message one = newMessage(followUp);
    calls::Message two = newMessage(followUp);
    write([&](Transaction &transaction) { // many without one
        must(gateway.insert(transaction, one, noon));
        must(gateway.insert(transaction, two, noon));
        one.providerId = u"SM1"_s;
        must(gateway.update(transaction, one));
    });
    two.providerId = u"SM1"_s;
    QCOMPARE(refusal([&](Transaction &transaction) { return gateway.update(transaction, two); }), ErrorKind::Conflict);
}

void TestGateways::jobs()
{
    const JobGateway gateway(*m_database);
    const Job planned = this->planned(storedCase(), noon);
    QCOMPARE(must(gateway.waiting()), 1);
    QCOMPARE(must(gateway.nextDue()), noon);
    const Job job = claim(u"one"_s, noon).value(0, planned);
    QCOMPARE(job.id, planned.id);
    QCOMPARE(job.key, planned.key);
    QCOMPARE(job.trueUntil, noon + 30min);
    QVERIFY(!job.inDoubt);
    QCOMPARE(must(gateway.waiting()), 0);
    QCOMPARE(must(gateway.nextDue()), noon + 10s); // the lease
    write([&](Transaction &transaction) {
        must(gateway.startAttempt(transaction, job, u"one"_s, noon));
        must(
            gateway.log(transaction,
                        {{.job = job.id, .number = 1, .event = u"refused"_s, .at = noon, .engine = u"one"_s, .code = QString(300, u'x')}}));
    });
    QCOMPARE(valueOf(*m_database, u"SELECT attempts || ' ' || in_doubt || ' ' || in_doubt_since_at FROM jobs"_s),
             u"1 1 %1"_s.arg(toMs(noon)));
    QCOMPARE(rowsOf(*m_database, u"SELECT event, LENGTH(code) FROM attempts ORDER BY event"_s),
             (QStringList{u"refused 200"_s, u"started 0"_s}));
    write(
        [&](Transaction &transaction) { QVERIFY(must(gateway.end(transaction, job, u"one"_s, JobEnd::NeedsReview, u"nobody knows"_s))); });
    QCOMPARE(must(gateway.toReview()), 1);
    QCOMPARE(valueOf(*m_database, u"SELECT in_doubt FROM jobs"_s), u"1"_s); // that is what there is to review
    QCOMPARE(must(gateway.nextDue()), std::nullopt);
}

void TestGateways::oneJobPerKey()
{
    const Job job = planned(storedCase(), noon);
    Job same = job;
    same.id = m_ids.next<calls::JobId>(noon);
    QCOMPARE(refusal([&](Transaction &transaction) { return JobGateway(*m_database).insert(transaction, same); }), ErrorKind::Conflict);
}

void TestGateways::claimsTheOldestDue()
{
    const calls::FollowUp followUp = storedCase();
    const Job third = planned(followUp, noon + 3s);
    const Job first = planned(followUp, noon + 1s);
    const Job second = planned(followUp, noon + 2s);
    const Job tied = planned(followUp, noon + 2s);
    planned(followUp, noon, u"another"_s);
    planned(followUp, noon + 4s);
    const auto idsOf = [](const QList<Job> &jobs) {
        QStringList ids;
        for (const Job &job : jobs)
            ids.append(job.id.text());
        return ids;
    };
    QVERIFY(claim(u"one"_s, noon).isEmpty());
    QCOMPARE(idsOf(claim(u"one"_s, noon + 3s, 2)), (QStringList{first.id.text(), second.id.text()}));
    QCOMPARE(idsOf(claim(u"two"_s, noon + 3s)), (QStringList{tied.id.text(), third.id.text()}));
    QVERIFY(claim(u"one"_s, noon + 3s).isEmpty());
}

void TestGateways::claimsAreExclusive()
{
    const calls::FollowUp followUp = storedCase();
    for (int i = 0; i < 60; ++i)
        planned(followUp, noon);
    const auto work = [this](const QString &engine) {
        QStringList mine;
        const std::unique_ptr<Database> database = m_place->open();
        while (mine.size() < 60) {
            Transaction transaction = must(Transaction::begin(*database));
            const QList<Job> jobs = must(JobGateway(*database).claimDue(
                transaction, {.connection = u"twilio-main"_s, .engine = engine, .leaseUntil = noon + 10s, .now = noon, .limit = 3}));
            must(transaction.commit());
            if (jobs.isEmpty())
                break;
            for (const Job &job : jobs)
                mine.append(job.id.text());
        }
        return mine;
    };
    QStringList other;
    std::thread thread([&] { other = work(u"two"_s); });
    QStringList all = work(u"one"_s);
    thread.join();
    all += other;
    QCOMPARE(all.removeDuplicates(), 0);
    all += work(u"three"_s); // what was locked when somebody looked
    QCOMPARE(all.size(), 60);
}

void TestGateways::leases()
{
    const JobGateway gateway(*m_database);
    planned(storedCase(), noon);
    const Job job = claim(u"one"_s, noon).first();
    write([&](Transaction &transaction) {
        must(gateway.startAttempt(transaction, job, u"one"_s, noon));
        QCOMPARE(must(gateway.releaseLapsed(transaction, noon + 9'999ms)), 0);
        QVERIFY(!must(gateway.extendLease(transaction, job, u"two"_s, noon + 1h, noon))); // not two's to extend
        QVERIFY(!must(gateway.extendLease(transaction, job, u"one"_s, noon + 1h, noon + 10s))); // it has lapsed by then
        QVERIFY(must(gateway.extendLease(transaction, job, u"one"_s, noon + 20s, noon + 9'999ms)));
        QCOMPARE(must(gateway.releaseLapsed(transaction, noon + 19'999ms)), 0);
        QCOMPARE(must(gateway.releaseLapsed(transaction, noon + 20s)), 1);
        QCOMPARE(must(gateway.releaseLapsed(transaction, noon + 20s)), 0);
    });
    const Job taken = claim(u"two"_s, noon + 20s).first();
    QVERIFY(taken.inDoubt); // a lapsed lease is not a failure
    QCOMPARE(taken.inDoubtSince, noon);
    QCOMPARE(taken.attempts, 1);
}

void TestGateways::onlyTheOwnerWrites()
{
    const JobGateway gateway(*m_database);
    planned(storedCase(), noon);
    Job job = claim(u"one"_s, noon).first();
    job.dueAt = noon + 30s;
    job.looks = 2;
    job.lastError = u"20429"_s;
    write([&](Transaction &transaction) {
        QVERIFY(!must(gateway.end(transaction, job, u"two"_s, JobEnd::Done, {})));
        QVERIFY(!must(gateway.postpone(transaction, job, u"two"_s)));
        QVERIFY(!must(gateway.startAttempt(transaction, job, u"two"_s, noon)));
    });
    QCOMPARE(valueOf(*m_database, u"SELECT state || ' ' || attempts || ' ' || lease_owner FROM jobs"_s), u"running 0 one"_s);
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.postpone(transaction, job, u"one"_s)));
        QVERIFY(!must(gateway.postpone(transaction, job, u"one"_s))); // it has it no more
        QVERIFY(!must(gateway.end(transaction, job, u"one"_s, JobEnd::Done, {})));
    });
    QVERIFY(claim(u"one"_s, noon + 29s).isEmpty());
    const Job again = claim(u"one"_s, noon + 30s).first();
    QCOMPARE(again.looks, 2);
    QCOMPARE(again.lastError, u"20429"_s);
    write([&](Transaction &transaction) {
        // One has it again, by another claim: what it did under the first is void.
        QVERIFY(!must(gateway.startAttempt(transaction, job, u"one"_s, noon)));
        QVERIFY(!must(gateway.extendLease(transaction, job, u"one"_s, noon + 1h, noon + 30s)));
        QVERIFY(!must(gateway.postpone(transaction, job, u"one"_s)));
        QVERIFY(!must(gateway.end(transaction, job, u"one"_s, JobEnd::Done, {})));
        QVERIFY(must(gateway.end(transaction, again, u"one"_s, JobEnd::Done, {})));
    });
    QCOMPARE(valueOf(*m_database, u"SELECT state || ' ' || attempts FROM jobs"_s), u"done 0"_s);
    QCOMPARE(rowsOf(*m_database, u"SELECT event FROM attempts"_s), QStringList());
}

void TestGateways::claimsByLine()
{
    const JobGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    const Job hail = planned(followUp, noon + 1s);
    const Job storm = planned(followUp, noon);
    write([&](Transaction &transaction) {
        must(transaction.change(u"UPDATE jobs SET line = '+12145550111' WHERE id = ?"_s, {hail.id.text()}));
    });
    const JobGateway::Claim any{
        .connection = u"twilio-main"_s, .engine = u"one"_s, .leaseUntil = noon + 10s, .now = noon + 1s, .limit = 10};
    const auto taken = [&](QString line, QStringList exceptLines) {
        QStringList ids;
        Transaction transaction = must(Transaction::begin(*m_database)); // and no commit
        JobGateway::Claim claim = any;
        claim.line = std::move(line);
        claim.exceptLines = std::move(exceptLines);
        for (const Job &job : must(gateway.claimDue(transaction, claim)))
            ids.append(job.id.text());
        return ids;
    };
    QCOMPARE(taken({}, {}), (QStringList{storm.id.text(), hail.id.text()}));
    QCOMPARE(taken(u"+12145550111"_s, {}), QStringList{hail.id.text()});
    QCOMPARE(taken({}, {u"+12145550199"_s, u"+12145550111"_s}), QStringList{storm.id.text()});
    QCOMPARE(must(gateway.nextDue(u"twilio-main"_s, {}, {})), noon);
    QCOMPARE(must(gateway.nextDue(u"twilio-main"_s, u"+12145550111"_s, {})), noon + 1s);
    QCOMPARE(must(gateway.nextDue(u"twilio-main"_s, {}, {storm.line})), noon + 1s);
    QCOMPARE(must(gateway.nextDue(u"another"_s, {}, {})), std::nullopt);
}

void TestGateways::paces()
{
    const PaceGateway gateway(*m_database);
    QVERIFY(must(gateway.all()).isEmpty());
    write([&](Transaction &transaction) {
        QVERIFY(must(gateway.nextAtToChange(transaction, u"+12145550100"_s)) <= noon);
        must(gateway.setNextAt(transaction, u"+12145550100"_s, noon + 1s));
        QCOMPARE(must(gateway.nextAtToChange(transaction, u"+12145550100"_s)), noon + 1s);
    });
    QCOMPARE(must(gateway.all()).value(u"+12145550100"_s), noon + 1s);
}

void TestGateways::reviews_data()
{
    QTest::addColumn<int>("how");
    QTest::addColumn<QString>("job");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("event");
    QTest::newRow("send it again") << static_cast<int>(ReviewEnd::SendAgain) << u"waiting 0"_s << u"scheduled"_s << u"send_again"_s;
    QTest::newRow("it was sent") << static_cast<int>(ReviewEnd::WasSent) << u"done 0"_s << u"sent"_s << u"was_sent"_s;
    QTest::newRow("drop it") << static_cast<int>(ReviewEnd::Drop) << u"dropped 0"_s << u"dropped"_s << u"dropped"_s;
}

void TestGateways::reviews()
{
    QFETCH(int, how);
    QFETCH(QString, job);
    QFETCH(QString, message);
    QFETCH(QString, event);
    const JobGateway gateway(*m_database);
    planned(storedCase(), noon);
    const Job doubtful = claim(u"one"_s, noon).first();
    const auto settle = [&] {
        bool settled = false;
        write([&](Transaction &transaction) {
            settled = must(gateway.settleReview(transaction, doubtful.message, static_cast<ReviewEnd>(how), u"staff:dana"_s, noon + 1h));
        });
        return settled;
    };
    QVERIFY(!settle()); // there is nothing to review yet
    write([&](Transaction &transaction) {
        must(gateway.startAttempt(transaction, doubtful, u"one"_s, noon));
        QVERIFY(must(gateway.end(transaction, doubtful, u"one"_s, JobEnd::NeedsReview, u"time-out"_s)));
        must(transaction.change(u"UPDATE messages SET state = 'needs_review', error_code = 'time-out'"_s));
    });
    const QList<Job> listed = must(gateway.toReviewList(10));
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed.first().message, doubtful.message);
    QCOMPARE(listed.first().lastError, u"time-out"_s);
    QCOMPARE(listed.first().inDoubtSince, noon);

    QVERIFY(settle());
    QVERIFY(!settle()); // somebody was faster
    QVERIFY(must(gateway.toReviewList(10)).isEmpty());
    QCOMPARE(valueOf(*m_database, u"SELECT state || ' ' || in_doubt FROM jobs"_s), job);
    QCOMPARE(rowsOf(*m_database, u"SELECT state, error_code FROM messages"_s), QStringList{message + u' '});
    const QList<AttemptEvent> attempts = must(gateway.attemptsOf(doubtful.message));
    QCOMPARE(attempts.size(), 2);
    QCOMPARE(attempts.last().event, event);
    QCOMPARE(attempts.last().engine, u"staff:dana"_s);
    QCOMPARE(attempts.last().at, noon + 1h);
    QCOMPARE(claim(u"two"_s, noon + 1h).size(), how == static_cast<int>(ReviewEnd::SendAgain) ? 1 : 0);
}

void TestGateways::dropsOnlyWhatHasNotLeft()
{
    const JobGateway gateway(*m_database);
    const calls::FollowUp followUp = storedCase();
    const Job waiting = planned(followUp, noon + 1h);
    const Job running = planned(followUp, noon);
    const Job doubtful = planned(followUp, noon + 1h);
    claim(u"one"_s, noon);
    write([&](Transaction &transaction) {
        must(transaction.change(u"UPDATE jobs SET in_doubt = 1 WHERE id = ?"_s, {doubtful.id.text()}));
        QVERIFY(must(gateway.dropWaiting(transaction, waiting.message)));
        QVERIFY(!must(gateway.dropWaiting(transaction, waiting.message)));
        QVERIFY(!must(gateway.dropWaiting(transaction, running.message)));
        QVERIFY(!must(gateway.dropWaiting(transaction, doubtful.message)));
    });
}

void TestGateways::pulses()
{
    const PulseGateway gateway(*m_database);
    write([&](Transaction &transaction) {
        must(gateway.noteEvent(transaction, u"a"_s, noon));
        must(gateway.noteFailure(transaction, u"a"_s, u"20003"_s, noon + 1s));
        must(gateway.addRefused(transaction, u"a"_s, 3, noon));
        must(gateway.addRefused(transaction, u"a"_s, 2, noon + 2s));
        must(gateway.noteSecret(transaction, u"b"_s, true));
    });
    QList<Pulse> all = must(gateway.all());
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.first().lastEventAt, noon);
    QCOMPARE(all.first().lastFailure, u"20003"_s);
    QCOMPARE(all.first().refusedSignatures, 5);
    QCOMPARE(all.first().lastRefusedAt, noon + 2s);
    QVERIFY(all.last().secretMissing);
    write([&](Transaction &transaction) {
        must(gateway.noteSuccess(transaction, u"a"_s, noon + 3s));
        must(gateway.engineSeen(transaction, u"one"_s, u"http://127.0.0.1:8080"_s, noon));
        must(gateway.engineSeen(transaction, u"one"_s, u"http://127.0.0.1:8080"_s, noon + 5s));
        must(gateway.engineSeen(transaction, u"two"_s, {}, noon));
    });
    QCOMPARE(must(gateway.all()).first().lastFailure, QString());
    QCOMPARE(must(gateway.all()).first().lastFailureAt, noon + 1s);
    QCOMPARE(must(gateway.enginesSince(noon + 1s)), QStringList{u"http://127.0.0.1:8080"_s});
    QCOMPARE(must(gateway.enginesSince(noon)).size(), 2);
    write([&](Transaction &transaction) { must(gateway.engineGone(transaction, u"one"_s)); });
    QVERIFY(must(gateway.enginesSince(noon + 1s)).isEmpty());
}

// Somebody else wrote into our tables.
void TestGateways::corruptRows()
{
    const calls::Contact known = contact();
    must(m_database->change(u"UPDATE contacts SET number = 'call me'"_s));
    QCOMPARE(ContactGateway(*m_database).findById(known.id).error().kind, ErrorKind::Corrupt);
    must(m_database->change(u"UPDATE contacts SET number = '+12145550123', id = 'me'"_s));
    QCOMPARE(ContactGateway(*m_database).find(known.number).error().kind, ErrorKind::Corrupt);
}

QTEST_GUILESS_MAIN(TestGateways)
#include "tst_gateways.moc"

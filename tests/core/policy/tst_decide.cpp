#include "base/id.h"
#include "policy/decide.h"
#include "policy/reasons.h"
#include "policy/routing.h"
#include "policy/sending.h"
#include "support/office.h"

#include <QTest>

#include <utility>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::ContactKind;
using ringback::test::instantOf;

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s); // in Dallas

template <class T>
std::optional<T> only(const Decision &decision)
{
    std::optional<T> found;
    for (const Action &action : decision.actions) {
        if (const T *one = std::get_if<T>(&action)) {
            if (found) // two are as wrong as none
                return std::nullopt;
            found = *one;
        }
    }
    return found;
}

// What the decision does, in order.
QStringList kinds(const Decision &decision)
{
    struct Name {
        QString operator()(const OpenCase &) const { return u"open"_s; }
        QString operator()(const JoinCase &) const { return u"join"_s; }
        QString operator()(const WriteLead &) const { return u"lead"_s; }
        QString operator()(const ScheduleText &) const { return u"text"_s; }
        QString operator()(const CreateTask &) const { return u"task"_s; }
        QString operator()(const RaisePriority &) const { return u"raise"_s; }
        QString operator()(const PlanStep &) const { return u"plan"_s; }
    };
    QStringList names;
    for (const Action &action : decision.actions)
        names.append(std::visit(Name(), action));
    return names;
}

} // namespace

class TestDecide : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void screening_data();
    void screening();
    void screenedCallsDoNothing();
    void screeningAsThePlaybookSays();
    void aMissedCall();
    void ringTimeNotKnown();
    void textForbidden_data();
    void textForbidden();
    void quietHours_data();
    void quietHours();
    void nightForTheCallerOnly();
    void statesAreStricter();
    void zoneOnRecordDecides();
    void templates_data();
    void templates();
    void language();
    void repeatCalls_data();
    void repeatCalls();
    void aRepeatCallWithoutATaskGetsOne();
    void routesPriorCustomers();
    void aTeamThatNobodyIsIn();
    void givesByTurn();
    void notSpam();
    void repeatedShortCalls();
    void inAStorm();
    void returningOurCall();
    void onlyACaseThatOpensPlans();
    void lateArrival();
    void lateArrivalAfterTheNight();
    void aFirstStepThatIsNoText();
    void unexpectedText();
    void whoLooksAfterThem_data();
    void whoLooksAfterThem();
    void whoLooksAfterThemComesSecond();

private:
    [[nodiscard]] Rules rules() const
    {
        return {.playbook = m_book, .quietHours = m_book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    }
    [[nodiscard]] CallFacts facts() const
    {
        return {.call = m_call, .line = m_setup.lines.first(), .candidates = {{.staff = person(u"dana"_s)}, {.staff = person(u"sam"_s)}}};
    }
    [[nodiscard]] calls::Staff person(const QString &id) const { return *m_setup.person(id); }
    [[nodiscard]] calls::Contact contact(ContactKind kind)
    {
        return {.id = m_ids.next<calls::ContactId>(noon), .number = test::number(u"+12145550123"_s), .kind = kind};
    }
    [[nodiscard]] calls::FollowUp openCase()
    {
        return {.id = m_ids.next<calls::FollowUpId>(noon), .contact = m_ids.next<calls::ContactId>(noon)};
    }
    [[nodiscard]] calls::CallbackTask task(bool priority = false)
    {
        return {.id = m_ids.next<calls::TaskId>(noon), .followUp = m_ids.next<calls::FollowUpId>(noon), .priority = priority};
    }
    void callEndsAt(Instant at)
    {
        m_call.startedAt = at - 30s;
        m_call.endedAt = at;
    }

    IdSource m_ids{1};
    const settings::Setup m_setup = test::exampleSetup();
    playbook::Playbook m_book;
    calls::Call m_call{.id = m_ids.next<calls::CallId>(noon), .caller = calls::Withheld{}};
};

void TestDecide::init()
{
    m_book = test::roofing();
    m_book.quietHours->stateRules = false; // Texas keeps hours of its own; see statesAreStricter()
    m_call = calls::Call{.id = m_ids.next<calls::CallId>(noon),
                         .caller = test::number(u"+12145550123"_s),
                         .line = u"+12145550100"_s,
                         .ringTime = 24s,
                         .verdict = calls::Verdict::Missed};
    callEndsAt(noon);
}

void TestDecide::screening_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<qint64>("ringMs"); // -1 = not known
    QTest::addColumn<bool>("ourLine");
    QTest::addColumn<bool>("ownNumber");
    QTest::addColumn<bool>("spam");
    QTest::addColumn<QStringList>("reasons");

    const QString caller = u"+12145550123"_s;
    const auto row = [&](const char *name, const QString &from, qint64 ringMs, const QStringList &reasons) {
        QTest::newRow(name) << from << ringMs << true << false << false << reasons;
    };
    row("rang long enough", caller, 24'000, {});
    row("rang 9.999 s", caller, 9'999, {u"too_short"_s});
    row("rang 10 s", caller, 10'000, {});
    row("did not ring at all", caller, 0, {u"too_short"_s});
    row("nobody knows how long it rang", caller, -1, {});
    row("anonymous", u"anonymous"_s, 24'000, {u"withheld_number"_s});
    row("ANONYMOUS on a keypad", u"+266696687"_s, 24'000, {u"withheld_number"_s});
    row("a SIP address", u"sip:a@b.example"_s, 24'000, {u"unusable_number"_s});
    row("a short code", u"22345"_s, 24'000, {u"unusable_number"_s});
    QTest::newRow("a line that is not ours") << caller << qint64(24'000) << false << false << false << QStringList{u"no_line"_s};
    QTest::newRow("one of our phones") << caller << qint64(24'000) << true << true << false << QStringList{u"own_number"_s};
    QTest::newRow("listed as spam") << caller << qint64(24'000) << true << false << true << QStringList{u"listed_as_spam"_s};
    QTest::newRow("one reason is enough") << caller << qint64(0) << true << true << true << QStringList{u"own_number"_s};
}

void TestDecide::screening()
{
    QFETCH(QString, from);
    QFETCH(qint64, ringMs);
    QFETCH(bool, ourLine);
    QFETCH(bool, ownNumber);
    QFETCH(bool, spam);
    QFETCH(QStringList, reasons);

    m_call.caller = calls::readCallerId(from);
    m_call.ringTime = ringMs < 0 ? std::nullopt : std::optional(Milliseconds(ringMs));
    m_call.reputation.listedAsSpam = spam;
    CallFacts known = facts();
    if (!ourLine)
        known.line.reset();
    known.ownNumber = ownNumber;
    QCOMPARE(screen(known, m_book.screening), reasons);

    const Decision decision = decide(known, rules(), noon);
    if (reasons.isEmpty())
        QCOMPARE(kinds(decision), (QStringList{u"open"_s, u"lead"_s, u"task"_s, u"text"_s, u"plan"_s}));
    else
        QCOMPARE(decision, (Decision{{}, reasons}));
}

void TestDecide::screenedCallsDoNothing()
{
    m_call.ringTime = 3s;
    CallFacts known = facts();
    known.openCase = openCase(); // not even a case that is open counts it
    QVERIFY(decide(known, rules(), noon).actions.isEmpty());
}

void TestDecide::screeningAsThePlaybookSays()
{
    m_call.ringTime = 1s;
    m_call.reputation.listedAsSpam = true;
    m_book.screening = {.shortRing = 0s, .withheldNumbers = false, .listedAsSpam = false};
    QCOMPARE(screen(facts(), m_book.screening), QStringList());
    m_call.caller = calls::Withheld{}; // there is still nobody to call back
    QCOMPARE(screen(facts(), m_book.screening), QStringList{u"withheld_number"_s});
}

void TestDecide::aMissedCall()
{
    const Decision decision = decide(facts(), rules(), noon);
    QCOMPARE(kinds(decision), (QStringList{u"open"_s, u"lead"_s, u"task"_s, u"text"_s, u"plan"_s})); // the lead before the text
    QCOMPARE(decision.reasons, (QStringList{u"assigned_next_available"_s, u"texted"_s}));
    QCOMPARE(only<WriteLead>(decision), (WriteLead{u"missed-call-automation"_s, u"main line"_s, u"needs_callback"_s}));
    CreateTask task = only<CreateTask>(decision).value();
    QCOMPARE(std::exchange(task.considered, {}).size(), 2);
    QCOMPARE(task, (CreateTask{.team = u"office"_s, .assignedTo = u"dana"_s, .dueAt = noon + 30min, .byTurn = true}));
    QCOMPARE(only<ScheduleText>(decision),
             (ScheduleText{
                 .step = u"text_back"_s, .templateId = u"text_back"_s, .language = u"en"_s, .dueAt = noon, .trueUntil = noon + 30min}));
}

void TestDecide::ringTimeNotKnown()
{
    m_call.ringTime.reset();
    const Decision decision = decide(facts(), rules(), noon);
    QCOMPARE(decision.reasons, (QStringList{u"ring_time_unknown"_s, u"assigned_next_available"_s, u"texted"_s}));
    QVERIFY(only<ScheduleText>(decision));
}

void TestDecide::textForbidden_data()
{
    QTest::addColumn<QString>("fact");
    QTest::addColumn<QString>("reason");

    QTest::newRow("opted out") << u"opted out"_s << u"opted_out"_s;
    QTest::newRow("has perhaps opted out") << u"likely"_s << u"likely_opted_out"_s;
    QTest::newRow("on the do-not-text list") << u"do not text"_s << u"do_not_text"_s;
    QTest::newRow("the line sends no texts") << u"no sender"_s << u"no_sender"_s;
    QTest::newRow("texted within the dedup window, by whatever line") << u"texted"_s << u"already_texted"_s;
    QTest::newRow("a text waits for the morning") << u"planned"_s << u"already_texted"_s;
}

// A person has the callback all the same.
void TestDecide::textForbidden()
{
    QFETCH(QString, fact);
    QFETCH(QString, reason);

    CallFacts known = facts();
    known.optedOut = fact == "opted out"_L1;
    known.likelyOptedOut = fact == "likely"_L1;
    known.doNotText = fact == "do not text"_L1;
    if (fact == "no sender"_L1)
        known.line->textsConnection.clear();
    if (fact == "texted"_L1)
        known.textedAt = noon - 3h;
    if (fact == "planned"_L1)
        known.textedAt = noon + 10h;
    const Decision decision = decide(known, rules(), noon);
    QStringList actions{u"open"_s, u"lead"_s, u"task"_s};
    if (known.doNotText || known.line->textsConnection.isEmpty()) // who cannot be texted may still get the e-mails
        actions.append(u"plan"_s);
    QCOMPARE(kinds(decision), actions);
    QCOMPARE(decision.reasons, (QStringList{u"assigned_next_available"_s, reason}));
}

void TestDecide::quietHours_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("dueAt");
    QTest::addColumn<bool>("quiet");

    // Dallas is UTC-6.
    QTest::newRow("8:59:59 PM leaves at once") << u"2026-11-21T02:59:59Z"_s << u"2026-11-21T02:59:59Z"_s << false;
    QTest::newRow("9 PM waits for eight") << u"2026-11-21T03:00:00Z"_s << u"2026-11-21T14:00:00Z"_s << true;
    QTest::newRow("10:45 PM waits for eight") << u"2026-11-21T04:45:00Z"_s << u"2026-11-21T14:00:00Z"_s << true;
    QTest::newRow("7:59 AM waits for eight") << u"2026-11-21T13:59:00Z"_s << u"2026-11-21T14:00:00Z"_s << true;
    QTest::newRow("8 AM leaves at once") << u"2026-11-21T14:00:00Z"_s << u"2026-11-21T14:00:00Z"_s << false;
}

void TestDecide::quietHours()
{
    QFETCH(QString, now);
    QFETCH(QString, dueAt);
    QFETCH(bool, quiet);

    callEndsAt(instantOf(now));
    const Decision decision = decide(facts(), rules(), instantOf(now));
    const std::optional<ScheduleText> text = only<ScheduleText>(decision);
    QVERIFY(text);
    QCOMPARE(toIso(text->dueAt), toIso(instantOf(dueAt)));
    QCOMPARE(text->trueUntil - text->dueAt, Milliseconds(30min));
    QCOMPARE(text->templateId, quiet ? u"text_back_late"_s : u"text_back"_s);
    QCOMPARE(decision.reasons.contains(u"quiet_hours"_s), quiet);
    QCOMPARE(decision.reasons.contains(u"texted"_s), !quiet);
    QCOMPARE(toIso(only<CreateTask>(decision)->dueAt), toIso(instantOf(now) + 30min)); // people work at night

    Rules always = rules();
    always.quietHours.reset();
    QCOMPARE(only<ScheduleText>(decide(facts(), always, instantOf(now)))->dueAt, instantOf(now));
}

// 7:30 PM at the office in Dallas, 8:30 PM in New York; an hour later it is night there only.
void TestDecide::nightForTheCallerOnly()
{
    m_call.caller = test::number(u"+12125550123"_s);
    const Instant evening = instantOf(u"2026-11-21T01:30:00Z"_s);
    callEndsAt(evening);
    QCOMPARE(only<ScheduleText>(decide(facts(), rules(), evening))->dueAt, evening);
    callEndsAt(evening + 1h);
    QCOMPARE(only<ScheduleText>(decide(facts(), rules(), evening + 1h))->dueAt, instantOf(u"2026-11-21T13:00:00Z"_s));
}

// 8:30 on a Friday in Dallas; ten on a Sunday.
void TestDecide::statesAreStricter()
{
    m_book.quietHours->stateRules = true;
    const Instant friday = instantOf(u"2026-11-20T14:30:00Z"_s);
    callEndsAt(friday);
    QCOMPARE(only<ScheduleText>(decide(facts(), rules(), friday))->dueAt, instantOf(u"2026-11-20T15:00:00Z"_s));
    QVERIFY(decide(facts(), rules(), friday).reasons.contains(u"quiet_hours"_s));
    const Instant sunday = instantOf(u"2026-11-22T16:00:00Z"_s);
    callEndsAt(sunday);
    QCOMPARE(only<ScheduleText>(decide(facts(), rules(), sunday))->dueAt, instantOf(u"2026-11-22T18:00:00Z"_s));
    m_call.caller = test::number(u"+16155550123"_s); // Tennessee, in the same zone, has no hours of its own
    QCOMPARE(only<ScheduleText>(decide(facts(), rules(), sunday))->dueAt, sunday);
}

void TestDecide::zoneOnRecordDecides()
{
    CallFacts known = facts();
    known.contact = contact(ContactKind::NewLead);
    known.contact->timeZone = "Pacific/Honolulu"; // noon in Dallas is 8 AM there
    QCOMPARE(only<ScheduleText>(decide(known, rules(), noon))->dueAt, noon);
    callEndsAt(noon - 1ms);
    QCOMPARE(only<ScheduleText>(decide(known, rules(), noon - 1ms))->dueAt, noon);
    QVERIFY(decide(known, rules(), noon - 1ms).reasons.contains(u"quiet_hours"_s));
}

void TestDecide::templates_data()
{
    QTest::addColumn<int>("kind"); // -1 = not in the lead book
    QTest::addColumn<bool>("night");
    QTest::addColumn<QString>("templateId");

    const auto row = [](const char *name, int kind, bool night, const QString &id) {
        QTest::newRow(name) << kind << night << id;
    };
    row("an unknown caller", -1, false, u"text_back"_s);
    row("a new lead", static_cast<int>(ContactKind::NewLead), false, u"text_back"_s);
    row("a prior customer", static_cast<int>(ContactKind::PriorCustomer), false, u"text_back_prior_customer"_s);
    row("a client, for whom roofing has no words of their own", static_cast<int>(ContactKind::Client), false, u"text_back"_s);
    row("a prior customer at night", static_cast<int>(ContactKind::PriorCustomer), true, u"text_back_late"_s);
}

void TestDecide::templates()
{
    QFETCH(int, kind);
    QFETCH(bool, night);
    QFETCH(QString, templateId);

    CallFacts known = facts();
    if (kind >= 0)
        known.contact = contact(static_cast<ContactKind>(kind));
    const Instant now = night ? instantOf(u"2026-11-21T04:45:00Z"_s) : noon;
    callEndsAt(now);
    QCOMPARE(only<ScheduleText>(decide(known, rules(), now))->templateId, templateId);
}

void TestDecide::language()
{
    CallFacts known = facts();
    known.contact = contact(ContactKind::NewLead);
    known.contact->language = u"es"_s;
    QCOMPARE(only<ScheduleText>(decide(known, rules(), noon))->language, u"es"_s);
    known.contact->language.clear();
    Rules spanish = rules();
    spanish.officeLanguage = u"es"_s;
    QCOMPARE(only<ScheduleText>(decide(known, spanish, noon))->language, u"es"_s);
}

void TestDecide::repeatCalls_data()
{
    QTest::addColumn<int>("before"); // missed calls of the case within the hour
    QTest::addColumn<bool>("priority");
    QTest::addColumn<QStringList>("actions");

    QTest::newRow("the second joins") << 1 << false << QStringList{u"join"_s};
    QTest::newRow("the third in an hour is urgent") << 2 << false << QStringList{u"join"_s, u"raise"_s};
    QTest::newRow("the fourth too, if nothing made it urgent before") << 3 << false << QStringList{u"join"_s, u"raise"_s};
    QTest::newRow("what is urgent stays so") << 2 << true << QStringList{u"join"_s};
    QTest::newRow("the third, but the others were yesterday") << 0 << false << QStringList{u"join"_s};
}

void TestDecide::repeatCalls()
{
    QFETCH(int, before);
    QFETCH(bool, priority);
    QFETCH(QStringList, actions);

    CallFacts known = facts();
    known.openCase = openCase();
    known.liveTask = task(priority);
    known.callsInTheLastHour = before;
    known.textedAt = noon - 20min; // so the first text stays the only one
    const Decision decision = decide(known, rules(), noon);
    QCOMPARE(kinds(decision), actions);
    QCOMPARE(only<JoinCase>(decision), JoinCase{known.openCase->id});
    if (actions.contains(u"raise"_s))
        QCOMPARE(only<RaisePriority>(decision), RaisePriority{known.liveTask->id});
    QCOMPARE(decision.reasons, (QStringList{u"repeat_call"_s, u"already_texted"_s}));

    known.textedAt.reset(); // the case is older than the dedup window
    QCOMPARE(kinds(decide(known, rules(), noon)), actions + QStringList{u"text"_s});
}

void TestDecide::aRepeatCallWithoutATaskGetsOne()
{
    CallFacts known = facts();
    known.openCase = openCase();
    known.textedAt = noon - 20min;
    QCOMPARE(kinds(decide(known, rules(), noon)), (QStringList{u"join"_s, u"task"_s}));
}

void TestDecide::routesPriorCustomers()
{
    CallFacts known = facts();
    known.contact = contact(ContactKind::PriorCustomer);
    const Decision decision = decide(known, rules(), noon);
    CreateTask task = only<CreateTask>(decision).value();
    QCOMPARE(std::exchange(task.considered, {}).size(), 2);
    QCOMPARE(task, (CreateTask{.team = u"office"_s,
                               .assignedTo = u"sam"_s, // the senior one
                               .dueAt = noon + 30min,
                               .priority = true,
                               .note = u"prior customer: handle with priority"_s,
                               .byTurn = true}));
    QVERIFY(decision.reasons.contains(u"senior_first"_s));
    QVERIFY(decision.reasons.contains(u"prior_customer"_s));

    known.candidates[1].liveTasks = 6; // as many as Sam takes
    QCOMPARE(only<CreateTask>(decide(known, rules(), noon))->assignedTo, u"dana"_s);
}

void TestDecide::aTeamThatNobodyIsIn()
{
    m_book.callback.routes[u"default"_s].team = u"clients"_s;
    QCOMPARE(only<CreateTask>(decide(facts(), rules(), noon))->team, u"office"_s);
    m_book.callback.routes[u"default"_s].team = u"dallas"_s;
    QCOMPARE(only<CreateTask>(decide(facts(), rules(), noon))->team, u"dallas"_s);
    QCOMPARE(only<CreateTask>(decide(facts(), rules(), noon))->assignedTo, u"sam"_s);
}

// Who gets it is routing's (tst_routing); here: what the decision says of it.
void TestDecide::givesByTurn()
{
    CallFacts known = facts();
    known.turns.teams[u"office"_s] = {.at = 0, .next = {{u"dana"_s, turnLength}, {u"sam"_s, 0}}};
    known.candidates.first().liveTasks = 1; // less than crowdedBy decides nothing
    const CreateTask task = only<CreateTask>(decide(known, rules(), noon)).value();
    QCOMPARE(task.assignedTo, u"sam"_s);
    QVERIFY(task.byTurn);
    QCOMPARE(task.considered.size(), 2);
    QCOMPARE(task.considered.first().standing, Standing::Chosen);
    QCOMPARE(task.considered.last().standing, Standing::NotTheirTurn);

    known.owner = u"dana"_s; // takes nobody's turn
    QVERIFY(!only<CreateTask>(decide(known, rules(), noon))->byTurn);
    for (Candidate &candidate : known.candidates)
        candidate.availability.readiness = Readiness::OffShift;
    const Decision nobody = decide(known, rules(), noon);
    QCOMPARE(only<CreateTask>(nobody)->assignedTo, QString());
    QVERIFY(!only<CreateTask>(nobody)->byTurn);
    QCOMPARE(nobody.reasons.mid(0, 2), (QStringList{u"owner_not_here"_s, u"nobody_available"_s}));
}

// A person who says that a caller is no robot takes the callback, on shift or not.
void TestDecide::notSpam()
{
    CallFacts known = facts();
    for (Candidate &candidate : known.candidates)
        candidate.availability.readiness = Readiness::OffShift;
    const calls::Contact caller = contact(ContactKind::NewLead);
    const Decision theirs = decideNotSpam(known.line, caller, known.candidates, u"sam"_s, rules(), noon);
    QCOMPARE(only<CreateTask>(theirs)->assignedTo, u"sam"_s);
    QCOMPARE(theirs.reasons, QStringList{u"not_spam"_s});
    const Decision queued = decideNotSpam(known.line, caller, known.candidates, u"robin"_s, rules(), noon);
    QCOMPARE(only<CreateTask>(queued)->assignedTo, QString());
    QCOMPARE(queued.reasons, (QStringList{u"not_spam"_s, u"nobody_available"_s}));
    known.candidates.last().staff.suspended = true;
    QCOMPARE(only<CreateTask>(decideNotSpam(known.line, caller, known.candidates, u"sam"_s, rules(), noon))->assignedTo, QString());
}

// Three in an hour: somebody in need who keeps giving up. A person calls; no text, also not later.
void TestDecide::repeatedShortCalls()
{
    m_call.ringTime = 3s;
    CallFacts known = facts();
    known.shortCallsInTheLastHour = 1;
    QCOMPARE(decide(known, rules(), noon), (Decision{{}, {u"too_short"_s}}));
    known.shortCallsInTheLastHour = 2;
    const Decision decision = decide(known, rules(), noon);
    QCOMPARE(kinds(decision), (QStringList{u"open"_s, u"lead"_s, u"task"_s}));
    QCOMPARE(decision.reasons, (QStringList{u"repeated_short_calls"_s, u"assigned_next_available"_s, u"too_short"_s}));
    QVERIFY(only<CreateTask>(decision)->priority); // three missed calls in an hour are urgent
    known.ownNumber = true; // what else screens a call still does
    QCOMPARE(decide(known, rules(), noon), (Decision{{}, {u"own_number"_s}}));
}

void TestDecide::inAStorm()
{
    CallFacts known = facts();
    known.storm = true;
    const Decision decision = decide(known, rules(), noon);
    QCOMPARE(only<ScheduleText>(decision)->templateId, u"text_back_storm"_s);
    QVERIFY(decision.reasons.contains(u"storm"_s));
    m_book.steps.first().templates.remove(u"storm"_s);
    QCOMPARE(only<ScheduleText>(decide(known, rules(), noon))->templateId, u"text_back"_s);
}

void TestDecide::returningOurCall()
{
    CallFacts known = facts();
    known.storm = true;
    known.ourCall = OurCall{.at = noon - 1h, .staff = u"sam"_s};
    const Decision decision = decide(known, rules(), noon);
    QCOMPARE(only<CreateTask>(decision)->assignedTo, u"sam"_s);
    QVERIFY(only<CreateTask>(decision)->priority);
    QCOMPARE(only<ScheduleText>(decision)->templateId, u"text_back_returning"_s);
    QCOMPARE(decision.reasons, (QStringList{u"returning_our_call"_s, u"texted"_s, u"storm"_s}));
    known.ourCall->staff = u"gone"_s; // has left the office
    QCOMPARE(only<CreateTask>(decide(known, rules(), noon))->assignedTo, u"dana"_s);

    known.ourCall->staff = u"sam"_s;
    known.candidates.last().availability.readiness = Readiness::Away;
    QCOMPARE(only<CreateTask>(decide(known, rules(), noon))->assignedTo, u"dana"_s);
    QCOMPARE(decide(known, rules(), noon).reasons.mid(0, 2), (QStringList{u"returning_our_call"_s, u"assigned_next_available"_s}));
    known.openCase = openCase();
    known.liveTask = task();
    QCOMPARE(only<RaisePriority>(decide(known, rules(), noon)), RaisePriority{known.liveTask->id}); // not to who is away
    known.candidates.last().availability.readiness = Readiness::Busy;
    QCOMPARE(only<RaisePriority>(decide(known, rules(), noon)), (RaisePriority{known.liveTask->id, u"sam"_s}));
    known.liveTask->state = calls::TaskState::Claimed; // stays with who claimed it
    QCOMPARE(only<RaisePriority>(decide(known, rules(), noon)), RaisePriority{known.liveTask->id});
    known.liveTask->priority = true;
    QVERIFY(!only<RaisePriority>(decide(known, rules(), noon)));
}

void TestDecide::onlyACaseThatOpensPlans()
{
    CallFacts known = facts();
    QCOMPARE(only<PlanStep>(decide(known, rules(), noon)), (PlanStep{u"second_touch"_s, noon + 90min}));
    known.openCase = openCase();
    known.liveTask = task();
    QVERIFY(!only<PlanStep>(decide(known, rules(), noon)));
}

// The webhook was three hours late, at noon: the words would not be true, and there was no night to speak of.
void TestDecide::lateArrival()
{
    callEndsAt(noon - 3h);
    const Decision decision = decide(facts(), rules(), noon);
    const ScheduleText text = only<ScheduleText>(decision).value();
    QCOMPARE(text.dueAt, noon);
    QCOMPARE(text.trueUntil, noon - 2h - 30min);
    const TextFacts sending{
        .to = test::number(u"+12145550123"_s), .dueAt = text.dueAt, .trueUntil = text.trueUntil, .step = m_book.step(text.step)};
    QVERIFY(decideSending(sending, rules(), noon) == TextDecision(DropText{u"no_longer_true"_s}));
    QCOMPARE(only<CreateTask>(decision)->dueAt, noon - 2h - 30min); // the callback stands, and is overdue: the caller waits since then
}

// Called at 10 PM; the engine was off until nine.
void TestDecide::lateArrivalAfterTheNight()
{
    const Instant nine = instantOf(u"2026-11-21T15:00:00Z"_s);
    callEndsAt(instantOf(u"2026-11-21T04:00:00Z"_s));
    const ScheduleText text = only<ScheduleText>(decide(facts(), rules(), nine)).value();
    const TextFacts sending{
        .to = test::number(u"+12145550123"_s), .dueAt = text.dueAt, .trueUntil = text.trueUntil, .step = m_book.step(text.step)};
    QVERIFY(decideSending(sending, rules(), nine) == TextDecision(SendInstead{u"text_back_late"_s, nine + 30min}));
}

void TestDecide::aFirstStepThatIsNoText()
{
    m_book.steps.first().action = playbook::StepAction::Email;
    const Decision decision = decide(facts(), rules(), noon);
    QCOMPARE(kinds(decision), (QStringList{u"open"_s, u"lead"_s, u"task"_s, u"plan"_s}));
    QCOMPARE(only<PlanStep>(decision), (PlanStep{u"text_back"_s, noon})); // decided about like any later one
    m_book.steps.clear();
    QCOMPARE(kinds(decide(facts(), rules(), noon)), (QStringList{u"open"_s, u"lead"_s, u"task"_s}));
}

void TestDecide::unexpectedText()
{
    const QList<Candidate> staff = facts().candidates;
    const Decision decision = decideUnexpectedText(m_setup.lines.at(1), contact(ContactKind::NewLead), staff, rules(), noon);
    QCOMPARE(kinds(decision), (QStringList{u"open"_s, u"lead"_s, u"task"_s})); // a person answers, no machine
    QCOMPARE(decision.reasons, (QStringList{u"texted_us"_s, u"assigned_next_available"_s}));
    QCOMPARE(only<WriteLead>(decision)->source, u"hail campaign"_s);
    QCOMPARE(only<CreateTask>(decision)->team, u"dallas"_s);

    const Decision nowhere = decideUnexpectedText(std::nullopt, contact(ContactKind::PriorCustomer), staff, rules(), noon);
    QCOMPARE(only<CreateTask>(nowhere)->assignedTo, u"sam"_s);
    QVERIFY(only<CreateTask>(nowhere)->priority);
}

void TestDecide::whoLooksAfterThem_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<int>("onTheDesk"); // Sam's, who takes six
    QTest::addColumn<QString>("assignedTo");
    QTest::addColumn<QString>("reason");
    QTest::newRow("with room") << u"sam"_s << 5 << u"sam"_s << u"owner_of_record"_s;
    QTest::newRow("a full desk") << u"sam"_s << 6 << u"dana"_s << u"assigned_next_available"_s;
    QTest::newRow("not of the team") << u"pat"_s << 5 << u"pat"_s << u"owner_of_record"_s;
    QTest::newRow("not on the list") << u"robin"_s << 5 << u"dana"_s << u"assigned_next_available"_s;
    QTest::newRow("nobody") << QString() << 5 << u"dana"_s << u"assigned_next_available"_s;
}

void TestDecide::whoLooksAfterThem()
{
    QFETCH(int, onTheDesk);
    QFETCH(QString, reason);
    CallFacts known = facts();
    known.candidates.append({.staff = person(u"pat"_s)});
    known.candidates[1].liveTasks = onTheDesk;
    QFETCH(QString, owner);
    known.owner = owner;
    const Decision decision = decide(known, rules(), noon);
    QTEST(only<CreateTask>(decision)->assignedTo, "assignedTo");
    QCOMPARE(only<CreateTask>(decision)->team, u"office"_s);
    QVERIFY(decision.reasons.contains(reason));
    QCOMPARE(decision.reasons.contains(u"assigned_next_available"_s), reason == "assigned_next_available"_L1);

    const Decision text =
        decideUnexpectedText(m_setup.lines.first(), contact(ContactKind::NewLead), known.candidates, rules(), noon, owner);
    QTEST(only<CreateTask>(text)->assignedTo, "assignedTo");
    QVERIFY(text.reasons.contains(reason));
}

// Who returns a call of ours wants the person who made it.
void TestDecide::whoLooksAfterThemComesSecond()
{
    CallFacts known = facts();
    known.owner = u"sam"_s;
    known.ourCall = OurCall{.at = noon - 10min, .staff = u"dana"_s};
    const Decision decision = decide(known, rules(), noon);
    QCOMPARE(only<CreateTask>(decision)->assignedTo, u"dana"_s);
    QVERIFY(!decision.reasons.contains(u"owner_of_record"_s));

    known.ourCall.reset();
    known.openCase = openCase(); // a live task stays with whom it is
    known.liveTask = task();
    QVERIFY(!only<CreateTask>(decide(known, rules(), noon)));
    known.liveTask.reset();
    QCOMPARE(only<CreateTask>(decide(known, rules(), noon))->assignedTo, u"sam"_s);
}

QTEST_GUILESS_MAIN(TestDecide)
#include "tst_decide.moc"

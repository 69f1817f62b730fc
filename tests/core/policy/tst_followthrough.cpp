#include "base/id.h"
#include "policy/followthrough.h"
#include "policy/reasons.h"
#include "support/office.h"

#include <QTest>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Channel;
using calls::TaskState;
using ringback::test::instantOf;

Q_DECLARE_METATYPE(ringback::policy::StepDecision)

namespace {

const Instant noon = instantOf(u"2026-11-20T18:00:00Z"_s); // a Friday in Dallas

StopSteps stop(const char16_t *why)
{
    return {QString::fromUtf16(why)};
}

SkipStep skip(const char16_t *why)
{
    return {QString::fromUtf16(why)};
}

} // namespace

class TestFollowThrough : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void nextStep_data();
    void nextStep();
    void aStepNobodyKnowsHasNoNext();
    void whatStopsAndSkips_data();
    void whatStopsAndSkips();
    void aStepThatStopsOnNothingElse();
    void secondTouch_data();
    void secondTouch();
    void stepWords();
    void checks_data();
    void checks();
    void escalates_data();
    void escalates();
    void nobodyElseIsFree();
    void theWholeLadderInOneGo();
    void aClaimThatLapses();
    void aClaimInTheHumanQueue();
    void finishedTasksRest();
    void answered_data();
    void answered();
    void storms_data();
    void storms();

private:
    [[nodiscard]] Rules rules() const
    {
        return {.playbook = m_book, .quietHours = m_book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    }
    [[nodiscard]] calls::CallbackTask task() const
    {
        calls::CallbackTask task = m_task;
        task.checkAt = nextCheck(task, m_book.callback);
        return task;
    }
    [[nodiscard]] calls::CallbackTask claimedAfter(std::chrono::minutes after) const
    {
        calls::CallbackTask task = m_task;
        task.state = TaskState::Claimed;
        task.claimedBy = u"sam"_s;
        task.claimedAt = noon + after;
        return task;
    }
    [[nodiscard]] TaskFacts facts(const calls::CallbackTask &task, const QStringList &staff = {u"pat"_s, u"dana"_s, u"sam"_s}) const
    {
        TaskFacts facts{.task = task, .candidates = {}};
        for (const QString &id : staff) {
            facts.candidates.append({.staff = *m_setup.person(id)});
            facts.candidates.last().staff.teams = QStringList{u"office"_s};
        }
        return facts;
    }

    IdSource m_ids{1};
    const settings::Setup m_setup = test::exampleSetup();
    playbook::Playbook m_book;
    calls::Contact m_contact{.id = m_ids.next<calls::ContactId>(noon), .number = test::number(u"+12145550123"_s)};
    calls::FollowUp m_case{.id = m_ids.next<calls::FollowUpId>(noon), .contact = m_ids.next<calls::ContactId>(noon)};
    const calls::CallbackTask m_task{.id = m_ids.next<calls::TaskId>(noon),
                                     .followUp = m_ids.next<calls::FollowUpId>(noon),
                                     .team = u"office"_s,
                                     .assignedTo = u"dana"_s,
                                     .createdAt = noon,
                                     .dueAt = noon + 30min};
};

void TestFollowThrough::init()
{
    m_book = test::roofing();
    m_book.quietHours->stateRules = false;
    m_contact.email.clear();
    m_contact.language.clear();
}

void TestFollowThrough::nextStep_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("next"); // empty = none
    QTest::addColumn<qint64>("minutes"); // after the call

    QTest::newRow("after the answer to the call") << QString() << u"second_touch"_s << qint64(90);
    QTest::newRow("the same, said by its name") << u"text_back"_s << u"second_touch"_s << qint64(90);
    QTest::newRow("steps of one time are decided about one by one") << u"second_touch"_s << u"second_touch_email"_s << qint64(90);
    QTest::newRow("the day after, counted from the call") << u"second_touch_email"_s << u"next_day_email"_s << qint64(24 * 60);
    QTest::newRow("then only people") << u"next_day_email"_s << QString() << qint64(0);
}

void TestFollowThrough::nextStep()
{
    QFETCH(QString, step);
    QFETCH(QString, next);
    QFETCH(qint64, minutes);
    const std::optional<PlanStep> plan = policy::nextStep(m_book, step, noon);
    QCOMPARE(plan.has_value(), !next.isEmpty());
    if (plan)
        QCOMPARE(*plan, (PlanStep{next, noon + std::chrono::minutes(minutes)}));
}

void TestFollowThrough::aStepNobodyKnowsHasNoNext()
{
    QVERIFY(!policy::nextStep(m_book, u"gone"_s, noon));
    m_book.steps.clear();
    QVERIFY(!policy::nextStep(m_book, {}, noon));
}

void TestFollowThrough::whatStopsAndSkips_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QStringList>("said");
    QTest::addColumn<StepDecision>("decision"); // SendStep{} = some message

    const auto row = [](const char *name, const QString &step, const QStringList &said, const StepDecision &decision) {
        QTest::newRow(name) << step << said << decision;
    };
    const QString text = u"second_touch"_s;
    const QString email = u"second_touch_email"_s;
    const SendStep sends;
    row("a text to who has no e-mail address", text, {}, sends);
    row("an e-mail to who has one", email, {u"address"_s, u"mailer"_s}, sends);
    row("no text to who gets the e-mail", text, {u"address"_s, u"mailer"_s}, skip(reason::emailOnFile));
    row("no e-mail without an address", email, {u"mailer"_s}, skip(reason::noEmail));
    row("no e-mail without a mail server", email, {u"address"_s}, skip(reason::noMailer));
    row("without a mail server the text goes after all", text, {u"address"_s}, sends);
    row("the line sends no texts", text, {u"no sender"_s}, skip(reason::noSender));
    row("the line sends no texts; the e-mail goes", email, {u"no sender"_s, u"address"_s, u"mailer"_s}, sends);
    row("on the do-not-text list", text, {u"do not text"_s}, skip(reason::doNotText));
    row("on the do-not-text list; the e-mail goes", email, {u"do not text"_s, u"address"_s, u"mailer"_s}, sends);
    row("opted out", text, {u"opted out"_s}, stop(reason::optedOut));
    row("opted out of texts is out of e-mails", email, {u"opted out"_s, u"address"_s, u"mailer"_s}, stop(reason::optedOut));
    row("perhaps opted out", text, {u"likely"_s}, skip(reason::likelyOptedOut));
    row("perhaps opted out, by e-mail", email, {u"likely"_s, u"address"_s, u"mailer"_s}, skip(reason::likelyOptedOut));
    row("replied", text, {u"replied"_s}, stop(reason::replied));
    row("reached", email, {u"reached"_s, u"address"_s, u"mailer"_s}, stop(reason::reached));
    row("closed", text, {u"closed"_s}, stop(reason::caseClosed));
    row("claimed", text, {u"claimed"_s}, stop(reason::claimed));
    row("what stops goes before what skips", text, {u"claimed"_s, u"no sender"_s}, stop(reason::claimed));
}

void TestFollowThrough::whatStopsAndSkips()
{
    QFETCH(QString, step);
    QFETCH(QStringList, said);
    QFETCH(StepDecision, decision);

    const auto is = [&](const QString &fact) {
        return said.contains(fact);
    };
    m_contact.email = is(u"address"_s) ? u"maria@example.com"_s : QString();
    calls::FollowUp followUp = m_case;
    if (is(u"replied"_s))
        followUp.repliedAt = noon;
    if (is(u"reached"_s))
        followUp.reachedAt = noon;
    if (is(u"closed"_s))
        followUp.state = calls::FollowUpState::Closed;
    const StepFacts facts{.step = *m_book.step(step),
                          .contact = m_contact,
                          .followUp = followUp,
                          .claimed = is(u"claimed"_s),
                          .optedOut = is(u"opted out"_s),
                          .likelyOptedOut = is(u"likely"_s),
                          .doNotText = is(u"do not text"_s),
                          .canText = !is(u"no sender"_s),
                          .canEmail = is(u"mailer"_s),
                          .plannedAt = noon};
    const StepDecision decided = decideStep(facts, rules(), noon);
    if (!std::holds_alternative<SendStep>(decision)) {
        QVERIFY(decided == decision);
        return;
    }
    QVERIFY(std::holds_alternative<SendStep>(decided));
    const SendStep send = std::get<SendStep>(decided);
    QCOMPARE(send.channel, step == "second_touch"_L1 ? Channel::Text : Channel::Email);
    QCOMPARE(send.templateId, step);
    QCOMPARE(send.dueAt, noon);
    QCOMPARE(send.trueUntil, noon + 12h);
}

void TestFollowThrough::aStepThatStopsOnNothingElse()
{
    playbook::Step step = *m_book.step(u"second_touch");
    step.stopsOn = {playbook::StopsOn::OptedOut};
    calls::FollowUp followUp = m_case;
    followUp.repliedAt = followUp.reachedAt = noon;
    followUp.state = calls::FollowUpState::Closed;
    const StepFacts facts{.step = step, .contact = m_contact, .followUp = followUp, .claimed = true, .plannedAt = noon};
    QVERIFY(std::holds_alternative<SendStep>(decideStep(facts, rules(), noon)));
}

void TestFollowThrough::secondTouch_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("plannedAt");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("dueAt"); // empty = nothing is sent
    QTest::addColumn<QString>("trueUntil");

    const auto row = [](const char *name, const QString &step, const QString &planned, const QString &now, const QString &due,
                        const QString &until) {
        QTest::newRow(name) << step << planned << now << due << until;
    };
    const QString text = u"second_touch"_s;
    const QString email = u"second_touch_email"_s;
    row("on time", text, u"2026-11-20T18:00:00Z"_s, u"2026-11-20T18:00:00Z"_s, u"2026-11-20T18:00:00Z"_s, u"2026-11-21T06:00:00Z"_s);
    row("an hour late is still true", text, u"2026-11-20T18:00:00Z"_s, u"2026-11-20T19:00:00Z"_s, u"2026-11-20T19:00:00Z"_s,
        u"2026-11-21T06:00:00Z"_s);
    row("waits out the night", text, u"2026-11-21T03:30:00Z"_s, u"2026-11-21T03:30:00Z"_s, u"2026-11-21T14:00:00Z"_s,
        u"2026-11-21T15:30:00Z"_s);
    row("an e-mail does not", email, u"2026-11-21T03:30:00Z"_s, u"2026-11-21T03:30:00Z"_s, u"2026-11-21T03:30:00Z"_s,
        u"2026-11-21T15:30:00Z"_s);
    row("true to the last moment", text, u"2026-11-20T14:00:00Z"_s, u"2026-11-21T02:00:00Z"_s, u"2026-11-21T02:00:00Z"_s,
        u"2026-11-21T02:00:00Z"_s);
    row("no longer true when the engine is back", text, u"2026-11-20T14:00:00Z"_s, u"2026-11-21T02:00:00.001Z"_s, {}, {});
    row("no longer true when the night is over", text, u"2026-11-20T22:00:00Z"_s, u"2026-11-21T04:00:00Z"_s, {}, {});
    row("an e-mail that is no longer true", email, u"2026-11-20T14:00:00Z"_s, u"2026-11-21T02:00:00.001Z"_s, {}, {});
}

void TestFollowThrough::secondTouch()
{
    QFETCH(QString, step);
    QFETCH(QString, plannedAt);
    QFETCH(QString, now);
    QFETCH(QString, dueAt);
    QFETCH(QString, trueUntil);

    m_contact.email = step == "second_touch"_L1 ? QString() : u"maria@example.com"_s;
    const StepFacts facts{
        .step = *m_book.step(step), .contact = m_contact, .followUp = m_case, .canEmail = true, .plannedAt = instantOf(plannedAt)};
    const StepDecision decided = decideStep(facts, rules(), instantOf(now));
    if (dueAt.isEmpty()) {
        QVERIFY(decided == StepDecision(skip(reason::noLongerTrue)));
        return;
    }
    QVERIFY(std::holds_alternative<SendStep>(decided));
    QCOMPARE(toIso(std::get<SendStep>(decided).dueAt), toIso(instantOf(dueAt)));
    QCOMPARE(toIso(std::get<SendStep>(decided).trueUntil), toIso(instantOf(trueUntil)));
}

void TestFollowThrough::stepWords()
{
    playbook::Step step = *m_book.step(u"second_touch");
    step.trueFor = 1h;
    const Instant night = instantOf(u"2026-11-21T03:30:00Z"_s);
    const Instant morning = instantOf(u"2026-11-21T14:00:00Z"_s);
    StepFacts facts{.step = step, .contact = m_contact, .followUp = m_case, .plannedAt = noon};
    facts.storm = true;
    const auto sent = [&](Instant now) {
        return std::get<SendStep>(decideStep(facts, rules(), now));
    };
    QCOMPARE(sent(noon).templateId, u"second_touch_storm"_s);
    QCOMPARE(sent(noon).reasons, (QStringList{u"texted"_s, u"storm"_s}));
    facts.storm = false;
    QCOMPARE(sent(noon).templateId, u"second_touch"_s);
    m_contact.language = u"es"_s;
    QCOMPARE(sent(noon).language, u"es"_s);

    // An hour's truth does not last the night; with words for the morning they go instead.
    facts.plannedAt = night;
    QVERIFY(decideStep(facts, rules(), night) == StepDecision(skip(reason::noLongerTrue)));
    step.templates.insert(u"late"_s, u"text_back_late"_s);
    QCOMPARE(sent(night).templateId, u"text_back_late"_s);
    QCOMPARE(sent(night).dueAt, morning);
    QCOMPARE(sent(night).trueUntil, morning + 1h);
    QCOMPARE(sent(night).reasons, QStringList{u"quiet_hours"_s});
}

void TestFollowThrough::checks_data()
{
    QTest::addColumn<int>("claimedAfter"); // minutes; -1 = not claimed
    QTest::addColumn<int>("readyAfter"); // -1 = since it was made
    QTest::addColumn<int>("escalations");
    QTest::addColumn<QString>("escalatedTo");
    QTest::addColumn<int>("check"); // minutes after noon; -1 = nothing more happens

    QTest::newRow("a fresh task") << -1 << -1 << 0 << QString() << 10;
    QTest::newRow("one that waits for its time") << -1 << 240 << 0 << QString() << 250;
    QTest::newRow("given to the next person") << -1 << -1 << 1 << u"next_person"_s << 20;
    QTest::newRow("given to the team") << -1 << -1 << 2 << u"team"_s << 45;
    QTest::newRow("given to the owner") << -1 << -1 << 3 << u"owner"_s << 120;
    QTest::newRow("in the human queue") << -1 << -1 << 4 << u"human_queue"_s << -1;
    QTest::newRow("claimed") << 3 << -1 << 0 << QString() << 33;
    QTest::newRow("claimed late") << 100 << -1 << 3 << u"owner"_s << 120;
    QTest::newRow("claimed from the human queue") << 150 << -1 << 4 << u"human_queue"_s << 180;
}

void TestFollowThrough::checks()
{
    QFETCH(int, claimedAfter);
    QFETCH(int, readyAfter);
    QFETCH(int, escalations);
    QFETCH(QString, escalatedTo);
    QFETCH(int, check);

    calls::CallbackTask task = claimedAfter < 0 ? m_task : this->claimedAfter(std::chrono::minutes(claimedAfter));
    if (readyAfter >= 0)
        task.readyAt = noon + std::chrono::minutes(readyAfter);
    task.escalations = escalations;
    task.escalatedTo = escalatedTo;
    const std::optional<Instant> next = nextCheck(task, m_book.callback);
    QCOMPARE(next ? (*next - noon) / 1min : -1, check);
    // A look before that time changes nothing but the time itself.
    const TaskDecision decision = decideTask(facts(task), rules(), next.value_or(noon + 100h) - 1ms);
    QCOMPARE(decision.reasons, QStringList());
    task.checkAt = next;
    QCOMPARE(decision.task, task);
}

void TestFollowThrough::escalates_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("before"); // steps taken
    QTest::addColumn<QString>("assignedTo");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("why");
    QTest::addColumn<int>("check");

    QTest::newRow("to the next person") << 10 << 0 << u"sam"_s << u"next_person"_s << u"not_claimed"_s << 20;
    QTest::newRow("to the team") << 20 << 1 << QString() << u"team"_s << u"not_claimed"_s << 45;
    QTest::newRow("to the owner") << 45 << 2 << u"pat"_s << u"owner"_s << u"not_claimed"_s << 120;
    QTest::newRow("to the human queue") << 120 << 3 << u"dana"_s << u"human_queue"_s << u"not_resolved"_s << -1;
}

void TestFollowThrough::escalates()
{
    QFETCH(int, minutes);
    QFETCH(int, before);
    QFETCH(QString, assignedTo);
    QFETCH(QString, to);
    QFETCH(QString, why);
    QFETCH(int, check);

    calls::CallbackTask task = m_task;
    task.escalations = before;
    const TaskDecision decision = decideTask(facts(task), rules(), noon + std::chrono::minutes(minutes));
    QCOMPARE(decision.reasons, QStringList{why});
    QCOMPARE(decision.task.assignedTo, assignedTo);
    QCOMPARE(decision.task.escalatedTo, to);
    QCOMPARE(decision.task.escalations, before + 1);
    QCOMPARE(decision.task.state, TaskState::Open);
    QCOMPARE(decision.task.checkAt ? (*decision.task.checkAt - noon) / 1min : -1, check);
    // The same look again takes no step twice.
    QCOMPARE(decideTask(facts(decision.task), rules(), noon + std::chrono::minutes(minutes)).reasons, QStringList());
}

void TestFollowThrough::nobodyElseIsFree()
{
    const TaskDecision alone = decideTask(facts(m_task, {u"dana"_s}), rules(), noon + 10min);
    QCOMPARE(alone.task.assignedTo, u"dana"_s);
    QCOMPARE(alone.task.escalatedTo, u"next_person"_s);
    calls::CallbackTask task = m_task;
    task.escalations = 2;
    QCOMPARE(decideTask(facts(task, {u"dana"_s}), rules(), noon + 45min).task.assignedTo, QString()); // no owner: the team keeps it
}

// The engine was away for three hours.
void TestFollowThrough::theWholeLadderInOneGo()
{
    const TaskDecision decision = decideTask(facts(m_task), rules(), noon + 3h);
    QCOMPARE(decision.task.escalatedTo, u"human_queue"_s);
    QCOMPARE(decision.task.escalations, 4);
    QCOMPARE(decision.task.assignedTo, u"pat"_s);
    QCOMPARE(decision.reasons, (QStringList{u"not_claimed"_s, u"not_resolved"_s}));
    QVERIFY(!decision.task.checkAt);
}

void TestFollowThrough::aClaimThatLapses()
{
    const calls::CallbackTask task = claimedAfter(1min);
    const TaskDecision decision = decideTask(facts(task), rules(), noon + 31min);
    QCOMPARE(decision.task.state, TaskState::Open);
    QCOMPARE(decision.task.returnedFrom, u"sam"_s);
    QCOMPARE(decision.task.claimedBy, QString());
    QVERIFY(!decision.task.claimedAt);
    QCOMPARE(decision.task.assignedTo, QString()); // 20 minutes are long over: the team has it
    QCOMPARE(decision.task.escalatedTo, u"team"_s);
    QCOMPARE(decision.reasons, (QStringList{u"claim_lapsed"_s, u"not_claimed"_s}));
    QCOMPARE(*decision.task.checkAt, noon + 45min);

    // The next person is not the one who left it alone.
    m_book.callback.escalation = {{.after = 30min, .to = u"next_person"_s}};
    QCOMPARE(decideTask(facts(task, {u"dana"_s, u"sam"_s}), rules(), noon + 31min).task.assignedTo, u"dana"_s);
}

void TestFollowThrough::aClaimInTheHumanQueue()
{
    const calls::CallbackTask task = claimedAfter(100min);
    const TaskDecision marked = decideTask(facts(task), rules(), noon + 2h);
    QCOMPARE(marked.task.state, TaskState::Claimed);
    QCOMPARE(marked.task.claimedBy, u"sam"_s);
    QCOMPARE(marked.task.escalatedTo, u"human_queue"_s);
    QCOMPARE(marked.reasons, QStringList{u"not_resolved"_s});
    QCOMPARE(*marked.task.checkAt, noon + 130min);

    const TaskDecision lapsed = decideTask(facts(marked.task), rules(), noon + 130min);
    QCOMPARE(lapsed.task.state, TaskState::Open);
    QCOMPARE(lapsed.task.escalatedTo, u"human_queue"_s);
    QCOMPARE(lapsed.task.returnedFrom, u"sam"_s);
    QCOMPARE(lapsed.reasons, QStringList{u"claim_lapsed"_s});
    QVERIFY(!lapsed.task.checkAt);
}

void TestFollowThrough::finishedTasksRest()
{
    for (const TaskState state : {TaskState::Done, TaskState::Cancelled}) {
        calls::CallbackTask finished = task();
        finished.state = state;
        const TaskDecision decision = decideTask(facts(finished), rules(), noon + 3h);
        QCOMPARE(decision.reasons, QStringList());
        finished.checkAt.reset();
        QCOMPARE(decision.task, finished);
    }
}

void TestFollowThrough::answered_data()
{
    QTest::addColumn<bool>("out");
    QTest::addColumn<int>("task"); // TaskState; -1 = none
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QString>("why");

    const int open = static_cast<int>(TaskState::Open);
    const int claimed = static_cast<int>(TaskState::Claimed);
    QTest::newRow("the caller rang again and somebody answered") << false << open << true << u"answered_later"_s;
    QTest::newRow("we called") << true << open << true << u"we_called"_s;
    QTest::newRow("who has it claimed completes it") << true << claimed << false << u"we_called"_s;
    QTest::newRow("answered by another than who claimed it") << false << claimed << false << u"answered_later"_s;
    QTest::newRow("a case without a task") << false << -1 << true << u"answered_later"_s;
}

void TestFollowThrough::answered()
{
    QFETCH(bool, out);
    QFETCH(int, task);
    QFETCH(bool, closes);
    QFETCH(QString, why);

    const calls::Call call{.id = m_ids.next<calls::CallId>(noon),
                           .direction = out ? calls::Direction::Out : calls::Direction::In,
                           .caller = m_contact.number,
                           .verdict = calls::Verdict::Answered};
    AnsweredFacts facts{.call = call, .followUp = m_case, .liveTask = std::nullopt};
    if (task >= 0) {
        facts.liveTask = m_task;
        facts.liveTask->state = static_cast<TaskState>(task);
    }
    QCOMPARE(decideAnswered(facts, rules()), (AnsweredDecision{.closes = closes,
                                                               .outcome = closes ? u"reached"_s : QString(),
                                                               .leadStatus = closes ? u"contacted"_s : QString(),
                                                               .reasons = {why}}));
}

void TestFollowThrough::storms_data()
{
    QTest::addColumn<int>("beganAgo"); // minutes; -1 = none is on
    QTest::addColumn<int>("untilIn"); // minutes from now; 0 = without a time
    QTest::addColumn<int>("endedAgo"); // -1 = there was none
    QTest::addColumn<int>("misses"); // the preset's threshold is 12
    QTest::addColumn<int>("change");

    const auto row = [](const char *name, int beganAgo, int untilIn, int endedAgo, int misses, StormChange change) {
        QTest::newRow(name) << beganAgo << untilIn << endedAgo << misses << static_cast<int>(change);
    };
    row("eleven misses are a busy day", -1, 0, -1, 11, StormChange::None);
    row("twelve are a storm", -1, 0, -1, 12, StormChange::Begins);
    row("not again so soon after somebody ended it", -1, 0, 14, 40, StormChange::None);
    row("again a quarter of an hour later", -1, 0, 15, 40, StormChange::Begins);
    row("half of it is still one", 20, 0, -1, 6, StormChange::None);
    row("fewer than half end it", 20, 0, -1, 5, StormChange::Ends);
    row("somebody saw it coming: the misses have time to begin", 14, 0, -1, 0, StormChange::None);
    row("and if they do not, it ends", 15, 0, -1, 0, StormChange::Ends);
    row("switched on until a time, whatever the misses", 60, 30, -1, 0, StormChange::None);
    row("the time is over, whatever the misses", 60, -1, -1, 40, StormChange::Ends);
}

void TestFollowThrough::storms()
{
    QFETCH(int, beganAgo);
    QFETCH(int, untilIn);
    QFETCH(int, endedAgo);
    QFETCH(int, misses);
    QFETCH(int, change);

    std::optional<calls::Storm> current;
    if (beganAgo >= 0) {
        current = calls::Storm{.id = m_ids.next<calls::StormId>(noon), .beganAt = noon - std::chrono::minutes(beganAgo)};
        if (untilIn != 0)
            current->until = noon + std::chrono::minutes(untilIn);
    }
    const std::optional<Instant> ended = endedAgo < 0 ? std::nullopt : std::optional<Instant>(noon - std::chrono::minutes(endedAgo));
    QCOMPARE(static_cast<int>(decideStorm(current, ended, misses, m_book.storm, noon)), change);
    if (current) { // one that is over is none
        current->endedAt = noon;
        QCOMPARE(decideStorm(current, std::nullopt, 0, m_book.storm, noon), StormChange::None);
    }
}

QTEST_GUILESS_MAIN(TestFollowThrough)
#include "tst_followthrough.moc"

#include "engine/callstate.h"
#include "support/quoevents.h"

#include <QTest>

#include <algorithm>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::test::quo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using calls::Verdict;
using ringback::test::instantOf;
using Counts = settings::QuoAccount::Counts;

namespace {

// What the engine makes of a call's events, in the order given.
std::optional<calls::Call> callAfter(const History &history, const settings::QuoAccount &account = {})
{
    std::optional<calls::Call> call;
    Instant arrival = instantOf(end) + 1s;
    for (const Event &event : history) {
        const std::optional<CallEvent> read = as<CallEvent>(translated(event, account));
        if (!read)
            continue;
        if (!call)
            call = engine::beginCall(IdSource(7).next<calls::CallId>(arrival), u"quo-main"_s, *read, arrival);
        call = engine::absorb(*call, *read, arrival, 5s);
        arrival += 100ms;
    }
    return call ? std::optional(engine::settled(*call)) : std::nullopt;
}

} // namespace

class TestQuoVerdicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesCalls_data();
    void judgesCalls();
    void leavesToTheOfficeWhatQuoCannotTell_data();
    void leavesToTheOfficeWhatQuoCannotTell();
    void judgesCallsOfOurs_data();
    void judgesCallsOfOurs();
};

void TestQuoVerdicts::judgesCalls_data()
{
    QTest::addColumn<History>("history");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const History &history, Verdict verdict, const QString &reason) {
        QTest::newRow(name) << history << verdict << reason;
    };
    row("missed, and then over", {ringing(), missed(), completed(u"unanswered"_s)}, Verdict::Missed, u"unanswered"_s);
    row("over, and then missed", {ringing(), completed(u"unanswered"_s), missed()}, Verdict::Missed, u"unanswered"_s);
    row("missed alone", {missed()}, Verdict::Missed, u"missed"_s);
    row("missed twice", {missed(), missed()}, Verdict::Missed, u"missed"_s);
    row("staff talked", {ringing(), answered(), completed(u"answered"_s, answer)}, Verdict::Answered, u"answered"_s);
    row("staff talks", {ringing(), answered()}, Verdict::Answered, u"answered"_s);
    row("the end of a talk comes first", {completed(u"answered"_s, answer), answered(), ringing()}, Verdict::Answered, u"answered"_s);
    row("missed, and a colleague took it after all", {missed(), answered(), completed(u"answered"_s, answer)}, Verdict::Answered,
        u"answered"_s);
    row("it still rings", {ringing()}, Verdict::Pending, {});
    for (const QString &status :
         {u"unanswered"_s, u"failed"_s, u"abandoned"_s, u"missed"_s, u"no-answer"_s, u"busy"_s, u"canceled"_s, u"completed"_s})
        QTest::addRow("nobody answered: %s", qPrintable(status)) << History{completed(status)} << Verdict::Missed << status;
    row("answered, whatever the status says", {completed(u"abandoned"_s, answer)}, Verdict::Answered, u"abandoned"_s);
    row("Quo does not know", {completed(u"unknown"_s)}, Verdict::Unclear, u"unknown"_s);
    row("Quo contradicts itself", {completed(u"answered"_s)}, Verdict::Unclear, u"answered"_s);
    row("over, and nothing said of an answer",
        {hook(u"call.completed"_s, {{u"direction"_s, u"incoming"_s}, {u"status"_s, u"completed"_s}})}, Verdict::Unclear, u"completed"_s);
    row("voicemail", {ringing(), completed(u"unanswered"_s, QJsonValue(), {{u"hasVoicemail"_s, true}})}, Verdict::Missed, u"voicemail"_s);
    row("voicemail, which comes later", {completed(u"unanswered"_s), voicemail()}, Verdict::Missed, u"voicemail"_s);
    row("voicemail, which comes first", {voicemail(), completed(u"unanswered"_s, QJsonValue(), {{u"hasVoicemail"_s, true}})},
        Verdict::Missed, u"voicemail"_s);
    row("voicemail alone", {voicemail()}, Verdict::Missed, u"voicemail"_s);
    row("voicemail makes an unknown end a missed call", {completed(u"unknown"_s), voicemail()}, Verdict::Missed, u"voicemail"_s);
    row("voicemail never undoes an answer", {answered(), voicemail(), completed(u"answered"_s, answer)}, Verdict::Answered, u"answered"_s);
    row("the AI agent talked", {ringing(), completed(u"ai-handled"_s)}, Verdict::Answered, u"ai-handled"_s);
    row("the AI agent talks", {answered(u"SYU1"_s)}, Verdict::Answered, u"ai-handled"_s);
    row("another machine of Quo's", {completed(u"answered"_s, answer, {{u"answeredByUserId"_s, u"SY1"_s}})}, Verdict::Answered,
        u"ai-handled"_s);
    row("forwarded", {ringing(), hook(u"call.forwarded"_s, {{u"forwardedTo"_s, u"+12145550177"_s}}), completed(u"forwarded"_s)},
        Verdict::Unclear, u"forwarded"_s);
    row("forwarded, and the voicemail was Quo's", {completed(u"forwarded"_s, QJsonValue(), {{u"hasVoicemail"_s, true}})}, Verdict::Missed,
        u"voicemail"_s);
    row("the menu led nowhere",
        {hook(u"call.menu.selected"_s, {{u"statusReason"_s, u"phone-menu-abandoned"_s}}), completed(u"abandoned"_s)}, Verdict::Missed,
        u"abandoned"_s);
    row("the menu led to somebody", {hook(u"call.menu.selected"_s, {{u"statusReason"_s, u"phone-menu-dial"_s}}), answered()},
        Verdict::Answered, u"answered"_s);

    row("older: no answer", {v4(u"no-answer"_s)}, Verdict::Missed, u"no-answer"_s);
    row("older: completed, and nobody answered", {v4(u"completed"_s)}, Verdict::Missed, u"completed"_s);
    row("older: staff talked",
        {older(u"v4"_s, u"call.ringing"_s,
               {{u"status"_s, u"ringing"_s},
                {u"answeredAt"_s, QJsonValue()},
                {u"participants"_s, QJsonArray{u"+12145550123"_s, u"+12145550100"_s}}}),
         v4(u"completed"_s, answer)},
        Verdict::Answered, u"completed"_s);
    row("older: it rings",
        {older(
            u"v3"_s, u"call.ringing"_s,
            {{u"status"_s, u"ringing"_s}, {u"answeredAt"_s, QJsonValue()}, {u"from"_s, u"+12145550123"_s}, {u"to"_s, u"+12145550100"_s}})},
        Verdict::Pending, {});
    row("older: voicemail comes as completed",
        {v3(u"completed"_s, QJsonValue(), QJsonObject{{u"duration"_s, 7}, {u"url"_s, u"https://files.example/1"_s}})}, Verdict::Missed,
        u"voicemail"_s);
    row("older: completed, answered, no voicemail", {v3(u"completed"_s, answer, QJsonValue())}, Verdict::Answered, u"completed"_s);
    row("older: forwarded",
        {v4(u"completed"_s, QJsonValue(), {u"+12145550123"_s, u"+12145550100"_s}, {{u"forwardedTo"_s, u"+12145550177"_s}})},
        Verdict::Unclear, u"forwarded"_s);
    row("older: rang on at a colleague's",
        {v4(u"no-answer"_s, QJsonValue(), {u"+12145550123"_s, u"+12145550100"_s}, {{u"forwardedTo"_s, u"US2"_s}})}, Verdict::Missed,
        u"no-answer"_s);
    row("both generations tell of it", {v4(u"no-answer"_s), missed(), completed(u"unanswered"_s)}, Verdict::Missed, u"no-answer"_s);

    for (const QString &status : {u"missed"_s, u"no-answer"_s, u"abandoned"_s, u"busy"_s, u"canceled"_s, u"completed"_s, u"failed"_s})
        QTest::addRow("listed as %s", qPrintable(status)) << History{listed(status)} << Verdict::Missed << status;
    row("listed as answered", {listed(u"completed"_s, answer)}, Verdict::Answered, u"completed"_s);
    row("listed: the AI agent", {listed(u"completed"_s, QJsonValue(), {{u"aiHandled"_s, u"ai-agent"_s}})}, Verdict::Answered,
        u"ai-handled"_s);
    row("listed: a person took it from the AI agent",
        {listed(u"completed"_s, answer, {{u"aiHandled"_s, u"ai-agent"_s}, {u"answeredBy"_s, u"US1"_s}})}, Verdict::Answered,
        u"completed"_s);
    row("listed as forwarded", {listed(u"forwarded"_s)}, Verdict::Unclear, u"forwarded"_s);
    row("listed with a voicemail",
        {listed(u"completed"_s, QJsonValue(), {{u"voicemail"_s, QJsonObject{{u"id"_s, u"VM1"_s}, {u"status"_s, u"in-progress"_s}}}})},
        Verdict::Missed, u"voicemail"_s);
    row("a webhook that names nobody, and the list", {v4(u"no-answer"_s, QJsonValue(), {}), listed(u"missed"_s)}, Verdict::Missed,
        u"missed"_s);
    row("the list tells what a lost webhook would have", {ringing(), listed(u"missed"_s)}, Verdict::Missed, u"missed"_s);
}

void TestQuoVerdicts::judgesCalls()
{
    QFETCH(History, history);
    QFETCH(Verdict, verdict);
    QFETCH(QString, reason);
    const std::optional<calls::Call> judged = callAfter(history);
    QVERIFY(judged);
    const calls::Call &call = *judged;
    QCOMPARE(call.verdict, verdict);
    if (verdict != Verdict::Pending)
        QCOMPARE(call.providerReason, reason);
    QCOMPARE(call.providerCallId, u"AC1"_s);
    QCOMPARE(call.line, u"+12145550100"_s);
    QCOMPARE(calls::numberOf(call.caller), calls::PhoneNumber::fromE164(u"+12145550123"));
    History again = history; // everything twice
    again += history;
    QCOMPARE(callAfter(again)->verdict, verdict);
    if (history.size() > 3)
        return;
    std::sort(again.begin(), again.end(), [](const Event &a, const Event &b) { return json(a.body) < json(b.body); });
    QCOMPARE(callAfter(again)->verdict, verdict);
}

void TestQuoVerdicts::leavesToTheOfficeWhatQuoCannotTell_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<Counts>("machine");
    QTest::addColumn<Counts>("forwarded");
    QTest::addColumn<CallSignal>("signal");
    const Event machine = completed(u"ai-handled"_s);
    const Event forwarded = completed(u"forwarded"_s);
    const Event machineTalks = answered(u"SYU1"_s);
    QTest::newRow("machine: answered") << machine << Counts::Answered << Counts::Missed << CallSignal::Answered;
    QTest::newRow("machine: missed") << machine << Counts::Missed << Counts::Answered << CallSignal::Missed;
    QTest::newRow("machine: unclear") << machine << Counts::Unclear << Counts::Answered << CallSignal::Over;
    // A person may still take the call from it.
    QTest::newRow("machine talks: answered") << machineTalks << Counts::Answered << Counts::Missed << CallSignal::Answered;
    QTest::newRow("machine talks: missed") << machineTalks << Counts::Missed << Counts::Answered << CallSignal::Detail;
    QTest::newRow("machine talks: unclear") << machineTalks << Counts::Unclear << Counts::Answered << CallSignal::Detail;
    QTest::newRow("forwarded: answered") << forwarded << Counts::Missed << Counts::Answered << CallSignal::Answered;
    QTest::newRow("forwarded: missed") << forwarded << Counts::Answered << Counts::Missed << CallSignal::Missed;
    QTest::newRow("forwarded: unclear") << forwarded << Counts::Answered << Counts::Unclear << CallSignal::Over;
}

void TestQuoVerdicts::leavesToTheOfficeWhatQuoCannotTell()
{
    QFETCH(Event, event);
    QFETCH(Counts, machine);
    QFETCH(Counts, forwarded);
    QFETCH(CallSignal, signal);
    const std::optional<CallEvent> read = as<CallEvent>(translated(event, {.machineAnswered = machine, .forwarded = forwarded}));
    QVERIFY(read);
    QCOMPARE(read->signal, signal);
}

void TestQuoVerdicts::judgesCallsOfOurs_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<int>("shortTalk");
    QTest::addColumn<CallSignal>("signal");
    const auto of = [](const QJsonValue &answeredAt, const QString &over = end) {
        return completed(u"completed"_s, answeredAt, {{u"direction"_s, u"outgoing"_s}, {u"completedAt"_s, over}});
    };
    QTest::newRow("it rings") << hook(u"call.ringing"_s, {{u"direction"_s, u"outgoing"_s}}) << 60 << CallSignal::Ringing;
    QTest::newRow("answered, perhaps by a voicemail") << answered(u"US1"_s, u"outgoing"_s) << 60 << CallSignal::Detail;
    QTest::newRow("nobody answered") << of(QJsonValue()) << 60 << CallSignal::Missed;
    QTest::newRow("a short talk, perhaps with a voicemail") << of(answer) << 60 << CallSignal::Over;
    QTest::newRow("a minute less a bit") << of(answer, u"2026-11-21T02:00:52.499Z"_s) << 60 << CallSignal::Over;
    QTest::newRow("a minute") << of(answer, u"2026-11-21T02:00:52.500Z"_s) << 60 << CallSignal::Answered;
    QTest::newRow("the office does not care") << of(answer) << 0 << CallSignal::Answered;
}

void TestQuoVerdicts::judgesCallsOfOurs()
{
    QFETCH(Event, event);
    QFETCH(int, shortTalk);
    QFETCH(CallSignal, signal);
    const std::optional<CallEvent> read = as<CallEvent>(translated(event, {.shortTalk = std::chrono::seconds(shortTalk)}));
    QVERIFY(read);
    QVERIFY(read->direction == calls::Direction::Out);
    QCOMPARE(read->signal, signal);
    QCOMPARE(read->caller, u"+12145550123"_s);
    QCOMPARE(read->line, u"+12145550100"_s);
}

QTEST_GUILESS_MAIN(TestQuoVerdicts)
#include "tst_quo_verdicts.moc"

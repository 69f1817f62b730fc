#include "policy/reasons.h"
#include "policy/sending.h"
#include "support/office.h"

#include <QTest>

using namespace ringback;
using namespace ringback::policy;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::instantOf;

Q_DECLARE_METATYPE(ringback::policy::TextDecision)

namespace {

// Noon in Dallas: nobody in the United States sleeps.
const QString noon = u"2026-11-20T18:00:00Z"_s;

// A text that may leave at noon.
TextFacts facts(const playbook::Playbook &book, const QString &dueAt = noon)
{
    return {.to = test::number(u"+12145550123"_s),
            .dueAt = instantOf(dueAt),
            .trueUntil = instantOf(dueAt) + 30min,
            .step = book.step(u"text_back")};
}

DropText drop(const char16_t *why)
{
    return {QString::fromUtf16(why)};
}

} // namespace

class TestSending : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void aPersonMayWriteAtNight();
    void whatAPersonMeantForTheDayWaitsForIt();
    void anEmailMayLeaveAtNight();
    void heldTextsDoNotLeaveStale();
    void statesAreStricter();
    void quietHoursBeganSince();
    void quietHoursOfTheRecordedZone();
    void withoutQuietHours();
    void lateTexts_data();
    void lateTexts();
    void aStepThatDoesNotStopGoesOn();
    void retryTimes_data();
    void retryTimes();
    void keywords_data();
    void keywords();
    void likelyOptOuts_data();
    void likelyOptOuts();
    void thePresetsReadOptOutsAlike();
    void likelyPhrases_data();
    void likelyPhrases();

private:
    [[nodiscard]] Rules rules() const
    {
        return {.playbook = m_book, .quietHours = m_book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    }

    // Texas keeps hours of its own; see statesAreStricter().
    const playbook::Playbook m_book = [] {
        playbook::Playbook book = test::roofing();
        book.quietHours->stateRules = false;
        return book;
    }();
};

void TestSending::refusals_data()
{
    QTest::addColumn<bool>("automated");
    QTest::addColumn<QStringList>("facts");
    QTest::addColumn<TextDecision>("decision");

    const auto row = [](const char *name, bool automated, const QStringList &said, const TextDecision &decision) {
        QTest::newRow(name) << automated << said << decision;
    };
    row("nothing speaks against it", true, {}, SendNow{});
    row("opted out", true, {u"opted out"_s}, drop(reason::optedOut));
    row("opted out, and a person writes", false, {u"opted out"_s}, drop(reason::optedOut));
    row("on the do-not-text list", true, {u"do not text"_s}, drop(reason::doNotText));
    row("on the do-not-text list, and a person writes", false, {u"do not text"_s}, SendNow{});
    row("has replied", true, {u"replied"_s}, drop(reason::replied));
    row("has replied, and a person writes", false, {u"replied"_s}, SendNow{});
    row("the case is closed", true, {u"closed"_s}, drop(reason::caseClosed));
    row("the case is closed, and a person writes", false, {u"closed"_s}, SendNow{});
    row("was reached", true, {u"reached"_s}, drop(reason::reached));
    row("was reached, and a person writes", false, {u"reached"_s}, SendNow{});
    row("somebody has the callback; the first text goes all the same", true, {u"claimed"_s}, SendNow{});
    row("somebody has the callback; the second does not", true, {u"claimed"_s, u"second"_s}, drop(reason::claimed));
    row("perhaps opted out", true, {u"likely"_s}, PostponeText{instantOf(noon) + 10min, QString::fromUtf16(reason::likelyOptedOut)});
    row("perhaps opted out, and a person writes", false, {u"likely"_s}, SendNow{});
    row("perhaps opted out since a person wrote", false, {u"likely"_s, u"newer"_s},
        PostponeText{instantOf(noon) + 10min, QString::fromUtf16(reason::likelyOptedOut)});
    row("the message before has not left", true, {u"earlier"_s},
        PostponeText{instantOf(noon) + 30s, QString::fromUtf16(reason::earlierMessage)});
    row("the message before has not left, and a person writes", false, {u"earlier"_s},
        PostponeText{instantOf(noon) + 30s, QString::fromUtf16(reason::earlierMessage)});
    row("the message before is held", true, {u"earlier, held"_s},
        PostponeText{instantOf(noon) + 8h, QString::fromUtf16(reason::earlierMessage)});
    row("what stops it stops it at once", true, {u"earlier"_s, u"likely"_s, u"replied"_s}, drop(reason::replied));
    row("an e-mail to who opted out of texts", true, {u"opted out"_s, u"email"_s}, drop(reason::optedOut));
    row("an e-mail to who is on the do-not-text list", true, {u"do not text"_s, u"email"_s}, SendNow{});
    row("an opt-out is the first reason", true, {u"opted out"_s, u"do not text"_s, u"replied"_s, u"closed"_s}, drop(reason::optedOut));
}

void TestSending::refusals()
{
    QFETCH(bool, automated);
    QFETCH(QStringList, facts);
    QFETCH(TextDecision, decision);

    TextFacts known = ::facts(m_book);
    known.automated = automated;
    known.optedOut = facts.contains(u"opted out"_s);
    known.doNotText = facts.contains(u"do not text"_s);
    known.replied = facts.contains(u"replied"_s);
    known.reached = facts.contains(u"reached"_s);
    known.claimed = facts.contains(u"claimed"_s);
    known.likelyOptedOut = facts.contains(u"likely"_s);
    known.doubtIsNewer = facts.contains(u"newer"_s);
    if (facts.contains(u"earlier"_s))
        known.earlierDueAt = instantOf(noon) - 5min;
    if (facts.contains(u"earlier, held"_s))
        known.earlierDueAt = instantOf(noon) + 8h;
    if (facts.contains(u"email"_s))
        known.channel = calls::Channel::Email;
    if (facts.contains(u"second"_s))
        known.step = m_book.step(u"second_touch");
    known.caseClosed = facts.contains(u"closed"_s);
    QVERIFY(decideSending(known, rules(), instantOf(noon)) == decision);
}

void TestSending::aPersonMayWriteAtNight()
{
    TextFacts known = facts(m_book, u"2026-11-21T04:45:00Z"_s);
    known.automated = false;
    QVERIFY(decideSending(known, rules(), instantOf(u"2026-11-21T04:45:00Z"_s)) == TextDecision(SendNow{}));
}

// Meant for 8:55 PM in Dallas.
void TestSending::whatAPersonMeantForTheDayWaitsForIt()
{
    const Instant meant = instantOf(u"2026-11-21T02:55:00Z"_s);
    TextFacts known = facts(m_book, u"2026-11-21T02:55:00Z"_s);
    known.automated = false;
    known.step = nullptr;
    known.mayWake = false;
    known.plannedFor = meant;
    known.trueUntil = meant + 4h;
    QVERIFY(decideSending(known, rules(), meant) == TextDecision(SendNow{}));
    QVERIFY(decideSending(known, rules(), meant + nightBeginsAfter) == TextDecision(SendNow{})); // it is 9:05
    const Instant morning = instantOf(u"2026-11-21T14:00:00Z"_s);
    QVERIFY(decideSending(known, rules(), meant + nightBeginsAfter + 1ms) ==
            TextDecision(PostponeText{morning, QString::fromUtf16(reason::quietHours)}));
    QVERIFY(decideSending(known, rules(), morning) == TextDecision(drop(reason::noLongerTrue)));
    known.mayWake = true;
    QVERIFY(decideSending(known, rules(), meant + 1h) == TextDecision(SendNow{}));
}

void TestSending::anEmailMayLeaveAtNight()
{
    const QString night = u"2026-11-21T04:45:00Z"_s;
    TextFacts known = facts(m_book, night);
    known.channel = calls::Channel::Email;
    QVERIFY(decideSending(known, rules(), instantOf(night)) == TextDecision(SendNow{}));
    // There are no words for the morning, as it may leave in the night.
    QVERIFY(decideSending(known, rules(), instantOf(u"2026-11-21T14:00:00Z"_s)) == TextDecision(drop(reason::noLongerTrue)));
}

// Nobody has read "please stop" by the time the words are no longer true; nobody waits for ever behind a message that is stuck.
void TestSending::heldTextsDoNotLeaveStale()
{
    TextFacts known = facts(m_book);
    known.likelyOptedOut = true;
    QVERIFY(std::holds_alternative<PostponeText>(decideSending(known, rules(), known.trueUntil)));
    QVERIFY(decideSending(known, rules(), known.trueUntil + 1ms) == TextDecision(drop(reason::likelyOptedOut)));
    known.likelyOptedOut = false;
    known.earlierDueAt = known.dueAt;
    QVERIFY(std::holds_alternative<PostponeText>(decideSending(known, rules(), known.trueUntil)));
    QVERIFY(decideSending(known, rules(), known.trueUntil + 1ms) == TextDecision(drop(reason::noLongerTrue)));
}

// 8:30 on a Friday in Dallas.
void TestSending::statesAreStricter()
{
    Rules strict = rules();
    strict.quietHours->stateRules = true;
    const Instant friday = instantOf(u"2026-11-20T14:30:00Z"_s);
    const TextFacts known = facts(m_book, u"2026-11-20T14:30:00Z"_s);
    QVERIFY(decideSending(known, rules(), friday) == TextDecision(SendNow{}));
    const PostponeText postponed{instantOf(u"2026-11-20T15:00:00Z"_s), QString::fromUtf16(reason::quietHours)};
    QVERIFY(decideSending(known, strict, friday) == TextDecision(postponed));
}

// Due at 8:59:50 PM, and the engine gets to it at 9.
void TestSending::quietHoursBeganSince()
{
    const TextFacts known = facts(m_book, u"2026-11-21T02:59:50Z"_s);
    QVERIFY(decideSending(known, rules(), instantOf(u"2026-11-21T02:59:59.999Z"_s)) == TextDecision(SendNow{}));
    const PostponeText postponed{instantOf(u"2026-11-21T14:00:00Z"_s), QString::fromUtf16(reason::quietHours)};
    QVERIFY(decideSending(known, rules(), instantOf(u"2026-11-21T03:00:00Z"_s)) == TextDecision(postponed));
}

void TestSending::quietHoursOfTheRecordedZone()
{
    TextFacts known = facts(m_book, u"2026-11-20T17:00:00Z"_s);
    known.zoneOnRecord = "Asia/Tokyo"; // 2 AM
    const PostponeText postponed{instantOf(u"2026-11-20T23:00:00Z"_s), QString::fromUtf16(reason::quietHours)};
    QVERIFY(decideSending(known, rules(), instantOf(u"2026-11-20T17:00:00Z"_s)) == TextDecision(postponed));
}

void TestSending::withoutQuietHours()
{
    Rules always = rules();
    always.quietHours.reset();
    const QString night = u"2026-11-21T04:45:00Z"_s;
    QVERIFY(decideSending(facts(m_book, night), always, instantOf(night)) == TextDecision(SendNow{}));
    QVERIFY(decideSending(facts(m_book, night), always, instantOf(night) + 31min) == TextDecision(drop(reason::noLongerTrue)));
}

void TestSending::lateTexts_data()
{
    QTest::addColumn<QString>("dueAt");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("now");
    QTest::addColumn<TextDecision>("decision");

    const auto row = [](const char *name, const QString &dueAt, const QString &step, const QString &now, const TextDecision &decision) {
        QTest::newRow(name) << dueAt << step << now << decision;
    };
    const QString textBack = u"text_back"_s;
    const auto late = [](const QString &now) {
        return SendInstead{u"text_back_late"_s, instantOf(now) + 30min};
    };
    row("true to the last moment", noon, textBack, u"2026-11-20T18:30:00Z"_s, SendNow{});
    row("a moment too late at noon", noon, textBack, u"2026-11-20T18:30:00.001Z"_s, drop(reason::noLongerTrue));
    row("hours too late on the same day", noon, textBack, u"2026-11-20T23:00:00Z"_s, drop(reason::noLongerTrue));
    // Called at 8:50 PM; the engine was off until the morning.
    row("over night, at eight", u"2026-11-21T02:50:00Z"_s, textBack, u"2026-11-21T14:00:00Z"_s, late(u"2026-11-21T14:00:00Z"_s));
    row("over night, at noon", u"2026-11-21T02:50:00Z"_s, textBack, u"2026-11-21T18:00:00Z"_s, late(u"2026-11-21T18:00:00Z"_s));
    row("over night, in the afternoon", u"2026-11-21T02:50:00Z"_s, textBack, u"2026-11-21T18:00:00.001Z"_s, drop(reason::noLongerTrue));
    row("over night, two mornings later", u"2026-11-21T02:50:00Z"_s, textBack, u"2026-11-22T14:00:00Z"_s, drop(reason::noLongerTrue));
    row("in the night it waits first", u"2026-11-21T02:50:00Z"_s, textBack, u"2026-11-21T04:00:00Z"_s,
        PostponeText{instantOf(u"2026-11-21T14:00:00Z"_s), QString::fromUtf16(reason::quietHours)});
    row("no longer true before the night began", u"2026-11-21T02:20:00Z"_s, textBack, u"2026-11-21T14:00:00Z"_s,
        drop(reason::noLongerTrue));
    row("a step without other words for the morning", u"2026-11-21T02:50:00Z"_s, u"second_touch"_s, u"2026-11-21T14:00:00Z"_s,
        drop(reason::noLongerTrue));
    row("a step that is no longer in the playbook", u"2026-11-21T02:50:00Z"_s, u"gone"_s, u"2026-11-21T14:00:00Z"_s,
        drop(reason::noLongerTrue));
}

void TestSending::lateTexts()
{
    QFETCH(QString, dueAt);
    QFETCH(QString, step);
    QFETCH(QString, now);
    QFETCH(TextDecision, decision);

    TextFacts known = facts(m_book, dueAt);
    known.step = m_book.step(step);
    QVERIFY(decideSending(known, rules(), instantOf(now)) == decision);
}

void TestSending::aStepThatDoesNotStopGoesOn()
{
    playbook::Step stubborn = *m_book.step(u"text_back");
    stubborn.stopsOn.clear();
    TextFacts known = facts(m_book);
    known.step = &stubborn;
    known.replied = true;
    known.caseClosed = true;
    QVERIFY(decideSending(known, rules(), instantOf(noon)) == TextDecision(SendNow{}));
    known.optedOut = true; // no playbook overrules it
    QVERIFY(decideSending(known, rules(), instantOf(noon)) == TextDecision(drop(reason::optedOut)));
}

void TestSending::retryTimes_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<qint64>("retryAfterMs"); // -1 = the provider did not say
    QTest::addColumn<double>("jitter");
    QTest::addColumn<qint64>("delayMs");

    QTest::newRow("after the first") << 1 << qint64(-1) << 0.0 << qint64(30'000);
    QTest::newRow("after the second") << 2 << qint64(-1) << 0.0 << qint64(120'000);
    QTest::newRow("after the third") << 3 << qint64(-1) << 0.0 << qint64(600'000);
    QTest::newRow("after the fourth") << 4 << qint64(-1) << 0.0 << qint64(3'600'000);
    QTest::newRow("after the hundredth") << 100 << qint64(-1) << 0.0 << qint64(3'600'000);
    QTest::newRow("jitter adds a tenth at most") << 1 << qint64(-1) << 1.0 << qint64(33'000);
    QTest::newRow("half the jitter adds a twentieth") << 2 << qint64(-1) << 0.5 << qint64(126'000);
    QTest::newRow("jitter out of bounds is bounded") << 1 << qint64(-1) << 7.0 << qint64(33'000);
    QTest::newRow("the provider asks for longer") << 1 << qint64(90'000) << 0.0 << qint64(90'000);
    QTest::newRow("the provider asks for less") << 2 << qint64(1'000) << 0.0 << qint64(120'000);
    QTest::newRow("before any attempt counts as the first") << 0 << qint64(-1) << 0.0 << qint64(30'000);
}

void TestSending::retryTimes()
{
    QFETCH(int, attempt);
    QFETCH(qint64, retryAfterMs);
    QFETCH(double, jitter);
    QFETCH(qint64, delayMs);

    const std::optional<Milliseconds> asked = retryAfterMs < 0 ? std::nullopt : std::optional(Milliseconds(retryAfterMs));
    QCOMPARE(toMs(retryAt(attempt, asked, jitter, instantOf(noon))) - toMs(instantOf(noon)), delayMs);
}

void TestSending::keywords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("keyword");

    const auto row = [](const char *name, const QString &text, Keyword keyword) {
        QTest::newRow(name) << text << static_cast<int>(keyword);
    };
    row("STOP", u"STOP"_s, Keyword::Stop);
    row("Stop!", u"Stop!"_s, Keyword::Stop);
    row("STOP.", u"STOP."_s, Keyword::Stop);
    row("blanks around it", u"  stop \n"_s, Keyword::Stop);
    row("in quotes", u"\"STOP\""_s, Keyword::Stop);
    row("in typographic quotes", u"“Stop”"_s, Keyword::Stop);
    row("opt-out", u"opt-out"_s, Keyword::Stop);
    row("Opt out", u"Opt out"_s, Keyword::Stop);
    row("OPTOUT", u"OPTOUT"_s, Keyword::Stop);
    row("stop all", u"Stop  all"_s, Keyword::Stop);
    row("unsubscribe", u"Unsubscribe"_s, Keyword::Stop);
    row("alto, in Spanish", u"¡Alto!"_s, Keyword::Stop);
    row("full-width letters are other letters", u"ＳＴＯＰ"_s, Keyword::None);
    row("stop by at 5", u"stop by at 5"_s, Keyword::None);
    row("please stop by", u"please stop"_s, Keyword::None);
    row("STOP twice", u"STOP STOP"_s, Keyword::None);
    row("a word that begins with it", u"stopping"_s, Keyword::None);
    row("START", u"start."_s, Keyword::Start);
    row("UNSTOP", u"Unstop"_s, Keyword::Start);
    row("YES is an answer", u"YES"_s, Keyword::None);
    row("HELP", u"Help?"_s, Keyword::Help);
    row("info", u"info"_s, Keyword::Help);
    row("help with a roof", u"help with my roof"_s, Keyword::None);
    row("nothing", QString(), Keyword::None);
    row("punctuation only", u"?!"_s, Keyword::None);
    row("an emoji only", u"👍"_s, Keyword::None);
}

void TestSending::keywords()
{
    QFETCH(QString, text);
    QFETCH(int, keyword);
    QCOMPARE(static_cast<int>(readKeyword(text, m_book.optOut)), keyword);
}

void TestSending::likelyOptOuts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("likely");

    const QStringList hold = {
        u"please stop"_s,
        u"STOP please"_s,
        u"Stop texting me"_s,
        u"stop txting... stop texting"_s,
        u"Please stop texting me!!"_s,
        u"STOP STOP STOP"_s,
        u"ok stop"_s,
        u"Stop it"_s,
        u"Stop now!"_s,
        u"Just stop."_s,
        u"unsubscribe me"_s,
        u"Please unsubscribe"_s,
        u"Unsubscribe from this list"_s,
        u"quit texting me"_s,
        u"Quit sending me stuff"_s,
        u"don't text me"_s,
        u"Don’t text, call me"_s,
        u"dont text this number"_s,
        u"Do not text me again"_s,
        u"do not contact me again"_s,
        u"Don't contact us anymore"_s,
        u"Don't message me"_s,
        u"no more texts"_s,
        u"No more messages please"_s,
        u"no more text messages"_s,
        u"I don't want these texts"_s,
        u"I do not want any more messages"_s,
        u"Please don't send me any more texts"_s,
        u"Do not send any messages"_s,
        u"stop sending me messages"_s,
        u"Stop all these messages"_s,
        u"stop with the texts"_s,
        u"please stop contacting us"_s,
        u"Stop calling me"_s,
        u"don't call or text me"_s,
        u"Please do not call or text this number"_s,
        u"never text me again"_s,
        u"remove me"_s,
        u"Remove me from your list"_s,
        u"please remove my number"_s,
        u"take me off your list"_s,
        u"Take this number off your list"_s,
        u"Please take my number off"_s,
        u"delete my number"_s,
        u"Lose my number"_s,
        u"wrong number"_s,
        u"Wrong number, sorry"_s,
        u"You have the wrong person"_s,
        u"I think you've got the wrong number."_s,
        u"leave me alone"_s,
        u"Not interested. Stop."_s,
        u"No thanks, stop"_s,
        u"opt me out"_s,
        u"opt me out of this"_s,
        u"I want to opt out"_s,
        u"I already opted out!"_s,
        u"This is spam"_s,
        u"I'm blocking you"_s,
        u"I will report you"_s,
        u"this is harassment"_s,
        u"Put me on your do not call list"_s,
        u"cancel please"_s,
        u"Quit it"_s,
        u"Stop! I found someone else"_s,
        u"I hired somebody else, please stop texting"_s,
        u"stop bothering me"_s,
        u"cease and desist"_s,
        u"STOP - wrong guy"_s,
        u"no me escriban más"_s,
        u"No me escriba"_s,
        u"por favor no me mande mensajes"_s,
        u"No me envíen más mensajes"_s,
        u"No más mensajes"_s,
        u"no mas textos por favor"_s,
        u"Deje de escribirme"_s,
        u"Dejen de mandar mensajes"_s,
        u"deja de enviarme textos"_s,
        u"Ya no quiero recibir mensajes"_s,
        u"No quiero más mensajes"_s,
        u"no deseo recibir textos"_s,
        u"Número equivocado"_s,
        u"numero equivocado"_s,
        u"Se equivocó de número"_s,
        u"Déjeme en paz"_s,
        u"ya basta"_s,
        u"Quíteme de su lista"_s,
        u"Borre mi número"_s,
        u"elimine mi número por favor"_s,
        u"quiero darme de baja"_s,
        u"ALTO por favor"_s,
        u"Por favor alto"_s,
        u"Parar ya"_s,
        u"cancelar por favor"_s,
        u"Ya paren"_s,
        u"no me moleste"_s,
        u"No me contacten"_s,
    };
    const QStringList go = {
        u"stop by at 5"_s,
        u"Can you stop by?"_s,
        u"can you stop by tomorrow at 5 pm"_s,
        u"Please stop by the house"_s,
        u"Could somebody stop by to look at it"_s,
        u"the leak won't stop"_s,
        u"The leak won't stop."_s,
        u"water doesn't stop coming in"_s,
        u"It won't stop dripping"_s,
        u"the rain finally stopped"_s,
        u"I can't get it to stop leaking"_s,
        u"Stop by anytime"_s,
        u"We'll stop at your office"_s,
        u"bus stop on the corner"_s,
        u"no problem"_s,
        u"No problem, thanks"_s,
        u"no"_s,
        u"No thanks"_s,
        u"nope"_s,
        u"yes"_s,
        u"Yes please"_s,
        u"YES"_s,
        u"ok"_s,
        u"call me"_s,
        u"Call me at 5"_s,
        u"please call"_s,
        u"Text me a time"_s,
        u"text me when you are here"_s,
        u"You can text me"_s,
        u"I got no texts from you"_s,
        u"you never texted me back"_s,
        u"I'm at the end of the street"_s,
        u"the end unit on the left"_s,
        u"By the end of the week"_s,
        u"It's the house at the end"_s,
        u"Can you cancel my appointment"_s,
        u"cancel Tuesday, Wednesday works"_s,
        u"can we cancel and move it to Friday"_s,
        u"Please quit smoking near the gas line"_s,
        u"I quit my job last week"_s,
        u"I did not opt for shingles"_s,
        u"Can you remove the old roof?"_s,
        u"remove my old gutters"_s,
        u"Remove my skylight and patch it"_s,
        u"Please remove the tarp"_s,
        u"Can you take this tarp off"_s,
        u"take my shingles off first"_s,
        u"They need to take it off the roof"_s,
        u"don't send anyone today"_s,
        u"Don't call, text me"_s,
        u"the truck is blocking this driveway"_s,
        u"reporting this to my insurance"_s,
        u"I want to report a leak"_s,
        u"the stain won't go away"_s,
        u"Who is this?"_s,
        u"How did you get this number?"_s,
        u"What is the right number to call?"_s,
        u"Is the number right"_s,
        u"My number is 214 555 0123"_s,
        u"non-stop rain since Monday"_s,
        u"I don't want to wait until Friday"_s,
        u"I don't want a new roof, only a repair"_s,
        u"No more leaks please"_s,
        u"do not worry"_s,
        u"Don't worry about it"_s,
        u"never mind the ladder"_s,
        u"do not forget the ladder"_s,
        u"the alert on my phone says hail"_s,
        u"I am interested in the warehouse role"_s,
        u"I have to stop now at the store, call me later"_s,
        u"Not sure, maybe"_s,
        u"Thanks!"_s,
        u"👍"_s,
        u"alto riesgo de goteras"_s,
        u"El techo es muy alto"_s,
        u"pared de la cocina mojada"_s,
        u"La pared del baño"_s,
        u"no me mandaron el presupuesto"_s,
        u"no me enviaron la cotización"_s,
        u"No me han llamado"_s,
        u"no me escribieron"_s,
        u"No me molesta esperar"_s,
        u"no hay problema"_s,
        u"No, gracias"_s,
        u"sí por favor"_s,
        u"Llámeme a las 5"_s,
        u"Puede pasar a las 5"_s,
        u"¿Puede parar en la casa de mi mamá?"_s,
        u"la gotera no para"_s,
        u"La lluvia no para de caer"_s,
        u"No quiero esperar"_s,
        u"no quiero teja de baja calidad"_s,
        u"una teja de baja calidad"_s,
        u"no más goteras"_s,
        u"Cancelar la cita del martes"_s,
        u"quiero cancelar la cita"_s,
        u"elimine la gotera"_s,
        u"Borre la mancha del techo"_s,
        u"Es el número correcto"_s,
        u"gracias"_s,
        u"Hola"_s,
    };
    for (const QString &text : hold)
        QTest::newRow(qPrintable(u"hold: "_s + text)) << text << true;
    for (const QString &text : go)
        QTest::newRow(qPrintable(u"go on: "_s + text)) << text << false;
}

// What people answer; whatever the keywords take is taken before (readKeyword).
void TestSending::likelyOptOuts()
{
    QFETCH(QString, text);
    QFETCH(bool, likely);
    QCOMPARE(isLikelyOptOut(text, m_book.optOut), likely);
}

void TestSending::thePresetsReadOptOutsAlike()
{
    const Result<playbook::Playbook> recruiting = playbook::parse(*playbook::presetDocument(u"recruiting"_s));
    QVERIFY(recruiting);
    QCOMPARE(recruiting->optOut, m_book.optOut);
}

void TestSending::likelyPhrases_data()
{
    QTest::addColumn<QString>("phrase");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("likely");

    QTest::newRow("whole words only") << u"art"_s << u"start the heart"_s << false;
    QTest::newRow("in this order") << u"number my"_s << u"my number"_s << false;
    QTest::newRow("any ending") << u"text*"_s << u"your texting"_s << true;
    QTest::newRow("a word without ending too") << u"text*"_s << u"a text"_s << true;
    QTest::newRow("not any beginning") << u"text*"_s << u"context"_s << false;
    QTest::newRow("nothing between") << u"stop * texts"_s << u"stop texts"_s << true;
    QTest::newRow("two words between") << u"stop * texts"_s << u"stop all those texts"_s << true;
    QTest::newRow("three words between are too many") << u"stop * texts"_s << u"stop by for the texts"_s << false;
    QTest::newRow("apostrophes and accents aside") << u"no más"_s << u"NO MAS"_s << true;
    QTest::newRow("a hyphen parts words") << u"opt out"_s << u"opt-out, I said"_s << true;
    QTest::newRow("an empty message") << u"stop * texts"_s << QString() << false;
    QTest::newRow("courtesy only") << u"none"_s << u"please, thanks!"_s << false;
}

void TestSending::likelyPhrases()
{
    QFETCH(QString, phrase);
    QFETCH(QString, text);
    QFETCH(bool, likely);
    playbook::OptOut words = m_book.optOut;
    words.likely = QStringList{phrase};
    QCOMPARE(isLikelyOptOut(text, words), likely);
}

QTEST_GUILESS_MAIN(TestSending)
#include "tst_sending.moc"

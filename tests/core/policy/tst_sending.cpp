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

private:
    [[nodiscard]] Rules rules() const
    {
        return {.playbook = m_book, .quietHours = m_book.quietHours, .officeZone = "America/Chicago", .officeLanguage = u"en"_s};
    }

    const playbook::Playbook m_book = test::roofing();
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
    known.caseClosed = facts.contains(u"closed"_s);
    QVERIFY(decideSending(known, rules(), instantOf(noon)) == decision);
}

void TestSending::aPersonMayWriteAtNight()
{
    TextFacts known = facts(m_book, u"2026-11-21T04:45:00Z"_s);
    known.automated = false;
    QVERIFY(decideSending(known, rules(), instantOf(u"2026-11-21T04:45:00Z"_s)) == TextDecision(SendNow{}));
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

QTEST_GUILESS_MAIN(TestSending)
#include "tst_sending.moc"

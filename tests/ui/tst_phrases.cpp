#include "samples.h"
#include "widgets/phrases.h"
#include "widgets/statusline.h"
#include "widgets/times.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <cmath>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

class TestPhrases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyReasonHasASentence();
    void everyActionHasASentence();
    void whereACallbackIs_data();
    void whereACallbackIs();
    void stormSaysWhoAndHowLong();
    void unknownCodesStayReadable();
    void actionsSayWhoAndWhat();
    void refusals_data();
    void refusals();
    void textsThatWereNotSent();
    void statusTellsTheTruth();
    void statusNamesCalendars_data();
    void statusNamesCalendars();
    void timesInTheOfficesZone_data();
    void timesInTheOfficesZone();
    void onWhatGroundACallIsSpam_data();
    void onWhatGroundACallIsSpam();
    void ages();
    void urgencyByLimit();
    void coloursCanBeRead();

private:
    samples::FixedClock m_clock;
    board::Office m_office = samples::office();
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
};

namespace {

QString sourceOf(const QString &path)
{
    QFile file(QStringLiteral(RINGBACK_SOURCE_DIR) + u'/' + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

// Every reason that policy can give: the strings of its header.
QStringList reasonsInTheCode()
{
    static const QRegularExpression reason(uR"re(char16_t \w+\[\] = u"(\w+)")re"_s);
    QStringList codes;
    for (const QRegularExpressionMatch &match : reason.globalMatch(sourceOf(u"core/policy/reasons.h"_s)))
        codes.append(match.captured(1));
    return codes;
}

// Every word that the three places that change state write on the trail: the literals of the statements that do so, JSON keys and
// values (which follow a bracket) aside.
QStringList actionsInTheCode()
{
    static const QRegularExpression writes(uR"re(\b(note|entry|giveUp)\(|\.action = |return [^;]*u"call_)re"_s);
    static const QRegularExpression ofAMessage(uR"re(note\(flight, (?:\w+ \? u"\w+"_s : )?u"(\w+)"_s)re"_s);
    static const QRegularExpression word(uR"re((?<![{\[])u"([a-z]+(?:_[a-z]+)+)"_s)re"_s);
    QSet<QString> codes;
    for (const QString &folder : {u"core/engine"_s, u"core/desk"_s, u"core/ingress"_s}) {
        QDirIterator files(QStringLiteral(RINGBACK_SOURCE_DIR) + u'/' + folder, {u"*.cpp"_s}, QDir::Files);
        while (files.hasNext()) {
            files.next();
            const QStringList statements = sourceOf(folder + u'/' + files.fileName()).split(u';');
            for (const QString &statement : statements) {
                if (!writes.match(statement).hasMatch())
                    continue;
                for (const QRegularExpression *words : {&word, &ofAMessage}) {
                    for (const QRegularExpressionMatch &match : words->globalMatch(statement))
                        codes.insert(match.captured(1));
                }
            }
        }
    }
    // Words of such statements that are no actions: what kept the case from going on, and a reason given in place.
    for (const QString &reason : reasonsInTheCode())
        codes.remove(reason);
    return QStringList(codes.cbegin(), codes.cend());
}

} // namespace

void TestPhrases::everyReasonHasASentence()
{
    const QString older = u"not_missed provider_refused outcome_unknown needs_review retrying settling connection_unavailable"_s;
    const QStringList codes = reasonsInTheCode();
    QVERIFY2(codes.size() > 30, qPrintable(codes.join(u' ')));
    for (const QString &code : codes + older.split(u' ')) {
        QVERIFY2(hasReasonSentence(code), qUtf8Printable(code));
        QVERIFY2(!reasonSentence(code).isEmpty() && !reasonSentence(code).contains(u'_'), qUtf8Printable(code));
        QVERIFY2(!reasonWords(code).isEmpty() && !reasonWords(code).contains(u'_'), qUtf8Printable(code));
    }
}

void TestPhrases::everyActionHasASentence()
{
    const QStringList codes = actionsInTheCode();
    for (const QString &known : {u"call_missed"_s, u"follow_up_opened"_s, u"task_claimed"_s, u"sent"_s, u"setup_imported"_s})
        QVERIFY2(codes.contains(known), qPrintable(known + u" not among "_s + codes.join(u' ')));
    for (const QString &code : codes) {
        board::TimelineEntry entry;
        entry.action = code;
        entry.actor = u"Dana Reyes"_s;
        const QString sentence = actionSentence(entry, telling());
        // The runner puts the channel before what became of a message: `text_sent`, `email_sent`.
        const bool ofAMessage = hasActionSentence(u"text_"_s + code) && hasActionSentence(u"email_"_s + code);
        QVERIFY2(hasActionSentence(code) || ofAMessage, qUtf8Printable(code));
        QVERIFY2(!sentence.isEmpty() && !sentence.contains(u'%'), qUtf8Printable(code + u": "_s + sentence));
    }
}

void TestPhrases::whereACallbackIs_data()
{
    using Progress = board::Progress;
    const Instant now = m_clock.now();
    QTest::addColumn<board::Progress>("progress");
    QTest::addColumn<QString>("sentences");
    QTest::newRow("nothing to say") << Progress{} << u""_s;
    QTest::newRow("comes back today") << Progress{.attempt = 2, .attempts = 3, .readyAt = now + samples::minutes(48)}
                                      << u"Returns at 3:10 PM · try 2 of 3"_s;
    QTest::newRow("comes back tomorrow") << Progress{.attempt = 3, .attempts = 3, .readyAt = now + samples::hours(20)}
                                         << u"Returns tomorrow 10:22 AM · try 3 of 3"_s;
    QTest::newRow("has come back") << Progress{.attempt = 2, .attempts = 3, .readyAt = now} << u"Try 2 of 3"_s;
    QTest::newRow("left alone") << Progress{.returnedFrom = u"Dana"_s} << u"Dana had it; back in the queue"_s;
    QTest::newRow("passed up") << Progress{.escalatedTo = u"owner"_s, .escalatedAt = now - samples::minutes(8)}
                               << u"With the owner since 2:14 PM"_s;
    QTest::newRow("for people only") << Progress{.escalatedTo = u"human_queue"_s} << u"Human queue"_s;
    QTest::newRow("an appointment") << Progress{.appointmentAt = now + samples::hours(20)} << u"Appointment: tomorrow 10:22 AM"_s;
    QTest::newRow("the second text") << Progress{.nextStep = board::NextStep{.channel = calls::Channel::Text,
                                                                             .number = 2,
                                                                             .at = now + samples::minutes(78)}}
                                     << u"Second text at 3:40 PM unless they answer"_s;
    QTest::newRow("an e-mail") << Progress{.nextStep = board::NextStep{.channel = calls::Channel::Email,
                                                                       .number = 4,
                                                                       .at = now + samples::hours(20)}}
                               << u"E-mail tomorrow 10:22 AM unless they answer"_s;
    QTest::newRow("everything at once") << Progress{.escalatedTo = u"team"_s, .returnedFrom = u"Dana"_s, .reached = true}
                                        << u"Dana had it; back in the queue|With the whole team|Somebody of yours has spoken with them"_s;
}

void TestPhrases::whereACallbackIs()
{
    QFETCH(board::Progress, progress);
    QFETCH(QString, sentences);
    QCOMPARE(progressSentences(progress, telling()).join(u'|'), sentences);
}

void TestPhrases::stormSaysWhoAndHowLong()
{
    board::Health health = samples::stormy(m_clock.now());
    QCOMPARE(stormSentences(health, telling()).join(u'|'),
             u"Storm mode: turned on by Dana Reyes at 2:00 PM|until 4:00 PM|14 missed in the last 15 minutes|"
             "31 to call back, about 1 h 6 min of work"_s);
    health.storm->begunBy.clear();
    health.storm->until.reset();
    health.ready = 0;
    QCOMPARE(stormSentences(health, telling()).join(u'|'),
             u"Storm mode began by itself at 2:00 PM|until it calms down|14 missed in the last 15 minutes|nobody waits for a callback"_s);
    health.storm.reset();
    QVERIFY(stormSentences(health, telling()).isEmpty());
}

void TestPhrases::unknownCodesStayReadable()
{
    QCOMPARE(reasonSentence(u"moon_was_full"_s), u"Moon was full"_s);
    QCOMPARE(reasonWords(u"moon_was_full"_s), u"moon was full"_s);
    board::TimelineEntry entry;
    entry.action = u"moon_observed"_s;
    entry.detail = u"waxing_crescent"_s;
    QCOMPARE(actionSentence(entry, telling()), u"Moon observed: Waxing crescent"_s);
    QCOMPARE(outcomeWord(u"gone_fishing"_s, m_office), u"Gone fishing"_s);
}

void TestPhrases::actionsSayWhoAndWhat()
{
    board::TimelineEntry entry;
    entry.action = u"task_completed"_s;
    entry.actor = u"Dana Reyes"_s;
    entry.detail = u"estimate_scheduled"_s;
    QCOMPARE(actionSentence(entry, telling()), u"Dana Reyes finished the callback: Estimate scheduled"_s);
    entry.actor = u"lead_system"_s;
    QCOMPARE(actionSentence(entry, telling()), u"Somebody in the lead system finished the callback: Estimate scheduled"_s);
    entry.actor = u"engine"_s;
    entry.action = u"task_released"_s;
    entry.detail.clear();
    QCOMPARE(actionSentence(entry, telling()), u"Ringback put the callback back in the queue"_s);
    entry.action = u"text_scheduled"_s;
    entry.detail = u"2026-05-21T13:00:00.000Z"_s;
    QCOMPARE(actionSentence(entry, telling()), u"Text planned: tomorrow 8:00 AM"_s);
    entry.action = u"text_status"_s;
    entry.detail = u"undelivered"_s;
    QCOMPARE(actionSentence(entry, telling()), u"Text: Not delivered"_s);
}

void TestPhrases::refusals_data()
{
    using Why = desk::Refusal::Why;
    QTest::addColumn<int>("why");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("taken") << int(Why::TakenBySomeone) << u"Dana Reyes has this callback since 2:14 PM"_s;
    QTest::newRow("done") << int(Why::AlreadyDone) << u"Dana Reyes already finished this callback at 2:14 PM"_s;
    QTest::newRow("not yours") << int(Why::NotYours) << u"Dana Reyes has this callback. Only they can finish it or put it back"_s;
    for (const Why why : {Why::NoSuchTask, Why::NoSuchPerson, Why::NotAllowed, Why::NoSuchOutcome, Why::CannotStore})
        QTest::newRow(qPrintable(u"other %1"_s.arg(int(why)))) << int(why) << QString();
}

void TestPhrases::refusals()
{
    QFETCH(int, why);
    QFETCH(QString, sentence);
    const desk::Refusal refusal{.why = static_cast<desk::Refusal::Why>(why),
                                .who = u"Dana Reyes"_s,
                                .since = m_clock.now() - samples::minutes(8),
                                .detail = u"SQLITE_BUSY"_s};
    const QString said = refusalSentence(refusal, telling());
    QVERIFY(!said.isEmpty());
    QVERIFY(!said.contains(u"SQLITE"_s));
    if (!sentence.isEmpty())
        QCOMPARE(said, sentence);
}

void TestPhrases::textsThatWereNotSent()
{
    board::BoardRow row;
    row.reasons = QStringList{u"prior_customer"_s, u"quiet_hours"_s};
    QCOMPARE(textMark(row, telling()).text, u"Not sent: quiet hours"_s);
    row.lastText = samples::text(calls::DeliveryState::Scheduled, m_clock.now() + samples::hours(17) + samples::minutes(38));
    QCOMPARE(textMark(row, telling()).text, u"Scheduled for tomorrow 8:00 AM"_s);
    row.lastText->state = calls::DeliveryState::Delivered;
    QCOMPARE(textMark(row, telling()).text, u"Delivered"_s);
    row.lastText->state = calls::DeliveryState::NeedsReview;
    QCOMPARE(textMark(row, telling()).text, u"Needs review"_s);
    row.lastText->state = calls::DeliveryState::Undelivered;
    row.lastText->errorCode = u"30003"_s;
    QCOMPARE(textMark(row, telling()).text, u"Not delivered (error 30003)"_s);
}

void TestPhrases::statusTellsTheTruth()
{
    const auto says = [this](const board::Health &health, const QString &words) {
        const QList<Mark> marks = statusMarks(health, {}, telling());
        return std::any_of(marks.begin(), marks.end(), [&](const Mark &mark) { return mark.text == words; });
    };
    board::Health health = samples::health(m_clock.now());
    QVERIFY(says(health, u"Engine running"_s));
    QVERIFY(says(health, u"Webhooks arrive at 127.0.0.1:8080"_s));
    QVERIFY(says(health, u"Twilio main: last event just now"_s));
    health.engineRunning = false;
    health.quietHoursOff = true;
    health.listeningOn.clear();
    health.problem = u"disk is full"_s;
    health.textsWaiting = 4;
    health.connections[0].refusedSignatures = 3;
    health.connections[0].secretMissing = true;
    health.connections[0].lastEventAt.reset();
    QVERIFY(says(health, u"Engine not running: missed calls get no text"_s));
    QVERIFY(says(health, u"Quiet hours are off: texts may leave at night"_s));
    QVERIFY(says(health, u"Webhooks do not arrive in this window"_s));
    QVERIFY(says(health, u"disk is full"_s));
    QVERIFY(says(health, u"4 texts waiting"_s));
    QVERIFY(says(health, u"3 webhooks refused: not signed by your phone company"_s));
    QVERIFY(says(health, u"Twilio main: its password or key is missing on this computer"_s));
    QVERIFY(says(health, u"Twilio main: nothing received yet"_s));
    health.trouble = ErrorKind::Corrupt;
    QVERIFY(says(health, u"The database is damaged. Stop here and restore the last backup (disk is full)"_s));
    health.trouble = ErrorKind::Transient;
    QVERIFY(says(health, u"The database cannot be reached: what you see may be old. Trying again; nothing that was saved is lost"_s));
    QVERIFY(!says(health, u"The database is on a network drive, which is not safe for several computers: use PostgreSQL instead"_s));
    health.onNetworkShare = true;
    QVERIFY(says(health, u"The database is on a network drive, which is not safe for several computers: use PostgreSQL instead"_s));
    health.connections[0].pausedUntil = m_clock.now() + samples::minutes(3);
    QVERIFY(says(health, u"Twilio main: keeps failing, next try at 2:25 PM. Nothing is lost"_s));
    health.likelyOptOuts = 2;
    QVERIFY(says(health, u"2 callers may want no more texts: please decide"_s));
}

void TestPhrases::statusNamesCalendars_data()
{
    using board::CalendarState;
    QTest::addColumn<CalendarState>("state");
    QTest::addColumn<bool>("withSince");
    QTest::addColumn<bool>("engineRunning");
    QTest::addColumn<QStringList>("words");

    const QStringList none;
    QTest::newRow("cannot be read") << CalendarState::Unreadable << true << true
                                    << QStringList{u"Dana Reyes's calendar cannot be read since 2:14 PM"_s};
    QTest::newRow("never could be") << CalendarState::Unreadable << false << true << QStringList{u"Dana Reyes's calendar cannot be read"_s};
    QTest::newRow("nobody signed in") << CalendarState::NotSignedIn << false << true
                                      << QStringList{u"Dana Reyes's calendar: nobody is signed in at Google Calendar"_s};
    QTest::newRow("a password is missing")
        << CalendarState::SecretMissing << false << true
        << QStringList{u"Dana Reyes's calendar: its password or address is missing on the computer that does the work"_s};
    QTest::newRow("read too long ago") << CalendarState::Old << true << true
                                       << QStringList{
                                              u"Dana Reyes's calendar was not read since 2:14 PM: nobody knows whether they are free"_s};
    QTest::newRow("read too long ago, by an engine that does not run") << CalendarState::Old << true << false << none;
    QTest::newRow("read just now") << CalendarState::Fresh << false << true << none;
    QTest::newRow("not read yet") << CalendarState::NotReadYet << false << true << none;
    QTest::newRow("not to be read") << CalendarState::NotRead << false << true << none;
}

void TestPhrases::statusNamesCalendars()
{
    using board::CalendarState;
    QFETCH(CalendarState, state);
    QFETCH(bool, withSince);
    QFETCH(bool, engineRunning);
    QFETCH(QStringList, words);
    board::Health health = samples::health(m_clock.now());
    health.engineRunning = engineRunning;
    const settings::CalendarConnection google{.id = u"dana-google"_s, .staff = u"dana"_s, .account = settings::GoogleCalendar{}};
    const board::CalendarCard card{.connection = google,
                                   .state = state,
                                   .readAt = {},
                                   .since = withSince ? std::optional(m_clock.now() - samples::minutes(8)) : std::nullopt,
                                   .problem = {}};
    board::CalendarCard works = card; // another of hers
    works.state = CalendarState::NotRead;
    const board::Calendars calendars{
        .people = {{.staff = u"dana"_s, .calendars = {works, card}, .today = {}}, {.staff = u"nobody"_s, .calendars = {card}, .today = {}}},
        .takenIds = {}};
    const auto said = [&] {
        QStringList all;
        for (const Mark &mark : statusMarks(health, calendars, telling()))
            if (mark.text.contains(u"calendar"_s))
                all.append(mark.text);
        return all;
    };
    QCOMPARE(said(), words);
    for (calls::Staff &person : m_office.staff)
        person.suspended = true; // is given nothing, free or not
    QCOMPARE(said(), QStringList());
    m_office = samples::office();
}

void TestPhrases::timesInTheOfficesZone_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("words");
    QTest::newRow("today") << u"2026-05-20T19:14:00Z"_s << u"2026-05-20T19:22:00Z"_s << u"2:14 PM"_s;
    QTest::newRow("yesterday there, today in UTC") << u"2026-05-20T02:05:00Z"_s << u"2026-05-20T19:22:00Z"_s << u"yesterday 9:05 PM"_s;
    QTest::newRow("tomorrow") << u"2026-05-21T13:00:00Z"_s << u"2026-05-20T19:22:00Z"_s << u"tomorrow 8:00 AM"_s;
    QTest::newRow("this week") << u"2026-05-17T02:05:00Z"_s << u"2026-05-20T19:22:00Z"_s << u"Sat 9:05 PM"_s;
    QTest::newRow("long ago") << u"2025-11-04T03:05:00Z"_s << u"2026-05-20T19:22:00Z"_s << u"Nov 3, 9:05 PM"_s;
    QTest::newRow("before the clocks go back") << u"2026-11-01T06:30:00Z"_s << u"2026-11-01T18:00:00Z"_s << u"1:30 AM"_s;
    QTest::newRow("after the clocks went back") << u"2026-11-01T07:30:00Z"_s << u"2026-11-01T18:00:00Z"_s << u"1:30 AM"_s;
    QTest::newRow("after the clocks went forward") << u"2026-03-08T08:30:00Z"_s << u"2026-03-08T18:00:00Z"_s << u"3:30 AM"_s;
}

void TestPhrases::timesInTheOfficesZone()
{
    QFETCH(QString, at);
    QFETCH(QString, now);
    QFETCH(QString, words);
    const auto instant = [](const QString &iso) {
        return fromMs(QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch());
    };
    QCOMPARE(dayAndTime(instant(at), instant(now), "America/Chicago"), words);
}

void TestPhrases::onWhatGroundACallIsSpam_data()
{
    const Instant now = m_clock.now();
    using samples::hours;
    QTest::addColumn<board::SpamBasis>("basis");
    QTest::addColumn<QString>("words");
    QTest::newRow("a list") << board::SpamBasis{.byWhom = {}, .list = u"robots"_s, .complaints = 0, .since = now - hours(24 * 30)}
                            << u"On the list “robots” since Apr 20"_s;
    QTest::newRow("a list of another year") << board::SpamBasis{.byWhom = {},
                                                                .list = u"robots"_s,
                                                                .complaints = 0,
                                                                .since = now - hours(24 * 198)}
                                            << u"On the list “robots” since Nov 3, 2025"_s;
    QTest::newRow("complaints") << board::SpamBasis{.byWhom = {}, .list = {}, .complaints = 12, .since = now - hours(48)}
                                << u"12 complaints since May 18"_s;
    QTest::newRow("a person, today") << board::SpamBasis{.byWhom = u"Dana Reyes"_s, .list = {}, .complaints = 0, .since = now}
                                     << u"Marked as spam by Dana Reyes since today"_s;
    QTest::newRow("a person") << board::SpamBasis{.byWhom = u"Dana Reyes"_s, .list = {}, .complaints = 0, .since = {}}
                              << u"Marked as spam by Dana Reyes"_s;
    QTest::newRow("the command line") << board::SpamBasis{.byWhom = u"command"_s, .list = {}, .complaints = 0, .since = {}}
                                      << u"Marked as spam on the command line"_s;
    QTest::newRow("a list with odd letters") << board::SpamBasis{.byWhom = {}, .list = u"50 %1 %2"_s, .complaints = 0, .since = now}
                                             << u"On the list “50 %1 %2” since today"_s;
}

void TestPhrases::onWhatGroundACallIsSpam()
{
    QFETCH(board::SpamBasis, basis);
    QFETCH(QString, words);
    QCOMPARE(spamSentence(basis, telling()), words);
}

void TestPhrases::ages()
{
    using namespace std::chrono_literals;
    QCOMPARE(waited(42s), u"0:42"_s);
    QCOMPARE(waited(725s), u"12:05"_s);
    QCOMPARE(waited(3849s), u"1:04:09"_s);
    QCOMPARE(waited(51h), u"2 d 3 h"_s);
    QCOMPARE(waited(-5s), u"0:00"_s);
    QCOMPARE(ago(30s), u"just now"_s);
    QCOMPARE(ago(150s), u"2 min ago"_s);
    const Instant now = m_clock.now();
    QCOMPARE(dueIn(now + 12min, now), u"due in 12 min"_s);
    QCOMPARE(dueIn(now + 1s, now), u"due in 1 min"_s);
    QCOMPARE(dueIn(now, now), u"due now"_s);
    QCOMPARE(dueIn(now - 8min, now), u"8 min overdue"_s);
}

void TestPhrases::urgencyByLimit()
{
    using namespace std::chrono_literals;
    const Instant start = m_clock.now();
    const std::optional<Instant> due = start + 30min;
    QCOMPARE(urgency(start, due, start + 20min + 59s), Tone::Neutral);
    QCOMPARE(urgency(start, due, start + 21min), Tone::Warn);
    QCOMPARE(urgency(start, due, start + 30min), Tone::Bad);
    QCOMPARE(urgency(start, std::nullopt, start + 30h), Tone::Neutral);
}

void TestPhrases::coloursCanBeRead()
{
    const auto luminance = [](const QColor &colour) {
        const auto channel = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
    };
    const auto contrast = [&](const QColor &a, const QColor &b) {
        const double x = luminance(a);
        const double y = luminance(b);
        return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    };
    for (const Theme *theme : {&Theme::light(), &Theme::dark()}) {
        for (const Tone tone : {Tone::Neutral, Tone::Info, Tone::Good, Tone::Warn, Tone::Bad, Tone::Practice}) {
            const ToneColours colours = theme->tone(tone);
            for (const QColor &ground : {colours.fill, theme->window, theme->surface, theme->selected})
                QVERIFY2(contrast(colours.text, ground) >= 4.5,
                         qPrintable(u"%1 %2 on %3"_s.arg(theme->isDark).arg(int(tone)).arg(ground.name())));
        }
        for (const QColor &ground : {theme->window, theme->surface, theme->selected, theme->hover}) {
            QVERIFY(contrast(theme->text, ground) >= 7);
            QVERIFY(contrast(theme->muted, ground) >= 4.5);
            QVERIFY(contrast(theme->accent, ground) >= 4.5);
        }
        QVERIFY(contrast(theme->onAccent, theme->accent) >= 4.5);
        QVERIFY(contrast(theme->outline, theme->surface) >= 3);
        QVERIFY(contrast(theme->text, theme->bubbleIn) >= 7);
        QVERIFY(contrast(theme->text, theme->bubbleOut) >= 7);
    }
}

QTEST_MAIN(TestPhrases)
#include "tst_phrases.moc"

#include "connectors/hook/events.h"
#include "support/examplelead.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::hook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::exampleHeader;
using ringback::test::instantOf;

namespace {

QString markdown()
{
    QFile page(QStringLiteral(RINGBACK_SOURCE_DIR "/docs/connect/outgoing-webhook.md"));
    return page.open(QIODevice::ReadOnly) ? QString::fromUtf8(page.readAll()) : QString();
}

// The sample below the heading of that event.
QJsonObject sampleOf(const QString &type)
{
    const QString page = markdown();
    const qsizetype heading = page.indexOf(u"### `%1`\n"_s.arg(type));
    const qsizetype fence = page.indexOf(u"```json\n"_s, heading);
    const qsizetype end = page.indexOf(u"\n```"_s, fence + 8);
    if (heading < 0 || fence < 0 || end < 0)
        return {};
    return QJsonDocument::fromJson(QStringView(page).mid(fence + 8, end - fence - 8).toUtf8()).object();
}

LeadWriteHeader of(const QString &marker, const QString &at, const QString &text)
{
    LeadWriteHeader header = exampleHeader(marker, {}, text);
    header.at = instantOf(at);
    return header;
}

// What the page tells: one case from its call to its end.
QList<LeadWrite> story()
{
    const QString spoken = u"She wants the roof looked at after the hail."_s;
    LeadWriteHeader again = of(u"rb-callagain2aa"_s, u"2026-11-20T18:07:00.000Z"_s, u"Called again, the second time in an hour."_s);
    again.facts.missedCalls = 2;
    SetStatus status{.header = of(u"rb-statusnew2aa"_s, u"2026-11-20T19:05:00.000Z"_s, u"Estimate booked."_s),
                     .appointmentAt = instantOf(u"2026-11-23T15:00:00.000Z"_s),
                     .closes = true};
    status.header.facts.status = u"estimate_scheduled"_s;
    PutTask task{.header = of(u"rb-callback22aa"_s, u"2026-11-20T18:00:10.000Z"_s, u"Missed call on Main line."_s),
                 .title = u"Call back Dana Reyes"_s,
                 .dueAt = instantOf(u"2026-11-20T18:15:00.000Z"_s),
                 .assignee = u"chris"_s,
                 .isPriority = true};
    CloseTask closed{.header = of(u"rb-taskdone22aa"_s, u"2026-11-20T19:05:00.000Z"_s, spoken), .outcome = u"estimate_scheduled"_s};
    closed.header.link.task = task.header.marker;
    closed.header.facts.status = u"estimate_scheduled"_s;
    return {
        PutLead{of(u"rb-newlead222aa"_s, u"2026-11-20T18:00:10.000Z"_s, u"Missed call on Main line."_s)},
        AddNote{again, calls::LeadNote::MissedCall},
        AddNote{of(u"rb-textsent22aa"_s, u"2026-11-20T18:00:20.000Z"_s, u"Text sent: Sorry we missed you."_s), calls::LeadNote::TextSent},
        AddNote{of(u"rb-reply22222aa"_s, u"2026-11-20T18:03:00.000Z"_s, u"Reply: Can you come tomorrow?"_s), calls::LeadNote::Reply},
        AddNote{of(u"rb-voicemail2aa"_s, u"2026-11-20T18:01:00.000Z"_s, u"Voicemail, 0:21: Hi, it is about my roof."_s),
                calls::LeadNote::Voicemail},
        AddNote{of(u"rb-outcome222aa"_s, u"2026-11-20T19:05:00.000Z"_s, spoken), calls::LeadNote::Outcome},
        status,
        task,
        closed};
}

} // namespace

class TestHookEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatThePageShows_data();
    void saysWhatThePageShows();
    void pingsAsThePageShows();
    void isTheSameOnEveryRepeat();
    void keepsOneCaseTogether();
    void usesTheReceiversWords();
    void boundsWhatItSays();
};

void TestHookEvents::saysWhatThePageShows_data()
{
    QTest::addColumn<QString>("type");
    for (const QString &type : eventTypes())
        QTest::newRow(qPrintable(type)) << type;
}

void TestHookEvents::saysWhatThePageShows()
{
    QFETCH(QString, type);
    const QJsonObject sample = sampleOf(type);
    QVERIFY2(!sample.isEmpty(), "the page has no sample of it");
    int found = 0;
    for (const LeadWrite &write : story()) {
        if (eventTypeOf(write) != type)
            continue;
        ++found;
        const QJsonObject event = eventOf(write, {});
        QCOMPARE(QJsonDocument(event).toJson(), QJsonDocument(sample).toJson()); // the text shows where they differ
    }
    QCOMPARE(found, 1);
}

void TestHookEvents::pingsAsThePageShows()
{
    QCOMPARE(pingOf(u"rb-ping22222aaa"_s, instantOf(u"2026-11-20T18:00:00Z"_s)), sampleOf(u"ping"_s));
}

void TestHookEvents::isTheSameOnEveryRepeat()
{
    for (const LeadWrite &write : story())
        QCOMPARE(eventOf(write, {}), eventOf(LeadWrite(write), {}));
}

void TestHookEvents::keepsOneCaseTogether()
{
    QSet<QString> ids;
    for (const LeadWrite &write : story())
        ids.insert(eventOf(write, {}).value("lead_id"_L1).toString());
    QCOMPARE(ids.size(), 1);
    LeadWriteHeader header = exampleHeader(u"rb-a"_s);
    const QString first = leadIdOf(header);
    header.facts.calledAt += 1h; // another case of the same caller
    QVERIFY(leadIdOf(header) != first);
    header.link.record = first; // as the write before it was answered
    QCOMPARE(leadIdOf(header), first);
}

void TestHookEvents::usesTheReceiversWords()
{
    const QMap<QString, QString> choices{{u"user.chris"_s, u"chris@example.com"_s}, {u"status.needs_callback"_s, u"To call"_s}};
    for (const LeadWrite &write : story()) {
        const QJsonObject event = eventOf(write, choices);
        QVERIFY(event.value("status"_L1).toString() == u"To call"_s || event.value("status"_L1).toString() == u"estimate_scheduled"_s);
        if (std::holds_alternative<PutTask>(write))
            QCOMPARE(event.value("assignee"_L1).toString(), u"chris@example.com"_s);
    }
    QCOMPARE(eventOf(story().constFirst(), choices).value("status"_L1).toString(), u"To call"_s);
}

void TestHookEvents::boundsWhatItSays()
{
    LeadWriteHeader header = exampleHeader(u"rb-a"_s, {}, QString(200'000, u'x'));
    header.facts.name = QString(5'000, u'n') + QChar(0);
    const QJsonObject event = eventOf(AddNote{header, calls::LeadNote::Voicemail}, {});
    QCOMPARE(event.value("note"_L1).toString().size(), 20'000);
    QCOMPARE(event.value("name"_L1).toString().size(), 256);
}

QTEST_GUILESS_MAIN(TestHookEvents)
#include "tst_hook_events.moc"

#include "base/time.h"
#include "connectors/bookings/bookings.h"
#include "support/bookingevents.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::bookings;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::BookingEvent;
using ringback::test::calComBody;
using ringback::test::calendlyBody;
using ringback::test::calendlySignature;
using ringback::test::hexHmac;
using ringback::test::instantOf;
using ringback::test::must;
using settings::BookingPage;

namespace {

const QByteArray key = "a-signing-key-of-the-tests";
const Instant now = instantOf(u"2026-11-20T18:05:01Z"_s);
const qint64 seconds = toMs(now) / 1000;

const BookingPage calendly{.id = u"visits"_s, .type = BookingPage::Type::Calendly, .signingSecret = u"k"_s, .outcome = {}};
const BookingPage calCom{.id = u"visits"_s, .type = BookingPage::Type::CalCom, .signingSecret = u"k"_s, .outcome = {}};

Webhook posted(const QByteArray &body, const QByteArray &header, const QByteArray &value)
{
    return {.method = "POST", .target = "/webhooks/booking/visits", .headers = {{header, value}}, .body = body};
}

QString wordOf(const WebhookJudgement &judgement)
{
    if (const auto *received = std::get_if<Received>(&judgement))
        return u"received %1"_s.arg(received->events.size());
    if (const auto *forged = std::get_if<Forged>(&judgement))
        return u"forged "_s + forged->why;
    return std::holds_alternative<Malformed>(judgement) ? u"malformed"_s : u"not mine"_s;
}

} // namespace

class TestBookings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checksCalendly_data();
    void checksCalendly();
    void checksCalCom_data();
    void checksCalCom();
    void takesOnlyBookings_data();
    void takesOnlyBookings();
    void namesEventsByWhatTheyHold();
    void readsCalendly();
    void readsCalendlyNumbers_data();
    void readsCalendlyNumbers();
    void readsCalendlyMoves();
    void readsCalCom();
    void refusesWhatSaysTooLittle_data();
    void refusesWhatSaysTooLittle();
    void readsNoForeignTag_data();
    void readsNoForeignTag();
    void tagsLinks_data();
    void tagsLinks();
};

void TestBookings::checksCalendly_data()
{
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QByteArray>("withKey");
    QTest::addColumn<QString>("verdict");

    const QByteArray body = calendlyBody({});
    const QByteArray good = calendlySignature(key, seconds, body);
    QTest::newRow("good") << good << key << u"received 1"_s;
    QTest::newRow("good, spelled with blanks and capitals")
        << "t=" + QByteArray::number(seconds) + ", v1=" + good.mid(good.indexOf("v1=") + 3).toUpper() << key << u"received 1"_s;
    QTest::newRow("one of two, while the key changes") << good + ",v1=" + QByteArray(64, '0') << key << u"received 1"_s;
    QTest::newRow("another key") << good << QByteArray("another") << u"forged "_s;
    QTest::newRow("another body") << calendlySignature(key, seconds, body + ' ') << key << u"forged "_s;
    QTest::newRow("another time than was signed")
        << "t=" + QByteArray::number(seconds + 1) + good.mid(good.indexOf(',')) << key << u"forged "_s;
    QTest::newRow("nearly three minutes old") << calendlySignature(key, seconds - 180, body) << key << u"received 1"_s;
    QTest::newRow("more than three minutes old") << calendlySignature(key, seconds - 181, body) << key << u"forged clock"_s;
    QTest::newRow("from the future") << calendlySignature(key, seconds + 181, body) << key << u"forged clock"_s;
    QTest::newRow("of the body alone") << "t=" + QByteArray::number(seconds) + ",v1=" + hexHmac(key, body) << key << u"forged "_s;
    QTest::newRow("cut off") << good.chopped(1) << key << u"forged "_s;
    QTest::newRow("none") << QByteArray() << key << u"forged "_s;
    QTest::newRow("no time") << good.mid(good.indexOf(',') + 1) << key << u"forged "_s;
    QTest::newRow("an empty signature") << "t=" + QByteArray::number(seconds) + ",v1=" << key << u"forged "_s;
    QTest::newRow("signed with nothing, where there is no key") << calendlySignature({}, seconds, body) << QByteArray() << u"forged "_s;
}

void TestBookings::checksCalendly()
{
    QFETCH(QByteArray, signature);
    QFETCH(QByteArray, withKey);
    QFETCH(QString, verdict);
    QCOMPARE(wordOf(receive(calendly, withKey, posted(calendlyBody({}), "calendly-webhook-signature", signature), now)), verdict);
}

void TestBookings::checksCalCom_data()
{
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QByteArray>("withKey");
    QTest::addColumn<QString>("verdict");

    const QByteArray body = calComBody({.what = u"BOOKING_CREATED"_s});
    QTest::newRow("good") << hexHmac(key, body) << key << u"received 1"_s;
    QTest::newRow("another key") << hexHmac(key, body) << QByteArray("another") << u"forged "_s;
    QTest::newRow("another body") << hexHmac(key, body + '\n') << key << u"forged "_s;
    QTest::newRow("none") << QByteArray() << key << u"forged "_s;
    QTest::newRow("as Cal.com says without a key") << QByteArray("no-secret-provided") << key << u"forged "_s;
    QTest::newRow("signed with nothing, where there is no key") << hexHmac({}, body) << QByteArray() << u"forged "_s;
}

void TestBookings::checksCalCom()
{
    QFETCH(QByteArray, signature);
    QFETCH(QByteArray, withKey);
    QFETCH(QString, verdict);
    const QByteArray body = calComBody({.what = u"BOOKING_CREATED"_s});
    QCOMPARE(wordOf(receive(calCom, withKey, posted(body, "x-cal-signature-256", signature), now)), verdict);
    QCOMPARE(wordOf(receive(calendly, withKey, posted(body, "x-cal-signature-256", signature), now)), u"forged "_s);
}

void TestBookings::takesOnlyBookings_data()
{
    QTest::addColumn<bool>("isCalCom");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("verdict");

    const auto row = [](const char *name, const BookingPage &page, const QByteArray &body, const QString &verdict) {
        QTest::newRow(name) << (page.type == BookingPage::Type::CalCom) << body << verdict;
    };
    row("Calendly: cancelled", calendly, calendlyBody({.what = u"invitee.canceled"_s}), u"received 1"_s);
    row("Calendly: did not come", calendly, calendlyBody({.what = u"invitee_no_show.created"_s}), u"received 0"_s);
    row("Calendly: a form", calendly, calendlyBody({.what = u"routing_form_submission.created"_s}), u"received 0"_s);
    row("Calendly: no JSON", calendly, "hello", u"malformed"_s);
    row("Calendly: a list", calendly, "[]", u"malformed"_s);
    row("Cal.com: moved", calCom, calComBody({.what = u"BOOKING_RESCHEDULED"_s}), u"received 1"_s);
    row("Cal.com: cancelled", calCom, calComBody({.what = u"BOOKING_CANCELLED"_s}), u"received 1"_s);
    row("Cal.com: rejected", calCom, calComBody({.what = u"BOOKING_REJECTED"_s}), u"received 1"_s);
    row("Cal.com: asked for, and not yet agreed", calCom, calComBody({.what = u"BOOKING_REQUESTED"_s}), u"received 0"_s);
    row("Cal.com: a test", calCom, calComBody({.what = u"PING"_s}), u"received 0"_s);
    row("Cal.com: over", calCom, calComBody({.what = u"MEETING_ENDED"_s}), u"received 0"_s);
}

void TestBookings::takesOnlyBookings()
{
    QFETCH(bool, isCalCom);
    QFETCH(QByteArray, body);
    QFETCH(QString, verdict);
    const Webhook webhook = isCalCom ? posted(body, "X-Cal-Signature-256", hexHmac(key, body))
                                     : posted(body, "Calendly-Webhook-Signature", calendlySignature(key, seconds, body));
    QCOMPARE(wordOf(receive(isCalCom ? calCom : calendly, key, webhook, now)), verdict);
}

// The same again is one event; whatever differs is another.
void TestBookings::namesEventsByWhatTheyHold()
{
    const auto keyOf = [](const BookingEvent &event) {
        const QByteArray body = calendlyBody(event);
        const WebhookJudgement judgement =
            receive(calendly, key, posted(body, "Calendly-Webhook-Signature", calendlySignature(key, seconds, body)), now);
        return std::get<Received>(judgement).events.first().key;
    };
    QCOMPARE(keyOf({}), keyOf({}));
    QVERIFY(keyOf({}) != keyOf({.startsAt = u"2026-11-25T20:00:00.000000Z"_s}));
}

void TestBookings::readsCalendly()
{
    const Booking booking = must(read(calendly, calendlyBody({.phone = u"+1 214-555-0123"_s, .tag = u"0a1b2c3d"_s})));
    QCOMPARE(booking.id, u"inv-1"_s);
    QCOMPARE(booking.startsAt, instantOf(u"2026-11-24T20:00:00Z"_s));
    QCOMPARE(booking.changedAt, instantOf(u"2026-11-20T18:05:00Z"_s));
    QCOMPARE(booking.name, u"Zoe Miller"_s);
    QCOMPARE(booking.email, u"zoe@example.com"_s);
    QCOMPARE(booking.number->e164(), u"+12145550123"_s);
    QCOMPARE(booking.tag, u"0a1b2c3d"_s);
    QVERIFY(!booking.isCancelled && !booking.isMoved && booking.replaces.isEmpty());
}

void TestBookings::readsCalendlyNumbers_data()
{
    QTest::addColumn<QByteArray>("member"); // of the invitee
    QTest::addColumn<QString>("number");

    QTest::newRow("to remind at") << QByteArray(R"("text_reminder_number":"+1 214-555-0123")") << u"+12145550123"_s;
    QTest::newRow("an answer") << QByteArray(
                                      R"("questions_and_answers":[{"answer":"2 storeys, 1200 sq ft","position":0,"question":"Roof?"},)"
                                      R"({"answer":"(214) 555-0123","position":1,"question":"Phone"}])")
                               << u"+12145550123"_s;
    QTest::newRow("words with a number in them")
        << QByteArray(R"("questions_and_answers":[{"answer":"call 2145550123 after 5"}])") << QString();
    QTest::newRow("a zip code") << QByteArray(R"("questions_and_answers":[{"answer":"75201"}])") << QString();
    QTest::newRow("none") << QByteArray(R"("text_reminder_number":null)") << QString();
}

void TestBookings::readsCalendlyNumbers()
{
    QFETCH(QByteArray, member);
    QFETCH(QString, number);
    const QByteArray body = R"({"event":"invitee.created","created_at":"2026-11-20T18:05:00Z","payload":{"uri":"https://x.example/i/1",)"
                            R"("scheduled_event":{"start_time":"2026-11-24T20:00:00Z"},)" +
                            member + "}}";
    const Booking booking = must(read(calendly, body));
    QCOMPARE(booking.number ? booking.number->e164() : QString(), number);
}

void TestBookings::readsCalendlyMoves()
{
    const Booking moved = must(read(calendly, calendlyBody({.what = u"invitee.canceled"_s, .isMoved = true})));
    QVERIFY(moved.isCancelled && moved.isMoved);
    const Booking instead = must(read(calendly, calendlyBody({.id = u"inv-2"_s, .replaces = u"inv-1"_s})));
    QVERIFY(!instead.isCancelled);
    QCOMPARE(instead.replaces, u"inv-1"_s);
}

void TestBookings::readsCalCom()
{
    const Booking booking = must(read(
        calCom,
        calComBody(
            {.what = u"BOOKING_RESCHEDULED"_s, .id = u"bk-2"_s, .phone = u"+12145550123"_s, .tag = u"0A1B2C3D"_s, .replaces = u"bk-1"_s})));
    QCOMPARE(booking.id, u"bk-2"_s);
    QCOMPARE(booking.replaces, u"bk-1"_s);
    QCOMPARE(booking.startsAt, instantOf(u"2026-11-24T20:00:00Z"_s));
    QCOMPARE(booking.number->e164(), u"+12145550123"_s);
    QCOMPARE(booking.tag, u"0a1b2c3d"_s);
    QVERIFY(must(read(calCom, calComBody({.what = u"BOOKING_CANCELLED"_s}))).isCancelled);
}

void TestBookings::refusesWhatSaysTooLittle_data()
{
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("no id") << calendlyBody({.id = {}});
    QTest::newRow("no time") << calendlyBody({.startsAt = {}});
    QTest::newRow("a time without a zone") << calendlyBody({.startsAt = u"2026-11-24T20:00:00"_s});
    QTest::newRow("no time of its own") << calendlyBody({.createdAt = u"today"_s});
}

void TestBookings::refusesWhatSaysTooLittle()
{
    QFETCH(QByteArray, body);
    const Result<Booking> booking = read(calendly, body);
    QVERIFY(!booking);
    QCOMPARE(booking.error().kind, ErrorKind::Invalid);
}

void TestBookings::readsNoForeignTag_data()
{
    QTest::addColumn<QString>("tag");

    QTest::newRow("of an advertisement") << u"spring-sale"_s;
    QTest::newRow("anything") << u"%%%%%%%%"_s;
    QTest::newRow("too short") << u"0a1b2c3"_s;
}

void TestBookings::readsNoForeignTag()
{
    QFETCH(QString, tag);
    QCOMPARE(must(read(calendly, calendlyBody({.tag = tag}))).tag, QString());
}

void TestBookings::tagsLinks_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("more");

    QTest::newRow("Calendly") << u"https://calendly.com/dana/roof"_s << u"?utm_content=9abcdef0"_s;
    QTest::newRow("Calendly with a question") << u"https://calendly.com/dana/roof?month=2026-11"_s << u"&utm_content=9abcdef0"_s;
    QTest::newRow("Cal.com") << u"https://cal.com/dana/roof"_s << u"?metadata%5Bfollow_up%5D=9abcdef0"_s;
    QTest::newRow("Cal.com, a company's") << u"https://summit.cal.com/roof"_s << u"?metadata%5Bfollow_up%5D=9abcdef0"_s;
    QTest::newRow("another page") << u"https://book.example/us"_s << QString();
    QTest::newRow("one that only looks like it") << u"https://notcalendly.com/dana"_s << QString();
    QTest::newRow("one with calendly.com in it") << u"https://calendly.com.example/dana"_s << QString();
    QTest::newRow("none") << QString() << QString();
}

void TestBookings::tagsLinks()
{
    QFETCH(QString, link);
    QFETCH(QString, more);
    const calls::FollowUpId id = *calls::FollowUpId::parse(u"01937b2c-0000-7000-8000-12349abcdef0"_s);
    QCOMPARE(taggedLink(link, id), link + more);
}

QTEST_GUILESS_MAIN(TestBookings)
#include "tst_bookings.moc"

#include "base/time.h"
#include "connectors/twilio/events.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors;
using namespace ringback::connectors::twilio;
using namespace Qt::StringLiterals;

namespace {

const QString callSid = u"CA00000000000000000000000000000001"_s;
const QString textSid = u"SM00000000000000000000000000000001"_s;

Form call(const QList<std::pair<QString, QString>> &fields)
{
    return Form{QList<std::pair<QString, QString>>{
                    {u"CallSid"_s, callSid}, {u"Direction"_s, u"inbound"_s}, {u"From"_s, u"+12145550123"_s}, {u"To"_s, u"+12145550100"_s}} +
                fields};
}

Form with(Form form, const QString &name, const QString &value)
{
    for (auto &[candidate, current] : form.fields) {
        if (candidate == name) {
            current = value;
            return form;
        }
    }
    form.fields.emplaceBack(name, value);
    return form;
}

Form text()
{
    return Form{{{u"MessageSid"_s, textSid},
                 {u"From"_s, u"+12145550123"_s},
                 {u"To"_s, u"+12145550100"_s},
                 {u"Body"_s, u"call me"_s},
                 {u"NumMedia"_s, u"0"_s},
                 {u"SmsStatus"_s, u"received"_s}}};
}

template <class T>
std::optional<T> as(const Result<PhoneEvent> &event)
{
    if (event && std::holds_alternative<T>(*event))
        return std::get<T>(*event);
    return std::nullopt;
}

QString addOn(const QString &name, const QString &status, const QString &result)
{
    return uR"({"status":"successful","message":null,"code":null,"results":{"%1":{"request_sid":"XR1","status":"%2","code":null,"result":%3}}})"_s
        .arg(name, status, result);
}

} // namespace

class TestTwilioEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesCalls_data();
    void judgesCalls();
    void judgesCallsWeMake_data();
    void judgesCallsWeMake();
    void ignoresWhatIsNoCallOfItsOwn_data();
    void ignoresWhatIsNoCallOfItsOwn();
    void namesWhatIsMissing_data();
    void namesWhatIsMissing();
    void readsTheCall();
    void readsTheEnd_data();
    void readsTheEnd();
    void readsTheReputation_data();
    void readsTheReputation();
    void showsHints_data();
    void showsHints();
    void readsRecordings_data();
    void readsRecordings();
    void readsTexts();
    void boundsWhatItReads();
    void readsReceipts_data();
    void readsReceipts();
    void keysEvents();
};

void TestTwilioEvents::judgesCalls_data()
{
    using Fields = QList<std::pair<QString, QString>>;
    QTest::addColumn<Form>("form");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const Fields &fields, CallSignal signal, const QString &reason) {
        QTest::newRow(name) << call(fields) << static_cast<int>(signal) << reason;
    };
    const auto dial = [](const QString &parent, const QString &dialStatus, const QString &duration = {}, const QString &bridged = {}) {
        Fields fields{{u"CallStatus"_s, parent}, {u"DialCallStatus"_s, dialStatus}};
        if (!duration.isEmpty())
            fields.emplaceBack(u"DialCallDuration"_s, duration);
        if (!bridged.isEmpty())
            fields.emplaceBack(u"DialBridged"_s, bridged);
        return fields;
    };
    row("it rings", {{u"CallStatus"_s, u"ringing"_s}}, CallSignal::Ringing, u"ringing"_s);
    row("it is queued", {{u"CallStatus"_s, u"queued"_s}}, CallSignal::Ringing, u"queued"_s);

    row("staff talked", dial(u"completed"_s, u"completed"_s, u"75"_s, u"true"_s), CallSignal::Answered, u"completed"_s);
    row("staff talked, and the caller is still there", dial(u"in-progress"_s, u"answered"_s, u"75"_s, u"true"_s), CallSignal::Answered,
        u"answered"_s);
    row("staff talked, nothing said of a bridge", dial(u"completed"_s, u"completed"_s, u"75"_s), CallSignal::Answered, u"completed"_s);
    row("a bridge of no length", dial(u"completed"_s, u"completed"_s, u"0"_s, u"true"_s), CallSignal::Answered, u"completed"_s);
    row("a length without a bridge", dial(u"completed"_s, u"completed"_s, u"3"_s, u"false"_s), CallSignal::Answered, u"completed"_s);
    row("no bridge and no length", dial(u"completed"_s, u"completed"_s, u"0"_s, u"false"_s), CallSignal::Missed, u"completed"_s);
    row("no bridge, and no length said", dial(u"completed"_s, u"answered"_s, {}, u"false"_s), CallSignal::Missed, u"answered"_s);
    row("no bridge, and the call goes on", dial(u"in-progress"_s, u"completed"_s, u"0"_s, u"false"_s), CallSignal::MissedSoFar,
        u"completed"_s);

    for (const QString &status : {u"no-answer"_s, u"busy"_s, u"failed"_s, u"canceled"_s}) {
        for (const QString &parent : {u"completed"_s, u"busy"_s, u"failed"_s, u"no-answer"_s, u"canceled"_s}) {
            QTest::addRow("dial %s, call %s", qPrintable(status), qPrintable(parent))
                << call(dial(parent, status)) << static_cast<int>(CallSignal::Missed) << status;
        }
        QTest::addRow("dial %s, and the call goes on", qPrintable(status))
            << call(dial(u"in-progress"_s, status)) << static_cast<int>(CallSignal::MissedSoFar) << status;
        QTest::addRow("call %s", qPrintable(status)) << call({{u"CallStatus"_s, status}}) << static_cast<int>(CallSignal::Missed) << status;
    }
    row("over, by whomever", {{u"CallStatus"_s, u"completed"_s}}, CallSignal::Over, u"completed"_s);

    const auto record = [](const QString &parent, const QString &duration) {
        return Fields{{u"CallStatus"_s, parent}, {u"RecordingSid"_s, u"RE1"_s}, {u"RecordingDuration"_s, duration}};
    };
    row("voicemail, over", record(u"completed"_s, u"14"_s), CallSignal::Missed, u"voicemail"_s);
    row("voicemail, and the call goes on", record(u"in-progress"_s, u"14"_s), CallSignal::MissedSoFar, u"voicemail"_s);
    row("the greeting, and then nothing", record(u"completed"_s, u"0"_s), CallSignal::Missed, u"completed"_s);
    row("a conversation that was recorded", dial(u"completed"_s, u"completed"_s, u"75"_s) + Fields{{u"RecordingSid"_s, u"RE1"_s}},
        CallSignal::Answered, u"completed"_s);
    row("the end of a call that was recorded: voicemail or conversation",
        record(u"completed"_s, u"75"_s) + Fields{{u"CallbackSource"_s, u"call-progress-events"_s}}, CallSignal::Over, u"completed"_s);
}

void TestTwilioEvents::judgesCalls()
{
    QFETCH(Form, form);
    QFETCH(int, signal);
    QFETCH(QString, reason);
    const std::optional<CallEvent> event = as<CallEvent>(translateVoice(form));
    QVERIFY(event);
    QCOMPARE(static_cast<int>(event->signal), signal);
    QCOMPARE(event->providerReason, reason);
}

void TestTwilioEvents::judgesCallsWeMake_data()
{
    using Fields = QList<std::pair<QString, QString>>;
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const Fields &fields, CallSignal signal, const QString &reason) {
        QTest::newRow(name) << fields << static_cast<int>(signal) << reason;
    };
    row("it is on its way", {{u"CallStatus"_s, u"initiated"_s}}, CallSignal::Ringing, u"initiated"_s);
    row("it rings", {{u"CallStatus"_s, u"ringing"_s}}, CallSignal::Ringing, u"ringing"_s);
    for (const QString &status : {u"no-answer"_s, u"busy"_s, u"failed"_s, u"canceled"_s})
        row(qPrintable(status), {{u"CallStatus"_s, status}}, CallSignal::Missed, status);
    row("they talked", {{u"CallStatus"_s, u"completed"_s}, {u"CallDuration"_s, u"61"_s}}, CallSignal::Answered, u"completed"_s);
    row("nothing said of how long", {{u"CallStatus"_s, u"completed"_s}}, CallSignal::Answered, u"completed"_s);
    row("picked up and put down", {{u"CallStatus"_s, u"completed"_s}, {u"CallDuration"_s, u"0"_s}}, CallSignal::Missed, u"completed"_s);
    row("a person answered", {{u"CallStatus"_s, u"completed"_s}, {u"CallDuration"_s, u"61"_s}, {u"AnsweredBy"_s, u"human"_s}},
        CallSignal::Answered, u"completed"_s);
    row("their voicemail answered",
        {{u"CallStatus"_s, u"completed"_s}, {u"CallDuration"_s, u"31"_s}, {u"AnsweredBy"_s, u"machine_end_beep"_s}}, CallSignal::Missed,
        u"machine_end_beep"_s);
}

void TestTwilioEvents::judgesCallsWeMake()
{
    using Fields = QList<std::pair<QString, QString>>;
    QFETCH(Fields, fields);
    QFETCH(int, signal);
    QFETCH(QString, reason);
    for (const Fields &leg :
         {Fields{{u"Direction"_s, u"outbound-api"_s}},
          Fields{{u"Direction"_s, u"outbound-dial"_s}, {u"ParentCallSid"_s, u"CA00000000000000000000000000000009"_s}}}) {
        const Form form{leg + Fields{{u"CallSid"_s, callSid}, {u"From"_s, u"+12145550100"_s}, {u"To"_s, u"+12145550123"_s}} + fields};
        const std::optional<CallEvent> event = as<CallEvent>(translateVoice(form));
        QVERIFY(event);
        QCOMPARE(event->direction, calls::Direction::Out);
        QCOMPARE(event->providerCallId, callSid); // of the leg to the other side
        QCOMPARE(event->caller, u"+12145550123"_s);
        QCOMPARE(event->line, u"+12145550100"_s);
        QCOMPARE(static_cast<int>(event->signal), signal);
        QCOMPARE(event->providerReason, reason);
    }
}

void TestTwilioEvents::ignoresWhatIsNoCallOfItsOwn_data()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<QString>("why");
    const Form missed = call({{u"CallStatus"_s, u"no-answer"_s}});
    QTest::newRow("a leg with a parent") << with(missed, u"ParentCallSid"_s, u"CA2"_s) << u"a child leg"_s;
    QTest::newRow("a direction of their own") << with(missed, u"Direction"_s, u"sideways"_s) << u"a direction we do not know"_s;
    QTest::newRow("the person we put through to whom we call")
        << with(with(missed, u"Direction"_s, u"outbound-api"_s), u"DialCallStatus"_s, u"no-answer"_s)
        << u"another leg of a call that we make"_s;
    QTest::newRow("our call is in progress") << with(with(missed, u"Direction"_s, u"outbound-api"_s), u"CallStatus"_s, u"in-progress"_s)
                                             << u"in progress"_s;
    QTest::newRow("in progress") << with(missed, u"CallStatus"_s, u"in-progress"_s) << u"in progress"_s;
    QTest::newRow("a new status") << with(missed, u"CallStatus"_s, u"teleported"_s) << u"a state we do not track"_s;
    QTest::newRow("a new dial status") << with(with(missed, u"CallStatus"_s, u"completed"_s), u"DialCallStatus"_s, u"teleported"_s)
                                       << u"a state we do not track"_s;
}

void TestTwilioEvents::ignoresWhatIsNoCallOfItsOwn()
{
    QFETCH(Form, form);
    QFETCH(QString, why);
    const std::optional<Ignored> ignored = as<Ignored>(translateVoice(form));
    QVERIFY(ignored);
    QCOMPARE(ignored->why, why);
}

void TestTwilioEvents::namesWhatIsMissing_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<Form>("form");
    QTest::addColumn<QString>("name");
    const int voice = static_cast<int>(EventKind::Voice);
    const int message = static_cast<int>(EventKind::Message);
    const int receipt = static_cast<int>(EventKind::MessageStatus);
    QTest::newRow("nothing") << voice << Form{} << u"CallSid"_s;
    QTest::newRow("no call id") << voice << Form{{{u"CallStatus"_s, u"ringing"_s}}} << u"CallSid"_s;
    QTest::newRow("an empty call id") << voice << with(call({{u"CallStatus"_s, u"ringing"_s}}), u"CallSid"_s, u""_s) << u"CallSid"_s;
    QTest::newRow("a call id without end") << voice << with(call({{u"CallStatus"_s, u"ringing"_s}}), u"CallSid"_s, QString(5000, u'C'))
                                           << u"CallSid"_s;
    QTest::newRow("no call status") << voice << call({}) << u"CallStatus"_s;
    QTest::newRow("no text id") << message << with(text(), u"MessageSid"_s, u""_s) << u"MessageSid"_s;
    QTest::newRow("no receipt id") << receipt << Form{{{u"MessageStatus"_s, u"sent"_s}}} << u"MessageSid"_s;
    QTest::newRow("no receipt status") << receipt << Form{{{u"MessageSid"_s, textSid}}} << u"MessageStatus"_s;
}

void TestTwilioEvents::namesWhatIsMissing()
{
    QFETCH(int, kind);
    QFETCH(Form, form);
    QFETCH(QString, name);
    const auto eventKind = static_cast<EventKind>(kind);
    const Result<PhoneEvent> event = eventKind == EventKind::Voice     ? translateVoice(form)
                                     : eventKind == EventKind::Message ? translateMessage(form)
                                                                       : translateMessageStatus(form);
    QVERIFY(!event);
    QCOMPARE(event.error().kind, ErrorKind::Invalid);
    QVERIFY(event.error().what.startsWith(name + u' '));
    const Result<QString> key = eventKey(eventKind, form);
    QVERIFY(!key);
    QCOMPARE(key.error(), event.error());
}

void TestTwilioEvents::readsTheCall()
{
    const std::optional<CallEvent> event =
        as<CallEvent>(translateVoice(with(call({{u"CallStatus"_s, u"ringing"_s}}), u"CallerName"_s, u"SMITH JOHN"_s)));
    QVERIFY(event);
    const CallEvent expected{.providerCallId = callSid,
                             .caller = u"+12145550123"_s,
                             .line = u"+12145550100"_s,
                             .callerName = u"SMITH JOHN"_s,
                             .signal = CallSignal::Ringing,
                             .providerReason = u"ringing"_s,
                             .endedAt = std::nullopt,
                             .reputation = {}};
    QCOMPARE(*event, expected);
}

void TestTwilioEvents::readsTheEnd_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("timestamp");
    QTest::addColumn<QString>("endedAt");
    QTest::newRow("as Twilio writes it") << u"no-answer"_s << u"Sat, 21 Nov 2026 01:59:13 +0000"_s << u"2026-11-21T01:59:13.000Z"_s;
    QTest::newRow("another zone") << u"completed"_s << u"Fri, 20 Nov 2026 19:59:13 -0600"_s << u"2026-11-21T01:59:13.000Z"_s;
    QTest::newRow("it only rings") << u"ringing"_s << u"Sat, 21 Nov 2026 01:59:13 +0000"_s << QString();
    QTest::newRow("none") << u"no-answer"_s << QString() << QString();
    QTest::newRow("not a time") << u"no-answer"_s << u"yesterday"_s << QString();
}

void TestTwilioEvents::readsTheEnd()
{
    QFETCH(QString, status);
    QFETCH(QString, timestamp);
    QFETCH(QString, endedAt);
    const std::optional<CallEvent> event = as<CallEvent>(translateVoice(call({{u"CallStatus"_s, status}, {u"Timestamp"_s, timestamp}})));
    QVERIFY(event);
    QCOMPARE(event->endedAt ? toIso(*event->endedAt) : QString(), endedAt);
}

void TestTwilioEvents::readsTheReputation_data()
{
    QTest::addColumn<QString>("verstat");
    QTest::addColumn<QString>("addOns");
    QTest::addColumn<QString>("attestation");
    QTest::addColumn<QString>("listedBy"); // empty: nobody
    const auto row = [](const char *name, const QString &addOns, const QString &listedBy) {
        QTest::newRow(name) << QString() << addOns << QString() << listedBy;
    };
    QTest::newRow("attested") << u"TN-Validation-Passed-A"_s << QString() << u"TN-Validation-Passed-A"_s << QString();
    QTest::newRow("diverted") << u"TN-Validation-Failed-C-Diverted"_s << QString() << u"TN-Validation-Failed-C-Diverted"_s << QString();
    QTest::newRow("not attested") << u"No-TN-Validation"_s << QString() << u"No-TN-Validation"_s << QString();
    QTest::newRow("a word of tomorrow") << u"Trust-Me-A"_s << QString() << QString() << QString();
    QTest::newRow("the word NULL") << u"NULL"_s << QString() << QString() << QString();
    row("nomorobo: robocaller", addOn(u"nomorobo_spamscore"_s, u"successful"_s, uR"({"status":"success","score":1})"_s),
        u"nomorobo_spamscore"_s);
    row("nomorobo: score as text", addOn(u"nomorobo_spamscore"_s, u"successful"_s, uR"({"score":"1"})"_s), u"nomorobo_spamscore"_s);
    row("nomorobo: honest", addOn(u"nomorobo_spamscore"_s, u"successful"_s, uR"({"score":0})"_s), QString());
    row("nomorobo failed, with a score", addOn(u"nomorobo_spamscore"_s, u"failed"_s, uR"({"score":1})"_s), QString());
    row("marchex: block",
        addOn(u"marchex_cleancall"_s, u"successful"_s, uR"({"result":{"recommendation":"BLOCK","reason":"CleanCall"}})"_s),
        u"marchex_cleancall"_s);
    row("marchex: pass", addOn(u"marchex_cleancall"_s, u"successful"_s, uR"({"result":{"recommendation":"PASS"}})"_s), QString());
    row("nomorobo of another shape", addOn(u"nomorobo_spamscore"_s, u"successful"_s, uR"({"score":[1]})"_s), QString());
    row("an add-on we do not know", addOn(u"newcomer_score"_s, u"successful"_s, uR"({"score":1})"_s), QString());
    row("an add-on of another shape", addOn(u"nomorobo_spamscore"_s, u"successful"_s, u"[1]"_s), QString());
    row("the whole request failed",
        uR"({"status":"failed","results":{"nomorobo_spamscore":{"status":"successful","result":{"score":1}}}})"_s, QString());
    row("not JSON", u"<xml/>"_s, QString());
    row("too much of it", addOn(u"nomorobo_spamscore"_s, u"successful"_s, uR"({"score":1,"x":"%1"})"_s.arg(QString(100'000, u'x'))),
        QString());
}

void TestTwilioEvents::readsTheReputation()
{
    QFETCH(QString, verstat);
    QFETCH(QString, addOns);
    QFETCH(QString, attestation);
    QFETCH(QString, listedBy);
    const std::optional<CallEvent> event =
        as<CallEvent>(translateVoice(call({{u"CallStatus"_s, u"no-answer"_s}, {u"StirVerstat"_s, verstat}, {u"AddOns"_s, addOns}})));
    QVERIFY(event);
    QCOMPARE(event->signal, CallSignal::Missed); // whatever an add-on says
    QCOMPARE(event->reputation.attestation, attestation);
    QCOMPARE(event->reputation.listedAsSpam, !listedBy.isEmpty());
    QCOMPARE(event->reputation.listedBy, listedBy);
}

// What no screening goes by.
void TestTwilioEvents::showsHints_data()
{
    QTest::addColumn<QString>("rating");
    QTest::addColumn<QString>("hint");
    QTest::newRow("likely") << u"likely"_s << u"icehook_scout: likely"_s;
    QTest::newRow("highly likely") << u"highly_likely"_s << u"icehook_scout: highly_likely"_s;
    QTest::newRow("unlikely") << u"unlikely"_s << QString();
    QTest::newRow("a word of tomorrow") << u"teleported"_s << QString();
}

void TestTwilioEvents::showsHints()
{
    QFETCH(QString, rating);
    QFETCH(QString, hint);
    const QString addOns =
        addOn(u"icehook_scout"_s, u"successful"_s, uR"({"risk_level":80,"risk_rating":"%1","line_type":"voip"})"_s.arg(rating));
    const std::optional<CallEvent> event = as<CallEvent>(translateVoice(call({{u"CallStatus"_s, u"no-answer"_s}, {u"AddOns"_s, addOns}})));
    QVERIFY(event);
    QVERIFY(!event->reputation.listedAsSpam);
    QCOMPARE(event->reputation.listedBy, hint);
}

void TestTwilioEvents::readsRecordings_data()
{
    using Fields = QList<std::pair<QString, QString>>;
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<bool>("isIgnored");
    QTest::addColumn<bool>("isVoicemail");
    QTest::addColumn<QString>("transcript");
    const QString url = u"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"_s;
    const auto recorded = [&url](const QString &status, const QString &seconds, const QString &channels, const QString &source) {
        return Fields{{u"CallSid"_s, callSid},        {u"RecordingSid"_s, u"RE1"_s},     {u"RecordingUrl"_s, url},
                      {u"RecordingStatus"_s, status}, {u"RecordingDuration"_s, seconds}, {u"RecordingChannels"_s, channels},
                      {u"RecordingSource"_s, source}};
    };
    QTest::newRow("a voicemail") << recorded(u"completed"_s, u"14"_s, u"1"_s, u"RecordVerb"_s) << false << true << QString();
    QTest::newRow("from nobody says where") << recorded(u"completed"_s, u"14"_s, u"1"_s, {}) << false << true << QString();
    QTest::newRow("a breath") << recorded(u"completed"_s, u"2"_s, u"1"_s, u"RecordVerb"_s) << false << false << QString();
    QTest::newRow("both sides") << recorded(u"completed"_s, u"14"_s, u"2"_s, u"RecordVerb"_s) << false << false << QString();
    for (const QString &source : {u"DialVerb"_s, u"Conference"_s, u"OutboundAPI"_s, u"StartCallRecordingAPI"_s})
        QTest::newRow(qPrintable(source)) << recorded(u"completed"_s, u"14"_s, u"1"_s, source) << false << false << QString();
    for (const QString &status : {u"in-progress"_s, u"absent"_s, u"failed"_s})
        QTest::newRow(qPrintable(status)) << recorded(status, u"14"_s, u"1"_s, u"RecordVerb"_s) << true << false << QString();
    const auto transcribed = [&url](const QString &status) {
        return Fields{{u"CallSid"_s, callSid},           {u"CallStatus"_s, u"completed"_s}, {u"Direction"_s, u"inbound"_s},
                      {u"From"_s, u"+12145550123"_s},    {u"To"_s, u"+12145550100"_s},      {u"RecordingSid"_s, u"RE1"_s},
                      {u"RecordingUrl"_s, url},          {u"TranscriptionSid"_s, u"TR1"_s}, {u"TranscriptionText"_s, u"the roof\0 leaks"_s},
                      {u"TranscriptionStatus"_s, status}};
    };
    QTest::newRow("a transcript") << transcribed(u"completed"_s) << false << true << u"the roof leaks"_s;
    QTest::newRow("no transcript") << transcribed(u"failed"_s) << false << true << QString();
}

// They are facts of a call that others judge: they come late, and those of recordings name no caller.
void TestTwilioEvents::readsRecordings()
{
    using Fields = QList<std::pair<QString, QString>>;
    QFETCH(Fields, fields);
    QFETCH(bool, isIgnored);
    QFETCH(bool, isVoicemail);
    QFETCH(QString, transcript);
    const Result<PhoneEvent> translated = translateVoice(Form{fields});
    QCOMPARE(as<Ignored>(translated).has_value(), isIgnored);
    QVERIFY(eventKey(EventKind::Voice, Form{fields}));
    if (isIgnored)
        return;
    const std::optional<CallEvent> event = as<CallEvent>(translated);
    QVERIFY(event);
    QCOMPARE(event->signal, CallSignal::Detail);
    QCOMPARE(event->providerCallId, callSid);
    QCOMPARE(event->voicemail.has_value(), isVoicemail);
    if (!isVoicemail)
        return;
    QCOMPARE(event->voicemail->url, u"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"_s);
    QCOMPARE(event->voicemail->transcript, transcript);
    QCOMPARE(as<CallEvent>(translateVoice(with(Form{fields}, u"RecordingUrl"_s, u"file:///etc/passwd"_s)))->voicemail->url, QString());
}

void TestTwilioEvents::readsTexts()
{
    const TextReceived expected{.providerMessageId = textSid,
                                .from = u"+12145550123"_s,
                                .line = u"+12145550100"_s,
                                .body = u"call me"_s,
                                .mediaCount = 0,
                                .optOutType = {}};
    QCOMPARE(as<TextReceived>(translateMessage(text())), std::optional(expected));

    const Form stop = with(with(with(text(), u"OptOutType"_s, u"STOP"_s), u"NumMedia"_s, u"3"_s), u"Body"_s, u""_s);
    const std::optional<TextReceived> received = as<TextReceived>(translateMessage(stop));
    QVERIFY(received);
    QCOMPARE(received->optOutType, u"STOP"_s);
    QCOMPARE(received->mediaCount, 3);
    QCOMPARE(received->body, QString());
    QVERIFY(as<TextReceived>(translateMessage(with(text(), u"OptOutType"_s, u"DROP TABLE"_s)))->optOutType.isEmpty());
    QCOMPARE(as<TextReceived>(translateMessage(with(text(), u"NumMedia"_s, u"-4"_s)))->mediaCount, 0);
    QVERIFY(!translateMessage(with(text(), u"From"_s, u""_s)));
    QVERIFY(!translateMessage(with(text(), u"To"_s, u""_s)));

    Form older = text();
    older.fields[0].first = u"SmsSid"_s;
    QCOMPARE(as<TextReceived>(translateMessage(older))->providerMessageId, textSid);
}

void TestTwilioEvents::boundsWhatItReads()
{
    const QString body = QString(9'999, u'a') + u"👍👍"_s;
    QCOMPARE(as<TextReceived>(translateMessage(with(text(), u"Body"_s, body)))->body, QString(9'999, u'a')); // no half of a thumb
    QCOMPARE(as<TextReceived>(translateMessage(with(text(), u"Body"_s, u"a\0b"_s)))->body, u"ab"_s);
    QCOMPARE(as<TextReceived>(translateMessage(with(text(), u"From"_s, QString(5000, u'1'))))->from.size(), 256);
    const Form named = with(call({{u"CallStatus"_s, u"ringing"_s}}), u"CallerName"_s, QString(5000, u'N'));
    QCOMPARE(as<CallEvent>(translateVoice(named))->callerName.size(), 256);
}

void TestTwilioEvents::readsReceipts_data()
{
    using calls::DeliveryState;
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("state"); // -1: ignored
    for (const auto &[status, state] : {
             std::pair{"accepted", DeliveryState::Accepted},
             {"scheduled", DeliveryState::Accepted},
             {"queued", DeliveryState::Accepted},
             {"sending", DeliveryState::Accepted},
             {"sent", DeliveryState::Sent},
             {"delivered", DeliveryState::Delivered},
             {"read", DeliveryState::Delivered},
             {"undelivered", DeliveryState::Undelivered},
             {"failed", DeliveryState::Failed},
             {"canceled", DeliveryState::Failed},
         })
        QTest::newRow(status) << QString::fromLatin1(status) << static_cast<int>(state);
    for (const char *status : {"receiving", "received", "partially_delivered", "Delivered", "teleported"})
        QTest::newRow(status) << QString::fromLatin1(status) << -1;
}

void TestTwilioEvents::readsReceipts()
{
    QFETCH(QString, status);
    QFETCH(int, state);
    const Result<PhoneEvent> event =
        translateMessageStatus(Form{{{u"MessageSid"_s, textSid}, {u"MessageStatus"_s, status}, {u"ErrorCode"_s, u"30003"_s}}});
    if (state < 0) {
        QVERIFY(as<Ignored>(event));
        return;
    }
    const TextStatus expected{.providerMessageId = textSid, .state = static_cast<calls::DeliveryState>(state), .errorCode = u"30003"_s};
    QCOMPARE(as<TextStatus>(event), std::optional(expected));
}

void TestTwilioEvents::keysEvents()
{
    const auto key = [](EventKind kind, const Form &form) {
        return eventKey(kind, form).value_or(QString());
    };
    const Form over = call({{u"CallStatus"_s, u"completed"_s}});
    const Form dialled = with(over, u"DialCallStatus"_s, u"no-answer"_s);
    const Form recorded = with(over, u"RecordingSid"_s, u"RE1"_s);
    const Form ringing = call({{u"CallStatus"_s, u"ringing"_s}});
    const Form other = with(over, u"CallSid"_s, u"CA2"_s);
    const Form callback{{{u"CallSid"_s, callSid}, {u"RecordingSid"_s, u"RE1"_s}, {u"RecordingStatus"_s, u"completed"_s}}};
    const Form transcript = with(recorded, u"TranscriptionSid"_s, u"TR1"_s);

    QStringList keys;
    for (const Form &form : {over, dialled, recorded, ringing, other, callback, with(callback, u"RecordingSid"_s, u"RE2"_s), transcript})
        keys << key(EventKind::Voice, form);
    const Form receipt{{{u"MessageSid"_s, textSid}, {u"MessageStatus"_s, u"sent"_s}}};
    keys << key(EventKind::MessageStatus, receipt) << key(EventKind::MessageStatus, with(receipt, u"MessageStatus"_s, u"delivered"_s))
         << key(EventKind::Message, text());
    QVERIFY(!keys.contains(QString()));
    QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());

    // The same event delivered again, with what differs between deliveries.
    QCOMPARE(key(EventKind::Voice, with(dialled, u"SequenceNumber"_s, u"7"_s)), key(EventKind::Voice, dialled));
    QCOMPARE(key(EventKind::MessageStatus, with(receipt, u"RawDlrDoneDate"_s, u"2611210159"_s)), key(EventKind::MessageStatus, receipt));
}

QTEST_GUILESS_MAIN(TestTwilioEvents)
#include "tst_twilio_events.moc"

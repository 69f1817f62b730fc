#include "playbook/playbook.h"

#include "policy/sending.h"
#include "templates/segments.h"
#include "templates/template.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::playbook;
using templates::SegmentCount;

namespace {

QJsonObject presetObject(const QString &id)
{
    return QJsonDocument::fromJson(*presetDocument(id)).object();
}

QByteArray toBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

// Sets what a JSON Pointer names; an undefined value takes it away.
QJsonValue withValue(const QJsonValue &into, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    if (into.isArray()) {
        QJsonArray list = into.toArray();
        const qsizetype index = path.first().toInt();
        const QJsonValue inner = withValue(list.at(index), path.mid(1), value);
        if (index == list.size())
            list.append(inner);
        else
            list.replace(index, inner);
        return list;
    }
    QJsonObject object = into.toObject();
    const QJsonValue inner = withValue(object.value(path.first()), path.mid(1), value);
    if (inner.isUndefined())
        object.remove(path.first());
    else
        object.insert(path.first(), inner);
    return object;
}

QByteArray roofingWith(const QString &pointer, const QJsonValue &value)
{
    return toBytes(withValue(presetObject(u"roofing"_s), pointer.split(u'/', Qt::SkipEmptyParts), value).toObject());
}

Playbook preset(const QString &id)
{
    const Result<Playbook> playbook = parse(*presetDocument(id));
    return playbook ? *playbook : Playbook();
}

void addPresets()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("recruiting") << u"recruiting"_s;
    QTest::newRow("roofing") << u"roofing"_s;
}

} // namespace

class PlaybookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePresetsShip();
    void readsThePresets_data();
    void readsThePresets();
    void readsRoofing();
    void readsRecruiting();
    void readsDurations_data();
    void readsDurations();
    void whatIsLeftOutKeepsItsDefault();
    void readsWhatTheFollowUpAsks();
    void refuses_data();
    void refuses();
    void listsEveryFinding();
    void firstTextsKeepTheRules_data();
    void firstTextsKeepTheRules();
    void everyTextIsInBothLanguages_data();
    void everyTextIsInBothLanguages();
    void automatedTextsAreOneSegment_data();
    void automatedTextsAreOneSegment();
    void recruitersSendOneTextForOneMissedCall();
    void everyOptOutWordOfTheRuleIsKnown_data();
    void everyOptOutWordOfTheRuleIsKnown();
    void wordsAreTheDocuments();
};

void PlaybookTest::thePresetsShip()
{
    QCOMPARE(presets(), QStringList({u"recruiting"_s, u"roofing"_s}));
    const Result<QByteArray> none = presetDocument(u"../schemas/playbook.schema"_s);
    QVERIFY(!none);
    QCOMPARE(none.error().kind, ErrorKind::NotFound);
}

void PlaybookTest::readsThePresets_data()
{
    addPresets();
}

void PlaybookTest::readsThePresets()
{
    QFETCH(QString, id);
    const Result<Playbook> playbook = parse(*presetDocument(id));
    QVERIFY2(playbook, playbook ? "" : qPrintable(playbook.error().what));
    QCOMPARE(playbook->id, id);
    QCOMPARE(playbook->screening, Screening({.shortRing = 10s, .withheldNumbers = true, .listedAsSpam = true, .shortCallsToSurface = 3}));
    QCOMPARE(playbook->dedupWindow, 4h);
    QVERIFY(playbook->quietHours == QuietHours({.start = QTime(21, 0), .end = QTime(8, 0), .stateRules = true}));
    QCOMPARE(playbook->crmHeadStart, 20s);
    QCOMPARE(playbook->callback.dueIn, 30min);
    QCOMPARE(playbook->callback.escalation.last(), Escalation({.after = 2h, .to = u"human_queue"_s}));
    QCOMPARE(playbook->lead.newStatus, u"needs_callback"_s);
    QCOMPARE(playbook->lead.reachedStatus, u"contacted"_s);
    QCOMPARE(playbook->storm, Storm({.missesPer15Minutes = 12, .perCallback = 6min}));
    QVERIFY(playbook->callback.routes.contains(u"default"_s));

    const Step *textBack = playbook->step(u"text_back");
    QVERIFY(textBack);
    QCOMPARE(textBack->after, 0s);
    QCOMPARE(textBack->trueFor, 30min);
    for (const QString &situation : {u"late"_s, u"storm"_s, u"returning"_s})
        QVERIFY2(textBack->templates.contains(situation), qPrintable(situation));
    QVERIFY(!textBack->stopsOn.contains(StopsOn::Claimed)); // the caller hears from us even when somebody is quick to claim
    QVERIFY(!playbook->step(u"none"));
    QVERIFY(!playbook->findTemplate(u"none"));
    QVERIFY(!playbook->outcome(u"none"));

    for (const QString &outcome : {u"left_voicemail"_s, u"no_answer"_s}) {
        const Outcome *found = playbook->outcome(outcome);
        QVERIFY2(found && !found->closes && found->retryIn && found->attempts == 3, qPrintable(outcome));
    }
    for (const QString &outcome : {u"no_interest"_s, u"wrong_number"_s, u"spam"_s}) {
        const Outcome *found = playbook->outcome(outcome);
        QVERIFY2(found && found->closes && !found->recovered, qPrintable(outcome));
    }
}

void PlaybookTest::readsRoofing()
{
    const Playbook roofing = preset(u"roofing"_s);
    QCOMPARE(roofing.name, u"Roofing"_s);
    QCOMPARE(roofing.lead.tag, u"missed-call-automation"_s);
    QCOMPARE(roofing.lead.unknownCaller, calls::ContactKind::NewLead);
    QCOMPARE(roofing.money.averageValue, Money{950'000});
    QCOMPARE(roofing.money.winPercent, 33);
    QCOMPARE(roofing.callback.routes.value(u"prior_customer"_s),
             Route({.team = {}, .senior = true, .priority = true, .note = u"prior customer: handle with priority"_s}));

    const Step *text = roofing.step(u"second_touch");
    const Step *email = roofing.step(u"second_touch_email");
    const Step *nextDay = roofing.step(u"next_day_email");
    QVERIFY(text && email && nextDay);
    QCOMPARE(text->action, StepAction::Text);
    QCOMPARE(text->after, 90min);
    QVERIFY(text->unlessEmailOnFile && !text->needsEmail);
    QVERIFY(roofing.findTemplate(text->templates.value(u"default"_s))->text.value(u"en"_s).contains("{{booking_link"_L1));
    QCOMPARE(email->action, StepAction::Email);
    QCOMPARE(email->after, 90min);
    QVERIFY(email->needsEmail);
    QCOMPARE(nextDay->action, StepAction::Email);
    QCOMPARE(nextDay->after, 24h);
    for (const Step *step : {text, email, nextDay}) {
        for (const StopsOn stop : {StopsOn::Replied, StopsOn::Reached, StopsOn::Claimed, StopsOn::Closed, StopsOn::OptedOut})
            QVERIFY2(step->stopsOn.contains(stop), qPrintable(step->id + u' ' + word(stop)));
    }

    const Outcome *estimate = roofing.outcome(u"estimate_scheduled");
    QVERIFY(estimate && estimate->recovered && estimate->closes && estimate->asksTime);
    QCOMPARE(estimate->leadStatus, u"estimate_scheduled"_s);
    QVERIFY(roofing.findTemplate(estimate->confirmation));
}

void PlaybookTest::readsRecruiting()
{
    const Playbook recruiting = preset(u"recruiting"_s);
    QCOMPARE(recruiting.lead.tag, u"missed_call_recovery"_s);
    QCOMPARE(recruiting.lead.unknownCaller, calls::ContactKind::Candidate);
    QCOMPARE(recruiting.money.averageValue, Money{740'000});
    const Route clients = recruiting.callback.routes.value(u"client"_s);
    QCOMPARE(clients.team, u"clients"_s);
    QVERIFY(clients.priority);
    QVERIFY(recruiting.step(u"text_back")->templates.value(u"client"_s) != recruiting.step(u"text_back")->templates.value(u"default"_s));
    const Outcome *interview = recruiting.outcome(u"interview_scheduled");
    QVERIFY(interview && interview->recovered && interview->asksTime);
}

void PlaybookTest::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("seconds"); // -1 = refused
    QTest::newRow("seconds") << u"10 s"_s << 10;
    QTest::newRow("minutes") << u"90 min"_s << 5400;
    QTest::newRow("hours") << u"24 h"_s << 86400;
    QTest::newRow("zero") << u"0 s"_s << 0;
    QTest::newRow("the longest") << u"9999 h"_s << 9999 * 3600;
    QTest::newRow("no blank") << u"10s"_s << -1;
    QTest::newRow("no unit") << u"10"_s << -1;
    QTest::newRow("a unit nobody knows") << u"2 weeks"_s << -1;
    QTest::newRow("before the call") << u"-10 s"_s << -1;
    QTest::newRow("a leading zero") << u"010 s"_s << -1;
    QTest::newRow("a fraction") << u"1.5 h"_s << -1;
    QTest::newRow("more than a year") << u"10000 h"_s << -1;
    QTest::newRow("a second line") << u"10 s\nx"_s << -1;
    QTest::newRow("empty") << QString() << -1;
}

void PlaybookTest::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(int, seconds);
    QJsonObject document = presetObject(u"roofing"_s);
    document.insert("steps"_L1, QJsonArray{document.value("steps"_L1).toArray().first()}); // the ones after it would be too early
    const Result<Playbook> playbook = parse(toBytes(withValue(document, {u"steps"_s, u"0"_s, u"after"_s}, text).toObject()));
    QCOMPARE(playbook.has_value(), seconds >= 0);
    if (playbook)
        QCOMPARE(playbook->steps.first().after, std::chrono::seconds(seconds));
    else
        QCOMPARE(playbook.error().what.section(u'\n', 0, 0),
                 u"/steps/0/after: expected something like \"10 s\" or \"90 min\" or \"24 h\""_s);
}

void PlaybookTest::whatIsLeftOutKeepsItsDefault()
{
    QJsonObject document = presetObject(u"roofing"_s);
    document.remove("returning_window"_L1);
    document.remove("crm_head_start"_L1);
    document.remove("storm"_L1);
    document.insert("screening"_L1, QJsonObject());
    document.insert("quiet_hours"_L1, QJsonValue::Null);
    const Result<Playbook> playbook = parse(toBytes(document));
    QVERIFY(playbook);
    QCOMPARE(playbook->returningWindow, Playbook().returningWindow);
    QCOMPARE(playbook->crmHeadStart, Playbook().crmHeadStart);
    QCOMPARE(playbook->storm, Storm());
    QCOMPARE(playbook->screening, Screening());
    QVERIFY(!playbook->quietHours);
}

void PlaybookTest::readsWhatTheFollowUpAsks()
{
    QJsonObject document = presetObject(u"roofing"_s);
    document.insert("screening"_L1, QJsonObject{{u"short_calls_to_surface"_s, 5}});
    document.insert("quiet_hours"_L1, QJsonObject{{u"start"_s, u"20:00"_s}, {u"end"_s, u"09:00"_s}, {u"state_rules"_s, false}});
    document.insert("storm"_L1, QJsonObject{{u"misses_per_15_minutes"_s, 30}, {u"per_callback"_s, u"9 min"_s}});
    QJsonObject lead = document.value("lead"_L1).toObject();
    lead.insert("reached_status"_L1, u"spoken_with"_s);
    document.insert("lead"_L1, lead);
    const Result<Playbook> playbook = parse(toBytes(document));
    QVERIFY2(playbook, playbook ? "" : qPrintable(playbook.error().what));
    QCOMPARE(playbook->screening.shortCallsToSurface, 5);
    QVERIFY(playbook->quietHours == QuietHours({.start = QTime(20, 0), .end = QTime(9, 0), .stateRules = false}));
    QCOMPARE(playbook->storm, Storm({.missesPer15Minutes = 30, .perCallback = 9min}));
    QCOMPARE(playbook->lead.reachedStatus, u"spoken_with"_s);
    QCOMPARE(playbook->optOut.courtesy.first(), u"please"_s);
}

void PlaybookTest::refuses_data()
{
    QTest::addColumn<QString>("pointer"); // what is changed in the roofing preset …
    QTest::addColumn<QJsonValue>("value"); // … into this
    QTest::addColumn<QString>("finding");

    const QJsonValue gone(QJsonValue::Undefined);
    const auto row = [](const char *name, const QString &pointer, const QJsonValue &value, const QString &finding) {
        QTest::newRow(name) << pointer << value << finding;
    };
    const QString unknown = u"%1: is not known here"_s;
    row("an unknown key at the top", u"/quite_hours"_s, 1, unknown.arg(u"/quite_hours"_s));
    row("an unknown key in a step", u"/steps/0/afer"_s, u"1 h"_s, unknown.arg(u"/steps/0/afer"_s));
    row("an unknown situation", u"/steps/0/templates/vip"_s, u"text_back"_s, unknown.arg(u"/steps/0/templates/vip"_s));
    row("an unknown language", u"/outcomes/0/label/fr"_s, u"Devis"_s, unknown.arg(u"/outcomes/0/label/fr"_s));
    row("an unknown caller kind", u"/callback/routes/vip"_s, QJsonObject(), unknown.arg(u"/callback/routes/vip"_s));
    row("no steps", u"/steps"_s, gone, u"/steps: is missing"_s);
    row("no English", u"/templates/0/text/en"_s, gone, u"/templates/0/text/en: is missing"_s);
    row("no default template", u"/steps/0/templates/default"_s, gone, u"/steps/0/templates/default: is missing"_s);
    row("no default route", u"/callback/routes/default"_s, gone, u"/callback/routes/default: is missing"_s);
    row("a number for a duration", u"/steps/1/after"_s, 90, u"/steps/1/after: expected a text"_s);
    row("a text for a number", u"/money/average_value"_s, u"9500"_s, u"/money/average_value: expected a number"_s);
    row("a list for an object", u"/lead"_s, QJsonArray(), u"/lead: expected an object {…}"_s);
    row("neither hours nor null", u"/quiet_hours"_s, u"never"_s, u"/quiet_hours: expected an object {…} or null"_s);
    row("a word for true or false", u"/screening/withheld_numbers"_s, u"yes"_s, u"/screening/withheld_numbers: expected true or false"_s);
    row("no such action", u"/steps/0/action"_s, u"fax"_s, u"/steps/0/action: expected \"text\" or \"email\""_s);
    row("no such time", u"/quiet_hours/end"_s, u"24:00"_s, u"/quiet_hours/end: expected something like \"21:00\""_s);
    row("never out of the quiet hours", u"/quiet_hours/end"_s, u"21:00"_s,
        u"/quiet_hours/end: is the same as the start: give null for no quiet hours"_s);
    row("a step that is never true", u"/steps/0/true_for"_s, u"0 min"_s,
        u"/steps/0/true_for: expected something like \"30 min\" or \"4 h\""_s);
    row("a negative value", u"/money/average_value"_s, -1, u"/money/average_value: expected at least 0"_s);
    row("a fraction of a cent", u"/money/average_value"_s, 9.999, u"/money/average_value: at most two digits after the point"_s);
    row("more than all of them", u"/money/win_percent"_s, 101, u"/money/win_percent: expected at most 100"_s);
    row("no stop words", u"/opt_out/stop"_s, QJsonArray(), u"/opt_out/stop: at least 1 entries"_s);
    row("a start word that stops", u"/opt_out/start/1"_s, u"Opt out!"_s, u"/opt_out/start/1: is a stop word too"_s);
    row("a stop word without a letter", u"/opt_out/stop/0"_s, u"!"_s, u"/opt_out/stop: a stop word needs a letter"_s);
    row("an id twice", u"/outcomes/1/id"_s, u"estimate_scheduled"_s, u"/outcomes/1/id: another one has this id"_s);
    row("an id with blanks", u"/outcomes/1/id"_s, u"Estimate scheduled"_s, u"/outcomes/1/id: expected something like \"second_touch\""_s);
    row("a template that is not there", u"/steps/0/templates/storm"_s, u"hail"_s, u"/steps/0/templates/storm: no template has this id"_s);
    row("a confirmation that is not there", u"/outcomes/0/confirmation"_s, u"hail"_s,
        u"/outcomes/0/confirmation: no template has this id"_s);
    row("a stop reply that is not there", u"/opt_out/stop_reply"_s, u"hail"_s, u"/opt_out/stop_reply: no template has this id"_s);
    row("an e-mail as a text", u"/steps/0/templates/default"_s, u"next_day_email"_s,
        u"/steps/0/templates/default: this template has a subject, so it is an e-mail and not a text"_s);
    row("a text as an e-mail", u"/steps/3/templates/default"_s, u"text_back"_s,
        u"/steps/3/templates/default: this template has no subject, so it cannot be an e-mail"_s);
    row("an unknown field", u"/templates/0/text/es"_s, u"Hola {{frist_name}}"_s,
        u"/templates/0/text/es: unknown field 'frist_name' at character 6; did you mean 'first_name'?"_s);
    row("an unclosed subject", u"/templates/5/subject/en"_s, u"{{company_name"_s,
        u"/templates/5/subject/en: a '{{' that is not closed at character 1"_s);
    row("a step that outlives an opt-out", u"/steps/0/stops_on"_s, QJsonArray{u"replied"_s},
        u"/steps/0/stops_on: an opt-out stops every message: name opted_out"_s);
    row("a stop named twice", u"/steps/0/stops_on"_s, QJsonArray{u"opted_out"_s, u"opted_out"_s},
        u"/steps/0/stops_on: the same entry stands here twice"_s);
    row("an e-mail for those without an address", u"/steps/3/unless_email_on_file"_s, true,
        u"/steps/3/unless_email_on_file: a step that writes to an e-mail address cannot ask that there is none"_s);
    row("a step before the one before it", u"/steps/1/after"_s, u"25 h"_s,
        u"/steps/2/after"_s + u": must not be before the step above it"_s);
    row("an appointment before there is one", u"/templates/0/text/en"_s, u"See you {{appointment_time}}"_s,
        u"/steps/0/templates/default: {{appointment_time}} is known in the confirmation of an outcome only"_s);
    row("an appointment in a keyword's answer", u"/opt_out/help_reply"_s, u"visit_confirmation"_s,
        u"/opt_out/help_reply: {{appointment_time}} is known in the confirmation of an outcome only"_s);
    row("an automated step after the people's list", u"/callback/escalation/0/to"_s, u"human_queue"_s,
        u"/callback/escalation/1: nothing comes after the human queue"_s);
    row("a likely phrase that any message has", u"/opt_out/likely/0"_s, u"* !"_s, u"/opt_out/likely/0: needs a letter"_s);
    row("an escalation that goes back", u"/callback/escalation/2/after"_s, u"20 min"_s,
        u"/callback/escalation/2/after: must be later than the one before"_s);
    row("an outcome that waits for nothing", u"/outcomes/5/retry_in"_s, gone,
        u"/outcomes/5/closes: when does the task come back? give retry_in, or \"asks_time\": true"_s);
    row("a closed case that is tried again", u"/outcomes/5/closes"_s, true,
        u"/outcomes/5/retry_in: an outcome that closes the case is not tried again: say \"closes\": false"_s);
    row("a template that is too long", u"/templates/0/text/en"_s, QString(1601, u'a'), u"/templates/0/text/en: at most 1600 characters"_s);
}

void PlaybookTest::refuses()
{
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    QFETCH(QString, finding);
    const Result<Playbook> playbook = parse(roofingWith(pointer, value));
    QVERIFY(!playbook);
    QCOMPARE(playbook.error().kind, ErrorKind::Invalid);
    QVERIFY2(playbook.error().what.split(u'\n').contains(finding), qPrintable(playbook.error().what));
}

void PlaybookTest::listsEveryFinding()
{
    QJsonObject document = presetObject(u"roofing"_s);
    document.insert("a"_L1, 1);
    document.insert("b"_L1, 2);
    document.remove("name"_L1);
    const Result<Playbook> playbook = parse(toBytes(document));
    QVERIFY(!playbook);
    QStringList lines = playbook.error().what.split(u'\n');
    lines.sort();
    QCOMPARE(lines, QStringList({u"/a: is not known here"_s, u"/b: is not known here"_s, u"/name: is missing"_s}));
}

void PlaybookTest::firstTextsKeepTheRules_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("language");
    const QStringList ids = presets();
    for (const QString &id : ids) {
        const Playbook playbook = preset(id);
        const QMap<QString, QString> named = playbook.step(u"text_back")->templates;
        for (const QString &name : named) {
            const QMap<QString, QString> texts = playbook.findTemplate(name)->text;
            for (auto text = texts.begin(); text != texts.end(); ++text)
                QTest::newRow(qPrintable(u"%1 %2 %3"_s.arg(id, name, text.key()))) << id << text.value() << text.key();
        }
    }
}

void PlaybookTest::firstTextsKeepTheRules()
{
    QFETCH(QString, source);
    QFETCH(QString, language);
    const bool english = language == "en"_L1;
    // Says who and why, and how to stop; offers nothing (providers: phone-and-sms.md, 6.2).
    QVERIFY(source.contains("{{company_name}}"_L1));
    QVERIFY(source.contains(english ? "missed your call"_L1 : "perdimos"_L1, Qt::CaseInsensitive));
    QVERIFY(source.endsWith(english ? "Reply STOP to opt out"_L1 : "Responda STOP para no recibir textos"_L1));
    for (const QLatin1StringView offer :
         {"free"_L1, "discount"_L1, "offer"_L1, "%"_L1, "$"_L1, "gratis"_L1, "descuento"_L1, "oferta"_L1, "{{booking_link"_L1, "YES"_L1})
        QVERIFY2(!source.contains(offer, offer == "YES"_L1 ? Qt::CaseSensitive : Qt::CaseInsensitive), offer.data());

    // One segment with a company name of 20 characters, and a caller's name of ten or none.
    const QString company = u"Northgate Roofing Co"_s;
    QCOMPARE(company.size(), 20);
    for (const QString &name : {QString(), u"Maximilian"_s}) {
        const Result<QString> text = templates::render(source, {{u"company_name"_s, company}, {u"first_name"_s, name}});
        QVERIFY(text);
        const SegmentCount count = templates::countSegments(*text);
        QCOMPARE(count.encoding, SegmentCount::Encoding::Gsm7);
        QVERIFY2(count.segments == 1, qPrintable(u"%1 septets: %2"_s.arg(count.units).arg(*text)));
        QVERIFY(!text->contains("  "_L1) && !text->contains(" ,"_L1));
    }
}

void PlaybookTest::everyTextIsInBothLanguages_data()
{
    addPresets();
}

void PlaybookTest::everyTextIsInBothLanguages()
{
    QFETCH(QString, id);
    const Playbook playbook = preset(id);
    const QStringList both = {u"en"_s, u"es"_s};
    for (const Template &message : playbook.templates) {
        QVERIFY2(message.text.keys() == both, qPrintable(message.id));
        QVERIFY2(message.subject.isEmpty() || message.subject.keys() == both, qPrintable(message.id));
    }
    for (const Outcome &outcome : playbook.outcomes)
        QVERIFY2(outcome.label.keys() == both, qPrintable(outcome.id));
    QCOMPARE(playbook.money.valueLabel.keys(), both);
}

void PlaybookTest::automatedTextsAreOneSegment_data()
{
    addPresets();
}

void PlaybookTest::automatedTextsAreOneSegment()
{
    QFETCH(QString, id);
    const templates::Fields fields = {
        {u"company_name"_s, u"Northgate Roofing Co"_s},
        {u"company_phone"_s, u"(214) 555-0100"_s},
        {u"first_name"_s, u"Maximilian"_s},
        {u"booking_link"_s, u"https://book.example/summit"_s},
        {u"staff_name"_s, u"Dana Reyes"_s},
        {u"appointment_time"_s, u"Tue, Nov 24 at 10:30 AM"_s},
    };
    const Playbook playbook = preset(id);
    for (const Template &message : playbook.templates) {
        if (!message.subject.isEmpty())
            continue;
        for (const QString &source : message.text) {
            for (const templates::Fields &known : {fields, templates::Fields{{u"company_name"_s, u"Northgate Roofing Co"_s}}}) {
                const SegmentCount count = templates::countSegments(*templates::render(source, known));
                QVERIFY2(count.segments == 1, qPrintable(u"%1: %2 units: %3"_s.arg(message.id).arg(count.units).arg(source)));
            }
        }
    }
}

void PlaybookTest::recruitersSendOneTextForOneMissedCall()
{
    const QList<Step> steps = preset(u"recruiting"_s).steps;
    QCOMPARE(std::count_if(steps.begin(), steps.end(), [](const Step &step) { return step.action == StepAction::Text; }), 1);
}

void PlaybookTest::everyOptOutWordOfTheRuleIsKnown_data()
{
    addPresets();
}

void PlaybookTest::everyOptOutWordOfTheRuleIsKnown()
{
    QFETCH(QString, id);
    const OptOut rules = preset(id).optOut;
    // 47 CFR 64.1200(a)(10), what Twilio knows (phone-and-sms.md, 2.12), and ours in both languages (6.3).
    for (const QString &stop : {u"STOP"_s, u"QUIT"_s, u"END"_s, u"REVOKE"_s, u"OPT OUT"_s, u"CANCEL"_s, u"UNSUBSCRIBE"_s, u"STOPALL"_s,
                                u"STOP ALL"_s, u"OPTOUT"_s, u"OPT-OUT"_s, u"REMOVE"_s, u"ALTO"_s, u"PARAR"_s, u"CANCELAR"_s})
        QVERIFY2(rules.stop.contains(stop), qPrintable(stop));
    QCOMPARE(rules.start, QStringList({u"START"_s, u"UNSTOP"_s})); // YES only where the provider says so
    QVERIFY(rules.help.contains(u"HELP"_s) && rules.help.contains(u"INFO"_s));
    for (const QString &phrase : {u"stop texting"_s, u"don't text"_s, u"remove me"_s, u"wrong number"_s, u"no more messages"_s})
        QVERIFY2(policy::isLikelyOptOut(phrase, rules), qPrintable(phrase));
}

void PlaybookTest::wordsAreTheDocuments()
{
    QCOMPARE(word(StopsOn::OptedOut), u"opted_out"_s);
    QCOMPARE(word(StopsOn::Claimed), u"claimed"_s);
    QCOMPARE(word(StepAction::Email), u"email"_s);
}

QTEST_APPLESS_MAIN(PlaybookTest)
#include "tst_playbook.moc"

#include "playbook/semantics.h"

#include "templates/template.h"

#include <QSet>

#include <algorithm>

namespace ringback::playbook {

using namespace Qt::StringLiterals;

namespace {

template <class Item>
void checkIds(const QList<Item> &items, const QString &path, Findings &findings)
{
    QSet<QString> seen;
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (seen.contains(items.at(i).id))
            findings.add(at(at(path, i), u"id"_s), u"another one has this id"_s);
        seen.insert(items.at(i).id);
    }
}

void checkWords(const QMap<QString, QString> &words, const QString &path, Findings &findings)
{
    for (auto word = words.begin(); word != words.end(); ++word) {
        if (const Done done = templates::check(word.value()); !done)
            findings.add(at(path, word.key()), done.error().what);
    }
}

void checkTemplates(const Playbook &playbook, Findings &findings)
{
    const QString path = u"/templates"_s;
    checkIds(playbook.templates, path, findings);
    for (qsizetype i = 0; i < playbook.templates.size(); ++i) {
        checkWords(playbook.templates.at(i).text, at(at(path, i), u"text"_s), findings);
        checkWords(playbook.templates.at(i).subject, at(at(path, i), u"subject"_s), findings);
    }
}

void checkTemplateOf(StepAction action, const QString &id, const QString &path, const Playbook &playbook, Findings &findings)
{
    const Template *found = playbook.findTemplate(id);
    if (found == nullptr)
        findings.add(path, u"no template has this id"_s);
    else if (action == StepAction::Email && found->subject.isEmpty())
        findings.add(path, u"this template has no subject, so it cannot be an e-mail"_s);
    else if (action == StepAction::Text && !found->subject.isEmpty())
        findings.add(path, u"this template has a subject, so it is an e-mail and not a text"_s);
}

// Only who completes a task knows of an appointment; anywhere else its field would be empty.
void checkNoAppointment(const QString &id, const QString &path, const Playbook &playbook, Findings &findings)
{
    const Template *found = playbook.findTemplate(id);
    if (found == nullptr)
        return;
    const auto names = [](const QMap<QString, QString> &words) {
        return std::any_of(words.begin(), words.end(),
                           [](const QString &source) { return templates::fieldsOf(source).contains(u"appointment_time"_s); });
    };
    if (names(found->text) || names(found->subject))
        findings.add(path, u"{{appointment_time}} is known in the confirmation of an outcome only"_s);
}

void checkSteps(const Playbook &playbook, Findings &findings)
{
    const QString path = u"/steps"_s;
    checkIds(playbook.steps, path, findings);
    for (qsizetype i = 0; i < playbook.steps.size(); ++i) {
        const Step &step = playbook.steps.at(i);
        const QString here = at(path, i);
        for (auto named = step.templates.begin(); named != step.templates.end(); ++named) {
            const QString place = at(at(here, u"templates"_s), named.key());
            checkTemplateOf(step.action, named.value(), place, playbook, findings);
            checkNoAppointment(named.value(), place, playbook, findings);
        }
        if (i > 0 && step.after < playbook.steps.at(i - 1).after)
            findings.add(at(here, u"after"_s), u"must not be before the step above it"_s);
        if (!step.stopsOn.contains(StopsOn::OptedOut))
            findings.add(at(here, u"stops_on"_s), u"an opt-out stops every message: name opted_out"_s);
        if (step.unlessEmailOnFile && (step.needsEmail || step.action == StepAction::Email))
            findings.add(at(here, u"unless_email_on_file"_s), u"a step that writes to an e-mail address cannot ask that there is none"_s);
    }
}

void checkEscalation(const Playbook &playbook, Findings &findings)
{
    const QList<Escalation> &steps = playbook.callback.escalation;
    for (qsizetype i = 1; i < steps.size(); ++i) {
        if (steps.at(i).after <= steps.at(i - 1).after)
            findings.add(at(at(u"/callback/escalation"_s, i), u"after"_s), u"must be later than the one before"_s);
        if (steps.at(i - 1).to == "human_queue"_L1)
            findings.add(at(u"/callback/escalation"_s, i), u"nothing comes after the human queue"_s);
    }
}

void checkOutcomes(const Playbook &playbook, Findings &findings)
{
    const QString path = u"/outcomes"_s;
    checkIds(playbook.outcomes, path, findings);
    for (qsizetype i = 0; i < playbook.outcomes.size(); ++i) {
        const Outcome &outcome = playbook.outcomes.at(i);
        const QString here = at(path, i);
        if (!outcome.confirmation.isEmpty())
            checkTemplateOf(StepAction::Text, outcome.confirmation, at(here, u"confirmation"_s), playbook, findings);
        if (outcome.closes && outcome.retryIn)
            findings.add(at(here, u"retry_in"_s), u"an outcome that closes the case is not tried again: say \"closes\": false"_s);
        if (outcome.closes && outcome.attempts > 1)
            findings.add(at(here, u"attempts"_s), u"an outcome that closes the case is not tried again: say \"closes\": false"_s);
        if (!outcome.closes && !outcome.retryIn && !outcome.asksTime)
            findings.add(at(here, u"closes"_s), u"when does the task come back? give retry_in, or \"asks_time\": true"_s);
    }
}

// As a message is compared: case, blanks and punctuation do not count.
QString bare(const QString &phrase)
{
    QString letters;
    for (const QChar c : phrase.toCaseFolded()) {
        if (c.isLetterOrNumber())
            letters.append(c);
    }
    return letters;
}

void checkOptOut(const Playbook &playbook, Findings &findings)
{
    const OptOut &rules = playbook.optOut;
    const QString path = u"/opt_out"_s;
    QSet<QString> stops;
    for (const QString &phrase : rules.stop)
        stops.insert(bare(phrase));
    if (stops.contains(QString()))
        findings.add(at(path, u"stop"_s), u"a stop word needs a letter"_s);
    const auto checkOthers = [&](const QStringList &phrases, const QString &key) {
        for (qsizetype i = 0; i < phrases.size(); ++i) {
            if (stops.contains(bare(phrases.at(i))))
                findings.add(at(at(path, key), i), u"is a stop word too"_s);
        }
    };
    checkOthers(rules.start, u"start"_s);
    checkOthers(rules.help, u"help"_s);
    checkOthers(rules.courtesy, u"courtesy"_s);
    for (qsizetype i = 0; i < rules.likely.size(); ++i) {
        if (bare(rules.likely.at(i)).isEmpty())
            findings.add(at(at(path, u"likely"_s), i), u"needs a letter"_s);
    }
    const auto checkReply = [&](const QString &id, const QString &key) {
        checkTemplateOf(StepAction::Text, id, at(path, key), playbook, findings);
        checkNoAppointment(id, at(path, key), playbook, findings);
    };
    checkReply(rules.stopReply, u"stop_reply"_s);
    checkReply(rules.helpReply, u"help_reply"_s);
    if (!rules.startReply.isEmpty())
        checkReply(rules.startReply, u"start_reply"_s);
}

} // namespace

void checkMeaning(const Playbook &playbook, Findings &findings)
{
    if (playbook.quietHours && playbook.quietHours->start == playbook.quietHours->end)
        findings.add(u"/quiet_hours/end"_s, u"is the same as the start: give null for no quiet hours"_s);
    checkTemplates(playbook, findings);
    checkSteps(playbook, findings);
    checkEscalation(playbook, findings);
    checkOutcomes(playbook, findings);
    checkOptOut(playbook, findings);
}

} // namespace ringback::playbook

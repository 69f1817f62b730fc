#include "leads/leadwords.h"

#include "connections/systemwords.h"
#include "widgets/times.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Leads {
    Q_DECLARE_TR_FUNCTIONS(Leads)
};

QString secretWords(const board::LeadCard &card, const QString &name)
{
    if (card.signsInByBrowser)
        //: %1 is a lead system.
        return Leads::tr("Nobody is signed in on this computer: choose Sign in with %1").arg(name);
    return Leads::tr("A password or key is missing on this computer: choose Edit and enter it");
}

} // namespace

QString leadSystemName(const QString &type)
{
    if (type == "jobber"_L1)
        return u"Jobber"_s;
    if (type == "servicetitan"_L1)
        return u"ServiceTitan"_s;
    if (type == "acculynx"_L1)
        return u"AccuLynx"_s;
    if (type == "greenhouse"_L1)
        return u"Greenhouse"_s;
    if (type == "lever"_L1)
        return u"Lever"_s;
    if (type == "bullhorn"_L1)
        return u"Bullhorn"_s;
    if (type == "google_sheets"_L1)
        return u"Google Sheets"_s;
    if (type == "webhook"_L1)
        //: Name of a kind of lead system: anything that takes a post to a web address.
        return Leads::tr("Outgoing webhook");
    return readable(type);
}

QString leadSystemSentence(const QString &type)
{
    if (type == "jobber"_L1)
        return Leads::tr("Finds callers by number, writes the client, a request, notes and the callback as a task, and reads jobs and "
                         "invoices back. It lets no program finish its tasks: a callback that is done here is noted there.");
    if (type == "servicetitan"_L1)
        return Leads::tr(
            "Finds customers by number and writes a lead for them; a caller nobody knows becomes a booking. Writes notes, tags "
            "and tasks, and reads jobs and invoices back. It lets no program finish its tasks.");
    if (type == "acculynx"_L1)
        return Leads::tr(
            "Writes the contact, a lead and notes, and reads approved job values back. It cannot be asked for a number, so its "
            "contacts are kept here; it has no tasks, so callbacks stay in Ringback.");
    if (type == "greenhouse"_L1)
        return Leads::tr("Writes candidates with source, tag and notes, and reads who was hired. It cannot be asked for a number, so its "
                         "candidates are kept here; it has no tasks, and knows an amount only where you have a field for it.");
    if (type == "lever"_L1)
        return Leads::tr("Writes opportunities with source, tag and notes, moves stages, and reads who was hired. It cannot be asked for a "
                         "number, so its people are kept here; it has no tasks, so callbacks stay in Ringback.");
    if (type == "bullhorn"_L1)
        return Leads::tr("Finds candidates and contacts by number, writes status, notes and tasks, finishes tasks, and reads placements "
                         "with their fee. It has no tags: a field of your own can hold ours.");
    if (type == "google_sheets"_L1)
        return Leads::tr(
            "A sheet as the lead book of a small office: a row for each person, found by number, with status and notes. It has "
            "no tasks: it shows who calls back, and callbacks are finished in Ringback. Wins are what somebody types into it.");
    if (type == "webhook"_L1)
        return Leads::tr("Posts every lead, note, status and callback to Zapier, Make or any web address. It only sends: callers are not "
                         "looked up there, and nothing is read back.");
    return {};
}

QString leadName(const QString &id, const board::LeadSystems &systems)
{
    QString type;
    for (const board::LeadCard &card : systems.connections) {
        if (card.connection.id == id)
            type = card.connection.type();
    }
    if (type.isEmpty())
        return readable(id);
    const auto alike = std::count_if(systems.connections.cbegin(), systems.connections.cend(),
                                     [&](const board::LeadCard &card) { return card.connection.type() == type; });
    //: A lead system where there are several of the kind: %1 the kind, %2 its id.
    return alike > 1 ? Leads::tr("%1 (%2)").arg(leadSystemName(type), id) : leadSystemName(type);
}

QStringList abilitySentences(const board::LeadAbilities &can, const QString &name)
{
    QStringList does;
    if (can.findsByNumber)
        //: Something that a lead system does, in a list after "In Jobber Ringback": "finds callers by number".
        does.append(Leads::tr("finds callers by number"));
    else if (can.listsChanges)
        does.append(Leads::tr("finds callers by number in a list kept here"));
    if (can.writesNotes)
        does.append(Leads::tr("writes notes"));
    if (can.setsStatus)
        does.append(Leads::tr("sets the status"));
    if (can.writesTasks)
        does.append(can.readsTasks ? Leads::tr("puts callbacks down as tasks") : Leads::tr("puts down who calls back, and until when"));
    if (can.readsTasks)
        does.append(Leads::tr("sees tasks that are finished there"));
    if (can.readsWins)
        does.append(Leads::tr("reads what was earned"));
    QStringList instead;
    if (!can.findsByNumber && !can.listsChanges)
        instead.append(Leads::tr("Callers are not looked up there."));
    if (!can.setsStatus && can.writesNotes)
        instead.append(Leads::tr("It has no status for ours: a change of status is written as a note."));
    if (!can.writesTasks)
        instead.append(Leads::tr("It has no tasks: callbacks stay in Ringback."));
    else if (!can.closesTasks)
        instead.append(Leads::tr("It lets no program finish its tasks: a callback that is done here is noted there."));
    if (!can.readsWins)
        instead.append(Leads::tr("What was earned is not read from it."));
    QStringList sentences;
    if (!does.isEmpty())
        //: %1 is a lead system, %2 a list: "finds callers by number, writes notes".
        sentences.append(Leads::tr("In %1, Ringback %2.").arg(name, QLocale().createSeparatedList(does)));
    if (!instead.isEmpty())
        sentences.append(instead.join(u' '));
    return sentences;
}

FindingWords leadFinding(const board::TestFinding &finding, const QString &type, const board::Office &office)
{
    const bool isOfSlot = finding.check == "choices"_L1 && !finding.subject.isEmpty();
    return leadFindingWords(finding, leadSystemName(type), isOfSlot ? slotName(finding.subject, office) : finding.subject);
}

QString leadRefusalSentence(const desk::ConnectionRefusal &refusal)
{
    using Why = desk::ConnectionRefusal::Why;
    switch (refusal.why) {
    case Why::NotAllowed:
        return Leads::tr("Only owners change lead systems. Ask one of them.");
    case Why::NoSuchConnection:
        return Leads::tr("Somebody has removed this lead system meanwhile.");
    case Why::ChangedMeanwhile:
        return Leads::tr("Somebody else has changed this lead system meanwhile. Close this and look again; nothing was saved.");
    case Why::NoSuchPerson:
    case Why::Invalid:
    case Why::LineNeedsCalls:
    case Why::CannotText:
    case Why::CannotStore:
        break;
    }
    return connectionRefusalSentence(refusal);
}

QStringList unmadeChoices(const board::LeadCard &card)
{
    QStringList keys;
    for (const board::LeadSlot &slot : card.choiceSlots) {
        if (slot.isNeeded && card.connection.choices.value(slot.key).isEmpty())
            keys.append(slot.key);
    }
    return keys;
}

QString firstPassWords(const board::FirstPass &pass)
{
    const QLocale locale;
    if (pass.total && *pass.total > 0)
        //: %1 and %2 are numbers of people in a lead system.
        return Leads::tr("%1 of %2 people read").arg(locale.toString(pass.seen), locale.toString(std::max(*pass.total, pass.seen)));
    //: %1 is a number of people in a lead system.
    return Leads::tr("%1 people read").arg(locale.toString(pass.seen));
}

QList<Mark> leadMarks(const board::LeadCard &card, const board::ConnectionPulse &pulse, const Telling &telling)
{
    const QString name = leadSystemName(card.connection.type());
    const Instant now = telling.now;
    QList<Mark> marks;
    if (pulse.secretMissing)
        marks.append({secretWords(card, name), Glyph::Key, Tone::Bad});
    if (pulse.pausedUntil)
        //: %1 is a time.
        marks.append({Leads::tr("Keeps failing and is left alone until %1. Texts go out all the same, and nothing is lost")
                          .arg(whenWords(*pulse.pausedUntil, telling)),
                      Glyph::Clock, Tone::Bad});
    if (!pulse.lastFailure.isEmpty() && !pulse.secretMissing)
        //: %1 is the lead system's error code, %2 how long ago ("2 minutes ago").
        marks.append({Leads::tr("The last request failed (%1), %2")
                          .arg(pulse.lastFailure, pulse.lastFailureAt ? longAgo(now - *pulse.lastFailureAt) : Leads::tr("time not known")),
                      Glyph::Failed, Tone::Bad});
    QStringList unmade;
    for (const QString &key : unmadeChoices(card))
        unmade.append(slotName(key, telling.office));
    if (!unmade.isEmpty())
        //: %1 is a list: "Campaign, Business unit".
        marks.append({Leads::tr("Nothing can be written before these are chosen, under What goes where: %1").arg(unmade.join(u", "_s)),
                      Glyph::Alert, Tone::Bad});
    if (card.failed > 0)
        marks.append({Leads::tr("%n writes were refused; their cases say why", nullptr, card.failed), Glyph::Failed, Tone::Bad});
    if (card.toChoose > 0)
        marks.append({Leads::tr("%n callers match several people there: somebody has to choose, in their cases", nullptr, card.toChoose),
                      Glyph::Question, Tone::Warn});
    if (card.firstPass && card.firstPass->failures > 0)
        marks.append({Leads::tr("The list of people could not be read %n times in a row", nullptr, card.firstPass->failures), Glyph::Failed,
                      Tone::Warn});
    if (card.firstPass && !card.firstPass->wholeAt && card.firstPass->isPaused)
        marks.append(
            {Leads::tr("Reading its people is stopped. Until it is done, a caller may be written down twice"), Glyph::Stop, Tone::Warn});
    if (card.waiting > 0)
        marks.append({Leads::tr("%n writes are on their way", nullptr, card.waiting), Glyph::Sent, Tone::Neutral});
    if (pulse.lastSuccessAt)
        //: %1 is how long ago: "2 minutes ago".
        marks.append({Leads::tr("Last answered %1").arg(longAgo(now - *pulse.lastSuccessAt)), Glyph::Check, Tone::Neutral});
    else
        marks.append({Leads::tr("Not asked for anything yet"), Glyph::Clock, Tone::Neutral});
    if (card.firstPass && card.firstPass->wholeAt)
        //: %1 is a number of people, %2 a time.
        marks.append(
            {Leads::tr("%1 people of it are known here, complete since %2")
                 .arg(QLocale().toString(card.firstPass->seen), dayAndTime(*card.firstPass->wholeAt, now, telling.office.timeZone)),
             Glyph::Person, Tone::Neutral});
    return marks;
}

QString slotName(const QString &key, const board::Office &office)
{
    const QString what = key.section(u'.', 1);
    if (key.startsWith("status."_L1))
        //: A status of a lead: "Status: Needs callback".
        return Leads::tr("Status: %1").arg(readable(what));
    if (key.startsWith("client_status."_L1))
        //: A status of a company's contact in a lead system: "Status of a client: Needs callback".
        return Leads::tr("Status of a client: %1").arg(readable(what));
    if (key.startsWith("lead_status."_L1))
        //: A status of a lead in a lead system: "Status of a lead: Needs callback".
        return Leads::tr("Status of a lead: %1").arg(readable(what));
    if (key.startsWith("user."_L1)) {
        const auto person =
            std::find_if(office.staff.cbegin(), office.staff.cend(), [&](const calls::Staff &each) { return each.id == what; });
        //: Somebody of the office: "Person: Dana Reyes".
        return Leads::tr("Person: %1").arg(person != office.staff.cend() ? person->name : what);
    }
    static const QHash<QString, const char *> names = {
        //: What an office chooses in a lead system.
        {u"source"_s, QT_TRANSLATE_NOOP("Leads", "Where leads came from")},
        //: What an office chooses in a lead system.
        {u"tag"_s, QT_TRANSLATE_NOOP("Leads", "Tag on leads of missed calls")},
        //: What an office chooses in a lead system.
        {u"campaign"_s, QT_TRANSLATE_NOOP("Leads", "Campaign of new leads")},
        //: What an office chooses in a lead system.
        {u"business_unit"_s, QT_TRANSLATE_NOOP("Leads", "Business unit of callbacks")},
        //: What an office chooses in a lead system.
        {u"task_type"_s, QT_TRANSLATE_NOOP("Leads", "Type of callback tasks")},
        //: What an office chooses in a lead system.
        {u"task_source"_s, QT_TRANSLATE_NOOP("Leads", "Source of callback tasks")},
        //: What an office chooses in a lead system: in whose name tasks are made.
        {u"reported_by"_s, QT_TRANSLATE_NOOP("Leads", "Who hands callback tasks out")},
        //: What an office chooses in a lead system.
        {u"call_reason"_s, QT_TRANSLATE_NOOP("Leads", "Reason of the call")},
        //: What an office chooses in a lead system.
        {u"contact_type"_s, QT_TRANSLATE_NOOP("Leads", "Type of new contacts")},
        //: What an office chooses in a lead system.
        {u"note_action"_s, QT_TRANSLATE_NOOP("Leads", "Kind of notes")},
        //: What an office chooses in a lead system.
        {u"owner"_s, QT_TRANSLATE_NOOP("Leads", "Who looks after new records")},
        //: What an office chooses in a lead system.
        {u"task_owner"_s, QT_TRANSLATE_NOOP("Leads", "Who gets callbacks that nobody has yet")},
        //: What an office chooses in a lead system.
        {u"stage"_s, QT_TRANSLATE_NOOP("Leads", "Stage of new candidates")},
        //: What an office chooses in a lead system.
        {u"posting"_s, QT_TRANSLATE_NOOP("Leads", "Posting that new candidates apply to")},
        //: What an office chooses in a lead system.
        {u"job"_s, QT_TRANSLATE_NOOP("Leads", "Job that new candidates apply to")},
        //: What an office chooses in a lead system.
        {u"note_visibility"_s, QT_TRANSLATE_NOOP("Leads", "Who may see notes")},
        //: What an office chooses in a lead system.
        {u"placement_won"_s, QT_TRANSLATE_NOOP("Leads", "Placement statuses that count as won")},
        //: What an office chooses in a lead system.
        {u"archive"_s, QT_TRANSLATE_NOOP("Leads", "Statuses that archive the request")},
        //: What an office chooses in a lead system.
        {u"offer_value_field"_s, QT_TRANSLATE_NOOP("Leads", "Field that holds what a placement earned")},
        //: What an office chooses in a lead system.
        {u"outcome.task_done"_s, QT_TRANSLATE_NOOP("Leads", "Outcome here when a task is finished there")},
    };
    const char *const name = names.value(key, nullptr);
    return name != nullptr ? QCoreApplication::translate("Leads", name) : readable(QString(key).replace(u'.', u'_'));
}

} // namespace ringback::ui

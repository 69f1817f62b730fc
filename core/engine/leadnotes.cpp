#include "engine/leadnotes.h"

#include "base/time.h"
#include "engine/wording.h"
#include "templates/template.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace ringback::engine {

using namespace Qt::StringLiterals;

namespace {

// A text, a transcript: people read it there, and nobody needs a novel. The sentence around it has room within what a template may be.
constexpr qsizetype longestQuote = 1'200;

using Sentences = QHash<QString, QString>;

Sentences read(const QString &language)
{
    QFile file(u":/lead_notes/%1.json"_s.arg(language));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the sentences for lead systems are missing");
    const QJsonObject document = QJsonDocument::fromJson(file.readAll()).object();
    Sentences sentences;
    for (auto sentence = document.constBegin(); sentence != document.constEnd(); ++sentence)
        sentences.insert(sentence.key(), sentence.value().toString());
    return sentences;
}

const Sentences &sentencesIn(const QString &language)
{
    static const Sentences english = read(u"en"_s);
    static const Sentences spanish = read(u"es"_s);
    return language == "es"_L1 ? spanish : english;
}

QString quoted(const QString &text)
{
    return text.size() > longestQuote ? text.left(longestQuote - 1) + u'…' : text;
}

// Dollars, as that language writes them in the United States; from the cents, without a detour by floating point.
QString amount(Money money, const QString &language)
{
    const QLocale locale(language == "es"_L1 ? QLocale::Spanish : QLocale::English, QLocale::UnitedStates);
    const qint64 cents = std::abs(money.cents);
    QString text = u'$' + locale.toString(cents / 100);
    if (cents % 100 != 0)
        text += u".%1"_s.arg(cents % 100, 2, 10, QChar(u'0'));
    return money.cents < 0 ? u'-' + text : text;
}

} // namespace

LeadNotes::LeadNotes(const settings::Setup &setup, const playbook::Playbook &playbook)
    : m_setup(setup)
    , m_playbook(playbook)
{}

QStringList LeadNotes::keys()
{
    return sentencesIn(u"en"_s).keys();
}

QString LeadNotes::say(const QString &key, const Words &words) const
{
    const Result<QString> said = templates::fill(sentencesIn(m_setup.company.language).value(key), words);
    Q_ASSERT_X(said, "leadnotes", "a sentence of ours does not fill in");
    return said ? *said : QString();
}

QString LeadNotes::timeOf(Instant at) const
{
    return officeTime(at, m_setup.company.timeZone, m_setup.company.language);
}

QString LeadNotes::personOf(const QString &staff) const
{
    const calls::Staff *const person = m_setup.person(staff);
    return person ? person->name : QString();
}

QString LeadNotes::inLanguage(const QMap<QString, QString> &words) const
{
    return words.value(m_setup.company.language, words.value(u"en"_s));
}

// As the playbook's screens call the outcome that sets it; else the word itself.
QString LeadNotes::statusWords(const QString &status) const
{
    for (const playbook::Outcome &outcome : m_playbook.outcomes) {
        if (outcome.leadStatus == status && outcome.id == status)
            return inLanguage(outcome.label);
    }
    return QString(status).replace(u'_', u' ');
}

QString LeadNotes::lead(const calls::FollowUp &followUp, const calls::Lead &lead, Instant calledAt) const
{
    const Result<calls::PhoneNumber> dialled = calls::PhoneNumber::parse(followUp.line);
    const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
    const QString name = line && !line->label.isEmpty() ? line->label : dialled ? dialled->display() : followUp.line;
    QStringList lines;
    if (followUp.missedCalls == 0)
        lines.append(say(u"lead_text"_s, {{u"time"_s, timeOf(followUp.lastCallAt)}, {u"line"_s, name}}));
    else if (followUp.missedCalls == 1)
        lines.append(say(u"lead"_s, {{u"time"_s, timeOf(calledAt)}, {u"line"_s, name}}));
    else
        lines.append(say(u"lead_calls"_s,
                         {{u"count"_s, QString::number(followUp.missedCalls)}, {u"time"_s, timeOf(calledAt)}, {u"line"_s, name}}));
    if (!lead.source.isEmpty())
        lines.append(say(u"lead_source"_s, {{u"source"_s, lead.source}}));
    lines.append(status(lead, followUp.state == calls::FollowUpState::Closed));
    return lines.join(u'\n');
}

QString LeadNotes::calledAgain(const calls::FollowUp &followUp) const
{
    return say(u"called_again"_s, {{u"time"_s, timeOf(followUp.lastCallAt)}, {u"count"_s, QString::number(followUp.missedCalls)}});
}

QString LeadNotes::message(const calls::Message &message) const
{
    const bool isEmail = message.channel == calls::Channel::Email;
    const QString key = message.direction == calls::Direction::In ? u"reply"_s : isEmail ? u"email_sent"_s : u"text_sent"_s;
    const QString body = isEmail && !message.subject.isEmpty() ? message.subject : message.body;
    return say(key, {{u"time"_s, timeOf(message.sentAt.value_or(message.createdAt))}, {u"text"_s, quoted(body)}});
}

QString LeadNotes::voicemail(Instant at, const calls::Voicemail &voicemail) const
{
    QStringList lines;
    if (voicemail.length) {
        const auto seconds = std::chrono::round<std::chrono::seconds>(*voicemail.length);
        lines.append(say(u"voicemail_length"_s, {{u"time"_s, timeOf(at)}, {u"length"_s, QString::number(seconds.count())}}));
    } else {
        lines.append(say(u"voicemail"_s, {{u"time"_s, timeOf(at)}}));
    }
    if (!voicemail.transcript.trimmed().isEmpty())
        lines.append(say(u"voicemail_words"_s, {{u"text"_s, quoted(voicemail.transcript)}}));
    return lines.join(u'\n');
}

QString LeadNotes::callback(const calls::CallbackTask &task) const
{
    const QString person = personOf(task.state == calls::TaskState::Claimed ? task.claimedBy : task.assignedTo);
    QStringList lines;
    if (person.isEmpty())
        lines.append(say(u"callback_anyone"_s, {{u"due"_s, timeOf(task.dueAt)}}));
    else
        lines.append(say(u"callback"_s, {{u"due"_s, timeOf(task.dueAt)}, {u"person"_s, person}}));
    if (!task.note.isEmpty())
        lines.append(say(u"callback_note"_s, {{u"note"_s, task.note}}));
    return lines.join(u'\n');
}

QString LeadNotes::callbackTitle(const calls::Contact &contact) const
{
    return say(u"callback_title"_s, {{u"name"_s, contact.name}, {u"number"_s, contact.number.display()}});
}

QString LeadNotes::ended(const calls::CallbackTask &task, const calls::Lead &lead) const
{
    if (task.state != calls::TaskState::Done)
        return say(u"cancelled"_s);
    const playbook::Outcome *const outcome = m_playbook.outcome(task.outcome);
    const QString how = outcome ? inLanguage(outcome->label) : QString(task.outcome).replace(u'_', u' ');
    const QString time = task.completedAt ? timeOf(*task.completedAt) : QString();
    const QString person = personOf(task.completedBy);
    QStringList lines;
    if (person.isEmpty())
        lines.append(say(u"completed_there"_s, {{u"time"_s, time}, {u"outcome"_s, how}}));
    else
        lines.append(say(u"completed"_s, {{u"time"_s, time}, {u"person"_s, person}, {u"outcome"_s, how}}));
    if (task.appointmentAt)
        lines.append(say(u"appointment"_s, {{u"appointment"_s, timeOf(*task.appointmentAt)}}));
    if (task.value)
        lines.append(say(u"value"_s, {{u"value"_s, amount(*task.value, m_setup.company.language)}}));
    lines.append(status(lead, false));
    return lines.join(u'\n');
}

QString LeadNotes::undone(const calls::Lead &lead) const
{
    return say(u"undone"_s) + u'\n' + status(lead, false);
}

QString LeadNotes::status(const calls::Lead &lead, bool closed) const
{
    const QString words = say(u"status"_s, {{u"status"_s, statusWords(lead.status)}});
    return closed ? words + u' ' + say(u"closed"_s) : words;
}

} // namespace ringback::engine

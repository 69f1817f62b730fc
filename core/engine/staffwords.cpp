#include "engine/staffwords.h"

#include "base/time.h"
#include "templates/template.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A caller's name may be anything, and a text costs by its length.
constexpr qsizetype longestName = 40;
// Who has just called has not waited.
constexpr Milliseconds waitsFrom = 2min;

using Sentences = QHash<QString, QString>;

Sentences read(const QString &language)
{
    QFile file(u":/staff_notices/%1.json"_s.arg(language));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the sentences for the staff are missing");
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

// The first of the person's that there are words in; else the office's.
QString languageOf(const settings::Setup &setup, const calls::Staff &person)
{
    for (const QString &language : person.languages) {
        if (language == "en"_L1 || language == "es"_L1)
            return language;
    }
    return setup.company.language;
}

QString minutes(Milliseconds time)
{
    return QString::number(std::max<qint64>(0, std::chrono::duration_cast<std::chrono::minutes>(time).count()));
}

} // namespace

StaffWords::StaffWords(const settings::Setup &setup, const calls::Staff &person)
    : m_setup(setup)
    , m_person(person)
    , m_language(languageOf(setup, person))
{}

QStringList StaffWords::keys(const QString &language)
{
    return sentencesIn(language).keys();
}

QString StaffWords::sentence(const QString &language, const QString &key)
{
    return sentencesIn(language).value(key);
}

QString StaffWords::say(const QString &key, const Words &words) const
{
    const Result<QString> said = templates::fill(sentencesIn(m_language).value(key), words);
    Q_ASSERT_X(said, "staffwords", "a sentence of ours does not fill in");
    return said ? *said : QString();
}

QString StaffWords::timeOf(Instant at) const
{
    const QTimeZone own(m_person.timeZone.isEmpty() ? m_setup.company.timeZone : m_person.timeZone);
    const bool spanish = m_language == "es"_L1;
    const QLocale locale(spanish ? QLocale::Spanish : QLocale::English, QLocale::UnitedStates);
    return locale.toString(toDateTime(at).toTimeZone(own.isValid() ? own : QTimeZone::utc()).time(), spanish ? u"H:mm"_s : u"h:mm AP"_s);
}

QString StaffWords::callerOf(const calls::Contact &contact) const
{
    const QString name = contact.name.simplified();
    if (name.isEmpty())
        return contact.number.display();
    return (name.size() > longestName ? name.left(longestName - 1) + u'…' : name) + u", "_s + contact.number.display();
}

QString StaffWords::teamOf(const QString &team) const
{
    const calls::Team *const known = m_setup.team(team);
    return known ? known->name : say(u"anyone"_s);
}

QString StaffWords::callback(const Waiting &waiting, bool escalated, bool byEmail, Instant now) const
{
    const std::optional<calls::PhoneNumber> dialled = calls::PhoneNumber::fromE164(waiting.line);
    const calls::Line *const line = dialled ? m_setup.line(*dialled) : nullptr;
    const Words words = {{u"caller"_s, callerOf(waiting.contact)},
                         {u"line"_s, line && !line->label.isEmpty() ? line->label
                                     : dialled                      ? dialled->display()
                                                                    : waiting.line},
                         {u"time"_s, timeOf(waiting.calledAt)},
                         {u"waiting"_s, minutes(now - waiting.since)}};
    QString key = escalated ? u"escalated"_s : now - waiting.since >= waitsFrom ? u"assigned_waiting"_s : u"assigned"_s;
    if (byEmail)
        key = u"mail_"_s + key + u"_text"_s;
    return say(key, words);
}

QString StaffWords::callbackSubject(const Waiting &waiting, bool escalated) const
{
    return say(escalated ? u"mail_escalated"_s : u"mail_assigned"_s, {{u"caller"_s, callerOf(waiting.contact)}});
}

QString StaffWords::unstaffed(const QString &team, int count, Instant oldest, Instant now) const
{
    return say(count == 1 ? u"unstaffed_one"_s : u"unstaffed"_s,
               {{u"team"_s, teamOf(team)}, {u"count"_s, QString::number(count)}, {u"waiting"_s, minutes(now - oldest)}});
}

QString StaffWords::unstaffedSubject(const QString &team) const
{
    return say(u"mail_unstaffed"_s, {{u"team"_s, teamOf(team)}});
}

QString StaffWords::yours(const calls::Contact &contact) const
{
    return say(u"claim_yours"_s, {{u"caller"_s, callerOf(contact)}});
}

QString StaffWords::theirs(const QString &staff, Instant since) const
{
    const calls::Staff *const person = m_setup.person(staff);
    return say(u"claim_theirs"_s, {{u"person"_s, person ? person->name : staff}, {u"time"_s, timeOf(since)}});
}

QString StaffWords::doneAlready() const
{
    return say(u"claim_done"_s);
}

QString StaffWords::nothingToClaim() const
{
    return say(u"claim_nothing"_s);
}

} // namespace ringback::engine

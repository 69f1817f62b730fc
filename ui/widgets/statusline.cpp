#include "widgets/statusline.h"

#include "connections/systemwords.h"
#include "leads/leadwords.h"
#include "people/calendarwords.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"
#include "widgets/times.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Status {
    Q_DECLARE_TR_FUNCTIONS(Status)
};

// What happened, what was kept, and what to do.
QString troubleSentence(ErrorKind kind, const QString &what)
{
    switch (kind) {
    case ErrorKind::Transient:
        //: The database does not answer; the rows on the screen are from before.
        return Status::tr("The database cannot be reached: what you see may be old. Trying again; nothing that was saved is lost");
    case ErrorKind::Corrupt:
        //: %1 is what the database said, in English.
        return Status::tr("The database is damaged. Stop here and restore the last backup (%1)").arg(what);
    case ErrorKind::Refused:
        //: %1 is what the database said, in English.
        return Status::tr("The database does not let Ringback in (%1)").arg(what);
    default:
        //: %1 says what is wrong with the database.
        return Status::tr("Database problem: %1").arg(what);
    }
}

QString nameOf(const board::ConnectionPulse &pulse, const QString &kind)
{
    const bool isNamedAfterItsKind = QString(pulse.id).replace(u'-', u'_') == pulse.type;
    return isNamedAfterItsKind ? kind : readable(pulse.id);
}

void tellSecret(QList<Mark> &marks, const board::ConnectionPulse &pulse, const QString &name)
{
    if (pulse.secretMissing)
        //: %1 is a connection, such as "Twilio main". Its password is not in this computer's keychain.
        marks.append({Status::tr("%1: its password or key is missing on this computer").arg(name), Glyph::Key, Tone::Bad});
}

void tellPause(QList<Mark> &marks, const board::ConnectionPulse &pulse, const QString &name, const Telling &telling)
{
    if (pulse.pausedUntil)
        //: %1 is a connection, %2 a time. After several failures nothing is sent for a while.
        marks.append({Status::tr("%1: keeps failing, next try %2. Nothing is lost").arg(name, whenWords(*pulse.pausedUntil, telling)),
                      Glyph::Clock, Tone::Bad});
}

void tellConnection(QList<Mark> &marks, const board::ConnectionPulse &pulse, const Telling &telling)
{
    const Instant now = telling.now;
    const QString name = nameOf(pulse, systemName(pulse.type));
    tellSecret(marks, pulse, name);
    if (pulse.refusedSignatures > 0)
        //: A webhook is a message from the phone company about a call.
        marks.append({Status::tr("%n webhooks refused: not signed by your phone company", nullptr, pulse.refusedSignatures), Glyph::Shield,
                      Tone::Warn});
    tellPause(marks, pulse, name, telling);
    if (!pulse.lastFailure.isEmpty())
        //: %1 is a connection, %2 an error code, %3 how long ago ("2 min ago").
        marks.append(
            {Status::tr("%1: last request failed (%2), %3")
                 .arg(name, pulse.lastFailure, pulse.lastFailureAt ? ago(now - *pulse.lastFailureAt) : Status::tr("time not known")),
             Glyph::Failed, Tone::Bad});
    if (pulse.lastEventAt)
        //: %1 is a connection, %2 how long ago something arrived from it ("2 min ago").
        marks.append({Status::tr("%1: last event %2").arg(name, ago(now - *pulse.lastEventAt)), Glyph::Phone, Tone::Neutral});
    else
        //: %1 is a connection.
        marks.append({Status::tr("%1: nothing received yet").arg(name), Glyph::Phone, Tone::Neutral});
}

// Of somebody's calendars the one that needs somebody most; the People page has the others.
void tellCalendars(QList<Mark> &marks, const board::PersonCalendars &theirs, const QString &name, bool engineRunning,
                   const Telling &telling)
{
    using board::CalendarState;
    const board::CalendarState worst = theirs.worst().value_or(CalendarState::Fresh);
    const auto card = std::find_if(theirs.calendars.cbegin(), theirs.calendars.cend(),
                                   [worst](const board::CalendarCard &each) { return each.state == worst; });
    if (card == theirs.calendars.cend())
        return;
    const QString since = card->since ? dayAndTime(*card->since, telling.now, telling.office.timeZone) : QString();
    if (worst == CalendarState::SecretMissing)
        //: %1 is a person. The computer is the one that answers missed calls.
        marks.append({Status::tr("%1's calendar: its password or address is missing on the computer that does the work").arg(name),
                      Glyph::Key, Tone::Bad});
    else if (worst == CalendarState::NotSignedIn)
        //: %1 is a person, %2 a kind of calendar, such as "Google Calendar".
        marks.append({Status::tr("%1's calendar: nobody is signed in at %2").arg(name, calendarName(card->connection.type())), Glyph::Key,
                      Tone::Bad});
    else if (worst == CalendarState::Unreadable && since.isEmpty())
        //: %1 is a person.
        marks.append({Status::tr("%1's calendar cannot be read").arg(name), Glyph::Failed, Tone::Bad});
    else if (worst == CalendarState::Unreadable)
        //: %1 is a person, %2 a time.
        marks.append({Status::tr("%1's calendar cannot be read since %2").arg(name, since), Glyph::Failed, Tone::Bad});
    else if (worst == CalendarState::Old && engineRunning) // else none is read, which is said already
        //: %1 is a person, %2 a time.
        marks.append({Status::tr("%1's calendar was not read since %2: nobody knows whether they are free").arg(name, since), Glyph::Alert,
                      Tone::Warn});
}

} // namespace

QList<Mark> statusMarks(const board::Health &health, const board::Calendars &calendars, const Telling &telling)
{
    QList<Mark> marks;
    if (health.trouble)
        marks.append({troubleSentence(*health.trouble, health.problem), Glyph::Database, Tone::Bad});
    else if (!health.problem.isEmpty())
        marks.append({health.problem, Glyph::Alert, Tone::Bad});
    if (health.onNetworkShare)
        //: The database file lies on a network drive, where several computers writing at once can damage it.
        marks.append({Status::tr("The database is on a network drive, which is not safe for several computers: use PostgreSQL instead"),
                      Glyph::Database, Tone::Warn});
    if (health.engineRunning)
        //: The part of the program that answers calls with texts.
        marks.append({Status::tr("Engine running"), Glyph::Engine, Tone::Good});
    else
        //: The part of the program that answers calls with texts does not run.
        marks.append({Status::tr("Engine not running: missed calls get no text"), Glyph::Alert, Tone::Bad});
    if (health.quietHoursOff)
        //: A warning: texts may go out at night.
        marks.append({Status::tr("Quiet hours are off: texts may leave at night"), Glyph::Moon, Tone::Warn});
    if (health.likelyOptOuts > 0)
        //: Callers who wrote something that may mean they want no texts; a person must decide, on the board.
        marks.append(
            {Status::tr("%n callers may want no more texts: please decide", nullptr, health.likelyOptOuts), Glyph::Question, Tone::Warn});
    for (const board::ConnectionPulse &pulse : health.connections)
        tellConnection(marks, pulse, telling);
    for (const board::ConnectionPulse &pulse : health.leadSystems) { // only what needs somebody: it holds no text up
        const QString name = nameOf(pulse, leadSystemName(pulse.type));
        tellSecret(marks, pulse, name);
        tellPause(marks, pulse, name, telling);
    }
    for (const calls::Staff &person : telling.office.staff) {
        if (const board::PersonCalendars *const theirs = calendars.person(person.id); theirs != nullptr && !person.suspended)
            tellCalendars(marks, *theirs, person.name, health.engineRunning, telling);
    }
    if (health.recoveredLately > 0)
        //: Calls whose webhooks got lost; they were found in the phone company's own list, and are followed up.
        marks.append(
            {Status::tr("%n calls never reached us: found in the call list", nullptr, health.recoveredLately), Glyph::Check, Tone::Info});
    if (!health.listeningOn.isEmpty())
        //: %1 is an address such as "127.0.0.1:8080". Webhooks are the phone company's messages about calls.
        marks.append({Status::tr("Webhooks arrive at %1").arg(health.listeningOn), Glyph::Signal, Tone::Neutral});
    else
        //: Webhooks are the phone company's messages about calls.
        marks.append({Status::tr("Webhooks do not arrive in this window"), Glyph::Signal, Tone::Neutral});
    if (health.textsWaiting > 0)
        marks.append({Status::tr("%n texts waiting", nullptr, health.textsWaiting), Glyph::Clock, Tone::Neutral});
    if (health.databaseShared)
        //: Several computers work on one database.
        marks.append({Status::tr("Shared database"), Glyph::Database, Tone::Neutral});
    return marks;
}

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_review(new QPushButton(this))
{
    auto *layout = new FlowLayout(this, 20, 6);
    layout->setContentsMargins(16, 8, 16, 8);
    m_review->setObjectName(u"review"_s);
    setLook(m_review, Look::Link);
    m_review->setIcon(icon(Glyph::Question));
    m_review->hide();
    layout->addWidget(m_review);
    connect(m_review, &QPushButton::clicked, this, &StatusLine::reviewClicked);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    //: Name of the line at the bottom, for screen readers.
    setAccessibleName(tr("Status"));
}

void StatusLine::setMarks(const QList<Mark> &marks)
{
    while (m_items.size() < marks.size()) {
        auto *holder = new QWidget(this);
        auto *row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        auto *glyph = new GlyphMark(Rank::Small, holder);
        auto *text = new TextLabel(Rank::Small, TextLabel::Ink::Muted, holder);
        row->addWidget(glyph);
        row->addWidget(text, 1);
        layout()->addWidget(holder);
        m_items.append({holder, glyph, text});
    }
    m_texts.clear();
    for (int i = 0; i < m_items.size(); ++i) {
        const Item &item = m_items[i];
        item.holder->setVisible(i < marks.size());
        if (i >= marks.size())
            continue;
        m_texts.append(marks[i].text);
        item.glyph->setMark(marks[i].glyph, marks[i].tone);
        const bool speaks = marks[i].tone == Tone::Warn || marks[i].tone == Tone::Bad;
        item.text->setTone(speaks ? std::optional(marks[i].tone) : std::nullopt);
        item.text->setText(marks[i].text);
        item.holder->setToolTip(plainToolTip(marks[i].text));
    }
}

void StatusLine::setToReview(int count)
{
    m_review->setVisible(count > 0);
    //: Button in the status line: nobody knows whether these texts left, a person must decide.
    m_review->setText(tr("%n texts to review…", nullptr, count));
    m_review->setAccessibleName(m_review->text());
}

QStringList StatusLine::texts() const
{
    return m_texts;
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(palette());
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(0, 0, width(), 1, theme.line);
}

} // namespace ringback::ui

#include "people/calendarsdialog.h"

#include "board/calendars.h"
#include "connections/signindialog.h"
#include "connections/systemdialog.h"
#include "people/calendardialog.h"
#include "people/calendarrow.h"
#include "people/calendarwords.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

CalendarsDialog::CalendarsDialog(const calls::Staff &person, const Clock &clock, const board::Office &office, QWidget *parent)
    : QDialog(parent)
    , m_person(person)
    , m_clock(clock)
    , m_office(office)
    , m_notice(new NoticeBar(this))
    , m_nothing(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_list(new QVBoxLayout)
{
    setObjectName(u"calendarsDialog"_s);
    //: Title of a dialog: %1 is a person.
    setWindowTitle(tr("Calendars of %1").arg(person.name));
    build();
    setCalendars({});
}

void CalendarsDialog::build()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 20);
    outer->setSpacing(8);
    auto *title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, this);
    title->setText(windowTitle());
    title->setWordWrap(true);
    outer->addWidget(title);
    auto *about = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    about->setText(tr("Meetings and leave keep callbacks away. A calendar that cannot be read is never taken for a free day."));
    about->setWordWrap(true);
    outer->addWidget(about);
    outer->addSpacing(8);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of a list, for screen readers.
    scroll->setAccessibleName(tr("Calendars"));
    auto *content = new QWidget;
    auto *contents = new QVBoxLayout(content);
    contents->setContentsMargins(0, 0, 8, 0);
    m_nothing->setObjectName(u"noCalendars"_s);
    m_nothing->setText(tr("No calendar is connected: only working hours and what the person says count."));
    m_nothing->setWordWrap(true);
    contents->addWidget(m_nothing);
    contents->addLayout(m_list);
    contents->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    outer->addWidget(m_notice);
    auto *buttons = new QHBoxLayout;
    auto *add = new QPushButton(this);
    add->setObjectName(u"addCalendar"_s);
    setLook(add, Look::Primary);
    //: Button: connects a calendar of a person.
    add->setText(tr("Connect a calendar…"));
    add->setAccessibleName(add->text());
    auto *close = new QPushButton(this);
    close->setObjectName(u"close"_s);
    setLook(close, Look::Plain);
    close->setAutoDefault(false);
    close->setText(tr("Close"));
    close->setAccessibleName(close->text());
    buttons->addWidget(add);
    buttons->addStretch(1);
    buttons->addWidget(close);
    outer->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, &CalendarsDialog::add);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().averageCharWidth() * 62);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 36);
}

void CalendarsDialog::setCalendars(const board::Calendars &calendars)
{
    m_takenIds = calendars.takenIds;
    const board::PersonCalendars *const theirs = calendars.person(m_person.id);
    m_theirs = theirs != nullptr ? *theirs : board::PersonCalendars{.staff = m_person.id};
    for (const QString &id : m_rows.keys()) {
        if (cardOf(id) == nullptr)
            delete m_rows.take(id);
    }
    const Telling telling{m_office, m_clock.now()};
    for (const board::CalendarCard &card : std::as_const(m_theirs.calendars)) {
        CalendarRow *&row = m_rows[card.connection.id];
        if (row == nullptr)
            row = addRow(card.connection.id);
        row->setCard(card, telling);
    }
    m_nothing->setVisible(m_theirs.calendars.isEmpty());
}

CalendarRow *CalendarsDialog::addRow(const QString &id)
{
    auto *row = new CalendarRow(id, m_nothing->parentWidget());
    m_list->addWidget(row);
    row->show();
    connect(row, &CalendarRow::testClicked, this, [this, id] { test(id); });
    connect(row, &CalendarRow::signInClicked, this, [this, id] {
        if (const board::CalendarCard *const card = cardOf(id))
            signIn(*card);
    });
    connect(row, &CalendarRow::editClicked, this, [this, id] {
        if (const board::CalendarCard *const card = cardOf(id))
            edit(card->connection, false);
    });
    connect(row, &CalendarRow::removeClicked, this, [this, id] {
        if (const board::CalendarCard *const card = cardOf(id))
            askToRemove(id, calendarName(card->connection.type()));
    });
    return row;
}

const board::CalendarCard *CalendarsDialog::cardOf(const QString &id) const
{
    const auto found = std::find_if(m_theirs.calendars.cbegin(), m_theirs.calendars.cend(),
                                    [&](const board::CalendarCard &each) { return each.connection.id == id; });
    return found == m_theirs.calendars.cend() ? nullptr : &*found;
}

void CalendarsDialog::add()
{
    QList<SystemKind> kinds;
    for (const QString &type : desk::calendarTypes())
        kinds.append({.type = type, .name = calendarName(type), .sentence = calendarSentence(type)});
    //: Title of the dialog that lists kinds of calendars; %1 is a person.
    auto *dialog = new SystemDialog(tr("Connect a calendar"), tr("Where does %1 keep their calendar?").arg(m_person.name), kinds, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SystemDialog::chosen, this,
            [this](const QString &type) { edit(CalendarDialog::made(type, m_person.id, m_takenIds), true); });
    dialog->open();
}

void CalendarsDialog::edit(const desk::CalendarConnection &connection, bool isNew)
{
    m_notice->hide();
    auto *dialog = new CalendarDialog(connection, isNew, this);
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CalendarDialog::saveRequested, this, &CalendarsDialog::saveRequested);
    connect(dialog, &QObject::destroyed, this, [this, dialog] {
        if (m_dialog == dialog)
            m_dialog = nullptr;
    });
    dialog->open();
}

void CalendarsDialog::test(const QString &id)
{
    if (CalendarRow *const row = m_rows.value(id)) {
        row->showTesting();
        Q_EMIT testRequested(id);
    }
}

void CalendarsDialog::signIn(const board::CalendarCard &card)
{
    m_notice->hide();
    const QString id = card.connection.id;
    //: What to do in the browser; %1 is a person.
    auto *dialog = new SignInDialog(id, calendarName(card.connection.type()), tr("Sign in there as %1.").arg(m_person.name),
                                    board::calendarSignInAddress(card.connection), this);
    m_signIn = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SignInDialog::begun, this, [this, id] { Q_EMIT signInRequested(id); });
    connect(dialog, &QDialog::rejected, this, [this, id] { Q_EMIT signInGivenUp(id); });
    connect(dialog, &QDialog::finished, this, [this, dialog] {
        if (m_signIn == dialog)
            m_signIn = nullptr;
    });
    dialog->open();
}

void CalendarsDialog::askToRemove(const QString &id, const QString &name)
{
    //: %1 is a kind of calendar.
    auto *dialog = new ConfirmDialog(tr("Disconnect %1?").arg(name),
                                     tr("It is not read any more, and callbacks are no longer entered there. What is entered there stays."),
                                     //: Button: this calendar is no longer used.
                                     tr("Disconnect"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id] { Q_EMIT removeRequested(id); });
    dialog->open();
}

void CalendarsDialog::showSaved(const QString &id)
{
    if (m_dialog != nullptr && m_dialog->id() == id)
        m_dialog->accept();
    if (m_signIn != nullptr && m_signIn->id() == id)
        m_signIn->accept();
    m_notice->say({tr("Saved."), Glyph::Check, Tone::Good});
    test(id);
}

void CalendarsDialog::showRemoved()
{
    m_notice->say({tr("The calendar is disconnected."), Glyph::Check, Tone::Info});
}

void CalendarsDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    if (m_dialog != nullptr)
        m_dialog->showRefusal(refusal);
    else if (m_signIn != nullptr)
        m_signIn->showProblem(calendarRefusalSentence(refusal));
    else
        m_notice->say({calendarRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

void CalendarsDialog::showFindings(const QString &id, const QList<board::TestFinding> &findings)
{
    if (CalendarRow *const row = m_rows.value(id))
        row->showFindings(findings);
}

void CalendarsDialog::showSignInPage(const QString &id, const QByteArray &url, bool isOpen)
{
    if (m_signIn != nullptr && m_signIn->id() == id)
        m_signIn->showPage(url, isOpen);
}

void CalendarsDialog::showSignInEnd(const QString &id, const board::SignInEnd &end)
{
    if (m_signIn != nullptr && m_signIn->id() == id && end.how != board::SignInEnd::How::GivenUp)
        m_signIn->showProblem(signInProblem(end, m_signIn->systemName()));
}

} // namespace ringback::ui

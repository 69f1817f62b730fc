#include "people/calendarrow.h"

#include "connections/findingwords.h"
#include "connections/stateslist.h"
#include "connections/testresults.h"
#include "people/calendarwords.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

CalendarRow::CalendarRow(const QString &id, QWidget *parent)
    : QWidget(parent)
    , m_name(new TextLabel(Rank::Strong, TextLabel::Ink::Normal, this))
    , m_entries(new TextLabel(Rank::Small, TextLabel::Ink::Muted, this))
    , m_state(new StatesList(this))
    , m_results(new TestResults(this))
{
    setObjectName(u"calendar-"_s + id);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 12);
    layout->setSpacing(4);
    m_name->setWordWrap(true);
    m_entries->setObjectName(u"entries"_s);
    m_entries->setWordWrap(true);
    layout->addWidget(m_name);
    layout->addWidget(m_state);
    layout->addWidget(m_entries);
    auto *holder = new QWidget(this);
    auto *row = new FlowLayout(holder, 8, 8);
    row->setContentsMargins(0, 4, 0, 0);
    const auto button = [&](const QString &name, Look look, const QString &words) {
        auto *made = new QPushButton(words, holder);
        made->setObjectName(name);
        made->setAutoDefault(false);
        setLook(made, look);
        row->addWidget(made);
        return made;
    };
    //: Button: asks the calendar whether everything is as it should be.
    m_test = button(u"test"_s, Look::Plain, tr("Test"));
    //: Button: opens the calendar's page in the browser, for signing in.
    m_signIn = button(u"signIn"_s, Look::Plain, tr("Sign in…"));
    //: Button: opens the form of a calendar.
    m_edit = button(u"edit"_s, Look::Plain, tr("Edit…"));
    //: Button: this calendar is no longer used.
    m_remove = button(u"remove"_s, Look::Quiet, tr("Remove…"));
    layout->addWidget(holder);
    layout->addWidget(m_results);
    connect(m_test, &QPushButton::clicked, this, &CalendarRow::testClicked);
    connect(m_signIn, &QPushButton::clicked, this, &CalendarRow::signInClicked);
    connect(m_edit, &QPushButton::clicked, this, &CalendarRow::editClicked);
    connect(m_remove, &QPushButton::clicked, this, &CalendarRow::removeClicked);
}

void CalendarRow::setCard(const board::CalendarCard &card, const Telling &telling)
{
    m_title = calendarName(card.connection.type());
    m_system = calendarSystem(card.connection);
    m_name->setText(m_title);
    m_state->setMarks({calendarStateMark(card, telling)});
    m_entries->setText(entriesSentence(card));
    m_signIn->setVisible(card.signsInByBrowser);
    for (QPushButton *each : {m_test, m_signIn, m_edit, m_remove})
        //: For screen readers: %1 is a button's words, %2 a calendar.
        each->setAccessibleName(tr("%1: %2").arg(each->text(), m_title));
}

void CalendarRow::showTesting()
{
    m_test->setEnabled(false);
    //: While the calendar is asked whether everything is as it should be.
    m_results->showState(tr("Asking the calendar; this can take half a minute…"));
}

void CalendarRow::showFindings(const QList<board::TestFinding> &findings)
{
    m_test->setEnabled(true);
    QList<FindingWords> words;
    for (const board::TestFinding &finding : findings)
        words.append(calendarFindingWords(finding, m_system));
    m_results->showFindings(words);
}

} // namespace ringback::ui

#include "leads/leadsystemcard.h"

#include "connections/stateslist.h"
#include "connections/testresults.h"
#include "leads/leadwords.h"
#include "widgets/card.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

LeadSystemCard::LeadSystemCard(const QString &id, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_title(new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this))
    , m_name(new TextLabel(Rank::Small, TextLabel::Ink::Muted, this))
    , m_overall(new Chip(this))
    , m_does(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_marks(new StatesList(this))
    , m_results(new TestResults(this))
{
    setObjectName(u"lead-"_s + id);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    m_title->setObjectName(u"systemTitle"_s);
    head->addWidget(m_title);
    head->addWidget(m_name, 1, Qt::AlignBottom);
    head->addWidget(m_overall);
    layout->addLayout(head);
    layout->addSpacing(6);
    m_does->setObjectName(u"systemDoes"_s);
    m_does->setWordWrap(true);
    layout->addWidget(m_does);
    layout->addSpacing(8);
    layout->addWidget(m_marks);
    buildProgress(layout);
    layout->addSpacing(14);
    buildButtons(layout);
    layout->addWidget(m_results);
}

void LeadSystemCard::buildProgress(QVBoxLayout *layout)
{
    m_progress = new QWidget(this);
    auto *row = new QHBoxLayout(m_progress);
    row->setContentsMargins(0, 10, 0, 0);
    row->setSpacing(12);
    m_bar = new QProgressBar(m_progress);
    m_bar->setObjectName(u"firstPass"_s);
    m_bar->setTextVisible(false);
    //: Name of a bar that shows how far something is, for screen readers.
    m_bar->setAccessibleName(tr("Reading the people of this lead system"));
    m_bar->setFixedHeight(8);
    m_bar->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    m_read = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_progress);
    m_read->setObjectName(u"firstPassWords"_s);
    m_pause = new QPushButton(m_progress);
    m_pause->setObjectName(u"pauseReading"_s);
    setLook(m_pause, Look::Plain);
    row->addWidget(m_bar, 1);
    row->addWidget(m_read);
    row->addWidget(m_pause);
    row->addStretch(1);
    layout->addWidget(m_progress);
    m_progress->hide();
    connect(m_pause, &QPushButton::clicked, this, [this] { Q_EMIT pauseClicked(!m_isPaused); });
}

void LeadSystemCard::buildButtons(QVBoxLayout *layout)
{
    auto *holder = new QWidget(this);
    auto *row = new FlowLayout(holder, 8, 8);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString &name, Look look, const QString &words) {
        auto *made = new QPushButton(words, holder);
        made->setObjectName(name);
        setLook(made, look);
        row->addWidget(made);
        return made;
    };
    //: Button: asks the lead system whether everything is as it should be.
    m_test = button(u"test"_s, Look::Plain, tr("Test this connection"));
    //: Button: opens the form in which words of the office are matched with those of the lead system.
    m_choices = button(u"choices"_s, Look::Plain, tr("What goes where…"));
    //: Button: opens the form of a lead system.
    m_edit = button(u"edit"_s, Look::Plain, tr("Edit…"));
    m_signIn = button(u"signIn"_s, Look::Plain, {});
    //: Button: this lead system is no longer used.
    m_remove = button(u"remove"_s, Look::Quiet, tr("Remove…"));
    connect(m_test, &QPushButton::clicked, this, &LeadSystemCard::testClicked);
    connect(m_choices, &QPushButton::clicked, this, &LeadSystemCard::choicesClicked);
    connect(m_edit, &QPushButton::clicked, this, &LeadSystemCard::editClicked);
    connect(m_signIn, &QPushButton::clicked, this, &LeadSystemCard::signInClicked);
    connect(m_remove, &QPushButton::clicked, this, &LeadSystemCard::removeClicked);
    layout->addWidget(holder);
}

void LeadSystemCard::setCard(const board::LeadCard &card, const board::LeadSystems &systems)
{
    m_type = card.connection.type();
    const QString name = leadName(m_id, systems);
    m_title->setText(leadSystemName(m_type));
    m_name->setText(QString(m_id).replace(u'-', u'_') == m_type ? QString() : m_id);
    const QStringList does = abilitySentences(card.can, leadSystemName(m_type));
    m_does->setText(does.join(u'\n'));
    m_does->setVisible(!does.isEmpty());
    m_choices->setVisible(!card.choiceSlots.isEmpty());
    //: Button: opens the lead system's page in the browser, for signing in. %1 is a lead system.
    m_signIn->setText(tr("Sign in with %1…").arg(leadSystemName(m_type)));
    m_signIn->setVisible(card.signsInByBrowser);
    showProgress(card.firstPass);
    for (QPushButton *each : {m_test, m_choices, m_edit, m_signIn, m_remove, m_pause})
        //: For screen readers: %1 is a button's words, %2 a lead system.
        each->setAccessibleName(tr("%1: %2").arg(each->text(), name));
}

void LeadSystemCard::showProgress(const std::optional<board::FirstPass> &pass)
{
    const bool isUnderWay = pass && !pass->wholeAt;
    m_progress->setVisible(isUnderWay);
    if (!isUnderWay)
        return;
    m_isPaused = pass->isPaused;
    // A bar of ints, for any number of people: in thousandths. Without a total it only moves.
    if (pass->total && *pass->total > 0) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(int(std::min<qint64>(1000, pass->seen * 1000 / *pass->total)));
    } else {
        m_bar->setRange(0, m_isPaused ? 1 : 0);
    }
    m_read->setText(firstPassWords(*pass));
    m_bar->setAccessibleDescription(m_read->text());
    //: Buttons: the reading of a lead system's people is stopped, or goes on.
    m_pause->setText(m_isPaused ? tr("Go on") : tr("Stop"));
}

void LeadSystemCard::setMarks(const QList<Mark> &marks)
{
    m_marks->setMarks(marks);
    m_overall->setMark(overallMark(marks));
}

void LeadSystemCard::showTesting()
{
    m_test->setEnabled(false);
    //: While the lead system %1 is asked whether everything is as it should be.
    m_results->showState(tr("Asking %1; this can take half a minute…").arg(leadSystemName(m_type)));
}

void LeadSystemCard::showFindings(const QList<board::TestFinding> &findings, const board::Office &office)
{
    m_test->setEnabled(true);
    QList<FindingWords> words;
    for (const board::TestFinding &finding : findings)
        words.append(leadFinding(finding, m_type, office));
    m_results->showFindings(words);
}

void LeadSystemCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGround(&painter, rect(), palette());
}

} // namespace ringback::ui

#include "connections/systemcard.h"

#include "connections/stateslist.h"
#include "connections/systemwords.h"
#include "connections/testresults.h"
#include "widgets/card.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

QString linesOf(const board::PhoneSystems &systems, const QString &id, bool texts)
{
    QStringList names;
    for (const board::LineCard &line : systems.lines) {
        if ((texts ? line.textsBy : line.callsBy) != id)
            continue;
        const bool fromElsewhere = texts && line.textsFrom && *line.textsFrom != line.number;
        //: A line of the office and the other number that its texts leave from.
        names.append(fromElsewhere ? SystemCard::tr("%1 from %2").arg(lineName(line), line.textsFrom->display()) : lineName(line));
    }
    return names.join(u"; "_s);
}

} // namespace

SystemCard::SystemCard(const QString &id, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_title(new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this))
    , m_name(new TextLabel(Rank::Small, TextLabel::Ink::Muted, this))
    , m_overall(new Chip(this))
    , m_calls(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_texts(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_marks(new StatesList(this))
    , m_results(new TestResults(this))
{
    setObjectName(u"system-"_s + id);
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
    m_calls->setObjectName(u"systemCalls"_s);
    m_calls->setWordWrap(true);
    m_texts->setObjectName(u"systemTexts"_s);
    m_texts->setWordWrap(true);
    layout->addWidget(m_calls);
    layout->addWidget(m_texts);
    layout->addSpacing(8);
    layout->addWidget(m_marks);
    layout->addSpacing(14);
    buildButtons(layout);

    layout->addWidget(m_results);
}

void SystemCard::buildButtons(QVBoxLayout *layout)
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
    //: Button: asks the phone company whether everything is as it should be.
    m_test = button(u"test"_s, Look::Plain, tr("Test this connection"));
    //: Button: opens the form of a phone system.
    m_edit = button(u"edit"_s, Look::Plain, tr("Edit…"));
    m_signIn = button(u"signIn"_s, Look::Plain, {});
    //: Button: the phone company is to send its messages about calls to this office.
    m_wire = button(u"wireHere"_s, Look::Plain, tr("Point webhooks here…"));
    //: Button: what stood at the phone company before is restored.
    m_putBack = button(u"putBack"_s, Look::Plain, tr("Put back…"));
    //: Button: this phone system is no longer used.
    m_remove = button(u"remove"_s, Look::Quiet, tr("Remove…"));
    connect(m_test, &QPushButton::clicked, this, &SystemCard::testClicked);
    connect(m_edit, &QPushButton::clicked, this, &SystemCard::editClicked);
    connect(m_signIn, &QPushButton::clicked, this, &SystemCard::signInClicked);
    connect(m_wire, &QPushButton::clicked, this, &SystemCard::wireClicked);
    connect(m_putBack, &QPushButton::clicked, this, &SystemCard::putBackClicked);
    connect(m_remove, &QPushButton::clicked, this, &SystemCard::removeClicked);
    layout->addWidget(holder);
}

void SystemCard::setCard(const board::ConnectionCard &card, const board::PhoneSystems &systems)
{
    const QString type = card.connection.type();
    const QString name = connectionName(m_id, systems);
    m_title->setText(systemName(type));
    m_name->setText(QString(m_id).replace(u'-', u'_') == type ? QString() : m_id);
    const QString calls = linesOf(systems, m_id, false);
    //: Of a phone system: the lines whose calls come by it.
    m_calls->setText(calls.isEmpty() ? tr("No line's calls come by it") : tr("Calls: %1").arg(calls));
    const QString texts = linesOf(systems, m_id, true);
    //: Of a phone system: the lines whose texts leave through it.
    m_texts->setText(texts.isEmpty() ? tr("No line's texts leave through it") : tr("Texts: %1").arg(texts));
    m_texts->setVisible(desk::sendsTexts(card.connection));
    const auto *const ringCentral = std::get_if<desk::RingCentralAccount>(&card.connection.account);
    const bool canWire = std::holds_alternative<desk::TwilioAccount>(card.connection.account) ||
                         std::holds_alternative<desk::QuoAccount>(card.connection.account) ||
                         (ringCentral != nullptr && ringCentral->receive == desk::RingCentralAccount::Receive::Webhook);
    m_wire->setVisible(canWire);
    //: Button: opens the phone company's page in the browser, for signing in. %1 is a phone system.
    m_signIn->setText(tr("Sign in with %1…").arg(systemName(type)));
    m_signIn->setVisible(board::signsInByBrowser(card.connection));
    m_putBack->setVisible(card.wiredAt.has_value());
    for (QPushButton *each : {m_test, m_edit, m_signIn, m_wire, m_putBack, m_remove})
        //: For screen readers: %1 is a button's words, %2 a phone system.
        each->setAccessibleName(tr("%1: %2").arg(each->text(), name));
}

void SystemCard::setMarks(const QList<Mark> &marks)
{
    m_marks->setMarks(marks);
    m_overall->setMark(overallMark(marks));
}

void SystemCard::showTesting()
{
    m_test->setEnabled(false);
    //: While the phone company is asked whether everything is as it should be.
    m_results->showState(tr("Asking the phone company; this can take half a minute…"));
}

void SystemCard::showFindings(const QList<board::TestFinding> &findings)
{
    m_test->setEnabled(true);
    QList<FindingWords> words;
    for (const board::TestFinding &finding : findings)
        words.append(findingWords(finding));
    m_results->showFindings(words);
}

void SystemCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGround(&painter, rect(), palette());
}

} // namespace ringback::ui

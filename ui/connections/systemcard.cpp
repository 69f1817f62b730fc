#include "connections/systemcard.h"

#include "connections/findingwords.h"
#include "connections/systemwords.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

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
    , m_marks(new QVBoxLayout)
    , m_results(new QWidget(this))
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
    m_marks->setSpacing(6);
    layout->addLayout(m_marks);
    layout->addSpacing(14);
    buildButtons(layout);

    m_results->setObjectName(u"results"_s);
    //: Name of what a test found, for screen readers.
    m_results->setAccessibleName(tr("Result of the test"));
    m_findings = new QVBoxLayout(m_results);
    m_findings->setContentsMargins(0, 16, 0, 0);
    m_findings->setSpacing(10);
    layout->addWidget(m_results);
    m_results->hide();
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
    //: Button: opens the phone company's page in the browser, for signing in. %1 is a phone system.
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
    m_signIn->setText(tr("Sign in with %1…").arg(systemName(type)));
    m_signIn->setVisible(board::signsInByBrowser(card.connection));
    m_putBack->setVisible(card.wiredAt.has_value());
    for (QPushButton *each : {m_test, m_edit, m_signIn, m_wire, m_putBack, m_remove})
        //: For screen readers: %1 is a button's words, %2 a phone system.
        each->setAccessibleName(tr("%1: %2").arg(each->text(), name));
}

void SystemCard::setMarks(const QList<Mark> &marks)
{
    while (m_rows.size() < marks.size()) {
        auto *holder = new QWidget(this);
        auto *row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        auto *glyph = new GlyphMark(Rank::Body, holder);
        auto *text = new TextLabel(Rank::Body, TextLabel::Ink::Muted, holder);
        text->setObjectName(u"state"_s);
        text->setWordWrap(true);
        row->addWidget(glyph, 0, Qt::AlignTop);
        row->addWidget(text, 1);
        m_marks->addWidget(holder);
        m_rows.append({holder, glyph, text});
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows.at(i);
        row.holder->setVisible(i < marks.size());
        if (i >= marks.size())
            continue;
        const bool speaks = marks.at(i).tone == Tone::Warn || marks.at(i).tone == Tone::Bad;
        row.glyph->setMark(marks.at(i).glyph, marks.at(i).tone);
        row.text->setTone(speaks ? std::optional(marks.at(i).tone) : std::nullopt);
        row.text->setText(marks.at(i).text);
    }
    const auto has = [&](Tone tone) {
        return std::any_of(marks.cbegin(), marks.cend(), [tone](const Mark &mark) { return mark.tone == tone; });
    };
    if (has(Tone::Bad))
        //: On a phone system: something is broken and a person must do something.
        m_overall->setMark({tr("Needs you"), Glyph::Failed, Tone::Bad});
    else if (has(Tone::Warn))
        //: On a phone system: it works, but something is odd.
        m_overall->setMark({tr("Worth a look"), Glyph::Alert, Tone::Warn});
    else
        //: On a phone system: nothing is wrong with it.
        m_overall->setMark({tr("No problems"), Glyph::Check, Tone::Good});
}

void SystemCard::clearResults()
{
    while (QLayoutItem *item = m_findings->takeAt(0)) {
        if (QWidget *const widget = item->widget())
            widget->deleteLater();
        delete item;
    }
}

void SystemCard::showTesting()
{
    clearResults();
    m_test->setEnabled(false);
    auto *state = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_results);
    state->setObjectName(u"testState"_s);
    //: While the phone company is asked whether everything is as it should be.
    state->setText(tr("Asking the phone company; this can take half a minute…"));
    m_findings->addWidget(state);
    m_results->show();
}

void SystemCard::showFindings(const QList<board::TestFinding> &findings)
{
    clearResults();
    m_test->setEnabled(true);
    const Mark summary = findingsSummary(findings);
    auto *top = new QWidget(m_results);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *glyph = new GlyphMark(Rank::Strong, top);
    glyph->setMark(summary.glyph, summary.tone);
    auto *words = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, top);
    words->setObjectName(u"testSummary"_s);
    words->setText(summary.text);
    words->setWordWrap(true);
    row->addWidget(glyph);
    row->addWidget(words, 1);
    m_findings->addWidget(top);
    // What needs somebody comes first.
    QList<board::TestFinding> sorted = findings;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.level > b.level; });
    for (const board::TestFinding &finding : std::as_const(sorted))
        addFinding(finding);
    m_results->show();
    QAccessibleEvent heard(m_results, QAccessible::Alert);
    QAccessible::updateAccessibility(&heard);
}

void SystemCard::addFinding(const board::TestFinding &finding)
{
    const FindingWords words = findingWords(finding);
    auto *holder = new QWidget(m_results);
    holder->setObjectName(u"finding"_s);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *glyph = new GlyphMark(Rank::Body, holder);
    glyph->setMark(words.mark.glyph, words.mark.tone);
    row->addWidget(glyph, 0, Qt::AlignTop);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    auto *sentence = new TextLabel(Rank::Body, TextLabel::Ink::Normal, holder);
    sentence->setObjectName(u"findingSentence"_s);
    sentence->setText(words.mark.text);
    sentence->setWordWrap(true);
    lines->addWidget(sentence);
    const bool isGood = finding.level == board::TestFinding::Level::Good;
    if (!words.advice.isEmpty() && !isGood) {
        auto *advice = new TextLabel(Rank::Body, TextLabel::Ink::Muted, holder);
        advice->setObjectName(u"findingAdvice"_s);
        advice->setText(words.advice);
        advice->setWordWrap(true);
        lines->addWidget(advice);
    }
    if (!finding.detail.isEmpty()) {
        auto *more = new QPushButton(holder);
        more->setObjectName(u"findingDetails"_s);
        setLook(more, Look::Link);
        //: Button: shows what the phone company said, word for word.
        more->setText(tr("Details"));
        //: For screen readers: %1 is what was found.
        more->setAccessibleName(tr("Details: %1").arg(words.mark.text));
        auto *detail = new TextLabel(Rank::Small, TextLabel::Ink::Muted, holder);
        detail->setObjectName(u"findingDetail"_s);
        detail->setText(finding.detail);
        detail->setWordWrap(true);
        detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
        detail->hide();
        connect(more, &QPushButton::clicked, detail, [detail] { detail->setVisible(detail->isHidden()); });
        lines->addWidget(detail);
        row->addLayout(lines, 1);
        row->addWidget(more, 0, Qt::AlignTop);
    } else {
        row->addLayout(lines, 1);
    }
    m_findings->addWidget(holder);
}

void SystemCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12);
}

} // namespace ringback::ui

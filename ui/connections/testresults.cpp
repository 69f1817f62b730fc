#include "connections/testresults.h"

#include "widgets/chip.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

TestResults::TestResults(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(u"results"_s);
    //: Name of what a test found, for screen readers.
    setAccessibleName(tr("Result of the test"));
    m_layout->setContentsMargins(0, 16, 0, 0);
    m_layout->setSpacing(10);
    hide();
}

void TestResults::clear()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *const widget = item->widget())
            widget->deleteLater();
        delete item;
    }
}

void TestResults::showState(const QString &sentence)
{
    clear();
    auto *state = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    state->setObjectName(u"testState"_s);
    state->setText(sentence);
    state->setWordWrap(true);
    m_layout->addWidget(state);
    show();
}

void TestResults::showFindings(const QList<FindingWords> &findings)
{
    clear();
    const Mark summary = findingsSummary(findings);
    auto *top = new QWidget(this);
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
    m_layout->addWidget(top);
    // What needs somebody comes first.
    QList<FindingWords> sorted = findings;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.level > b.level; });
    for (const FindingWords &finding : std::as_const(sorted))
        addFinding(finding);
    show();
    QAccessibleEvent heard(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&heard);
}

void TestResults::addFinding(const FindingWords &words)
{
    auto *holder = new QWidget(this);
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
    const bool isGood = words.level == board::TestFinding::Level::Good;
    if (!words.advice.isEmpty() && !isGood) {
        auto *advice = new TextLabel(Rank::Body, TextLabel::Ink::Muted, holder);
        advice->setObjectName(u"findingAdvice"_s);
        advice->setText(words.advice);
        advice->setWordWrap(true);
        lines->addWidget(advice);
    }
    if (!words.detail.isEmpty()) {
        auto *more = new QPushButton(holder);
        more->setObjectName(u"findingDetails"_s);
        setLook(more, Look::Link);
        //: Button: shows what the other system said, word for word.
        more->setText(tr("Details"));
        //: For screen readers: %1 is what was found.
        more->setAccessibleName(tr("Details: %1").arg(words.mark.text));
        auto *detail = new TextLabel(Rank::Small, TextLabel::Ink::Muted, holder);
        detail->setObjectName(u"findingDetail"_s);
        detail->setText(words.detail);
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
    m_layout->addWidget(holder);
}

} // namespace ringback::ui

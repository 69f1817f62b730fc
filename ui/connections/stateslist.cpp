#include "connections/stateslist.h"

#include "widgets/chip.h"
#include "widgets/textlabel.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

StatesList::StatesList(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
}

void StatesList::setMarks(const QList<Mark> &marks)
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
        m_layout->addWidget(holder);
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
}

Mark overallMark(const QList<Mark> &marks)
{
    const auto has = [&](Tone tone) {
        return std::any_of(marks.cbegin(), marks.cend(), [tone](const Mark &mark) { return mark.tone == tone; });
    };
    if (has(Tone::Bad))
        //: On a phone or lead system: something is broken and a person must do something.
        return {StatesList::tr("Needs you"), Glyph::Failed, Tone::Bad};
    if (has(Tone::Warn))
        //: On a phone or lead system: it works, but something is odd.
        return {StatesList::tr("Worth a look"), Glyph::Alert, Tone::Warn};
    //: On a phone or lead system: nothing is wrong with it.
    return {StatesList::tr("No problems"), Glyph::Check, Tone::Good};
}

} // namespace ringback::ui

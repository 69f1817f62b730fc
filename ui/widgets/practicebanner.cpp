#include "widgets/practicebanner.h"

#include "widgets/chip.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringback::ui {

PracticeBanner::PracticeBanner(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"practiceBanner"_s);
    auto *glyph = new GlyphMark(Rank::Body, this);
    glyph->setMark(Glyph::Practice, Tone::Practice);
    auto *text = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, this);
    text->setTone(Tone::Practice);
    text->setWordWrap(true);
    //: Banner across the window while the program plays with made-up calls.
    text->setText(tr("Practice line: these callers are made up. No real texts are sent."));
    setAccessibleName(text->text());
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 8, 24, 8);
    layout->setSpacing(10);
    layout->addWidget(glyph);
    layout->addWidget(text, 1);
}

void PracticeBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).tone(Tone::Practice).fill);
}

} // namespace ringback::ui

#include "people/unstaffedbanner.h"

#include "people/peoplewords.h"
#include "widgets/chip.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringback::ui {

UnstaffedBanner::UnstaffedBanner(QWidget *parent)
    : QWidget(parent)
    , m_text(new TextLabel(Rank::Strong, TextLabel::Ink::Normal, this))
{
    setObjectName(u"unstaffedBanner"_s);
    auto *glyph = new GlyphMark(Rank::Body, this);
    glyph->setMark(Glyph::Alert, Tone::Bad);
    m_text->setObjectName(u"unstaffedText"_s);
    m_text->setTone(Tone::Bad);
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 8, 24, 8);
    layout->setSpacing(10);
    layout->addWidget(glyph);
    layout->addWidget(m_text, 1);
    hide();
}

void UnstaffedBanner::setPeople(const board::People &people, Instant now)
{
    const QStringList sentences = unstaffedSentences(people, now);
    setVisible(!sentences.isEmpty());
    m_text->setText(sentences.join(u'\n'));
    setAccessibleName(m_text->text());
}

QString UnstaffedBanner::text() const
{
    return m_text->text();
}

void UnstaffedBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).tone(Tone::Bad).fill);
}

} // namespace ringback::ui

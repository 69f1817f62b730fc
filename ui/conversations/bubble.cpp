#include "conversations/bubble.h"

#include "widgets/chip.h"
#include "widgets/textlabel.h"
#include "widgets/times.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

Bubble::Bubble(const board::TextBrief &text, const Telling &telling, QWidget *parent)
    : QWidget(parent)
    , m_body(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_box(new QWidget(this))
    , m_out(text.direction == calls::Direction::Out)
{
    m_body->setText(text.body);
    m_body->setWordWrap(true);
    m_body->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *box = new QVBoxLayout(m_box);
    box->setContentsMargins(12, 8, 12, 8);
    box->addWidget(m_body);

    const Mark mark = deliveryMark(text, telling);
    auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
    QStringList words;
    if (m_out)
        words.append(mark.text);
    if (text.state != calls::DeliveryState::Scheduled)
        words.append(dayAndTime(text.at, telling.now, telling.office.timeZone));
    if (m_out && text.automated)
        //: Below a text that the program wrote, not a person.
        words.append(tr("Automatic text"));
    below->setText(words.join(u" · "_s));
    below->setWordWrap(true);
    below->setAlignment((m_out ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const bool speaks = mark.tone == Tone::Warn || mark.tone == Tone::Bad;
    if (speaks)
        below->setTone(mark.tone);

    auto *belowRow = new QHBoxLayout;
    belowRow->setSpacing(6);
    if (m_out) {
        auto *glyph = new GlyphMark(Rank::Small, this);
        glyph->setMark(mark.glyph, mark.tone);
        belowRow->addStretch(1);
        belowRow->addWidget(glyph);
        belowRow->addWidget(below, 0);
        below->setWordWrap(false);
        below->setMinimumWidth(0);
        below->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    } else {
        belowRow->addWidget(below, 1);
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_box, 0, m_out ? Qt::AlignRight : Qt::AlignLeft);
    layout->addLayout(belowRow);
}

void Bubble::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    int longest = 0;
    const QStringList lines = m_body->text().split(u'\n');
    for (const QString &line : lines)
        longest = std::max(longest, m_body->fontMetrics().horizontalAdvance(line));
    m_body->setFixedWidth(std::max(20, std::min(longest + 4, width() * 86 / 100 - 24)));
}

void Bubble::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_out ? theme.bubbleOut : theme.bubbleIn);
    painter.drawRoundedRect(m_box->geometry(), 12, 12);
}

} // namespace ringback::ui

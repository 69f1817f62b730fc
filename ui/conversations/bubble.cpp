#include "conversations/bubble.h"

#include "widgets/chip.h"
#include "widgets/textlabel.h"
#include "widgets/times.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

constexpr int across = 12;
constexpr int down = 8;
constexpr int gap = 4;

} // namespace

Bubble::Bubble(const board::TextBrief &text, const Telling &telling, QWidget *parent)
    : QWidget(parent)
    , m_body(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_below(new TextLabel(Rank::Small, TextLabel::Ink::Muted, this))
    , m_glyph(new GlyphMark(Rank::Small, this))
    , m_out(text.direction == calls::Direction::Out)
{
    m_body->setText(text.subject.isEmpty() ? text.body : u"%1\n\n%2"_s.arg(text.subject, text.body));
    m_body->setWordWrap(true);
    m_body->setTextInteractionFlags(Qt::TextSelectableByMouse);

    const Mark mark = deliveryMark(text, telling);
    m_glyph->setMark(mark.glyph, mark.tone);
    m_glyph->setVisible(m_out);
    QStringList words;
    if (text.channel == calls::Channel::Email)
        //: Below an e-mail, to tell it from a text.
        words.append(tr("E-mail"));
    if (m_out)
        words.append(mark.text);
    if (text.state != calls::DeliveryState::Scheduled)
        words.append(dayAndTime(text.at, telling.now, telling.office.timeZone));
    if (m_out && text.automated)
        //: Below a message that the program wrote, not a person.
        words.append(text.channel == calls::Channel::Email ? tr("Automatic") : tr("Automatic text"));
    m_below->setText(words.join(u" · "_s));
    m_below->setWordWrap(true);
    if (mark.tone == Tone::Warn || mark.tone == Tone::Bad)
        m_below->setTone(mark.tone);

    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int Bubble::bodyWidth(int width) const
{
    int longest = 0;
    const QStringList lines = m_body->text().split(u'\n');
    for (const QString &line : lines)
        longest = std::max(longest, m_body->fontMetrics().horizontalAdvance(line));
    return std::max(20, std::min(longest + 4, width * 86 / 100 - 2 * across));
}

int Bubble::belowWidth(int width) const
{
    const int icon = m_out ? m_glyph->sizeHint().width() + 6 : 0;
    return std::max(20, std::min(m_below->fontMetrics().horizontalAdvance(m_below->text()) + 4, width - icon));
}

int Bubble::heightForWidth(int width) const
{
    return 2 * down + m_body->heightForWidth(bodyWidth(width)) + gap + m_below->heightForWidth(belowWidth(width));
}

QSize Bubble::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 32;
    return QSize(width, heightForWidth(width));
}

QSize Bubble::minimumSizeHint() const
{
    return QSize(fontMetrics().averageCharWidth() * 16, fontMetrics().height() * 2);
}

void Bubble::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int body = bodyWidth(width());
    const int bodyHeight = m_body->heightForWidth(body);
    m_body->setGeometry(m_out ? width() - body - across : across, down, body, bodyHeight);
    const int below = belowWidth(width());
    const int top = 2 * down + bodyHeight + gap;
    m_below->setGeometry(m_out ? width() - below : 0, top, below, m_below->heightForWidth(below));
    const QSize icon = m_glyph->sizeHint();
    m_glyph->setGeometry(width() - below - icon.width() - 6, top, icon.width(), icon.height());
}

void Bubble::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::of(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_out ? theme.bubbleOut : theme.bubbleIn);
    painter.drawRoundedRect(m_body->geometry().adjusted(-across, -down, across, down), 12, 12);
}

} // namespace ringback::ui

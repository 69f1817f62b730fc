#include "widgets/noticebar.h"

#include "widgets/chip.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ringback::ui {

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_glyph(new GlyphMark(Rank::Body, this))
    , m_text(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_action(new QPushButton(this))
{
    setObjectName(u"notice"_s);
    m_text->setObjectName(u"noticeText"_s);
    m_text->setWordWrap(true);
    auto *close = new QPushButton(this);
    close->setObjectName(u"noticeClose"_s);
    setLook(close, Look::Quiet);
    close->setIcon(icon(Glyph::Close));
    //: Button that hides a notice.
    close->setAccessibleName(tr("Hide this notice"));
    close->setToolTip(close->accessibleName());
    connect(close, &QPushButton::clicked, this, &QWidget::hide);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 8, 4);
    layout->setSpacing(10);
    layout->addWidget(m_glyph);
    layout->addWidget(m_text, 1);
    m_action->setObjectName(u"noticeAction"_s);
    setLook(m_action, Look::Plain);
    //: Name of a button beside a notice that takes back what was done, for screen readers, until there is one.
    m_action->setAccessibleName(tr("Undo"));
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionClicked);
    m_offer.setSingleShot(true);
    connect(&m_offer, &QTimer::timeout, m_action, &QWidget::hide);
    layout->addWidget(m_action);
    layout->addWidget(close);
    hide();
}

void NoticeBar::offer(const Mark &mark, const QString &action, Milliseconds span)
{
    say(mark);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->show();
    m_offer.start(span);
}

bool NoticeBar::offers() const
{
    return isVisible() && m_offer.isActive();
}

void NoticeBar::say(const Mark &mark)
{
    m_offer.stop();
    m_action->hide();
    m_tone = mark.tone;
    m_glyph->setMark(mark.glyph, mark.tone);
    m_text->setTone(mark.tone);
    m_text->setText(mark.text);
    setAccessibleName(mark.text);
    show();
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(palette()).tone(m_tone).fill);
    painter.drawRoundedRect(rect(), 8, 8);
}

void NoticeBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace ringback::ui

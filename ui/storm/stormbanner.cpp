#include "storm/stormbanner.h"

#include "desk/desk.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

constexpr int usualCount = 5;

} // namespace

StormBanner::StormBanner(QWidget *parent)
    : QWidget(parent)
    , m_text(new TextLabel(Rank::Strong, TextLabel::Ink::Normal, this))
    , m_count(new QSpinBox(this))
    , m_claim(new QPushButton(this))
{
    setObjectName(u"stormBanner"_s);
    auto *glyph = new GlyphMark(Rank::Body, this);
    glyph->setMark(Glyph::Storm, Tone::Warn);
    m_text->setObjectName(u"stormText"_s);
    m_text->setTone(Tone::Warn);
    m_text->setWordWrap(true);

    m_count->setObjectName(u"stormCount"_s);
    m_count->setRange(1, desk::Desk::mostAtOnce);
    m_count->setValue(usualCount);
    m_count->setMinimumWidth(fontMetrics().averageCharWidth() * 9);
    //: How many callbacks to claim at once, for screen readers.
    m_count->setAccessibleName(tr("How many to claim"));
    // One stop for the Tab key, not one more for the field inside.
    m_count->findChild<QLineEdit *>()->setFocusPolicy(Qt::ClickFocus);
    m_claim->setObjectName(u"claimNext"_s);
    setLook(m_claim, Look::Primary);
    //: Button before a number: claims that many callbacks, the oldest first. Read together: "Claim the next: 5".
    m_claim->setText(tr("Claim the &next:"));
    //: The same for screen readers.
    m_claim->setAccessibleName(tr("Claim the next callbacks"));
    auto *end = new QPushButton(this);
    end->setObjectName(u"endStorm"_s);
    setLook(end, Look::Plain);
    //: Button: storm mode is over.
    end->setText(tr("End storm mode"));
    end->setAccessibleName(end->text());

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 8, 24, 8);
    layout->setSpacing(10);
    layout->addWidget(glyph);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_claim);
    layout->addWidget(m_count);
    layout->addWidget(end);
    setTabOrder(m_claim, m_count);
    setTabOrder(m_count, end);
    connect(m_claim, &QPushButton::clicked, this, [this] { Q_EMIT claimClicked(m_count->value()); });
    connect(end, &QPushButton::clicked, this, &StormBanner::endClicked);
    hide();
}

void StormBanner::setHealth(const board::Health &health, const Telling &telling)
{
    setVisible(health.storm.has_value());
    m_text->setText(stormSentences(health, telling).join(u" · "_s));
    setAccessibleName(m_text->text());
    m_claim->setEnabled(health.ready > 0);
}

QString StormBanner::text() const
{
    return m_text->text();
}

void StormBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).tone(Tone::Warn).fill);
}

} // namespace ringback::ui

#include "widgets/navigationrail.h"

#include "widgets/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QKeySequence>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

class RailButton final : public QAbstractButton {
public:
    RailButton(Glyph glyph, const QString &label, QWidget *parent)
        : QAbstractButton(parent)
        , m_glyph(glyph)
    {
        setText(label);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
    }

    void setCount(int count)
    {
        m_count = count;
        update();
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(fontFor(Rank::Small));
        const int icon = metrics.height() * 3 / 2;
        return QSize(std::max(72, metrics.horizontalAdvance(text()) + 32), icon + metrics.height() + 4 + 20);
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF ground = QRectF(rect()).adjusted(8, 2, -8, -2);
        if (isChecked() || underMouse()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isChecked() ? theme.selected : theme.hover);
            painter.drawRoundedRect(ground, 8, 8);
        }
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 8, 8);
        }
        const QColor ink = isChecked() ? theme.accent : theme.muted;
        QFont font = fontFor(Rank::Small);
        font.setWeight(isChecked() ? QFont::DemiBold : QFont::Medium);
        const QFontMetrics metrics(font);
        const int icon = metrics.height() * 3 / 2;
        const int top = (height() - icon - 4 - metrics.height()) / 2;
        const QRect iconRect((width() - icon) / 2, top, icon, icon);
        paintGlyph(&painter, iconRect, m_glyph, ink);
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(QRect(0, top + icon + 4, width(), metrics.height()), Qt::AlignCenter, text());
        if (m_count > 0)
            paintCount(painter, iconRect, theme);
    }

private:
    void paintCount(QPainter &painter, const QRect &iconRect, const Theme &theme)
    {
        QFont font = fontFor(Rank::Small);
        font.setPointSizeF(font.pointSizeF() * 0.85);
        font.setWeight(QFont::DemiBold);
        const QFontMetrics metrics(font);
        const QString count = m_count > 99 ? u"99+"_s : QString::number(m_count);
        const int high = metrics.height() + 2;
        const int wide = std::max(high, metrics.horizontalAdvance(count) + 10);
        const QRect badge(iconRect.right() - 4, iconRect.y() - 4, wide, high);
        painter.setPen(QPen(theme.surface, 2));
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(badge, high / 2.0, high / 2.0);
        painter.setFont(font);
        painter.setPen(theme.onAccent);
        painter.drawText(badge, Qt::AlignCenter, count);
    }

    Glyph m_glyph;
    int m_count = 0;
};

} // namespace

NavigationRail::NavigationRail(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_buttons(new QButtonGroup(this))
{
    m_layout->setContentsMargins(0, 12, 1, 12);
    m_layout->setSpacing(4);
    m_layout->addStretch(1);
    m_buttons->setExclusive(true);
    //: Name of the list of pages at the left, for screen readers.
    setAccessibleName(tr("Pages"));
    connect(m_buttons, &QButtonGroup::idClicked, this, &NavigationRail::pageChosen);
}

void NavigationRail::addPage(int id, Glyph glyph, const QString &label, const QKeySequence &shortcut)
{
    auto *button = new RailButton(glyph, label, this);
    button->setAccessibleName(label);
    //: Tool tip of a page's button: %1 is the page, %2 its keys.
    button->setToolTip(tr("%1 (%2)").arg(label, shortcut.toString(QKeySequence::NativeText)));
    m_buttons->addButton(button, id);
    m_layout->insertWidget(m_layout->count() - 1, button);
    // A shortcut of its own: a button's would only move the focus while another one of the group is checked.
    auto *keys = new QShortcut(shortcut, this);
    keys->setContext(Qt::WindowShortcut);
    m_keys.insert(id, keys);
    connect(keys, &QShortcut::activated, this, [this, id] { Q_EMIT pageChosen(id); });
}

void NavigationRail::setCurrent(int id)
{
    if (QAbstractButton *button = m_buttons->button(id))
        button->setChecked(true);
}

void NavigationRail::setOffered(int id, bool isOffered)
{
    if (QAbstractButton *button = m_buttons->button(id))
        button->setVisible(isOffered);
    if (QShortcut *keys = m_keys.value(id))
        keys->setEnabled(isOffered);
}

void NavigationRail::setCount(int id, int count)
{
    if (auto *button = dynamic_cast<RailButton *>(m_buttons->button(id))) {
        button->setCount(count);
        //: Name of a page's button for screen readers: %1 is the page, %n how many callbacks wait there unclaimed.
        button->setAccessibleName(count > 0 ? tr("%1, %n unclaimed", nullptr, count).arg(button->text()) : button->text());
    }
}

void NavigationRail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(palette());
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(width() - 1, 0, 1, height(), theme.line);
}

} // namespace ringback::ui

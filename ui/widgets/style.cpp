#include "widgets/style.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

constexpr const char *lookProperty = "ringbackLook";
constexpr double radius = 6;

Look lookOf(const QWidget *widget)
{
    return widget != nullptr ? static_cast<Look>(widget->property(lookProperty).toInt()) : Look::Plain;
}

QColor mix(const QColor &a, const QColor &b, double share)
{
    return QColor::fromRgbF(static_cast<float>(a.redF() + (b.redF() - a.redF()) * share),
                            static_cast<float>(a.greenF() + (b.greenF() - a.greenF()) * share),
                            static_cast<float>(a.blueF() + (b.blueF() - a.blueF()) * share));
}

void roundedBox(QPainter *painter, const QRect &rect, const QBrush &fill, const QPen &pen, double corner = radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double inset = pen.style() == Qt::NoPen ? 0 : pen.widthF() / 2;
    painter->setBrush(fill);
    painter->setPen(pen);
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), corner, corner);
    painter->restore();
}

void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const Theme &theme = Theme::of(option->palette);
    const bool enabled = option->state.testFlag(QStyle::State_Enabled);
    const bool over = enabled && option->state.testFlag(QStyle::State_MouseOver);
    const bool down = enabled && option->state.testFlag(QStyle::State_Sunken);
    const bool on = option->state.testFlag(QStyle::State_On);
    const bool focused = option->state.testFlag(QStyle::State_HasFocus) && option->state.testFlag(QStyle::State_KeyboardFocusChange);
    QColor fill = theme.surface;
    QPen pen(theme.isDark ? mix(theme.line, theme.outline, 0.45) : mix(theme.line, theme.outline, 0.35), 1);
    switch (lookOf(widget)) {
    case Look::Primary:
        fill = enabled ? theme.accent : theme.line;
        pen = Qt::NoPen;
        if (over || down)
            fill = mix(fill, theme.text, down ? 0.2 : 0.1);
        break;
    case Look::Quiet:
    case Look::Link:
        fill = down ? theme.line : over ? theme.hover : QColor(Qt::transparent);
        pen = Qt::NoPen;
        break;
    case Look::Segment:
        fill = on ? theme.selected : over ? theme.hover : theme.surface;
        if (on)
            pen = QPen(theme.accent, 1);
        break;
    case Look::Plain:
        if (over || down)
            fill = down ? theme.line : theme.hover;
        break;
    }
    roundedBox(painter, option->rect, fill, pen);
    if (focused) {
        // The ring stands off a filled button, so that it is seen on it.
        roundedBox(painter, option->rect, Qt::NoBrush, QPen(theme.accent, 2));
        if (lookOf(widget) == Look::Primary)
            roundedBox(painter, option->rect.adjusted(2, 2, -2, -2), Qt::NoBrush, QPen(theme.onAccent, 1.5), radius - 2);
    }
}

void drawField(const QStyleOption *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    const bool focused = option->state.testFlag(QStyle::State_HasFocus);
    roundedBox(painter, option->rect, theme.surface, focused ? QPen(theme.accent, 2) : QPen(theme.outline, 1));
}

} // namespace

void setLook(QPushButton *button, Look look)
{
    button->setProperty(lookProperty, static_cast<int>(look));
    button->setAutoDefault(false);
    if (look == Look::Link)
        button->setCursor(Qt::PointingHandCursor);
}

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{}

void Style::polish(QWidget *widget)
{
    if (qobject_cast<QAbstractButton *>(widget) != nullptr || qobject_cast<QComboBox *>(widget) != nullptr ||
        qobject_cast<QScrollBar *>(widget) != nullptr)
        widget->setAttribute(Qt::WA_Hover);
    QProxyStyle::polish(widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(option, painter, widget);
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame != nullptr && frame->lineWidth > 0)
            drawField(option, painter);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_IndicatorRadioButton:
    case PE_IndicatorCheckBox: {
        const bool on = option->state.testFlag(State_On);
        const bool focused = option->state.testFlag(State_HasFocus);
        const double corner = element == PE_IndicatorRadioButton ? option->rect.height() / 2.0 : 4;
        roundedBox(painter, option->rect, on ? theme.accent : theme.surface,
                   QPen(on || focused ? theme.accent : theme.outline, focused ? 2 : 1.4), corner);
        if (on && element == PE_IndicatorCheckBox)
            paintGlyph(painter, option->rect.adjusted(1, 1, -1, -1), Glyph::Check, theme.onAccent);
        if (on && element == PE_IndicatorRadioButton) {
            const int inset = option->rect.height() * 3 / 10;
            roundedBox(painter, option->rect.adjusted(inset, inset, -inset, -inset), theme.onAccent, Qt::NoPen, option->rect.height());
        }
        return;
    }
    case PE_FrameFocusRect:
        roundedBox(painter, option->rect, Qt::NoBrush, QPen(theme.accent, 1.5), 4);
        return;
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton copy(*button);
            const Look look = lookOf(widget);
            if (look == Look::Primary)
                copy.palette.setColor(QPalette::Active, QPalette::ButtonText, theme.onAccent);
            if (look == Look::Primary)
                copy.palette.setColor(QPalette::Inactive, QPalette::ButtonText, theme.onAccent);
            if (look == Look::Link || (look == Look::Segment && copy.state.testFlag(State_On))) {
                copy.palette.setColor(QPalette::Active, QPalette::ButtonText, theme.accent);
                copy.palette.setColor(QPalette::Inactive, QPalette::ButtonText, theme.accent);
            }
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, theme.surface);
        painter->fillRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1, theme.line);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            painter->save();
            painter->setFont(fontFor(Rank::Small));
            painter->setPen(theme.muted);
            const QRect rect = option->rect.adjusted(10, 0, -4, 0);
            const QString text = painter->fontMetrics().elidedText(header->text, Qt::ElideRight, rect.width());
            painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
            painter->restore();
            return;
        }
        break;
    case CE_ProgressBarGroove:
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.line);
        painter->drawRoundedRect(option->rect, option->rect.height() / 2.0, option->rect.height() / 2.0);
        painter->restore();
        return;
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            // Where nobody knows how much there is, a part in the middle says that it goes on.
            const bool isBusy = bar->maximum <= bar->minimum;
            const double share = isBusy ? 0.3 : double(bar->progress - bar->minimum) / (bar->maximum - bar->minimum);
            QRectF done(option->rect);
            done.setWidth(done.width() * std::clamp(share, 0.0, 1.0));
            if (isBusy)
                done.moveCenter(QRectF(option->rect).center());
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.accent);
            painter->drawRoundedRect(done, done.height() / 2.0, done.height() / 2.0);
            painter->restore();
            return;
        }
        break;
    case CE_Splitter:
        if (option->state.testFlag(State_Horizontal))
            painter->fillRect(QRect(option->rect.center().x(), option->rect.y(), 1, option->rect.height()), theme.line);
        else
            painter->fillRect(QRect(option->rect.x(), option->rect.center().y(), option->rect.width(), 1), theme.line);
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    if (control == CC_ComboBox) {
        drawField(option, painter);
        const int side = option->fontMetrics.height();
        const QRect arrow(option->rect.right() - side - 6, option->rect.center().y() - side / 2 + 1, side, side);
        paintGlyph(painter, visualRect(option->direction, option->rect, arrow), Glyph::Down, theme.muted);
        return;
    }
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider != nullptr) {
            painter->fillRect(option->rect, option->palette.color(QPalette::Base));
            const QRect handle = proxy()->subControlRect(control, option, SC_ScrollBarSlider, widget).adjusted(3, 3, -3, -3);
            const bool active = option->state.testFlag(State_MouseOver) || option->state.testFlag(State_Sunken);
            roundedBox(painter, handle, active ? theme.outline : mix(theme.line, theme.outline, 0.5), Qt::NoPen, 3);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        const QRect field = option->rect.adjusted(10, 2, -(option->fontMetrics.height() + 10), -2);
        return visualRect(option->direction, option->rect, field);
    }
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider != nullptr) {
            const bool lying = slider->orientation == Qt::Horizontal;
            const int length = lying ? option->rect.width() : option->rect.height();
            if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
                return {};
            if (part == SC_ScrollBarGroove)
                return option->rect;
            const qint64 range = qint64(slider->maximum) - slider->minimum;
            const int handle = range <= 0
                                   ? length
                                   : std::clamp(int(qint64(length) * slider->pageStep / std::max<qint64>(1, range + slider->pageStep)),
                                                std::min(36, length), length);
            const int start =
                sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition, length - handle, slider->upsideDown);
            QRect rect;
            if (part == SC_ScrollBarSlider)
                rect = lying ? QRect(start, 0, handle, option->rect.height()) : QRect(0, start, option->rect.width(), handle);
            else if (part == SC_ScrollBarSubPage)
                rect = lying ? QRect(0, 0, start, option->rect.height()) : QRect(0, 0, option->rect.width(), start);
            else if (part == SC_ScrollBarAddPage)
                rect = lying ? QRect(start + handle, 0, length - start - handle, option->rect.height())
                             : QRect(0, start + handle, option->rect.width(), length - start - handle);
            return rect.translated(option->rect.topLeft());
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    return element == SE_LineEditContents ? rect.adjusted(8, 0, -8, 0) : rect;
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int line = option != nullptr ? option->fontMetrics.height() : 16;
    switch (type) {
    case CT_PushButton: {
        const bool slim = lookOf(widget) == Look::Link || lookOf(widget) == Look::Quiet;
        result = size + QSize(slim ? 16 : 28, 0);
        result.setHeight(std::max(size.height(), line) + 16);
        break;
    }
    case CT_LineEdit:
    case CT_ComboBox:
        result.setHeight(line + 18);
        if (type == CT_ComboBox)
            result.rwidth() += line;
        break;
    case CT_HeaderSection:
        result.setHeight(line + 18);
        break;
    case CT_RadioButton:
    case CT_CheckBox:
        result.setHeight(std::max(result.height(), line + 12));
        break;
    default:
        break;
    }
    return result;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const int line = widget != nullptr ? widget->fontMetrics().height() : 16;
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 36;
    case PM_SplitterWidth:
        return 9;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return line + 2;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_MenuButtonIndicator:
        return line;
    case PM_RadioButtonLabelSpacing:
    case PM_CheckBoxLabelSpacing:
        return 10;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returned) const
{
    if (hint == SH_ComboBox_Popup)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace ringback::ui

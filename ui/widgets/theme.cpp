#include "widgets/theme.h"

#include "widgets/style.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

ToneColours Theme::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return isDark ? ToneColours{QColor(0xb9, 0xc1, 0xcd), QColor(0x2b, 0x31, 0x3b)}
                      : ToneColours{QColor(0x4a, 0x52, 0x60), QColor(0xed, 0xf0, 0xf4)};
    case Tone::Info:
        return isDark ? ToneColours{QColor(0xa3, 0xc1, 0xff), QColor(0x1e, 0x2f, 0x52)}
                      : ToneColours{QColor(0x1f, 0x4f, 0xb8), QColor(0xe7, 0xee, 0xfd)};
    case Tone::Good:
        return isDark ? ToneColours{QColor(0x74, 0xdc, 0xa2), QColor(0x16, 0x38, 0x28)}
                      : ToneColours{QColor(0x12, 0x66, 0x3a), QColor(0xe2, 0xf4, 0xe9)};
    case Tone::Warn:
        return isDark ? ToneColours{QColor(0xf5, 0xc8, 0x69), QColor(0x3c, 0x30, 0x14)}
                      : ToneColours{QColor(0x7d, 0x4b, 0x00), QColor(0xff, 0xf0, 0xd2)};
    case Tone::Bad:
        return isDark ? ToneColours{QColor(0xff, 0xa0, 0x98), QColor(0x48, 0x21, 0x20)}
                      : ToneColours{QColor(0xa8, 0x20, 0x1a), QColor(0xfd, 0xe8, 0xe6)};
    case Tone::Practice:
        return isDark ? ToneColours{QColor(0xcf, 0xb8, 0xff), QColor(0x34, 0x28, 0x52)}
                      : ToneColours{QColor(0x5a, 0x2b, 0xb0), QColor(0xf0, 0xe9, 0xfd)};
    }
    Q_UNREACHABLE();
}

QPalette Theme::palette() const
{
    QPalette palette(text, window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, surface);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Button, surface);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::ToolTipBase, surface);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::BrightText, onAccent);
    const QColor faint = isDark ? QColor(0x6d, 0x76, 0x84) : QColor(0x9a, 0xa3, 0xb0);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

const Theme &Theme::light()
{
    static const Theme theme{
        .isDark = false,
        .window = QColor(0xf5, 0xf6, 0xf8),
        .surface = QColor(0xff, 0xff, 0xff),
        .hover = QColor(0xf5, 0xf7, 0xfa),
        .selected = QColor(0xea, 0xf0, 0xfe),
        .line = QColor(0xe4, 0xe7, 0xec),
        .outline = QColor(0x87, 0x90, 0x9e),
        .text = QColor(0x17, 0x1b, 0x22),
        .muted = QColor(0x5a, 0x63, 0x71),
        .accent = QColor(0x2b, 0x59, 0xd0),
        .onAccent = QColor(0xff, 0xff, 0xff),
        .bubbleIn = QColor(0xee, 0xf1, 0xf5),
        .bubbleOut = QColor(0xe1, 0xea, 0xfd),
    };
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme{
        .isDark = true,
        .window = QColor(0x12, 0x15, 0x1a),
        .surface = QColor(0x1a, 0x1e, 0x25),
        .hover = QColor(0x20, 0x25, 0x2d),
        .selected = QColor(0x20, 0x2c, 0x46),
        .line = QColor(0x2b, 0x31, 0x3b),
        .outline = QColor(0x74, 0x7e, 0x8d),
        .text = QColor(0xe9, 0xec, 0xf1),
        .muted = QColor(0x9c, 0xa6, 0xb4),
        .accent = QColor(0x8a, 0xac, 0xff),
        .onAccent = QColor(0x0d, 0x14, 0x24),
        .bubbleIn = QColor(0x2a, 0x30, 0x3a),
        .bubbleOut = QColor(0x22, 0x34, 0x5c),
    };
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

QFont fontFor(Rank rank)
{
    QFont font = QApplication::font();
    const double size = font.pointSizeF() > 0 ? font.pointSizeF() : 10;
    switch (rank) {
    case Rank::Title:
        font.setPointSizeF(size * 1.6);
        font.setWeight(QFont::DemiBold);
        break;
    case Rank::Heading:
        font.setPointSizeF(size * 1.2);
        font.setWeight(QFont::DemiBold);
        break;
    case Rank::Strong:
        font.setWeight(QFont::DemiBold);
        break;
    case Rank::Body:
        break;
    case Rank::Small:
        font.setPointSizeF(size * 0.9);
        break;
    }
    return font;
}

void dress(QApplication &application, bool dark, double fontScale)
{
    // The system's own size is kept where somebody made it larger; asking it again after we changed the font would compound.
    static const double systemSize = application.font().pointSizeF();
    QFont font = application.font();
    for (const QString &family : {u"Inter"_s, u"Noto Sans"_s}) {
        if (QFontDatabase::hasFamily(family)) {
            font.setFamilies({family});
            break;
        }
    }
    font.setPointSizeF(std::max(10.0, systemSize) * fontScale);
    if (qobject_cast<Style *>(application.style()) == nullptr)
        application.setStyle(new Style);
    application.setFont(font);
    application.setPalette((dark ? Theme::dark() : Theme::light()).palette());
}

} // namespace ringback::ui

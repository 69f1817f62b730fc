#pragma once

#include <QIcon>
#include <QPixmap>

class QPainter;

namespace ringback::ui {

/// Our own line icons, one SVG each in resources/icons. No icon theme is needed: on a plain X session there is none.
enum class Glyph {
    Alert,
    Back,
    Bell,
    BellOff,
    Board,
    Check,
    Clock,
    Close,
    Copy,
    Database,
    Delivered,
    Dot,
    Down,
    Engine,
    Failed,
    File,
    Flag,
    Info,
    Key,
    Leads,
    Message,
    Missed,
    Money,
    Moon,
    Open,
    People,
    Person,
    Phone,
    Plug,
    Practice,
    Question,
    Queue,
    Reply,
    Sent,
    Shield,
    Signal,
    Stop,
    Storm,
    Up,
};

/// An icon that takes the colour of the application's palette whenever it is painted, so it follows light and dark.
[[nodiscard]] QIcon icon(Glyph glyph);

[[nodiscard]] QPixmap tinted(Glyph glyph, const QColor &colour, QSize size, double pixelRatio);
void paintGlyph(QPainter *painter, const QRect &rect, Glyph glyph, const QColor &colour);

} // namespace ringback::ui

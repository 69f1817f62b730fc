#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;

namespace ringback::ui {

/// What a colour says. Every tone comes with a word and a shape beside it: nobody has to see the colour.
enum class Tone { Neutral, Info, Good, Warn, Bad, Practice };

/// Text of a tone and the quiet ground behind it; the pair passes WCAG AA, and so does the text alone on a window or a surface.
struct ToneColours {
    QColor text;
    QColor fill;
};

/// The colours of one look, light or dark.
struct Theme {
    bool isDark = false;
    QColor window; ///< behind everything
    QColor surface; ///< tables, panes, cards
    QColor hover;
    QColor selected; ///< of a row
    QColor line; ///< between things
    QColor outline; ///< around what can be clicked or typed into; 3:1 on a surface
    QColor text;
    QColor muted;
    QColor accent;
    QColor onAccent;
    QColor bubbleIn;
    QColor bubbleOut;

    [[nodiscard]] ToneColours tone(Tone tone) const;
    [[nodiscard]] QPalette palette() const;

    [[nodiscard]] static const Theme &light();
    [[nodiscard]] static const Theme &dark();
    /// The look a palette belongs to: widgets ask when they paint, so a changed palette needs nobody's help.
    [[nodiscard]] static const Theme &of(const QPalette &palette);
};

/// The ranks of text on a screen. Sizes are relative to the application's font, so they grow with it.
enum class Rank { Title, Heading, Strong, Body, Small };
[[nodiscard]] QFont fontFor(Rank rank);

/// Gives the application our style, font and palette. `fontScale` 2 is text at 200 %. Call it again to change the look while running.
void dress(QApplication &application, bool dark, double fontScale = 1);

} // namespace ringback::ui

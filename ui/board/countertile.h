#pragma once

#include "widgets/phrases.h"

#include <QFrame>

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// A number with its word, on top of the board.
class CounterTile final : public QFrame {
    Q_OBJECT

public:
    CounterTile(const QString &label, Glyph glyph, QWidget *parent);
    void setCount(int count, Tone tone);
    [[nodiscard]] int count() const { return m_count; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_label;
    Glyph m_icon;
    int m_count = -1;
    Tone m_tone = Tone::Neutral;
    GlyphMark *m_glyph;
    TextLabel *m_number;
};

} // namespace ringback::ui

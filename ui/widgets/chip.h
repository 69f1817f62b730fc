#pragma once

#include "widgets/phrases.h"

#include <QFontMetrics>
#include <QWidget>

class QPainter;

namespace ringback::ui {

/// A small rounded mark with a word and a shape: a kind of caller, a stage. Delegates paint it, panes hold it as a widget.
[[nodiscard]] QSize chipSize(const Mark &mark);
/// At the left of `rect`, in its middle, no wider than it. Returns how wide it became.
int paintChip(QPainter *painter, const QRect &rect, const Mark &mark, const Theme &theme);

class Chip final : public QWidget {
    Q_OBJECT

public:
    explicit Chip(QWidget *parent = nullptr);
    void setMark(const Mark &mark);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
};

/// An icon in the colour of a tone.
class GlyphMark final : public QWidget {
    Q_OBJECT

public:
    explicit GlyphMark(Rank rank = Rank::Body, QWidget *parent = nullptr);
    void setMark(Glyph glyph, Tone tone);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Rank m_rank;
    Glyph m_glyph = Glyph::Info;
    Tone m_tone = Tone::Neutral;
};

} // namespace ringback::ui

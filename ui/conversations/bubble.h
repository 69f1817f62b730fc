#pragma once

#include "board/rows.h"
#include "widgets/phrases.h"

#include <QWidget>

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// One text as a bubble: the caller's at the left, ours at the right, with its delivery state below. Places its parts itself, as a
/// bubble is only as wide as its words.
class Bubble final : public QWidget {
    Q_OBJECT

public:
    Bubble(const board::TextBrief &text, const Telling &telling, QWidget *parent);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int bodyWidth(int width) const;
    [[nodiscard]] int belowWidth(int width) const;

    TextLabel *m_body;
    TextLabel *m_below;
    GlyphMark *m_glyph;
    bool m_out;
};

} // namespace ringback::ui

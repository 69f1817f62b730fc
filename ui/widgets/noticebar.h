#pragma once

#include "widgets/phrases.h"

#include <QFrame>

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// A calm line on a page that says what became of a click, until somebody closes it or goes on. Never a message box.
class NoticeBar final : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void say(const Mark &mark);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    GlyphMark *m_glyph;
    TextLabel *m_text;
    Tone m_tone = Tone::Info;
};

} // namespace ringback::ui

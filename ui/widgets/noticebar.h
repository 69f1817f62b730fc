#pragma once

#include "base/clock.h"
#include "widgets/phrases.h"

#include <QFrame>
#include <QTimer>

class QPushButton;

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// A calm line on a page that says what became of a click, until somebody closes it or goes on. Never a message box.
class NoticeBar final : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void say(const Mark &mark);
    /// With a button that is there for so long; hidden with the notice, and gone when its time is over.
    void offer(const Mark &mark, const QString &action, Milliseconds span);
    [[nodiscard]] bool offers() const;

Q_SIGNALS:
    void actionClicked();

public:
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    GlyphMark *m_glyph;
    TextLabel *m_text;
    QPushButton *m_action;
    QTimer m_offer;
    Tone m_tone = Tone::Info;
};

} // namespace ringback::ui

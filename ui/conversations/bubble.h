#pragma once

#include "board/rows.h"
#include "widgets/phrases.h"

#include <QFrame>

namespace ringback::ui {

class TextLabel;

/// One text as a bubble: the caller's at the left, ours at the right, with its delivery state below.
class Bubble final : public QWidget {
    Q_OBJECT

public:
    Bubble(const board::TextBrief &text, const Telling &telling, QWidget *parent);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_body;
    QWidget *m_box;
    bool m_out;
};

} // namespace ringback::ui

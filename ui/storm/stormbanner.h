#pragma once

#include "board/rows.h"
#include "widgets/phrases.h"

#include <QWidget>

class QPushButton;
class QSpinBox;

namespace ringback::ui {

class TextLabel;

/// Across the window of every console while a storm is on: who turned it on, until when, how much there is to do, and several
/// callbacks at one click.
class StormBanner final : public QWidget {
    Q_OBJECT

public:
    explicit StormBanner(QWidget *parent = nullptr);

    /// Hides itself while there is no storm.
    void setHealth(const board::Health &health, const Telling &telling);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void claimClicked(int count);
    void endClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_text;
    QSpinBox *m_count;
    QPushButton *m_claim;
};

} // namespace ringback::ui

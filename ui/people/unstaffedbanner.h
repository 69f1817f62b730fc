#pragma once

#include "base/clock.h"
#include "board/peoplerows.h"

#include <QWidget>

namespace ringback::ui {

class TextLabel;

/// Across the page while callbacks wait and nobody is there who may be given any.
class UnstaffedBanner final : public QWidget {
    Q_OBJECT

public:
    explicit UnstaffedBanner(QWidget *parent = nullptr);

    /// Hides itself while every queue is staffed.
    void setPeople(const board::People &people, Instant now);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_text;
};

} // namespace ringback::ui

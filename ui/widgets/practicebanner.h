#pragma once

#include <QWidget>

namespace ringback::ui {

/// Says, across the window, that nothing here is real.
class PracticeBanner final : public QWidget {
    Q_OBJECT

public:
    explicit PracticeBanner(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ringback::ui

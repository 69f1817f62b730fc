#pragma once

#include <QWidget>

namespace ringback::ui {

/// Tells owners, quietly, that nobody has to say who they are here, and offers to change that.
class OpenBanner final : public QWidget {
    Q_OBJECT

public:
    explicit OpenBanner(QWidget *parent = nullptr);

Q_SIGNALS:
    void setUpClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ringback::ui

#pragma once

#include <QWidget>

namespace ringback::ui {

/// First run: try it without a phone company, or connect one.
class WelcomePage final : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

Q_SIGNALS:
    void practiceChosen();
    void connectChosen();
};

} // namespace ringback::ui

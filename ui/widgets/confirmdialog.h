#pragma once

#include <QDialog>

namespace ringback::ui {

/// Asks once more before something that is hard to take back. Enter does not do it.
class ConfirmDialog final : public QDialog {
    Q_OBJECT

public:
    ConfirmDialog(const QString &question, const QString &whatFollows, const QString &action, QWidget *parent = nullptr);
};

} // namespace ringback::ui

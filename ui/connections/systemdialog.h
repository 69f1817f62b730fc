#pragma once

#include <QDialog>

namespace ringback::ui {

/// Which kind of phone system is to be added: each with what it can and cannot do.
class SystemDialog final : public QDialog {
    Q_OBJECT

public:
    explicit SystemDialog(QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &type);
};

} // namespace ringback::ui

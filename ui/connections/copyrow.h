#pragma once

#include <QString>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace ringback::ui {

/// An address that people carry to another page: shown, not typed into, with a button that copies it.
class CopyRow final : public QWidget {
    Q_OBJECT

public:
    /// `name` is the shown line's object name; the button's is `copyName`. Screen readers hear `what`.
    CopyRow(const QString &name, const QString &copyName, const QString &text, const QString &what, QWidget *parent);

private:
    QLineEdit *m_shown;
    QPushButton *m_copy;
};

} // namespace ringback::ui

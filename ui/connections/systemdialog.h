#pragma once

#include <QDialog>
#include <QList>
#include <QString>

namespace ringback::ui {

/// One of several kinds of systems, with what it can and cannot do.
struct SystemKind {
    QString type;
    QString name;
    QString sentence;
};

/// Which kind of system is to be added.
class SystemDialog final : public QDialog {
    Q_OBJECT

public:
    SystemDialog(const QString &title, const QString &question, const QList<SystemKind> &kinds, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &type);
};

/// For phone systems.
[[nodiscard]] SystemDialog *phoneSystemDialog(QWidget *parent);

} // namespace ringback::ui

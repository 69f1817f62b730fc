#pragma once

#include "base/result.h"
#include "board/connections.h"

#include <QDialog>

class QGridLayout;
class QPushButton;

namespace ringback::ui {

class NoticeBar;
class TextLabel;

/// Why a phone system could not be asked or changed.
[[nodiscard]] QString wiringProblem(const Error &error);

/// Shows where a phone system sends its news of calls now and where a click would send them, and asks before it does.
class WiringDialog final : public QDialog {
    Q_OBJECT

public:
    WiringDialog(QString id, const QString &systemName, QWidget *parent = nullptr);

    [[nodiscard]] const QString &id() const { return m_id; }
    void showRows(const QList<board::WiringRow> &rows);
    void showProblem(const QString &problem);

Q_SIGNALS:
    void confirmed();

private:
    const QString m_id;
    TextLabel *m_state;
    QWidget *m_table;
    QGridLayout *m_grid;
    NoticeBar *m_notice;
    QPushButton *m_cancel;
    QPushButton *m_confirm;
};

} // namespace ringback::ui

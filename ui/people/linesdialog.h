#pragma once

#include "board/peoplerows.h"
#include "connections/formdialog.h"
#include "desk/peoplework.h"

#include <QList>

class QComboBox;
class QLineEdit;

namespace ringback::ui {

/// For each line: who calls back, and what its callers need.
class LinesDialog final : public FormFrame {
    Q_OBJECT

public:
    explicit LinesDialog(const board::People &people, QWidget *parent = nullptr);

    /// The line that was asked for last is stored; closes after the last of them.
    void showSaved();
    void showRefusal(const desk::PeopleRefusal &refusal);

Q_SIGNALS:
    void saveRequested(const ringback::desk::LineEdit &edit);

private:
    struct Row {
        desk::LineEdit before;
        QComboBox *team = nullptr;
        QLineEdit *skills = nullptr;
        class TextLabel *problem = nullptr;
    };
    void save() override;
    void sendNext();
    [[nodiscard]] static desk::LineEdit answer(const Row &row);
    [[nodiscard]] static bool isChanged(const desk::LineEdit &edit);

    QList<Row> m_rows;
};

} // namespace ringback::ui

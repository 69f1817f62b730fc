#pragma once

#include "calls/values.h"

#include <QList>
#include <QWidget>

class QPushButton;
class QTimeEdit;
class QVBoxLayout;

namespace ringback::ui {

class TextLabel;

/// When somebody works: a row of days and hours for each stretch of the week, and below them the week in words.
class ShiftsEditor final : public QWidget {
    Q_OBJECT

public:
    explicit ShiftsEditor(QWidget *parent = nullptr);

    void setShifts(const QList<calls::Shift> &shifts);
    /// Rows without a day are none.
    [[nodiscard]] QList<calls::Shift> shifts() const;

private:
    struct RowWidgets {
        QWidget *holder = nullptr;
        QList<QPushButton *> days; ///< Monday first
        QTimeEdit *from = nullptr;
        QTimeEdit *to = nullptr;
    };
    void addRow(const calls::Shift &shift);
    void removeRow(QWidget *holder);
    void nameRows();
    void tell();

    QVBoxLayout *m_list;
    QPushButton *m_add;
    TextLabel *m_words;
    QList<RowWidgets> m_rows;
};

} // namespace ringback::ui

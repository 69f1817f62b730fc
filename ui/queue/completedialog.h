#pragma once

#include "base/money.h"
#include "board/rows.h"

#include <QDialog>

#include <optional>

class QButtonGroup;
class QLineEdit;
class QPushButton;

namespace ringback::ui {

class TextLabel;

/// `12,500`, `$12,500.50`: an amount in dollars as people type it. Empty when it is none, is negative, or is past ten million.
[[nodiscard]] std::optional<Money> readDollars(const QString &text);

/// Asks how a callback ended. Values in, values out; somebody else saves.
class CompleteDialog final : public QDialog {
    Q_OBJECT

public:
    CompleteDialog(const QString &caller, const QList<board::OutcomeChoice> &outcomes, QWidget *parent = nullptr);

    [[nodiscard]] QString outcome() const; ///< an id; empty = none chosen
    [[nodiscard]] std::optional<Money> value() const; ///< where the outcome asks for one

private:
    [[nodiscard]] bool asksValue() const;
    void update();

    QList<board::OutcomeChoice> m_outcomes;
    QButtonGroup *m_choices;
    QWidget *m_valueRow;
    QLineEdit *m_value;
    TextLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace ringback::ui

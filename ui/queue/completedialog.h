#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "board/rows.h"

#include <QDateTime>
#include <QDialog>

#include <optional>

class QButtonGroup;
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ringback::ui {

class TextLabel;

/// `12,500`, `$12,500.50`, `12.5k`: an amount in dollars as people type it. Empty when it is none, is negative, or is past ten million.
[[nodiscard]] std::optional<Money> readDollars(const QString &text);

/// How a callback ended, in the words of the one who made it.
struct Ending {
    QString outcome; ///< an id
    std::optional<Money> value;
    std::optional<Instant> at; ///< the appointment, or when to call again

    friend bool operator==(const Ending &, const Ending &) = default;
};

/// What a time field starts with, on the office's clock: for an appointment the next full hour tomorrow, for calling again the next full
/// hour, at least half an hour away.
[[nodiscard]] QDateTime usualTime(const board::OutcomeChoice &outcome, Instant now, const QByteArray &zone);

/// Asks how a callback ended. Values in, values out; somebody else saves.
class CompleteDialog final : public QDialog {
    Q_OBJECT

public:
    CompleteDialog(const QString &caller, const QList<board::OutcomeChoice> &outcomes, Instant now, const QByteArray &zone,
                   QWidget *parent = nullptr);

    [[nodiscard]] QString outcome() const; ///< an id; empty = none chosen
    [[nodiscard]] std::optional<Money> value() const; ///< where the outcome asks for one
    [[nodiscard]] std::optional<Instant> time() const; ///< where the outcome asks for one
    [[nodiscard]] Ending ending() const { return {outcome(), value(), time()}; }

private:
    [[nodiscard]] const board::OutcomeChoice *chosen() const;
    void choose();
    void update();

    QList<board::OutcomeChoice> m_outcomes;
    const Instant m_now;
    const QByteArray m_zone;
    QButtonGroup *m_choices;
    QWidget *m_valueRow;
    QLineEdit *m_value;
    QWidget *m_timeRow;
    QLabel *m_timeLabel;
    QDateTimeEdit *m_time;
    TextLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::Ending)

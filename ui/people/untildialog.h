#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QDialog>
#include <QTimeZone>

class QDateTimeEdit;

namespace ringback::ui {

class TextLabel;

/// Until when? A day and a time on the office's clock, in the future.
class UntilDialog final : public QDialog {
    Q_OBJECT

public:
    UntilDialog(const Clock &clock, const QByteArray &zone, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(ringback::Instant until);

private:
    void choose();

    const Clock &m_clock;
    const QTimeZone m_zone;
    QDateTimeEdit *m_until;
    TextLabel *m_problem;
};

} // namespace ringback::ui

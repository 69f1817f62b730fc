#pragma once

#include "base/clock.h"
#include "board/peoplerows.h"
#include "board/rows.h"

#include <QDialog>

class QComboBox;
class QDateTimeEdit;

namespace ringback::ui {

class NoticeBar;
class WhyList;

/// Who would get a call? The kind of caller, the line and the time in; the person, and why, out. Asks nobody by itself.
class TrialDialog final : public QDialog {
    Q_OBJECT

public:
    TrialDialog(const board::People &people, const board::Office &office, const Clock &clock, QWidget *parent = nullptr);

    void showAnswer(const board::TrialAnswer &answer);
    void showProblem(const QString &what);

Q_SIGNALS:
    void asked(const ringback::board::TrialQuestion &question);

private:
    void ask();
    [[nodiscard]] board::TrialQuestion question() const;

    const board::Office m_office;
    QComboBox *m_kind;
    QComboBox *m_line;
    QComboBox *m_language;
    QDateTimeEdit *m_at;
    WhyList *m_why;
    NoticeBar *m_notice;
};

} // namespace ringback::ui

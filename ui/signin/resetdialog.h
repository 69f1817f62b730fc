#pragma once

#include "calls/values.h"
#include "connections/formdialog.h"
#include "desk/signin.h"
#include "widgets/formfield.h"

class QLineEdit;

namespace ringback::ui {

/// Somebody else's way in, new: for who lost theirs, and for who never had one. They choose their own when they come.
class ResetDialog final : public FormFrame {
    Q_OBJECT

public:
    ResetDialog(const calls::Staff &person, const Clock &clock, QWidget *parent);

    [[nodiscard]] const QString &staff() const { return m_staff; }
    void showRefusal(const desk::SignInRefusal &refusal);

Q_SIGNALS:
    void resetRequested(const QString &staff, const ringback::desk::Choice &choice);

private:
    void save() override;

    const Clock &m_clock;
    const QString m_staff;
    FormField m_kindField;
    FormField m_freshField;
    FormField m_againField;
    CalmComboBox *m_kind;
    QLineEdit *m_fresh;
    QLineEdit *m_again;
};

} // namespace ringback::ui

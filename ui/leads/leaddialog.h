#pragma once

#include "board/leadsystems.h"
#include "connections/formdialog.h"
#include "leads/leadrequest.h"

namespace ringback::ui {

class LeadAccountForm;

/// Adds a lead system, or changes one. Says plainly what is wrong where it is wrong; who opened it saves.
class LeadDialog final : public FormDialog {
    Q_OBJECT

public:
    /// A new one of that type, or the one there is.
    LeadDialog(const QString &type, const board::LeadSystems &systems, QWidget *parent = nullptr);
    explicit LeadDialog(const board::LeadCard &card, QWidget *parent = nullptr);

    void showRefusal(const desk::ConnectionRefusal &refusal) override;
    [[nodiscard]] const QString &id() const override { return m_connection.id; }

Q_SIGNALS:
    void saveRequested(const ringback::ui::LeadRequest &request);

private:
    LeadDialog(const desk::LeadConnection &connection, bool isNew, QWidget *parent);
    void save() override;

    const desk::LeadConnection m_connection; ///< as it was
    const bool m_isNew;
    LeadAccountForm *m_form;
};

} // namespace ringback::ui

#pragma once

#include "board/connections.h"
#include "connections/connectionrequest.h"
#include "connections/formdialog.h"

#include <optional>

namespace ringback::ui {

class AccountForm;
class LinesPicker;

/// Adds a phone system, or changes one. Says plainly what is wrong where it is wrong; who opened it saves.
class ConnectionDialog final : public FormDialog {
    Q_OBJECT

public:
    /// A new one of that type, or the one there is.
    ConnectionDialog(const QString &type, const board::PhoneSystems &systems, QWidget *parent = nullptr);
    ConnectionDialog(const board::ConnectionCard &card, const board::PhoneSystems &systems, QWidget *parent = nullptr);

    void showRefusal(const desk::ConnectionRefusal &refusal) override;
    [[nodiscard]] const QString &id() const override { return m_connection.id; }

Q_SIGNALS:
    void saveRequested(const ringback::ui::ConnectionRequest &request);

private:
    ConnectionDialog(const desk::Connection &connection, bool isNew, const board::PhoneSystems &systems, QWidget *parent);
    void save() override;
    void map();

    const desk::Connection m_connection; ///< as it was
    const bool m_isNew;
    AccountForm *m_form;
    LinesPicker *m_lines;
};

} // namespace ringback::ui

#pragma once

#include "connections/formdialog.h"
#include "people/calendarrequest.h"

namespace ringback::ui {

class CalendarFields;

/// Connects a calendar of a person, or changes one. Who opened it saves.
class CalendarDialog final : public FormDialog {
    Q_OBJECT

public:
    /// A new one of that type, or (`isNew` false) the one there is.
    CalendarDialog(const desk::CalendarConnection &connection, bool isNew, QWidget *parent = nullptr);

    void showRefusal(const desk::ConnectionRefusal &refusal) override;
    [[nodiscard]] const QString &id() const override { return m_connection.id; }

    /// What a new one of that type begins as.
    [[nodiscard]] static desk::CalendarConnection made(const QString &type, const QString &staff, const QStringList &takenIds);

Q_SIGNALS:
    void saveRequested(const ringback::ui::CalendarRequest &request);

private:
    void save() override;

    const desk::CalendarConnection m_connection; ///< as it was
    const bool m_isNew;
    CalendarFields *m_fields;
};

} // namespace ringback::ui

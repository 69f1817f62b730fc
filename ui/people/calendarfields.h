#pragma once

#include "connections/accountfields.h"
#include "desk/calendarwork.h"

#include <optional>

namespace ringback::ui {

/// The form of one calendar, by the setup file's keys.
class CalendarFields final : public AccountFields {
    Q_OBJECT

public:
    CalendarFields(const QString &type, QWidget *parent);

    void load(const desk::CalendarConnection &connection);
    /// `from` with what the form says; typed secrets join `secrets`. Empty when something in it is wrong, which is said in place.
    [[nodiscard]] std::optional<desk::CalendarConnection> read(const desk::CalendarConnection &from, QMap<QString, QString> &secrets);

private:
    void build();
    [[nodiscard]] desk::CalendarAccount account(const desk::CalendarConnection &from, QMap<QString, QString> &secrets);
    [[nodiscard]] bool hasShape(const QString &key) const override;
    [[nodiscard]] QString problemOf(const QString &key) const override;

    const QString m_type;
};

} // namespace ringback::ui

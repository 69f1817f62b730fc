#include "people/calendardialog.h"

#include "desk/connectionwork.h"
#include "people/calendarfields.h"
#include "people/calendarwords.h"
#include "widgets/noticebar.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

CalendarDialog::CalendarDialog(const desk::CalendarConnection &connection, bool isNew, QWidget *parent)
    //: Title of a dialog: %1 is a kind of calendar.
    : FormDialog(isNew ? tr("Connect %1").arg(calendarName(connection.type())) : tr("Edit %1").arg(calendarName(connection.type())),
                 calendarName(connection.type()), calendarSentence(connection.type()),
                 //: Button: saves a calendar and asks it whether everything works.
                 tr("Save and test"), parent)
    , m_connection(connection)
    , m_isNew(isNew)
    , m_fields(new CalendarFields(connection.type(), form()->parentWidget()))
{
    setObjectName(u"calendarDialog"_s);
    m_fields->load(connection);
    form()->addWidget(m_fields);
    finish();
}

desk::CalendarConnection CalendarDialog::made(const QString &type, const QString &staff, const QStringList &takenIds)
{
    desk::CalendarConnection connection{
        .id = desk::freeId(staff.left(20) + u'-' + type, takenIds), .staff = staff, .account = desk::IcsFeed{}};
    if (type == "caldav"_L1)
        connection.account = desk::CalDavAccount{};
    else if (type == "google_calendar"_L1)
        connection.account = desk::GoogleCalendar{};
    else if (type == "microsoft"_L1)
        connection.account = desk::MicrosoftCalendar{};
    return connection;
}

void CalendarDialog::save()
{
    notice()->hide();
    CalendarRequest request;
    const std::optional<desk::CalendarConnection> connection = m_fields->read(m_connection, request.secrets);
    if (!connection) {
        showFocused();
        return;
    }
    request.edit.connection = *connection;
    if (!m_isNew)
        request.edit.before = m_connection;
    request.edit.freshSecrets = !request.secrets.isEmpty();
    showSaving();
    Q_EMIT saveRequested(request);
}

void CalendarDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    showIdle();
    m_fields->showProblem(refusal.field);
    notice()->say({calendarRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui

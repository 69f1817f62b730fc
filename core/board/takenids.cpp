#include "board/takenids.h"

namespace ringback::board {

QStringList takenIds(const settings::Setup &setup, const QList<store::Pulse> &pulses)
{
    QStringList ids;
    for (const settings::Connection &connection : setup.connections)
        ids.append(connection.id);
    for (const settings::LeadConnection &connection : setup.leadSystems)
        ids.append(connection.id);
    for (const settings::CalendarConnection &connection : setup.calendars)
        ids.append(connection.id);
    for (const settings::BookingPage &page : setup.bookingPages)
        ids.append(page.id);
    for (const store::Pulse &pulse : pulses) {
        if (!ids.contains(pulse.connection))
            ids.append(pulse.connection);
    }
    return ids;
}

} // namespace ringback::board

#pragma once

#include "connectors/calendar.h"
#include "connectors/calendarreply.h"
#include "connectors/googlecalendar/events.h"
#include "connectors/http/signedcalls.h"

#include <QByteArray>

namespace ringback::connectors::googlecalendar {

[[nodiscard]] OAuthTokens::Account tokenAccountOf(const settings::CalendarConnection &connection, const Secrets &secrets);

/// One calendar of a Google account. Lives as Calendar says.
///
/// It reads the events and not freeBusy, which leaves out events that are marked as free, so most leave, and does not tell leave from a meeting. With an end
/// to the window Google offers no sync token, so that each read is a whole one: two weeks of somebody's events in one request.
///
/// An entry's id is made from its UID: making it twice is one entry, which Google says with 409, also of one that was deleted.
class GoogleCalendarSystem final : public Calendar {
public:
    GoogleCalendarSystem(const settings::CalendarConnection &connection, const Surroundings &surroundings);

    [[nodiscard]] CalendarAbilities abilities() const override;
    QCoro::Task<Result<BusyTimes>> busy(BusyQuery query) override;
    QCoro::Task<EntryOutcome> put(CalendarEntry entry, EntryPlace place) override;
    QCoro::Task<EntryOutcome> remove(QString uid, EntryPlace place) override;
    QCoro::Task<QList<Finding>> test() override;
    void abandon() override;

    static constexpr int requestsPerMinute = 300; ///< Google: 600 for one user
    static constexpr int eventsAtOnce = 1'000;
    static constexpr int mostPages = 20;

private:
    QCoro::Task<CalendarReply> ask(QByteArray verb, QByteArray target, QJsonObject body = {}, QByteArray ifMatch = {});
    QCoro::Task<CalendarReply> askForCalendar();
    QCoro::Task<EntryOutcome> bringUpToDate(CalendarEntry entry, QByteArray id, bool wasThere);
    QCoro::Task<EntryOutcome> goneOrNoCalendar(EntryOutcome ifGone);

    const QByteArray m_base; ///< of the calendar
    const bool m_writes;
    SignedCalls m_calls;
};

} // namespace ringback::connectors::googlecalendar

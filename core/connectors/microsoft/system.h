#pragma once

#include "connectors/calendar.h"
#include "connectors/calendarreply.h"
#include "connectors/http/signedcalls.h"
#include "connectors/microsoft/events.h"

#include <QByteArray>

#include <optional>

namespace ringback::connectors::microsoft {

/// `authorize` or `token` of the tenant.
[[nodiscard]] QByteArray signInUrl(const settings::CalendarConnection &connection, const QByteArray &what);
[[nodiscard]] OAuthTokens::Account tokenAccountOf(const settings::CalendarConnection &connection);

/// The calendar of a Microsoft 365 or Outlook.com mailbox. Lives as Calendar says.
///
/// The mailbox of whoever signed in is read by calendarView: getSchedule tells neither our own entries, which would keep people from the next callback, nor
/// what they declined. Anybody else's, which only a work account can see, is read by getSchedule, as that wants nothing shared but "free or busy"; nothing
/// is written there.
///
/// An entry carries its UID as its transactionId, so that making it twice is one entry, and as a property that can be searched for.
class MicrosoftCalendarSystem final : public Calendar {
public:
    MicrosoftCalendarSystem(const settings::CalendarConnection &connection, const Surroundings &surroundings);

    [[nodiscard]] CalendarAbilities abilities() const override;
    QCoro::Task<Result<BusyTimes>> busy(BusyQuery query) override;
    QCoro::Task<EntryOutcome> put(CalendarEntry entry, EntryPlace place) override;
    QCoro::Task<EntryOutcome> remove(QString uid, EntryPlace place) override;
    QCoro::Task<QList<Finding>> test() override;
    void abandon() override;

    static constexpr int requestsPerMinute = 600; ///< Microsoft: 10,000 in 10 minutes for one app and mailbox
    static constexpr int atOnce = 4; ///< as it allows an app in one mailbox
    static constexpr int eventsAtOnce = 200;
    static constexpr int mostPages = 50;
    static constexpr Milliseconds longestSchedule = std::chrono::hours(24 * 28); ///< Microsoft: 62 days

private:
    using Found = tl::expected<std::optional<QJsonObject>, CalendarReply>;

    QCoro::Task<CalendarReply> ask(QByteArray verb, QByteArray target, QJsonObject body = {}, QByteArray ifMatch = {});
    QCoro::Task<CalendarReply> askUrl(QByteArray verb, QByteArray url, QJsonObject body, QByteArray ifMatch);
    QCoro::Task<CalendarReply> askForOwner();
    QCoro::Task<Result<BusyTimes>> viewed(BusyQuery query);
    QCoro::Task<Result<BusyTimes>> scheduled(BusyQuery query);
    QCoro::Task<CalendarReply> askForSchedule(BusyQuery query);
    QCoro::Task<std::optional<EntryOutcome>> whyNotOurs();
    QCoro::Task<Found> find(QString uid, QString id);
    QCoro::Task<EntryOutcome> bringUpToDate(CalendarEntry entry, QJsonObject there);
    [[nodiscard]] bool isOwn() const;

    const QByteArray m_base;
    const QString m_address; ///< empty = of whoever signed in
    const bool m_writes;
    const Clock &m_clock;
    SignedCalls m_calls;
    QString m_owner; ///< whose the sign-in is; empty = not asked yet
};

} // namespace ringback::connectors::microsoft

#pragma once

#include "connectors/caldav/api.h"
#include "connectors/calendar.h"

#include <QHash>

namespace ringback::connectors::caldav {

/// A calendar of events, at its server.
struct Collection {
    Address address; ///< its path ends with a slash
    QString name;
    bool isReadOnly = false;
    bool answersQueries = true;
    QByteArray version; ///< changes with whatever lies in it; empty = the server does not say
};

/// One calendar on a CalDAV server (providers: crm-ats-calendar.md, 9.3).
///
/// How a write is made repeatable. An entry's name at the server comes from its UID and it is made only where nothing has that name; where something has, or
/// its UID under another name, that is read and brought up to date. A change is made to what was read just before and only while that is what is there.
class CalDavCalendar final : public Calendar {
public:
    CalDavCalendar(CalDavSettings settings, const Surroundings &surroundings);

    [[nodiscard]] CalendarAbilities abilities() const override;
    QCoro::Task<Result<BusyTimes>> busy(BusyQuery query) override;
    QCoro::Task<EntryOutcome> put(CalendarEntry entry, EntryPlace place) override;
    QCoro::Task<EntryOutcome> remove(QString uid, EntryPlace place) override;
    QCoro::Task<QList<Finding>> test() override;
    void abandon() override;

private:
    /// What was read of the calendar, as text: times that a query asks for move on, and nothing is asked for again while the calendar stays the same.
    struct Kept {
        Address address;
        QByteArray version;
        Instant from;
        Instant to;
        QList<QByteArray> texts;
        QStringList oddities;
    };

    QCoro::Task<Answered<Collection>> collection(); ///< as it is now
    QCoro::Task<Answered<Address>> known(); ///< as it was found once
    QCoro::Task<Answered<Collection>> discovered();
    QCoro::Task<Answered<Collection>> from(Address start);
    QCoro::Task<Answered<Collection>> firstIn(Address home);
    QCoro::Task<Answered<Listed>> describe(Address address);

    QCoro::Task<Answered<Kept>> fetched(Collection collection, BusyQuery query);
    QCoro::Task<Answered<QList<DavItem>>> asked(Address collection, QByteArray report);

    QCoro::Task<EntryOutcome> create(Address collection, CalendarEntry entry);
    QCoro::Task<EntryOutcome> change(Address at, CalendarEntry entry, std::optional<CalendarEntry> before);
    QCoro::Task<EntryOutcome> written(Address at, HttpAnswer answer);
    QCoro::Task<Answered<std::optional<Address>>> found(Address collection, QString uid);
    QCoro::Task<EntryOutcome> removeAt(Address at, QString uid, QByteArray tag);
    void remember(const CalendarEntry &entry);

    CalDavApi m_api;
    std::optional<Address> m_known;
    std::optional<Kept> m_kept;
    QHash<QString, CalendarEntry> m_sent; ///< by UID, as it went out last: what came of it may not be known
    bool m_findsSeries = false; ///< the server was seen to find an event that recurs by one of its later times
};

} // namespace ringback::connectors::caldav

#pragma once

#include "connectors/calendar.h"
#include "connectors/http/httpclient.h"

namespace ringback::connectors::icsfeed {

struct FeedSettings {
    QByteArray address; ///< which is the password: it is in no error, no finding and no log
    QString trouble; ///< why it cannot be asked
    Milliseconds timeout{30'000};
};

/// A private iCalendar address, as Google, Outlook and iCloud offer one. It can be read, and trails what people see by minutes to hours. Lives as
/// Calendar says.
///
/// Its cursor holds what the publisher named the file by and what was asked of it: where the question has changed, as its last day does once a day, the
/// whole file is read again.
class Feed final : public Calendar {
public:
    Feed(FeedSettings settings, const Surroundings &surroundings);

    [[nodiscard]] CalendarAbilities abilities() const override;
    QCoro::Task<Result<BusyTimes>> busy(BusyQuery query) override;
    QCoro::Task<EntryOutcome> put(CalendarEntry entry, EntryPlace place) override;
    QCoro::Task<EntryOutcome> remove(QString uid, EntryPlace place) override;
    QCoro::Task<QList<Finding>> test() override;
    void abandon() override;

    static constexpr int mostRedirects = 5;

private:
    /// What a publisher names a version of the file by.
    struct Version {
        QByteArray tag; ///< ETag
        QByteArray modified; ///< Last-Modified
    };
    QCoro::Task<HttpAnswer> fetch(Version known);

    const FeedSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
};

} // namespace ringback::connectors::icsfeed

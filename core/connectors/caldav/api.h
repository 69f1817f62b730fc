#pragma once

#include "connectors/caldav/address.h"
#include "connectors/caldav/dav.h"
#include "connectors/caldav/trouble.h"
#include "connectors/http/httpclient.h"

namespace ringback::connectors::caldav {

/// What one connection to a CalDAV server needs. The password is a secret: it goes into the Authorization header, to the server's own site, and nowhere else.
struct CalDavSettings {
    Address home; ///< as the office wrote it
    QString calendar; ///< a path there; empty = to be found
    QByteArray user;
    QByteArray password;
    Milliseconds timeout{30'000}; ///< for a whole request
};

/// Something that was read, and where it was found in the end.
struct Read {
    Address address;
    QByteArray body;
    QByteArray tag; ///< ETag; empty = none
};

struct Listed {
    Address address;
    QList<DavItem> items;
};

/// Requests to a CalDAV server (providers: crm-ats-calendar.md, 9.3). Lives on one thread.
class CalDavApi final {
public:
    CalDavApi(CalDavSettings settings, QNetworkAccessManager &network, const Clock &clock);

    /// What a PROPFIND (`depth` 0 or 1) or a REPORT answers with 207. Redirects are followed within the site.
    QCoro::Task<Answered<Listed>> list(QByteArray verb, Address address, int depth, QByteArray body);
    /// One entry's text. NotThere: there is none.
    QCoro::Task<Answered<Read>> read(Address address);
    /// Only where what is there has that tag; an empty one = only where nothing is.
    QCoro::Task<HttpAnswer> put(Address address, QByteArray text, QByteArray tag);
    /// Only where it has that tag; an empty one = whatever is there.
    QCoro::Task<HttpAnswer> remove(Address address, QByteArray tag);

    void abandon();

    [[nodiscard]] const CalDavSettings &settings() const { return m_settings; }
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] std::optional<Address> resolved(const Address &base, const QByteArray &reference) const;

private:
    [[nodiscard]] HttpCall callTo(const QByteArray &verb, const Address &address) const;

    const CalDavSettings m_settings;
    const Clock &m_clock;
    HttpClient m_http;
};

/// An answer's ETag; empty = none that a change can be made on.
[[nodiscard]] QByteArray tagOf(const HttpAnswer &answer);

} // namespace ringback::connectors::caldav

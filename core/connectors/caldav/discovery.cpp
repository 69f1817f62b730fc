#include "connectors/caldav/calendar.h"

// Where the calendar is (RFC 6764, 4791).
namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

using Kind = Trouble::Kind;

bool takesEvents(const DavItem &item)
{
    return item.isCalendar && !item.isSubscribed && (!item.components || item.components->contains(u"VEVENT"_s));
}

Collection collectionOf(const DavItem &item, Address address)
{
    if (!address.path.endsWith('/'))
        address.path += '/';
    Collection collection{.address = address,
                          .name = item.name,
                          .isReadOnly = false,
                          .answersQueries = item.answersQueries.value_or(true),
                          .version = item.version};
    // Where rights are told at all; whoever may neither make nor change an entry only reads.
    collection.isReadOnly =
        item.rights && !item.rights->isEmpty() && !item.rights->intersects({u"all"_s, u"write"_s, u"write-content"_s, u"bind"_s});
    return collection;
}

Trouble noCalendar(const QString &why)
{
    return {.kind = Kind::NotThere, .code = u"no_such_calendar"_s, .message = why};
}

// With these the next place to look at would answer the same, or the password be asked for where it is wrong once more, until it is locked.
bool isFinal(const Trouble &trouble)
{
    return trouble.kind == Kind::Credentials || trouble.kind == Kind::NotReached || trouble.kind == Kind::Failing;
}

} // namespace

// Of one thing: what the server says of others beside it is left out.
QCoro::Task<Answered<Listed>> CalDavCalendar::describe(Address address)
{
    const QByteArray body = askForProperties();
    Answered<Listed> listed = co_await m_api.list("PROPFIND", address, 0, body);
    if (!listed)
        co_return listed;
    // Xandikos says so of what is not there, under a name that is escaped beyond knowing.
    if (listed->items.size() == 1 && listed->items.first().status != 0 && listed->items.first().status / 100 != 2) {
        HttpAnswer ofIt;
        ofIt.status = listed->items.first().status;
        listed = tl::unexpected(troubleOf(ofIt));
        co_return listed;
    }
    QList<DavItem> here;
    for (const DavItem &item : listed->items) {
        const std::optional<Address> lies = m_api.resolved(listed->address, item.href);
        if (lies && lies->isHere(listed->address))
            here.append(item);
    }
    if (here.size() == 1)
        listed->items = here;
    else
        listed = tl::unexpected(notUnderstood(u"it does not say what it is"_s));
    co_return listed;
}

QCoro::Task<Answered<Collection>> CalDavCalendar::collection()
{
    Answered<Collection> collection;
    if (!m_known) {
        collection = co_await discovered();
        co_return collection;
    }
    const Address address = *m_known;
    const Answered<Listed> listed = co_await describe(address);
    if (!listed) {
        if (listed.error().kind == Kind::NotThere)
            m_known.reset();
        collection = tl::unexpected(listed.error());
    } else if (!listed->items.first().isCalendar) {
        m_known.reset();
        collection = tl::unexpected(noCalendar(u"no calendar any more"_s));
    } else {
        collection = collectionOf(listed->items.first(), listed->address);
    }
    co_return collection;
}

QCoro::Task<Answered<Address>> CalDavCalendar::known()
{
    Answered<Address> address;
    if (m_known) {
        address = *m_known;
        co_return address;
    }
    const Answered<Collection> collection = co_await discovered();
    if (collection)
        address = collection->address;
    else
        address = tl::unexpected(collection.error());
    co_return address;
}

QCoro::Task<Answered<Collection>> CalDavCalendar::discovered()
{
    const CalDavSettings &settings = m_api.settings();
    Answered<Collection> collection;
    QList<Address> starts{settings.home};
    if (!settings.calendar.isEmpty()) {
        // Raw as the office copied it; only what a path cannot hold is escaped.
        const std::optional<Address> named = m_api.resolved(settings.home, settings.calendar.toUtf8());
        if (!named) {
            collection = tl::unexpected(Trouble{.kind = Kind::Elsewhere, .code = u"leads_elsewhere"_s, .message = {}});
            co_return collection;
        }
        starts = {*named};
    } else {
        for (const QByteArray path : {"/.well-known/caldav", "/"}) {
            const Address start{.origin = settings.home.origin, .path = path};
            if (!starts.contains(start))
                starts.append(start);
        }
    }
    std::optional<Trouble> first;
    for (const Address &start : std::as_const(starts)) {
        collection = co_await from(start);
        if (collection) {
            m_known = collection->address;
            co_return collection;
        }
        if (isFinal(collection.error()))
            co_return collection;
        if (!first || (first->kind == Kind::NotThere && collection.error().kind != Kind::NotThere))
            first = collection.error();
    }
    collection = tl::unexpected(*first);
    co_return collection;
}

QCoro::Task<Answered<Collection>> CalDavCalendar::from(Address start)
{
    Answered<Collection> collection;
    Answered<Listed> listed = co_await describe(start);
    if (!listed) {
        collection = tl::unexpected(listed.error());
        co_return collection;
    }
    if (takesEvents(listed->items.first())) {
        collection = collectionOf(listed->items.first(), listed->address);
        co_return collection;
    }
    if (!m_api.settings().calendar.isEmpty()) { // that one was meant, and no other
        collection = tl::unexpected(noCalendar(u"no calendar that takes events"_s));
        co_return collection;
    }
    if (listed->items.first().home.isEmpty() && !listed->items.first().principal.isEmpty()) {
        const std::optional<Address> principal = m_api.resolved(listed->address, listed->items.first().principal);
        if (!principal) {
            collection = tl::unexpected(Trouble{.kind = Kind::Elsewhere, .code = u"leads_elsewhere"_s, .message = {}});
            co_return collection;
        }
        listed = co_await describe(*principal);
        if (!listed) {
            collection = tl::unexpected(listed.error());
            co_return collection;
        }
    }
    if (listed->items.first().home.isEmpty()) {
        collection = tl::unexpected(noCalendar(u"no calendars are named there"_s));
        co_return collection;
    }
    const std::optional<Address> home = m_api.resolved(listed->address, listed->items.first().home);
    if (!home) {
        collection = tl::unexpected(Trouble{.kind = Kind::Elsewhere, .code = u"leads_elsewhere"_s, .message = {}});
        co_return collection;
    }
    collection = co_await firstIn(*home);
    co_return collection;
}

QCoro::Task<Answered<Collection>> CalDavCalendar::firstIn(Address home)
{
    Answered<Collection> collection = tl::unexpected(noCalendar(u"none that takes events"_s));
    const QByteArray body = askForProperties();
    const Answered<Listed> listed = co_await m_api.list("PROPFIND", home, 1, body);
    if (!listed) {
        collection = tl::unexpected(listed.error());
        co_return collection;
    }
    for (const DavItem &item : listed->items) {
        const std::optional<Address> address = m_api.resolved(listed->address, item.href);
        if (!address || !takesEvents(item))
            continue;
        collection = collectionOf(item, *address);
        break;
    }
    co_return collection;
}

} // namespace ringback::connectors::caldav

#include "connectors/caldav/calendar.h"
#include "connectors/icalendar/icalendar.h"

#include <algorithm>

// What is entered there.
namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

using Class = EntryRefused::Class;
using Kind = Trouble::Kind;

constexpr int mostTries = 3; ///< while others change what we change
constexpr qsizetype longestUid = 200;
constexpr qsizetype mostRemembered = 500;

bool isDone(const HttpAnswer &answer)
{
    return answer.status == 200 || answer.status == 201 || answer.status == 204;
}

bool isGone(const HttpAnswer &answer)
{
    return answer.status == 404 || answer.status == 410;
}

EntryOutcome refused(Class kind, const QString &code, const QString &message = {})
{
    return EntryRefused{.kind = kind, .code = code, .message = message, .retryAfter = {}};
}

bool isOurs(const QString &uid)
{
    return !uid.isEmpty() && uid.size() <= longestUid && std::all_of(uid.begin(), uid.end(), [](QChar each) {
        return each.unicode() < 128 && (each.isLetterOrNumber() || each == u'-' || each == u'@' || each == u'.');
    });
}

// The name of an entry at the server; of the UID's own part, as `@` is escaped by some servers and not by others.
Address nameIn(const Address &collection, const QString &uid)
{
    return {.origin = collection.origin, .path = collection.path + uid.section(u'@', 0, 0).toLatin1() + ".ics"};
}

bool hasUid(const QByteArray &text, const QString &uid)
{
    const Result<QStringList> uids = icalendar::uids(text);
    return uids && uids->contains(uid);
}

// The same UID under another name is told in as many ways as there are servers: 403 with its reason (RFC 4791, 5.3.2.1), 409 (Radicale), 412 (Xandikos),
// 400 (Nextcloud).
bool mayBeUnderAnotherName(const HttpAnswer &answer)
{
    return answer.status == 409 || answer.status == 412 || answer.status == 400 ||
           (answer.status == 403 && readConditions(answer.body).contains(u"no-uid-conflict"_s));
}

} // namespace

QCoro::Task<EntryOutcome> CalDavCalendar::put(CalendarEntry entry, EntryPlace place)
{
    EntryOutcome outcome = refused(Class::Entry, u"no_uid"_s);
    if (!isOurs(entry.uid))
        co_return outcome;
    const Answered<Address> collection = co_await known();
    if (!collection) {
        outcome = refusedOf(collection.error());
        co_return outcome;
    }
    const Address at{.origin = collection->origin, .path = place.id.toLatin1()};
    if (collection->holds(at)) {
        const std::optional<CalendarEntry> before = place.before;
        outcome = co_await change(at, entry, before);
    } else { // a place in another calendar was this one's before somebody chose anew
        outcome = co_await create(*collection, entry);
    }
    co_return outcome;
}

QCoro::Task<EntryOutcome> CalDavCalendar::create(Address collection, CalendarEntry entry)
{
    const Address at = nameIn(collection, entry.uid);
    std::optional<CalendarEntry> before; // what may have got there when its answer was lost
    if (m_sent.contains(entry.uid))
        before = m_sent.value(entry.uid);
    const QByteArray text = icalendar::write(entry, m_api.now());
    remember(entry);
    const HttpAnswer answer = co_await m_api.put(at, text, {});
    EntryOutcome outcome;
    if (isDone(answer)) {
        outcome = co_await written(at, answer);
        co_return outcome;
    }
    if (answer.status == 412) { // something has that name: ours, from a try whose answer was lost
        outcome = co_await change(at, entry, before);
        if (!std::holds_alternative<EntryGone>(outcome))
            co_return outcome;
    }
    if (mayBeUnderAnotherName(answer)) {
        const QString uid = entry.uid;
        const Answered<std::optional<Address>> other = co_await found(collection, uid);
        if (!other) {
            outcome = refusedOf(other.error());
            co_return outcome;
        }
        if (*other) {
            const Address there = **other;
            outcome = co_await change(there, entry, before);
            co_return outcome;
        }
    }
    if (answer.status == 409 || isGone(answer) || answer.status / 100 == 3)
        m_known.reset(); // it is looked for anew
    if (answer.status == 409 || isGone(answer))
        outcome = refused(Class::Account, u"no_such_calendar"_s, QString::number(answer.status));
    else
        outcome = outcomeOf(answer);
    co_return outcome;
}

// What is there is read each time: people and servers add to an entry what is not ours to lose, and the tag that we know may be of what they added to.
QCoro::Task<EntryOutcome> CalDavCalendar::change(Address at, CalendarEntry entry, std::optional<CalendarEntry> before)
{
    EntryOutcome outcome = refused(Class::ForNow, u"412"_s, u"it keeps changing"_s);
    for (int i = 0; i < mostTries; ++i) {
        const Answered<Read> there = co_await m_api.read(at);
        if (!there) {
            outcome = there.error().kind == Kind::NotThere ? EntryOutcome(EntryGone{}) : EntryOutcome(refusedOf(there.error()));
            co_return outcome;
        }
        const Result<QStringList> uids = icalendar::uids(there->body);
        if (uids && !uids->contains(entry.uid)) { // another's by now
            outcome = EntryGone{};
            co_return outcome;
        }
        const Result<QByteArray> text = icalendar::merge(there->body, entry, before, m_api.now());
        if (!uids || !text || there->tag.isEmpty()) {
            outcome = refused(Class::ForNow, u"not_understood"_s, u"what is there cannot be read"_s);
            co_return outcome;
        }
        if (*text == there->body) { // nothing of ours is new
            outcome = EntryWritten{.place = {.id = QString::fromLatin1(at.path), .tag = QString::fromLatin1(there->tag)}};
            co_return outcome;
        }
        remember(entry);
        const HttpAnswer answer = co_await m_api.put(at, *text, there->tag);
        if (isDone(answer)) {
            outcome = co_await written(at, answer);
            co_return outcome;
        }
        if (isGone(answer)) {
            outcome = EntryGone{};
            co_return outcome;
        }
        if (answer.status != 412 || isOfEntry(answer)) {
            outcome = outcomeOf(answer);
            co_return outcome;
        }
    }
    co_return outcome;
}

QCoro::Task<EntryOutcome> CalDavCalendar::written(Address at, HttpAnswer answer)
{
    QByteArray tag = tagOf(answer);
    if (tag.isEmpty()) { // the server keeps it in its own words, and does not say under which tag (RFC 4791, 5.3.4)
        const Answered<Read> there = co_await m_api.read(at);
        if (there)
            tag = there->tag;
    }
    EntryOutcome outcome = EntryWritten{.place = {.id = QString::fromLatin1(at.path), .tag = QString::fromLatin1(tag)}};
    co_return outcome;
}

QCoro::Task<Answered<std::optional<Address>>> CalDavCalendar::found(Address collection, QString uid)
{
    Answered<std::optional<Address>> result;
    const QByteArray report = askForUid(uid);
    const Answered<Listed> listed = co_await m_api.list("REPORT", collection, 1, report);
    if (!listed) {
        result = tl::unexpected(listed.error());
        co_return result;
    }
    for (const DavItem &item : listed->items) { // servers that know no filter answer with all they have
        const std::optional<Address> at = m_api.resolved(listed->address, item.href);
        if (at && collection.holds(*at) && item.data && hasUid(*item.data, uid)) {
            result = at;
            break;
        }
    }
    co_return result;
}

QCoro::Task<EntryOutcome> CalDavCalendar::remove(QString uid, EntryPlace place)
{
    EntryOutcome outcome = EntryGone{}; // no such UID was ever ours
    if (!isOurs(uid))
        co_return outcome;
    const Answered<Address> collection = co_await known();
    if (!collection) {
        outcome = refusedOf(collection.error());
        co_return outcome;
    }
    m_sent.remove(uid);
    const Address place1{.origin = collection->origin, .path = place.id.toLatin1()};
    if (collection->holds(place1)) {
        const QByteArray tag = place.tag.toLatin1();
        outcome = co_await removeAt(place1, uid, tag);
        co_return outcome;
    }
    // Where it lies was never told: a try whose answer was lost may have put it there.
    const Address usual = nameIn(*collection, uid);
    outcome = co_await removeAt(usual, uid, {});
    if (!std::holds_alternative<EntryGone>(outcome))
        co_return outcome;
    const Answered<std::optional<Address>> other = co_await found(*collection, uid);
    if (!other) {
        outcome = refusedOf(other.error());
    } else if (*other) {
        const Address there = **other;
        outcome = co_await removeAt(there, uid, {});
    }
    co_return outcome;
}

// Never what is not ours: a name may be another's by now.
QCoro::Task<EntryOutcome> CalDavCalendar::removeAt(Address at, QString uid, QByteArray tag)
{
    EntryOutcome outcome = refused(Class::ForNow, u"412"_s, u"it keeps changing"_s);
    for (int i = 0; i < mostTries; ++i) {
        if (tag.isEmpty()) {
            const Answered<Read> there = co_await m_api.read(at);
            const bool isThere = there && hasUid(there->body, uid);
            if (!isThere) {
                const bool isKnown = there ? icalendar::uids(there->body).has_value() : there.error().kind == Kind::NotThere;
                if (isKnown)
                    outcome = EntryGone{};
                else
                    outcome = refusedOf(there ? notUnderstood(u"what is there cannot be read"_s) : there.error());
                co_return outcome;
            }
            tag = there->tag;
        }
        const HttpAnswer answer = co_await m_api.remove(at, tag);
        if (isDone(answer)) {
            outcome = EntryWritten{};
            co_return outcome;
        }
        if (isGone(answer)) {
            outcome = EntryGone{};
            co_return outcome;
        }
        if (answer.status != 412) {
            outcome = outcomeOf(answer);
            co_return outcome;
        }
        tag.clear(); // somebody changed it
    }
    co_return outcome;
}

void CalDavCalendar::remember(const CalendarEntry &entry)
{
    if (m_sent.size() >= mostRemembered)
        m_sent.clear();
    m_sent.insert(entry.uid, entry);
}

} // namespace ringback::connectors::caldav

#include "connectors/microsoft/system.h"

#include <QJsonArray>
#include <QUrl>

// Entries.
namespace ringback::connectors::microsoft {

using namespace Qt::StringLiterals;
using Kind = CalendarReply::Kind;

namespace {

QString idOf(const QJsonObject &event)
{
    return event.value("id"_L1).toString();
}

QString tagOf(const QJsonObject &event)
{
    return event.value("@odata.etag"_L1).toString();
}

EntryOutcome written(const QJsonObject &event)
{
    return EntryWritten{.place = {.id = idOf(event), .tag = tagOf(event)}};
}

EntryOutcome refused(EntryRefused::Class kind, const QString &code)
{
    return EntryRefused{.kind = kind, .code = code, .message = {}, .retryAfter = {}};
}

QByteArray eventTarget(const QString &id)
{
    return "/me/events/" + QUrl::toPercentEncoding(id);
}

} // namespace

// Nothing = the mailbox is the signed-in person's.
QCoro::Task<std::optional<EntryOutcome>> MicrosoftCalendarSystem::whyNotOurs()
{
    std::optional<EntryOutcome> why;
    if (!isOwn() && m_owner.isEmpty()) {
        const CalendarReply owner = co_await askForOwner();
        if (!owner.isGood()) {
            why = notWritten(owner);
            co_return why;
        }
    }
    if (!isOwn())
        why = refused(EntryRefused::Class::Account, u"not_own_mailbox"_s);
    co_return why;
}

// Where it lay; else by its UID: it gets another id when somebody moves it to another calendar and back.
QCoro::Task<MicrosoftCalendarSystem::Found> MicrosoftCalendarSystem::find(QString uid, QString id)
{
    Found found;
    if (!id.isEmpty()) {
        const CalendarReply there = co_await ask("GET", eventTarget(id) + '?' + entrySelection());
        if (there.isGood() && !idOf(there.body).isEmpty()) {
            found = there.body;
            co_return found;
        }
        if (there.kind != Kind::Missing) {
            found = tl::unexpected<CalendarReply>(there);
            co_return found;
        }
    }
    const CalendarReply list = co_await ask("GET", "/me/events?" + entryFilter(uid) + '&' + entrySelection() + "&$top=2");
    const QJsonValue events = list.body.value("value"_L1);
    const QJsonObject first = events.toArray().first().toObject();
    if (!list.isGood() || !events.isArray())
        found = tl::unexpected<CalendarReply>(list);
    else if (!idOf(first).isEmpty())
        found = first;
    co_return found;
}

QCoro::Task<EntryOutcome> MicrosoftCalendarSystem::put(CalendarEntry entry, EntryPlace place)
{
    const std::optional<EntryOutcome> notOurs = co_await whyNotOurs();
    if (notOurs)
        co_return *notOurs;
    EntryOutcome outcome = EntryGone{};
    Found found = co_await find(entry.uid, place.id);
    if (found && !*found && place.id.isEmpty()) {
        const QJsonObject event = newEvent(entry);
        CalendarReply made = co_await ask("POST", "/me/events", event);
        outcome = entryOutcome(made);
        if (made.isGood() && !idOf(made.body).isEmpty())
            outcome = written(made.body);
        if (made.kind == Kind::Missing) {
            made.kind = Kind::NoCalendar;
            outcome = notWritten(made);
        }
        if (made.kind != Kind::Exists)
            co_return outcome;
        // It was there, and is not found yet or not any more.
        outcome = refused(EntryRefused::Class::ForNow, u"not_found_yet"_s);
        const QString nowhere;
        found = co_await find(entry.uid, nowhere);
    }
    if (!found)
        outcome = notWritten(found.error());
    else if (*found)
        outcome = co_await bringUpToDate(std::move(entry), **found);
    co_return outcome;
}

// Only what differs from what we wrote last is ours to change.
QCoro::Task<EntryOutcome> MicrosoftCalendarSystem::bringUpToDate(CalendarEntry entry, QJsonObject there)
{
    EntryOutcome outcome;
    for (int attempt = 0;; ++attempt) {
        if (there.value("isCancelled"_L1).toBool()) {
            outcome = EntryGone{};
            co_return outcome;
        }
        const EntryParts parts = changedSince(marksIn(there), entry);
        if (!parts.isAny()) {
            outcome = written(there);
            co_return outcome;
        }
        const QJsonObject event = changedEvent(entry, parts);
        const CalendarReply changed = co_await ask("PATCH", eventTarget(idOf(there)), event, tagOf(there).toUtf8());
        outcome = entryOutcome(changed);
        if (changed.isGood() && !idOf(changed.body).isEmpty())
            outcome = written(changed.body);
        const bool mayRepeat = changed.kind == Kind::Changed || changed.kind == Kind::Missing;
        if (!mayRepeat || attempt > 0)
            co_return outcome;
        const Found found = co_await find(entry.uid, idOf(there));
        if (!found || !*found) {
            outcome = found ? EntryOutcome(EntryGone{}) : notWritten(found.error());
            co_return outcome;
        }
        there = **found;
    }
}

QCoro::Task<EntryOutcome> MicrosoftCalendarSystem::remove(QString uid, EntryPlace place)
{
    const std::optional<EntryOutcome> notOurs = co_await whyNotOurs();
    if (notOurs)
        co_return *notOurs;
    EntryOutcome outcome = EntryGone{};
    const Found found = co_await find(uid, place.id);
    if (!found) {
        outcome = notWritten(found.error());
    } else if (*found) {
        const CalendarReply removed = co_await ask("DELETE", eventTarget(idOf(**found)));
        outcome = entryOutcome(removed);
        if (removed.isGood())
            outcome = EntryWritten{.place = {.id = idOf(**found), .tag = {}}};
    }
    co_return outcome;
}

} // namespace ringback::connectors::microsoft

#include "desk/calendarwork.h"

#include "calls/people.h"
#include "desk/setupwork.h"
#include "store/calendarentrygateway.h"
#include "store/calendargateway.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::Right;
using Why = ConnectionRefusal::Why;

namespace {

// As the engine's own rows name it.
QString subjectOf(const QString &calendar)
{
    return u"calendar:"_s + calendar;
}

bool mayEdit(const settings::Setup &setup, const calls::Staff &editor, const QString &whose)
{
    if (editor.id == whose)
        return calls::may(editor, Right::Claim);
    const calls::Staff *const person = setup.person(whose);
    const bool isOwners = person != nullptr && person->role == calls::Role::Owner;
    return calls::may(editor, Right::EditPeople) && (!isOwners || calls::may(editor, Right::EditOwners));
}

// What everybody may who works here; whose calendar it is, is looked at then.
ConnectionAnswer<SetupWork> begin(store::Database &database, const Clock &clock, const QString &staff)
{
    return SetupWork::begin(database, clock, staff, Right::Claim);
}

ConnectionAnswer<void> checkRight(const SetupWork &work, const QString &whose)
{
    if (!mayEdit(work.setup, *work.setup.person(work.staff), whose))
        return refuse(Why::NotAllowed);
    return {};
}

// The one of that id, for who may edit it.
ConnectionAnswer<CalendarConnection> stored(SetupWork &work, const QString &id)
{
    const CalendarConnection *const connection = findById(work.setup.calendars, id);
    if (connection == nullptr)
        return refuse(Why::NoSuchConnection);
    if (const ConnectionAnswer<void> checked = checkRight(work, connection->staff); !checked)
        return tl::unexpected<ConnectionRefusal>(checked.error());
    return *connection;
}

ConnectionAnswer<CalendarConnection> save(SetupWork &work, const CalendarConnection &connection, const QString &action)
{
    const QJsonObject detail{{u"type"_s, connection.type()}, {u"staff"_s, connection.staff}};
    if (const ConnectionAnswer<void> saved = work.save(action, subjectOf(connection.id), detail); !saved)
        return tl::unexpected<ConnectionRefusal>(saved.error());
    return connection;
}

Done forget(SetupWork &work, const QString &calendar, bool entriesToo)
{
    store::Database &database = work.transaction.database();
    if (const Done forgotten = store::CalendarReadGateway(database).forget(work.transaction, calendar); !forgotten)
        return forgotten;
    return entriesToo ? store::CalendarEntryGateway(database).forget(work.transaction, calendar) : Done();
}

// It may have been mended: what waited for that waits no longer.
Done wakeUp(SetupWork &work, const QString &calendar)
{
    store::Database &database = work.transaction.database();
    if (const Result<int> again = store::CalendarEntryGateway(database).endHold(work.transaction, calendar, work.now); !again)
        return failure(again);
    return store::CalendarReadGateway(database).hasten(work.transaction, calendar, work.now);
}

} // namespace

ConnectionAnswer<CalendarConnection> CalendarWork::put(const CalendarEdit &edit, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    // Whose it was and whose it becomes.
    const CalendarConnection *const there = findById(work->setup.calendars, edit.connection.id);
    for (const QString &whose : {edit.connection.staff, there ? there->staff : edit.connection.staff}) {
        if (const ConnectionAnswer<void> checked = checkRight(*work, whose); !checked)
            return tl::unexpected<ConnectionRefusal>(checked.error());
    }
    const QByteArray asItWas = settings::toJson(work->setup);
    if (const ConnectionAnswer<void> put = putInto(work->setup.calendars, edit.connection, edit.before); !put)
        return tl::unexpected<ConnectionRefusal>(put.error());
    // The same again adds no version; but fresh secrets reach the running programs by way of one.
    if (!edit.freshSecrets && settings::toJson(work->setup) == asItWas)
        return edit.connection;
    if (edit.before) {
        const bool isAnother = edit.before->account != edit.connection.account || edit.before->baseUrl != edit.connection.baseUrl;
        const bool isAnothers = edit.before->staff != edit.connection.staff;
        const Done done = isAnother || isAnothers ? forget(*work, edit.connection.id, isAnother) : wakeUp(*work, edit.connection.id);
        if (!done)
            return cannot(done.error());
    }
    return save(*work, edit.connection, edit.before ? u"calendar_changed"_s : u"calendar_added"_s);
}

ConnectionAnswer<CalendarConnection> CalendarWork::remove(const QString &id, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const ConnectionAnswer<CalendarConnection> gone = stored(*work, id);
    if (!gone)
        return gone;
    work->setup.calendars.removeOne(*gone);
    if (const Done forgotten = forget(*work, id, true); !forgotten)
        return cannot(forgotten.error());
    return save(*work, *gone, u"calendar_removed"_s);
}

ConnectionAnswer<void> CalendarWork::mayChange(const QString &whose, const QString &staff) const
{
    const ConnectionAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    return checkRight(*work, whose);
}

ConnectionAnswer<int> CalendarWork::tryAgain(const QString &id, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = begin(m_database, m_clock, staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const ConnectionAnswer<CalendarConnection> connection = stored(*work, id);
    if (!connection)
        return tl::unexpected<ConnectionRefusal>(connection.error());
    const Result<int> again = store::CalendarEntryGateway(m_database).tryAgain(work->transaction, id, work->now);
    if (!again)
        return cannot(again.error());
    if (const Done hastened = store::CalendarReadGateway(m_database).hasten(work->transaction, id, work->now); !hastened)
        return cannot(hastened.error());
    work->note(u"calendar_retried"_s, subjectOf(id), {{u"entries"_s, *again}, {u"staff"_s, connection->staff}});
    if (const ConnectionAnswer<void> finished = work->finish(); !finished)
        return tl::unexpected<ConnectionRefusal>(finished.error());
    return *again;
}

} // namespace ringback::desk

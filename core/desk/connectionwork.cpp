#include "desk/connectionwork.h"

#include "desk/click.h"
#include "desk/setupwork.h"
#include "settings/connectionfields.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/wiringgateway.h"

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ConnectionRefusal::Why;

namespace {

calls::Line *find(settings::Setup &setup, const calls::PhoneNumber &number)
{
    const auto found = std::find_if(setup.lines.begin(), setup.lines.end(), [&](const calls::Line &each) { return each.number == number; });
    return found == setup.lines.end() ? nullptr : &*found;
}

ConnectionAnswer<void> use(settings::Setup &setup, const LineUse &use, const Connection &connection)
{
    calls::Line *line = find(setup, use.number);
    if (line == nullptr) {
        if (!use.calls)
            return refuse(Why::LineNeedsCalls, use.number.e164());
        setup.lines.append(calls::Line{.number = use.number,
                                       .label = use.label.isEmpty() ? use.number.display() : use.label,
                                       .source = {},
                                       .team = {},
                                       .callsConnection = connection.id,
                                       .textsConnection = {},
                                       .forwardTo = {}});
        line = &setup.lines.last();
    }
    if (use.calls)
        line->callsConnection = connection.id;
    else if (line->callsConnection == connection.id)
        return refuse(Why::LineNeedsCalls, use.number.e164());
    if (use.texts && !sendsTexts(connection))
        return refuse(Why::CannotText, use.number.e164());
    if (use.texts) {
        line->textsConnection = connection.id;
        line->textsFrom = use.textsFrom == line->number ? std::nullopt : use.textsFrom;
    } else if (line->textsConnection == connection.id) {
        line->textsConnection.clear();
        line->textsFrom.reset();
    }
    return {};
}

QString subjectOf(const Connection &connection)
{
    return u"connection:"_s + connection.id;
}

ConnectionAnswer<Connection> save(SetupWork &work, const Connection &connection, const QString &action)
{
    if (const ConnectionAnswer<void> saved = work.save(action, subjectOf(connection), {{u"type"_s, connection.type()}}); !saved)
        return tl::unexpected<ConnectionRefusal>(saved.error());
    return connection;
}

} // namespace

bool sendsTexts(const Connection &connection)
{
    return settings::canText(connection);
}

QString secretName(const QString &connection, const QString &what)
{
    return connection + u'-' + QString(what).replace(u'_', u'-');
}

QString freeId(const QString &type, const QStringList &taken)
{
    const QString plain = QString(type).replace(u'_', u'-');
    if (!taken.contains(plain))
        return plain;
    for (int i = 2;; ++i) {
        if (const QString id = u"%1-%2"_s.arg(plain).arg(i); !taken.contains(id))
            return id;
    }
}

ConnectionAnswer<Connection> ConnectionWork::put(const ConnectionEdit &edit, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    settings::Setup &setup = work->setup;
    const QByteArray asItWas = settings::toJson(setup);
    if (const ConnectionAnswer<void> put = putInto(setup.connections, edit.connection, edit.before); !put)
        return tl::unexpected<ConnectionRefusal>(put.error());
    for (const LineUse &each : edit.lines) {
        if (const ConnectionAnswer<void> used = use(setup, each, edit.connection); !used)
            return tl::unexpected<ConnectionRefusal>(used.error());
    }
    // The same again adds no version; but fresh secrets reach the running programs by way of one.
    if (!edit.freshSecrets && settings::toJson(setup) == asItWas)
        return edit.connection;
    return save(*work, edit.connection, edit.before ? u"connection_changed"_s : u"connection_added"_s);
}

ConnectionAnswer<Connection> ConnectionWork::remove(const QString &id, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    settings::Setup &setup = work->setup;
    const settings::Connection *const stored = findById(setup.connections, id);
    if (stored == nullptr)
        return refuse(Why::NoSuchConnection);
    const Connection gone = *stored;
    setup.connections.removeOne(gone);
    setup.lines.removeIf([&](const calls::Line &line) { return line.callsConnection == id; });
    for (calls::Line &line : setup.lines) {
        if (line.textsConnection == id) {
            line.textsConnection.clear();
            line.textsFrom.reset();
        }
    }
    const store::Wiring none{.connection = id, .undos = {}, .changedAt = work->now, .changedBy = {}};
    if (const Done forgotten = store::WiringGateway(m_database).keep(work->transaction, none); !forgotten)
        return cannot(forgotten.error());
    return save(*work, gone, u"connection_removed"_s);
}

ConnectionAnswer<void> ConnectionWork::mayChange(const QString &staff) const
{
    if (const ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections); !work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    return {};
}

ConnectionAnswer<int> ConnectionWork::keepWiring(const QString &id, const QByteArray &undo, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const settings::Connection *const connection = findById(work->setup.connections, id);
    if (connection == nullptr)
        return refuse(Why::NoSuchConnection);
    const store::WiringGateway wirings(m_database);
    const Result<std::optional<store::Wiring>> before = wirings.find(id);
    if (!before)
        return cannot(before.error());
    store::Wiring wiring = before->value_or(store::Wiring{.connection = id, .undos = {}, .changedAt = {}, .changedBy = {}});
    wiring.undos.append(undo);
    wiring.changedAt = work->now;
    wiring.changedBy = actorOf(staff);
    if (const Done kept = wirings.keep(work->transaction, wiring); !kept)
        return cannot(kept.error());
    work->note(u"connection_wired"_s, subjectOf(*connection), {{u"type"_s, connection->type()}});
    if (const ConnectionAnswer<void> finished = work->finish(); !finished)
        return tl::unexpected<ConnectionRefusal>(finished.error());
    return static_cast<int>(wiring.undos.size());
}

ConnectionAnswer<int> ConnectionWork::forgetWiring(const QString &id, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const settings::Connection *const connection = findById(work->setup.connections, id);
    const store::WiringGateway wirings(m_database);
    const Result<std::optional<store::Wiring>> before = wirings.find(id);
    if (!before)
        return cannot(before.error());
    if (connection == nullptr || !*before || (*before)->undos.isEmpty())
        return refuse(Why::NoSuchConnection);
    store::Wiring wiring = **before;
    wiring.undos.removeLast();
    wiring.changedAt = work->now;
    wiring.changedBy = actorOf(staff);
    if (const Done kept = wirings.keep(work->transaction, wiring); !kept)
        return cannot(kept.error());
    work->note(u"connection_put_back"_s, subjectOf(*connection), {{u"type"_s, connection->type()}, {u"left"_s, wiring.undos.size()}});
    if (const ConnectionAnswer<void> finished = work->finish(); !finished)
        return tl::unexpected<ConnectionRefusal>(finished.error());
    return static_cast<int>(wiring.undos.size());
}

} // namespace ringback::desk

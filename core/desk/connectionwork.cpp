#include "desk/connectionwork.h"

#include "audit/trail.h"
#include "desk/click.h"
#include "settings/connectionfields.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/wiringgateway.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ConnectionRefusal::Why;

namespace {

tl::unexpected<ConnectionRefusal> refuse(Why why, const QString &field = {}, const QString &detail = {})
{
    return tl::unexpected<ConnectionRefusal>(ConnectionRefusal{.why = why, .field = field, .detail = detail});
}

tl::unexpected<ConnectionRefusal> cannot(const Error &error)
{
    return refuse(Why::CannotStore, {}, error.what);
}

// Of the parser's findings the first, with the field of the connection or the line that it is about.
ConnectionRefusal refusalOf(const Error &error, const settings::Setup &setup)
{
    static const QRegularExpression place(u"^/(connections|lines)/(\\d+)/?([^/:]*)[^:]*: (.*)$"_s);
    const QString first = error.what.section(u'\n', 0, 0);
    ConnectionRefusal refusal{.why = Why::Invalid, .field = {}, .detail = first};
    const QRegularExpressionMatch match = place.match(first);
    if (match.captured(1) == "connections"_L1)
        refusal.field = match.captured(3);
    else if (match.hasMatch() && match.captured(2).toInt() < setup.lines.size())
        refusal.field = setup.lines.at(match.captured(2).toInt()).number.e164();
    return refusal;
}

settings::Connection *find(settings::Setup &setup, const QString &id)
{
    const auto found =
        std::find_if(setup.connections.begin(), setup.connections.end(), [&](const settings::Connection &each) { return each.id == id; });
    return found == setup.connections.end() ? nullptr : &*found;
}

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

} // namespace

struct ConnectionWork::Work {
    store::Transaction transaction;
    settings::Setup setup;
    QString staff;
    Instant now;
    audit::Trail trail;

    void note(const QString &action, const Connection &connection, QJsonObject detail)
    {
        detail.insert(u"type"_s, connection.type());
        trail.add({.at = now,
                   .actor = actorOf(staff),
                   .action = action,
                   .caseId = {},
                   .subject = u"connection:"_s + connection.id,
                   .detail = std::move(detail)});
    }
};

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

// The setup is read inside the transaction: what somebody else stored a moment ago is in it.
ConnectionAnswer<ConnectionWork::Work> ConnectionWork::begin(const QString &staff) const
{
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return cannot(transaction.error());
    if (const Done held = store::OfficeGateway(m_database).holdSetup(*transaction); !held)
        return cannot(held.error());
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(m_database).setup();
    if (!document)
        return cannot(document.error());
    if (!*document)
        return refuse(Why::NoSuchPerson);
    Result<settings::Setup> setup = settings::parseSetup((*document)->text);
    if (!setup)
        return cannot(setup.error());
    const calls::Staff *const person = setup->person(staff);
    if (person == nullptr)
        return refuse(Why::NoSuchPerson);
    if (person->role == calls::Role::Rep)
        return refuse(Why::NotAllowed);
    return Work{.transaction = std::move(*transaction), .setup = std::move(*setup), .staff = staff, .now = m_clock.now(), .trail = {}};
}

ConnectionAnswer<Connection> ConnectionWork::save(Work &work, const Connection &connection, const QString &action) const
{
    const QByteArray document = settings::toJson(work.setup);
    if (const Result<settings::Setup> readsBack = settings::parseSetup(document); !readsBack)
        return tl::unexpected<ConnectionRefusal>(refusalOf(readsBack.error(), work.setup));
    const Result<qint64> version = store::OfficeGateway(m_database).addSetup(work.transaction, document, work.now);
    if (!version)
        return cannot(version.error());
    work.note(action, connection, {{u"version"_s, *version}});
    if (const Done committed = commit(work.transaction, work.trail); !committed)
        return cannot(committed.error());
    return connection;
}

ConnectionAnswer<Connection> ConnectionWork::put(const ConnectionEdit &edit, const QString &staff)
{
    ConnectionAnswer<Work> work = begin(staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    settings::Setup &setup = work->setup;
    const QByteArray asItWas = settings::toJson(setup);
    settings::Connection *const stored = find(setup, edit.connection.id);
    if (edit.before && stored == nullptr)
        return refuse(Why::NoSuchConnection);
    if (edit.before ? *stored != *edit.before : stored != nullptr)
        return refuse(Why::ChangedMeanwhile);
    if (stored != nullptr)
        *stored = edit.connection;
    else
        setup.connections.append(edit.connection);
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
    ConnectionAnswer<Work> work = begin(staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    settings::Setup &setup = work->setup;
    const settings::Connection *const stored = find(setup, id);
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
    if (const ConnectionAnswer<Work> work = begin(staff); !work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    return {};
}

ConnectionAnswer<int> ConnectionWork::keepWiring(const QString &id, const QByteArray &undo, const QString &staff)
{
    ConnectionAnswer<Work> work = begin(staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const settings::Connection *const connection = find(work->setup, id);
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
    work->note(u"connection_wired"_s, *connection, {});
    if (const Done committed = commit(work->transaction, work->trail); !committed)
        return cannot(committed.error());
    return static_cast<int>(wiring.undos.size());
}

ConnectionAnswer<int> ConnectionWork::forgetWiring(const QString &id, const QString &staff)
{
    ConnectionAnswer<Work> work = begin(staff);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const settings::Connection *const connection = find(work->setup, id);
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
    work->note(u"connection_put_back"_s, *connection, {{u"left"_s, wiring.undos.size()}});
    if (const Done committed = commit(work->transaction, work->trail); !committed)
        return cannot(committed.error());
    return static_cast<int>(wiring.undos.size());
}

} // namespace ringback::desk

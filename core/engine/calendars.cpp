#include "engine/calendars.h"

#include <algorithm>

namespace ringback::engine {

Calendars::Calendars(store::Database &database, const Clock &clock, const QString &engineId, Config config)
    : m_config(std::move(config))
    , m_reader(database, clock, engineId)
    , m_writer(database, clock, engineId)
{
    connect(&m_reader, &CalendarReader::landed, this, &Calendars::landed);
    connect(&m_writer, &CalendarWriter::landed, this, &Calendars::landed);
}

QList<std::pair<QString, bool>> Calendars::setSetup(const settings::Setup &setup)
{
    CalendarAccesses accesses;
    QList<std::pair<QString, bool>> secrets;
    for (const settings::CalendarConnection &connection : setup.calendars) {
        const CalendarAccess access = accessOf(connection, setup.engine);
        secrets.append({connection.id, access.calendar == nullptr});
        accesses.insert(connection.id, access);
    }
    m_opened.removeIf([&](const auto &opened) { return !accesses.contains(opened.key()); });
    m_reader.setAccesses(accesses, setup);
    m_writer.setAccesses(accesses, setup);
    return secrets;
}

void Calendars::forgetSecrets()
{
    if (!m_config.secretsMark)
        m_opened.clear();
}

// One that nothing has changed about stays open: a token is kept with it.
CalendarAccess Calendars::accessOf(const settings::CalendarConnection &connection, const settings::EngineLimits &limits)
{
    const QByteArray mark = m_config.secretsMark ? m_config.secretsMark(connection) : QByteArray();
    const auto known = m_opened.constFind(connection.id);
    if (known != m_opened.cend() && known->connection == connection && known->limits == limits && known->secretsMark == mark)
        return known->access;
    CalendarAccess access;
    if (m_config.abilities) {
        access.abilities = m_config.abilities(connection);
    } else if (const connectors::CalendarKind *const kind = connectors::calendarKind(connection.type())) {
        access.abilities = kind->abilities;
    }
    if (m_config.open)
        access.calendar = m_config.open(connection, limits);
    if (access.calendar)
        m_opened.insert(connection.id, {.connection = connection, .limits = limits, .secretsMark = mark, .access = access});
    else
        m_opened.remove(connection.id);
    return access;
}

Result<bool> Calendars::write(const Office &office)
{
    const Result<int> written = m_writer.turn(office);
    if (!written)
        return failure(written);
    return m_writer.hasMore();
}

Result<std::optional<Instant>> Calendars::nextDue() const
{
    Result<std::optional<Instant>> next = m_writer.nextDue();
    const std::optional<Instant> read = m_reader.nextDue();
    if (next && read)
        next = std::min(next->value_or(*read), *read);
    return next;
}

Done Calendars::heartbeat(const Office &office)
{
    if (const Done kept = m_reader.heartbeat(office); !kept)
        return kept;
    return m_writer.heartbeat(office);
}

void Calendars::stopTaking()
{
    m_reader.stopTaking();
    m_writer.stopTaking();
}

void Calendars::abandon()
{
    m_reader.abandon();
    m_writer.abandon();
}

} // namespace ringback::engine

#include "engine/engine.h"
#include "store/pulsegateway.h"

#include <algorithm>

/// What the office's setup opens: phone systems, mail and lead systems.
namespace ringback::engine {

Done Engine::refreshOffice()
{
    const Result<bool> outdated = isOutdated(*m_database, m_office);
    if (!outdated)
        return failure(outdated);
    if (!*outdated)
        return {};
    Result<std::optional<Office>> office = loadOffice(*m_database);
    if (!office)
        return failure(office);
    m_office = std::move(*office);
    QHash<QString, Sender> senders;
    LeadAccesses leads;
    QList<std::pair<QString, bool>> secrets;
    if (m_office) {
        for (const settings::Connection &connection : m_office->setup.connections) {
            const Sender sender = senderOf(connection, m_office->setup.engine);
            secrets.append({connection.id, sender.provider == nullptr});
            if (sender.provider)
                senders.insert(connection.id, sender);
        }
        if (m_office->setup.mail && m_config.mailers) {
            const Sender sender{.provider = nullptr, .statusCallback = {}, .mailer = m_config.mailers(m_office->setup)};
            secrets.append({settings::Mail::connectionId(), sender.mailer == nullptr});
            if (sender.mailer)
                senders.insert(settings::Mail::connectionId(), sender);
        }
        for (const settings::LeadConnection &connection : m_office->setup.leadSystems) {
            const LeadAccess access = leadAccessOf(connection, m_office->setup.engine);
            secrets.append({connection.id, access.system == nullptr});
            leads.insert(connection.id, access);
        }
    }
    m_openedLeads.removeIf([&](const auto &opened) { return !leads.contains(opened.key()); });
    m_leadWriter->setAccesses(leads);
    m_leadReader->setAccesses(leads, m_office ? m_office->setup : settings::Setup());
    secrets += m_calendars->setSetup(m_office ? m_office->setup : settings::Setup());
    m_opened.removeIf([&](const auto &opened) { return !senders.contains(opened.key()); });
    const QSet<QString> streamed = m_streams->setSenders(senders);
    m_logReader->setSenders(senders, m_office ? m_office->setup : settings::Setup(), streamed);
    m_dialler->setSenders(senders);
    m_notices->setSenders(senders);
    m_runner->setSenders(std::move(senders));
    if (m_office) // three beats to a lease: a request under way must not lose it to a short setting
        m_heartbeat.setInterval(std::min(beatInterval, Milliseconds(m_office->setup.engine.lease) / 3));
    Result<store::Transaction> transaction = store::Transaction::begin(*m_database);
    if (!transaction)
        return failure(transaction);
    for (const auto &[connection, missing] : secrets) {
        if (const Done noted = store::PulseGateway(*m_database).noteSecret(*transaction, connection, missing); !noted)
            return noted;
    }
    if (const Done committed = transaction->commit(); !committed)
        return committed;
    Q_EMIT officeChanged();
    return {};
}

// A connection that nothing has changed about stays open: a stream that opens anew may miss something, and some can be opened only so often.
Sender Engine::senderOf(const settings::Connection &connection, const settings::EngineLimits &limits)
{
    const QByteArray mark = m_config.secretsMark ? m_config.secretsMark(connection) : QByteArray();
    const auto known = m_opened.constFind(connection.id);
    if (known != m_opened.cend() && known->connection == connection && known->limits == limits && known->secretsMark == mark)
        return known->sender;
    const Sender sender = m_config.senders(connection, limits);
    if (sender.provider)
        m_opened.insert(connection.id, {.connection = connection, .limits = limits, .secretsMark = mark, .sender = sender});
    else
        m_opened.remove(connection.id);
    return sender;
}

LeadAccess Engine::leadAccessOf(const settings::LeadConnection &connection, const settings::EngineLimits &limits)
{
    const QByteArray mark = m_config.leadSecretsMark ? m_config.leadSecretsMark(connection) : QByteArray();
    const auto known = m_openedLeads.constFind(connection.id);
    if (known != m_openedLeads.cend() && known->connection == connection && known->limits == limits && known->secretsMark == mark)
        return known->access;
    LeadAccess access;
    access.abilities =
        m_config.leadAbilities ? m_config.leadAbilities(connection) : connectors::leadSystemKind(connection.type()).abilities();
    if (m_config.leadSystems)
        access.system = m_config.leadSystems(connection, limits);
    if (access.system)
        m_openedLeads.insert(connection.id, {.connection = connection, .limits = limits, .secretsMark = mark, .access = access});
    else
        m_openedLeads.remove(connection.id);
    return access;
}

} // namespace ringback::engine

#include "connectors/hook/kind.h"

#include "connectors/hook/system.h"
#include "connectors/http/secretaddress.h"
#include "connectors/standardwebhooks.h"

namespace ringback::connectors::hook {

using namespace Qt::StringLiterals;

LeadAbilities HookKind::abilities() const
{
    LeadAbilities abilities;
    abilities.writesNotes = true;
    abilities.setsStatus = true;
    abilities.writesTasks = true;
    abilities.closesTasks = true;
    return abilities;
}

QList<ChoiceSlot> HookKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QList<ChoiceSlot> all; // free text: what the receiver calls them, if otherwise than we do
    for (const QString &status : statuses)
        all.append({.key = u"status."_s + status, .list = {}});
    for (const QString &person : staff)
        all.append({.key = u"user."_s + person, .list = {}});
    return all;
}

std::shared_ptr<LeadSystem> HookKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::OutgoingHook>(connection.account);
    QByteArray address = surroundings.secrets->value(account.addressSecret).trimmed();
    const QByteArray key = account.signingSecret.isEmpty() ? QByteArray() : surroundings.secrets->value(account.signingSecret).trimmed();
    if (address.isEmpty() || (!account.signingSecret.isEmpty() && key.isEmpty()))
        return nullptr;
    HookSettings settings{.address = address,
                          .signingKey = webhookKeyBytes(key),
                          .trouble = troubleOfAddress(address),
                          .events = account.events,
                          .choices = connection.choices,
                          .timeout = surroundings.timeout};
    if (!connection.baseUrl.isEmpty()) {
        settings.address = addressAt(connection.baseUrl.toUtf8(), address);
        settings.trouble = troubleOfAddress(settings.address);
    }
    if (settings.trouble.isEmpty() && !key.isEmpty() && settings.signingKey.isEmpty())
        settings.trouble = u"bad_signing_key"_s; // an unsigned post is not what was asked for
    return std::make_shared<HookSystem>(std::move(settings), surroundings);
}

} // namespace ringback::connectors::hook

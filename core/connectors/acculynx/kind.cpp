#include "connectors/acculynx/kind.h"

#include "connectors/acculynx/system.h"

namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

LeadAbilities AccuLynxKind::abilities() const
{
    LeadAbilities abilities;
    abilities.listsChanges = true;
    abilities.writesNotes = true;
    abilities.setsStatus = true; // a priority, an appointment; what neither shows is a message on the job
    abilities.readsWins = true;
    return abilities;
}

QList<ChoiceSlot> AccuLynxKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &) const
{
    QList<ChoiceSlot> slots{{.key = u"source"_s, .list = u"source"_s, .isNeeded = false},
                            {.key = u"contact_type"_s, .list = u"contact_type"_s, .isNeeded = false}};
    for (const QString &status : statuses)
        slots.append({.key = u"status."_s + status, .list = u"priority"_s, .isNeeded = false});
    return slots;
}

std::shared_ptr<LeadSystem> AccuLynxKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::AccuLynxAccount>(connection.account);
    AccuLynxSettings settings{.apiKey = surroundings.secrets->value(account.apiKeySecret).trimmed(),
                              .choices = connection.choices,
                              .timeout = surroundings.timeout};
    if (settings.apiKey.isEmpty())
        return nullptr;
    if (!connection.baseUrl.isEmpty())
        settings.baseUrl = QUrl(connection.baseUrl);
    settings.limit = RateLimit::ofCredential(settings.apiKey, requestsPerSecond, std::chrono::seconds(1));
    return std::make_shared<AccuLynxSystem>(std::move(settings), surroundings);
}

} // namespace ringback::connectors::acculynx

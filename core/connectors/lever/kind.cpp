#include "connectors/lever/kind.h"

#include "connectors/lever/system.h"

namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

LeadAbilities LeverKind::abilities() const
{
    LeadAbilities abilities;
    abilities.findsByEmail = true;
    abilities.listsChanges = true;
    abilities.writesNotes = true;
    abilities.setsStatus = true; // the stages and archive reasons that were chosen
    abilities.readsWins = true;
    return abilities;
}

QList<ChoiceSlot> LeverKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QList<ChoiceSlot> slots{{.key = u"tag"_s, .list = {}, .isNeeded = false},
                            {.key = u"source"_s, .list = {}, .isNeeded = false},
                            {.key = u"stage"_s, .list = u"stage"_s, .isNeeded = false},
                            {.key = u"owner"_s, .list = u"user"_s, .isNeeded = false},
                            {.key = u"posting"_s, .list = u"posting"_s, .isNeeded = false},
                            {.key = u"offer_value_field"_s, .list = {}, .isNeeded = false}};
    for (const QString &status : statuses)
        slots.append({.key = u"status."_s + status, .list = u"status"_s, .isNeeded = false});
    for (const QString &person : staff) // whose candidate it is
        slots.append({.key = u"user."_s + person, .list = u"user"_s, .isNeeded = false});
    return slots;
}

std::shared_ptr<LeadSystem> LeverKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::LeverAccount>(connection.account);
    LeverSettings settings{.apiKey = surroundings.secrets->value(account.apiKeySecret).trimmed(),
                           .performAs = account.performAs,
                           .choices = connection.choices,
                           .timeout = surroundings.timeout};
    if (settings.apiKey.isEmpty())
        return nullptr;
    if (account.sandbox)
        settings.baseUrl = QUrl(u"https://api.sandbox.lever.co"_s);
    if (!connection.baseUrl.isEmpty())
        settings.baseUrl = QUrl(connection.baseUrl);
    settings.limit = RateLimit::ofCredential(settings.apiKey, requestsPerSecond, std::chrono::seconds(1));
    return std::make_shared<LeverSystem>(std::move(settings), surroundings);
}

} // namespace ringback::connectors::lever

#include "connectors/greenhouse/kind.h"

#include "connectors/greenhouse/system.h"

namespace ringback::connectors::greenhouse {

using namespace Qt::StringLiterals;

LeadAbilities GreenhouseKind::abilities() const
{
    LeadAbilities abilities;
    abilities.findsByEmail = true;
    abilities.listsChanges = true;
    abilities.writesNotes = true;
    abilities.setsStatus = true;
    abilities.readsWins = true;
    return abilities;
}

QString listOf(const QString &slot)
{
    if (slot == "source"_L1)
        return u"sources"_s;
    if (slot == "job"_L1)
        return u"jobs"_s;
    if (slot == "note_visibility"_L1)
        return u"note_visibilities"_s;
    if (slot.startsWith("status."_L1))
        return u"statuses"_s;
    return slot.startsWith("user."_L1) ? u"users"_s : QString();
}

QList<ChoiceSlot> GreenhouseKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QStringList keys{u"source"_s, u"job"_s, u"note_visibility"_s, u"offer_value_field"_s};
    for (const QString &status : statuses)
        keys.append(u"status."_s + status);
    for (const QString &person : staff)
        keys.append(u"user."_s + person);
    QList<ChoiceSlot> all;
    for (const QString &key : std::as_const(keys))
        all.append({.key = key, .list = listOf(key), .isNeeded = key == "source"_L1});
    return all;
}

std::shared_ptr<LeadSystem> GreenhouseKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::GreenhouseAccount>(connection.account);
    const GreenhouseSettings settings{.clientId = account.clientId.toUtf8(),
                                      .clientSecret = surroundings.secrets->value(account.clientSecret).trimmed(),
                                      .userId = account.userId.toUtf8(),
                                      .baseUrl = connection.baseUrl.toUtf8(),
                                      .timeout = surroundings.timeout};
    if (settings.clientSecret.isEmpty())
        return nullptr;
    return std::make_shared<GreenhouseSystem>(settings, connection.choices, surroundings);
}

} // namespace ringback::connectors::greenhouse

#include "connectors/jobber/kind.h"

#include "connectors/jobber/api.h"
#include "connectors/jobber/system.h"

namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

LeadAbilities JobberKind::abilities() const
{
    return {.findsByNumber = true,
            .findsByEmail = true,
            .listsChanges = true,
            .writesNotes = true,
            .setsStatus = true, // a tag shows it
            .writesTasks = true,
            .readsTasks = true,
            .closesTasks = false,
            .readsWins = true,
            .removesRecords = false};
}

QList<ChoiceSlot> JobberKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QList<ChoiceSlot> slots{{.key = u"source"_s, .list = {}}, {.key = u"tag"_s, .list = {}}, {.key = u"archive"_s, .list = {}}};
    for (const QString &status : statuses)
        slots.append({.key = u"status."_s + status, .list = {}});
    for (const QString &person : staff)
        slots.append({.key = u"user."_s + person, .list = u"users"_s});
    return slots;
}

std::shared_ptr<LeadSystem> JobberKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::JobberAccount>(connection.account);
    if (surroundings.secrets->value(account.clientSecret).trimmed().isEmpty() ||
        surroundings.secrets->value(account.credentialSecret).trimmed().isEmpty())
        return nullptr;
    return std::make_shared<JobberSystem>(connection, surroundings);
}

std::optional<LoopbackSignIn::Provider> JobberKind::signInOf(const settings::LeadConnection &connection) const
{
    const auto &account = std::get<settings::JobberAccount>(connection.account);
    // What the app may do is said in Jobber's Developer Center, not here.
    return LoopbackSignIn::Provider{.authorizeUrl = baseOf(connection) + "/api/oauth/authorize",
                                    .clientId = account.clientId.toUtf8(),
                                    .port = signInPort,
                                    .saysNoBarely = true};
}

QCoro::Task<Done> JobberKind::keepSignIn(settings::LeadConnection connection, Surroundings surroundings, LoopbackSignIn::Grant grant) const
{
    return connectors::keepSignIn(tokenAccountOf(connection, *surroundings.secrets), surroundings, std::move(grant));
}

} // namespace ringback::connectors::jobber

#include "connectors/bullhorn/kind.h"

#include "connectors/bullhorn/fill.h"
#include "connectors/bullhorn/session.h"
#include "connectors/bullhorn/system.h"

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

SignIn signInFor(const settings::LeadConnection &connection, const Surroundings &surroundings)
{
    const auto &account = std::get<settings::BullhornAccount>(connection.account);
    QByteArray base = connection.baseUrl.toUtf8();
    while (base.endsWith('/'))
        base.chop(1);
    return {.base = base,
            .username = account.username,
            .clientId = account.clientId.toUtf8(),
            .clientSecret = surroundings.secrets->value(account.clientSecret).trimmed(),
            .refreshTokenName = account.credentialSecret};
}

} // namespace

// Changes are not listed: each caller is looked up there, and reading everything again and again would use up the month's calls.
LeadAbilities BullhornKind::abilities() const
{
    LeadAbilities abilities;
    abilities.findsByNumber = true;
    abilities.findsByEmail = true;
    abilities.writesNotes = true;
    abilities.setsStatus = true;
    abilities.writesTasks = true;
    abilities.readsTasks = true;
    abilities.closesTasks = true;
    abilities.readsWins = true;
    abilities.removesRecords = true;
    return abilities;
}

QList<ChoiceSlot> BullhornKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QList<ChoiceSlot> list{
        {.key = u"note_action"_s, .list = u"note_actions"_s, .isNeeded = true},
        {.key = u"source"_s, .list = u"sources"_s},
        {.key = u"tag"_s, .list = u"text_fields"_s},
        {.key = u"owner"_s, .list = u"users"_s},
        {.key = u"task_type"_s, .list = u"task_types"_s},
        {.key = u"task_owner"_s, .list = u"users"_s},
        {.key = u"placement_won"_s, .list = u"placement_statuses"_s},
    };
    for (const QString &status : statuses) {
        list.append({.key = statusSlotOf(u"Candidate"_s, status), .list = u"candidate_statuses"_s});
        list.append({.key = statusSlotOf(u"ClientContact"_s, status), .list = u"client_statuses"_s});
        list.append({.key = statusSlotOf(u"Lead"_s, status), .list = u"lead_statuses"_s});
    }
    for (const QString &each : staff)
        list.append({.key = u"user."_s + each, .list = u"users"_s});
    return list;
}

std::shared_ptr<LeadSystem> BullhornKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    SignIn signIn = signInFor(connection, surroundings);
    if (signIn.clientSecret.isEmpty() || surroundings.secrets->value(signIn.refreshTokenName).isEmpty())
        return nullptr;
    return std::make_shared<BullhornSystem>(connection, std::move(signIn), surroundings);
}

// At the address of no data centre in particular: which one it is has to be asked for, and a browser is sent on to it.
std::optional<LoopbackSignIn::Provider> BullhornKind::signInOf(const settings::LeadConnection &connection) const
{
    const auto &account = std::get<settings::BullhornAccount>(connection.account);
    QByteArray base = connection.baseUrl.isEmpty() ? QByteArray("https://auth.bullhornstaffing.com") : connection.baseUrl.toUtf8();
    while (base.endsWith('/'))
        base.chop(1);
    return LoopbackSignIn::Provider{.authorizeUrl = base + "/oauth/authorize", .clientId = account.clientId.toUtf8(), .port = signInPort};
}

QCoro::Task<Done> BullhornKind::keepSignIn(settings::LeadConnection connection, Surroundings surroundings,
                                           LoopbackSignIn::Grant grant) const
{
    const auto http = std::make_shared<HttpClient>(surroundings.network, surroundings.clock, surroundings.timeout);
    const auto session = std::make_shared<Session>(signInFor(connection, surroundings), surroundings, *http);
    Done done = co_await session->keepSignIn(std::move(grant));
    co_return done;
}

} // namespace ringback::connectors::bullhorn

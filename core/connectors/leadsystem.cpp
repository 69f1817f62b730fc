#include "connectors/leadsystem.h"

#include "connectors/acculynx/kind.h"
#include "connectors/bullhorn/kind.h"
#include "connectors/greenhouse/kind.h"
#include "connectors/hook/kind.h"
#include "connectors/jobber/kind.h"
#include "connectors/lever/kind.h"
#include "connectors/servicetitan/kind.h"
#include "connectors/sheets/kind.h"

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

Error notOffered()
{
    return {.kind = ErrorKind::Refused, .what = u"this lead system does not offer that"_s};
}

} // namespace

QCoro::Task<Result<QList<calls::LeadRecord>>> LeadSystem::find(LeadQuery)
{
    Result<QList<calls::LeadRecord>> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Result<LeadChanges>> LeadSystem::changesSince(QString)
{
    Result<LeadChanges> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Result<LeadTasks>> LeadSystem::tasks(LeadTaskQuery)
{
    Result<LeadTasks> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Result<QList<calls::Win>>> LeadSystem::wins(WinQuery)
{
    Result<QList<calls::Win>> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Result<ChoiceLists>> LeadSystem::choices()
{
    Result<ChoiceLists> none = ChoiceLists();
    co_return none;
}

QCoro::Task<QList<Finding>> LeadSystem::tryRecord(LeadFacts)
{
    QList<Finding> nothing;
    co_return nothing;
}

std::optional<LoopbackSignIn::Provider> LeadSystemKind::signInOf(const settings::LeadConnection &) const
{
    return std::nullopt;
}

QCoro::Task<Done> LeadSystemKind::keepSignIn(settings::LeadConnection, Surroundings, LoopbackSignIn::Grant) const
{
    Done refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

const LeadSystemKind &leadSystemKind(const QString &type)
{
    static const jobber::JobberKind jobberKind;
    static const servicetitan::ServiceTitanKind servicetitanKind;
    static const acculynx::AccuLynxKind acculynxKind;
    static const greenhouse::GreenhouseKind greenhouseKind;
    static const lever::LeverKind leverKind;
    static const bullhorn::BullhornKind bullhornKind;
    static const sheets::SheetsKind sheetsKind;
    static const hook::HookKind hookKind;
    if (type == "jobber"_L1)
        return jobberKind;
    if (type == "servicetitan"_L1)
        return servicetitanKind;
    if (type == "acculynx"_L1)
        return acculynxKind;
    if (type == "greenhouse"_L1)
        return greenhouseKind;
    if (type == "lever"_L1)
        return leverKind;
    if (type == "bullhorn"_L1)
        return bullhornKind;
    if (type == "google_sheets"_L1)
        return sheetsKind;
    return hookKind;
}

} // namespace ringback::connectors

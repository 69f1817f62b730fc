#include "board/leadbadges.h"

#include "store/leadboardgateway.h"
#include "store/leadindexgateway.h"
#include "store/leadwritegateway.h"

#include <algorithm>

namespace ringback::board {

using namespace Qt::StringLiterals;

namespace {

LeadBadge::State stateOf(const store::LeadStanding &standing)
{
    using Write = calls::LeadWriteState;
    switch (standing.state) {
    case Write::Failed:
        return LeadBadge::State::Failed;
    case Write::NeedsChoice:
        return LeadBadge::State::ToChoose;
    case Write::Waiting:
    case Write::Running:
        return standing.errorCode == "not_known_yet"_L1 ? LeadBadge::State::NotKnown : LeadBadge::State::Waiting;
    case Write::Done:
    case Write::Dropped:
        break;
    }
    return LeadBadge::State::Synced;
}

LeadBadge badgeOf(const store::LeadStanding &standing, const settings::LeadConnection &connection)
{
    const QStringList why = {standing.errorKind, standing.errorCode};
    const LeadBadge::State state = stateOf(standing);
    return {.connectionId = connection.id,
            .type = connection.type(),
            .state = state,
            .why = standing.errorKind.isEmpty() ? QString() : QStringList(why.mid(0, standing.errorCode.isEmpty() ? 1 : 2)).join(u':'),
            .message = standing.errorMessage,
            .url = standing.url,
            .canTryAgain = state == LeadBadge::State::Failed,
            .mayBeDouble = standing.mayBeDouble,
            .candidates = {}};
}

LeadCandidate candidateOf(const calls::LeadRecord &record)
{
    LeadCandidate candidate{.id = record.id,
                            .name = record.name,
                            .numbers = {},
                            .emails = record.emails,
                            .kind = record.kind,
                            .url = record.url,
                            .isOpen = record.isOpen};
    for (const calls::PhoneNumber &number : record.numbers)
        candidate.numbers.append(number.display());
    return candidate;
}

} // namespace

const LeadBadge *worstOf(const QList<LeadBadge> &badges)
{
    const auto worst =
        std::max_element(badges.cbegin(), badges.cend(), [](const LeadBadge &a, const LeadBadge &b) { return a.state < b.state; });
    return worst == badges.cend() ? nullptr : &*worst;
}

Result<QHash<QString, QList<LeadBadge>>> readLeadBadges(store::Database &database, const settings::Setup &setup,
                                                        const QStringList &followUps)
{
    QHash<QString, QList<LeadBadge>> badges;
    if (setup.leadSystems.isEmpty() || followUps.isEmpty())
        return badges;
    const Result<QList<store::LeadStanding>> standings = store::LeadBoardGateway(database).ofCases(followUps);
    if (!standings)
        return failure(standings);
    for (const settings::LeadConnection &connection : setup.leadSystems) { // in the order that people gave them
        for (const store::LeadStanding &standing : *standings) {
            if (standing.connection == connection.id)
                badges[standing.followUp].append(badgeOf(standing, connection));
        }
    }
    return badges;
}

Result<QList<LeadBadge>> readLeadBadges(store::Database &database, const settings::Setup &setup, const calls::FollowUpId &followUp)
{
    Result<QHash<QString, QList<LeadBadge>>> all = readLeadBadges(database, setup, QStringList{followUp.text()});
    if (!all)
        return failure(all);
    QList<LeadBadge> badges = all->value(followUp.text());
    for (LeadBadge &badge : badges) {
        if (badge.state != LeadBadge::State::ToChoose)
            continue;
        const Result<std::optional<store::LeadLinkRow>> link = store::LeadLinkGateway(database).find(followUp, badge.connectionId);
        if (!link)
            return failure(link);
        if (*link) {
            for (const calls::LeadRecord &record : (*link)->candidates)
                badge.candidates.append(candidateOf(record));
        }
    }
    return badges;
}

Done addLeads(store::Database &database, const settings::Setup &setup, QList<BoardRow> &rows)
{
    QStringList cases;
    for (const BoardRow &row : std::as_const(rows)) {
        if (row.hasFollowUp)
            cases.append(row.id);
    }
    const Result<QHash<QString, QList<LeadBadge>>> badges = readLeadBadges(database, setup, cases);
    if (!badges)
        return failure(badges);
    for (BoardRow &row : rows) {
        const QList<LeadBadge> ofCase = badges->value(row.id);
        if (const LeadBadge *const worst = worstOf(ofCase))
            row.lead = *worst;
    }
    return {};
}

Result<QList<WinBrief>> readWins(store::Database &database, const settings::Setup &setup, const calls::FollowUpId &followUp)
{
    const Result<QList<store::WinGateway::Row>> rows = store::WinGateway(database).ofCase(followUp);
    if (!rows)
        return failure(rows);
    QList<WinBrief> wins;
    for (const store::WinGateway::Row &row : *rows) {
        const settings::LeadConnection *const connection = setup.leadSystem(row.connection);
        wins.append({.connectionId = row.connection,
                     .type = connection != nullptr ? connection->type() : QString(),
                     .what = row.win.what,
                     .title = row.win.title,
                     .amount = row.win.amount,
                     .wonAt = row.win.wonAt,
                     .url = row.win.url,
                     .isTakenBack = row.win.isTakenBack});
    }
    std::stable_sort(wins.begin(), wins.end(), [](const WinBrief &a, const WinBrief &b) { return a.wonAt > b.wonAt; });
    return wins;
}

} // namespace ringback::board

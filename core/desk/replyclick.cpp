#include "desk/replyclick.h"

#include "desk/click.h"
#include "store/gateways.h"

namespace ringback::desk {

using Why = ReplyRefusal::Why;

tl::unexpected<ReplyRefusal> replyRefused(ReplyRefusal refusal)
{
    return tl::unexpected<ReplyRefusal>(std::move(refusal));
}

tl::unexpected<ReplyRefusal> cannotStoreReply(const Error &error)
{
    return replyRefused({.why = Why::CannotStore, .detail = error.what});
}

ReplyAnswer<engine::Office> officeToReply(store::Database &database, const QString &staff)
{
    tl::expected<engine::Office, Refusal> office = officeOf(database, staff, calls::Right::Reply);
    if (office)
        return std::move(*office);
    const Refusal &refusal = office.error();
    if (refusal.why == Refusal::Why::NoSuchPerson)
        return replyRefused({.why = Why::NoSuchPerson});
    if (refusal.why == Refusal::Why::NotAllowed)
        return replyRefused({.why = Why::NotAllowed});
    return replyRefused({.why = Why::CannotStore, .detail = refusal.detail});
}

ReplyAnswer<calls::FollowUp> caseToReply(store::Database &database, const QString &followUp)
{
    const std::optional<calls::FollowUpId> id = calls::FollowUpId::parse(followUp);
    if (!id)
        return replyRefused({.why = Why::NoSuchCase});
    const Result<std::optional<calls::FollowUp>> found = store::FollowUpGateway(database).find(*id);
    if (!found)
        return cannotStoreReply(found.error());
    if (!*found)
        return replyRefused({.why = Why::NoSuchCase});
    return **found;
}

} // namespace ringback::desk

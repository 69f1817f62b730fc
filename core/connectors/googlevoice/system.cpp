#include "connectors/googlevoice/system.h"

#include "connectors/googlevoice/notice.h"
#include "connectors/googlevoice/notification.h"
#include "connectors/googlevoice/provider.h"

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;
using settings::GoogleVoiceMailbox;

// Google Voice has no webhooks: whatever comes is of somebody else.
WebhookJudgement GoogleVoiceSystem::receive(const Webhook &, const Access &) const
{
    return Forged{};
}

Result<PhoneEvent> GoogleVoiceSystem::translate(const settings::Connection &connection, calls::EventKind, const QByteArray &payload) const
{
    const Result<Notice> notice = noticeFromJson(payload);
    if (!notice)
        return failure(notice);
    return translateNotice(*notice, std::get<GoogleVoiceMailbox>(connection.account));
}

std::shared_ptr<PhoneProvider> GoogleVoiceSystem::open(const settings::Connection &connection, const Surroundings &surroundings) const
{
    const auto &mailbox = std::get<GoogleVoiceMailbox>(connection.account);
    MailboxAccount account{.mailbox = mailbox,
                           .password = QString::fromUtf8(surroundings.secrets->value(mailbox.passwordSecret)),
                           .timeout = surroundings.timeout};
    if (account.password.isEmpty())
        return nullptr;
    return std::make_shared<GoogleVoiceProvider>(std::move(account), surroundings.clock);
}

} // namespace ringback::connectors::googlevoice

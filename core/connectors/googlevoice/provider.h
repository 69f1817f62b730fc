#pragma once

#include "connectors/googlevoice/mailbox.h"
#include "connectors/googlevoice/notice.h"
#include "connectors/phonesystem.h"

#include <QString>
#include <QThreadPool>

#include <stop_token>

namespace ringback::connectors::googlevoice {

/// Google Voice by the mails that it writes. The mailbox is read on a thread of the pool; everything else is on the thread of whoever asks. It cannot text.
class GoogleVoiceProvider final : public PhoneProvider {
public:
    GoogleVoiceProvider(MailboxAccount account, const Clock &clock);
    /// Gives up what is under way.
    ~GoogleVoiceProvider() override;

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    /// Takes a second at most.
    void abandon() override;

    [[nodiscard]] bool hasLog() const override { return true; }
    /// What came since the cursor, which is `validity:uid`; without one, or when the server has numbered its mails anew, since the time that is asked for.
    /// Mails that Google did not sign are passed over.
    QCoro::Task<Result<Log>> readLog(LogQuery query) override;
    /// Whether the mailbox can be read, and whether notifications that Google signed are in it.
    QCoro::Task<QList<Finding>> test(TestQuery query) override;

    /// Read at one time; what is left comes with the next.
    static constexpr qsizetype mailsARead = 60;
    /// How much later than its call a mail may come, and clocks may be apart, on the first read.
    static constexpr Milliseconds overlap = std::chrono::minutes(15);

private:
    const MailboxAccount m_account;
    const Clock &m_clock;
    std::stop_source m_givingUp;
    QThreadPool m_threads;
};

} // namespace ringback::connectors::googlevoice

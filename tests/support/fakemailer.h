#pragma once

#include "connectors/mailer.h"

#include <QList>

namespace ringback::test {

/// A mail server that answers at once, as it is told; before anything is told, it takes the mail.
class FakeMailer final : public connectors::Mailer {
public:
    QCoro::Task<connectors::SendOutcome> sendMail(connectors::MailRequest request) override
    {
        m_mails.append(request);
        connectors::SendOutcome outcome =
            m_outcomes.isEmpty() ? connectors::SendOutcome(connectors::Sent{.state = calls::DeliveryState::Sent}) : m_outcomes.takeFirst();
        co_return outcome;
    }
    void abandon() override {}

    void answerNext(connectors::SendOutcome outcome) { m_outcomes.append(std::move(outcome)); }
    [[nodiscard]] const QList<connectors::MailRequest> &mails() const { return m_mails; } ///< all that were asked for

private:
    QList<connectors::SendOutcome> m_outcomes;
    QList<connectors::MailRequest> m_mails;
};

} // namespace ringback::test

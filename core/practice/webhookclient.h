#pragma once

#include "base/result.h"
#include "connectors/twilio/form.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <memory>

namespace ringback::practice {

/// Posts signed webhooks to the door on this machine, as Twilio would: one kept HTTP/1.1 connection, one request at a time. Blocks. Any
/// thread, but one at a time; abort() from any.
class WebhookClient final {
public:
    /// `publicUrl` is the door's: what signatures are computed over. Empty as the door takes it: what the Host header says.
    WebhookClient(quint16 port, const QString &publicUrl, QByteArray authToken, std::chrono::milliseconds timeout = defaultTimeout);
    ~WebhookClient();
    WebhookClient(const WebhookClient &) = delete;
    WebhookClient &operator=(const WebhookClient &) = delete;

    /// Signs, posts, waits for the answer, and returns its status. A kept connection that the door has closed meanwhile is opened anew,
    /// once. Errors: Transient (no connection, no answer in time, aborted): nobody can tell then whether the webhook was taken.
    [[nodiscard]] Result<int> post(const QByteArray &path, const connectors::twilio::Form &form);

    /// The two halves of post(), for who wants to measure the second alone: the bytes of a signed request, and their way there and back.
    [[nodiscard]] QByteArray request(const QByteArray &path, const connectors::twilio::Form &form) const;
    [[nodiscard]] Result<int> send(const QByteArray &request);

    /// Connects now rather than at the first request. Errors: Transient.
    [[nodiscard]] Done open();

    /// Ends a request that waits for its answer, and all later ones at once. For good.
    void abort();

    static constexpr std::chrono::milliseconds defaultTimeout{10'000}; ///< for a whole request

private:
    struct Connection;
    const QByteArray m_host;
    const QByteArray m_publicUrl;
    const QByteArray m_authToken;
    const std::unique_ptr<Connection> m_connection;
};

} // namespace ringback::practice

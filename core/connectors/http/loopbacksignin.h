#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QFuture>
#include <QList>
#include <QPointer>
#include <QPromise>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <utility>

namespace ringback::connectors {

/// A user signs in at a provider, in a browser of this machine: OAuth's authorization code with PKCE (RFC 7636, RFC 8252). It listens at 127.0.0.1 for
/// the browser to come back, and at no other address. Whoever uses it opens the browser. For one sign-in; lives on one thread.
///
/// Not Qt's NetworkAuth: as of Qt 6.4 it has no PKCE, and it keeps the tokens that we want in the keychain.
class LoopbackSignIn final {
public:
    struct Provider {
        QByteArray authorizeUrl; ///< where the browser goes, without a query
        QByteArray clientId;
        QByteArray scope = {};
        QList<std::pair<QByteArray, QByteArray>> more = {}; ///< what else it wants in the address
        quint16 port = 0; ///< of ours, where the provider knows only one address; 0 = any
        bool saysNoBarely = false; ///< when the user declines, the browser comes back without any parameter (Jobber)
        bool asLocalhost = false; ///< the browser comes back to `http://localhost:…`, the only spelling that Microsoft takes with any port
    };
    /// What the browser brought back, for the provider's token endpoint.
    struct Grant {
        QByteArray code;
        QByteArray verifier;
        QByteArray redirectUri;
    };
    using Exchange = std::function<QCoro::Task<Done>(Grant grant)>;

    explicit LoopbackSignIn(Provider provider);
    ~LoopbackSignIn();
    LoopbackSignIn(const LoopbackSignIn &) = delete;
    LoopbackSignIn &operator=(const LoopbackSignIn &) = delete;

    /// Begins to listen. The address to open in the browser. Errors: Refused (the port is taken).
    [[nodiscard]] Result<QByteArray> start();

    /// Waits for the browser, exchanges the code, and tells the user in the browser how it went. Errors: Transient (`time-out`, `given up`), Refused
    /// (the user or the provider said no), and the exchange's.
    QCoro::Task<Done> finish(Exchange exchange, Milliseconds patience);
    void giveUp();

    static constexpr qsizetype maxRequestBytes = 16 << 10;

private:
    void welcome();
    void read(QTcpSocket *socket);
    void take(QTcpSocket *socket, const QByteArray &requestLine);
    void settle(Result<QByteArray> code);

    const Provider m_provider;
    QTcpServer m_server;
    QByteArray m_state;
    QByteArray m_verifier;
    QByteArray m_redirectUri;
    QPromise<Result<QByteArray>> m_code;
    QPointer<QTcpSocket> m_browser; ///< waits for how it went
    bool m_isSettled = false;
};

} // namespace ringback::connectors

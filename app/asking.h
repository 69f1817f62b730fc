#pragma once

#include "board/connections.h"
#include "connectors/finding.h"
#include "connectors/http/loopbacksignin.h"
#include "connectors/surroundings.h"
#include "settings/connection.h"
#include "settings/secretstore.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QList>
#include <QMap>
#include <QNetworkAccessManager>
#include <QString>

#include <algorithm>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

/// What asking a phone or a lead system by hand takes, beside the engine that asks it too. Main thread.
namespace ringback::app {

/// What connectors found, for the screens.
[[nodiscard]] QList<board::TestFinding> told(const QList<connectors::Finding> &findings);
/// `credentials`, and what is wrong with them.
[[nodiscard]] board::TestFinding credentialsFinding(const QString &problem);
/// Errors that say so: NotFound.
[[nodiscard]] Error secretMissing();

/// The secrets as they are in the store now, which an engine beside us may not have heard of yet; what is replaced goes to `shared`, the engine's, or
/// into the store where there is no engine. Null when one that is needed is missing.
[[nodiscard]] std::shared_ptr<connectors::Secrets> freshSecrets(settings::SecretStore &store, const QList<settings::SecretName> &names,
                                                                std::shared_ptr<connectors::Secrets> shared);

/// Where a sign-in in the browser keeps what it brings, for an account of whatever type; empty where there is no such place.
template <class AnyAccount>
[[nodiscard]] QString credentialOf(const AnyAccount &account)
{
    return std::visit(
        [](const auto &each) {
            if constexpr (requires { each.credentialSecret; })
                return each.credentialSecret;
            else
                return QString();
        },
        account);
}
/// All that is needed is there but `credential`.
[[nodiscard]] bool lacksOnly(const QString &credential, settings::SecretStore &store, const QList<settings::SecretName> &names);

/// All but `credential`, for what is done with a sign-in. Errors: NotFound (one that is needed is missing).
[[nodiscard]] Result<QHash<QString, QByteArray>> secretsBeside(const QString &credential, settings::SecretStore &store,
                                                               const QList<settings::SecretName> &names);

/// One at a time, a user signs in at a system in a browser of this machine. Stores nothing: what a sign-in brought is of use when the setup's programs
/// are told of it, too.
class BrowserSignIn final {
public:
    struct End {
        board::SignInEnd end;
        QMap<QString, QString> secrets; ///< what it brought, for the keychain, by name
    };
    using OpenPage = std::function<void(const QByteArray &url)>;
    /// Takes the grant to the system, and keeps what it brings in the surroundings' secrets.
    using Exchange = std::function<QCoro::Task<Done>(connectors::Surroundings surroundings, connectors::LoopbackSignIn::Grant grant)>;
    struct Request {
        connectors::LoopbackSignIn::Provider provider;
        QHash<QString, QByteArray> secrets; ///< those that the exchange needs, by name
        Milliseconds timeout{30'000};
        Exchange exchange;
    };

    /// `openPage` is called before this returns. A new one ends the one under way. Nothing of this object is used after that.
    QCoro::Task<End> signIn(Request request, const Clock &clock, OpenPage openPage);
    void giveUp();
    [[nodiscard]] bool isUnderWay() const { return !m_browser.expired(); }

    static constexpr Milliseconds patience{300'000};

private:
    std::weak_ptr<connectors::LoopbackSignIn> m_browser; ///< lives as long as it is under way
};

/// What was opened and is still asked something. Its end gives that up and waits for it.
template <class System>
class UnderWay final {
public:
    void add(const std::shared_ptr<System> &system)
    {
        std::erase_if(m_open, [](const auto &each) { return each.expired(); });
        m_open.push_back(system);
    }
    void abandon()
    {
        for (const std::weak_ptr<System> &each : m_open) {
            if (const std::shared_ptr<System> system = each.lock())
                system->abandon();
        }
    }
    [[nodiscard]] bool isAny() const
    {
        return std::any_of(m_open.cbegin(), m_open.cend(), [](const auto &each) { return !each.expired(); });
    }

private:
    std::vector<std::weak_ptr<System>> m_open; ///< each lives as long as what it was asked
};

/// What is under way uses its asker's network: it ends with the next turns of the event loop.
void waitUntilOver(const std::function<bool()> &isUnderWay);

template <class System>
void giveUp(BrowserSignIn &signIn, UnderWay<System> &open)
{
    signIn.giveUp();
    open.abandon();
    waitUntilOver([&] { return signIn.isUnderWay() || open.isAny(); });
}

} // namespace ringback::app

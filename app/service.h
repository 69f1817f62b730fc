#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "ingress/webhookdoor.h"
#include "settings/secretstore.h"
#include "store/database.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QThread>

#include <memory>
#include <mutex>

class QNetworkAccessManager;

namespace ringback::app {

class SecretVault;
class Upkeep;

/// The webhook door and the engine on one database: what `ringback-engine serve` is, and what the console runs inside. Lives on the main
/// thread; the door and the engine have a thread each.
class Service final : public QObject {
    Q_OBJECT

public:
    struct Options {
        store::Address database;
        store::WriteTurn writeTurn = std::make_shared<std::mutex>();
        QString listenAddress; ///< empty = no door
        quint16 port = 0; ///< 0 = a free one
        QString publicUrl; ///< what the provider calls us by; empty = where we listen
    };

    Service(Options options, const Clock &clock, settings::SecretStore &secrets);
    ~Service() override;

    /// Opens the door and starts the engine, on a database that is up to date. Errors: Invalid, Refused (the port), as the store.
    [[nodiscard]] Done start();
    /// In order: no more webhooks, requests under way are recorded, everything is closed. Returns when it is done.
    void stop();

    /// `http://127.0.0.1:8080`; empty without a door.
    [[nodiscard]] QString listeningOn() const { return m_listeningOn; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString publicUrl() const { return m_publicUrl; }
    /// As the engine has them: what a test by hand renews, it must have too.
    [[nodiscard]] std::shared_ptr<connectors::Secrets> secrets() const;

Q_SIGNALS:
    /// In plain words; empty when it is over.
    void problem(const QString &what);

private:
    void officeChanged();
    void engineProblem(const QString &what);
    void upkeepProblem(const QString &what);
    void damaged(const QString &what);
    void startUpkeep();
    [[nodiscard]] Result<bool> fetchSecrets();
    void fetchSecret(const QString &name, const QString &whatWaits, QHash<QString, QByteArray> &secrets);
    [[nodiscard]] bool hasSecrets(const settings::Connection &connection) const;
    [[nodiscard]] engine::Sender makeSender(const settings::Connection &connection, const settings::EngineLimits &limits);
    [[nodiscard]] std::shared_ptr<connectors::LeadSystem> makeLeadSystem(const settings::LeadConnection &connection,
                                                                         const settings::EngineLimits &limits);
    [[nodiscard]] std::shared_ptr<connectors::Calendar> makeCalendar(const settings::CalendarConnection &connection,
                                                                     const settings::EngineLimits &limits);
    [[nodiscard]] std::shared_ptr<connectors::Mailer> makeMailer(const settings::Setup &setup);

    const Options m_options;
    const Clock &m_clock;
    settings::SecretStore &m_secretStore;
    std::shared_ptr<SecretVault> m_vault;
    std::unique_ptr<store::Database> m_database; ///< the main thread's, for reading the setup
    std::unique_ptr<ingress::WebhookDoor> m_door;
    QSet<QString> m_missing; ///< secrets that have been complained of
    QString m_listeningOn;
    QString m_publicUrl;
    quint16 m_port = 0;
    QThread m_engineThread;
    engine::Engine *m_engine = nullptr; ///< lives on m_engineThread
    QNetworkAccessManager *m_network = nullptr; ///< the engine's, on its thread
    QThread m_upkeepThread;
    Upkeep *m_upkeep = nullptr; ///< lives on m_upkeepThread
    QString m_engineProblem;
    QString m_upkeepProblem;
    bool m_damaged = false; ///< nothing is taken or written any more
};

} // namespace ringback::app

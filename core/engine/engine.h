#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "engine/calendars.h"
#include "engine/dialler.h"
#include "engine/eventstreams.h"
#include "engine/intake.h"
#include "engine/leadreader.h"
#include "engine/leadwriter.h"
#include "engine/logreader.h"
#include "engine/office.h"
#include "engine/runner.h"
#include "engine/staffing.h"
#include "engine/staffnotices.h"
#include "engine/timekeeper.h"
#include "settings/setup.h"
#include "store/changewatch.h"
#include "store/database.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace ringback::engine {

/// Makes the sender of a connection; without a provider when its secret is missing.
using SenderFactory = std::function<Sender(const settings::Connection &, const settings::EngineLimits &)>;
/// Makes the mailer of a setup with a mail server; null when its secret is missing.
using MailerFactory = std::function<std::shared_ptr<connectors::Mailer>(const settings::Setup &)>;

/// Opens a lead system; null when a secret is missing.
using LeadSystemFactory =
    std::function<std::shared_ptr<connectors::LeadSystem>(const settings::LeadConnection &, const settings::EngineLimits &)>;

/// The engine: takes what providers push and reads what their lists hold, works the inbox into decisions, passing time into more of them, and the jobs into outcomes, on the thread it was moved to. Made by `app`, which moves it to a
/// thread and then calls start() there. Wakes when the webhook door has stored something, when another program has, and when the
/// next of them is due.
class Engine final : public QObject {
    Q_OBJECT

public:
    struct Config {
        store::Address database;
        store::WriteTurn writeTurn;
        const Clock &clock;
        quint64 idSeed = 0;
        QString id; ///< of this engine, unique: what its leases are signed with
        SenderFactory senders;
        QString listeningOn = {}; ///< where this program takes webhooks; empty = nowhere
        MailerFactory mailers = nullptr; ///< null: e-mails wait for another engine
        /// Another text whenever somebody changes a secret of the connection; null: then all are opened anew.
        std::function<QByteArray(const settings::Connection &)> secretsMark = nullptr;
        LeadSystemFactory leadSystems = nullptr; ///< null: what lead systems are to be told waits for another engine
        std::function<QByteArray(const settings::LeadConnection &)> leadSecretsMark = nullptr; ///< as secretsMark
        /// What a lead system can do; null: what is known of its kind.
        std::function<connectors::LeadAbilities(const settings::LeadConnection &)> leadAbilities = nullptr;
        Calendars::Config calendars = {};
    };

    explicit Engine(Config config);
    ~Engine() override;

    /// Where this program takes webhooks, for the consoles. Before start().
    void setListeningOn(const QString &url) { m_config.listeningOn = url; }

    /// From any thread: there may be work. Cheap; many calls make one wake-up.
    void wake();

    /// How long stop() lets requests under way finish before it leaves them in doubt for the next engine.
    static constexpr Milliseconds drainTime{3'000};

public Q_SLOTS:
    void start();
    /// The secrets have changed.
    void remakeSenders();
    /// The database is damaged: nothing is read or written any more.
    void standStill();
    /// Takes nothing new, records what is under way and says stopped().
    void stop();

Q_SIGNALS:
    void started();
    /// The office has another setup or playbook than before, also the first.
    void officeChanged();
    /// Plain words for the log and the status bar; empty when it is over.
    void problem(const QString &what);
    /// The database is damaged; the engine stands still.
    void damaged(const QString &what);
    void stopped();

private:
    /// A fifth of the default lease; oftener where the setup's is shorter.
    static constexpr Milliseconds beatInterval{2'000};

    void work();
    [[nodiscard]] Result<bool> workOnce();
    // engineoffice.cpp
    [[nodiscard]] Done refreshOffice();
    [[nodiscard]] Sender senderOf(const settings::Connection &connection, const settings::EngineLimits &limits);
    [[nodiscard]] LeadAccess leadAccessOf(const settings::LeadConnection &connection, const settings::EngineLimits &limits);
    // engine.cpp
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool hasRequests() const;
    [[nodiscard]] Done signOfLife();
    void beat();
    void failed(const Error &error);
    void armTimer();
    void stopWaiting();
    void finishStopping();

    Config m_config;
    IdSource m_ids;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::ChangeWatch> m_watch;
    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<Timekeeper> m_timekeeper;
    std::unique_ptr<Staffing> m_staffing;
    std::unique_ptr<Runner> m_runner;
    std::unique_ptr<Dialler> m_dialler;
    std::unique_ptr<StaffNotices> m_notices;
    std::unique_ptr<LeadWriter> m_leadWriter;
    std::unique_ptr<LeadReader> m_leadReader;
    std::unique_ptr<Calendars> m_calendars;
    std::unique_ptr<LogReader> m_logReader;
    std::unique_ptr<EventStreams> m_streams;
    std::optional<Office> m_office;
    /// A connection that was opened, and what with: while that stays, so does it, with its stream.
    struct Opened {
        settings::Connection connection;
        settings::EngineLimits limits;
        QByteArray secretsMark;
        Sender sender;
    };
    QHash<QString, Opened> m_opened;
    /// The same for lead systems: a token and what is left of a rate are kept with it.
    struct OpenedLeads {
        settings::LeadConnection connection;
        settings::EngineLimits limits;
        QByteArray secretsMark;
        LeadAccess access;
    };
    QHash<QString, OpenedLeads> m_openedLeads;
    QTimer m_due;
    QTimer m_heartbeat;
    QTimer m_drain;
    std::atomic_bool m_wakePending = false;
    bool m_stopping = false;
    bool m_standsStill = false;
    bool m_hadProblem = false;
    int m_failures = 0;
};

} // namespace ringback::engine

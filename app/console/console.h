#pragma once

#include "base/clock.h"
#include "console/backstage.h"
#include "console/bookingdesk.h"
#include "console/calendardesk.h"
#include "console/connectiondesk.h"
#include "console/leaddesk.h"
#include "console/peopledesk.h"
#include "console/session.h"
#include "mainwindow.h"
#include "practicehouse.h"
#include "service.h"
#include "settings/secretstore.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace ringback::app {

/// The console: the window, what stands behind it, and the engine inside, in the order they start and stop. Main thread.
class Console final : public QObject {
    Q_OBJECT

public:
    struct Options {
        std::optional<store::Address> database; ///< empty = the user's own office, or the first-run choice
        bool withEngine = true; ///< false: another program does the work
        QString listenAddress = QStringLiteral("127.0.0.1");
        quint16 port = 8080;
        QString publicUrl; ///< empty = as this computer remembers it
        desk::HashCost hashCost = desk::HashCost::usual();
        QString me; ///< staff id; empty = as this computer remembers it
    };

    Console(Options options, const Clock &clock);
    ~Console() override;

    /// Shows the board of an office, or asks a new one how to start.
    void start();
    [[nodiscard]] ui::MainWindow &window() { return m_window; }
    /// Who is here; null in practice, and before there is an office.
    [[nodiscard]] Session *session() const { return m_session.get(); }

Q_SIGNALS:
    /// The rows of the office that was opened are on the screen.
    void boardShown();

private:
    void startPractice();
    void connectPhone(const ui::ConnectRequest &request);
    void importSetup(const QString &path);
    /// Errors: as the Service.
    void openOffice(const store::Address &address);
    void startService(const store::Address &address, settings::SecretStore &secrets);
    void startBackstage(const store::Address &address);
    void startSession(const store::Address &address);
    void setMe(const QString &staff);
    void stop();
    void showProblem(const QString &what);

    const Options m_options;
    const Clock &m_clock;
    store::WriteTurn m_writeTurn = std::make_shared<std::mutex>();
    settings::SystemSecrets m_secrets;
    ui::MainWindow m_window;
    QThread m_backstageThread;
    Backstage *m_backstage = nullptr; ///< lives on m_backstageThread
    std::unique_ptr<ConnectionDesk> m_connections;
    std::unique_ptr<LeadDesk> m_leads;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<PeopleDesk> m_people;
    std::unique_ptr<CalendarDesk> m_calendars;
    std::unique_ptr<BookingDesk> m_bookings;
    std::unique_ptr<PracticeHouse> m_practice;
    std::unique_ptr<Service> m_service;
    board::Health m_health;
    QString m_serviceProblem;
    QString m_me;
    bool m_showsMoney = true;
};

} // namespace ringback::app

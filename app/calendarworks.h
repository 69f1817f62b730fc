#pragma once

#include "asking.h"
#include "base/clock.h"
#include "base/result.h"
#include "board/calendars.h"
#include "connectors/calendar.h"
#include "desk/calendarwork.h"
#include "settings/secretstore.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

namespace ringback::app {

/// What is asked of a calendar by hand: a test, and signing in. Main thread, with requests of its own beside the engine's. Its end gives up what is
/// under way and waits for that.
class CalendarWorks final : public QObject {
    Q_OBJECT

public:
    struct Target {
        desk::CalendarConnection connection;
        Milliseconds timeout{30'000};
    };
    using SignedIn = BrowserSignIn::End;
    using OpenPage = BrowserSignIn::OpenPage;

    /// The office as it is stored now. Errors: NotFound (no such calendar), as the store.
    [[nodiscard]] static Result<Target> targetOf(store::Database &database, const QString &calendar);

    CalendarWorks(const Clock &clock, settings::SecretStore &secrets, QObject *parent = nullptr);
    ~CalendarWorks() override;

    /// The secrets of the engine in this program: what is replaced here (a refresh token) is replaced there too.
    void shareSecrets(std::shared_ptr<connectors::Secrets> secrets) { m_shared = std::move(secrets); }

    /// A missing secret is a finding too: `credentials`, `secret_missing` or `not_signed_in`.
    QCoro::Task<QList<board::TestFinding>> test(Target target);

    /// As ConnectionWorks::signIn().
    QCoro::Task<SignedIn> signIn(Target target, OpenPage openPage);
    void giveUpSignIn();

private:
    [[nodiscard]] std::shared_ptr<connectors::Calendar> open(const Target &target);
    [[nodiscard]] QString whatIsMissing(const desk::CalendarConnection &connection);

    const Clock &m_clock;
    settings::SecretStore &m_secretStore;
    std::shared_ptr<connectors::Secrets> m_shared;
    QNetworkAccessManager m_network;
    BrowserSignIn m_signIn;
    UnderWay<connectors::Calendar> m_open;
};

} // namespace ringback::app

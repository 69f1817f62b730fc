#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "calls/values.h"
#include "connectors/phonesystem.h"
#include "ingress/httplistener.h"
#include "settings/setup.h"
#include "store/database.h"
#include "store/gateways.h"

#include <QHash>
#include <QList>
#include <QString>

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>

namespace ringback::ingress {

/// The webhook door: takes a provider's request, verifies it, stores it in the inbox, commits, and only then answers well. Requests that
/// arrive together share a commit. What is not proved is refused, counted, and not stored. Paths: `/webhooks/<type>/…`, which are the phone systems'
/// own (connectors/phonesystem.h), `/webhooks/booking/<id>` of booking pages, and `/healthz`. All of it happens on the listener's thread.
class WebhookDoor final {
public:
    struct Config {
        store::Address database;
        store::WriteTurn writeTurn;
        const Clock &clock;
        quint64 idSeed = 0;
        QString publicUrl; ///< what the provider calls us by, without a trailing slash; empty = as the request's Host header says
        HttpLimits limits = {};
        std::function<void()> stored; ///< after each commit that brought something new; on the listener's thread
    };

    explicit WebhookDoor(Config config);
    ~WebhookDoor();
    WebhookDoor(const WebhookDoor &) = delete;
    WebhookDoor &operator=(const WebhookDoor &) = delete;

    /// The port that was taken. Errors: as HttpListener.
    [[nodiscard]] Result<quint16> start(const QString &address, quint16 port);
    void stop();

    /// The connections to let in, whose secrets are at hand, and the lines to ring from now on. From any thread, also before start(). Until there
    /// is a connection requests are told to try again.
    struct Office {
        QList<settings::Connection> connections;
        std::shared_ptr<const connectors::Secrets> secrets;
        QList<calls::Line> lines;
        QList<settings::BookingPage> bookingPages = {};
    };
    void setOffice(Office office);

    /// So many events, and texts that came due just now, may wait for an engine; when there are more, answers are held back a millisecond for each,
    /// up to longestHold. What is stored is stored: only the next webhook comes later, so that a storm is worked off as it comes and its texts leave
    /// in time. Texts that wait for longer than `justNow` do so for another reason (a line's pace, a provider that is down).
    static constexpr int freelyAhead = 128;
    static constexpr std::chrono::milliseconds longestHold{100};
    static constexpr std::chrono::milliseconds justNow{2'000};
    /// How long the answer is held back while so many wait.
    [[nodiscard]] static constexpr std::chrono::milliseconds holdFor(int waiting)
    {
        return std::clamp(std::chrono::milliseconds(waiting - freelyAhead), std::chrono::milliseconds(0), longestHold);
    }

    /// How often at most the count of refused webhooks is written down: a flood of forgeries must not become a flood of commits.
    static constexpr Milliseconds refusalNoteInterval{1'000};

private:
    struct Pending {
        QString connection;
        QList<calls::ProviderEvent> events;
        Instant receivedAt;
        HttpResponse answer;
        HttpListener::Reply reply;
    };

    void handle(const HttpRequest &request, HttpListener::Reply reply);
    [[nodiscard]] Office office() const;
    void handleWebhook(const HttpRequest &request, const Office &office, const QString &type, const QByteArray &rest,
                       HttpListener::Reply reply);
    void handleBooking(const HttpRequest &request, const Office &office, const QByteArray &page, HttpListener::Reply reply);
    void take(const QString &connection, connectors::Received &received, Instant now, HttpListener::Reply reply);
    void refuse(const QString &connection, const QString &why, const HttpListener::Reply &reply);
    void flush();
    struct Stored {
        int fresh = 0; ///< how many were new
        std::chrono::milliseconds hold{0};
    };
    [[nodiscard]] Result<Stored> store(const QList<Pending> &batch);
    [[nodiscard]] Result<int> waiting(Instant now) const; ///< counts no further than what longestHold needs
    [[nodiscard]] Done openStore();
    void noteRefusals();

    Config m_config;
    IdSource m_ids;
    std::unique_ptr<store::Database> m_database; ///< opened, used and closed on the listener's thread
    mutable std::mutex m_officeMutex;
    Office m_office; ///< under the mutex
    QList<Pending> m_pending;
    struct Refusals {
        int count = 0;
        Instant lastAt;
        QString why; ///< where the provider's proof says more than no
    };
    QHash<QString, Refusals> m_refusals; ///< by connection, not yet written down
    Instant m_refusalsNotedAt;
    bool m_flushPosted = false;
    std::unique_ptr<HttpListener> m_listener; ///< last: its thread uses all of the above
};

} // namespace ringback::ingress

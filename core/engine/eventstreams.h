#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "connectors/eventstream.h"
#include "engine/logreader.h"
#include "engine/runner.h"
#include "store/database.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <memory>
#include <optional>

namespace ringback::engine {

/// Keeps open what providers push their events over, and puts what arrives into the inbox, many to a commit. While the database is away, events
/// wait in memory; those beyond that are read from the provider's list later. Lives on the engine's thread.
class EventStreams final : public QObject {
    Q_OBJECT

public:
    EventStreams(store::Database &database, const Clock &clock, IdSource &ids);
    ~EventStreams() override;

    /// By connection id. A stream of a provider that stays is left alone. Which connections have one.
    QSet<QString> setSenders(const QHash<QString, Sender> &senders);

    /// Stores what has arrived and how the streams are doing, in one transaction; tells `reader` of gaps. How many events were new. Errors:
    /// Transient (nothing was lost; try again).
    [[nodiscard]] Result<int> turn(LogReader &reader);
    [[nodiscard]] bool hasNews() const { return !m_arrived.isEmpty() || !m_news.isEmpty(); }
    /// No stream brings anything any more.
    void close();

    /// Events that wait for the database at most, of all connections.
    static constexpr qsizetype mostInMemory = 2'000;

Q_SIGNALS:
    /// There is something for turn().
    void arrived();

private:
    struct Open {
        std::shared_ptr<connectors::PhoneProvider> provider;
        std::shared_ptr<connectors::EventStream> stream;
    };
    struct Arrived {
        QString connection;
        calls::ProviderEvent event;
        Instant at;
    };
    /// What is to be noted of a stream.
    struct News {
        std::optional<std::optional<Instant>> until; ///< it is open until then, or not at all
        std::optional<QString> failure; ///< a Finding's problem
        std::optional<Instant> missedSince;
    };

    void follow(const QString &connection, const std::shared_ptr<connectors::EventStream> &stream);
    void take(const QString &connection, const calls::ProviderEvent &event);
    void closeOne(const Open &open);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    QHash<QString, Open> m_open; ///< by connection
    QList<Arrived> m_arrived; ///< oldest first
    QHash<QString, News> m_news; ///< by connection
};

} // namespace ringback::engine

#include "engine/eventstreams.h"

#include "engine/arrivals.h"
#include "store/pulsegateway.h"

#include <algorithm>

namespace ringback::engine {

using connectors::EventStream;

EventStreams::EventStreams(store::Database &database, const Clock &clock, IdSource &ids)
    : m_database(database)
    , m_clock(clock)
    , m_ids(ids)
{}

EventStreams::~EventStreams()
{
    close();
}

QSet<QString> EventStreams::setSenders(const QHash<QString, Sender> &senders)
{
    QHash<QString, Open> open;
    QSet<QString> connections;
    for (auto sender = senders.cbegin(); sender != senders.cend(); ++sender) {
        const std::shared_ptr<connectors::PhoneProvider> &provider = sender->provider;
        if (!provider)
            continue;
        const Open before = m_open.take(sender.key());
        if (before.provider == provider) {
            open.insert(sender.key(), before);
        } else {
            closeOne(before);
            const Open fresh{.provider = provider, .stream = provider->stream()};
            open.insert(sender.key(), fresh);
            if (fresh.stream)
                follow(sender.key(), fresh.stream);
        }
        if (open.value(sender.key()).stream)
            connections.insert(sender.key());
    }
    close(); // of connections that are gone
    m_open = std::move(open);
    return connections;
}

void EventStreams::follow(const QString &connection, const std::shared_ptr<EventStream> &stream)
{
    EventStream *const source = stream.get();
    connect(source, &EventStream::arrived, this, [this, connection](const calls::ProviderEvent &event) { take(connection, event); });
    connect(source, &EventStream::opened, this, [this, connection](Instant until) {
        m_news[connection].until = until;
        m_news[connection].failure.reset();
        Q_EMIT arrived();
    });
    connect(source, &EventStream::missed, this, [this, connection](Instant since) {
        News &news = m_news[connection];
        news.missedSince = std::min(news.missedSince.value_or(since), since);
        Q_EMIT arrived();
    });
    connect(source, &EventStream::failed, this, [this, connection](const QString &problem, const QString &) {
        m_news[connection].until = std::optional<Instant>();
        m_news[connection].failure = problem;
        Q_EMIT arrived();
    });
    source->open();
}

void EventStreams::take(const QString &connection, const calls::ProviderEvent &event)
{
    const Instant now = m_clock.now();
    if (m_arrived.size() < mostInMemory) {
        m_arrived.append({connection, event, now});
    } else { // the list has it too
        News &news = m_news[connection];
        const Instant since = std::min(event.at.value_or(now), now);
        news.missedSince = std::min(news.missedSince.value_or(since), since);
    }
    Q_EMIT arrived();
}

Result<int> EventStreams::turn(LogReader &reader)
{
    if (!hasNews())
        return 0;
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return failure(transaction);
    const Instant now = m_clock.now();
    const store::InboxGateway inbox(m_database);
    const store::PulseGateway pulses(m_database);
    QHash<QString, Instant> heard;
    int fresh = 0;
    for (const Arrived &arrived : std::as_const(m_arrived)) {
        heard[arrived.connection] = arrived.at;
        const std::optional<store::InboxEvent> event = inboxEvent(m_ids, arrived.connection, arrived.event, arrived.at);
        if (!event)
            continue;
        const Result<bool> isNew = inbox.append(*transaction, *event);
        if (!isNew)
            return failure(isNew);
        fresh += *isNew ? 1 : 0;
    }
    for (auto event = heard.cbegin(); event != heard.cend(); ++event) {
        if (const Done noted = pulses.noteEvent(*transaction, event.key(), *event); !noted)
            return failure(noted);
    }
    for (auto news = m_news.cbegin(); news != m_news.cend(); ++news) {
        if (news->until) {
            if (const Done noted = pulses.noteStream(*transaction, news.key(), *news->until); !noted)
                return failure(noted);
        }
        if (news->failure) {
            if (const Done noted = pulses.noteFailure(*transaction, news.key(), *news->failure, now); !noted)
                return failure(noted);
        } else if (news->until && *news->until) {
            if (const Done noted = pulses.noteSuccess(*transaction, news.key(), now); !noted)
                return failure(noted);
        }
    }
    if (const Done committed = transaction->commit(); !committed)
        return failure(committed);
    m_arrived.clear();
    const QHash<QString, News> told = std::exchange(m_news, {});
    for (auto news = told.cbegin(); news != told.cend(); ++news) {
        if (news->missedSince)
            reader.readFrom(news.key(), *news->missedSince);
    }
    return fresh;
}

void EventStreams::close()
{
    for (const Open &open : std::as_const(m_open))
        closeOne(open);
    m_open.clear();
}

void EventStreams::closeOne(const Open &open)
{
    if (!open.stream)
        return;
    open.stream->disconnect(this);
    open.stream->close();
}

} // namespace ringback::engine

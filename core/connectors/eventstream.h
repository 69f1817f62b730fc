#pragma once

#include "base/clock.h"
#include "calls/providerevent.h"

#include <QObject>

#include <optional>

namespace ringback::connectors {

/// Events that a provider pushes over a connection that we opened. Lives on the engine's thread. Opens again by itself, with growing pauses, until it
/// is closed.
class EventStream : public QObject {
    Q_OBJECT

public:
    virtual void open() = 0;
    /// No signal comes after it.
    virtual void close() = 0;

Q_SIGNALS:
    void arrived(const ringback::calls::ProviderEvent &event);
    /// Events come from now on, at least until then if nothing breaks.
    void opened(ringback::Instant until);
    /// What happened since then may not come any more: the provider's lists have to be read.
    void missed(ringback::Instant since);
    /// In the words of a Finding's `problem`, with the provider's own code; it tries again where that makes sense.
    void failed(const QString &problem, const QString &detail);

protected:
    EventStream() = default;
};

} // namespace ringback::connectors

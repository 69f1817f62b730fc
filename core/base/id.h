#pragma once

#include "base/clock.h"

#include <QHashFunctions>
#include <QString>

#include <mutex>
#include <optional>
#include <random>

namespace ringback {

/// The id of one kind of thing: a UUID version 7 (RFC 9562) as lower-case text, so ids sort by the time they were made.
/// An Id of calls cannot be passed where an Id of tasks is wanted.
template <class Tag>
class Id final {
public:
    /// An id as the store or the command line gave it: 36 characters, hex digits and dashes.
    [[nodiscard]] static std::optional<Id> parse(QStringView text)
    {
        if (text.size() != 36)
            return std::nullopt;
        for (const QChar c : text) {
            const ushort u = c.unicode();
            if (!((u >= '0' && u <= '9') || (u >= 'a' && u <= 'f') || u == '-'))
                return std::nullopt;
        }
        return Id(text.toString());
    }

    [[nodiscard]] const QString &text() const { return m_text; }

    friend bool operator==(const Id &, const Id &) = default;
    friend bool operator<(const Id &a, const Id &b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.m_text, seed); }

private:
    friend class IdSource;
    explicit Id(QString text)
        : m_text(std::move(text))
    {}

    QString m_text;
};

/// Makes ids. Every one is greater than the one before it, also within one millisecond. Any thread.
class IdSource final {
public:
    explicit IdSource(quint64 seed)
        : m_random(seed)
    {}

    /// Seeded from the operating system: what `app` uses. Tests pass a seed of their own.
    [[nodiscard]] static quint64 systemSeed();

    template <class AnyId>
    [[nodiscard]] AnyId next(Instant now)
    {
        return AnyId(nextText(now));
    }

private:
    [[nodiscard]] QString nextText(Instant now);

    std::mutex m_mutex;
    std::mt19937_64 m_random;
    qint64 m_lastMs = 0;
    quint32 m_counter = 0;
};

} // namespace ringback

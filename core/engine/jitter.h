#pragma once

#include <QString>

#include <random>

namespace ringback::engine {

/// From 0 to 1, to spread retries. Each `part` of an engine has numbers of its own.
class Jitter final {
public:
    Jitter(const QString &engineId, size_t part)
        : m_random(static_cast<quint32>(qHash(engineId, part)))
    {}

    [[nodiscard]] double next() { return std::uniform_real_distribution<double>(0.0, 1.0)(m_random); }

private:
    std::mt19937 m_random;
};

} // namespace ringback::engine

#pragma once

#include <QList>

#include <random>

namespace ringback::sim {

/// All chance of a run. Not the standard's distributions: those draw otherwise with another library.
class Dice final {
public:
    explicit Dice(quint64 seed)
        : m_random(seed)
    {}

    [[nodiscard]] quint64 any() { return m_random(); }
    /// 0 to limit - 1.
    [[nodiscard]] int below(int limit) { return static_cast<int>(m_random() % static_cast<quint64>(limit)); }
    [[nodiscard]] int between(int least, int most) { return least + below(most - least + 1); }
    [[nodiscard]] bool percent(int chance) { return below(100) < chance; }
    template <class T>
    [[nodiscard]] const T &one(const QList<T> &of)
    {
        return of.at(below(static_cast<int>(of.size())));
    }

private:
    std::mt19937_64 m_random;
};

} // namespace ringback::sim

#pragma once

#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace ringback::test {

/// A filter in one of Bullhorn's two languages, as far as a strict reader of our own understands them: comparisons, IN, AND, OR, parentheses.
class BullhornFilter final {
public:
    using Value = std::function<QJsonValue(const QString &path)>;

    /// Empty when it is not well formed.
    [[nodiscard]] static std::optional<BullhornFilter> jpql(const QString &where);
    [[nodiscard]] static std::optional<BullhornFilter> lucene(const QString &query);

    [[nodiscard]] bool matches(const Value &value) const { return m_test(value); }
    [[nodiscard]] const QStringList &paths() const { return m_paths; } ///< that it speaks of

private:
    friend class BullhornFilterReader;
    std::function<bool(const Value &)> m_test;
    QStringList m_paths;
};

} // namespace ringback::test

#pragma once

#include <QByteArray>
#include <QString>

namespace ringback::desk {

/// A password or PIN as it was typed, wiped when it goes. Of what it was made from (a field on the screen) others must take care. It cannot be copied, so
/// that there is one place to wipe.
class Secret final {
public:
    Secret() = default;
    /// One form for what keyboards write in several: `é` is one character, not two.
    explicit Secret(const QString &typed);
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; } ///< UTF-8
    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }

    friend bool operator==(const Secret &a, const Secret &b) { return a.m_bytes == b.m_bytes; }

private:
    void wipe();

    QByteArray m_bytes;
};

} // namespace ringback::desk

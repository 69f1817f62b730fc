#include "settings/secretwrites.h"

namespace ringback::settings {

Done SecretWrites::write(const QString &name, const QByteArray &value)
{
    const Result<QByteArray> before = m_store->written(name);
    if (!before && before.error().kind != ErrorKind::NotFound)
        return failure(before); // what could not be put back is not replaced
    if (Done written = m_store->write(name, value); !written)
        return written;
    m_replaced.append({.name = name, .before = before ? std::optional(*before) : std::nullopt});
    return {};
}

Done SecretWrites::putBack()
{
    Done first;
    while (!m_replaced.isEmpty()) {
        const Replaced each = m_replaced.takeLast();
        const Done back = each.before ? m_store->write(each.name, *each.before) : m_store->remove(each.name);
        if (first && !back)
            first = back;
    }
    return first;
}

} // namespace ringback::settings

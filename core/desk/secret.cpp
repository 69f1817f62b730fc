#include "desk/secret.h"

#include <sodium.h>

#include <utility>

namespace ringback::desk {

namespace {

// The text's own buffer, when nobody else has it.
void wipeText(QString &text)
{
    if (text.isDetached())
        sodium_memzero(text.data(), static_cast<size_t>(text.size()) * sizeof(QChar));
}

} // namespace

Secret::Secret(const QString &typed)
{
    QString one = typed.normalized(QString::NormalizationForm_KC);
    m_bytes = one.toUtf8();
    if (one.constData() != typed.constData()) // plain text is not copied by normalising it
        wipeText(one);
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe()
{
    if (!m_bytes.isEmpty() && m_bytes.isDetached())
        sodium_memzero(m_bytes.data(), static_cast<size_t>(m_bytes.size()));
}

} // namespace ringback::desk

#include "connectors/acculynx/pages.h"

namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

QByteArray Pages::query(const QByteArray &name) const
{
    return "pageSize=" + QByteArray::number(size) + '&' + name + '=' + QByteArray::number(m_index);
}

Done Pages::take(const Page &page)
{
    const QStringList ids = page.ids();
    if (page.isPastEnd || ids.isEmpty()) {
        m_isAtEnd = true;
        return {};
    }
    if (m_index > 0 && ids.constFirst() == m_first)
        return failure(ErrorKind::Transient, u"a page came twice"_s);
    const int count = static_cast<int>(ids.size());
    if (m_index > 0 && m_unit == Unit::Unknown)
        m_unit = ids.constFirst() == m_second ? Unit::Records : Unit::Pages;
    if (m_index == 0)
        m_second = ids.value(1);
    m_first = ids.constFirst();
    m_seen = m_unit == Unit::Records ? m_index + count : m_seen + count;
    m_index = m_unit == Unit::Records ? m_seen : m_index + 1;
    // Without a count the list goes on until a page is empty: the server's own page may be smaller than what was asked for.
    m_isAtEnd = page.count && m_seen >= *page.count;
    return {};
}

QJsonObject Pages::written() const
{
    return {{u"i"_s, m_index}, {u"n"_s, m_seen}, {u"u"_s, static_cast<int>(m_unit)}, {u"f"_s, m_first}, {u"s"_s, m_second}};
}

Pages Pages::read(const QJsonObject &object)
{
    Pages pages;
    pages.m_index = qMax(0, object.value("i"_L1).toInt());
    pages.m_seen = qMax(0, object.value("n"_L1).toInt());
    pages.m_unit = static_cast<Unit>(qBound(0, object.value("u"_L1).toInt(), 2));
    pages.m_first = idOf(object, "f"_L1);
    pages.m_second = idOf(object, "s"_L1);
    return pages;
}

} // namespace ringback::connectors::acculynx

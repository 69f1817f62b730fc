#pragma once

#include "connectors/acculynx/records.h"

#include <QJsonObject>
#include <QString>

namespace ringback::connectors::acculynx {

/// Goes through a list page by page. AccuLynx' own description calls the index one of pages in one place and one of records in the next
/// (crm-ats-calendar.md, 5), so the second page is looked at: where it begins with the second entry of the first, records are counted. Can be
/// written down and gone on with.
class Pages final {
public:
    static constexpr int size = 25; ///< searches refuse more

    [[nodiscard]] int index() const { return m_index; }
    /// `pageSize=25&<name>=3`
    [[nodiscard]] QByteArray query(const QByteArray &name) const;

    /// One came. Errors: Transient (it is the page before: the list would never end).
    [[nodiscard]] Done take(const Page &page);
    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }

    [[nodiscard]] QJsonObject written() const;
    [[nodiscard]] static Pages read(const QJsonObject &object);

private:
    enum class Unit { Unknown, Pages, Records };

    int m_index = 0;
    int m_seen = 0; ///< entries, up to and with the last page
    Unit m_unit = Unit::Unknown;
    QString m_first; ///< id of the last page's first entry
    QString m_second; ///< of the first page
    bool m_isAtEnd = false;
};

} // namespace ringback::connectors::acculynx

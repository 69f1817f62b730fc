#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

/// The lines of iCalendar text (RFC 5545, 3.1), before anybody asks what they mean. They are split here and not by libical, which leaves out what it
/// cannot read: a series without its rule, or half a file, would look like somebody who is free.
namespace ringback::connectors::icalendar {

struct Line {
    QByteArray raw; ///< with its folds and its end
    QByteArray text; ///< unfolded, without an end
};

struct Property {
    QByteArray name; ///< in capitals
    QList<std::pair<QByteArray, QByteArray>> parameters; ///< names in capitals; values without quotes
    QByteArray value;

    /// Empty = there is none.
    [[nodiscard]] QByteArray parameter(QByteArrayView called) const;
};

/// From a BEGIN to its END.
struct Component {
    QByteArray name; ///< in capitals
    QList<Property> properties;
    std::vector<Component> parts;

    /// The first of that name; null = there is none.
    [[nodiscard]] const Property *property(QByteArrayView called) const;
    [[nodiscard]] QList<const Property *> all(QByteArrayView called) const;
};

struct Calendars {
    std::vector<Component> calendars; ///< every VCALENDAR
    bool oddLines = false; ///< some lines are no properties, and were left out
};

void eachLine(const QByteArray &text, const std::function<void(Line)> &take);
/// Empty = it is none.
[[nodiscard]] std::optional<Property> propertyOf(const QByteArray &line);
/// Errors: Invalid: it is not VCALENDARs from the first line to the last, each with its end.
[[nodiscard]] Result<Calendars> readWhole(const QByteArray &text);

/// A TEXT value as it stands in a file, and back.
[[nodiscard]] QByteArray escaped(const QString &text);
[[nodiscard]] QString unescaped(const QByteArray &value);
/// With its end. Folded at 75 octets, never inside a character.
[[nodiscard]] QByteArray folded(const QByteArray &line);

} // namespace ringback::connectors::icalendar

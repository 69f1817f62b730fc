#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QString>

#include <optional>

/// The XML of WebDAV and CalDAV (RFC 4918, 4791), as far as it is spoken here. Pure.
namespace ringback::connectors::caldav {

/// What a multistatus answer says of one thing.
struct DavItem {
    QByteArray href; ///< as it stands there
    int status = 0; ///< of the thing as a whole; 0 = none is said
    bool hasFailed = false; ///< a property was refused for another reason than that there is none

    bool isCollection = false;
    bool isCalendar = false;
    bool isSubscribed = false; ///< a foreign feed that is only shown there
    QString name;
    QByteArray principal; ///< who is signed in
    QByteArray home; ///< where their calendars are
    std::optional<QSet<QString>> components; ///< `VEVENT`
    std::optional<QSet<QString>> rights; ///< `write-content`
    std::optional<bool> answersQueries; ///< with a `calendar-query`
    QByteArray version; ///< changes with whatever lies in it
    QByteArray tag; ///< ETag
    std::optional<QByteArray> data; ///< iCalendar text
};

/// Errors: Invalid: no whole multistatus; one that holds an entity or is nested without end.
[[nodiscard]] Result<QList<DavItem>> readMultistatus(const QByteArray &xml);

/// The names of what a refusal says was not kept to (`no-uid-conflict`); empty where it says nothing such.
[[nodiscard]] QSet<QString> readConditions(const QByteArray &xml);

/// A PROPFIND for all that a DavItem holds, but the text.
[[nodiscard]] QByteArray askForProperties();
/// A calendar-query for the events that touch the time between.
[[nodiscard]] QByteArray askForEvents(Instant from, Instant to);
/// One for the events that recur.
[[nodiscard]] QByteArray askForSeries();
/// One for the event with that UID.
[[nodiscard]] QByteArray askForUid(const QString &uid);

} // namespace ringback::connectors::caldav

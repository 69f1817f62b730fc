#pragma once

#include "base/result.h"
#include "connectors/bounded.h"
#include "connectors/twilio/form.h"

#include <algorithm>
#include <initializer_list>

/// Twilio's words, as webhooks and lists share them, and how long its values may be.
namespace ringback::connectors::twilio {

inline constexpr qsizetype maxId = 64;
inline constexpr qsizetype maxName = 256;
inline constexpr qsizetype maxBody = 10'000; // Twilio stops at 1600 for texts
inline constexpr int maxMedia = 100; // Twilio stops at 10
inline constexpr qsizetype maxUrl = 2048;
inline constexpr qsizetype maxTranscript = 10'000;

[[nodiscard]] inline bool isOneOf(QStringView word, std::initializer_list<QStringView> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

[[nodiscard]] inline bool isUnanswered(QStringView status)
{
    return isOneOf(status, {u"no-answer", u"busy", u"failed", u"canceled"});
}

/// Of a call or a leg.
[[nodiscard]] inline bool isOver(QStringView status)
{
    return status == u"completed" || isUnanswered(status);
}

/// What picked up, where detection is switched on: `machine_start`, `machine_end_beep`, `fax`, …
[[nodiscard]] inline bool isMachine(QStringView answeredBy)
{
    return answeredBy.startsWith(u"machine") || answeredBy == u"fax";
}

/// `SM…`, `CA…`: two letters and 32 hex digits.
[[nodiscard]] inline bool isSid(QStringView sid, std::initializer_list<QStringView> prefixes)
{
    return sid.size() == 34 && isOneOf(sid.left(2), prefixes) && std::all_of(sid.begin() + 2, sid.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
           });
}

/// A value that an event cannot do without. Errors: Invalid, naming it.
[[nodiscard]] inline Result<QString> required(const Form &form, QStringView name)
{
    const QString value = form.value(name);
    if (value.isEmpty())
        return failure(ErrorKind::Invalid, QStringLiteral("%1 is missing").arg(name));
    if (value.size() > maxId || value.contains(QChar(u'\0')))
        return failure(ErrorKind::Invalid, QStringLiteral("%1 is not what Twilio sends").arg(name));
    return value;
}

/// The same; older webhooks name it in the older way only.
[[nodiscard]] inline Result<QString> required(const Form &form, QStringView name, QStringView olderName)
{
    return required(form, form.value(name).isEmpty() && !form.value(olderName).isEmpty() ? olderName : name);
}

} // namespace ringback::connectors::twilio

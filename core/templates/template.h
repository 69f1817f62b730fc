#pragma once

#include "base/result.h"

#include <QHash>
#include <QString>
#include <QStringList>

/// Message templates: `Hi {{first_name|there}}, this is {{company_name}}.` Pure.
namespace ringback::templates {

/// A field's name and its value. A field without a value uses the fallback text after the bar; without a fallback it is left out
/// together with one blank beside it, the one before it if there is one: `Hi {{first_name}}, …` becomes `Hi, …`.
using Fields = QHash<QString, QString>;

/// Every field a template may use: `first_name`, `company_name`, `company_phone`, `line_phone`, `staff_name`, `booking_link`,
/// `appointment_time`.
[[nodiscard]] QStringList knownFields();

/// In characters: what providers take in one request (providers: phone-and-sms.md, 2.6).
inline constexpr qsizetype maxTemplateLength = 1600;

/// The field that was probably meant: at most three letters away; empty when none is.
[[nodiscard]] QString nearestField(const QString &name);

/// The fields a template uses, in order; none where check() finds something wrong.
[[nodiscard]] QStringList fieldsOf(const QString &source);

/// Errors: Invalid, with what is wrong and where (`unknown field 'frist_name' at character 4; did you mean 'first_name'?`, an unclosed
/// `{{`, a `}}` that closes nothing, an empty template, more than 1600 characters). The first finding only; characters count from 1.
[[nodiscard]] Done check(const QString &source);

/// The text with its fields filled in. Values are data: braces in them are not read again, line breaks and control characters become
/// blanks. Errors as check(), and Invalid where nothing is left, or where the values make it longer than 1600 characters.
[[nodiscard]] Result<QString> render(const QString &source, const Fields &fields);

/// The same for words of our own that no office writes: the fields are those that are given.
[[nodiscard]] Result<QString> fill(const QString &source, const Fields &fields);

} // namespace ringback::templates

#pragma once

#include <QStringView>

namespace ringback::calls {

/// Whether mail servers take it as it is: `pat@example.com`, in ASCII, of at most 254 characters (RFC 5321, 4.5.3.1), and without what a mail's head or an
/// SMTP command would read as something else. Quoted names and addresses in brackets, which nobody has, are left out.
[[nodiscard]] bool isEmailAddress(QStringView text);

/// Line breaks and their kin: what must not get into a mail's head.
[[nodiscard]] bool hasControlCharacters(QStringView text);

} // namespace ringback::calls

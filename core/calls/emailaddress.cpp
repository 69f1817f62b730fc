#include "calls/emailaddress.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringback::calls {

using namespace Qt::StringLiterals;

bool isEmailAddress(QStringView text)
{
    // Dot-atoms (RFC 5322, 3.2.3) of a name and a host's labels. `\z`, as `$` would let a line break follow.
    static const QRegularExpression address(
        u"\\A(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        "@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\\z"_s);
    return text.size() <= 254 && address.match(text.toString()).hasMatch();
}

bool hasControlCharacters(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
    });
}

} // namespace ringback::calls

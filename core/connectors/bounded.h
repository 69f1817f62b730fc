#pragma once

#include <QString>

namespace ringback::connectors {

/// A text from outside, no longer than that. No value of ours holds U+0000 (PostgreSQL takes none) or half of a surrogate pair.
[[nodiscard]] inline QString bounded(QString text, qsizetype length)
{
    text.remove(QChar(u'\0'));
    if (text.size() > length)
        text.truncate(text.at(length - 1).isHighSurrogate() ? length - 1 : length);
    return text;
}

} // namespace ringback::connectors

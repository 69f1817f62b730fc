#include "desk/replytext.h"

#include "templates/segments.h"

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ReplyRefusal::Why;

namespace {

QString tidy(const QString &typed)
{
    QString text = typed;
    text.replace(u"\r\n"_s, u"\n"_s);
    for (QChar &c : text) {
        if (c == u'\r' || c == QChar::ParagraphSeparator || c == QChar::LineSeparator)
            c = u'\n';
        else if (c == u'\t')
            c = u' ';
    }
    return text.trimmed();
}

// What shows a text as something else than it is. Joiners stay: families and flags are made of them.
bool isStrange(QChar c)
{
    const ushort u = c.unicode();
    const bool turnsAround = (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
    return (c.category() == QChar::Other_Control && c != u'\n') || turnsAround || u == 0xFEFF || u >= 0xFFFE;
}

std::optional<int> strangeAt(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (isStrange(c) || (c.isSurrogate() && !isPair))
            return static_cast<int>(i);
        i += isPair ? 1 : 0;
    }
    return std::nullopt;
}

tl::unexpected<ReplyRefusal> refused(ReplyRefusal refusal)
{
    return tl::unexpected<ReplyRefusal>(std::move(refusal));
}

} // namespace

TextSize sizeOf(const QString &text)
{
    const templates::SegmentCount count = templates::countSegments(text);
    return {.segments = count.segments, .left = count.left, .isPlain = count.encoding == templates::SegmentCount::Encoding::Gsm7};
}

ReplyAnswer<QString> readText(const QString &typed)
{
    const QString text = tidy(typed);
    if (text.isEmpty())
        return refused({.why = Why::NothingWritten});
    if (const std::optional<int> at = strangeAt(text))
        return refused({.why = Why::StrangeCharacters, .count = *at});
    if (const int segments = sizeOf(text).segments; segments > mostSegments)
        return refused({.why = Why::TooLong, .count = segments, .most = mostSegments});
    return text;
}

ReplyAnswer<QString> readNote(const QString &typed)
{
    const QString text = tidy(typed);
    if (text.isEmpty())
        return refused({.why = Why::NothingWritten});
    if (const std::optional<int> at = strangeAt(text))
        return refused({.why = Why::StrangeCharacters, .count = *at});
    if (text.size() > mostOfNote)
        return refused({.why = Why::TooLong, .count = static_cast<int>(text.size()), .most = mostOfNote});
    return text;
}

} // namespace ringback::desk

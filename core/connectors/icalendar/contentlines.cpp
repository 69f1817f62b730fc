#include "connectors/icalendar/contentlines.h"

#include "connectors/icalendar/icalendar.h"

namespace ringback::connectors::icalendar {

namespace {

constexpr qsizetype longestLine = 75; // octets, without the end
constexpr std::size_t deepest = 8; // components inside each other: an alarm in an event in a calendar is three

bool isNameCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool continuesACharacter(char c)
{
    return (uchar(c) & 0xC0) == 0x80;
}

tl::unexpected<Error> notWhole(const char *what)
{
    return failure(ErrorKind::Invalid, QStringLiteral("this is no whole calendar: ") + QLatin1StringView(what));
}

} // namespace

QByteArray Property::parameter(QByteArrayView called) const
{
    for (const auto &[known, what] : parameters) {
        if (known == called)
            return what;
    }
    return {};
}

const Property *Component::property(QByteArrayView called) const
{
    for (const Property &one : properties) {
        if (one.name == called)
            return &one;
    }
    return nullptr;
}

QList<const Property *> Component::all(QByteArrayView called) const
{
    QList<const Property *> found;
    for (const Property &one : properties) {
        if (one.name == called)
            found.append(&one);
    }
    return found;
}

QList<Line> linesOf(const QByteArray &text)
{
    QList<Line> lines;
    qsizetype at = text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    while (at < text.size()) {
        const qsizetype end = text.indexOf('\n', at);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        QByteArrayView part = QByteArrayView(text).sliced(at, (end < 0 ? text.size() : end) - at);
        if (part.endsWith('\r'))
            part.chop(1);
        const bool folds = (part.startsWith(' ') || part.startsWith('\t')) && !lines.isEmpty();
        if (folds) {
            lines.last().raw.append(text.constData() + at, next - at);
            lines.last().text.append(part.sliced(1));
        } else {
            lines.append({.raw = text.sliced(at, next - at), .text = part.toByteArray()});
        }
        at = next;
    }
    return lines;
}

std::optional<Property> propertyOf(const QByteArray &line)
{
    qsizetype at = 0;
    while (at < line.size() && isNameCharacter(line.at(at)))
        ++at;
    if (at == 0 || at == line.size())
        return std::nullopt;
    Property read{.name = line.first(at).toUpper()};
    while (at < line.size() && line.at(at) == ';') {
        const qsizetype equals = line.indexOf('=', at);
        if (equals < 0)
            return std::nullopt;
        bool quoted = false;
        qsizetype end = equals + 1;
        while (end < line.size() && (quoted || (line.at(end) != ';' && line.at(end) != ':'))) {
            if (line.at(end) == '"')
                quoted = !quoted;
            ++end;
        }
        QByteArray value = line.sliced(equals + 1, end - equals - 1);
        value.replace('"', "");
        read.parameters.append({line.sliced(at + 1, equals - at - 1).trimmed().toUpper(), value});
        at = end;
    }
    if (at >= line.size() || line.at(at) != ':')
        return std::nullopt;
    read.value = line.sliced(at + 1);
    return read;
}

Result<Calendars> readWhole(const QByteArray &text)
{
    if (text.size() > longestFile)
        return failure(ErrorKind::Invalid, QStringLiteral("the calendar is longer than %1 bytes").arg(longestFile));
    Calendars read;
    std::vector<Component> open;
    for (const Line &line : linesOf(text)) {
        if (line.text.trimmed().isEmpty())
            continue;
        const std::optional<Property> property = propertyOf(line.text);
        const bool begins = property && property->name == "BEGIN";
        if (open.empty() && !(begins && property->value.trimmed().toUpper() == "VCALENDAR"))
            return notWhole("something stands outside");
        if (!property) {
            read.oddLines = true;
            continue;
        }
        if (begins) {
            if (open.size() == deepest)
                return notWhole("it is nested too deeply");
            open.push_back({.name = property->value.trimmed().toUpper()});
        } else if (property->name == "END") {
            if (property->value.trimmed().toUpper() != open.back().name)
                return notWhole("an end without its beginning");
            Component closed = std::move(open.back());
            open.pop_back();
            (open.empty() ? read.calendars : open.back().parts).push_back(std::move(closed));
        } else {
            open.back().properties.append(*property);
        }
    }
    if (!open.empty())
        return notWhole("it ends in the middle");
    if (read.calendars.empty())
        return notWhole("it is empty");
    return read;
}

QByteArray escaped(const QString &text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            safe += QStringLiteral("\\n");
        else if (c == u'\\' || c == u';' || c == u',')
            safe.append(u'\\').append(c);
        else if (c.unicode() >= 0x20 && c.unicode() != 0x7F) // what steers a terminal is no text; a carriage return would end the line
            safe += c;
        else if (c == u'\t')
            safe += u' ';
    }
    return safe.toUtf8();
}

QString unescaped(const QByteArray &value)
{
    QByteArray plain;
    plain.reserve(value.size());
    for (qsizetype at = 0; at < value.size(); ++at) {
        if (value.at(at) == '\\' && at + 1 < value.size()) {
            const char next = value.at(++at);
            plain += next == 'n' || next == 'N' ? '\n' : next;
        } else {
            plain += value.at(at);
        }
    }
    return QString::fromUtf8(plain);
}

QByteArray folded(const QByteArray &line)
{
    QByteArray out;
    qsizetype at = 0;
    qsizetype room = longestLine;
    while (line.size() - at > room) {
        qsizetype cut = at + room;
        while (cut > at + 1 && continuesACharacter(line.at(cut)))
            --cut;
        out += line.sliced(at, cut - at) + "\r\n ";
        at = cut;
        room = longestLine - 1; // the blank counts
    }
    return out + line.sliced(at) + "\r\n";
}

} // namespace ringback::connectors::icalendar

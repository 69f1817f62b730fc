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

/// What has begun and not ended.
struct Nesting {
    Calendars read;
    std::vector<Component> open;

    /// What is wrong with the line; null = nothing.
    const char *take(const QByteArray &line)
    {
        if (line.trimmed().isEmpty())
            return nullptr;
        std::optional<Property> property = propertyOf(line);
        const bool begins = property && property->name == "BEGIN";
        if (open.empty() && !(begins && property->value.trimmed().toUpper() == "VCALENDAR"))
            return "something stands outside";
        if (!property) {
            read.oddLines = true;
        } else if (begins) {
            if (open.size() == deepest)
                return "it is nested too deeply";
            open.push_back({.name = property->value.trimmed().toUpper()});
        } else if (property->name == "END") {
            if (property->value.trimmed().toUpper() != open.back().name)
                return "an end without its beginning";
            Component closed = std::move(open.back());
            open.pop_back();
            (open.empty() ? read.calendars : open.back().parts).push_back(std::move(closed));
        } else {
            open.back().properties.append(std::move(*property));
        }
        return nullptr;
    }
};

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

void eachLine(const QByteArray &text, const std::function<void(Line)> &take)
{
    std::optional<Line> line;
    qsizetype at = text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    while (at < text.size()) {
        const qsizetype end = text.indexOf('\n', at);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        QByteArrayView part = QByteArrayView(text).sliced(at, (end < 0 ? text.size() : end) - at);
        if (part.endsWith('\r'))
            part.chop(1);
        const bool folds = part.startsWith(' ') || part.startsWith('\t');
        if (folds && line) {
            line->raw.append(text.constData() + at, next - at);
            line->text.append(part.sliced(1));
        } else {
            if (line)
                take(std::move(*line));
            line = Line{.raw = text.sliced(at, next - at), .text = part.toByteArray()};
        }
        at = next;
    }
    if (line)
        take(std::move(*line));
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
    Nesting nesting;
    const char *trouble = nullptr;
    eachLine(text, [&](const Line &line) {
        if (!trouble)
            trouble = nesting.take(line.text);
    });
    if (!trouble && !nesting.open.empty())
        trouble = "it ends in the middle";
    if (!trouble && nesting.read.calendars.empty())
        trouble = "it is empty";
    if (trouble)
        return failure(ErrorKind::Invalid, QStringLiteral("this is no whole calendar: ") + QLatin1StringView(trouble));
    return std::move(nesting.read);
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

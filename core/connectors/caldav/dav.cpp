#include "connectors/caldav/dav.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include <functional>

namespace ringback::connectors::caldav {

using namespace Qt::StringLiterals;

namespace {

constexpr auto davSpace = "DAV:"_L1;
constexpr auto calSpace = "urn:ietf:params:xml:ns:caldav"_L1;
constexpr auto serverSpace = "http://calendarserver.org/ns/"_L1;
constexpr qsizetype longestName = 200;
constexpr qsizetype longestValue = 4'000;
constexpr int mostItems = 20'000;
constexpr int deepest = 40;

// A reader that lets no document define an entity, which could make much out of little, and none nest without end.
class Reader final {
public:
    explicit Reader(const QByteArray &xml)
        : m_xml(xml)
    {}

    /// The next element in the current one. False = there is none, or the text is no good.
    bool next()
    {
        while (!m_xml.atEnd()) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::StartElement:
                return true;
            case QXmlStreamReader::EndElement:
                return false;
            case QXmlStreamReader::DTD:
            case QXmlStreamReader::EntityReference:
                m_xml.raiseError(u"an entity"_s);
                return false;
            default:
                break;
            }
        }
        return false;
    }
    [[nodiscard]] bool is(QLatin1StringView space, QLatin1StringView name) const
    {
        return m_xml.name() == name && m_xml.namespaceUri() == space;
    }
    [[nodiscard]] QString name() const { return bounded(m_xml.name().toString(), longestName); }
    [[nodiscard]] QString attribute(QLatin1StringView name) const { return m_xml.attributes().value(name).toString(); }
    /// Of an element that holds text alone.
    [[nodiscard]] QString text() { return m_xml.readElementText(QXmlStreamReader::SkipChildElements); }
    [[nodiscard]] QByteArray value() { return bounded(text().trimmed(), longestValue).toUtf8(); }
    /// Goes through what the current element holds; what `see` does not read is passed over.
    void each(const std::function<void()> &see)
    {
        if (++m_depth > deepest)
            m_xml.raiseError(u"too deep"_s);
        while (next()) {
            m_isTaken = false;
            see();
            if (!m_isTaken)
                pass();
        }
        --m_depth;
        m_isTaken = true;
    }
    [[nodiscard]] QByteArray taken()
    {
        m_isTaken = true;
        return value();
    }
    [[nodiscard]] QString takenText()
    {
        m_isTaken = true;
        return text();
    }
    void pass()
    {
        int depth = 1;
        while (depth > 0 && !m_xml.atEnd())
            depth += next() ? 1 : -1;
    }
    [[nodiscard]] bool isGood() const { return !m_xml.hasError(); }
    void refuse(const QString &why) { m_xml.raiseError(why); }

private:
    QXmlStreamReader m_xml;
    int m_depth = 0;
    bool m_isTaken = false;
};

// `HTTP/1.1 200 OK`
int statusOf(const QByteArray &line)
{
    return line.split(' ').value(1).toInt();
}

QByteArray hrefIn(Reader &reader)
{
    QByteArray href;
    reader.each([&] {
        if (href.isEmpty() && reader.is(davSpace, "href"_L1))
            href = reader.taken();
    });
    return href;
}

QSet<QString> privilegesIn(Reader &reader)
{
    QSet<QString> rights;
    reader.each([&] {
        if (reader.is(davSpace, "privilege"_L1))
            reader.each([&] { rights.insert(reader.name()); });
    });
    return rights;
}

// In a `report` each, but for Xandikos, which leaves that out.
bool namesQueries(Reader &reader)
{
    bool found = false;
    const auto look = [&] {
        found = found || reader.is(calSpace, "calendar-query"_L1);
    };
    reader.each([&] { // supported-report
        reader.each([&] {
            look();
            reader.each(look);
        });
    });
    return found;
}

void readProperty(Reader &reader, DavItem &item)
{
    if (reader.is(davSpace, "resourcetype"_L1)) {
        reader.each([&] {
            item.isCollection = item.isCollection || reader.is(davSpace, "collection"_L1);
            item.isCalendar = item.isCalendar || reader.is(calSpace, "calendar"_L1);
            item.isSubscribed = item.isSubscribed || reader.is(serverSpace, "subscribed"_L1);
        });
    } else if (reader.is(davSpace, "displayname"_L1)) {
        item.name = bounded(QString::fromUtf8(reader.taken()), longestName);
    } else if (reader.is(davSpace, "current-user-principal"_L1)) {
        item.principal = hrefIn(reader);
    } else if (reader.is(calSpace, "calendar-home-set"_L1)) {
        item.home = hrefIn(reader);
    } else if (reader.is(calSpace, "supported-calendar-component-set"_L1)) {
        QSet<QString> components;
        reader.each([&] { components.insert(reader.attribute("name"_L1).toUpper()); });
        item.components = components;
    } else if (reader.is(davSpace, "current-user-privilege-set"_L1)) {
        item.rights = privilegesIn(reader);
    } else if (reader.is(davSpace, "supported-report-set"_L1)) {
        item.answersQueries = namesQueries(reader);
    } else if (reader.is(serverSpace, "getctag"_L1)) {
        item.version = reader.taken();
    } else if (reader.is(davSpace, "sync-token"_L1)) {
        const QByteArray token = reader.taken();
        if (item.version.isEmpty())
            item.version = token;
    } else if (reader.is(davSpace, "getetag"_L1)) {
        item.tag = reader.taken();
    } else if (reader.is(calSpace, "calendar-data"_L1)) {
        item.data = reader.takenText().toUtf8();
    }
}

// What was granted; 404 is said of properties that there are none of.
void readPropstat(Reader &reader, DavItem &item)
{
    DavItem with = item;
    int status = 0;
    reader.each([&] {
        if (reader.is(davSpace, "prop"_L1))
            reader.each([&] { readProperty(reader, with); });
        else if (reader.is(davSpace, "status"_L1))
            status = statusOf(reader.taken());
    });
    if (status / 100 == 2)
        item = with;
    else if (status != 404)
        item.hasFailed = true;
}

DavItem readResponse(Reader &reader)
{
    DavItem item;
    reader.each([&] {
        if (reader.is(davSpace, "href"_L1)) {
            const QByteArray href = reader.taken();
            if (item.href.isEmpty())
                item.href = href;
        } else if (reader.is(davSpace, "status"_L1)) {
            item.status = statusOf(reader.taken());
        } else if (reader.is(davSpace, "propstat"_L1)) {
            readPropstat(reader, item);
        }
    });
    return item;
}

class Writer final {
public:
    Writer()
        : m_xml(&m_bytes)
    {
        m_xml.writeStartDocument();
        m_xml.writeNamespace(davSpace, "d"_L1);
        m_xml.writeNamespace(calSpace, "c"_L1);
        m_xml.writeNamespace(serverSpace, "cs"_L1);
    }
    void start(QLatin1StringView space, QLatin1StringView name) { m_xml.writeStartElement(space, name); }
    void attribute(QLatin1StringView name, const QString &value) { m_xml.writeAttribute(name, value); }
    void empty(QLatin1StringView space, QLatin1StringView name) { m_xml.writeEmptyElement(space, name); }
    void text(const QString &text) { m_xml.writeCharacters(text); }
    void end() { m_xml.writeEndElement(); }
    [[nodiscard]] QByteArray finished()
    {
        m_xml.writeEndDocument();
        return m_bytes;
    }

private:
    QByteArray m_bytes;
    QXmlStreamWriter m_xml;
};

QString stamp(Instant at)
{
    return toDateTime(at).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
}

// A calendar-query for events, with text; `narrow` says which.
QByteArray query(const std::function<void(Writer &)> &narrow)
{
    Writer xml;
    xml.start(calSpace, "calendar-query"_L1);
    xml.start(davSpace, "prop"_L1);
    xml.empty(davSpace, "getetag"_L1);
    xml.empty(calSpace, "calendar-data"_L1);
    xml.end();
    xml.start(calSpace, "filter"_L1);
    xml.start(calSpace, "comp-filter"_L1);
    xml.attribute("name"_L1, u"VCALENDAR"_s);
    xml.start(calSpace, "comp-filter"_L1);
    xml.attribute("name"_L1, u"VEVENT"_s);
    narrow(xml);
    return xml.finished();
}

} // namespace

Result<QList<DavItem>> readMultistatus(const QByteArray &xml)
{
    Reader reader(xml);
    if (!reader.next() || !reader.is(davSpace, "multistatus"_L1))
        return failure(ErrorKind::Invalid, u"no multistatus"_s);
    QList<DavItem> items;
    reader.each([&] {
        if (!reader.is(davSpace, "response"_L1))
            return;
        if (items.size() == mostItems)
            reader.refuse(u"too many"_s);
        const DavItem item = readResponse(reader);
        items.append(item);
    });
    if (!reader.isGood())
        return failure(ErrorKind::Invalid, u"a multistatus that cannot be read"_s);
    return items;
}

QSet<QString> readConditions(const QByteArray &xml)
{
    QSet<QString> conditions;
    Reader reader(xml);
    if (!reader.next())
        return {};
    const auto read = [&] {
        reader.each([&] { conditions.insert(reader.name()); });
    };
    if (reader.is(davSpace, "error"_L1)) {
        read();
    } else if (reader.is(davSpace, "multistatus"_L1)) {
        reader.each([&] { // response
            reader.each([&] {
                if (reader.is(davSpace, "error"_L1))
                    read();
            });
        });
    }
    return reader.isGood() ? conditions : QSet<QString>();
}

QByteArray askForProperties()
{
    Writer xml;
    xml.start(davSpace, "propfind"_L1);
    xml.start(davSpace, "prop"_L1);
    for (const QLatin1StringView name : {"resourcetype"_L1, "displayname"_L1, "current-user-principal"_L1, "current-user-privilege-set"_L1,
                                         "supported-report-set"_L1, "sync-token"_L1})
        xml.empty(davSpace, name);
    xml.empty(calSpace, "calendar-home-set"_L1);
    xml.empty(calSpace, "supported-calendar-component-set"_L1);
    xml.empty(serverSpace, "getctag"_L1);
    return xml.finished();
}

QByteArray askForEvents(Instant from, Instant to)
{
    return query([&](Writer &xml) {
        xml.start(calSpace, "time-range"_L1);
        xml.attribute("start"_L1, stamp(from));
        xml.attribute("end"_L1, stamp(to));
    });
}

QByteArray askForSeries()
{
    return query([](Writer &xml) {
        xml.start(calSpace, "prop-filter"_L1);
        xml.attribute("name"_L1, u"RRULE"_s);
    });
}

QByteArray askForUid(const QString &uid)
{
    return query([&](Writer &xml) {
        xml.start(calSpace, "prop-filter"_L1);
        xml.attribute("name"_L1, u"UID"_s);
        xml.start(calSpace, "text-match"_L1);
        xml.attribute("collation"_L1, u"i;octet"_s);
        xml.text(uid);
    });
}

} // namespace ringback::connectors::caldav

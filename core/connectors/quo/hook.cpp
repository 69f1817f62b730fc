#include "connectors/quo/hook.h"

#include "connectors/quo/events.h"

#include <QJsonArray>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

QStringList textsOf(const QJsonObject &object, QLatin1String name)
{
    QStringList texts;
    for (const auto &value : object.value(name).toArray())
        texts.append(value.toString());
    return texts;
}

} // namespace

QString hookPath(const QString &connection)
{
    return u"/webhooks/quo/"_s + connection;
}

bool isHookOf(const QJsonObject &hook, const QString &connection)
{
    return QUrl(hook.value("url"_L1).toString()).path().endsWith(hookPath(connection));
}

QStringList shortcomings(const QJsonObject &hook, const QStringList &lines)
{
    QStringList found;
    const QString status = hook.value("status"_L1).toString();
    if (status != "enabled"_L1)
        found.append(u"status: "_s + status.left(16));
    const QStringList events = textsOf(hook, "events"_L1);
    QStringList missing = wantedEvents();
    missing.removeIf([&](const QString &event) { return events.contains(event); });
    if (!missing.isEmpty())
        found.append(u"without "_s + missing.join(u", "_s));
    const QStringList covered = textsOf(hook, "resourceIds"_L1);
    const bool coversAll =
        covered.contains(u"*"_s) || std::all_of(lines.cbegin(), lines.cend(), [&](const QString &line) { return covered.contains(line); });
    if (!coversAll)
        found.append(u"not for all lines"_s);
    return found;
}

QJsonObject wantedHook(const QJsonObject &hook, const QString &url)
{
    QStringList events = textsOf(hook, "events"_L1); // PATCH replaces them
    for (const QString &event : wantedEvents()) {
        if (!events.contains(event))
            events.append(event);
    }
    QJsonObject wanted{{u"url"_s, url},
                       {u"events"_s, QJsonArray::fromStringList(events)},
                       {u"resourceIds"_s, QJsonArray{u"*"_s}},
                       {u"status"_s, u"enabled"_s}};
    if (hook.isEmpty())
        wanted.insert(u"label"_s, u"Ringback"_s);
    return wanted;
}

QJsonObject formerHook(const QJsonObject &hook)
{
    QJsonObject former;
    for (const QString &name : {u"url"_s, u"events"_s, u"resourceIds"_s, u"status"_s}) {
        if (hook.contains(name))
            former.insert(name, hook.value(name));
    }
    return former;
}

} // namespace ringback::connectors::quo

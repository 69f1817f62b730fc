#include "playbook/document.h"

#include "playbook/documenttree.h"
#include "playbook/schema.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace ringback::playbook {

using namespace Qt::StringLiterals;
using Shape = Node::Shape;
using Layout = Node::Layout;

namespace {

QByteArray quoted(const QString &text)
{
    return QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact).sliced(1).chopped(1);
}

void print(const Node &node, QByteArray &into, int depth)
{
    if (node.shape == Shape::Value) {
        into += node.isQuoted ? quoted(node.text) : node.text.toUtf8();
        return;
    }
    const bool isObject = node.shape == Shape::Object;
    const bool isLines = node.layout == Layout::Lines && !node.inside.empty();
    const bool isPadded = isObject && !isLines && !node.inside.empty();
    into += isObject ? '{' : '[';
    for (size_t i = 0; i < node.inside.size(); ++i) {
        const Node &each = node.inside[i];
        if (i > 0)
            into += ',';
        if (isLines)
            into += '\n' + QByteArray(2 * (depth + 1), ' ');
        else if (i > 0 || isPadded)
            into += ' ';
        if (isObject)
            into += quoted(each.key) + ": ";
        print(each, into, depth + 1);
    }
    if (isLines)
        into += '\n' + QByteArray(2 * depth, ' ');
    else if (isPadded)
        into += ' ';
    into += isObject ? '}' : ']';
}

/// A document taken apart into its places.
struct Places {
    QStringList paths; ///< of values, in the order of the document
    QHash<QString, QString> values;
    QHash<QString, QStringList> order; ///< of a list, what it has

    void read(const Node &node, const QString &path)
    {
        if (node.shape == Shape::Value) {
            if (node.text == "null"_L1 && !node.isQuoted)
                return; // as if it were not there
            paths.append(path);
            values.insert(path, node.text);
            return;
        }
        QHash<QString, int> seen; // somebody may stand in a list twice
        for (const Node &each : node.inside) {
            const int times = ++seen[each.key];
            const QString name = times == 1 ? each.key : u"%1 %2"_s.arg(each.key).arg(times);
            read(each, at(path, name));
            if (node.shape == Shape::List)
                order[path].append(name);
        }
        if (node.shape == Shape::List)
            paths.append(path);
    }

    [[nodiscard]] QString orderOf(const QString &path, const QStringList &also) const
    {
        QStringList list = order.value(path);
        list.removeIf([&](const QString &each) { return !also.contains(each); });
        return list.join(u", "_s);
    }
};

// The places of both: what is new stands behind what it stands behind now.
QStringList merged(const QStringList &before, const QStringList &after)
{
    QStringList paths = before;
    qsizetype next = 0;
    for (const QString &path : after) {
        const qsizetype known = paths.indexOf(path);
        if (known < 0)
            paths.insert(next++, path);
        else
            next = known + 1;
    }
    return paths;
}

} // namespace

QByteArray write(const Playbook &playbook)
{
    QByteArray text;
    print(treeOf(playbook), text, 0);
    return text + '\n';
}

QList<Change> changes(const Playbook &before, const Playbook &after)
{
    Places was;
    Places is;
    was.read(treeOf(before), {});
    is.read(treeOf(after), {});
    QList<Change> list;
    const QStringList paths = merged(was.paths, is.paths);
    for (const QString &path : paths) {
        Change change{.path = path, .was = was.values.value(path), .is = is.values.value(path)};
        if (was.order.contains(path) && is.order.contains(path)) {
            change.was = was.orderOf(path, is.order.value(path));
            change.is = is.orderOf(path, was.order.value(path));
        }
        if (change.was != change.is)
            list.append(change);
    }
    return list;
}

} // namespace ringback::playbook

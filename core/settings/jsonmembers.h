#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <utility>

/// For settings' own files: JSON as people read and compare it.
namespace ringback::settings {

// QJsonObject sorts its keys; a file that people read and compare keeps the order they know. So the document is put together here from
// members that are JSON already.
using Members = QList<std::pair<QByteArray, QByteArray>>;

inline QByteArray json(const QString &text)
{
    return QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact).mid(1).chopped(1);
}

/// A key, without its quotation marks.
inline QByteArray jsonKey(const QString &key)
{
    return json(key).mid(1).chopped(1);
}

inline QByteArray jsonList(const QStringList &items)
{
    QByteArrayList parts;
    for (const QString &item : items)
        parts.append(json(item));
    return '[' + parts.join(", ") + ']';
}

inline QByteArray json(std::chrono::seconds duration)
{
    return QByteArray::number(qint64(duration.count()));
}

inline QByteArray member(const std::pair<QByteArray, QByteArray> &keyAndValue)
{
    return '"' + keyAndValue.first + "\": " + keyAndValue.second;
}

inline QByteArray onOneLine(const Members &members)
{
    QByteArrayList parts;
    for (const auto &each : members)
        parts.append(member(each));
    return "{ " + parts.join(", ") + " }";
}

inline QByteArray onLines(char open, const QByteArrayList &parts, char close, int indent)
{
    if (parts.isEmpty())
        return QByteArray(1, open) + close;
    const QByteArray margin(indent + 2, ' ');
    return open + ("\n" + margin) + parts.join(",\n" + margin) + "\n" + QByteArray(indent, ' ') + close;
}

inline QByteArray onLines(const Members &members, int indent)
{
    QByteArrayList parts;
    for (const auto &each : members)
        parts.append(member(each));
    return onLines('{', parts, '}', indent);
}

} // namespace ringback::settings

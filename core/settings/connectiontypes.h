#pragma once

#include "settings/connectionfields.h"
#include "settings/fieldio.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <utility>
#include <variant>

/// For settings' own files: what connections of every kind (phone systems, lead systems, calendars) have alike in the setup document.
namespace ringback::settings {

/// Reads an account of one type as `Account`, the variant of all of its kind. `others`: keys that are not the account's.
template <class Account, class AnyAccount>
Account readAs(const QJsonObject &from, const QString &path, const QSet<QString> &others, playbook::Findings &findings)
{
    AnyAccount account;
    FieldReader reader(from, path, findings);
    visit(account, reader);
    reader.refuseOthers(
        QSet<QString>{QStringLiteral("id"), QStringLiteral("type"), QStringLiteral("base_url"), QStringLiteral("poll_seconds")} + others);
    return account;
}

/// The types of a kind, in the order of `Account`, and of screens.
template <class Account>
using AccountTypes =
    QList<std::pair<QString, Account (*)(const QJsonObject &, const QString &, const QSet<QString> &, playbook::Findings &)>>;

template <class Account>
QStringList typesOf(const AccountTypes<Account> &types)
{
    QStringList names;
    for (const auto &type : types)
        names.append(type.first);
    return names;
}

/// Id, account, `base_url` and `poll_seconds`. `example` of an address is for people.
template <class Connection, class Account>
void readConnection(Connection &connection, const QJsonObject &from, const AccountTypes<Account> &types, const QSet<QString> &others,
                    const QString &example, const QString &path, playbook::Findings &findings)
{
    connection.id = from.value(QStringLiteral("id")).toString();
    connection.baseUrl = from.value(QStringLiteral("base_url")).toString();
    while (connection.baseUrl.endsWith(u'/')) // requests add a path that begins with one
        connection.baseUrl.chop(1);
    connection.pollEvery = std::chrono::seconds(from.value(QStringLiteral("poll_seconds")).toInt());
    for (const auto &[type, read] : types) {
        if (from.value(QStringLiteral("type")).toString() == type)
            connection.account = read(from, path, others, findings);
    }
    if (!connection.baseUrl.isEmpty())
        checkAddress(connection.baseUrl, example, playbook::at(path, QStringLiteral("base_url")), findings);
}

/// As the account has them.
template <class Connection>
Members accountMembers(const Connection &connection)
{
    return std::visit([](const auto &account) { return membersOf(account); }, connection.account);
}

/// `base_url` and `poll_seconds`, where they are not as usual.
template <class Connection>
Members requestMembers(const Connection &connection)
{
    Members members;
    if (!connection.baseUrl.isEmpty())
        members.append({"base_url", json(connection.baseUrl)});
    if (connection.pollEvery.count() != 0)
        members.append({"poll_seconds", json(connection.pollEvery)});
    return members;
}

} // namespace ringback::settings

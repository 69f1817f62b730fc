#pragma once

#include "calls/phonenumber.h"
#include "playbook/schema.h"
#include "settings/jsonmembers.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <chrono>
#include <initializer_list>
#include <utility>

/// For settings' own files: the fields of an account in the setup document. One list of fields serves reading and writing: a function
/// `visit(account, io)` names them, and `io` is a FieldReader or a FieldWriter.
namespace ringback::settings {

enum class Need { Must, May };

template <class Enum>
using EnumWords = std::initializer_list<std::pair<Enum, const char16_t *>>;

/// Reads the fields that a visit names.
class FieldReader final {
public:
    FieldReader(const QJsonObject &from, QString path, playbook::Findings &findings)
        : m_from(from)
        , m_path(std::move(path))
        , m_findings(findings)
    {}

    void text(const QString &key, QString &value, Need need)
    {
        m_known.insert(key);
        value = m_from.value(key).toString(value);
        if (need == Need::Must && value.isEmpty())
            m_findings.add(playbook::at(m_path, key), QStringLiteral("is missing"));
    }
    void secret(const QString &key, QString &name, Need need)
    {
        static const QRegularExpression value(QStringLiteral("^([0-9a-f]{32}|whsec_.*|ey[A-Za-z0-9_-]+\\..*)$"),
                                              QRegularExpression::CaseInsensitiveOption);
        text(key, name, need);
        if (value.match(name).hasMatch())
            m_findings.add(
                playbook::at(m_path, key),
                QStringLiteral("looks like the secret itself: put that into the keychain, and only its name there into this file"));
    }
    void flag(const QString &key, bool &value)
    {
        m_known.insert(key);
        value = m_from.value(key).toBool(value);
    }
    void number(const QString &key, int &value)
    {
        m_known.insert(key);
        value = m_from.value(key).toInt(value);
    }
    void seconds(const QString &key, std::chrono::seconds &value)
    {
        m_known.insert(key);
        value = std::chrono::seconds(m_from.value(key).toInt(static_cast<int>(value.count())));
    }
    template <class Enum>
    void word(const QString &key, Enum &value, EnumWords<Enum> words)
    {
        m_known.insert(key);
        if (!m_from.contains(key))
            return;
        QStringList known;
        for (const auto &[candidate, text] : words) {
            known.append(u'"' + QString::fromUtf16(text) + u'"');
            if (m_from.value(key).toString() == QStringView(text)) {
                value = candidate;
                return;
            }
        }
        m_findings.add(playbook::at(m_path, key), QStringLiteral("expected one of ") + known.join(QStringLiteral(", ")));
    }
    void texts(const QString &key, QMap<QString, QString> &values)
    {
        m_known.insert(key);
        const QJsonObject object = m_from.value(key).toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            values.insert(it.key(), it.value().toString());
    }
    void lists(const QString &key, QMap<QString, QStringList> &values)
    {
        m_known.insert(key);
        const QJsonObject object = m_from.value(key).toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            for (const auto each : it.value().toArray())
                values[it.key()].append(each.toString());
        }
    }
    void list(const QString &key, QStringList &values)
    {
        m_known.insert(key);
        for (const auto each : m_from.value(key).toArray())
            values.append(each.toString());
    }
    void numbers(const QString &key, QMap<QString, calls::PhoneNumber> &values)
    {
        m_known.insert(key);
        const QJsonObject object = m_from.value(key).toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(it.value().toString());
            if (number)
                values.insert(it.key().toLower(), *number);
            else
                m_findings.add(playbook::at(playbook::at(m_path, key), it.key()), number.error().what);
        }
    }

    /// `common`: keys that connections of every type have.
    void refuseOthers(const QSet<QString> &common) const
    {
        for (const QString &key : m_from.keys()) {
            if (!m_known.contains(key) && !common.contains(key))
                m_findings.add(playbook::at(m_path, key), QStringLiteral("is not known for a connection of the type \"%1\"")
                                                              .arg(m_from.value(QStringLiteral("type")).toString()));
        }
    }

private:
    const QJsonObject &m_from;
    const QString m_path;
    playbook::Findings &m_findings;
    QSet<QString> m_known;
};

/// Writes them, also those that are as usual.
class FieldWriter final {
public:
    struct Entry {
        QString key;
        QByteArray value;
        bool isNeeded = false;
    };

    void text(const QString &key, const QString &value, Need need) { add(key, json(value), need == Need::Must); }
    void secret(const QString &key, const QString &name, Need need) { text(key, name, need); }
    void flag(const QString &key, bool value) { add(key, value ? "true" : "false"); }
    void number(const QString &key, int value) { add(key, QByteArray::number(value)); }
    void seconds(const QString &key, std::chrono::seconds value) { add(key, json(value)); }
    template <class Enum>
    void word(const QString &key, Enum value, EnumWords<Enum> words)
    {
        for (const auto &[candidate, text] : words) {
            if (candidate == value)
                add(key, json(QString::fromUtf16(text)));
        }
    }
    void texts(const QString &key, const QMap<QString, QString> &values)
    {
        addMap(key, values, [](const QString &value) { return json(value); });
    }
    void lists(const QString &key, const QMap<QString, QStringList> &values)
    {
        addMap(key, values, [](const QStringList &value) { return jsonList(value); });
    }
    void list(const QString &key, const QStringList &values) { add(key, jsonList(values)); }
    void numbers(const QString &key, const QMap<QString, calls::PhoneNumber> &values)
    {
        addMap(key, values, [](const calls::PhoneNumber &value) { return json(value.e164()); });
    }

    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }

private:
    void add(const QString &key, const QByteArray &value, bool isNeeded = false) { m_entries.append({key, value, isNeeded}); }
    template <class Map, class Write>
    void addMap(const QString &key, const Map &values, const Write &write)
    {
        Members members;
        for (auto it = values.begin(); it != values.end(); ++it)
            members.append({jsonKey(it.key()), write(it.value())});
        add(key, onOneLine(members));
    }

    QList<Entry> m_entries;
};

// What is as usual is left out.
template <class AnyAccount>
Members membersOf(AnyAccount account)
{
    AnyAccount usual;
    FieldWriter mine;
    FieldWriter asUsual;
    visit(account, mine);
    visit(usual, asUsual);
    Members members;
    for (qsizetype i = 0; i < mine.entries().size(); ++i) {
        const FieldWriter::Entry &entry = mine.entries().at(i);
        if (entry.isNeeded || entry.value != asUsual.entries().at(i).value)
            members.append({jsonKey(entry.key), entry.value});
    }
    return members;
}

} // namespace ringback::settings

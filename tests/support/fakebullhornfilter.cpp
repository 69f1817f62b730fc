#include "support/fakebullhornfilter.h"

#include <QList>

namespace ringback::test {

using namespace Qt::StringLiterals;

/// Recursive descent; OR binds less than AND.
class BullhornFilterReader final {
public:
    using Test = std::function<bool(const BullhornFilter::Value &)>;

    BullhornFilterReader(QString text, bool isLucene)
        : m_text(std::move(text))
        , m_isLucene(isLucene)
    {}

    std::optional<BullhornFilter> read()
    {
        BullhornFilter filter;
        filter.m_test = any();
        blanks();
        if (m_failed || m_at != m_text.size())
            return std::nullopt;
        filter.m_paths = m_paths;
        return filter;
    }

private:
    void blanks()
    {
        while (m_at < m_text.size() && m_text.at(m_at) == u' ')
            ++m_at;
    }
    bool take(QStringView what)
    {
        blanks();
        if (!QStringView(m_text).sliced(m_at).startsWith(what))
            return false;
        m_at += what.size();
        return true;
    }
    Test fail()
    {
        m_failed = true;
        return [](const BullhornFilter::Value &) {
            return false;
        };
    }

    Test any()
    {
        Test left = all();
        while (!m_failed && take(u"OR ")) {
            left = [left, right = all()](const BullhornFilter::Value &value) {
                return left(value) || right(value);
            };
        }
        return left;
    }
    Test all()
    {
        Test left = one();
        while (!m_failed && take(u"AND ")) {
            left = [left, right = one()](const BullhornFilter::Value &value) {
                return left(value) && right(value);
            };
        }
        return left;
    }
    Test one()
    {
        if (take(u"(")) {
            const Test inner = any();
            return take(u")") ? inner : fail();
        }
        const QString path = word();
        if (path.isEmpty() || path.at(0).isDigit())
            return fail();
        m_paths.append(path);
        return m_isLucene ? clause(path) : comparison(path);
    }
    QString word()
    {
        blanks();
        const qsizetype from = m_at;
        while (m_at < m_text.size() && (m_text.at(m_at).isLetterOrNumber() || m_text.at(m_at) == u'.'))
            ++m_at;
        return m_text.sliced(from, m_at - from);
    }

    Test clause(const QString &path)
    {
        if (m_at >= m_text.size() || m_text.at(m_at++) != u':') // a blank before the colon is no clause
            return fail();
        QString wanted;
        bool isPrefix = false;
        const bool isPhrase = m_at < m_text.size() && m_text.at(m_at) == u'"';
        m_at += isPhrase ? 1 : 0;
        for (bool isOver = false; !isOver;) {
            if (m_at >= m_text.size()) {
                if (isPhrase)
                    return fail();
                break;
            }
            const QChar c = m_text.at(m_at++);
            if (c == u'\\' && m_at < m_text.size())
                wanted += m_text.at(m_at++);
            else if (isPhrase ? c == u'"' : (c == u' ' || c == u')')) {
                isOver = true;
                m_at -= isPhrase ? 0 : 1;
            } else if (!isPhrase && c == u'*')
                isPrefix = true;
            else if (!isPhrase && !c.isLetterOrNumber()) // has a meaning of its own in Lucene
                return fail();
            else
                wanted += c;
        }
        return [path, wanted, isPrefix](const BullhornFilter::Value &value) {
            const QJsonValue there = value(path);
            if (there.isBool())
                return there.toBool() == (wanted == u"1" || wanted == u"true");
            const QString text = there.toVariant().toString();
            return isPrefix ? text.startsWith(wanted, Qt::CaseInsensitive) : text.compare(wanted, Qt::CaseInsensitive) == 0;
        };
    }

    Test comparison(const QString &path)
    {
        if (take(u"IN (")) {
            QList<QJsonValue> list;
            do {
                const QJsonValue each = literal();
                if (each.isUndefined())
                    return fail();
                list.append(each);
            } while (take(u","));
            if (!take(u")"))
                return fail();
            return [path, list](const BullhornFilter::Value &value) {
                return list.contains(value(path));
            };
        }
        const bool orMore = take(u">=");
        if (!orMore && !take(u"="))
            return fail();
        const QJsonValue wanted = literal();
        if (wanted.isUndefined())
            return fail();
        return [path, wanted, orMore](const BullhornFilter::Value &value) {
            const QJsonValue there = value(path);
            return orMore ? there.toDouble() >= wanted.toDouble() : there == wanted;
        };
    }
    QJsonValue literal()
    {
        if (take(u"true"))
            return true;
        if (take(u"false"))
            return false;
        if (take(u"'")) {
            QString text;
            while (m_at < m_text.size()) {
                const QChar c = m_text.at(m_at++);
                if (c != u'\'') {
                    text += c;
                } else if (m_at < m_text.size() && m_text.at(m_at) == u'\'') {
                    text += c;
                    ++m_at;
                } else {
                    return text;
                }
            }
            return QJsonValue::Undefined;
        }
        bool isNumber = false;
        const qint64 number = word().toLongLong(&isNumber);
        return isNumber ? QJsonValue(number) : QJsonValue(QJsonValue::Undefined);
    }

    const QString m_text;
    const bool m_isLucene;
    qsizetype m_at = 0;
    bool m_failed = false;
    QStringList m_paths;
};

std::optional<BullhornFilter> BullhornFilter::jpql(const QString &where)
{
    return BullhornFilterReader(where, false).read();
}

std::optional<BullhornFilter> BullhornFilter::lucene(const QString &query)
{
    return BullhornFilterReader(query, true).read();
}

} // namespace ringback::test

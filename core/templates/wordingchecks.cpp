#include "templates/wordingchecks.h"

#include <QHash>
#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <optional>

namespace ringback::templates {

using namespace Qt::StringLiterals;

namespace {

// What word processors and phones put in the place of plain characters, and what is read the same.
const QHash<QChar, QString> &lookAlikes()
{
    static const QHash<QChar, QString> table = [] {
        struct Row {
            QString from;
            QString to;
        };
        const QList<Row> rows = {
            {u"“”„‟″«»"_s, u"\""_s},
            {u"‘’‚‛′´`‹›"_s, u"'"_s},
            {u"‐‑‒–—―−•·"_s, u"-"_s},
            {u"\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"_s, u" "_s},
            {u"\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"_s, QString()}, // nothing is seen of them
            {u"…"_s, u"..."_s},
            {u"×"_s, u"x"_s},
            {u"™"_s, u"(TM)"_s},
            {u"®"_s, u"(R)"_s},
            {u"©"_s, u"(C)"_s},
        };
        QHash<QChar, QString> map;
        for (const Row &row : rows) {
            for (const QChar c : row.from)
                map.insert(c, row.to);
        }
        return map;
    }();
    return table;
}

bool fits(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(), fitsGsm7);
}

// `á` has no place in the alphabet, `a` has.
std::optional<QString> plainOf(const QString &cluster)
{
    if (const QString composed = cluster.normalized(QString::NormalizationForm_C); fits(composed))
        return composed;
    QString parts; // first what is known as a whole: taken apart, ´ is a blank and an accent
    for (const QChar c : cluster) {
        const auto found = lookAlikes().constFind(c);
        parts += found != lookAlikes().constEnd() ? *found : QString(c);
    }
    QString plain;
    for (const QChar c : parts.normalized(QString::NormalizationForm_KD)) {
        if (fitsGsm7(c))
            plain += c;
        else if (!c.isMark())
            return std::nullopt;
    }
    return plain;
}

// Services that shorten links for anybody, which carriers take for spam: CTIA Messaging Principles and Best Practices (2023) asks for none that is
// shared, and text vendors' help pages name these. A company's own short domain is no such thing.
const QStringList &shorteners()
{
    static const QStringList hosts = {
        u"bit.ly"_s,  u"bitly.com"_s,   u"tinyurl.com"_s, u"goo.gl"_s, u"t.co"_s,    u"ow.ly"_s, u"is.gd"_s,
        u"buff.ly"_s, u"rebrand.ly"_s,  u"cutt.ly"_s,     u"t.ly"_s,   u"tiny.cc"_s, u"rb.gy"_s, u"bit.do"_s,
        u"soo.gd"_s,  u"shorturl.at"_s, u"lnkd.in"_s,     u"bl.ink"_s, u"j.mp"_s,    u"v.gd"_s,
    };
    return hosts;
}

QRegularExpression insensitive(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

QList<Place> matches(const QRegularExpression &expression, const QString &text)
{
    QList<Place> places;
    for (QRegularExpressionMatchIterator each = expression.globalMatch(text); each.hasNext();) {
        const QRegularExpressionMatch match = each.next();
        places.append({.at = match.capturedStart(), .length = match.capturedLength()});
    }
    return places;
}

// One character for one, so that places stay where they are.
QString withoutAccents(QString text)
{
    for (QChar &c : text) {
        if (const QString parts = QString(c).normalized(QString::NormalizationForm_D); parts.size() > 1)
            c = parts.front();
    }
    return text;
}

// Ours: words that press, warn or punish. Nobody who missed a call has a reason for them, and carriers' filters know them from fraud.
const QRegularExpression &threatening()
{
    static const QRegularExpression expression = insensitive(
        u"\\b(?:"
        "(?:final|last)\\s+(?:notice|warning|chance|reminder)|legal\\s+(?:action|proceedings)|take\\s+you\\s+to\\s+court|law\\s?suit|"
        "sue\\s+you"
        "|or\\s+else|act\\s+now|(?:debt\\s+)?collect(?:ion\\s+agency|ions\\s+(?:agency|department))|you\\s+(?:will|shall)\\s+be\\s+"
        "(?:charged|fined|sued|reported)|failure\\s+to\\s+(?:respond|reply|pay)|your\\s+account\\s+(?:will|has)\\s+be(?:en)?\\s+(?:closed|"
        "suspended)|arrest(?:ed)?|warrant\\s+for"
        "|(?:ultimo|ultima)\\s+(?:aviso|advertencia|oportunidad)|(?:accion|acciones|medidas)\\s+(?:legal|legales)|demandarl[oae]s?"
        "|l[oae]s?\\s+demandar(?:emos|e|an)|de\\s+lo\\s+contrario|actue\\s+(?:ya|ahora)|agencia\\s+de\\s+cobr(?:anza|os)"
        "|sera\\s+(?:multado|multada|denunciado|denunciada|reportado|reportada)"
        "|su\\s+cuenta\\s+(?:sera|ha\\s+sido)\\s+(?:cerrada|suspendida)|arrest(?:ado|ada)|orden\\s+de\\s+arresto"
        ")\\b"_s);
    return expression;
}

bool isCapitals(QStringView word)
{
    return word.size() >= 2 && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isUpper(); });
}

} // namespace

QList<Place> outsideGsm7(const QString &text)
{
    QList<Place> places;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text); // what people see as one character
    for (qsizetype at = 0; at < text.size();) {
        qsizetype next = finder.toNextBoundary();
        if (next <= at)
            next = text.size();
        const QString cluster = text.sliced(at, next - at);
        if (!fits(cluster)) {
            const std::optional<QString> plain = plainOf(cluster);
            places.append({.at = at, .length = cluster.size(), .isFixable = plain.has_value(), .replacement = plain.value_or(QString())});
        }
        at = next;
    }
    return places;
}

QList<Place> linkShorteners(const QString &text)
{
    static const QRegularExpression expression = [] {
        QStringList hosts;
        for (const QString &host : shorteners())
            hosts.append(QRegularExpression::escape(host));
        return insensitive(u"(?<![\\w.@-])(?:https?://)?(?:[a-z0-9-]+\\.)*(?:%1)(?![\\w-]|\\.\\w)(?:/[^\\s{}|]*)?"_s.arg(hosts.join(u'|')));
    }();
    return matches(expression, text);
}

QList<Place> threats(const QString &text)
{
    return matches(threatening(), withoutAccents(text).replace(u'’', u'\''));
}

QList<Place> capitals(const QString &text, const QStringList &keywords)
{
    static const QRegularExpression word(u"[\\p{L}\\p{N}']+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QList<Place> places;
    Place row;
    int count = 0;
    const auto endRow = [&] {
        if (row.length >= (count > 1 ? 6 : 4))
            places.append(row);
        row = {};
        count = 0;
    };
    for (const Place &each : matches(word, text)) {
        const QString found = text.sliced(each.at, each.length);
        const bool isNext = count > 0 && text.sliced(row.at + row.length, each.at - row.at - row.length).trimmed().isEmpty();
        if (!isNext)
            endRow();
        if (!isCapitals(found) || keywords.contains(found)) {
            endRow();
            continue;
        }
        if (count == 0)
            row.at = each.at;
        row.length = each.at + each.length - row.at;
        ++count;
    }
    endRow();
    return places;
}

bool names(const QString &text, const QStringList &keywords)
{
    return std::any_of(keywords.cbegin(), keywords.cend(), [&text](const QString &keyword) {
        const QRegularExpression word(u"(?<![\\p{L}\\p{N}])%1(?![\\p{L}\\p{N}])"_s.arg(QRegularExpression::escape(keyword.toUpper())));
        return text.contains(word);
    });
}

} // namespace ringback::templates

#include "desk/peoplework.h"

#include <QRegularExpression>

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

// Words of a name in plain letters, as ids have them.
QStringList plainWords(const QString &name)
{
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    QString plain;
    for (const QChar &each : name.normalized(QString::NormalizationForm_KD)) {
        if (!each.isMark())
            plain.append(each.toLower());
    }
    return plain.split(others, Qt::SkipEmptyParts);
}

} // namespace

QStringList personIds(const QString &name)
{
    const QStringList words = plainWords(name);
    if (words.isEmpty())
        return {u"person"_s};
    QStringList ids{words.first().left(longestPersonId)};
    if (words.size() > 1)
        ids.append(words.join(u'-').left(longestPersonId));
    return ids;
}

QString teamId(const QString &name)
{
    const QString id = plainWords(name).join(u'-').left(longestPersonId);
    return id.isEmpty() ? u"team"_s : id;
}

} // namespace ringback::desk

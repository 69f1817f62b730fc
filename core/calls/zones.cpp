#include "calls/phonenumber.h"

#include <QFile>
#include <QHash>
#include <QTimeZone>

namespace ringback::calls {

using namespace Qt::StringLiterals;

namespace {

// Lines of `prefix,Zone&Zone`: the digits after the plus sign (1 and at least an area code) and the zones they may be in.
QHash<QString, QList<QByteArray>> readTable()
{
    QHash<QString, QList<QByteArray>> table;
    QFile file(u":/zones/nanp_zones.csv"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "zones", "the table is compiled in");
    Q_UNUSED(opened)
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const qsizetype comma = line.indexOf(',');
        if (comma < 1 || line.startsWith('#'))
            continue;
        table.insert(QString::fromLatin1(line.first(comma)), line.mid(comma + 1).split('&'));
    }
    return table;
}

} // namespace

QList<QByteArray> zonesOf(const PhoneNumber &number)
{
    static const QHash<QString, QList<QByteArray>> table = readTable();
    const QStringView digits = QStringView(number.e164()).mid(1);
    for (qsizetype length = qMin<qsizetype>(digits.size(), 8); length >= 4; --length) { // the longest prefix wins
        const auto found = table.constFind(digits.first(length).toString());
        if (found != table.constEnd())
            return *found;
    }
    return {};
}

} // namespace ringback::calls

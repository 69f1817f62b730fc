#include "calls/phonenumber.h"

#include <QFile>
#include <QHash>
#include <QTimeZone>

namespace ringback::calls {

using namespace Qt::StringLiterals;

namespace {

// Lines of `prefix,Zone&Zone`: the digits after the plus sign (1 and at least an area code) and the zones they may be in.
void readTable(const QString &path, QHash<int, QList<QByteArray>> &table)
{
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "zones", "the table is compiled in");
    Q_UNUSED(opened)
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const qsizetype comma = line.indexOf(',');
        if (comma < 1 || line.startsWith('#'))
            continue;
        table.insert(line.first(comma).toInt(), line.mid(comma + 1).split('&'));
    }
}

QHash<int, QList<QByteArray>> readTables()
{
    QHash<int, QList<QByteArray>> table;
    readTable(u":/zones/nanp_zones.csv"_s, table);
    readTable(u":/zones/nanp_additions.csv"_s, table);
    return table;
}

} // namespace

QList<QByteArray> zonesOf(const PhoneNumber &number)
{
    static const QHash<int, QList<QByteArray>> table = readTables();
    const QStringView digits = QStringView(number.e164()).mid(1);
    for (qsizetype length = qMin<qsizetype>(digits.size(), 8); length >= 4; --length) { // the longest prefix wins
        const auto found = table.constFind(digits.first(length).toInt());
        if (found != table.constEnd())
            return *found;
    }
    return {};
}

} // namespace ringback::calls

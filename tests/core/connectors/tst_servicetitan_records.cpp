#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/records.h"
#include "support/testclock.h"

#include <QTest>

using namespace ringback;
using namespace ringback::connectors::servicetitan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// ServiceTitan's values as ours.
class TestServiceTitanRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsMoney_data();
    void readsMoney();
    void readsReferences_data();
    void readsReferences();
    void readsIdsAndTimes();
};

void TestServiceTitanRecords::readsMoney_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<std::optional<qint64>>("cents");
    const auto row = [](const char *name, const QJsonValue &value, std::optional<qint64> cents) {
        QTest::newRow(name) << value << cents;
    };
    row("a text", u"1234.56"_s, 123456);
    row("dollars", u"7"_s, 700);
    row("one decimal", u"7.5"_s, 750);
    row("four decimals", u"12345678.9050"_s, 1234567891);
    row("less than half a cent", u"0.004"_s, 0);
    row("a credit", u"-10.01"_s, -1001);
    row("beyond what a double holds", u"100000000000.01"_s, 10000000000001);
    row("a number", 1234.1, 123410);
    row("a number that no double is", 0.29, 29);
    row("a whole number", 15, 1500);
    row("nothing", QJsonValue(), std::nullopt);
    row("an empty text", u""_s, std::nullopt);
    row("no amount", u"12,50"_s, std::nullopt);
    row("too much", u"12345678901234"_s, std::nullopt);
    row("in powers", u"1e5"_s, std::nullopt);
}

void TestServiceTitanRecords::readsMoney()
{
    QFETCH(QJsonValue, value);
    QFETCH(std::optional<qint64>, cents);
    const std::optional<Money> money = moneyOf(value);
    QCOMPARE(money ? std::optional(money->cents) : std::nullopt, cents);
}

void TestServiceTitanRecords::readsReferences_data()
{
    QTest::addColumn<bool>("isOne");
    QTest::newRow("Customer:42") << true;
    QTest::newRow("Booking:881") << true;
    QTest::newRow("Lead:9007199254740991") << true;
    for (const char *const odd : {"", "42", "Customer:", "Customer:4x", "customer:42", "Customer:42/notes", "Customer:042", "Customer:-1",
                                  "Job:5", "Customer:12345678901234567"})
        QTest::newRow(odd) << false;
}

void TestServiceTitanRecords::readsReferences()
{
    QFETCH(bool, isOne);
    const QString text = QString::fromLatin1(QTest::currentDataTag());
    const std::optional<Reference> reference = Reference::read(text);
    QCOMPARE(reference.has_value(), isOne);
    if (reference)
        QCOMPARE(reference->written(), text);
}

void TestServiceTitanRecords::readsIdsAndTimes()
{
    const QJsonObject object{{u"id"_s, 42},
                             {u"text"_s, u"42"_s},
                             {u"nought"_s, 0},
                             {u"part"_s, 4.5},
                             {u"big"_s, 1e17},
                             {u"at"_s, u"2026-11-20T18:00:00.1234567Z"_s},
                             {u"plain"_s, u"2026-11-20T18:00:00"_s},
                             {u"zoned"_s, u"2026-11-20T12:00:00-06:00"_s},
                             {u"odd"_s, u"yesterday"_s}};
    QCOMPARE(idOf(object, "id"_L1), u"42"_s);
    for (const auto name : {"text"_L1, "nought"_L1, "part"_L1, "big"_L1, "none"_L1})
        QCOMPARE(idOf(object, name), QString());
    const Instant noon = test::instantOf(u"2026-11-20T18:00:00Z"_s);
    QCOMPARE(timeOf(object, "at"_L1), std::optional(noon + 123ms));
    QCOMPARE(timeOf(object, "plain"_L1), std::optional(noon));
    QCOMPARE(timeOf(object, "zoned"_L1), std::optional(noon));
    QCOMPARE(timeOf(object, "odd"_L1), std::optional<Instant>());
    QCOMPARE(slotOfField(u"$.TagTypeIds[0]"_s), u"tag"_s);
    QCOMPARE(slotOfField(u"summary"_s), QString());
}

QTEST_GUILESS_MAIN(TestServiceTitanRecords)
#include "tst_servicetitan_records.moc"

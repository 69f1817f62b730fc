#include "playbook/schema.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;

class SchemaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pointersAreEscaped_data();
    void pointersAreEscaped();
    void saysWhereItStopsBeingJson_data();
    void saysWhereItStopsBeingJson();
    void everyPropertyIsExplained_data();
    void everyPropertyIsExplained();
    void aMissingSchemaIsOurFault();
    void aHugeTextNeverMeetsAPattern();
    void manyFindingsAreCounted();
};

void SchemaTest::pointersAreEscaped_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("path");
    QTest::newRow("plain") << u"steps"_s << u"/a/steps"_s;
    QTest::newRow("a slash") << u"x/y"_s << u"/a/x~1y"_s;
    QTest::newRow("a tilde") << u"x~y"_s << u"/a/x~0y"_s;
    QTest::newRow("a tilde and a one") << u"~1"_s << u"/a/~01"_s;
    QTest::newRow("a line break cannot forge a finding") << u"x\ny"_s << u"/a/x?y"_s;
}

void SchemaTest::pointersAreEscaped()
{
    QFETCH(QString, key);
    QTEST(playbook::at(u"/a"_s, key), "path");
    QCOMPARE(playbook::at(u"/a"_s, 3), u"/a/3"_s);
}

void SchemaTest::saysWhereItStopsBeingJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("start");
    QTest::newRow("nothing") << QByteArray() << u"not JSON at line 1, column 1: "_s;
    QTest::newRow("a comma too much, in the third line") << QByteArray("{\n  \"a\": 1,\n  ,}") << u"not JSON at line 3, column 4: "_s;
    QTest::newRow("a list") << QByteArray("[]") << u"expected an object {…}"_s;
    QTest::newRow("more than a megabyte") << QByteArray(1024 * 1024 + 1, ' ') << u"the document is larger than a megabyte"_s;
}

void SchemaTest::saysWhereItStopsBeingJson()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, start);
    const Result<QJsonObject> document = playbook::readObject(json);
    QVERIFY(!document);
    QCOMPARE(document.error().kind, ErrorKind::Invalid);
    QVERIFY2(document.error().what.startsWith(start), qPrintable(document.error().what));
}

static void lookForSilence(const QString &path, const QJsonObject &node)
{
    const QJsonObject properties = node.value("properties"_L1).toObject();
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        const QJsonObject inner = property.value().toObject();
        const QString here = path + u'/' + property.key();
        QVERIFY2(!inner.value("title"_L1).toString().isEmpty(), qPrintable(here));
        QVERIFY2(!inner.value("description"_L1).toString().isEmpty(), qPrintable(here));
        lookForSilence(here, inner);
        lookForSilence(here, inner.value("items"_L1).toObject());
    }
    if (node.value("type"_L1) == "object"_L1)
        QVERIFY2(node.value("additionalProperties"_L1) ==
                         QJsonValue(false) || // or a map: every value is of one kind, and there are only so many
                     (node.value("additionalProperties"_L1).isObject() && node.contains("maxProperties"_L1)),
                 qPrintable(path));
    if (node.contains("pattern"_L1)) {
        QVERIFY2(node.contains("maxLength"_L1), qPrintable(path));
        QVERIFY2(node.contains("examples"_L1), qPrintable(path)); // what the finding says
    }
}

void SchemaTest::everyPropertyIsExplained_data()
{
    QTest::addColumn<QString>("resource");
    const QStringList names = QDir(u":/schemas"_s).entryList();
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << u":/schemas/"_s + name;
}

void SchemaTest::everyPropertyIsExplained()
{
    QFETCH(QString, resource);
    QFile file(resource);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<QJsonObject> schema = playbook::readObject(file.readAll());
    QVERIFY(schema);
    lookForSilence(QString(), *schema);
    const QJsonObject definitions = schema->value("definitions"_L1).toObject();
    for (auto definition = definitions.begin(); definition != definitions.end(); ++definition)
        lookForSilence(definition.key(), definition.value().toObject());
}

void SchemaTest::aMissingSchemaIsOurFault()
{
    const Done done = playbook::checkSchema(QJsonObject(), u":/schemas/none.json"_s);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Corrupt);
}

void SchemaTest::aHugeTextNeverMeetsAPattern()
{
    const QJsonObject document = {{u"id"_s, QString(500'000, u'a')}};
    const Done done = playbook::checkSchema(document, u":/schemas/playbook.schema.json"_s);
    QVERIFY(!done);
    QCOMPARE(done.error().what, u"/id: at most 4096 characters"_s);
}

void SchemaTest::manyFindingsAreCounted()
{
    playbook::Findings findings;
    for (int i = 0; i < 60; ++i)
        findings.add(playbook::at(QString(), i), u"is wrong"_s);
    findings.add(u"/0"_s, u"is wrong"_s); // said before
    const QStringList lines = findings.error().what.split(u'\n');
    QCOMPARE(lines.size(), 51);
    QCOMPARE(lines.first(), u"/0: is wrong"_s);
    QCOMPARE(lines.last(), u"and 10 more"_s);
}

QTEST_APPLESS_MAIN(SchemaTest)
#include "tst_schema.moc"

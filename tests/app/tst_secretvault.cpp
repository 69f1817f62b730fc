#include "secretvault.h"

#include <QCoro/QCoroTask>
#include <QTest>

#include <memory>

using namespace ringback;
using namespace Qt::StringLiterals;

class TestSecretVault : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatSomebodyStoredIsNews();
    void aTokenReplacedByItsConnectionIsNone();
    void aTokenReplacedBeforeItWasFetchedIsNews();

private:
    // As the program that serves fetches them when the office changes.
    bool fetch()
    {
        const Result<QByteArray> stored = m_store->read(m_name);
        return m_vault->replace(stored ? QHash<QString, QByteArray>{{m_name, *stored}} : QHash<QString, QByteArray>());
    }
    void keep(const QByteArray &value) { QVERIFY(QCoro::waitFor(m_vault->keep(m_name, value))); }
    [[nodiscard]] quint64 generation() const { return m_vault->generation(m_name); }

    const QString m_name = u"token"_s;
    std::unique_ptr<settings::MemorySecrets> m_store;
    std::unique_ptr<app::SecretVault> m_vault;
};

void TestSecretVault::init()
{
    m_store = std::make_unique<settings::MemorySecrets>();
    m_vault = std::make_unique<app::SecretVault>(*m_store);
}

void TestSecretVault::whatSomebodyStoredIsNews()
{
    QVERIFY(!fetch());
    const quint64 before = generation();
    QVERIFY(m_store->write(m_name, "first"));
    QVERIFY(fetch());
    QVERIFY(generation() != before);
    QCOMPARE(m_vault->value(m_name), "first"_ba);
    QVERIFY(!fetch());
}

void TestSecretVault::aTokenReplacedByItsConnectionIsNone()
{
    QVERIFY(m_store->write(m_name, "first"));
    QVERIFY(fetch());
    const quint64 before = generation();
    keep("second");
    QCOMPARE(m_store->read(m_name), Result<QByteArray>("second"));
    QVERIFY(!fetch());
    QCOMPARE(generation(), before);
    QCOMPARE(m_vault->value(m_name), "second"_ba);
}

// Somebody signs in, and the test that follows at once gets the next token, all before the engine has looked.
void TestSecretVault::aTokenReplacedBeforeItWasFetchedIsNews()
{
    QVERIFY(!fetch());
    const quint64 before = generation();
    QVERIFY(m_store->write(m_name, "first"));
    keep("second");
    QVERIFY(fetch());
    QVERIFY(generation() != before);
    QCOMPARE(m_vault->value(m_name), "second"_ba);
}

QTEST_GUILESS_MAIN(TestSecretVault)
#include "tst_secretvault.moc"

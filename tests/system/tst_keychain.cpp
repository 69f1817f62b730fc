#include "settings/secretstore.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::settings;

/// Against a real keychain: keychain-session.sh runs this with a message bus and an unlocked GNOME keyring of their own.
class TestKeychain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecretComesBack()
    {
        KeychainSecrets keychain;
        const Done written = keychain.write(u"test-token"_s, "0123456789abcdef");
        QVERIFY2(written, written ? "" : qPrintable(written.error().what));
        QCOMPARE(keychain.read(u"test-token"_s).value_or(QByteArray()), QByteArray("0123456789abcdef"));
        QCOMPARE(SystemSecrets().read(u"test-token"_s).value_or(QByteArray()), QByteArray("0123456789abcdef"));
        QVERIFY(keychain.write(u"test-token"_s, "second"));
        QCOMPARE(keychain.read(u"test-token"_s).value_or(QByteArray()), QByteArray("second"));
    }

    void otherProgramsOfTheUserFindItThere()
    {
        QVERIFY(KeychainSecrets().write(u"test-token"_s, "third"));
        QProcess tool;
        tool.start(u"secret-tool"_s, {u"lookup"_s, u"server"_s, u"ringback"_s, u"user"_s, u"test-token"_s});
        QVERIFY(tool.waitForFinished());
        QCOMPARE(tool.readAllStandardOutput().trimmed(), QByteArray("third"));
    }

    void aMissingSecretIsNotFound()
    {
        const Result<QByteArray> missing = KeychainSecrets().read(u"never-stored"_s);
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::NotFound);
    }

    void aRemovedSecretIsGone()
    {
        SystemSecrets keychain;
        QVERIFY(keychain.write(u"test-gone"_s, "fourth"));
        QCOMPARE(keychain.written(u"test-gone"_s).value_or(QByteArray()), QByteArray("fourth"));
        QVERIFY(keychain.remove(u"test-gone"_s));
        QVERIFY(!keychain.written(u"test-gone"_s));
        QVERIFY(keychain.remove(u"test-gone"_s));
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"

#include "cli/command.h"
#include "cli/output.h"
#include "quitsignals.h"
#include "service.h"
#include "settings/secretstore.h"
#include "upkeep.h"

#include <QCoreApplication>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

int serve(const QStringList &arguments, const Clock &clock)
{
    Command command(u"serve"_s, u"Takes webhooks and does the follow-ups until SIGTERM."_s, {},
                    {{u"listen"_s, u"Where webhooks arrive: 127.0.0.1:8080, [::1]:8080; port 0 takes a free one."_s, u"address:port"_s,
                      u"127.0.0.1:8080"_s},
                     {u"public-url"_s, u"What the phone company calls us by: https://calls.example.com"_s, u"url"_s}},
                    false);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const QString listen = command.value(u"listen"_s);
    const qsizetype colon = listen.lastIndexOf(u':');
    bool portOk = false;
    const quint16 port = listen.mid(colon + 1).toUShort(&portOk);
    QString address = listen.left(colon);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.mid(1, address.size() - 2);
    QString publicUrl = command.value(u"public-url"_s);
    while (publicUrl.endsWith(u'/'))
        publicUrl.chop(1);
    if (colon < 1 || !portOk || (!publicUrl.isEmpty() && !publicUrl.startsWith("http"_L1))) {
        complain(u"--listen takes an address and a port, such as 127.0.0.1:8080; --public-url begins with https://"_s);
        return BadUsage;
    }
    const Result<store::Address> database = command.address();
    if (!database) {
        complain(database.error().what);
        return NoData;
    }
    if (const Result<std::unique_ptr<store::Database>> opened = command.open(clock); !opened) {
        complain(withAdvice(opened.error(), *database).what);
        return NoData;
    }

    const QuitSignals quitSignals;
    settings::SystemSecrets secrets;
    Service service({.database = *database, .listenAddress = address, .port = port, .publicUrl = publicUrl}, clock, secrets);
    QObject::connect(&service, &Service::problem, &service,
                     [](const QString &what) { complain(what.isEmpty() ? u"All is well again."_s : what); });
    if (const Done started = service.start(); !started) {
        complain(started.error().what);
        return NoData;
    }
    print(u"listening on %1"_s.arg(service.listeningOn()));
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    service.stop();
    return Ok;
}

} // namespace ringback::app::cli

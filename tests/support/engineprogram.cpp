#include "support/engineprogram.h"

#include "connectors/calendar.h"
#include "connectors/leadsystem.h"

#include <QNetworkAccessManager>
#include <QTcpSocket>

namespace ringback::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well

} // namespace

EngineProgram::EngineProgram(const store::Address &database, const Clock &clock, std::shared_ptr<connectors::Secrets> secrets,
                             const QString &publicUrl)
    : m_network(new QNetworkAccessManager)
    , m_engine(new engine::Engine({
          .database = database,
          .writeTurn = nullptr,
          .clock = clock,
          .idSeed = 1,
          .id = u"one"_s,
          .senders =
              [this, &clock, secrets, publicUrl](const settings::Connection &connection, const auto &...) {
                  const connectors::PhoneSystem &system = connectors::phoneSystem(connection.type());
                  const connectors::Surroundings around{
                      .network = *m_network, .clock = clock, .timeout = Milliseconds(5'000), .secrets = secrets, .publicUrl = publicUrl};
                  engine::Sender sender{.provider = system.open(connection, around),
                                        .statusCallback = system.receiptsUrl(connection, publicUrl)};
                  if (!publicUrl.isEmpty())
                      sender.callsCallback = QUrl(publicUrl + connectors::webhookPath(connection));
                  return sender;
              },
          .leadSystems =
              [this, &clock, secrets](const settings::LeadConnection &connection, const auto &...) {
                  const connectors::Surroundings around{
                      .network = *m_network, .clock = clock, .timeout = Milliseconds(5'000), .secrets = secrets};
                  return connectors::leadSystemKind(connection.type()).open(connection, around);
              },
          .calendars = {.open =
                            [this, &clock, secrets](const settings::CalendarConnection &connection, const auto &...) {
                                const connectors::Surroundings around{
                                    .network = *m_network, .clock = clock, .timeout = Milliseconds(5'000), .secrets = secrets};
                                return connectors::calendarKind(connection.type())->open(connection, around);
                            }},
      }))
    , m_stopped(m_engine, &engine::Engine::stopped)
{
    QObject::connect(m_engine, &engine::Engine::problem, m_engine, [](const QString &what) {
        if (!what.isEmpty())
            qWarning("the engine: %s", qPrintable(what));
    });
    m_network->moveToThread(&m_thread);
    m_engine->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(m_engine, &engine::Engine::start, Qt::QueuedConnection);
}

EngineProgram::~EngineProgram()
{
    QMetaObject::invokeMethod(m_engine, &engine::Engine::stop, Qt::QueuedConnection);
    if (m_stopped.isEmpty() && !m_stopped.wait(patience))
        qWarning("the engine did not stop");
    m_thread.quit();
    m_thread.wait();
    delete m_engine;
    delete m_network;
}

Answer post(quint16 port, const QByteArray &target, const QList<std::pair<QByteArray, QByteArray>> &headers, const QByteArray &body)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!socket.waitForConnected(patience))
        return {};
    QByteArray head = "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
    for (const auto &[name, value] : headers)
        head += name + ": " + value + "\r\n";
    socket.write(head + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QByteArray answer;
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(patience))
        answer += socket.readAll();
    answer += socket.readAll();
    const qsizetype end = answer.indexOf("\r\n\r\n");
    return {.status = answer.mid(9, 3).toInt(), .body = end < 0 ? QByteArray() : answer.mid(end + 4)};
}

} // namespace ringback::test

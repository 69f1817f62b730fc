#include "quitsignals.h"

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace ringback::app {

namespace {

int writeEnd = -1;

// Only what a signal handler may do: one byte to wake the event loop.
extern "C" void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
}

} // namespace

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, m_sockets) != 0)
        return; // the signals then end the program the hard way, which loses nothing
    writeEnd = m_sockets[0];
    m_notifier = new QSocketNotifier(m_sockets[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const ssize_t read = ::read(m_sockets[1], &byte, 1);
        Q_EMIT quitRequested();
    });
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
}

QuitSignals::~QuitSignals()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    delete m_notifier;
    ::close(m_sockets[0]);
    ::close(m_sockets[1]);
}

} // namespace ringback::app

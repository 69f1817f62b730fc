#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace ringback::app {

/// Turns SIGTERM and SIGINT into a Qt signal on the main thread. One in a program.
class QuitSignals final : public QObject {
    Q_OBJECT

public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void quitRequested();

private:
    int m_sockets[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace ringback::app

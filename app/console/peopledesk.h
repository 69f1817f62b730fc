#pragma once

#include <QObject>
#include <QString>

namespace ringback::ui {
class MainWindow;
class PeoplePage;
} // namespace ringback::ui

namespace ringback::app {

class Backstage;

/// Between the page of people, what somebody says of being here, and the desk behind the window. Main thread.
class PeopleDesk final : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    PeopleDesk(ui::MainWindow &window, Backstage &backstage);

    void setMe(const QString &staffId) { m_me = staffId; }

private:
    void wireCommands(ui::PeoplePage &page);
    void wireAnswers(ui::PeoplePage &page);
    /// On the backstage's thread, by whoever sits here when it is said.
    template <class Command>
    void order(Command command);

    ui::MainWindow &m_window;
    Backstage &m_backstage;
    QString m_me;
};

} // namespace ringback::app

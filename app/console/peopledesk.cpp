#include "console/peopledesk.h"

#include "console/backstage.h"
#include "mainwindow.h"
#include "people/peoplepage.h"

namespace ringback::app {

PeopleDesk::PeopleDesk(ui::MainWindow &window, Backstage &backstage)
    : m_window(window)
    , m_backstage(backstage)
{
    wireCommands(window.people());
    wireAnswers(window.people());
}

template <class Command>
void PeopleDesk::order(Command command)
{
    QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, me = m_me, command] { command(*backstage, me); });
}

void PeopleDesk::wireCommands(ui::PeoplePage &page)
{
    using ui::PeoplePage;
    using Me = const QString &;
    connect(&page, &PeoplePage::personSaveRequested, this,
            [this](const desk::PersonEdit &edit) { order([edit](Backstage &backstage, Me me) { backstage.putPerson(edit, me); }); });
    connect(&page, &PeoplePage::personRemoveRequested, this,
            [this](const QString &id) { order([id](Backstage &backstage, Me me) { backstage.removePerson(id, me); }); });
    connect(&page, &PeoplePage::teamSaveRequested, this,
            [this](const desk::TeamEdit &edit) { order([edit](Backstage &backstage, Me me) { backstage.putTeam(edit, me); }); });
    connect(&page, &PeoplePage::teamRemoveRequested, this,
            [this](const QString &id) { order([id](Backstage &backstage, Me me) { backstage.removeTeam(id, me); }); });
    connect(&page, &PeoplePage::lineSaveRequested, this,
            [this](const desk::LineEdit &edit) { order([edit](Backstage &backstage, Me me) { backstage.setLine(edit, me); }); });
    connect(&page, &PeoplePage::trialRequested, this, [this](const board::TrialQuestion &question) {
        order([question](Backstage &backstage, Me) { backstage.tryRouting(question); });
    });
    connect(&m_window, &ui::MainWindow::presenceSaid, this, [this](const ui::Saying &saying) {
        order([saying](Backstage &backstage, Me me) {
            if (saying.word)
                backstage.sayPresence(*saying.word, saying.until, me);
            else
                backstage.takeBackPresence(me);
        });
    });
}

void PeopleDesk::wireAnswers(ui::PeoplePage &page)
{
    using ui::PeoplePage;
    connect(&m_backstage, &Backstage::peopleChanged, &m_window, &ui::MainWindow::setPeople);
    connect(&m_backstage, &Backstage::peopleSaved, &page, &PeoplePage::showSaved);
    connect(&m_backstage, &Backstage::personRemoved, &page, &PeoplePage::showPersonRemoved);
    connect(&m_backstage, &Backstage::teamRemoved, &page, &PeoplePage::showTeamRemoved);
    connect(&m_backstage, &Backstage::peopleRefused, &page, &PeoplePage::showRefusal);
    connect(&m_backstage, &Backstage::trialAnswered, &page, &PeoplePage::showTrial);
    connect(&m_backstage, &Backstage::trialFailed, &page, &PeoplePage::showTrialProblem);
}

} // namespace ringback::app

#include "people/peoplepage.h"

#include "people/linesdialog.h"
#include "people/peopledelegate.h"
#include "people/peoplewords.h"
#include "people/persondialog.h"
#include "people/teamdialog.h"
#include "people/trialdialog.h"
#include "signin/resetdialog.h"
#include "widgets/confirmdialog.h"
#include "widgets/flowlayout.h"
#include "widgets/noticebar.h"
#include "widgets/rowsview.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

PeoplePage::PeoplePage(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_model(clock)
    , m_notice(new NoticeBar(this))
    , m_teamButtons(new QButtonGroup(this))
    , m_view(new RowsView(this))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 16, 24, 0);
    outer->setSpacing(12);
    buildTop(outer);
    outer->addWidget(m_notice);
    buildList(outer);
    setFocusProxy(m_view);
    // "Until 3:30 PM" goes by while somebody looks.
    connect(&m_ticker, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model.tick();
    });
    m_ticker.start(std::chrono::seconds(10));
    showTeams();
}

void PeoplePage::buildTop(QVBoxLayout *outer)
{
    auto *holder = new QWidget(this);
    auto *row = new FlowLayout(holder, 8, 8);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString &name, Look look, const QString &words) {
        auto *made = new QPushButton(words, holder);
        made->setObjectName(name);
        made->setAccessibleName(words);
        setLook(made, look);
        row->addWidget(made);
        return made;
    };
    //: Button: adds somebody to the staff.
    m_add = button(u"addPerson"_s, Look::Primary, tr("Add a person…"));
    //: Button: adds a team.
    QPushButton *const addTeam = button(u"addTeam"_s, Look::Plain, tr("Add a team…"));
    //: Button: who calls back for which line.
    QPushButton *const lines = button(u"lines"_s, Look::Plain, tr("Lines…"));
    //: Button: pages on the web where callers choose a time by themselves.
    QPushButton *const bookings = button(u"bookings"_s, Look::Plain, tr("Booking pages…"));
    //: Button: tries who would be given the callback of a call.
    QPushButton *const trial = button(u"trial"_s, Look::Plain, tr("Who would get it?"));
    outer->addWidget(holder);
    m_teams = new QWidget(this);
    //: Buttons that show the people of one team, for screen readers.
    m_teams->setAccessibleName(tr("Teams"));
    m_teamRow = new FlowLayout(m_teams, 8, 8);
    m_teamRow->setContentsMargins(0, 0, 0, 0);
    m_teamButtons->setExclusive(true);
    outer->addWidget(m_teams);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (meIfAllowed())
            openPerson(std::nullopt);
    });
    connect(addTeam, &QPushButton::clicked, this, [this] { editTeam(std::nullopt); });
    connect(lines, &QPushButton::clicked, this, &PeoplePage::openLines);
    connect(bookings, &QPushButton::clicked, this, &PeoplePage::openBookings);
    connect(trial, &QPushButton::clicked, this, &PeoplePage::openTrial);
}

void PeoplePage::buildList(QVBoxLayout *outer)
{
    m_nothing = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    m_nothing->setObjectName(u"nobody"_s);
    m_nothing->setWordWrap(true);
    m_nothing->setText(tr("Nobody is in this team yet. Open a person, or the team, to add somebody."));
    outer->addWidget(m_nothing);
    m_view->setObjectName(u"people"_s);
    //: Name of a list, for screen readers.
    m_view->setAccessibleName(tr("People"));
    auto *delegate = new PeopleDelegate(m_model, this);
    m_view->setModel(&m_model);
    m_view->setItemDelegate(delegate);
    using Column = PeopleModel::Column;
    m_view->setColumnWidths({34, 28, 24, 28, 12}, int(Column::Hours), {int(Column::Hours), int(Column::Desk)});
    outer->addWidget(m_view, 1);
    connect(delegate, &PeopleDelegate::buttonClicked, this, [this](const QModelIndex &index) { editPerson(m_model.row(index.row()).id); });
    const auto editSelected = [this] {
        if (const QModelIndex index = m_view->selectedRow(); index.isValid())
            editPerson(m_model.row(index.row()).id);
    };
    connect(m_view, &RowsView::enterPressed, this, editSelected);
    connect(m_view, &RowsView::doubleClicked, this, editSelected);
}

void PeoplePage::setOffice(const board::Office &office)
{
    m_office = office;
    m_model.setOffice(office);
}

void PeoplePage::setPeople(const board::People &people)
{
    m_people = people;
    if (!m_team.isEmpty() && people.team(m_team) == nullptr)
        m_team.clear();
    m_model.setPeople(people);
    m_model.setTeam(m_team);
    showTeams();
}

// A button for everybody and one for each team, which says how many of it are here and how many callers wait. They stay while somebody presses one.
void PeoplePage::showTeams()
{
    QStringList teams{QString()};
    for (const board::TeamCard &card : std::as_const(m_people.teams))
        teams.append(card.team.id);
    if (teams != m_shownTeams)
        makeTeamButtons(teams);
    for (QAbstractButton *button : m_teamButtons->buttons()) {
        const QString team = button->property("team").toString();
        button->setText(literal(teamWords(team)));
        button->setAccessibleName(teamWords(team));
        button->setChecked(team == m_team);
    }
    m_editTeam->setVisible(!m_team.isEmpty());
    m_nothing->setVisible(m_model.rowCount() == 0 && !m_team.isEmpty());
    m_view->setVisible(m_model.rowCount() > 0);
}

QString PeoplePage::teamWords(const QString &team) const
{
    const board::TeamCard *const card = m_people.team(team);
    if (card == nullptr)
        //: Button that shows all people; %1 is how many they are.
        return tr("Everybody  %1").arg(m_people.people.size());
    const QString words = u"%1  %2"_s.arg(card->team.name, hereWords(*card));
    //: Behind a team's name: how many callbacks wait in its queue.
    return card->waiting.count > 0 ? words + u" · "_s + tr("%n wait", nullptr, card->waiting.count) : words;
}

void PeoplePage::makeTeamButtons(const QStringList &teams)
{
    m_shownTeams = teams;
    qDeleteAll(m_teamButtons->buttons());
    for (const QString &team : teams) {
        auto *button = new QPushButton(m_teams);
        button->setObjectName(team.isEmpty() ? u"everybody"_s : u"team-"_s + team);
        button->setProperty("team", team);
        setLook(button, Look::Segment);
        button->setCheckable(true);
        m_teamButtons->addButton(button);
        m_teamRow->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, team] { chooseTeam(team); });
        button->show();
    }
    delete m_editTeam; // which comes last
    m_editTeam = new QPushButton(m_teams);
    m_editTeam->setObjectName(u"editTeam"_s);
    //: Button: opens the form of the team that is shown.
    m_editTeam->setText(tr("Edit the team…"));
    m_editTeam->setAccessibleName(m_editTeam->text());
    setLook(m_editTeam, Look::Link);
    m_teamRow->addWidget(m_editTeam);
    connect(m_editTeam, &QPushButton::clicked, this, [this] {
        if (const board::TeamCard *const card = m_people.team(m_team))
            editTeam(card->team);
    });
}

void PeoplePage::chooseTeam(const QString &team)
{
    m_team = team;
    m_model.setTeam(team);
    showTeams();
}

void PeoplePage::setMe(const QString &staffId)
{
    if (m_staffId == staffId)
        return;
    m_staffId = staffId;
    m_notice->hide();
}

void PeoplePage::say(const QString &words, bool isGood)
{
    m_notice->say({words, isGood ? Glyph::Check : Glyph::Alert, isGood ? Tone::Good : Tone::Bad});
}

std::optional<calls::Staff> PeoplePage::meIfAllowed()
{
    using Refused = desk::PeopleRefusal::Why;
    const auto me =
        std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [this](const calls::Staff &each) { return each.id == m_staffId; });
    if (me == m_office.staff.cend())
        showRefusal({.why = Refused::NoSuchPerson, .field = {}, .detail = {}});
    else if (!calls::may(*me, calls::Right::EditPeople))
        showRefusal({.why = Refused::NotAllowed, .field = {}, .detail = {}});
    else
        return *me;
    return std::nullopt;
}

void PeoplePage::editPerson(const QString &id)
{
    if (const board::PersonCard *const card = m_people.person(id); card != nullptr && meIfAllowed())
        openPerson(*card);
}

void PeoplePage::openPerson(const std::optional<board::PersonCard> &card)
{
    const std::optional<calls::Staff> me = meIfAllowed();
    if (!me)
        return;
    m_notice->hide();
    m_personDialog = new PersonDialog(m_people, card, *me, this);
    m_personDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_personDialog, &PersonDialog::saveRequested, this, &PeoplePage::personSaveRequested);
    if (card) {
        connect(m_personDialog, &PersonDialog::removeClicked, this, [this, person = card->person] { askToRemovePerson(person); });
        connect(m_personDialog, &PersonDialog::calendarsClicked, this, [this, person = card->person] { openCalendars(person); });
        connect(m_personDialog, &PersonDialog::signInClicked, this, [this, person = card->person] { openReset(person); });
    }
    m_personDialog->open();
}

void PeoplePage::editTeam(const std::optional<calls::Team> &team)
{
    if (!meIfAllowed())
        return;
    m_notice->hide();
    m_teamDialog = new TeamDialog(m_people, team, this);
    m_teamDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_teamDialog, &TeamDialog::saveRequested, this, &PeoplePage::teamSaveRequested);
    if (team)
        connect(m_teamDialog, &TeamDialog::removeClicked, this, [this, gone = *team] { askToRemoveTeam(gone); });
    m_teamDialog->open();
}

void PeoplePage::openLines()
{
    if (!meIfAllowed())
        return;
    m_notice->hide();
    m_linesDialog = new LinesDialog(m_people, this);
    m_linesDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_linesDialog, &LinesDialog::saveRequested, this, &PeoplePage::lineSaveRequested);
    m_linesDialog->open();
}

// Anybody may ask: nothing is changed by it.
void PeoplePage::openTrial()
{
    m_notice->hide();
    m_trial = new TrialDialog(m_people, m_office, m_clock, this);
    m_trial->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_trial, &TrialDialog::asked, this, &PeoplePage::trialRequested);
    m_trial->open();
}

void PeoplePage::askToRemovePerson(const calls::Staff &person)
{
    //: %1 is a person.
    auto *dialog = new ConfirmDialog(tr("Remove %1?").arg(person.name),
                                     tr("They get no more callbacks and cannot sign in; those they have go to somebody else. What they did "
                                        "stays in the records under their name. To keep somebody out for a while, suspend them instead."),
                                     //: Button: somebody is no longer of the staff.
                                     tr("Remove"), m_personDialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id = person.id] { Q_EMIT personRemoveRequested(id); });
    dialog->open();
}

void PeoplePage::askToRemoveTeam(const calls::Team &team)
{
    //: %1 is a team.
    auto *dialog = new ConfirmDialog(tr("Remove %1?").arg(team.name),
                                     tr("Its people stay. Callbacks of its lines go to whoever is free from then on."),
                                     //: Button: a team is dissolved.
                                     tr("Remove"), m_teamDialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id = team.id] { Q_EMIT teamRemoveRequested(id); });
    dialog->open();
}

void PeoplePage::showSaved(const QString &name)
{
    if (m_personDialog)
        m_personDialog->accept();
    if (m_teamDialog)
        m_teamDialog->accept();
    if (m_linesDialog)
        m_linesDialog->showSaved();
    //: %1 is a person, a team or a line.
    say(tr("%1 is saved.").arg(name), true);
}

void PeoplePage::showPersonRemoved(const QString &name, int callbacks)
{
    if (m_personDialog)
        m_personDialog->accept();
    //: %1 is a person.
    const QString gone = tr("%1 is removed.").arg(name);
    say(callbacks > 0 ? gone + u' ' + tr("Their %n callbacks go to somebody else in a moment.", nullptr, callbacks) : gone, true);
}

void PeoplePage::showTeamRemoved(const QString &name)
{
    if (m_teamDialog)
        m_teamDialog->accept();
    //: %1 is a team.
    say(tr("%1 is removed.").arg(name), true);
}

void PeoplePage::showRefusal(const desk::PeopleRefusal &refusal)
{
    if (m_personDialog)
        m_personDialog->showRefusal(refusal);
    else if (m_teamDialog)
        m_teamDialog->showRefusal(refusal);
    else if (m_linesDialog)
        m_linesDialog->showRefusal(refusal);
    else
        say(peopleRefusalSentence(refusal), false);
}

void PeoplePage::showTrial(const board::TrialAnswer &answer)
{
    if (m_trial)
        m_trial->showAnswer(answer);
}

void PeoplePage::showTrialProblem(const QString &what)
{
    if (m_trial)
        //: %1 is what the database said.
        m_trial->showProblem(tr("It could not be tried. %1").arg(what));
}

void PeoplePage::openReset(const calls::Staff &person)
{
    m_resetDialog = new ResetDialog(person, m_clock, m_personDialog ? static_cast<QWidget *>(m_personDialog) : window());
    m_resetDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_resetDialog, &ResetDialog::resetRequested, this, &PeoplePage::signInResetRequested);
    m_resetDialog->open();
}

void PeoplePage::showSignInReset(const QString &staffId)
{
    if (!m_resetDialog || m_resetDialog->staff() != staffId)
        return;
    m_resetDialog->accept();
    const auto person =
        std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [&](const calls::Staff &each) { return each.id == staffId; });
    if (person != m_office.staff.cend())
        //: After somebody was given a new password or PIN; %1 is a person.
        say(tr("%1 can sign in with what you have set, and chooses their own then").arg(person->name), true);
}

void PeoplePage::showSignInRefusal(const desk::SignInRefusal &refusal)
{
    if (m_resetDialog)
        m_resetDialog->showRefusal(refusal);
}

} // namespace ringback::ui

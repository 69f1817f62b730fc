#pragma once

#include "base/clock.h"
#include "board/bookingcards.h"
#include "board/calendarcards.h"
#include "board/connections.h"
#include "board/peoplerows.h"
#include "desk/peoplework.h"
#include "desk/signin.h"
#include "people/bookingrequest.h"
#include "people/calendarrequest.h"
#include "people/peoplemodel.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QButtonGroup;
class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class BookingsDialog;
class CalendarsDialog;
class FlowLayout;
class LinesDialog;
class NoticeBar;
class PersonDialog;
class ResetDialog;
class RowsView;
class TeamDialog;
class TextLabel;
class TrialDialog;

/// The people of the office by team: who is here, what each has on the desk, and what an admin does with them. Shows values and asks; others do.
class PeoplePage final : public QWidget {
    Q_OBJECT

public:
    explicit PeoplePage(const Clock &clock, QWidget *parent = nullptr);

    void setOffice(const board::Office &office);
    /// Who sits here; what somebody else was told goes.
    void setMe(const QString &staffId);

public Q_SLOTS:
    void setPeople(const ringback::board::People &people);
    /// What was asked for last is stored; `name` is the person's or the team's.
    void showSaved(const QString &name);
    void showPersonRemoved(const QString &name, int callbacks);
    void showTeamRemoved(const QString &name);
    void showRefusal(const ringback::desk::PeopleRefusal &refusal);
    void showTrial(const ringback::board::TrialAnswer &answer);
    void showTrialProblem(const QString &what);
    /// Somebody has a new password or PIN, or not, and why.
    void showSignInReset(const QString &staffId);
    void showSignInRefusal(const ringback::desk::SignInRefusal &refusal);
    void setCalendars(const ringback::board::Calendars &calendars);
    /// The calendars of whoever sits here: their own they may change whatever their role.
    void openMyCalendars();
    void showCalendarSaved(const QString &id);
    void showCalendarRemoved();
    void showCalendarRefusal(const ringback::desk::ConnectionRefusal &refusal);
    void showCalendarFindings(const QString &id, const QList<ringback::board::TestFinding> &findings);
    void showCalendarSignInPage(const QString &id, const QByteArray &url, bool isOpen);
    void showCalendarSignInEnd(const QString &id, const ringback::board::SignInEnd &end);
    void setBookingPages(const ringback::board::BookingPages &pages);
    /// `page` is the account's id; empty where only a link was saved.
    void showBookingSaved(const QString &page);
    void showBookingPageRemoved();
    void showBookingRefusal(const ringback::desk::ConnectionRefusal &refusal);

Q_SIGNALS:
    void personSaveRequested(const ringback::desk::PersonEdit &edit);
    void personRemoveRequested(const QString &staffId);
    void teamSaveRequested(const ringback::desk::TeamEdit &edit);
    void teamRemoveRequested(const QString &teamId);
    void lineSaveRequested(const ringback::desk::LineEdit &edit);
    void trialRequested(const ringback::board::TrialQuestion &question);
    void signInResetRequested(const QString &staffId, const ringback::desk::Choice &choice); ///< how somebody else signs in
    void calendarSaveRequested(const ringback::ui::CalendarRequest &request);
    void calendarRemoveRequested(const QString &id);
    void calendarTestRequested(const QString &id);
    void calendarSignInRequested(const QString &id);
    void calendarSignInGivenUp(const QString &id);
    void bookingSaveRequested(const ringback::ui::BookingRequest &request);
    void bookingPageRemoveRequested(const QString &id);

private:
    void buildTop(QVBoxLayout *outer);
    void buildList(QVBoxLayout *outer);
    void showTeams();
    void makeTeamButtons(const QStringList &teams);
    [[nodiscard]] QString teamWords(const QString &team) const;
    void chooseTeam(const QString &team);
    void editPerson(const QString &id);
    void editTeam(const std::optional<calls::Team> &team);
    void openPerson(const std::optional<board::PersonCard> &card);
    void openLines();
    void openTrial();
    void openCalendars(const calls::Staff &person);
    void openBookings();
    void openReset(const calls::Staff &person);
    void askToRemovePerson(const calls::Staff &person);
    void askToRemoveTeam(const calls::Team &team);
    void say(const QString &words, bool isGood);
    /// Whoever sits here, if they may set up people; says so when not.
    [[nodiscard]] std::optional<calls::Staff> meIfAllowed();

    const Clock &m_clock;
    board::Office m_office;
    board::People m_people;
    QString m_staffId;
    QString m_team; ///< shown alone; empty = everybody
    QTimer m_ticker;
    PeopleModel m_model;
    NoticeBar *m_notice;
    QPushButton *m_add = nullptr;
    QPushButton *m_editTeam = nullptr;
    QWidget *m_teams = nullptr;
    FlowLayout *m_teamRow = nullptr;
    QButtonGroup *m_teamButtons;
    TextLabel *m_nothing = nullptr;
    RowsView *m_view;
    QPointer<PersonDialog> m_personDialog; ///< while it is open, as the others
    QPointer<TeamDialog> m_teamDialog;
    QPointer<LinesDialog> m_linesDialog;
    QPointer<TrialDialog> m_trial;
    QPointer<CalendarsDialog> m_calendarsDialog;
    QPointer<BookingsDialog> m_bookingsDialog;
    QPointer<ResetDialog> m_resetDialog;
    board::Calendars m_calendars;
    board::BookingPages m_bookings;
    QStringList m_shownTeams; ///< as there are buttons; empty = everybody
};

} // namespace ringback::ui

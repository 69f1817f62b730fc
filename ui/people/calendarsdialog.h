#pragma once

#include "board/calendarcards.h"
#include "board/connections.h"
#include "board/rows.h"
#include "desk/setuprefusal.h"
#include "people/calendarrequest.h"

#include <QDialog>
#include <QHash>
#include <QList>

class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class CalendarDialog;
class CalendarRow;
class NoticeBar;
class SignInDialog;
class TextLabel;

/// The calendars of one person: how each is doing, and what one does with them. Shows values and asks; others do.
class CalendarsDialog final : public QDialog {
    Q_OBJECT

public:
    CalendarsDialog(const calls::Staff &person, const Clock &clock, const board::Office &office, QWidget *parent = nullptr);

    [[nodiscard]] const QString &staff() const { return m_person.id; }
    void setCalendars(const board::Calendars &calendars);
    void showSaved(const QString &id);
    void showRemoved();
    void showRefusal(const desk::ConnectionRefusal &refusal);
    void showFindings(const QString &id, const QList<board::TestFinding> &findings);
    /// The page for signing in is open in the browser, or could not be opened there.
    void showSignInPage(const QString &id, const QByteArray &url, bool isOpen);
    void showSignInEnd(const QString &id, const board::SignInEnd &end);

Q_SIGNALS:
    void saveRequested(const ringback::ui::CalendarRequest &request);
    void removeRequested(const QString &id);
    void testRequested(const QString &id);
    void signInRequested(const QString &id);
    void signInGivenUp(const QString &id);

private:
    void build();
    void add();
    void edit(const desk::CalendarConnection &connection, bool isNew);
    void test(const QString &id);
    void signIn(const board::CalendarCard &card);
    void askToRemove(const QString &id, const QString &name);
    CalendarRow *addRow(const QString &id);
    [[nodiscard]] const board::CalendarCard *cardOf(const QString &id) const;

    const calls::Staff m_person;
    const Clock &m_clock;
    const board::Office m_office;
    board::PersonCalendars m_theirs;
    QStringList m_takenIds;
    NoticeBar *m_notice;
    TextLabel *m_nothing;
    QVBoxLayout *m_list;
    QHash<QString, CalendarRow *> m_rows;
    CalendarDialog *m_dialog = nullptr; ///< while it is open
    SignInDialog *m_signIn = nullptr; ///< while it is open
};

} // namespace ringback::ui

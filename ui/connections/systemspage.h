#pragma once

#include "base/clock.h"
#include "board/connections.h"
#include "board/rows.h"
#include "desk/setuprefusal.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class FormDialog;
class NoticeBar;
class SignInDialog;
class TextLabel;

/// What the pages of phone systems and of lead systems have in common: a card for each, a way to add one, forms that somebody else saves, signing in
/// in the browser, and a calm line for what became of it. Shows values and asks; others do.
class SystemsPage : public QWidget {
    Q_OBJECT

public:
    void setOffice(const board::Office &office);
    void setHealth(const board::Health &health);
    void setMe(const QString &staffId) { m_staffId = staffId; }

public Q_SLOTS:
    void showSaved(const QString &id);
    void showRefusal(const ringback::desk::ConnectionRefusal &refusal);
    /// The page for signing in is open in the browser, or could not be opened there.
    void showSignInPage(const QString &id, const QByteArray &url, bool isOpen);
    void showSignInEnd(const QString &id, const ringback::board::SignInEnd &end);

Q_SIGNALS:
    void removeRequested(const QString &id);
    void testRequested(const QString &id);
    void signInRequested(const QString &id);
    void signInGivenUp(const QString &id);

protected:
    struct Words {
        QString list; ///< for screen readers
        QString add;
        QString nothing; ///< while there is none
    };
    /// `name` begins the object names of its parts: `Connection` -> `addConnection`.
    SystemsPage(const Clock &clock, const QString &name, const Words &words, QWidget *parent);

    virtual void refresh() = 0;
    virtual void add() = 0;
    [[nodiscard]] virtual QString nameOf(const QString &id) const = 0;
    [[nodiscard]] virtual QString sentenceOf(const desk::ConnectionRefusal &refusal) const = 0;
    /// Its card says that it is being tested. False when there is none.
    virtual bool showTesting(const QString &id) = 0;

    void say(const QString &words, bool isGood);
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] TextLabel *summary() const { return m_summary; }
    [[nodiscard]] QVBoxLayout *cards() const { return m_list; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] const board::Office &office() const { return m_office; }
    [[nodiscard]] const board::Health &health() const { return m_health; }
    void showNothing(bool isNothing);
    /// Changes are signed: nobody can make them without having said who they are, and only owners may. Says so.
    [[nodiscard]] bool knowsMe();
    /// Of which there is one at a time.
    void open(FormDialog *dialog);
    [[nodiscard]] FormDialog *dialog() const { return m_dialog; }
    /// `who` says as whom to sign in there, `address` what the system's app is registered with.
    void signIn(const QString &id, const QString &systemName, const QString &who, const QString &address);
    void test(const QString &id);
    /// What of it goes, after asking once more.
    void askToRemove(const QString &id, const QString &whatFollows);
    /// The pulse of that connection; an empty one while nothing is known.
    [[nodiscard]] static board::ConnectionPulse pulseOf(const QList<board::ConnectionPulse> &pulses, const QString &id);

private:
    const Clock &m_clock;
    board::Office m_office;
    board::Health m_health;
    QString m_staffId;
    QTimer m_ticker;
    NoticeBar *m_notice;
    TextLabel *m_summary;
    TextLabel *m_nothing;
    QPushButton *m_add;
    QVBoxLayout *m_list;
    FormDialog *m_dialog = nullptr; ///< while it is open
    SignInDialog *m_signIn = nullptr; ///< while it is open
};

} // namespace ringback::ui

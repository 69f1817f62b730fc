#pragma once

#include "base/clock.h"
#include "board/signins.h"
#include "desk/signin.h"
#include "widgets/formfield.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace ringback::ui {

class TextLabel;

/// Stands before the window while nobody has signed in, or the console is locked. Shows nothing of callers. What it knows of people are their names.
class Door final : public QWidget {
    Q_OBJECT

public:
    enum class Ask {
        Wait, ///< it is not known yet whether anybody has to sign in
        SignIn, ///< whoever it is
        Unlock, ///< the person who locked it, or somebody else
        Switch, ///< somebody else, while one is signed in
        First, ///< nobody has a sign-in yet: the owner's is made
        Change, ///< the person who is signed in chooses a secret
        MustChange, ///< the same, before anything else
    };
    Q_ENUM(Ask)

    explicit Door(const Clock &clock, QWidget *parent = nullptr);

    void setSignIns(const board::SignIns &signIns);
    /// `staff`: who is asked first.
    void ask(Ask ask, const QString &staff = {});
    [[nodiscard]] Ask asks() const { return m_ask; }
    /// The keyboard's focus to where whoever comes has to type or choose.
    void focusWhatIsNext();
    void showRefusal(const desk::SignInRefusal &refusal);
    void showProblem(const QString &sentence);
    /// An answer is on its way: nothing can be typed meanwhile.
    void setBusy(bool busy);

Q_SIGNALS:
    void signInRequested(const QString &staff, const QString &secret);
    void ownerRequested(const QString &staff, const QString &name, const ringback::desk::Choice &choice);
    void changeRequested(const QString &old, const ringback::desk::Choice &choice);
    void signOutRequested();
    void cancelled();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fillPeople();
    void choose(const QString &staff);
    void submit();
    void second();
    void tick();
    void retitle();
    void choosePerson();
    [[nodiscard]] QString chosen() const;
    [[nodiscard]] bool choosesSecret() const;
    [[nodiscard]] calls::SecretKind kind() const;

    const Clock &m_clock;
    Ask m_ask = Ask::Wait;
    QString m_staff; ///< who is asked; in Change who is signed in
    bool m_isBusy = false;
    board::SignIns m_signIns;
    desk::SignInRefusal m_refusal;
    bool m_isRefused = false;
    QTimer m_ticker;
    TextLabel *m_title;
    TextLabel *m_lead;
    QListWidget *m_people;
    FormField m_nameField;
    FormField m_kindField;
    FormField m_secretField;
    FormField m_freshField;
    FormField m_againField;
    QLineEdit *m_name;
    CalmComboBox *m_kind;
    QLineEdit *m_secret;
    QLineEdit *m_fresh;
    QLineEdit *m_again;
    TextLabel *m_problem;
    QPushButton *m_go;
    QPushButton *m_second;
};

} // namespace ringback::ui

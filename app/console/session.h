#pragma once

#include "base/clock.h"
#include "board/signins.h"
#include "calls/people.h"
#include "console/doorman.h"
#include "desk/signin.h"
#include "store/database.h"

#include <QObject>
#include <QThread>
#include <QTimer>

namespace ringback::ui {
class MainWindow;
}

namespace ringback::app {

/// Who is at this console: lets them in, locks after a while without a key or a move of the mouse, and tells whether they are there. In an office where
/// nobody signs in it only tells that of whom the list of names says. Main thread.
class Session final : public QObject {
    Q_OBJECT

public:
    /// The window and the clock outlive it. The window's door stays closed until it is known who is here.
    Session(ui::MainWindow &window, store::Address address, store::WriteTurn turn, const Clock &clock, desk::HashCost cost);
    ~Session() override;

    /// How often a console says that it is there, and how often it looks at the clock.
    static constexpr Milliseconds heartbeat = std::chrono::seconds(60);
    static constexpr Milliseconds lookEvery = std::chrono::seconds(2);

    /// `remembered`: who was here last.
    void start(const QString &remembered);
    /// Returns when everything is closed. Who is signed in, is out.
    void stop();

    [[nodiscard]] QString me() const { return m_me; }
    [[nodiscard]] bool signsIn() const { return m_signIns.isOn; }
    /// Callers may be shown: also in notifications outside of the window.
    [[nodiscard]] bool isOpen() const { return m_place == Place::Open; }

public Q_SLOTS:
    /// Looks again who may be here: the office has changed.
    void refresh();
    /// From the list of names, where nobody signs in.
    void sayMe(const QString &staff);
    void lock();
    /// Looks at the clock.
    void tick();
    /// Gives somebody else a secret that they must change.
    void reset(const QString &staff, const ringback::desk::Choice &choice);

Q_SIGNALS:
    void meChanged(const QString &staff); ///< empty = nobody is signed in
    void moneyShown(bool shows);
    /// At each heartbeat, and when it changes: Here, or Away without a key or a move of the mouse, or with the console locked.
    void presenceChanged(const QString &staff, ringback::calls::PresenceWord word);
    void wasReset(const QString &staff);
    void resetRefused(const ringback::desk::SignInRefusal &refusal);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Place {
        Waiting, ///< for what the database says
        Outside,
        MustChange, ///< in, but for a secret of their own
        Open,
        Locked,
    };

    void looked(const board::SignIns &signIns);
    void signIn(const QString &staff, const QString &typed);
    void enter(const desk::SignedIn &who);
    void open(bool sameAsBefore);
    void leave();
    void refuse(const desk::SignInRefusal &refusal);
    void problem(const QString &what);
    void setMe(const QString &staff);
    void say(calls::PresenceWord word);
    [[nodiscard]] bool mayEnter(const QString &staff) const;
    template <class Work>
    void ask(Work work);

    ui::MainWindow &m_window;
    const Clock &m_clock;
    QThread m_thread;
    Doorman *m_doorman = nullptr; ///< lives on m_thread
    board::SignIns m_signIns;
    Place m_place = Place::Waiting;
    QString m_me;
    bool m_isAway = false;
    bool m_resets = false; ///< what is refused next is the reset of somebody else's
    Instant m_lastInput;
    Instant m_lastSaid;
    QTimer m_ticker;
};

} // namespace ringback::app

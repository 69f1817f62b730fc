#pragma once

#include "practice/practicephone.h"
#include "practice/webhookclient.h"
#include "practice/webhookforms.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <random>
#include <thread>
#include <vector>

namespace ringback::practice {

/// Made-up callers who ring the office's lines and answer its texts, by way of the office's own webhook door. They run on a thread of the
/// line's; every function may be called from any other.
///
/// The phones ring in imagination: what the door says to do with a call is not carried out.
class PracticeLine final {
public:
    struct Pace {
        double speed = 1; ///< everything happens so many times faster, ringing too: to an office that screens short rings all are short
        quint64 seed = 0; ///< the same callers for the same seed
        int maxCalls = 0; ///< no more than so many; 0 = until stop()
    };
    struct Config {
        quint16 doorPort = 0;
        QString publicUrl; ///< as the door's
        QStringList lines; ///< the office's numbers, E.164; at least one
        PracticePhone &phone; ///< takes the office's texts; outlives the line, which listens to it from start() to stop()
        Pace pace;
    };

    explicit PracticeLine(Config config);
    ~PracticeLine();
    PracticeLine(const PracticeLine &) = delete;
    PracticeLine &operator=(const PracticeLine &) = delete;

    /// The first call is missed within two seconds. Once.
    void start();
    /// Returns when the thread has ended, at once: who is on the line is cut off. Idempotent.
    void stop();

    [[nodiscard]] int callsBegun() const { return m_callsBegun; }

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    using Delay = std::chrono::milliseconds;
    enum class CallKind { RingsOut, RingsOutAndCallsAgain, GivesUpAtOnce, IsAnswered, IsWithheld };
    enum class Mood { Silent, Answers, Stops };
    // Cards rather than dice: every kind comes up within a few minutes, in another order each time.
    template <class Card>
    struct Deck {
        std::vector<Card> cards; ///< of one round
        std::vector<Card> left;

        [[nodiscard]] Card draw(std::mt19937_64 &dice);
    };
    struct Caller {
        Place place;
        QString reply; ///< to the office's first text; empty: none
    };
    struct Step {
        SteadyTime at;
        quint64 order = 0; ///< of two at the same time the one that was asked for first
        std::function<void()> run;
    };
    struct IsLater {
        bool operator()(const Step &a, const Step &b) const { return a.at == b.at ? a.order > b.order : a.at > b.at; }
    };

    void run();
    void after(Delay delay, std::function<void()> step);
    void post(const QByteArray &path, const connectors::twilio::Form &form, bool isSecondTry = false);

    void beginNextCall();
    void missWithoutRinging(const MadeUpCall &call);
    void ringInVain(const MadeUpCall &call, Delay ringTime);
    void ringAndTalk(const MadeUpCall &call);
    void callAgain(MadeUpCall call);
    void deliver(const PracticePhone::Text &text);
    void answer(const PracticePhone::Text &text);

    [[nodiscard]] MadeUpCall callByNewCaller();
    [[nodiscard]] MadeUpCall callWithheld();
    [[nodiscard]] MadeUpCall call(const QString &number);
    [[nodiscard]] QString unusedNumber(const QString &areaCode);

    const Config m_config;
    std::mutex m_mutex; // guards the steps and m_isStopping
    std::condition_variable m_changed;
    std::priority_queue<Step, std::vector<Step>, IsLater> m_steps;
    quint64 m_lastOrder = 0;
    bool m_isStopping = false;
    std::atomic<int> m_callsBegun = 0;

    // The thread's own.
    WebhookClient m_client;
    SidSource m_sids;
    std::mt19937_64 m_callerDice; // apart from the other, so that when texts arrive does not change who calls
    std::mt19937_64 m_textDice;
    Deck<CallKind> m_kinds; ///< of the coming calls
    Deck<Mood> m_moods; ///< of new callers
    QHash<QString, Caller> m_callers; ///< by number; those who have called
    std::thread m_thread;
};

} // namespace ringback::practice

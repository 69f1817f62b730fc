#pragma once

#include <QByteArray>
#include <QList>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace ringback::test {

/// A real CalDAV server on this machine only, of package radicale or xandikos, with one empty calendar; gone at its end.
class CalDavServer final {
public:
    enum class Kind { Radicale, Xandikos };

    explicit CalDavServer(Kind kind);
    ~CalDavServer();
    CalDavServer(const CalDavServer &) = delete;
    CalDavServer &operator=(const CalDavServer &) = delete;

    [[nodiscard]] static bool isInstalled(Kind kind);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] QString log() const { return QString::fromUtf8(m_log); } ///< why it is not running
    void stop();

    [[nodiscard]] static QString user() { return QStringLiteral("dana@summit.example"); }
    [[nodiscard]] static QString password() { return QStringLiteral("correct horse: battery ☎"); }
    [[nodiscard]] QString address() const; ///< of the server
    [[nodiscard]] QString calendar() const { return m_calendar; } ///< its path

    /// Makes another, empty, which is what calendar(), put() and entries() mean from now on.
    [[nodiscard]] bool makeCalendar(const QString &name);

    struct Answer {
        int status = 0;
        QByteArray body;
        QByteArray tag;
    };
    /// One request as another client would send it. `path` is a whole one.
    Answer ask(const QByteArray &verb, const QString &path, const QByteArray &body = {},
               const QList<std::pair<QByteArray, QByteArray>> &headers = {}) const;
    /// Puts an event into the calendar as another client does; false when the server did not take it.
    bool put(const QString &name, const QByteArray &text) const;
    /// What lies in the calendar, of everybody.
    [[nodiscard]] QList<QByteArray> entries() const;
    /// From now on nobody may write there (Radicale).
    void makeReadOnly();

private:
    void start();

    const Kind m_kind;
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_log;
    QString m_calendar;
    quint16 m_port = 0;
    bool m_isRunning = false;
};

} // namespace ringback::test

#include "support/graphqlcheck.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <csignal>
#include <cstdlib>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unordered_map>

extern char **environ; // NOLINT(readability-redundant-declaration): not every system's header has it

namespace ringback::test {

using namespace Qt::StringLiterals;

GraphQlCheck *GraphQlCheck::of(const QString &file)
{
    static std::mutex mutex;
    static std::unordered_map<std::string, std::unique_ptr<GraphQlCheck>> checks;
    const std::scoped_lock lock(mutex);
    const QString path = QStringLiteral(RINGBACK_SOURCE_DIR) + u"/../shared/specs/"_s + file;
    std::unique_ptr<GraphQlCheck> &check = checks[file.toStdString()];
    if (!check && QFile::exists(path))
        check.reset(new GraphQlCheck(path));
    return check && check->m_child > 0 ? check.get() : nullptr;
}

// Not a QProcess, which lives on one thread: fakes answer on threads of their own.
GraphQlCheck::GraphQlCheck(const QString &schema)
{
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        qFatal("no pipe to graphqlcheck.py");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    QByteArray python = "python3";
    QByteArray script = RINGBACK_SOURCE_DIR "/tests/support/graphqlcheck.py";
    QByteArray file = QFile::encodeName(schema);
    const std::array<char *, 4> arguments{python.data(), script.data(), file.data(), nullptr};
    const int failed = posix_spawnp(&m_child, "python3", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    m_to = fdopen(dup(ends[0]), "w");
    m_from = fdopen(ends[0], "r");
    if (failed != 0 || !readLine().contains("ready"_L1)) {
        qWarning("GraphQL is not checked: python3-graphql-core is not at hand");
        m_child = -1;
    }
}

GraphQlCheck::~GraphQlCheck()
{
    std::fclose(m_to);
    shutdown(fileno(m_from), SHUT_RDWR);
    std::fclose(m_from);
    if (m_child > 0)
        waitpid(m_child, nullptr, 0);
}

QJsonObject GraphQlCheck::readLine()
{
    char *line = nullptr;
    size_t size = 0;
    const ssize_t length = getline(&line, &size, m_from);
    const QByteArray text(line, length > 0 ? length : 0);
    std::free(line);
    return QJsonDocument::fromJson(text).object();
}

QStringList GraphQlCheck::problemsOf(const QJsonObject &request)
{
    const std::scoped_lock lock(m_mutex);
    const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), m_to);
    std::fflush(m_to);
    const QJsonObject said = readLine();
    if (!said.contains("problems"_L1))
        return {u"graphqlcheck.py has died"_s};
    QStringList problems;
    for (const auto &problem : said.value("problems"_L1).toArray())
        problems.append(problem.toString());
    return problems;
}

} // namespace ringback::test

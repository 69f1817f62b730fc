#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstdio>
#include <memory>
#include <mutex>

namespace ringback::test {

/// A GraphQL schema to hold requests and answers to, by graphqlcheck.py. Any thread.
class GraphQlCheck final {
public:
    /// Reads `../shared/specs/<file>` beside the repository. Null where that, or python3-graphql-core, is not at hand. One for all of a program.
    [[nodiscard]] static GraphQlCheck *of(const QString &file);
    ~GraphQlCheck();
    GraphQlCheck(const GraphQlCheck &) = delete;
    GraphQlCheck &operator=(const GraphQlCheck &) = delete;

    /// What is wrong with a request (`query`, `operationName`, `variables`), or, with `data`, with the answer to it; empty = nothing.
    [[nodiscard]] QStringList problemsOf(const QJsonObject &request);

private:
    explicit GraphQlCheck(const QString &schema);
    [[nodiscard]] QJsonObject readLine();

    std::mutex m_mutex; // guards all below
    std::FILE *m_to = nullptr;
    std::FILE *m_from = nullptr;
    int m_child = -1;
};

} // namespace ringback::test

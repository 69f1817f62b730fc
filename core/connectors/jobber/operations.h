#pragma once

#include <QByteArray>

/// What is asked of Jobber, as documents that never change: what differs from one time to the next is in their variables. They keep to the fields of
/// the schema that we know (providers: crm-ats-calendar.md, 3), and leave out what is dear: totals, connections within connections.
namespace ringback::connectors::jobber {

struct Operation {
    QByteArray name;
    QByteArray document;

    [[nodiscard]] bool isMutation() const { return document.startsWith("mutation"); }
};

namespace operations {

[[nodiscard]] const Operation &account();
[[nodiscard]] const Operation &findPhones(); ///< `$digits $brackets $dashes $dots`: one number in four spellings
[[nodiscard]] const Operation &findEmails();
[[nodiscard]] const Operation &changedClients();
[[nodiscard]] const Operation &client();
[[nodiscard]] const Operation &clientNotes();
[[nodiscard]] const Operation &clientRequests();
[[nodiscard]] const Operation &clientJobs();
[[nodiscard]] const Operation &request();
[[nodiscard]] const Operation &task();
[[nodiscard]] const Operation &tasks();
[[nodiscard]] const Operation &users();

[[nodiscard]] const Operation &createClient();
[[nodiscard]] const Operation &editClient();
[[nodiscard]] const Operation &createRequest();
[[nodiscard]] const Operation &archiveRequest();
[[nodiscard]] const Operation &createAssessment();
[[nodiscard]] const Operation &createNote();
[[nodiscard]] const Operation &createTask();

} // namespace operations

} // namespace ringback::connectors::jobber

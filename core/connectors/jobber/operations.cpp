#include "connectors/jobber/operations.h"

namespace ringback::connectors::jobber::operations {

namespace {

const QByteArray &clientParts()
{
    static const QByteArray parts = R"(
fragment ClientParts on Client {
  id name firstName lastName isLead isArchived jobberWebUri createdAt updatedAt
  phones { number }
  emails { address }
})";
    return parts;
}

} // namespace

const Operation &account()
{
    static const Operation operation{"Account", "query Account { account { id name } }"};
    return operation;
}

const Operation &findPhones()
{
    static const Operation operation{"FindPhones", R"(query FindPhones($digits: String, $brackets: String, $dashes: String, $dots: String) {
  digits: clientPhones(searchTerm: $digits, first: 25) { nodes { ...PhoneParts } }
  brackets: clientPhones(searchTerm: $brackets, first: 25) { nodes { ...PhoneParts } }
  dashes: clientPhones(searchTerm: $dashes, first: 25) { nodes { ...PhoneParts } }
  dots: clientPhones(searchTerm: $dots, first: 25) { nodes { ...PhoneParts } }
}
fragment PhoneParts on ClientPhoneNumber { number client { ...ClientParts } })" +
                                                       clientParts()};
    return operation;
}

const Operation &findEmails()
{
    static const Operation operation{"FindEmails", R"(query FindEmails($term: String) {
  clientEmails(searchTerm: $term, first: 25) { nodes { address client { ...ClientParts } } }
})" + clientParts()};
    return operation;
}

const Operation &changedClients()
{
    static const Operation operation{"ChangedClients", R"(query ChangedClients($filter: ClientFilterAttributes, $after: String) {
  clients(filter: $filter, first: 50, after: $after) { nodes { ...ClientParts } pageInfo { hasNextPage endCursor } }
})" + clientParts()};
    return operation;
}

const Operation &client()
{
    static const Operation operation{"Client", R"(query Client($id: EncodedId!) {
  client(id: $id) { ...ClientParts tags(first: 100) { nodes { label } } }
})" + clientParts()};
    return operation;
}

const Operation &clientNotes()
{
    static const Operation operation{"ClientNotes", R"(query ClientNotes($id: EncodedId!, $after: String) {
  client(id: $id) { notes(first: 50, after: $after) { nodes { id message } pageInfo { hasNextPage endCursor } } }
})"};
    return operation;
}

const Operation &clientRequests()
{
    static const Operation operation{"ClientRequests", R"(query ClientRequests($filter: RequestFilterAttributes, $after: String) {
  requests(filter: $filter, first: 50, after: $after) { nodes { id title } pageInfo { hasNextPage endCursor } }
})"};
    return operation;
}

const Operation &clientJobs()
{
    static const Operation operation{"ClientJobs", R"(query ClientJobs($id: EncodedId!, $after: String) {
  client(id: $id) {
    jobs(first: 50, after: $after) {
      nodes { id jobNumber title jobStatus total jobberWebUri createdAt completedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
})"};
    return operation;
}

const Operation &request()
{
    static const Operation operation{"Request", R"(query Request($id: EncodedId!) {
  request(id: $id) { id requestStatus assessment { id startAt instructions } }
})"};
    return operation;
}

const Operation &task()
{
    static const Operation operation{"Task", "query Task($id: EncodedId!) { task(id: $id) { id isComplete } }"};
    return operation;
}

const Operation &tasks()
{
    static const Operation operation{"Tasks", R"(query Tasks($filter: TaskFilterAttributes, $after: String) {
  tasks(filter: $filter, first: 50, after: $after) { nodes { id isComplete instructions } pageInfo { hasNextPage endCursor } }
})"};
    return operation;
}

const Operation &users()
{
    static const Operation operation{"Users", R"(query Users($filter: UsersFilterAttributes, $after: String) {
  users(filter: $filter, first: 100, after: $after) { nodes { id name { full } } pageInfo { hasNextPage endCursor } }
})"};
    return operation;
}

const Operation &createClient()
{
    static const Operation operation{"CreateClient", R"(mutation CreateClient($input: ClientCreateInput!) {
  clientCreate(input: $input) { client { id jobberWebUri } userErrors { message path } }
})"};
    return operation;
}

const Operation &editClient()
{
    static const Operation operation{"EditClient", R"(mutation EditClient($id: EncodedId!, $input: ClientEditInput!) {
  clientEdit(clientId: $id, input: $input) { client { id } userErrors { message path } }
})"};
    return operation;
}

const Operation &createRequest()
{
    static const Operation operation{"CreateRequest", R"(mutation CreateRequest($input: RequestCreateInput!) {
  requestCreate(input: $input) { request { id } userErrors { message path } }
})"};
    return operation;
}

const Operation &archiveRequest()
{
    static const Operation operation{"ArchiveRequest", R"(mutation ArchiveRequest($id: EncodedId!) {
  requestArchive(requestId: $id) { request { id } userErrors { message path } }
})"};
    return operation;
}

const Operation &createAssessment()
{
    static const Operation operation{"CreateAssessment", R"(mutation CreateAssessment($id: EncodedId!, $input: AssessmentCreateInput!) {
  assessmentCreate(requestId: $id, input: $input) { assessment { id } userErrors { message path } }
})"};
    return operation;
}

const Operation &createNote()
{
    static const Operation operation{"CreateNote", R"(mutation CreateNote($id: EncodedId!, $input: ClientCreateNoteInput!) {
  clientCreateNote(clientId: $id, input: $input) { clientNote { id } userErrors { message path } }
})"};
    return operation;
}

const Operation &createTask()
{
    static const Operation operation{"CreateTask", R"(mutation CreateTask($id: EncodedId, $input: TaskCreateInput!) {
  taskCreate(clientId: $id, input: $input) { task { id } userErrors { message path } }
})"};
    return operation;
}

} // namespace ringback::connectors::jobber::operations

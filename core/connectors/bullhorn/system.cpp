#include "connectors/bullhorn/system.h"

#include "connectors/bullhorn/errors.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr Milliseconds metaIsGoodFor = std::chrono::hours(1);

} // namespace

BullhornSystem::BullhornSystem(settings::LeadConnection connection, SignIn signIn, const Surroundings &surroundings)
    : m_connection(std::move(connection))
    , m_account(std::get<settings::BullhornAccount>(m_connection.account))
    , m_api(std::move(signIn), surroundings)
{}

QCoro::Task<WriteOutcome> BullhornSystem::write(LeadWrite write)
{
    WriteOutcome outcome;
    if (const auto *lead = std::get_if<PutLead>(&write))
        outcome = co_await putLead(*lead);
    else if (const auto *note = std::get_if<AddNote>(&write))
        outcome = co_await addNote(note->header);
    else if (const auto *status = std::get_if<SetStatus>(&write))
        outcome = co_await setStatus(*status);
    else if (const auto *task = std::get_if<PutTask>(&write))
        outcome = co_await putTask(*task);
    else
        outcome = co_await closeTask(std::get<CloseTask>(write));
    co_return outcome;
}

void BullhornSystem::abandon()
{
    m_api.abandon();
}

QString BullhornSystem::choice(const QString &slot) const
{
    return m_connection.choices.value(slot);
}

QString BullhornSystem::url(const RecordRef &ref) const
{
    return linkTo(m_account.cluster, ref.table, ref.id);
}

QCoro::Task<Result<EntityMeta>> BullhornSystem::meta(QString entity)
{
    const auto known = m_metas.constFind(entity);
    if (known != m_metas.constEnd() && m_api.now() < known->at + metaIsGoodFor) {
        Result<EntityMeta> kept = known->meta;
        co_return kept;
    }
    const Result<HttpAnswer> answer = co_await m_api.send("GET", "meta/" + entity.toLatin1() + "?fields=*&meta=full");
    Result<EntityMeta> read = failure(ErrorKind::Transient, QString());
    if (!answer)
        read = failure(answer);
    else if (!answer->is(200))
        read = tl::unexpected<Error>(judgeRead(*answer));
    else
        read = readMeta(answer->body);
    if (read)
        m_metas.insert(entity, {.meta = *read, .at = m_api.now()});
    co_return read;
}

// Whose name stands on the notes.
QCoro::Task<Result<qint64>> BullhornSystem::ourUser()
{
    Result<qint64> user = failure(ErrorKind::Refused, u"no_right: the API user is not among the users"_s);
    if (m_ourUser) {
        user = *m_ourUser;
        co_return user;
    }
    const Looked found = co_await first("query/CorporateUser", u"username="_s + jpqlText(m_account.username));
    if (!found)
        user = tl::unexpected<Error>(found.error());
    else if (*found) {
        m_ourUser = **found;
        user = **found;
    }
    co_return user;
}

} // namespace ringback::connectors::bullhorn

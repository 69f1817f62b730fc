#include "support/fakeacculynx.h"

// What a test does to it.
namespace ringback::test {

using namespace Qt::StringLiterals;

void FakeAccuLynx::tooFastNext(const QByteArray &verbAndPath, const QByteArray &seconds, const QByteArray &policy)
{
    next(verbAndPath, Then::Answer,
         {.status = 429,
          .contentType = "text/plain",
          .body = "Hourly rate limit exceeded. Please try again later.",
          .headers = {{"RateLimit-Limit", "10"},
                      {"RateLimit-Remaining", "0"},
                      {"RateLimit-Reset", seconds},
                      {"RateLimit-Policy", policy},
                      {"Retry-After", seconds}}});
}

void FakeAccuLynx::revoke()
{
    const std::scoped_lock lock(m_mutex);
    m_isRevoked = true;
}

void FakeAccuLynx::countRecords()
{
    const std::scoped_lock lock(m_mutex);
    m_countsRecords = true;
}

void FakeAccuLynx::limitPages(int size)
{
    const std::scoped_lock lock(m_mutex);
    m_maxPage = size;
}

void FakeAccuLynx::listNewestFirst()
{
    const std::scoped_lock lock(m_mutex);
    m_listsNewestFirst = true;
}

void FakeAccuLynx::ignoreFilters()
{
    const std::scoped_lock lock(m_mutex);
    m_ignoresFilters = true;
}

void FakeAccuLynx::linkNumbersOnly()
{
    const std::scoped_lock lock(m_mutex);
    m_linksOnly = true;
}

void FakeAccuLynx::tellWordsInHistory()
{
    const std::scoped_lock lock(m_mutex);
    m_tellsWords = true;
}

void FakeAccuLynx::withoutDefaultType()
{
    const std::scoped_lock lock(m_mutex);
    m_hasDefaultType = false;
}

void FakeAccuLynx::refuseReferences()
{
    const std::scoped_lock lock(m_mutex);
    m_refusesReferences = true;
}

QString FakeAccuLynx::addContact(const QString &first, const QString &last, const QStringList &numbers, const QStringList &emails,
                                 std::optional<Instant> createdAt)
{
    const std::scoped_lock lock(m_mutex);
    const QJsonObject said{{u"firstName"_s, first}, {u"lastName"_s, last}};
    m_contacts.append({nextId(), said, numbers, emails, createdAt.value_or(now()), {}});
    return m_contacts.last().id;
}

void FakeAccuLynx::setNumbers(const QString &id, const QStringList &numbers)
{
    const std::scoped_lock lock(m_mutex);
    contact(id)->numbers = numbers;
}

void FakeAccuLynx::removeContact(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    m_contacts.removeIf([&](const Contact &each) { return each.id == id; });
}

QString FakeAccuLynx::addJob(const QString &contact, const QString &milestone, std::optional<Instant> createdAt)
{
    const std::scoped_lock lock(m_mutex);
    const Instant at = createdAt.value_or(now());
    Job added{.id = nextId(), .contact = contact, .said = {}, .milestone = milestone, .createdAt = at, .modifiedAt = at};
    added.isAssigned = milestone != u"Lead";
    added.milestones = {{u"Lead"_s, at}};
    m_jobs.append(added);
    return added.id;
}

void FakeAccuLynx::assign(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    job(id)->isAssigned = true;
}

void FakeAccuLynx::move(const QString &id, const QString &milestone, Instant at)
{
    const std::scoped_lock lock(m_mutex);
    Job &moved = *job(id);
    moved.isAssigned = true;
    moved.milestone = milestone;
    moved.modifiedAt = at;
    moved.milestones.append({milestone, at});
}

void FakeAccuLynx::setValue(const QString &id, const QByteArray &literal)
{
    const std::scoped_lock lock(m_mutex);
    job(id)->value = literal;
}

QList<FakeAccuLynx::Contact> FakeAccuLynx::contacts() const
{
    const std::scoped_lock lock(m_mutex);
    return m_contacts;
}

QList<FakeAccuLynx::Job> FakeAccuLynx::jobs() const
{
    const std::scoped_lock lock(m_mutex);
    return m_jobs;
}

QList<FakeAccuLynx::Reference> FakeAccuLynx::references() const
{
    const std::scoped_lock lock(m_mutex);
    return m_references;
}

} // namespace ringback::test

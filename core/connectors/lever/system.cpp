#include "connectors/lever/system.h"

#include "connectors/lever/texts.h"

#include <QJsonDocument>

// What is asked for, and choices. What is written: writing.cpp, lookup.cpp.
namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPages = 200;

NotWritten refused(NotWritten::Class kind, const QString &code, const QString &message)
{
    return {.kind = kind, .code = code, .message = message, .retryAfter = {}};
}

const LeadWriteHeader *headerOf(const LeadWrite &write)
{
    return std::visit([](const auto &each) { return &each.header; }, write);
}

} // namespace

LeverSystem::LeverSystem(LeverSettings settings, const Surroundings &surroundings)
    : m_api(std::move(settings), surroundings.network, surroundings.clock)
{}

QCoro::Task<WriteOutcome> LeverSystem::write(LeadWrite write)
{
    WriteOutcome outcome = refused(NotWritten::Class::Unable, u"not_offered"_s, u"Lever has no tasks"_s);
    if (std::holds_alternative<PutTask>(write) || std::holds_alternative<CloseTask>(write))
        co_return outcome;
    if (m_api.settings().performAs.isEmpty()) {
        outcome = refused(NotWritten::Class::Account, u"choice_missing"_s, u"perform_as"_s);
    } else if (std::holds_alternative<PutLead>(write)) {
        outcome = co_await putLead(*headerOf(write));
    } else if (headerOf(write)->link.record.isEmpty()) {
        outcome = refused(NotWritten::Class::Write, u"no_record"_s, u"no opportunity to write it to"_s);
    } else if (const auto *status = std::get_if<SetStatus>(&write)) {
        outcome = co_await setStatus(*status);
    } else {
        outcome = co_await addNote(*headerOf(write));
    }
    co_return outcome;
}

QCoro::Task<WriteFinding> LeverSystem::findWritten(LeadWrite write, Instant since)
{
    WriteFinding finding = NotFound{}; // tasks are never written
    if (const auto *lead = std::get_if<PutLead>(&write)) {
        finding = co_await findLead(lead->header, since);
    } else if (const auto *note = std::get_if<AddNote>(&write)) {
        finding = co_await findNote(note->header);
    } else if (const auto *status = std::get_if<SetStatus>(&write)) {
        finding = co_await findStatus(*status);
    }
    co_return finding;
}

void LeverSystem::abandon()
{
    m_api.abandon();
}

// Users and job postings are for what may be chosen and need not: a key that may not read them is said by test().
QCoro::Task<Result<ChoiceLists>> LeverSystem::choices()
{
    ChoiceLists lists;
    Result<ChoiceLists> read;
    const Result<QList<QJsonObject>> stages = co_await all("/stages", {});
    if (!stages) {
        read = failure(stages);
        co_return read;
    }
    for (const QJsonObject &stage : *stages) {
        const Choice choice{idOf(stage), textOf(stage, "text"_L1)};
        lists[u"stage"_s].append(choice);
        lists[u"status"_s].append({stageChoice(choice.id), choice.name});
    }
    const Result<QList<QJsonObject>> reasons = co_await all("/archive_reasons", {});
    if (!reasons) {
        read = failure(reasons);
        co_return read;
    }
    for (const QJsonObject &reason : *reasons) {
        const bool isHired = textOf(reason, "type"_L1) == u"hired"; // nobody is hired by a callback
        if (textOf(reason, "status"_L1) != u"inactive" && !isHired)
            lists[u"status"_s].append({reasonChoice(idOf(reason)), u"× "_s + textOf(reason, "text"_L1)});
    }
    const Result<QList<QJsonObject>> users = co_await all("/users", "limit=100");
    if (!users) {
        read = failure(users);
        co_return read;
    }
    for (const QJsonObject &user : *users) {
        if (user.value("deactivatedAt"_L1).isDouble())
            continue;
        lists[u"user"_s].append({idOf(user), textOf(user, "name"_L1)});
    }
    const Result<QList<QJsonObject>> postings = co_await all("/postings", "limit=100&state=published");
    if (!postings) {
        read = failure(postings);
        co_return read;
    }
    for (const QJsonObject &posting : *postings)
        lists[u"posting"_s].append({idOf(posting), textOf(posting, "text"_L1)});
    read = lists;
    co_return read;
}

// A list over all its pages.
QCoro::Task<Result<QList<QJsonObject>>> LeverSystem::all(QByteArray path, QByteArray query)
{
    QList<QJsonObject> found;
    QSet<QString> seen;
    QString next;
    Result<QList<QJsonObject>> read;
    for (int i = 0; i < maxPages; ++i) {
        QByteArray target = path;
        if (!query.isEmpty())
            target += '?' + query;
        if (!next.isEmpty())
            target += (query.isEmpty() ? "?offset=" : "&offset=") + QUrl::toPercentEncoding(next);
        const HttpAnswer answer = co_await m_api.read(target);
        const Result<Page> page = readPage(answer, QString::fromLatin1(path));
        if (!page) {
            read = failure(page);
            co_return read;
        }
        found += page->items;
        next = page->next;
        if (next.isEmpty()) {
            read = found;
            co_return read;
        }
        if (seen.contains(next)) // it would go on for ever
            break;
        seen.insert(next);
    }
    read = failure(ErrorKind::Invalid, u"the list %1 does not end"_s.arg(QString::fromLatin1(path)));
    co_return read;
}

QString LeverSystem::chosen(const QString &slot, const QString &otherwise) const
{
    const QString choice = m_api.settings().choices.value(slot);
    return choice.isEmpty() ? otherwise : choice;
}

NotWritten LeverSystem::clean(NotWritten refusal) const
{
    refusal.message = m_api.withoutSecrets(refusal.message);
    return refusal;
}

// Where a part of it was written just now, a refusal of the rest is looked into: the next try finds that part, and is then refused as such.
WriteOutcome LeverSystem::outcomeOf(const Trouble &trouble, bool isPartWritten) const
{
    if (const auto *unknown = std::get_if<Unknown>(&trouble))
        return *unknown;
    const NotWritten refusal = clean(std::get<NotWritten>(trouble));
    if (isPartWritten)
        return Unknown{u"a part is written, the rest was refused: "_s + refusal.code};
    return refusal;
}

} // namespace ringback::connectors::lever

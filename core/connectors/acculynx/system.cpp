#include "connectors/acculynx/system.h"

#include "connectors/acculynx/pages.h"
#include "connectors/acculynx/texts.h"

#include <QJsonArray>
#include <QJsonDocument>

// What is asked for, and choices. What is written: writing.cpp, lookup.cpp.
namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPages = 200; // of a list of the company's settings, or of contacts since a call

NotWritten unable(const QString &what)
{
    return {.kind = NotWritten::Class::Unable, .code = u"not_offered"_s, .message = what, .retryAfter = {}};
}

// Children of a lead source are lead sources too.
void appendSource(QList<Choice> &sources, const QJsonObject &source)
{
    const QString name = textOf(source, "name"_L1);
    sources.append({idOf(source), name});
    for (const QJsonValue &each : source.value("children"_L1).toArray()) {
        const QJsonObject child = each.toObject();
        sources.append({idOf(child), name + u" › "_s + textOf(child, "name"_L1)});
    }
}

} // namespace

AccuLynxSystem::AccuLynxSystem(AccuLynxSettings settings, const Surroundings &surroundings)
    : m_api(std::move(settings), surroundings.network, surroundings.clock)
{}

QCoro::Task<WriteOutcome> AccuLynxSystem::write(LeadWrite write)
{
    WriteOutcome outcome = unable(u"AccuLynx has no tasks"_s);
    if (const auto *lead = std::get_if<PutLead>(&write)) {
        outcome = co_await putLead(lead->header);
    } else if (const auto *note = std::get_if<AddNote>(&write)) {
        outcome = co_await addNote(note->header);
    } else if (const auto *status = std::get_if<SetStatus>(&write)) {
        outcome = co_await setStatus(*status);
    }
    co_return outcome;
}

QCoro::Task<WriteFinding> AccuLynxSystem::findWritten(LeadWrite write, Instant since)
{
    WriteFinding finding = NotFound{}; // tasks are never written
    if (const auto *lead = std::get_if<PutLead>(&write)) {
        finding = co_await findLead(lead->header, since);
    } else if (const auto *note = std::get_if<AddNote>(&write)) {
        finding = co_await findInHistory(note->header, since);
    } else if (const auto *status = std::get_if<SetStatus>(&write)) {
        finding = co_await findStatus(*status, since);
    }
    co_return finding;
}

void AccuLynxSystem::abandon()
{
    m_api.abandon();
}

QCoro::Task<Result<ChoiceLists>> AccuLynxSystem::choices()
{
    const Result<QList<QJsonObject>> sources = co_await all("/company-settings/leads/lead-sources", "recordStartIndex");
    if (!sources) {
        Result<ChoiceLists> failed = failure(sources);
        co_return failed;
    }
    const Result<QList<QJsonObject>> types = co_await all("/contacts/contact-types", "pageStartIndex");
    if (!types) {
        Result<ChoiceLists> failed = failure(types);
        co_return failed;
    }
    ChoiceLists lists;
    for (const QJsonObject &source : *sources)
        appendSource(lists[u"source"_s], source);
    for (const QJsonObject &type : *types)
        lists[u"contact_type"_s].append({idOf(type), textOf(type, "name"_L1)});
    for (const QString &priority : priorities())
        lists[u"priority"_s].append({priority, priority});
    Result<ChoiceLists> read = lists;
    co_return read;
}

// A list without a filter, whole.
QCoro::Task<Result<QList<QJsonObject>>> AccuLynxSystem::all(QByteArray path, QByteArray indexName)
{
    Pages pages;
    QList<QJsonObject> found;
    for (int i = 0; i < maxPages && !pages.isAtEnd(); ++i) {
        const QByteArray target = path + '?' + pages.query(indexName);
        const HttpAnswer answer = co_await m_api.read(target);
        const Result<Page> page = readPage(answer, QString::fromLatin1(path));
        const Done taken = page ? pages.take(*page) : Done(failure(page));
        if (!taken) {
            Result<QList<QJsonObject>> failed = failure(taken);
            co_return failed;
        }
        for (const QJsonObject &item : page->items) {
            if (!found.contains(item)) // where records are counted, the second page holds most of the first
                found.append(item);
        }
    }
    Result<QList<QJsonObject>> read = found;
    co_return read;
}

// The chosen one, or the one that AccuLynx itself takes for new contacts. Empty = there is none.
QCoro::Task<Result<QString>> AccuLynxSystem::contactType()
{
    Result<QString> chosen = m_api.settings().choices.value(u"contact_type"_s, m_contactType);
    if (!chosen->isEmpty())
        co_return chosen;
    const Result<QList<QJsonObject>> types = co_await all("/contacts/contact-types", "pageStartIndex");
    if (!types) {
        chosen = failure(types);
        co_return chosen;
    }
    for (const QJsonObject &type : *types) {
        if (type.value("isDefault"_L1).toBool() || types->size() == 1)
            m_contactType = idOf(type);
    }
    chosen = m_contactType;
    co_return chosen;
}

NotWritten AccuLynxSystem::clean(NotWritten refusal) const
{
    refusal.message = m_api.withoutSecrets(refusal.message);
    return refusal;
}

// Where a part of it was written just now, a refusal of the rest is looked into: the next try finds that part, and is then refused as such.
WriteOutcome AccuLynxSystem::outcomeOf(const Trouble &trouble, bool isPartWritten) const
{
    if (const auto *unknown = std::get_if<Unknown>(&trouble))
        return *unknown;
    const NotWritten refusal = clean(std::get<NotWritten>(trouble));
    if (isPartWritten)
        return Unknown{u"a part is written, the rest was refused: "_s + refusal.code};
    return refusal;
}

} // namespace ringback::connectors::acculynx

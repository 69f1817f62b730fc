#include "desk/playbookwork.h"

#include "desk/click.h"
#include "desk/setupwork.h"
#include "playbook/schema.h"
#include "store/gateways.h"
#include "store/playbookgateway.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using calls::Right;
using playbook::Playbook;
using store::OfficeGateway;
using store::PlaybookGateway;
using Why = PlaybookRefusal::Why;

namespace {

constexpr qsizetype maxAuditedChanges = 100;
constexpr qsizetype maxDraftBytes = qsizetype(1024) * 1024; // what a document may have

tl::unexpected<PlaybookRefusal> turnDown(Why why, const QString &detail = {})
{
    return tl::unexpected<PlaybookRefusal>(PlaybookRefusal{.why = why, .detail = detail});
}

tl::unexpected<PlaybookRefusal> turnDown(const Error &error)
{
    return turnDown(error.kind == ErrorKind::NotFound ? Why::NoSuchVersion : Why::CannotStore, error.what);
}

tl::unexpected<PlaybookRefusal> turnDown(const ConnectionRefusal &refusal)
{
    switch (refusal.why) {
    case ConnectionRefusal::Why::NoSuchPerson:
        return turnDown(Why::NoSuchPerson);
    case ConnectionRefusal::Why::NotAllowed:
        return turnDown(Why::NotAllowed);
    default:
        return turnDown(Why::CannotStore, refusal.detail);
    }
}

tl::unexpected<PlaybookRefusal> turnDown(const QList<PlaybookFinding> &findings)
{
    return tl::unexpected<PlaybookRefusal>(
        PlaybookRefusal{.why = Why::Invalid, .findings = findings, .detail = findings.first().path + u": "_s + findings.first().what});
}

// `/steps/0/after: expected …` on a line each; what is about the whole has no path.
QList<PlaybookFinding> findingsIn(const Error &error)
{
    QList<PlaybookFinding> findings;
    const QStringList lines = error.what.split(u'\n');
    for (const QString &line : lines) {
        const qsizetype colon = line.indexOf(": "_L1);
        if (line.startsWith(u'/') && colon > 0)
            findings.append({.path = line.first(colon), .what = line.sliced(colon + 2)});
        else
            findings.append({.path = {}, .what = line});
    }
    return findings;
}

// Of `staff:dana` the person; of the command line nobody.
QString staffOf(const QString &actor)
{
    return actor.startsWith("staff:"_L1) ? actor.section(u':', 1) : QString();
}

QString nameIn(const settings::Setup &setup, const QString &staff)
{
    const calls::Staff *const person = setup.person(staff);
    return person ? person->name : staff;
}

PlaybookVersion versionOf(const store::PlaybookVersionRow &row, const settings::Setup &setup)
{
    const QString staff = staffOf(row.savedBy);
    return {.version = row.version, .savedAt = row.savedAt, .staff = staff, .who = nameIn(setup, staff), .note = row.note};
}

// What is live, for as long as the transaction holds the setup.
struct Live {
    qint64 version = 0;
    Playbook playbook;
};

PlaybookAnswer<Live> liveOf(store::Database &database)
{
    const Result<std::optional<OfficeGateway::Document>> document = OfficeGateway(database).playbook();
    if (!document)
        return turnDown(document.error());
    if (!*document)
        return turnDown(Why::NoSuchVersion);
    const Result<Playbook> book = playbook::parse((*document)->text);
    if (!book)
        return turnDown(Why::CannotStore, book.error().what);
    return Live{.version = (*document)->version, .playbook = *book};
}

// What the office depends on, which the document alone does not tell.
QList<PlaybookFinding> findingsHere(const Playbook &playbook, const Playbook &live, const settings::Setup &setup)
{
    QList<PlaybookFinding> findings;
    if (playbook.id != live.id)
        findings.append({.path = u"/id"_s, .what = u"must stay as it is: settings and reports know the playbook by it"_s});
    for (const settings::BookingPage &page : setup.bookingPages) {
        if (!page.outcome.isEmpty() && live.outcome(page.outcome) != nullptr && playbook.outcome(page.outcome) == nullptr)
            findings.append({.path = u"/outcomes"_s, .what = u"the booking page '%1' needs the outcome '%2'"_s.arg(page.id, page.outcome)});
    }
    return findings;
}

bool isAboutTexts(const playbook::Change &change)
{
    return change.path.startsWith("/templates"_L1);
}

QJsonArray audited(const QList<playbook::Change> &changes)
{
    QJsonArray list;
    for (const playbook::Change &change : changes.first(std::min(changes.size(), maxAuditedChanges)))
        list.append(QJsonObject{{u"path"_s, change.path}, {u"was"_s, change.was}, {u"is"_s, change.is}});
    return list;
}

// Within a transaction that holds the setup.
PlaybookAnswer<PlaybookVersion> keep(SetupWork &work, const PlaybookEdit &edit, std::optional<qint64> rolledBackTo)
{
    store::Database &database = work.transaction.database();
    const PlaybookGateway gateway(database);
    const PlaybookAnswer<Live> live = liveOf(database);
    if (!live)
        return tl::unexpected<PlaybookRefusal>(live.error());
    const Result<std::optional<store::PlaybookVersionRow>> liveRow = gateway.version(live->version);
    if (!liveRow || !*liveRow)
        return liveRow ? turnDown(Why::NoSuchVersion) : turnDown(liveRow.error());
    const PlaybookVersion liveVersion = versionOf(**liveRow, work.setup);
    if (live->version != edit.before)
        return tl::unexpected<PlaybookRefusal>(
            PlaybookRefusal{.why = Why::ChangedMeanwhile, .version = live->version, .who = liveVersion.who});

    QList<PlaybookFinding> findings = findingsOf(edit.playbook);
    findings += findingsHere(edit.playbook, live->playbook, work.setup);
    const QString note = edit.note.simplified();
    if (note.size() > maxPlaybookNote)
        findings.append({.path = u"/note"_s, .what = u"at most %1 characters"_s.arg(maxPlaybookNote)});
    if (!findings.isEmpty())
        return turnDown(findings);

    const QList<playbook::Change> changed = playbook::changes(live->playbook, edit.playbook);
    if (!std::all_of(changed.cbegin(), changed.cend(), isAboutTexts) && !calls::may(*work.setup.person(work.staff), Right::EditPlaybooks))
        return turnDown(Why::NotAllowed);
    if (!rolledBackTo) {
        if (const Result<bool> dropped = gateway.dropDraft(work.transaction, work.staff); !dropped)
            return turnDown(dropped.error());
    }
    PlaybookVersion made = liveVersion;
    if (!changed.isEmpty()) {
        const store::PlaybookVersionRow row{.id = edit.playbook.id, .savedAt = work.now, .savedBy = actorOf(work.staff), .note = note};
        const Result<qint64> version = gateway.add(work.transaction, row, playbook::write(edit.playbook));
        if (!version)
            return turnDown(version.error());
        made = versionOf(row, work.setup);
        made.version = *version;
        QJsonObject detail{{u"playbook"_s, row.id},
                           {u"version"_s, *version},
                           {u"before"_s, live->version},
                           {u"note"_s, note},
                           {u"changed"_s, audited(changed)}};
        if (changed.size() > maxAuditedChanges)
            detail.insert(u"more_changes"_s, changed.size() - maxAuditedChanges);
        if (rolledBackTo)
            detail.insert(u"rolled_back_to"_s, *rolledBackTo);
        work.note(u"playbook_changed"_s, u"playbook:"_s + row.id, detail);
    }
    if (const ConnectionAnswer<void> finished = work.finish(); !finished)
        return turnDown(finished.error());
    return made;
}

PlaybookAnswer<engine::Office> readerOf(store::Database &database, const QString &staff, std::optional<Right> right = std::nullopt)
{
    tl::expected<engine::Office, Refusal> office = officeOf(database, staff, right);
    if (office)
        return std::move(*office);
    switch (office.error().why) {
    case Refusal::Why::NoSuchPerson:
        return turnDown(Why::NoSuchPerson);
    case Refusal::Why::NotAllowed:
        return turnDown(Why::NotAllowed);
    default:
        return turnDown(Why::CannotStore, office.error().detail);
    }
}

} // namespace

QList<PlaybookFinding> findingsOf(const Playbook &playbook)
{
    const Result<Playbook> readsBack = playbook::parse(playbook::write(playbook));
    return readsBack ? QList<PlaybookFinding>() : findingsIn(readsBack.error());
}

PlaybookAnswer<Playbook> readPlaybook(const QByteArray &file)
{
    const Result<Playbook> book = playbook::parse(file);
    if (!book)
        return turnDown(findingsIn(book.error()));
    return *book;
}

PlaybookAnswer<PlaybookVersion> PlaybookWork::makeLive(const PlaybookEdit &edit, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, Right::EditTemplates);
    if (!work)
        return turnDown(work.error());
    return keep(*work, edit, std::nullopt);
}

PlaybookAnswer<PlaybookVersion> PlaybookWork::rollBack(qint64 version, qint64 before, const QString &note, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, Right::EditTemplates);
    if (!work)
        return turnDown(work.error());
    const Result<QByteArray> text = OfficeGateway(m_database).playbookAt(version);
    if (!text)
        return turnDown(text.error());
    const PlaybookAnswer<Playbook> book = readPlaybook(*text);
    if (!book)
        return tl::unexpected<PlaybookRefusal>(book.error());
    return keep(*work, {.playbook = *book, .before = before, .note = note}, version);
}

PlaybookAnswer<QList<PlaybookVersion>> PlaybookWork::versions(const QString &staff, int limit, std::optional<qint64> below) const
{
    const PlaybookAnswer<engine::Office> office = readerOf(m_database, staff);
    if (!office)
        return tl::unexpected<PlaybookRefusal>(office.error());
    const Result<QList<store::PlaybookVersionRow>> rows = PlaybookGateway(m_database).versions(limit, below);
    if (!rows)
        return turnDown(rows.error());
    QList<PlaybookVersion> list;
    for (const store::PlaybookVersionRow &row : *rows)
        list.append(versionOf(row, office->setup));
    return list;
}

PlaybookAnswer<Playbook> PlaybookWork::at(qint64 version, const QString &staff) const
{
    const PlaybookAnswer<QByteArray> text = document(version, staff);
    if (!text)
        return tl::unexpected<PlaybookRefusal>(text.error());
    const Result<Playbook> book = playbook::readDraft(*text); // the rules for playbooks may have become stricter since
    if (!book)
        return turnDown(Why::CannotStore, book.error().what);
    return *book;
}

PlaybookAnswer<QByteArray> PlaybookWork::document(qint64 version, const QString &staff) const
{
    if (const PlaybookAnswer<engine::Office> office = readerOf(m_database, staff); !office)
        return tl::unexpected<PlaybookRefusal>(office.error());
    const Result<QByteArray> text = OfficeGateway(m_database).playbookAt(version);
    if (!text)
        return turnDown(text.error());
    return *text;
}

PlaybookAnswer<void> PlaybookWork::saveDraft(const PlaybookEdit &edit, const QString &staff)
{
    if (const PlaybookAnswer<engine::Office> office = readerOf(m_database, staff, Right::EditTemplates); !office)
        return tl::unexpected<PlaybookRefusal>(office.error());
    const QByteArray document = playbook::write(edit.playbook);
    if (document.size() > maxDraftBytes)
        return turnDown(QList<PlaybookFinding>{{.path = {}, .what = u"the document is larger than a megabyte"_s}});
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return turnDown(transaction.error());
    const PlaybookGateway gateway(m_database);
    const Result<std::optional<store::PlaybookVersionRow>> before = gateway.version(edit.before);
    if (!before)
        return turnDown(before.error());
    if (!*before)
        return turnDown(Why::NoSuchVersion);
    const store::PlaybookDraftRow row{.staff = staff, .baseVersion = edit.before, .document = document, .savedAt = m_clock.now()};
    if (const Done put = gateway.putDraft(*transaction, row); !put)
        return turnDown(put.error());
    if (const Done committed = transaction->commit(); !committed)
        return turnDown(committed.error());
    return {};
}

PlaybookAnswer<std::optional<PlaybookDraft>> PlaybookWork::draft(const QString &staff) const
{
    const PlaybookAnswer<engine::Office> office = readerOf(m_database, staff, Right::EditTemplates);
    if (!office)
        return tl::unexpected<PlaybookRefusal>(office.error());
    const Result<std::optional<store::PlaybookDraftRow>> row = PlaybookGateway(m_database).draft(staff);
    if (!row)
        return turnDown(row.error());
    if (!*row)
        return std::optional<PlaybookDraft>();
    const Result<Playbook> book = playbook::readDraft((*row)->document);
    if (!book)
        return turnDown(Why::CannotStore, book.error().what);
    return std::optional(PlaybookDraft{.playbook = *book,
                                       .before = (*row)->baseVersion,
                                       .savedAt = (*row)->savedAt,
                                       .isBehind = (*row)->baseVersion != office->playbookVersion});
}

PlaybookAnswer<bool> PlaybookWork::dropDraft(const QString &staff)
{
    if (const PlaybookAnswer<engine::Office> office = readerOf(m_database, staff, Right::EditTemplates); !office)
        return tl::unexpected<PlaybookRefusal>(office.error());
    Result<store::Transaction> transaction = store::Transaction::begin(m_database);
    if (!transaction)
        return turnDown(transaction.error());
    const Result<bool> dropped = PlaybookGateway(m_database).dropDraft(*transaction, staff);
    if (!dropped)
        return turnDown(dropped.error());
    if (const Done committed = transaction->commit(); !committed)
        return turnDown(committed.error());
    return *dropped;
}

} // namespace ringback::desk

#include "support/fakeleads.h"

#include <QRegularExpression>

namespace ringback::test {

using namespace Qt::StringLiterals;
using namespace connectors;
using calls::LeadLink;
using calls::LeadRecord;

namespace {

const Unknown noAnswer{u"time-out"_s};

const LeadWriteHeader &headerOf(const LeadWrite &write)
{
    return std::visit([](const auto &each) -> const LeadWriteHeader & { return each.header; }, write);
}

} // namespace

LeadRecord &FakeLeadBook::add(const QString &number, const QString &name)
{
    const QString id = u"P%1"_s.arg(records.size() + 1);
    records.append({.id = id,
                    .name = name,
                    .numbers = {calls::PhoneNumber::fromE164(number).value()},
                    .emails = {},
                    .kind = {},
                    .language = {},
                    .owner = {},
                    .url = u"https://leads.example/"_s + id,
                    .isOpen = true,
                    .isGone = false,
                    .changedAt = {}});
    return records.last();
}

QStringList FakeLeadBook::logOf(const QString &kind) const
{
    QStringList lines;
    for (const QString &line : log) {
        if (line.startsWith(kind + u' '))
            lines.append(line);
    }
    return lines;
}

QCoro::Task<Result<QList<LeadRecord>>> FakeLeads::find(LeadQuery query)
{
    ++findsAsked;
    Result<QList<LeadRecord>> found = QList<LeadRecord>();
    if (m_dead) {
        found = tl::unexpected<Error>(Error{.kind = ErrorKind::Transient, .what = u"time-out"_s});
    } else if (!m_finds.isEmpty()) {
        found = m_finds.takeFirst();
    } else {
        for (const LeadRecord &record : std::as_const(m_book->records)) {
            if (!record.isGone && (record.numbers.contains(query.number) || (!query.email.isEmpty() && record.emails.contains(query.email))))
                found->append(record);
        }
    }
    Gate gate{*this, m_holding};
    co_await gate;
    co_return found;
}

QCoro::Task<WriteOutcome> FakeLeads::write(LeadWrite write)
{
    ++writesAsked;
    const QString number = headerOf(write).facts.number.e164();
    if (m_book->underWay.contains(number))
        m_book->problems.append(u"two writes of one caller at once"_s);
    m_book->underWay.insert(number);
    const std::shared_ptr<FakeLeadBook> book = m_book;
    WriteOutcome outcome = noAnswer;
    if (!m_answers.isEmpty()) {
        outcome = m_answers.takeFirst();
    } else if (!m_dead) {
        outcome = carryOut(write);
        if (m_losses > 0) {
            --m_losses;
            outcome = noAnswer;
        }
    }
    Gate gate{*this, m_holding};
    co_await gate;
    book->underWay.remove(number);
    if (m_abandoned)
        outcome = noAnswer;
    co_return outcome;
}

WriteOutcome FakeLeads::carryOut(const LeadWrite &write)
{
    const LeadWriteHeader &header = headerOf(write);
    const auto refuse = [this](const QString &problem) {
        m_book->problems.append(problem);
        return NotWritten{.kind = NotWritten::Class::Write, .code = u"contract"_s, .message = problem, .retryAfter = {}};
    };
    static const QRegularExpression marker(u"^rb-[a-z2-7]{12}$"_s);
    if (!marker.match(header.marker).hasMatch())
        return refuse(u"a marker that is none: "_s + header.marker);
    if (m_book->written.contains(header.marker))
        return refuse(u"written twice: "_s + header.marker);
    if (header.text.isEmpty())
        return refuse(u"no sentences for people"_s);
    if (header.facts.tag.isEmpty() || header.facts.status.isEmpty() || header.facts.zone.isEmpty())
        return refuse(u"facts are missing"_s);
    LeadLink link = header.link;
    if (link.record.isEmpty()) {
        if (!std::holds_alternative<PutLead>(write))
            return refuse(u"a write without a record"_s);
        LeadRecord &made = m_book->add(header.facts.number.e164(), header.facts.name);
        link.record = made.id;
        link.url = made.url;
        link.isOurs = true;
    }
    const auto known = std::find_if(m_book->records.cbegin(), m_book->records.cend(),
                                    [&](const LeadRecord &record) { return record.id == link.record && !record.isGone; });
    if (known == m_book->records.cend())
        return NotWritten{.kind = NotWritten::Class::Gone, .code = u"404"_s, .message = u"This record was deleted."_s, .retryAfter = {}};
    if (std::holds_alternative<PutLead>(write)) {
        if (!link.lead.isEmpty())
            return refuse(u"a second enquiry of one case"_s);
        link.lead = u"E%1"_s.arg(m_book->logOf(u"lead"_s).size() + 1);
        m_book->log.append(u"lead "_s + link.record);
    } else if (const auto *note = std::get_if<AddNote>(&write)) {
        m_book->log.append(u"note %1 %2"_s.arg(link.record, word(note->note)));
    } else if (const auto *status = std::get_if<SetStatus>(&write)) {
        m_book->log.append(u"status %1 %2%3"_s.arg(link.record, header.facts.status, status->closes ? u" closed"_s : QString()));
    } else if (const auto *task = std::get_if<PutTask>(&write)) {
        if (task->title.isEmpty())
            return refuse(u"a task without a title"_s);
        link.task = u"T%1"_s.arg(m_book->tasks.size() + 1);
        m_book->tasks.insert(
            link.task,
            {.record = link.record, .title = task->title, .assignee = task->assignee, .dueAt = task->dueAt, .isClosed = false, .outcome = {}});
        m_book->log.append(u"task %1 %2"_s.arg(link.record, link.task));
    } else if (const auto *closing = std::get_if<CloseTask>(&write)) {
        const auto open = m_book->tasks.find(link.task);
        if (open == m_book->tasks.end() || open->isClosed)
            return refuse(u"a task that is not open was closed"_s);
        open->isClosed = true;
        open->outcome = closing->outcome;
        m_book->log.append(u"closed %1 %2"_s.arg(link.record, link.task));
    }
    m_book->facts.insert(link.record, header.facts);
    m_book->texts.insert(header.marker, header.text);
    m_book->written.insert(header.marker, link);
    return Written{.link = link};
}

QCoro::Task<WriteFinding> FakeLeads::findWritten(LeadWrite write, Instant since)
{
    Q_UNUSED(since);
    ++looksAsked;
    WriteFinding finding = NotFound{};
    const QString marker = headerOf(write).marker;
    if (!m_looks.isEmpty())
        finding = m_looks.takeFirst();
    else if (m_dead)
        finding = noAnswer;
    else if (m_book->written.contains(marker))
        finding = Written{.link = m_book->written.value(marker)};
    Gate gate{*this, m_holding};
    co_await gate;
    if (m_abandoned)
        finding = noAnswer;
    co_return finding;
}

QCoro::Task<QList<Finding>> FakeLeads::test()
{
    QList<Finding> findings{Finding{}};
    co_return findings;
}

void FakeLeads::abandon()
{
    m_abandoned = true;
    release();
}

void FakeLeads::release()
{
    m_holding = false;
    for (const std::coroutine_handle<> waiting : std::exchange(m_waiting, {}))
        waiting.resume();
}

LeadAbilities allAbilities()
{
    return {.findsByNumber = true,
            .findsByEmail = true,
            .listsChanges = true,
            .writesNotes = true,
            .setsStatus = true,
            .writesTasks = true,
            .readsTasks = true,
            .closesTasks = true,
            .readsWins = true,
            .removesRecords = true};
}

} // namespace ringback::test

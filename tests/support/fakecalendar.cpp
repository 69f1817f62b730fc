#include "support/fakecalendar.h"

#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
using namespace connectors;

namespace {

const Unknown noAnswer{u"time-out"_s};

} // namespace

CalendarEntry FakeCalendarBook::only() const
{
    return entries.size() == 1 ? entries.cbegin()->entry : CalendarEntry();
}

QStringList FakeCalendarBook::titles() const
{
    QStringList titles;
    for (const Kept &kept : entries)
        titles.append(kept.entry.title);
    titles.sort();
    return titles;
}

QCoro::Task<Result<BusyTimes>> FakeCalendar::busy(BusyQuery query)
{
    queries.append(query);
    if (query.from >= query.to || !QTimeZone(query.zone).isValid())
        book->problems.append(u"a question that is none"_s);
    Result<BusyTimes> times = BusyTimes();
    if (m_dead) {
        times = tl::unexpected<Error>(Error{.kind = ErrorKind::Transient, .what = u"time-out"_s});
    } else if (!m_times.isEmpty()) {
        times = m_times.takeFirst();
    } else {
        const QByteArray cursor = 'v' + QByteArray::number(book->version);
        times->unchanged = query.cursor == cursor;
        times->cursor = cursor;
        times->readAgainIn = hint;
        for (const calls::BusyTime &each : std::as_const(book->busy)) {
            if (!times->unchanged && each.to > query.from && each.from < query.to)
                times->busy.append(each);
        }
    }
    Gate gate{*this, m_holding};
    co_await gate;
    co_return times;
}

void FakeCalendar::begin(const QString &uid)
{
    ++writesAsked;
    if (book->underWay.contains(uid))
        book->problems.append(u"two requests for one entry at once"_s);
    book->underWay.insert(uid);
    book->mostAtOnce = std::max<int>(book->mostAtOnce, static_cast<int>(book->underWay.size()));
}

std::optional<EntryOutcome> FakeCalendar::told()
{
    if (!m_answers.isEmpty())
        return m_answers.takeFirst();
    if (m_dead)
        return noAnswer;
    if (refusal)
        return *refusal;
    return {};
}

QCoro::Task<EntryOutcome> FakeCalendar::put(CalendarEntry entry, EntryPlace place)
{
    begin(entry.uid);
    const std::shared_ptr<FakeCalendarBook> kept = book;
    const std::optional<EntryOutcome> instead = told();
    EntryOutcome outcome = instead ? *instead : write(entry, place);
    if (!instead && m_losses > 0) {
        --m_losses;
        outcome = noAnswer;
    }
    Gate gate{*this, m_holding};
    co_await gate;
    kept->underWay.remove(entry.uid);
    co_return outcome;
}

EntryOutcome FakeCalendar::write(const CalendarEntry &entry, const EntryPlace &place)
{
    const auto refuse = [this](const QString &problem) {
        book->problems.append(problem);
        return EntryRefused{.kind = EntryRefused::Class::Entry, .code = u"contract"_s, .message = problem, .retryAfter = {}};
    };
    static const QRegularExpression uid(u"^[A-Za-z0-9-]+@callback\\.ringback$"_s);
    if (!uid.match(entry.uid).hasMatch())
        return refuse(u"a UID that is none: "_s + entry.uid);
    if (entry.from >= entry.to || !QTimeZone(entry.zone).isValid() || entry.title.trimmed().isEmpty() || entry.text.isEmpty())
        return refuse(u"an entry that says nothing"_s);
    const auto there = book->entries.find(entry.uid);
    if (there == book->entries.end()) {
        if (!place.id.isEmpty())
            return EntryGone{};
        book->entries.insert(entry.uid, {.entry = entry});
        book->log.append(u"made "_s + entry.title);
    } else if (there->entry != entry) {
        if (entry.revision <= there->entry.revision)
            return refuse(u"a change that is older than what is there"_s);
        there->entry = entry;
        there->version += 1;
        book->log.append(u"changed "_s + entry.title);
    }
    return EntryWritten{.place = {.id = u"/cal/"_s + entry.uid, .tag = QString::number(book->entries.value(entry.uid).version)}};
}

QCoro::Task<EntryOutcome> FakeCalendar::remove(QString uid, EntryPlace place)
{
    begin(uid);
    if (!place.id.isEmpty() && place.id != u"/cal/"_s + uid)
        book->problems.append(u"a place of something else"_s);
    const std::shared_ptr<FakeCalendarBook> kept = book;
    const std::optional<EntryOutcome> instead = told();
    EntryOutcome outcome = EntryGone{};
    if (instead) {
        outcome = *instead;
    } else if (kept->entries.contains(uid)) {
        kept->log.append(u"removed "_s + kept->entries.value(uid).entry.title);
        kept->entries.remove(uid);
        outcome = EntryWritten{};
    }
    if (!instead && m_losses > 0) {
        --m_losses;
        outcome = noAnswer;
    }
    Gate gate{*this, m_holding};
    co_await gate;
    kept->underWay.remove(uid);
    co_return outcome;
}

QCoro::Task<QList<Finding>> FakeCalendar::test()
{
    QList<Finding> findings{
        Finding{.check = Check::Calendar, .level = Finding::Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}}};
    co_return findings;
}

void FakeCalendar::abandon()
{
    ++abandoned;
    release();
}

void FakeCalendar::release()
{
    m_holding = false;
    const QList<std::coroutine_handle<>> waiting = std::exchange(m_waiting, {});
    for (const std::coroutine_handle<> each : waiting)
        each.resume();
}

} // namespace ringback::test

#include "board/feed.h"

#include "store/auditgateway.h"
#include "store/gateways.h"

#include <QSet>

#include <algorithm>
#include <tuple>

namespace ringback::board {

using namespace Qt::StringLiterals;

namespace {

// More news than this and everything is read again: it costs less.
constexpr int mostNews = 2'000;

} // namespace

Feed::Feed(store::Database &database, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
    , m_reader(database, clock)
    , m_watch(database)
{
    qRegisterMetaType<QList<BoardRow>>();
    qRegisterMetaType<QList<QueueRow>>();
    qRegisterMetaType<QList<TextToReview>>();
    m_gather.setSingleShot(true);
    m_gather.setInterval(gatherTime);
    m_healthTimer.setInterval(healthInterval);
    connect(&m_gather, &QTimer::timeout, this, &Feed::update);
    connect(&m_healthTimer, &QTimer::timeout, this, &Feed::readHealth);
    connect(&m_watch, &store::ChangeWatch::changed, this, &Feed::refresh);
}

void Feed::start()
{
    if (const Done watching = m_watch.start(); !watching)
        report(watching.error());
    m_healthTimer.start();
    update();
}

void Feed::refresh()
{
    if (!m_gather.isActive())
        m_gather.start();
}

void Feed::setShowsMoney(bool shows)
{
    m_reader.setShowsMoney(shows);
    follow(QString(m_followed));
}

void Feed::follow(const QString &rowId)
{
    m_followed = rowId;
    if (rowId.isEmpty())
        return;
    const Result<Conversation> conversation = m_reader.conversation(rowId);
    if (!conversation) {
        report(conversation.error());
        return;
    }
    m_conversation = *conversation;
    Q_EMIT conversationChanged(m_conversation);
}

void Feed::update()
{
    if (const Done read = m_sequence < 0 ? readAll() : readChanges(); !read) {
        report(read.error());
        return;
    }
    publish();
    readHealth();
}

Done Feed::readAll()
{
    // The end of the trail first: what happens while we read is read again.
    const Result<store::AuditHead> head = store::AuditGateway(m_database).head();
    if (!head)
        return failure(head);
    if (const Done office = readOffice(); !office)
        return office;
    const Result<QList<BoardRow>> board = m_reader.board();
    if (!board)
        return failure(board);
    const Result<QList<QueueRow>> queue = m_reader.queue();
    if (!queue)
        return failure(queue);
    m_board.clear();
    m_queue.clear();
    for (const BoardRow &row : *board)
        m_board.insert(row.id, row);
    for (const QueueRow &row : *queue)
        m_queue.insert(row.followUpId, row);
    m_sequence = head->sequence;
    return {};
}

Done Feed::readOffice()
{
    const Result<Office> office = m_reader.office();
    if (!office)
        return failure(office);
    if (*office != m_office) {
        m_office = *office;
        Q_EMIT officeChanged(m_office);
    }
    const Result<PhoneSystems> systems = readPhoneSystems(m_database);
    if (!systems)
        return failure(systems);
    if (*systems != m_systems) {
        m_systems = *systems;
        Q_EMIT systemsChanged(m_systems);
    }
    return {};
}

Done Feed::readChanges()
{
    const Result<QList<store::AuditRow>> news = store::AuditGateway(m_database).after(m_sequence, mostNews);
    if (!news)
        return failure(news);
    if (news->isEmpty())
        return {};
    const bool ofTheOffice = std::any_of(news->cbegin(), news->cend(), [](const store::AuditRow &row) {
        static const QSet<QString> changeIt = {
            u"setup_imported"_s,     u"playbook_changed"_s,     u"contact_imported"_s,    u"connection_added"_s,
            u"connection_changed"_s, u"connection_removed"_s,   u"connection_wired"_s,    u"connection_put_back"_s,
            u"lead_system_added"_s,  u"lead_system_changed"_s,  u"lead_system_removed"_s, u"person_saved"_s,
            u"person_removed"_s,     u"team_saved"_s,           u"team_removed"_s,        u"line_saved"_s,
            u"calendar_added"_s,     u"calendar_changed"_s,     u"calendar_removed"_s,    u"booking_link_changed"_s,
            u"booking_page_added"_s, u"booking_page_changed"_s, u"booking_page_removed"_s};
        return changeIt.contains(row.action);
    });
    if (ofTheOffice || news->size() == mostNews)
        return readAll();
    QSet<QString> cases;
    for (const store::AuditRow &row : *news) {
        if (!row.caseId.isEmpty())
            cases.insert(row.caseId);
        if (row.subject.startsWith("call:"_L1)) // a call that has joined a follow-up leaves its own row
            cases.insert(row.subject.mid(5));
    }
    if (const Done read = readCases(QStringList(cases.cbegin(), cases.cend())); !read)
        return read;
    if (cases.contains(m_followed))
        follow(m_followed);
    m_sequence = news->last().sequence;
    return {};
}

Done Feed::readCases(const QStringList &ids)
{
    const Result<QHash<QString, Reader::CaseRows>> rows = m_reader.rowsOf(ids);
    if (!rows)
        return failure(rows);
    for (auto rowsOfCase = rows->cbegin(); rowsOfCase != rows->cend(); ++rowsOfCase) {
        if (rowsOfCase->board)
            m_board.insert(rowsOfCase.key(), *rowsOfCase->board);
        else
            m_board.remove(rowsOfCase.key());
        if (rowsOfCase->queue)
            m_queue.insert(rowsOfCase.key(), *rowsOfCase->queue);
        else
            m_queue.remove(rowsOfCase.key());
    }
    return {};
}

void Feed::publish()
{
    QList<BoardRow> board = m_board.values();
    std::sort(board.begin(), board.end(),
              [](const BoardRow &a, const BoardRow &b) { return std::tie(b.lastCallAt, b.id) < std::tie(a.lastCallAt, a.id); });
    if (board.size() > Reader::mostRows)
        board.resize(Reader::mostRows);
    QList<QueueRow> queue = m_queue.values();
    const auto place = [now = m_clock.now()](const QueueRow &row) {
        return std::tuple(row.progress.waitsAt(now), !row.priority, row.dueAt, row.taskId);
    };
    std::sort(queue.begin(), queue.end(), [&](const QueueRow &a, const QueueRow &b) { return place(a) < place(b); });
    if (board != m_shownBoard) {
        m_shownBoard = board;
        Q_EMIT boardChanged(m_shownBoard);
    }
    if (queue != m_shownQueue) {
        m_shownQueue = queue;
        Q_EMIT queueChanged(m_shownQueue);
    }
}

void Feed::readHealth()
{
    const Result<Health> health = m_reader.health();
    if (!health) {
        report(health.error());
        return;
    }
    if (*health != m_health) {
        m_health = *health;
        Q_EMIT healthChanged(m_health);
    }
    if (m_health.textsToReview > 0 || !m_review.isEmpty())
        readReview();
    readLeads();
    readStaff();
    readCalendars();
    readBookings();
}

// What is heard of them leaves no audit row.
void Feed::readBookings()
{
    const Result<BookingPages> pages = m_reader.bookingPages();
    if (!pages) {
        report(pages.error());
        return;
    }
    if (*pages != m_bookings) {
        m_bookings = *pages;
        Q_EMIT bookingPagesChanged(m_bookings);
    }
}

void Feed::readCalendars()
{
    const Result<Calendars> calendars = m_reader.calendars();
    if (!calendars) {
        report(calendars.error());
        return;
    }
    if (*calendars != m_calendars) {
        m_calendars = *calendars;
        Q_EMIT calendarsChanged(m_calendars);
    }
}

// Who is here changes with the time alone, and by consoles that say so without an audit row.
void Feed::readStaff()
{
    const Result<People> people = m_reader.people();
    if (!people) {
        report(people.error());
        return;
    }
    if (*people != m_people) {
        m_people = *people;
        Q_EMIT peopleChanged(m_people);
    }
}

// Their counts and how far they are read change without an audit row.
void Feed::readLeads()
{
    const Result<LeadSystems> leads = m_reader.leadSystems();
    if (!leads) {
        report(leads.error());
        return;
    }
    if (*leads != m_leads) {
        m_leads = *leads;
        Q_EMIT leadSystemsChanged(m_leads);
    }
}

void Feed::readReview()
{
    const Result<QList<TextToReview>> review = m_reader.toReview();
    if (!review) {
        report(review.error());
        return;
    }
    if (*review != m_review) {
        m_review = *review;
        Q_EMIT reviewChanged(m_review);
    }
}

void Feed::report(const Error &error)
{
    m_health.trouble = error.kind;
    m_health.problem = error.what;
    Q_EMIT healthChanged(m_health);
    if (m_database.dialect() == store::Dialect::PostgreSql && error.kind == ErrorKind::Transient) {
        if (m_database.reopen() && m_watch.listenAgain())
            refresh();
    }
}

} // namespace ringback::board

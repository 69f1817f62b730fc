#include "console/backstage.h"

#include "places.h"

namespace ringback::app {

Backstage::Backstage(store::Address address, store::WriteTurn turn, const Clock &clock)
    : m_address(std::move(address))
    , m_turn(std::move(turn))
    , m_clock(clock)
    , m_ids(IdSource::systemSeed())
{
    qRegisterMetaType<desk::Refusal>();
    qRegisterMetaType<std::optional<Money>>();
}

Backstage::~Backstage() = default;

void Backstage::start()
{
    Result<std::unique_ptr<store::Database>> database = openOffice(m_address, m_clock, m_turn);
    if (!database) {
        Q_EMIT healthChanged(board::Health{.problem = database.error().what});
        return;
    }
    m_database = std::move(*database);
    m_desk = std::make_unique<desk::Desk>(*m_database, m_clock, m_ids);
    m_feed = std::make_unique<board::Feed>(*m_database, m_clock);
    connect(m_feed.get(), &board::Feed::officeChanged, this, &Backstage::officeChanged);
    connect(m_feed.get(), &board::Feed::boardChanged, this, &Backstage::boardChanged);
    connect(m_feed.get(), &board::Feed::queueChanged, this, &Backstage::queueChanged);
    connect(m_feed.get(), &board::Feed::conversationChanged, this, &Backstage::conversationChanged);
    connect(m_feed.get(), &board::Feed::healthChanged, this, &Backstage::healthChanged);
    m_feed->start();
    Q_EMIT shown();
}

void Backstage::stop()
{
    m_feed.reset();
    m_desk.reset();
    m_database.reset();
    Q_EMIT stopped();
}

void Backstage::follow(const QString &rowId)
{
    if (m_feed)
        m_feed->follow(rowId);
}

void Backstage::claim(const QString &task, const QString &staff)
{
    if (m_desk)
        answer(task, m_desk->claim(task, staff));
}

void Backstage::release(const QString &task, const QString &staff)
{
    if (m_desk)
        answer(task, m_desk->release(task, staff));
}

void Backstage::complete(const QString &task, const QString &staff, const QString &outcome, std::optional<Money> value)
{
    if (m_desk)
        answer(task, m_desk->complete(task, staff, {.outcome = outcome, .value = value, .at = {}}));
}

void Backstage::answer(const QString &task, const desk::Answer<calls::CallbackTask> &answer)
{
    if (!answer)
        Q_EMIT refused(task, answer.error());
    m_feed->refresh(); // the change watch sees what others commit, not this
}

} // namespace ringback::app

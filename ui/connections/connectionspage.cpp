#include "connections/connectionspage.h"

#include "connections/connectiondialog.h"
#include "connections/signindialog.h"
#include "connections/systemcard.h"
#include "connections/systemdialog.h"
#include "connections/systemwords.h"
#include "connections/wiringdialog.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

ConnectionsPage::ConnectionsPage(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_notice(new NoticeBar(this))
    , m_recovered(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_nothing(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_add(new QPushButton(this))
    , m_list(new QVBoxLayout)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 16, 24, 0);
    outer->setSpacing(12);
    auto *top = new QHBoxLayout;
    top->setSpacing(16);
    m_recovered->setObjectName(u"recovered"_s);
    m_recovered->setWordWrap(true);
    top->addWidget(m_recovered, 1);
    m_add->setObjectName(u"addConnection"_s);
    setLook(m_add, Look::Primary);
    //: Button: adds a phone system.
    m_add->setText(tr("Add connection…"));
    m_add->setAccessibleName(m_add->text());
    top->addWidget(m_add);
    outer->addLayout(top);
    outer->addWidget(m_notice);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of a list, for screen readers.
    scroll->setAccessibleName(tr("Phone systems"));
    auto *content = new QWidget;
    auto *contents = new QVBoxLayout(content);
    contents->setContentsMargins(0, 0, 8, 24);
    contents->setSpacing(0);
    m_nothing->setObjectName(u"noSystems"_s);
    m_nothing->setText(tr("No phone system is connected yet, so no call is heard of. Add the one you have."));
    m_nothing->setWordWrap(true);
    contents->addWidget(m_nothing);
    m_list->setSpacing(16);
    contents->addLayout(m_list);
    contents->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, &ConnectionsPage::add);
    // "20 seconds ago" goes on by itself while somebody looks.
    connect(&m_ticker, &QTimer::timeout, this, [this] {
        if (isVisible())
            refresh();
    });
    m_ticker.start(std::chrono::seconds(5));
    refresh();
}

void ConnectionsPage::setOffice(const board::Office &office)
{
    m_office = office;
    refresh();
}

void ConnectionsPage::setHealth(const board::Health &health)
{
    m_health = health;
    refresh();
}

void ConnectionsPage::setPublicUrl(const QString &publicUrl)
{
    m_systems.publicUrl = publicUrl;
    refresh();
}

void ConnectionsPage::setSystems(const board::PhoneSystems &systems)
{
    const QString publicUrl = m_systems.publicUrl;
    m_systems = systems;
    m_systems.publicUrl = publicUrl;
    for (const QString &id : m_cards.keys()) {
        if (cardOf(id) == nullptr)
            delete m_cards.take(id);
    }
    int at = 0;
    for (const board::ConnectionCard &card : m_systems.connections) {
        SystemCard *&shown = m_cards[card.connection.id];
        if (shown == nullptr)
            shown = addCard(card.connection.id);
        m_list->insertWidget(at++, shown);
        shown->setCard(card, m_systems);
    }
    refresh();
}

SystemCard *ConnectionsPage::addCard(const QString &id)
{
    auto *card = new SystemCard(id, this);
    connect(card, &SystemCard::testClicked, this, [this, id] { test(id); });
    connect(card, &SystemCard::editClicked, this, [this, id] { edit(id); });
    connect(card, &SystemCard::signInClicked, this, [this, id] { signIn(id); });
    connect(card, &SystemCard::wireClicked, this, [this, id] { wire(id); });
    connect(card, &SystemCard::putBackClicked, this, [this, id] { putBack(id); });
    connect(card, &SystemCard::removeClicked, this, [this, id] { remove(id); });
    return card;
}

void ConnectionsPage::refresh()
{
    const Telling telling{m_office, m_clock.now()};
    for (const board::ConnectionCard &card : std::as_const(m_systems.connections)) {
        const QString &id = card.connection.id;
        const auto pulse = std::find_if(m_health.connections.cbegin(), m_health.connections.cend(),
                                        [&](const board::ConnectionPulse &each) { return each.id == id; });
        m_cards.value(id)->setMarks(connectionMarks(card, pulse == m_health.connections.cend() ? board::ConnectionPulse{.id = id} : *pulse,
                                                    m_systems.publicUrl, telling));
    }
    m_nothing->setVisible(m_systems.connections.isEmpty());
    m_recovered->setText(m_health.recoveredLately > 0
                             ? tr("In the last 24 hours, %n calls never reached us; found in the call list, and followed up.", nullptr,
                                  m_health.recoveredLately)
                             : tr("Where calls come from, and where texts leave."));
}

const board::ConnectionCard *ConnectionsPage::cardOf(const QString &id) const
{
    const auto found = std::find_if(m_systems.connections.cbegin(), m_systems.connections.cend(),
                                    [&](const board::ConnectionCard &each) { return each.connection.id == id; });
    return found == m_systems.connections.cend() ? nullptr : &*found;
}

QString ConnectionsPage::nameOf(const QString &id) const
{
    return connectionName(id, m_systems);
}

// Changes are signed: nobody can make them without having said who they are, and only owners and admins may.
bool ConnectionsPage::knowsMe()
{
    using Why = desk::ConnectionRefusal::Why;
    const auto me =
        std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [this](const calls::Staff &each) { return each.id == m_staffId; });
    if (me == m_office.staff.cend())
        showRefusal({.why = Why::NoSuchPerson, .field = {}, .detail = {}});
    else if (me->role == calls::Role::Rep)
        showRefusal({.why = Why::NotAllowed, .field = {}, .detail = {}});
    else
        return true;
    return false;
}

void ConnectionsPage::add()
{
    if (!knowsMe())
        return;
    auto *dialog = new SystemDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SystemDialog::chosen, this, [this](const QString &type) { open(new ConnectionDialog(type, m_systems, this)); });
    dialog->open();
}

void ConnectionsPage::edit(const QString &id)
{
    const board::ConnectionCard *const card = cardOf(id);
    if (card != nullptr && knowsMe())
        open(new ConnectionDialog(*card, m_systems, this));
}

void ConnectionsPage::open(ConnectionDialog *dialog)
{
    m_notice->hide();
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectionDialog::saveRequested, this, &ConnectionsPage::saveRequested);
    connect(dialog, &QObject::destroyed, this, [this, dialog] {
        if (m_dialog == dialog)
            m_dialog = nullptr;
    });
    dialog->open();
}

void ConnectionsPage::showSaved(const QString &id)
{
    if (m_dialog != nullptr && m_dialog->id() == id)
        m_dialog->accept();
    if (m_signIn != nullptr && m_signIn->id() == id) {
        m_signIn->accept();
        //: %1 is a phone system.
        m_notice->say({tr("You are signed in at %1.").arg(nameOf(id)), Glyph::Check, Tone::Good});
    } else {
        //: %1 is a phone system.
        m_notice->say({tr("%1 is saved.").arg(nameOf(id)), Glyph::Check, Tone::Good});
    }
    if (m_cards.contains(id))
        test(id);
}

void ConnectionsPage::showRemoved(const QString &id)
{
    Q_UNUSED(id);
    m_notice->say({tr("The phone system is removed."), Glyph::Check, Tone::Info});
}

void ConnectionsPage::showRefusal(const desk::ConnectionRefusal &refusal)
{
    if (m_dialog != nullptr)
        m_dialog->showRefusal(refusal);
    else if (m_signIn != nullptr)
        m_signIn->showProblem(connectionRefusalSentence(refusal));
    else
        m_notice->say({connectionRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

void ConnectionsPage::test(const QString &id)
{
    m_cards.value(id)->showTesting();
    Q_EMIT testRequested(id);
}

void ConnectionsPage::showFindings(const QString &id, const QList<board::TestFinding> &findings)
{
    if (SystemCard *const card = m_cards.value(id))
        card->showFindings(findings);
}

void ConnectionsPage::signIn(const QString &id)
{
    const board::ConnectionCard *const card = cardOf(id);
    if (card == nullptr || !knowsMe())
        return;
    m_notice->hide();
    const QString type = card->connection.type();
    auto *dialog = new SignInDialog(id, systemName(type), board::signInAddress(type), this);
    m_signIn = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SignInDialog::begun, this, [this, id] { Q_EMIT signInRequested(id); });
    connect(dialog, &QDialog::rejected, this, [this, id] { Q_EMIT signInGivenUp(id); });
    connect(dialog, &QDialog::finished, this, [this, dialog] {
        if (m_signIn == dialog)
            m_signIn = nullptr;
    });
    dialog->open();
}

void ConnectionsPage::showSignInPage(const QString &id, const QByteArray &url, bool isOpen)
{
    if (m_signIn != nullptr && m_signIn->id() == id)
        m_signIn->showPage(url, isOpen);
}

void ConnectionsPage::showSignInEnd(const QString &id, const board::SignInEnd &end)
{
    if (m_signIn != nullptr && m_signIn->id() == id && end.how != board::SignInEnd::How::GivenUp)
        m_signIn->showProblem(signInProblem(end, m_signIn->systemName()));
}

void ConnectionsPage::wire(const QString &id)
{
    if (!knowsMe())
        return;
    if (m_systems.publicUrl.isEmpty()) {
        m_notice->say({tr("This office has no public address yet, so there is nothing to point at. Start Ringback with one first "
                          "(--public-url); the guide says how to get it."),
                       Glyph::Info, Tone::Warn});
        return;
    }
    m_notice->hide();
    auto *dialog = new WiringDialog(id, nameOf(id), this);
    m_wiring = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &WiringDialog::confirmed, this, [this, id] { Q_EMIT wireRequested(id); });
    connect(dialog, &QObject::destroyed, this, [this, dialog] {
        if (m_wiring == dialog)
            m_wiring = nullptr;
    });
    dialog->open();
    Q_EMIT wiringRequested(id);
}

void ConnectionsPage::showWiring(const QString &id, const QList<board::WiringRow> &rows)
{
    if (m_wiring != nullptr && m_wiring->id() == id)
        m_wiring->showRows(rows);
}

void ConnectionsPage::showWired(const QString &id)
{
    if (m_wiring != nullptr && m_wiring->id() == id)
        m_wiring->accept();
    //: %1 is a phone system.
    m_notice->say(
        {tr("%1 now tells this office about calls. Put back restores what was there.").arg(nameOf(id)), Glyph::Check, Tone::Good});
}

void ConnectionsPage::putBack(const QString &id)
{
    if (!knowsMe())
        return;
    auto *dialog = new ConfirmDialog(tr("Put the old addresses back?"),
                                     //: %1 is a phone system.
                                     tr("%1 will send its news of calls where it did before. This office then hears of calls only by "
                                        "reading its list.")
                                         .arg(nameOf(id)),
                                     //: Button: what stood at the phone company before is restored.
                                     tr("Put back"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id] {
        m_notice->say({tr("Putting the old addresses back…"), Glyph::Clock, Tone::Info});
        Q_EMIT putBackRequested(id);
    });
    dialog->open();
}

void ConnectionsPage::showPutBack(const QString &id)
{
    //: %1 is a phone system.
    m_notice->say({tr("%1 sends its news of calls where it did before.").arg(nameOf(id)), Glyph::Check, Tone::Good});
}

void ConnectionsPage::showWiringProblem(const QString &id, const Error &error)
{
    if (m_wiring != nullptr && m_wiring->id() == id)
        m_wiring->showProblem(wiringProblem(error));
    else
        m_notice->say({wiringProblem(error), Glyph::Alert, Tone::Bad});
}

void ConnectionsPage::remove(const QString &id)
{
    if (!knowsMe())
        return;
    QStringList lost;
    QStringList silent;
    for (const board::LineCard &line : std::as_const(m_systems.lines)) {
        if (line.callsBy == id)
            lost.append(lineName(line));
        else if (line.textsBy == id)
            silent.append(lineName(line));
    }
    QStringList follows;
    if (!lost.isEmpty())
        //: %1 are phone lines.
        follows.append(tr("These lines go with it, and missed calls to them are no longer followed up: %1.").arg(lost.join(u"; "_s)));
    if (!silent.isEmpty())
        //: %1 are phone lines.
        follows.append(tr("Callers of these lines get no texts any more: %1.").arg(silent.join(u"; "_s)));
    const board::ConnectionCard *const card = cardOf(id);
    if (card != nullptr && card->wiredAt)
        follows.append(tr("Its webhooks still point here. Choose Put back first if another program should get them again."));
    follows.append(tr("The cases and conversations so far stay."));
    auto *dialog = new ConfirmDialog(tr("Remove %1?").arg(nameOf(id)), follows.join(u"\n\n"_s),
                                     //: Button: this phone system is no longer used.
                                     tr("Remove"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id] { Q_EMIT removeRequested(id); });
    dialog->open();
}

} // namespace ringback::ui

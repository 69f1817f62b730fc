#include "connections/connectionspage.h"

#include "connections/connectiondialog.h"
#include "connections/systemcard.h"
#include "connections/systemdialog.h"
#include "connections/systemwords.h"
#include "connections/wiringdialog.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/textlabel.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

ConnectionsPage::ConnectionsPage(const Clock &clock, QWidget *parent)
    : SystemsPage(clock, u"Connection"_s,
                  {//: Name of a list, for screen readers.
                   .list = tr("Phone systems"),
                   //: Button: adds a phone system.
                   .add = tr("Add connection…"),
                   .nothing = tr("No phone system is connected yet, so no call is heard of. Add the one you have.")},
                  parent)
{
    summary()->setObjectName(u"recovered"_s);
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
        cards()->insertWidget(at++, shown);
        shown->setCard(card, m_systems);
    }
    refresh();
}

SystemCard *ConnectionsPage::addCard(const QString &id)
{
    auto *card = new SystemCard(id, this);
    connect(card, &SystemCard::testClicked, this, [this, id] { test(id); });
    connect(card, &SystemCard::editClicked, this, [this, id] { edit(id); });
    connect(card, &SystemCard::signInClicked, this, [this, id] { signInAt(id); });
    connect(card, &SystemCard::wireClicked, this, [this, id] { wire(id); });
    connect(card, &SystemCard::putBackClicked, this, [this, id] { putBack(id); });
    connect(card, &SystemCard::removeClicked, this, [this, id] { remove(id); });
    return card;
}

void ConnectionsPage::refresh()
{
    const Telling telling{office(), clock().now()};
    for (const board::ConnectionCard &card : std::as_const(m_systems.connections)) {
        const QString &id = card.connection.id;
        m_cards.value(id)->setMarks(connectionMarks(card, pulseOf(health().connections, id), m_systems.publicUrl, telling));
    }
    showNothing(m_systems.connections.isEmpty());
    summary()->setText(health().recoveredLately > 0
                           ? tr("In the last 24 hours, %n calls never reached us; found in the call list, and followed up.", nullptr,
                                health().recoveredLately)
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

QString ConnectionsPage::sentenceOf(const desk::ConnectionRefusal &refusal) const
{
    return connectionRefusalSentence(refusal);
}

void ConnectionsPage::add()
{
    SystemDialog *const dialog = phoneSystemDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SystemDialog::chosen, this, [this](const QString &type) { openForm(new ConnectionDialog(type, m_systems, this)); });
    dialog->open();
}

void ConnectionsPage::edit(const QString &id)
{
    const board::ConnectionCard *const card = cardOf(id);
    if (card != nullptr && knowsMe())
        openForm(new ConnectionDialog(*card, m_systems, this));
}

void ConnectionsPage::openForm(ConnectionDialog *dialog)
{
    connect(dialog, &ConnectionDialog::saveRequested, this, &ConnectionsPage::saveRequested);
    open(dialog);
}

void ConnectionsPage::showRemoved(const QString &id)
{
    Q_UNUSED(id);
    notice()->say({tr("The phone system is removed."), Glyph::Check, Tone::Info});
}

bool ConnectionsPage::showTesting(const QString &id)
{
    SystemCard *const card = m_cards.value(id);
    if (card != nullptr)
        card->showTesting();
    return card != nullptr;
}

void ConnectionsPage::showFindings(const QString &id, const QList<board::TestFinding> &findings)
{
    if (SystemCard *const card = m_cards.value(id))
        card->showFindings(findings);
}

void ConnectionsPage::signInAt(const QString &id)
{
    const board::ConnectionCard *const card = cardOf(id);
    if (card == nullptr || !knowsMe())
        return;
    const QString type = card->connection.type();
    signIn(id, systemName(type), tr("Sign in there as the user whose numbers the texts are to leave from."), board::signInAddress(type));
}

void ConnectionsPage::wire(const QString &id)
{
    if (!knowsMe())
        return;
    if (m_systems.publicUrl.isEmpty()) {
        notice()->say({tr("This office has no public address yet, so there is nothing to point at. Start Ringback with one first "
                          "(--public-url); the guide says how to get it."),
                       Glyph::Info, Tone::Warn});
        return;
    }
    notice()->hide();
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
    notice()->say(
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
        notice()->say({tr("Putting the old addresses back…"), Glyph::Clock, Tone::Info});
        Q_EMIT putBackRequested(id);
    });
    dialog->open();
}

void ConnectionsPage::showPutBack(const QString &id)
{
    //: %1 is a phone system.
    notice()->say({tr("%1 sends its news of calls where it did before.").arg(nameOf(id)), Glyph::Check, Tone::Good});
}

void ConnectionsPage::showWiringProblem(const QString &id, const Error &error)
{
    if (m_wiring != nullptr && m_wiring->id() == id)
        m_wiring->showProblem(wiringProblem(error));
    else
        notice()->say({wiringProblem(error), Glyph::Alert, Tone::Bad});
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
    askToRemove(id, follows.join(u"\n\n"_s));
}

} // namespace ringback::ui

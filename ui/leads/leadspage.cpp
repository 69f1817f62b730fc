#include "leads/leadspage.h"

#include "connections/systemdialog.h"
#include "leads/choicesdialog.h"
#include "leads/leaddialog.h"
#include "leads/leadsystemcard.h"
#include "leads/leadwords.h"
#include "widgets/noticebar.h"
#include "widgets/textlabel.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

LeadsPage::LeadsPage(const Clock &clock, QWidget *parent)
    : SystemsPage(clock, u"LeadSystem"_s,
                  {//: Name of a list, for screen readers.
                   .list = tr("Lead systems"),
                   //: Button: adds a lead system.
                   .add = tr("Add lead system…"),
                   .nothing = tr("No lead system is connected. Ringback keeps the leads itself; connect the program your office works in, "
                                 "and every missed call is in there too.")},
                  parent)
{
    summary()->setObjectName(u"leadSummary"_s);
    summary()->setText(
        tr("Where leads, notes and callbacks are written to, and who is known there. A text to a caller never waits long for "
           "them."));
    refresh();
}

void LeadsPage::setSystems(const board::LeadSystems &systems)
{
    m_systems = systems;
    for (const QString &id : m_cards.keys()) {
        if (cardOf(id) == nullptr)
            delete m_cards.take(id);
    }
    int at = 0;
    for (const board::LeadCard &card : m_systems.connections) {
        LeadSystemCard *&shown = m_cards[card.connection.id];
        if (shown == nullptr)
            shown = addCard(card.connection.id);
        cards()->insertWidget(at++, shown);
        shown->setCard(card, m_systems);
    }
    refresh();
}

LeadSystemCard *LeadsPage::addCard(const QString &id)
{
    auto *card = new LeadSystemCard(id, this);
    connect(card, &LeadSystemCard::testClicked, this, [this, id] { test(id); });
    connect(card, &LeadSystemCard::choicesClicked, this, [this, id] { chooseFor(id); });
    connect(card, &LeadSystemCard::editClicked, this, [this, id] { edit(id); });
    connect(card, &LeadSystemCard::signInClicked, this, [this, id] { signInAt(id); });
    connect(card, &LeadSystemCard::removeClicked, this, [this, id] { remove(id); });
    connect(card, &LeadSystemCard::pauseClicked, this, [this, id](bool paused) {
        if (knowsMe())
            Q_EMIT pauseRequested(id, paused);
    });
    return card;
}

void LeadsPage::refresh()
{
    const Telling telling{office(), clock().now()};
    for (const board::LeadCard &card : std::as_const(m_systems.connections)) {
        const QString &id = card.connection.id;
        m_cards.value(id)->setMarks(leadMarks(card, pulseOf(health().leadSystems, id), telling));
    }
    showNothing(m_systems.connections.isEmpty());
}

const board::LeadCard *LeadsPage::cardOf(const QString &id) const
{
    const auto found = std::find_if(m_systems.connections.cbegin(), m_systems.connections.cend(),
                                    [&](const board::LeadCard &each) { return each.connection.id == id; });
    return found == m_systems.connections.cend() ? nullptr : &*found;
}

QString LeadsPage::nameOf(const QString &id) const
{
    return leadName(id, m_systems);
}

QString LeadsPage::sentenceOf(const desk::ConnectionRefusal &refusal) const
{
    return leadRefusalSentence(refusal);
}

void LeadsPage::add()
{
    QList<SystemKind> kinds;
    for (const QString &type : desk::leadSystemTypes())
        kinds.append({.type = type, .name = leadSystemName(type), .sentence = leadSystemSentence(type)});
    //: Title of the dialog that lists kinds of lead systems.
    auto *dialog = new SystemDialog(tr("Add a lead system"), tr("Where does your office keep its leads?"), kinds, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SystemDialog::chosen, this, [this](const QString &type) { openForm(new LeadDialog(type, m_systems, this)); });
    dialog->open();
}

void LeadsPage::edit(const QString &id)
{
    const board::LeadCard *const card = cardOf(id);
    if (card != nullptr && knowsMe())
        openForm(new LeadDialog(*card, this));
}

void LeadsPage::openForm(LeadDialog *dialog)
{
    connect(dialog, &LeadDialog::saveRequested, this, &LeadsPage::saveRequested);
    open(dialog);
}

void LeadsPage::chooseFor(const QString &id)
{
    const board::LeadCard *const card = cardOf(id);
    if (card == nullptr || !knowsMe())
        return;
    auto *dialog = new ChoicesDialog(*card, office(), this);
    connect(dialog, &ChoicesDialog::saveRequested, this, &LeadsPage::saveRequested);
    connect(dialog, &ChoicesDialog::listsRequested, this, &LeadsPage::listsRequested);
    connect(dialog, &ChoicesDialog::recordRequested, this, &LeadsPage::recordRequested);
    open(dialog);
    Q_EMIT listsRequested(id);
}

ChoicesDialog *LeadsPage::choicesFor(const QString &id) const
{
    auto *const open = qobject_cast<ChoicesDialog *>(dialog());
    return open != nullptr && open->id() == id ? open : nullptr;
}

void LeadsPage::showLists(const QString &id, const Result<board::LeadLists> &lists)
{
    if (ChoicesDialog *const open = choicesFor(id))
        open->showLists(lists);
}

void LeadsPage::showRecordFindings(const QString &id, const QList<board::TestFinding> &findings)
{
    if (ChoicesDialog *const open = choicesFor(id))
        open->showFindings(findings);
}

void LeadsPage::showRemoved(const QString &id)
{
    Q_UNUSED(id);
    notice()->say({tr("The lead system is removed."), Glyph::Check, Tone::Info});
}

bool LeadsPage::showTesting(const QString &id)
{
    LeadSystemCard *const card = m_cards.value(id);
    if (card != nullptr)
        card->showTesting();
    return card != nullptr;
}

void LeadsPage::showFindings(const QString &id, const QList<board::TestFinding> &findings)
{
    if (LeadSystemCard *const card = m_cards.value(id))
        card->showFindings(findings, office());
}

void LeadsPage::signInAt(const QString &id)
{
    const board::LeadCard *const card = cardOf(id);
    if (card == nullptr || !knowsMe())
        return;
    signIn(id, leadSystemName(card->connection.type()), tr("Sign in there as an admin who may see and change all leads."),
           board::leadSignInAddress(card->connection));
}

void LeadsPage::remove(const QString &id)
{
    if (!knowsMe())
        return;
    askToRemove(id, tr("Nothing more is written there, and its people are forgotten here. What is there stays there; the cases and "
                       "conversations so far stay here."));
}

} // namespace ringback::ui

#include "leads/leaddialog.h"

#include "desk/connectionwork.h"
#include "leads/leadaccountform.h"
#include "leads/leadwords.h"
#include "widgets/noticebar.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

desk::LeadAccount accountOf(const QString &type)
{
    if (type == "jobber"_L1)
        return desk::JobberAccount{};
    if (type == "servicetitan"_L1)
        return desk::ServiceTitanAccount{};
    if (type == "acculynx"_L1)
        return desk::AccuLynxAccount{};
    if (type == "greenhouse"_L1)
        return desk::GreenhouseAccount{};
    if (type == "lever"_L1)
        return desk::LeverAccount{};
    if (type == "bullhorn"_L1)
        return desk::BullhornAccount{};
    if (type == "google_sheets"_L1)
        return desk::GoogleSheet{};
    return desk::OutgoingHook{};
}

// A sheet has a sign-in in the browser only where that is chosen: its form asks, and shows the address then.
QString redirectOf(const desk::LeadConnection &connection)
{
    desk::LeadConnection signingIn = connection;
    if (auto *const sheet = std::get_if<desk::GoogleSheet>(&signingIn.account))
        sheet->signIn = desk::GoogleSheet::SignIn::Browser;
    return board::leadSignInAddress(signingIn);
}

} // namespace

LeadDialog::LeadDialog(const QString &type, const board::LeadSystems &systems, QWidget *parent)
    : LeadDialog({.id = desk::freeId(type, systems.takenIds), .account = accountOf(type)}, true, parent)
{}

LeadDialog::LeadDialog(const board::LeadCard &card, QWidget *parent)
    : LeadDialog(card.connection, false, parent)
{}

LeadDialog::LeadDialog(const desk::LeadConnection &connection, bool isNew, QWidget *parent)
    : FormDialog(isNew ? tr("Add %1").arg(leadSystemName(connection.type()))
                       //: Title of a dialog: %1 is a lead system.
                       : tr("Edit %1").arg(leadSystemName(connection.type())),
                 leadSystemName(connection.type()), leadSystemSentence(connection.type()),
                 //: Button: saves a lead system and asks it whether everything works.
                 tr("Save and test"), parent)
    , m_connection(connection)
    , m_isNew(isNew)
    , m_form(new LeadAccountForm(connection.type(), redirectOf(connection), form()->parentWidget()))
{
    setObjectName(u"leadDialog"_s);
    //: Heading in the form for a lead system.
    addSection(tr("Account"));
    m_form->load(connection.account);
    form()->addWidget(m_form);
    finish();
}

void LeadDialog::save()
{
    notice()->hide();
    LeadRequest request;
    const std::optional<desk::LeadAccount> account = m_form->read(m_connection.id, request.secrets);
    if (!account) {
        showFocused();
        return;
    }
    request.edit.connection = m_connection;
    request.edit.connection.account = *account;
    if (!m_isNew)
        request.edit.before = m_connection;
    request.edit.freshSecrets = !request.secrets.isEmpty();
    showSaving();
    Q_EMIT saveRequested(request);
}

void LeadDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    showIdle();
    m_form->showProblem(refusal.field);
    notice()->say({leadRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui

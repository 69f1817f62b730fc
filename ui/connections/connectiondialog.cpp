#include "connections/connectiondialog.h"

#include "connections/accountform.h"
#include "connections/linespicker.h"
#include "connections/mapperdialog.h"
#include "connections/systemwords.h"
#include "widgets/noticebar.h"
#include "widgets/textlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

desk::Account accountOf(const QString &type)
{
    if (type == "twilio"_L1)
        return desk::TwilioAccount{};
    if (type == "ringcentral"_L1)
        return desk::RingCentralAccount{};
    if (type == "quo"_L1)
        return desk::QuoAccount{};
    if (type == "google_voice"_L1)
        return desk::GoogleVoiceMailbox{};
    return desk::GenericHook{};
}

} // namespace

ConnectionDialog::ConnectionDialog(const QString &type, const board::PhoneSystems &systems, QWidget *parent)
    : ConnectionDialog(desk::Connection{.id = desk::freeId(type, systems.takenIds), .account = accountOf(type)}, true, systems, parent)
{}

ConnectionDialog::ConnectionDialog(const board::ConnectionCard &card, const board::PhoneSystems &systems, QWidget *parent)
    : ConnectionDialog(card.connection, false, systems, parent)
{}

ConnectionDialog::ConnectionDialog(const desk::Connection &connection, bool isNew, const board::PhoneSystems &systems, QWidget *parent)
    : FormDialog(isNew ? tr("Add %1").arg(systemName(connection.type()))
                       //: Title of a dialog: %1 is a phone system.
                       : tr("Edit %1").arg(systemName(connection.type())),
                 systemName(connection.type()), systemSentence(connection.type()),
                 //: Button: saves a phone system and asks it whether everything works.
                 tr("Save and test"), parent)
    , m_connection(connection)
    , m_isNew(isNew)
{
    setObjectName(u"connectionDialog"_s);
    QVBoxLayout *const layout = form();
    QWidget *const content = layout->parentWidget();
    //: Heading in the form for a phone system.
    addSection(tr("Account"));
    const QString address =
        systems.publicUrl.isEmpty() ? QString() : u"%1/webhooks/%2/%3"_s.arg(systems.publicUrl, connection.type(), connection.id);
    m_form = new AccountForm(connection.type(), address, content);
    m_form->load(connection.account);
    layout->addWidget(m_form);
    layout->addSpacing(14);
    //: Heading in the form for a phone system.
    addSection(tr("Lines that use it"));
    auto *hint = new TextLabel(Rank::Small, TextLabel::Ink::Muted, content);
    const bool sendsTexts = desk::sendsTexts(connection);
    hint->setText(sendsTexts
                      ? tr("Calls may come by one system and texts leave by another. Where texts leave from a different number, callers "
                           "see that one, and their answers are put with the line they called.")
                      : tr("Texts to callers of these lines leave by another system: tick Texts there, and enter the number they "
                           "leave from."));
    hint->setWordWrap(true);
    layout->addWidget(hint);
    layout->addSpacing(6);
    m_lines = new LinesPicker(systems, connection.id, sendsTexts, content);
    layout->addWidget(m_lines);
    finish();
    connect(m_form, &AccountForm::mapRequested, this, &ConnectionDialog::map);
}

void ConnectionDialog::save()
{
    notice()->hide();
    ConnectionRequest request;
    const std::optional<desk::Account> account = m_form->read(m_connection.id, request.secrets);
    const std::optional<QList<desk::LineUse>> lines = m_lines->read();
    if (!account || !lines) {
        showFocused();
        return;
    }
    request.edit.connection = m_connection;
    request.edit.connection.account = *account;
    if (!m_isNew)
        request.edit.before = m_connection;
    for (const desk::LineUse &use : *lines) {
        if (use.calls || use.texts || !m_isNew)
            request.edit.lines.append(use);
    }
    request.edit.freshSecrets = !request.secrets.isEmpty();
    // One mailbox, one line: whatever comes to it is of that line. Several addresses are for the setup file.
    if (auto *const mailbox = std::get_if<desk::GoogleVoiceMailbox>(&request.edit.connection.account)) {
        const QList<calls::PhoneNumber> numbers = m_lines->withCalls();
        const bool isPlain = mailbox->lines.isEmpty() || mailbox->lines.contains(QString());
        if (isPlain && numbers.size() != 1) {
            notice()->say({numbers.isEmpty()
                               ? tr("Tick the line that Google Voice writes about.")
                               : tr("One mailbox is for one line. Tick one line only, and add Google Voice once more for each "
                                    "other mailbox."),
                           Glyph::Alert, Tone::Bad});
            return;
        }
        if (isPlain)
            mailbox->lines = {{QString(), numbers.first()}};
    }
    showSaving();
    Q_EMIT saveRequested(request);
}

void ConnectionDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    showIdle();
    const QString sentence = connectionRefusalSentence(refusal);
    if (!m_lines->showProblem(refusal.field, sentence))
        m_form->showProblem(refusal.field);
    notice()->say({sentence, Glyph::Alert, Tone::Bad});
}

void ConnectionDialog::map()
{
    const auto *const hook = std::get_if<desk::GenericHook>(&m_form->loaded());
    if (hook == nullptr)
        return;
    auto *dialog = new MapperDialog(*hook, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_form->setMapping(dialog->fields(), dialog->words()); });
    dialog->open();
}

} // namespace ringback::ui

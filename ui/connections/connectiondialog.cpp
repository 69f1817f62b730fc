#include "connections/connectiondialog.h"

#include "connections/accountform.h"
#include "connections/linespicker.h"
#include "connections/mapperdialog.h"
#include "connections/systemwords.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
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

TextLabel *section(QVBoxLayout *layout, const QString &title)
{
    auto *label = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, layout->parentWidget());
    label->setText(title);
    layout->addWidget(label);
    layout->addSpacing(6);
    return label;
}

} // namespace

ConnectionDialog::ConnectionDialog(const QString &type, const board::PhoneSystems &systems, QWidget *parent)
    : ConnectionDialog(desk::Connection{.id = desk::freeId(type, systems.takenIds), .account = accountOf(type)}, true, systems, parent)
{}

ConnectionDialog::ConnectionDialog(const board::ConnectionCard &card, const board::PhoneSystems &systems, QWidget *parent)
    : ConnectionDialog(card.connection, false, systems, parent)
{}

ConnectionDialog::ConnectionDialog(const desk::Connection &connection, bool isNew, const board::PhoneSystems &systems, QWidget *parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_isNew(isNew)
    , m_notice(new NoticeBar(this))
    , m_scroll(new QScrollArea(this))
    , m_save(new QPushButton(this))
{
    setObjectName(u"connectionDialog"_s);
    const QString name = systemName(connection.type());
    //: Title of a dialog: %1 is a phone system.
    setWindowTitle(isNew ? tr("Add %1").arg(name) : tr("Edit %1").arg(name));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 24, 24, 8);
    layout->setSpacing(4);
    auto *title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, content);
    title->setText(name);
    layout->addWidget(title);
    auto *sentence = new TextLabel(Rank::Body, TextLabel::Ink::Muted, content);
    sentence->setText(systemSentence(connection.type()));
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    layout->addSpacing(16);
    //: Heading in the form for a phone system.
    section(layout, tr("Account"));
    const QString address =
        systems.publicUrl.isEmpty() ? QString() : u"%1/webhooks/%2/%3"_s.arg(systems.publicUrl, connection.type(), connection.id);
    m_form = new AccountForm(connection.type(), address, content);
    m_form->load(connection.account);
    layout->addWidget(m_form);
    layout->addSpacing(14);
    //: Heading in the form for a phone system.
    section(layout, tr("Lines that use it"));
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
    layout->addStretch(1);
    m_scroll->setWidget(content);
    outer->addWidget(m_scroll, 1);

    auto *below = new QVBoxLayout;
    below->setContentsMargins(24, 8, 24, 20);
    below->setSpacing(8);
    below->addWidget(m_notice);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    cancel->setText(tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    cancel->setObjectName(u"cancel"_s);
    setLook(m_save, Look::Primary);
    m_save->setObjectName(u"save"_s);
    m_save->setDefault(true);
    //: Button: saves a phone system and asks it whether everything works.
    m_save->setText(tr("Save and test"));
    m_save->setAccessibleName(m_save->text());
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    below->addLayout(buttons);
    outer->addLayout(below);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ConnectionDialog::save);
    connect(m_form, &AccountForm::mapRequested, this, &ConnectionDialog::map);
    setMinimumWidth(fontMetrics().averageCharWidth() * 62);
    resize(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 48);
}

void ConnectionDialog::save()
{
    m_notice->hide();
    ConnectionRequest request;
    const std::optional<desk::Account> account = m_form->read(m_connection.id, request.secrets);
    const std::optional<QList<desk::LineUse>> lines = m_lines->read();
    if (!account || !lines) {
        if (focusWidget() != nullptr)
            m_scroll->ensureWidgetVisible(focusWidget(), 50, 120);
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
            m_notice->say({numbers.isEmpty()
                               ? tr("Tick the line that Google Voice writes about.")
                               : tr("One mailbox is for one line. Tick one line only, and add Google Voice once more for each "
                                    "other mailbox."),
                           Glyph::Alert, Tone::Bad});
            return;
        }
        if (isPlain)
            mailbox->lines = {{QString(), numbers.first()}};
    }
    m_save->setEnabled(false);
    //: On a button, while something is saved.
    m_save->setText(tr("Saving…"));
    Q_EMIT saveRequested(request);
}

void ConnectionDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    m_save->setEnabled(true);
    m_save->setText(tr("Save and test"));
    const QString sentence = connectionRefusalSentence(refusal);
    if (!m_lines->showProblem(refusal.field, sentence))
        m_form->showProblem(refusal.field);
    m_notice->say({sentence, Glyph::Alert, Tone::Bad});
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

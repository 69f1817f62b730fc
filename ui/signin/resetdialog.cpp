#include "signin/resetdialog.h"

#include "signin/signinwords.h"
#include "widgets/noticebar.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace ringback::ui {

using namespace Qt::StringLiterals;
using calls::SecretKind;

ResetDialog::ResetDialog(const calls::Staff &person, const Clock &clock, QWidget *parent)
    //: Title of the dialog that gives somebody else a new password or PIN; %1 is a person.
    : FormFrame(tr("Sign-in of %1").arg(person.name),
                //: Heading; %1 is a person.
                tr("A new way in for %1").arg(person.name),
                tr("Tell them what you choose here. At their next sign-in they choose their own, which nobody else knows."),
                //: Button: sets the new password or PIN.
                tr("Set"), parent)
    , m_clock(clock)
    , m_staff(person.id)
    , m_kind(new CalmComboBox(this))
{
    m_kind->addItem(tr("Password"), int(SecretKind::Password));
    //: A number that somebody signs in with.
    m_kind->addItem(tr("PIN"), int(SecretKind::Pin));
    m_kindField = addFormField(form(), u"resetKind"_s, tr("&Kind"), m_kind, {});
    m_fresh = addFormLine(form(), u"resetSecret"_s, tr("&New one"), {}, secretRule(SecretKind::Password), &m_freshField);
    m_again = addFormLine(form(), u"resetAgain"_s, tr("&Again"), {}, {}, &m_againField);
    m_fresh->setEchoMode(QLineEdit::Password);
    m_again->setEchoMode(QLineEdit::Password);
    finish();
}

void ResetDialog::save()
{
    m_freshField.setProblem({});
    m_againField.setProblem(m_fresh->text() == m_again->text() ? QString() : tr("These two are not the same"));
    if (m_fresh->text() != m_again->text()) {
        showWidget(m_againField.holder);
        return;
    }
    showSaving();
    Q_EMIT resetRequested(m_staff, {.kind = SecretKind(m_kind->currentData().toInt()), .typed = m_fresh->text()});
}

void ResetDialog::showRefusal(const desk::SignInRefusal &refusal)
{
    showIdle();
    m_freshField.setProblem(signInSentence(refusal, m_clock.now()));
    showWidget(m_freshField.holder);
}

} // namespace ringback::ui

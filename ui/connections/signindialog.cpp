#include "connections/signindialog.h"

#include "connections/copyrow.h"
#include "widgets/formfield.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

QString signInProblem(const board::SignInEnd &end, const QString &systemName)
{
    using How = board::SignInEnd::How;
    switch (end.how) {
    case How::SignedIn:
    case How::GivenUp:
        return {};
    case How::PortTaken:
        return SignInDialog::tr(
            "Another program on this computer stands where the browser would come back to. Is a sign-in open in another "
            "Ringback window? Close that one, then try again.");
    case How::SecretMissing:
        return SignInDialog::tr("The Client Secret is missing on this computer: choose Edit and enter it again. Then sign in.");
    case How::SaidNo:
        //: %1 is a phone system, %2 its code for the reason.
        return SignInDialog::tr("%1 did not let you in, or you said no there. Try again, and choose to allow it. (%2)")
            .arg(systemName, end.detail);
    case How::TooLate:
        return SignInDialog::tr("The browser did not come back within five minutes. Try again. If its page speaks of a redirect address, "
                                "register the one above with the app first.");
    case How::NotAccepted:
        //: %1 is a phone system, %2 its code for the reason.
        return SignInDialog::tr(
                   "%1 let you in, but not Ringback. Look under Edit whether Client ID and Client Secret are those of the app, "
                   "and at the app's page whether it may use refresh tokens. (%2)")
            .arg(systemName, end.detail);
    case How::NotReached:
        //: %1 is a phone system, %2 what it or the network said.
        return SignInDialog::tr("%1 could not be reached to finish the sign-in, so nothing was changed. Try again in a minute. (%2)")
            .arg(systemName, end.detail);
    }
    Q_UNREACHABLE();
}

SignInDialog::SignInDialog(QString id, const QString &systemName, const QString &who, const QString &address, QWidget *parent)
    : QDialog(parent)
    , m_id(std::move(id))
    , m_systemName(systemName)
    , m_state(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_notice(new NoticeBar(this))
    , m_copyPage(new QPushButton(this))
    , m_cancel(new QPushButton(this))
    , m_begin(new QPushButton(this))
{
    setObjectName(u"signInDialog"_s);
    //: Title of a dialog: %1 is a phone system.
    setWindowTitle(tr("Sign in with %1").arg(systemName));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(12);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    title->setText(windowTitle());
    layout->addWidget(title);
    auto *sentence = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    //: %1 is a phone or lead system, %2 a sentence: "Sign in there as …".
    sentence->setText(tr("Your browser opens %1's own page. %2 Ringback does not see your password.").arg(systemName, who));
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    if (!address.isEmpty()) {
        //: Name of a field that shows a web address, for screen readers.
        auto *row = new CopyRow(u"redirectAddress"_s, u"copyRedirectAddress"_s, address, tr("Redirect address for the app"), this);
        //: %1 is a phone system.
        addFormField(layout, u"redirectRow"_s, tr("OAuth Redirect URI of the app"), row,
                     tr("Needed once: the app in %1's developer console must have exactly this address.").arg(systemName));
    }
    m_state->setObjectName(u"signInState"_s);
    m_state->setWordWrap(true);
    layout->addWidget(m_state);
    m_copyPage->setObjectName(u"copySignInPage"_s);
    setLook(m_copyPage, Look::Link);
    m_copyPage->setAutoDefault(false);
    //: Button: copies the address of the page on which one signs in, for another browser.
    m_copyPage->setText(tr("Copy the address of the sign-in page"));
    m_copyPage->setAccessibleName(m_copyPage->text());
    m_copyPage->hide();
    layout->addWidget(m_copyPage, 0, Qt::AlignLeft);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    setLook(m_cancel, Look::Plain);
    m_cancel->setObjectName(u"cancel"_s);
    m_cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
    setLook(m_begin, Look::Primary);
    m_begin->setObjectName(u"beginSignIn"_s);
    m_begin->setDefault(true);
    //: Button: opens the page on which one signs in at the phone system.
    m_begin->setText(tr("Open the browser"));
    m_begin->setAccessibleName(m_begin->text());
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_begin);
    layout->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_begin, &QPushButton::clicked, this, &SignInDialog::begin);
    connect(m_copyPage, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(QString::fromUtf8(m_url)); });
    m_begin->setFocus();
    setMinimumWidth(fontMetrics().averageCharWidth() * 56);
    resize(fontMetrics().averageCharWidth() * 72, fontMetrics().height() * 18);
}

void SignInDialog::begin()
{
    m_notice->hide();
    m_begin->setEnabled(false);
    //: While the browser is started for a sign-in.
    m_state->setText(tr("Opening the browser…"));
    Q_EMIT begun();
}

void SignInDialog::showPage(const QByteArray &url, bool isOpen)
{
    m_url = url;
    m_copyPage->show();
    m_state->setText(isOpen
                         //: While somebody signs in in the browser.
                         ? tr("Waiting for you to sign in in the browser… This goes on by itself when you are done there.")
                         : tr("No browser could be opened. Copy the address of the sign-in page into a browser on this computer; this goes "
                              "on by itself when you are done there."));
}

void SignInDialog::showProblem(const QString &problem)
{
    m_state->clear();
    m_copyPage->hide();
    m_begin->setEnabled(true);
    m_notice->say({problem, Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui

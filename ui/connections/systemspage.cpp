#include "connections/systemspage.h"

#include "calls/people.h"
#include "connections/formdialog.h"
#include "connections/signindialog.h"
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

SystemsPage::SystemsPage(const Clock &clock, const QString &name, const Words &words, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_notice(new NoticeBar(this))
    , m_summary(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_nothing(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_add(new QPushButton(this))
    , m_list(new QVBoxLayout)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 16, 24, 0);
    outer->setSpacing(12);
    auto *top = new QHBoxLayout;
    top->setSpacing(16);
    m_summary->setWordWrap(true);
    top->addWidget(m_summary, 1);
    m_add->setObjectName(u"add"_s + name);
    setLook(m_add, Look::Primary);
    m_add->setText(words.add);
    m_add->setAccessibleName(words.add);
    top->addWidget(m_add);
    outer->addLayout(top);
    outer->addWidget(m_notice);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(words.list);
    auto *content = new QWidget;
    auto *contents = new QVBoxLayout(content);
    contents->setContentsMargins(0, 0, 8, 24);
    contents->setSpacing(0);
    m_nothing->setObjectName(u"noSystems"_s);
    m_nothing->setText(words.nothing);
    m_nothing->setWordWrap(true);
    contents->addWidget(m_nothing);
    m_list->setSpacing(16);
    contents->addLayout(m_list);
    contents->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (knowsMe())
            add();
    });
    // "20 seconds ago" goes on by itself while somebody looks.
    connect(&m_ticker, &QTimer::timeout, this, [this] {
        if (isVisible())
            refresh();
    });
    m_ticker.start(std::chrono::seconds(5));
}

void SystemsPage::setOffice(const board::Office &office)
{
    m_office = office;
    refresh();
}

void SystemsPage::setHealth(const board::Health &health)
{
    m_health = health;
    refresh();
}

void SystemsPage::showNothing(bool isNothing)
{
    m_nothing->setVisible(isNothing);
}

void SystemsPage::say(const QString &words, bool isGood)
{
    m_notice->say({words, isGood ? Glyph::Check : Glyph::Alert, isGood ? Tone::Good : Tone::Bad});
}

bool SystemsPage::knowsMe()
{
    using Why = desk::ConnectionRefusal::Why;
    const auto me =
        std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [this](const calls::Staff &each) { return each.id == m_staffId; });
    if (me == m_office.staff.cend())
        showRefusal({.why = Why::NoSuchPerson, .field = {}, .detail = {}});
    else if (!calls::may(*me, calls::Right::EditConnections))
        showRefusal({.why = Why::NotAllowed, .field = {}, .detail = {}});
    else
        return true;
    return false;
}

void SystemsPage::open(FormDialog *dialog)
{
    m_notice->hide();
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QObject::destroyed, this, [this, dialog] {
        if (m_dialog == dialog)
            m_dialog = nullptr;
    });
    dialog->open();
}

void SystemsPage::showSaved(const QString &id)
{
    if (m_dialog != nullptr && m_dialog->id() == id)
        m_dialog->accept();
    if (m_signIn != nullptr && m_signIn->id() == id) {
        m_signIn->accept();
        //: %1 is a phone or lead system.
        say(tr("You are signed in at %1.").arg(nameOf(id)), true);
    } else {
        //: %1 is a phone or lead system.
        say(tr("%1 is saved.").arg(nameOf(id)), true);
    }
    test(id);
}

void SystemsPage::showRefusal(const desk::ConnectionRefusal &refusal)
{
    if (m_dialog != nullptr)
        m_dialog->showRefusal(refusal);
    else if (m_signIn != nullptr)
        m_signIn->showProblem(sentenceOf(refusal));
    else
        say(sentenceOf(refusal), false);
}

void SystemsPage::test(const QString &id)
{
    if (showTesting(id))
        Q_EMIT testRequested(id);
}

void SystemsPage::signIn(const QString &id, const QString &systemName, const QString &who, const QString &address)
{
    m_notice->hide();
    auto *dialog = new SignInDialog(id, systemName, who, address, this);
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

void SystemsPage::showSignInPage(const QString &id, const QByteArray &url, bool isOpen)
{
    if (m_signIn != nullptr && m_signIn->id() == id)
        m_signIn->showPage(url, isOpen);
}

void SystemsPage::showSignInEnd(const QString &id, const board::SignInEnd &end)
{
    if (m_signIn != nullptr && m_signIn->id() == id && end.how != board::SignInEnd::How::GivenUp)
        m_signIn->showProblem(signInProblem(end, m_signIn->systemName()));
}

void SystemsPage::askToRemove(const QString &id, const QString &whatFollows)
{
    auto *dialog = new ConfirmDialog(tr("Remove %1?").arg(nameOf(id)), whatFollows,
                                     //: Button: this phone or lead system is no longer used.
                                     tr("Remove"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id] { Q_EMIT removeRequested(id); });
    dialog->open();
}

board::ConnectionPulse SystemsPage::pulseOf(const QList<board::ConnectionPulse> &pulses, const QString &id)
{
    const auto found = std::find_if(pulses.cbegin(), pulses.cend(), [&](const board::ConnectionPulse &each) { return each.id == id; });
    return found == pulses.cend() ? board::ConnectionPulse{.id = id} : *found;
}

} // namespace ringback::ui

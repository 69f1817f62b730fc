#include "signin/door.h"

#include "signin/signinwords.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

constexpr int widest = 440;
constexpr int mostPeopleShown = 6; // more scroll

QIcon initialsIcon(const QString &name, const QPalette &palette, int side)
{
    const Theme &theme = Theme::of(palette);
    QPixmap picture(side * 2, side * 2);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tone(Tone::Info).fill);
    painter.drawEllipse(QRectF(0, 0, side, side));
    QFont font = fontFor(Rank::Strong);
    font.setPixelSize(side * 2 / 5);
    painter.setFont(font);
    painter.setPen(theme.tone(Tone::Info).text);
    painter.drawText(QRectF(0, 0, side, side), Qt::AlignCenter, initialsOf(name));
    return QIcon(picture);
}

QLineEdit *hidden(QLineEdit *line)
{
    line->setEchoMode(QLineEdit::Password);
    line->setMaxLength(256); // longer ones are refused in words
    return line;
}

} // namespace

Door::Door(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
{
    setObjectName(u"door"_s);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    auto *column = new QWidget(content);
    column->setMaximumWidth(widest);
    auto *across = new QHBoxLayout(content);
    across->setContentsMargins(24, 24, 24, 24);
    across->addStretch(1);
    across->addWidget(column, 100);
    across->addStretch(1);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addStretch(2);
    m_title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, column);
    m_title->setObjectName(u"doorTitle"_s);
    m_title->setWordWrap(true);
    m_lead = new TextLabel(Rank::Body, TextLabel::Ink::Muted, column);
    m_lead->setObjectName(u"doorLead"_s);
    m_lead->setWordWrap(true);
    layout->addWidget(m_title);
    layout->addWidget(m_lead);
    layout->addSpacing(12);
    m_people = new QListWidget(column);
    m_people->setObjectName(u"doorPeople"_s);
    //: Name of the list of people who can sign in, for screen readers.
    m_people->setAccessibleName(tr("Who are you?"));
    m_people->setIconSize(QSize(32, 32));
    m_people->setSpacing(2);
    layout->addWidget(m_people);
    layout->addSpacing(6);
    m_name = addFormLine(layout, u"doorName"_s, tr("Your &name"), {}, {}, &m_nameField);
    m_secret = hidden(addFormLine(layout, u"doorSecret"_s, tr("&Password or PIN"), {}, {}, &m_secretField));
    m_kind = new CalmComboBox(column);
    m_kind->addItem(tr("Password"), int(calls::SecretKind::Password));
    m_kind->addItem(tr("PIN, digits only"), int(calls::SecretKind::Pin));
    m_kindField = addFormField(layout, u"doorKind"_s, tr("Sign in &with"), m_kind, {});
    m_fresh = hidden(addFormLine(layout, u"doorFresh"_s, tr("N&ew one"), {}, secretRule(calls::SecretKind::Password), &m_freshField));
    m_again = hidden(addFormLine(layout, u"doorAgain"_s, tr("Once &more"), {}, {}, &m_againField));
    m_problem = new TextLabel(Rank::Body, TextLabel::Ink::Normal, column);
    m_problem->setObjectName(u"doorProblem"_s);
    m_problem->setTone(Tone::Bad);
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    auto *buttons = new QHBoxLayout;
    m_go = new QPushButton(column);
    m_go->setObjectName(u"doorGo"_s);
    setLook(m_go, Look::Primary);
    m_second = new QPushButton(column);
    m_second->setObjectName(u"doorSecond"_s);
    setLook(m_second, Look::Link);
    buttons->addWidget(m_go);
    buttons->addWidget(m_second);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addStretch(3);

    connect(m_go, &QPushButton::clicked, this, &Door::submit);
    connect(m_second, &QPushButton::clicked, this, &Door::second);
    for (QLineEdit *line : {m_name, m_secret, m_fresh, m_again})
        connect(line, &QLineEdit::returnPressed, this, &Door::submit);
    // Who is selected, not who is current: a list that gets the focus makes its first row current by itself.
    connect(m_people, &QListWidget::itemSelectionChanged, this, &Door::choosePerson);
    connect(m_people, &QListWidget::itemActivated, this, [this](QListWidgetItem *item) {
        item->setSelected(true);
        m_secret->setFocus();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] { m_fresh->setPlaceholderText(secretRule(kind())); });
    connect(&m_ticker, &QTimer::timeout, this, &Door::tick);
    m_ticker.setInterval(std::chrono::seconds(1));
    ask(Ask::Wait);
}

void Door::setSignIns(const board::SignIns &signIns)
{
    // What was typed and what was said stay, unless there are other people to choose from: wrong tries change the states, too.
    const auto choices = [](const board::SignIns &of) {
        QStringList list;
        for (const calls::Staff &person : of.people)
            list.append(person.id + u'\n' + person.name + u'\n' + roleWord(person.role) + (of.stateOf(person.id) ? u"+"_s : QString()));
        return list;
    };
    const bool isSame = choices(signIns) == choices(m_signIns);
    m_signIns = signIns;
    retitle();
    if (isSame)
        return;
    const QString who = chosen();
    fillPeople();
    choose(who);
    choosePerson();
}

bool Door::choosesSecret() const
{
    return m_ask == Ask::First || m_ask == Ask::Change || m_ask == Ask::MustChange;
}

calls::SecretKind Door::kind() const
{
    return static_cast<calls::SecretKind>(m_kind->currentData().toInt());
}

QString Door::chosen() const
{
    if (m_ask == Ask::Unlock || m_ask == Ask::Change || m_ask == Ask::MustChange)
        return m_staff;
    const QList<QListWidgetItem *> selected = m_people->selectedItems();
    return selected.isEmpty() ? QString() : selected.first()->data(Qt::UserRole).toString();
}

void Door::ask(Ask ask, const QString &staff)
{
    m_ask = ask;
    m_staff = staff;
    m_isRefused = false;
    m_ticker.stop();
    m_problem->hide();
    for (QLineEdit *line : {m_name, m_secret, m_fresh, m_again})
        line->clear();
    setBusy(false);
    fillPeople();
    choose(staff);
    m_secretField.holder->setVisible(ask != Ask::Wait && ask != Ask::First);
    m_kindField.holder->setVisible(choosesSecret());
    m_freshField.holder->setVisible(choosesSecret());
    m_againField.holder->setVisible(choosesSecret());
    m_go->setVisible(ask != Ask::Wait);
    retitle();
    choosePerson();
}

void Door::choose(const QString &staff)
{
    const QSignalBlocker quiet(m_people);
    for (int row = 0; row < m_people->count(); ++row) {
        if (!staff.isEmpty() && m_people->item(row)->data(Qt::UserRole).toString() == staff)
            m_people->setCurrentRow(row);
    }
}

// Whom to choose from: everybody with a sign-in, or the owners who may be the first.
void Door::fillPeople()
{
    const QSignalBlocker quiet(m_people);
    m_people->clear();
    const bool asksWho = m_ask == Ask::SignIn || m_ask == Ask::Switch || m_ask == Ask::First;
    const auto add = [this](const QString &id, const QString &name) {
        auto *item = new QListWidgetItem(initialsIcon(name, palette(), 32), name, m_people);
        item->setData(Qt::UserRole, id);
    };
    for (const calls::Staff &person : m_signIns.people) {
        const bool fits = m_ask == Ask::First ? person.role == calls::Role::Owner : m_signIns.stateOf(person.id) != nullptr;
        if (asksWho && fits && !(m_ask == Ask::Switch && person.id == m_staff))
            add(person.id, person.name);
    }
    if (m_ask == Ask::First && m_people->count() > 0)
        add({},
            //: In the list of owners, for somebody who is none of them.
            tr("Somebody else"));
    m_people->setVisible(asksWho && m_people->count() > 0);
    const int shown = std::min(m_people->count(), mostPeopleShown);
    m_people->setFixedHeight(shown * (std::max(32, fontMetrics().height()) + 14) + 8);
    if (m_people->count() == 1 || (m_people->count() > 0 && m_ask == Ask::First))
        m_people->setCurrentRow(0);
}

void Door::choosePerson()
{
    m_nameField.holder->setVisible(m_ask == Ask::First && chosen().isEmpty());
    m_isRefused = false;
    m_problem->hide();
    m_secret->clear();
    tick();
    if (isVisible())
        focusWhatIsNext();
}

void Door::focusWhatIsNext()
{
    if (m_people->isVisible() && m_people->selectedItems().isEmpty())
        m_people->setFocus();
    else if (!m_people->hasFocus())
        (m_secretField.holder->isHidden() ? (m_nameField.holder->isHidden() ? m_fresh : m_name) : m_secret)->setFocus();
}

void Door::retitle()
{
    const auto name = [this] {
        const auto person = std::find_if(m_signIns.people.cbegin(), m_signIns.people.cend(),
                                         [this](const calls::Staff &each) { return each.id == m_staff; });
        return person == m_signIns.people.cend() ? m_staff : person->name;
    };
    m_second->setVisible(true);
    switch (m_ask) {
    case Ask::Wait:
        m_title->setText(tr("One moment"));
        m_lead->setText(tr("The office is being opened."));
        m_second->hide();
        break;
    case Ask::SignIn:
        m_title->setText(m_signIns.company.isEmpty() ? tr("Sign in") : m_signIns.company);
        m_lead->setText(tr("Choose your name and sign in."));
        m_go->setText(tr("Sign in"));
        m_second->hide();
        break;
    case Ask::Unlock:
        //: %1 is a person.
        m_title->setText(tr("Locked by %1").arg(name()));
        m_lead->setText(tr("What you were writing is still there."));
        m_go->setText(tr("Unlock"));
        m_second->setText(tr("I am somebody else"));
        break;
    case Ask::Switch:
        m_title->setText(tr("Who are you?"));
        m_lead->setText(tr("What was half written stays."));
        m_go->setText(tr("Sign in"));
        m_second->setText(tr("Back"));
        break;
    case Ask::First:
        m_title->setText(tr("You are the first: make the owner"));
        m_lead->setText(tr("From then on everybody signs in, and everything they do is in their name. The owner gives the others their "
                           "first password."));
        m_go->setText(tr("Set up sign-in"));
        m_second->setText(tr("Later"));
        break;
    case Ask::Change:
        m_title->setText(tr("Change your password or PIN"));
        m_lead->setText(name());
        m_go->setText(tr("Change"));
        m_second->setText(tr("Back"));
        break;
    case Ask::MustChange:
        m_title->setText(tr("Choose your own password"));
        m_lead->setText(tr("The one you have was chosen by somebody else. From now on only you know yours."));
        m_go->setText(tr("Change"));
        m_second->setText(tr("Sign out"));
        break;
    }
}

void Door::submit()
{
    if (m_isBusy || !m_go->isEnabled())
        return;
    if (choosesSecret() && m_fresh->text() != m_again->text()) {
        showProblem(tr("The two are not the same. Type the new one again."));
        m_again->setFocus();
        m_again->selectAll();
        return;
    }
    const desk::Choice choice{.kind = kind(), .typed = m_fresh->text()};
    if (m_ask == Ask::First) {
        if (chosen().isEmpty() && m_name->text().trimmed().isEmpty()) {
            showProblem(tr("Type your name, so that others see who you are."));
            m_name->setFocus();
            return;
        }
        setBusy(true);
        Q_EMIT ownerRequested(chosen(), m_name->text(), choice);
        return;
    }
    if (chosen().isEmpty()) {
        showProblem(tr("Choose your name first."));
        m_people->setFocus();
        return;
    }
    if (m_secret->text().isEmpty()) {
        m_secret->setFocus();
        return;
    }
    setBusy(true);
    if (choosesSecret())
        Q_EMIT changeRequested(m_secret->text(), choice);
    else
        Q_EMIT signInRequested(chosen(), m_secret->text());
}

void Door::second()
{
    if (m_isBusy)
        return;
    if (m_ask == Ask::Unlock)
        ask(Ask::SignIn);
    else if (m_ask == Ask::MustChange)
        Q_EMIT signOutRequested();
    else
        Q_EMIT cancelled();
}

void Door::showRefusal(const desk::SignInRefusal &refusal)
{
    m_refusal = refusal;
    m_isRefused = true;
    setBusy(false);
    const bool isOld = refusal.why == desk::SignInRefusal::Why::Wrong || refusal.why == desk::SignInRefusal::Why::Locked;
    QLineEdit *const wrong = choosesSecret() && !isOld ? m_fresh : m_secret;
    wrong->clear();
    if (wrong == m_fresh)
        m_again->clear();
    tick();
    wrong->setFocus();
    if (refusal.until)
        m_ticker.start();
}

void Door::showProblem(const QString &sentence)
{
    m_isRefused = false;
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

// What is left of a wait ticks down; then the field is open again.
void Door::tick()
{
    const bool waits = m_isRefused && m_refusal.until && *m_refusal.until > m_clock.now();
    if (m_isRefused) {
        m_problem->setText(signInSentence(m_refusal, m_clock.now()));
        m_problem->show();
    }
    if (!waits && m_ticker.isActive()) {
        m_ticker.stop();
        m_problem->setVisible(false);
        m_isRefused = false;
    }
    m_secret->setEnabled(!waits && !m_isBusy);
    m_go->setEnabled(!waits && !m_isBusy);
    if (m_ask == Ask::Wait)
        return;
    if (!waits && isVisible() && focusWidget() == nullptr)
        m_secret->setFocus();
}

void Door::setBusy(bool busy)
{
    m_isBusy = busy;
    for (QWidget *widget :
         {static_cast<QWidget *>(m_people), static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_secret),
          static_cast<QWidget *>(m_fresh), static_cast<QWidget *>(m_again), static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_go)})
        widget->setEnabled(!busy);
}

void Door::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && (m_ask == Ask::Switch || m_ask == Ask::Change || m_ask == Ask::First) && !m_isBusy)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

void Door::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).window);
}

} // namespace ringback::ui

#include "review/reviewdialog.h"

#include "widgets/card.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"
#include "widgets/times.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

ReviewDialog::ReviewDialog(QWidget *parent)
    : QDialog(parent)
    , m_list(new QVBoxLayout)
    , m_nothing(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_close(new QPushButton(this))
{
    setObjectName(u"reviewDialog"_s);
    //: Title of the dialog that lists texts of which nobody knows whether they left.
    setWindowTitle(tr("Texts to review"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(12);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    title->setText(tr("Did these leave?"));
    auto *hint = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    hint->setText(tr("The connection broke at the wrong moment, and nobody can tell whether these messages reached the caller. "
                     "Look at the phone company's log if you can, then decide. Nothing is sent twice without you."));
    hint->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(hint);

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of a list, for screen readers.
    scroll->setAccessibleName(tr("Messages to decide about"));
    auto *content = new QWidget;
    auto *contents = new QVBoxLayout(content);
    contents->setContentsMargins(0, 0, 8, 0);
    contents->setSpacing(12);
    m_list->setSpacing(12);
    m_nothing->setText(tr("Every message is settled. There is nothing to decide about."));
    m_nothing->setWordWrap(true);
    contents->addWidget(m_nothing);
    contents->addLayout(m_list);
    contents->addStretch(1);
    scroll->setWidget(content);
    layout->addWidget(scroll, 1);

    auto *buttons = new QHBoxLayout;
    setLook(m_close, Look::Plain);
    //: Button: close this dialog.
    m_close->setText(tr("Close"));
    m_close->setAccessibleName(m_close->text());
    m_close->setObjectName(u"closeReview"_s);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    layout->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 34);
}

void ReviewDialog::setTexts(const QList<board::TextToReview> &texts, const Telling &telling)
{
    QWidget *const focused = focusWidget();
    const bool hadFocus = focused != nullptr && focused->hasFocus();
    // A card that did not change stays, with the keyboard on it.
    for (const board::TextToReview &old : std::as_const(m_shown)) {
        if (!texts.contains(old))
            delete m_cards.take(old.messageId);
    }
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (!m_cards.contains(texts[i].messageId)) {
            QWidget *const made = card(texts[i], telling);
            m_cards.insert(texts[i].messageId, made);
            m_list->insertWidget(static_cast<int>(i), made);
        }
    }
    m_shown = texts;
    m_nothing->setVisible(texts.isEmpty());
    if (hadFocus && focusWidget() != focused) {
        QWidget *const next = texts.isEmpty() ? nullptr : m_cards.value(texts.first().messageId)->findChild<QPushButton *>();
        (next != nullptr ? next : static_cast<QWidget *>(m_close))->setFocus();
    }
}

QWidget *ReviewDialog::card(const board::TextToReview &text, const Telling &telling)
{
    auto *card = new Card(std::nullopt, this);
    card->setObjectName(u"review-"_s + text.messageId);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(6);
    const QString caller = callerWord(text.callerName, text.callerNumber);
    auto *who = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, card);
    const QString channel = text.channel == calls::Channel::Email ? tr("E-mail") : tr("Text");
    //: Heading of a message: %1 "Text" or "E-mail", %2 a person, %3 a number, %4 a time.
    who->setText(tr("%1 to %2, %3, %4").arg(channel, caller, text.callerNumber, dayAndTime(text.at, telling.now, telling.office.timeZone)));
    if (text.callerName.isEmpty())
        //: Heading of a message: %1 "Text" or "E-mail", %2 a number, %3 a time.
        who->setText(tr("%1 to %2, %3").arg(channel, caller, dayAndTime(text.at, telling.now, telling.office.timeZone)));
    who->setWordWrap(true);
    auto *body = new TextLabel(Rank::Body, TextLabel::Ink::Normal, card);
    body->setText(text.body);
    body->setWordWrap(true);
    QStringList known;
    for (const board::AttemptNote &note : text.attempts)
        known.append(attemptSentence(note, telling));
    auto *attempts = new TextLabel(Rank::Small, TextLabel::Ink::Muted, card);
    attempts->setText(known.join(u'\n'));
    attempts->setWordWrap(true);
    layout->addWidget(who);
    layout->addWidget(body);
    layout->addWidget(attempts);

    auto *answers = new QWidget(card);
    auto *row = new FlowLayout(answers, 8, 8);
    using Choice = desk::ReviewChoice;
    const auto answer = [&](const QString &name, const QString &words, const QString &spoken, Choice choice) {
        auto *button = new QPushButton(words, answers);
        button->setObjectName(name);
        setLook(button, Look::Plain);
        button->setAutoDefault(false);
        button->setAccessibleName(spoken.arg(caller));
        connect(button, &QPushButton::clicked, this, [this, id = text.messageId, choice] { Q_EMIT answered(id, choice); });
        row->addWidget(button);
    };
    //: Button: it did not leave, send it now.
    answer(u"sendAgain"_s, tr("Send again"), tr("Send the message to %1 again"), Choice::SendAgain);
    //: Button: it did leave, nothing more to do.
    answer(u"wasSent"_s, tr("It was sent"), tr("The message to %1 was sent"), Choice::WasSent);
    //: Button: whether it left or not, do not send it.
    answer(u"drop"_s, tr("Drop it"), tr("Drop the message to %1"), Choice::Drop);
    layout->addWidget(answers);
    return card;
}

} // namespace ringback::ui

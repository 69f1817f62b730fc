#include "leads/recorddialog.h"

#include "leads/leadwords.h"
#include "leads/openlink.h"
#include "widgets/card.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

RecordDialog::RecordDialog(const board::LeadBadge &badge, const QString &caller, QWidget *parent)
    : QDialog(parent)
    , m_connectionId(badge.connectionId)
    , m_choices(new QButtonGroup(this))
    , m_confirm(new QPushButton(this))
{
    setObjectName(u"recordDialog"_s);
    const QString system = leadSystemName(badge.type);
    //: Title of a dialog: %1 is a lead system.
    setWindowTitle(tr("Who called, in %1?").arg(system));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 20);
    outer->setSpacing(12);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    title->setObjectName(u"question"_s);
    title->setText(chooserQuestion(badge));
    title->setWordWrap(true);
    outer->addWidget(title);
    auto *hint = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    //: %1 is a caller's name or number.
    hint->setText(
        tr("The notes and the callback of %1 go to the one you choose. The text to the caller did not wait for this.").arg(caller));
    hint->setWordWrap(true);
    outer->addWidget(hint);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    auto *list = new QVBoxLayout(content);
    list->setContentsMargins(0, 0, 8, 0);
    list->setSpacing(10);
    for (const board::LeadCandidate &candidate : badge.candidates)
        addRecord(list, candidate, system);
    // The way out stands last, as it makes one record more.
    board::LeadCandidate none;
    //: To choose when no record of a lead system is the caller's.
    none.name = tr("None of these");
    addRecord(list, none, system);
    list->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    cancel->setAutoDefault(false);
    //: Button: close this dialog and decide nothing yet.
    cancel->setText(tr("Not now"));
    cancel->setAccessibleName(cancel->text());
    cancel->setObjectName(u"cancel"_s);
    setLook(m_confirm, Look::Primary);
    m_confirm->setObjectName(u"confirm"_s);
    m_confirm->setDefault(true);
    m_confirm->setEnabled(false);
    //: Button: the person that is marked called.
    m_confirm->setText(tr("This one called"));
    m_confirm->setAccessibleName(m_confirm->text());
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_confirm);
    outer->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_choices, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *button, bool on) {
        if (!on)
            return;
        m_confirm->setEnabled(true);
        //: Button: none of the people called; a new one is written down.
        m_confirm->setText(button->property("record").toString().isEmpty() ? tr("Write a new one") : tr("This one called"));
        m_confirm->setAccessibleName(m_confirm->text());
    });
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_connectionId, m_choices->checkedButton()->property("record").toString());
        accept();
    });
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * (11 + 5 * std::min<int>(5, int(badge.candidates.size()) + 1)));
}

void RecordDialog::addRecord(QVBoxLayout *list, const board::LeadCandidate &candidate, const QString &system)
{
    auto *card = new Card(std::nullopt, list->parentWidget());
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(16, 10, 12, 10);
    row->setSpacing(12);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    //: A person in a lead system without a name.
    const QString name = candidate.name.isEmpty() ? tr("No name") : candidate.name;
    auto *choice = new QRadioButton(literal(name), card);
    choice->setObjectName(u"record-"_s + candidate.id);
    choice->setFont(fontFor(Rank::Strong));
    choice->setProperty("record", candidate.id);
    const QString details = candidate.id.isEmpty()
                                //: Below "None of these": %1 is a lead system.
                                ? tr("A new person is written to %1").arg(system)
                                : candidateWords(candidate);
    choice->setAccessibleName(name);
    choice->setAccessibleDescription(details);
    m_choices->addButton(choice);
    words->addWidget(choice);
    auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, card);
    below->setText(details);
    below->setWordWrap(true);
    below->setContentsMargins(26, 0, 0, 0);
    words->addWidget(below);
    row->addLayout(words, 1);
    if (QPushButton *const open = openLink(candidate.url, system, name, card))
        row->addWidget(open, 0, Qt::AlignVCenter);
    list->addWidget(card);
}

} // namespace ringback::ui

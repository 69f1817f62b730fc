#include "leads/choicesdialog.h"

#include "connections/testresults.h"
#include "leads/leadwords.h"
#include "widgets/chip.h"
#include "widgets/formfield.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

const QString statuses = u"status."_s;
const QString people = u"user."_s;

// `status.needs_callback`, and where a system has several kinds of records `client_status.needs_callback`.
bool isStatus(const QString &key)
{
    return key.contains(u'.') && key.section(u'.', 0, 0).endsWith("status"_L1);
}

} // namespace

ChoicesDialog::ChoicesDialog(const board::LeadCard &card, const board::Office &office, QWidget *parent)
    : FormDialog(
          //: Title of a dialog: %1 is a lead system.
          tr("What goes where in %1").arg(leadSystemName(card.connection.type())),
          tr("What goes where in %1").arg(leadSystemName(card.connection.type())),
          //: %1 is a lead system.
          tr("Ringback has its own words for where a lead came from, how it stands and who looks after it. Say here what each is called in "
             "%1.")
              .arg(leadSystemName(card.connection.type())),
          //: Button: saves what was chosen, and asks the lead system whether it is all there.
          tr("Save and test"), parent)
    , m_card(card)
    , m_office(office)
    , m_name(leadSystemName(card.connection.type()))
    , m_reading(new TextLabel(Rank::Body, TextLabel::Ink::Muted, form()->parentWidget()))
    , m_results(new TestResults(form()->parentWidget()))
    , m_try(new QPushButton(this))
    , m_again(new QPushButton(form()->parentWidget()))
{
    setObjectName(u"choicesDialog"_s);
    m_reading->setObjectName(u"reading"_s);
    m_reading->setWordWrap(true);
    m_reading->setText(
        //: %1 is a lead system.
        tr("Reading what there is to choose from in %1…").arg(m_name));
    form()->addWidget(m_reading);
    setLook(m_again, Look::Plain);
    m_again->setObjectName(u"readAgain"_s);
    m_again->setAutoDefault(false);
    //: Button: the lists to choose from are read once more.
    m_again->setText(tr("Read again"));
    m_again->setAccessibleName(m_again->text());
    m_again->hide();
    form()->addWidget(m_again, 0, Qt::AlignLeft);
    form()->addSpacing(8);
    addRows({}, {}, {});
    //: Heading: how leads stand.
    addRows(tr("Statuses"), tr("What is set there when a lead changes here. Left open, the change is written as a note."), statuses);
    //: Heading: people of the office.
    addRows(tr("People"), tr("Who is who there. Callbacks of somebody left open are nobody's there."), people);
    const bool hasLists = std::any_of(m_rows.cbegin(), m_rows.cend(), [](const Row &row) { return !row.slot.list.isEmpty(); });
    m_reading->setVisible(hasLists);
    m_isRead = !hasLists;
    form()->addWidget(m_results);
    finish();
    setLook(m_try, Look::Plain);
    m_try->setObjectName(u"tryRecord"_s);
    m_try->setAutoDefault(false);
    //: Button: a lead is written to the lead system to see whether it works, and removed again where that is possible.
    m_try->setText(tr("Write a test lead"));
    m_try->setAccessibleName(m_try->text());
    m_try->setToolTip(card.can.removesRecords
                          //: Tool tip: %1 is a lead system.
                          ? tr("It is removed again from %1 at once").arg(m_name)
                          //: Tool tip: %1 is a lead system.
                          : tr("%1 lets no program remove it: delete it there afterwards").arg(m_name));
    m_try->setAccessibleDescription(m_try->toolTip());
    addButton(m_try);
    connect(m_try, &QPushButton::clicked, this, &ChoicesDialog::tryRecord);
    connect(m_again, &QPushButton::clicked, this, [this] {
        m_again->hide();
        notice()->hide();
        m_reading->show();
        Q_EMIT listsRequested(id());
    });
}

void ChoicesDialog::addRows(const QString &title, const QString &hint, const QString &prefix)
{
    const auto belongs = [&](const QString &key) {
        if (prefix.isEmpty())
            return !isStatus(key) && !key.startsWith(people);
        return prefix == statuses ? isStatus(key) : key.startsWith(prefix);
    };
    const bool isAny =
        std::any_of(m_card.choiceSlots.cbegin(), m_card.choiceSlots.cend(), [&](const board::LeadSlot &slot) { return belongs(slot.key); });
    if (!isAny)
        return;
    if (!title.isEmpty()) {
        form()->addSpacing(8);
        addSection(title);
        auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, form()->parentWidget());
        below->setText(hint);
        below->setWordWrap(true);
        form()->addWidget(below);
        form()->addSpacing(6);
    }
    for (const board::LeadSlot &slot : m_card.choiceSlots) {
        if (belongs(slot.key))
            addRow(slot);
    }
}

void ChoicesDialog::addRow(const board::LeadSlot &slot)
{
    QString label = slotName(slot.key, m_office);
    if (slot.key.startsWith(statuses) || slot.key.startsWith(people)) // the heading says which it is
        label = label.section(u": "_s, 1);
    if (slot.isNeeded)
        //: Label of a field that must be filled in: %1 is the label.
        label = tr("%1 (needed)").arg(label);
    QWidget *content = form()->parentWidget();
    QWidget *input = nullptr;
    if (slot.list.isEmpty() && !slot.ofOutcomes) {
        auto *const line = new QLineEdit(content);
        line->setMaxLength(254);
        input = line;
    } else {
        auto *const box = new CalmComboBox(content);
        box->setMaxVisibleItems(16);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(24);
        input = box;
    }
    const FormField field = addFormField(form(), u"choice-"_s + slot.key, literal(label), input, {});
    input->setAccessibleName(label);
    auto *stateRow = new QWidget(field.holder);
    auto *row = new QHBoxLayout(stateRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    auto *glyph = new GlyphMark(Rank::Small, stateRow);
    auto *state = new TextLabel(Rank::Small, TextLabel::Ink::Muted, stateRow);
    state->setObjectName(u"state-"_s + slot.key);
    state->setWordWrap(true);
    row->addWidget(glyph, 0, Qt::AlignTop);
    row->addWidget(state, 1);
    static_cast<QVBoxLayout *>(field.holder->layout())->insertWidget(2, stateRow);
    const Row made{.slot = slot, .input = input, .glyph = glyph, .state = state, .stateRow = stateRow};
    m_rows.append(made);
    fill(made);
    if (auto *const box = qobject_cast<QComboBox *>(input))
        connect(box, &QComboBox::currentIndexChanged, this, [this, made] { tell(made); });
    else
        connect(static_cast<QLineEdit *>(input), &QLineEdit::textChanged, this, [this, made] { tell(made); });
}

// What was chosen stays chosen, also where the list does not know it (any more).
void ChoicesDialog::fill(const Row &row)
{
    auto *const box = qobject_cast<QComboBox *>(row.input);
    if (box == nullptr) {
        static_cast<QLineEdit *>(row.input)->setText(m_card.connection.choices.value(row.slot.key));
        tell(row);
        return;
    }
    const QString before = box->count() == 0 ? m_card.connection.choices.value(row.slot.key) : box->currentData().toString();
    const QSignalBlocker quiet(box);
    box->clear();
    //: In a list to choose from: none of its entries.
    box->addItem(tr("Nothing chosen"), QString());
    for (const board::LeadChoice &choice : m_lists.value(row.slot.list))
        box->addItem(choice.name, choice.id);
    for (const board::OutcomeChoice &outcome : row.slot.ofOutcomes ? m_office.outcomes : QList<board::OutcomeChoice>()) {
        if (outcome.closes)
            box->addItem(outcome.label, outcome.id);
    }
    if (box->findData(before) < 0)
        box->addItem(before, before);
    box->setCurrentIndex(box->findData(before));
    box->setEnabled(m_isRead || row.slot.ofOutcomes);
    tell(row);
}

void ChoicesDialog::tell(const Row &row)
{
    const QString value = chosen(row);
    const QList<board::LeadChoice> choices = m_lists.value(row.slot.list);
    const bool isThere = std::any_of(choices.cbegin(), choices.cend(), [&](const board::LeadChoice &choice) { return choice.id == value; });
    Mark mark;
    if (value.isEmpty() && row.slot.isNeeded)
        //: Below a field: %1 is a lead system.
        mark = {tr("Without it nothing can be written to %1").arg(m_name), Glyph::Alert, Tone::Warn};
    else if (!value.isEmpty() && !row.slot.list.isEmpty() && m_isRead && isThere)
        //: Below a field: what was chosen was found in the lead system, %1.
        mark = {tr("Checked: exists in %1").arg(m_name), Glyph::Check, Tone::Good};
    else if (!value.isEmpty() && !row.slot.list.isEmpty() && m_isRead)
        //: Below a field: what was chosen was not found in the lead system, %1.
        mark = {tr("Checked: is gone from %1. Choose another").arg(m_name), Glyph::Failed, Tone::Bad};
    row.stateRow->setVisible(!mark.text.isEmpty());
    row.glyph->setMark(mark.glyph, mark.tone);
    row.state->setText(mark.text);
    const bool speaks = mark.tone == Tone::Warn || mark.tone == Tone::Bad;
    row.state->setTone(speaks ? std::optional(mark.tone) : std::nullopt);
    row.input->setAccessibleDescription(mark.text);
}

void ChoicesDialog::showLists(const Result<board::LeadLists> &lists)
{
    m_reading->hide();
    if (!lists) {
        m_again->show();
        notice()->say(
            {//: %1 is a lead system, %2 what it or the network said.
             tr("What there is to choose from in %1 could not be read. %2").arg(m_name, lists.error().what), Glyph::Alert, Tone::Bad});
        return;
    }
    m_lists = *lists;
    m_isRead = true;
    for (const Row &row : std::as_const(m_rows))
        fill(row);
}

QString ChoicesDialog::chosen(const Row &row) const
{
    const auto *const box = qobject_cast<const QComboBox *>(row.input);
    return box != nullptr ? box->currentData().toString() : static_cast<QLineEdit *>(row.input)->text().trimmed();
}

desk::LeadConnection ChoicesDialog::connection() const
{
    desk::LeadConnection connection = m_card.connection;
    for (const Row &row : m_rows) {
        const QString value = chosen(row);
        if (value.isEmpty())
            connection.choices.remove(row.slot.key);
        else
            connection.choices.insert(row.slot.key, value);
    }
    return connection;
}

void ChoicesDialog::save()
{
    notice()->hide();
    showSaving();
    Q_EMIT saveRequested({.edit = {.connection = connection(), .before = m_card.connection}, .secrets = {}});
}

void ChoicesDialog::tryRecord()
{
    notice()->hide();
    m_try->setEnabled(false);
    //: While a lead is written to the lead system %1 to see whether it works.
    m_results->showState(tr("Writing a test lead to %1; this can take half a minute…").arg(m_name));
    showWidget(m_results);
    Q_EMIT recordRequested(connection());
}

void ChoicesDialog::showFindings(const QList<board::TestFinding> &findings)
{
    m_try->setEnabled(true);
    QList<FindingWords> words;
    for (const board::TestFinding &finding : findings)
        words.append(leadFinding(finding, m_card.connection.type(), m_office));
    m_results->showFindings(words);
    showWidget(m_results);
}

void ChoicesDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    showIdle();
    notice()->say({leadRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui

#include "connections/mapperdialog.h"

#include "widgets/card.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/formfield.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

// Those that most systems have; the others are in the menu of a field.
const QStringList offered = {u"id"_s,         u"from"_s,         u"to"_s,           u"status"_s,      u"direction"_s,
                             u"started_at"_s, u"ring_seconds"_s, u"talk_seconds"_s, u"caller_name"_s, u"voicemail_text"_s};
// What a call's status can mean to us, as offered for a word of theirs.
const QStringList meanings = {u"missed"_s, u"answered"_s, u"voicemail"_s, u"ringing"_s, u"gave_up"_s, u"busy"_s, u"over"_s, u"ignored"_s};

struct Mapper {
    Q_DECLARE_TR_FUNCTIONS(Mapper)
};

// A cell's text in line with its heading.
class InsetCells final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, Theme::of(option.palette).selected);
        QStyleOptionViewItem inset(option);
        inset.rect.adjust(9, 0, 0, 0);
        QStyledItemDelegate::paint(painter, inset, index);
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(18, 0);
    }
};

QString meaningName(const QString &word)
{
    if (word == "missed"_L1)
        return Mapper::tr("Nobody answered");
    if (word == "answered"_L1)
        return Mapper::tr("Somebody answered");
    if (word == "voicemail"_L1)
        return Mapper::tr("The caller left a voicemail");
    if (word == "ringing"_L1)
        return Mapper::tr("It is ringing");
    if (word == "gave_up"_L1)
        return Mapper::tr("The caller hung up before anyone answered");
    if (word == "busy"_L1)
        return Mapper::tr("The line was busy");
    if (word == "over"_L1)
        return Mapper::tr("The call is over; whether it was answered is not said");
    return Mapper::tr("Nothing: leave it out");
}

} // namespace

QString postedFieldName(const QString &field)
{
    //: What a field of another system's message is. A few words each.
    static const QHash<QString, const char *> names = {
        {u"id"_s, QT_TRANSLATE_NOOP("Mapper", "The call's id")},
        {u"from"_s, QT_TRANSLATE_NOOP("Mapper", "Who called")},
        {u"to"_s, QT_TRANSLATE_NOOP("Mapper", "Your line")},
        {u"status"_s, QT_TRANSLATE_NOOP("Mapper", "What became of it")},
        {u"direction"_s, QT_TRANSLATE_NOOP("Mapper", "In or out")},
        {u"event"_s, QT_TRANSLATE_NOOP("Mapper", "Call, text or receipt")},
        {u"key"_s, QT_TRANSLATE_NOOP("Mapper", "The message's own id")},
        {u"caller_name"_s, QT_TRANSLATE_NOOP("Mapper", "The caller's name")},
        {u"started_at"_s, QT_TRANSLATE_NOOP("Mapper", "When it began")},
        {u"answered_at"_s, QT_TRANSLATE_NOOP("Mapper", "When it was answered")},
        {u"ended_at"_s, QT_TRANSLATE_NOOP("Mapper", "When it ended")},
        {u"ring_seconds"_s, QT_TRANSLATE_NOOP("Mapper", "Seconds it rang")},
        {u"talk_seconds"_s, QT_TRANSLATE_NOOP("Mapper", "Seconds they talked")},
        {u"staff"_s, QT_TRANSLATE_NOOP("Mapper", "Who of yours")},
        {u"voicemail_url"_s, QT_TRANSLATE_NOOP("Mapper", "Voicemail's address")},
        {u"voicemail_seconds"_s, QT_TRANSLATE_NOOP("Mapper", "Voicemail's length")},
        {u"voicemail_text"_s, QT_TRANSLATE_NOOP("Mapper", "Voicemail in words")},
        {u"text"_s, QT_TRANSLATE_NOOP("Mapper", "What a text says")},
        {u"pictures"_s, QT_TRANSLATE_NOOP("Mapper", "Pictures in a text")},
        {u"spam"_s, QT_TRANSLATE_NOOP("Mapper", "Listed as spam")},
        {u"spam_by"_s, QT_TRANSLATE_NOOP("Mapper", "Who lists it as spam")},
        {u"attestation"_s, QT_TRANSLATE_NOOP("Mapper", "STIR/SHAKEN mark")},
    };
    const char *const name = names.value(field, nullptr);
    return name != nullptr ? QCoreApplication::translate("Mapper", name) : readable(field);
}

Mark previewMark(const desk::SamplePreview &preview)
{
    using Kind = desk::SamplePreview::Kind;
    const QString from = preview.from.isEmpty() ? Mapper::tr("a hidden number") : preview.from;
    switch (preview.kind) {
    case Kind::Ringing:
        //: %1 is who calls, %2 the line that was called; so in the sentences below.
        return {Mapper::tr("This would be a call that rings now, from %1 to %2.").arg(from, preview.to), Glyph::Phone, Tone::Good};
    case Kind::Answered:
        return {Mapper::tr("This would be an answered call from %1 to %2.").arg(from, preview.to), Glyph::Check, Tone::Good};
    case Kind::Missed:
        return {Mapper::tr("This would be a missed call from %1 to %2.").arg(from, preview.to), Glyph::Missed, Tone::Good};
    case Kind::Voicemail:
        return {Mapper::tr("This would be a missed call with a voicemail from %1 to %2.").arg(from, preview.to), Glyph::Missed, Tone::Good};
    case Kind::Over:
        return {Mapper::tr("This would be a call from %1 to %2 that is over; whether anyone answered is not said.").arg(from, preview.to),
                Glyph::Question, Tone::Warn};
    case Kind::OurCall:
        //: %1 is who is called, %2 the line it is called from.
        return {Mapper::tr("This would be a call of yours to %1 from %2.").arg(from, preview.to), Glyph::Phone, Tone::Good};
    case Kind::Text:
        return {Mapper::tr("This would be a text from %1 to %2.").arg(from, preview.to), Glyph::Message, Tone::Good};
    case Kind::Receipt:
        return {Mapper::tr("This would be the receipt of a text."), Glyph::Sent, Tone::Good};
    case Kind::Nothing:
        //: %1 says why, in English.
        return {preview.why.isEmpty() ? Mapper::tr("This would be put aside: it says nothing about a call or a text.")
                                      : Mapper::tr("This would be put aside (%1).").arg(preview.why),
                Glyph::Info, Tone::Warn};
    case Kind::NotReadable:
        //: %1 says what is missing, in English.
        return {Mapper::tr("Not enough is known yet to read this: %1").arg(preview.why), Glyph::Question, Tone::Warn};
    }
    Q_UNREACHABLE();
}

MapperDialog::MapperDialog(const desk::GenericHook &hook, QWidget *parent)
    : QDialog(parent)
    , m_hook(hook)
    , m_fields(hook.fields)
    , m_words(hook.words)
    , m_pasted(new QPlainTextEdit(this))
    , m_problem(new TextLabel(Rank::Small, TextLabel::Ink::Normal, this))
    , m_hint(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_rows(new QTableWidget(this))
    , m_wordRow(new QWidget(this))
    , m_wordLabel(new TextLabel(Rank::Body, TextLabel::Ink::Normal, m_wordRow))
    , m_word(new CalmComboBox(m_wordRow))
    , m_previewGlyph(new GlyphMark(Rank::Body, this))
    , m_preview(new TextLabel(Rank::Strong, TextLabel::Ink::Normal, this))
{
    setObjectName(u"mapperDialog"_s);
    //: Title of the dialog in which somebody shows what another system sends.
    setWindowTitle(tr("Paste a sample"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(8);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    title->setText(tr("Which field is which?"));
    layout->addWidget(title);
    auto *hint = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    hint->setText(
        tr("Paste one message that the other system sends about a missed call (JSON or a form). Its page of webhooks usually shows "
           "the last ones, or a sample."));
    hint->setWordWrap(true);
    layout->addWidget(hint);
    m_pasted->setObjectName(u"sample"_s);
    //: Name of a field, for screen readers.
    m_pasted->setAccessibleName(tr("Sample"));
    m_pasted->setPlaceholderText(u"{ \"id\": \"…\", \"from\": \"+1…\", … }"_s);
    m_pasted->setTabChangesFocus(true);
    m_pasted->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_pasted->setFixedHeight(fontMetrics().lineSpacing() * 5);
    layout->addWidget(m_pasted);
    m_problem->setObjectName(u"sampleProblem"_s);
    m_problem->setTone(Tone::Bad);
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    layout->addWidget(buildFields(), 1);
    layout->addWidget(buildPreview());

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    cancel->setText(tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    auto *accept = new QPushButton(this);
    accept->setObjectName(u"useFields"_s);
    setLook(accept, Look::Primary);
    accept->setAutoDefault(false);
    //: Button: the fields are as they were clicked.
    accept->setText(tr("Use these fields"));
    accept->setAccessibleName(accept->text());
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(accept);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_pasted, &QPlainTextEdit::textChanged, this, &MapperDialog::readSample);
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 48);
    refresh();
}

QWidget *MapperDialog::buildFields()
{
    auto *holder = new QWidget(this);
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    m_hint->setWordWrap(true);
    m_hint->setObjectName(u"mapHint"_s);
    layout->addWidget(m_hint);
    auto *flow = new QWidget(holder);
    auto *across = new FlowLayout(flow, 6, 6);
    across->setContentsMargins(0, 0, 0, 0);
    for (const QString &field : offered) {
        auto *button = new QPushButton(flow);
        button->setObjectName(u"field-"_s + field);
        setLook(button, Look::Segment);
        button->setCheckable(true);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, field](bool on) { arm(on ? field : QString()); });
        across->addWidget(button);
        m_buttons.insert(field, button);
    }
    layout->addWidget(flow);
    m_rows->setObjectName(u"sampleFields"_s);
    m_rows->setAccessibleName(tr("Fields of the sample"));
    m_rows->setColumnCount(3);
    //: Headings of a list: the other system's field, its value in the sample, and what it is to us.
    m_rows->setHorizontalHeaderLabels({tr("Their field"), tr("In the sample"), tr("What it is")});
    m_rows->verticalHeader()->hide();
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_rows->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_rows->horizontalHeader()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->setShowGrid(false);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setSelectionMode(QAbstractItemView::SingleSelection);
    m_rows->setTabKeyNavigation(false);
    m_rows->setWordWrap(false);
    m_rows->setItemDelegate(new InsetCells(m_rows));
    connect(m_rows, &QTableWidget::cellClicked, this, [this](int row, int) { rowChosen(row); });
    connect(m_rows, &QTableWidget::cellActivated, this, [this](int row, int) { rowChosen(row); });
    layout->addWidget(m_rows, 1);
    auto *words = new QHBoxLayout(m_wordRow);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(8);
    m_word->setObjectName(u"meaning"_s);
    //: In a list of meanings: Ringback is to tell by itself what the other system's word means.
    m_word->addItem(tr("As Ringback understands it"), QString());
    for (const QString &meaning : meanings)
        m_word->addItem(meaningName(meaning), meaning);
    connect(m_word, &QComboBox::activated, this, &MapperDialog::chooseWord);
    words->addWidget(m_wordLabel);
    words->addWidget(m_word, 1);
    layout->addWidget(m_wordRow);
    return holder;
}

QWidget *MapperDialog::buildPreview()
{
    auto *card = new Card(std::nullopt, this);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(10);
    m_preview->setObjectName(u"preview"_s);
    m_preview->setWordWrap(true);
    m_preview->setParent(card);
    m_previewGlyph->setParent(card);
    row->addWidget(m_previewGlyph, 0, Qt::AlignTop);
    row->addWidget(m_preview, 1);
    return card;
}

void MapperDialog::readSample()
{
    const QByteArray pasted = m_pasted->toPlainText().toUtf8();
    m_problem->hide();
    m_sample.clear();
    if (!pasted.trimmed().isEmpty()) {
        if (const Result<QList<calls::SampleField>> sample = calls::readSample(pasted)) {
            m_sample = *sample;
            const QMap<QString, QString> guessed = calls::suggestFields(m_sample);
            for (auto guess = guessed.begin(); guess != guessed.end(); ++guess) {
                if (!m_fields.contains(guess.key()) || valueAt(m_fields.value(guess.key())).isNull())
                    m_fields.insert(guess.key(), guess.value());
            }
        } else {
            //: %1 says what is wrong, in English.
            m_problem->setText(tr("This cannot be read: %1").arg(sample.error().what));
            m_problem->show();
        }
    }
    refresh();
}

// Null where the sample has no such field.
QString MapperDialog::valueAt(const QString &pointer) const
{
    for (const calls::SampleField &field : m_sample) {
        if (field.pointer == pointer)
            return field.value.isNull() ? u""_s : field.value;
    }
    return {};
}

QString MapperDialog::ourWordOf(const QString &theirs) const
{
    for (auto word = m_words.begin(); word != m_words.end(); ++word) {
        if (word->contains(theirs, Qt::CaseInsensitive))
            return word.key();
    }
    return {};
}

void MapperDialog::arm(const QString &field)
{
    m_armed = field;
    refresh();
}

void MapperDialog::rowChosen(int row)
{
    if (row < 0 || row >= m_sample.size())
        return;
    const QString pointer = m_sample.at(row).pointer;
    if (!m_armed.isEmpty()) {
        assign(m_armed, pointer);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setObjectName(u"fieldMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &field : calls::postedFields()) {
        QAction *const action = menu->addAction(literal(postedFieldName(field)), this, [this, field, pointer] { assign(field, pointer); });
        action->setCheckable(true);
        action->setChecked(m_fields.value(field) == pointer);
    }
    menu->addSeparator();
    //: Choice for a field of another system's message.
    menu->addAction(tr("Nothing of interest"), this, [this, pointer] { assign({}, pointer); });
    menu->popup(m_rows->viewport()->mapToGlobal(m_rows->visualItemRect(m_rows->item(row, 2)).bottomLeft()));
}

void MapperDialog::assign(const QString &field, const QString &pointer)
{
    m_fields.removeIf([&](QMap<QString, QString>::iterator each) { return each.value() == pointer; });
    if (!field.isEmpty())
        m_fields.insert(field, pointer);
    m_armed.clear();
    refresh();
}

void MapperDialog::chooseWord()
{
    const QString theirs = valueAt(m_fields.value(u"status"_s));
    for (QStringList &words : m_words)
        words.removeAll(theirs);
    m_words.removeIf([](QMap<QString, QStringList>::iterator each) { return each.value().isEmpty(); });
    if (const QString ours = m_word->currentData().toString(); !ours.isEmpty())
        m_words[ours].append(theirs);
    refresh();
}

void MapperDialog::refresh()
{
    const bool isEmpty = m_sample.isEmpty();
    m_hint->setText(m_armed.isEmpty() ? tr("Click a field in the list and say what it is. Ringback has guessed where it could.")
                                      //: %1 is what a field is: "Who called".
                                      : tr("Now click the field in the list that holds this: %1").arg(postedFieldName(m_armed)));
    for (auto button = m_buttons.begin(); button != m_buttons.end(); ++button) {
        const bool has = m_fields.contains(button.key());
        const QString name = postedFieldName(button.key());
        button.value()->setText(literal(name));
        button.value()->setIcon(has ? icon(Glyph::Check) : QIcon());
        button.value()->setChecked(m_armed == button.key());
        button.value()->setEnabled(!isEmpty);
        //: For screen readers, of a button: %1 is what a field is.
        button.value()->setAccessibleName(has ? tr("%1: chosen").arg(name) : tr("%1: not chosen yet").arg(name));
    }
    const int current = m_rows->currentRow();
    m_rows->setRowCount(int(m_sample.size()));
    for (int i = 0; i < m_sample.size(); ++i) {
        const calls::SampleField &field = m_sample.at(i);
        QStringList is;
        for (auto each = m_fields.begin(); each != m_fields.end(); ++each) {
            if (each.value() == field.pointer)
                is.append(postedFieldName(each.key()));
        }
        const QStringList texts{field.label, field.value, is.join(u", "_s)};
        for (int column = 0; column < texts.size(); ++column) {
            auto *item = new QTableWidgetItem(texts.at(column));
            item->setToolTip(plainToolTip(texts.at(column)));
            if (column == 2)
                item->setFont(fontFor(Rank::Strong));
            m_rows->setItem(i, column, item);
        }
    }
    if (current >= 0 && current < m_rows->rowCount())
        m_rows->setCurrentCell(current, 0);
    const QString status = valueAt(m_fields.value(u"status"_s));
    m_wordRow->setVisible(!status.isEmpty());
    //: %1 is a word of another system, such as "no-answer".
    m_wordLabel->setText(tr("Their word “%1” means:").arg(status));
    m_word->setAccessibleName(m_wordLabel->text());
    {
        const QSignalBlocker quiet(m_word);
        m_word->setCurrentIndex(std::max(0, m_word->findData(ourWordOf(status))));
    }
    Mark mark{tr("Paste a sample, and this says what Ringback would make of it."), Glyph::Info, Tone::Neutral};
    if (!isEmpty) {
        desk::GenericHook hook = m_hook;
        hook.fields = m_fields;
        hook.words = m_words;
        mark = previewMark(desk::previewSample(hook, m_pasted->toPlainText().toUtf8()));
    }
    m_preview->setText(mark.text);
    m_previewGlyph->setMark(mark.glyph, mark.tone);
}

} // namespace ringback::ui

#include "connections/accountfields.h"

#include "connections/copyrow.h"
#include "desk/connectionwork.h"
#include "widgets/icons.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

// 32 letters and digits: for a password that two programs share.
QString madeUp()
{
    static constexpr QStringView letters = u"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    QString text;
    for (int i = 0; i < 32; ++i)
        text.append(letters.at(QRandomGenerator::system()->bounded(int(letters.size()))));
    return text;
}

} // namespace

AccountFields::AccountFields(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

QLineEdit *AccountFields::line(const QString &key, const QString &label, const QString &example, const QString &help, bool isNeeded)
{
    FormField field;
    QLineEdit *const made = addFormLine(m_layout, key, label, example, help, &field);
    made->setMaxLength(254);
    m_fields.insert(key, field);
    m_needed.insert(key, isNeeded);
    m_order.append(key);
    return made;
}

QLineEdit *AccountFields::secret(const QString &key, const QString &label, const QString &help, bool isNeeded)
{
    QLineEdit *const made = line(key, label, {}, help, isNeeded);
    made->setMaxLength(4096); // a JWT is long
    made->setEchoMode(QLineEdit::Password);
    m_secrets.append(key);
    return made;
}

CalmComboBox *AccountFields::choice(const QString &key, const QString &label, const QStringList &words, const QString &help)
{
    auto *const made = new CalmComboBox(this);
    made->addItems(words);
    m_fields.insert(key, addFormField(m_layout, key, label, made, help));
    m_order.append(key);
    connect(made, &QComboBox::currentIndexChanged, this, [this] { showWhatApplies(); });
    return made;
}

QCheckBox *AccountFields::check(const QString &key, const QString &label, const QString &help)
{
    auto *const box = new QCheckBox(label, this);
    box->setObjectName(key);
    box->setAccessibleName(QString(label).remove(u'&'));
    box->setAccessibleDescription(help);
    m_layout->addWidget(box);
    auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
    below->setText(help);
    below->setWordWrap(true);
    m_layout->addWidget(below);
    m_layout->addSpacing(10);
    m_fields.insert(key, {.input = box, .holder = box, .problem = nullptr});
    return box;
}

FormField AccountFields::other(const QString &key, const QString &label, QWidget *input, const QString &help)
{
    return *m_fields.insert(key, addFormField(m_layout, key, label, input, help));
}

void AccountFields::redirectRow(const QString &address, const QString &help)
{
    //: Name of a field that shows a web address, for screen readers.
    auto *row = new CopyRow(u"redirectAddress"_s, u"copyRedirectAddress"_s, address, tr("Redirect address for the app"), this);
    other(u"redirect"_s, tr("OAuth Redirect URI of the app"), row, help);
}

void AccountFields::offerToMake(QLineEdit *secret, QString (*make)())
{
    const auto makeOne = make != nullptr ? make : madeUp;
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *button = new QPushButton(this);
    button->setObjectName(u"makeSecret"_s);
    setLook(button, Look::Plain);
    button->setAutoDefault(false);
    //: Button: a long random password is made for two programs to share.
    button->setText(tr("Make one up"));
    button->setAccessibleName(tr("Make up a long password"));
    auto *copy = new QPushButton(this);
    copy->setObjectName(u"copySecret"_s);
    setLook(copy, Look::Plain);
    copy->setAutoDefault(false);
    copy->setIcon(icon(Glyph::Copy));
    copy->setText(tr("Copy"));
    copy->setAccessibleName(tr("Copy the password"));
    copy->setEnabled(false);
    row->addWidget(button);
    row->addWidget(copy);
    row->addStretch(1);
    m_layout->addLayout(row);
    m_layout->addSpacing(10);
    connect(button, &QPushButton::clicked, secret, [secret, makeOne] {
        secret->setEchoMode(QLineEdit::Normal);
        secret->setText(makeOne());
    });
    connect(copy, &QPushButton::clicked, secret, [secret] { QGuiApplication::clipboard()->setText(secret->text()); });
    connect(secret, &QLineEdit::textChanged, copy, [copy](const QString &text) { copy->setEnabled(!text.isEmpty()); });
    connect(secret, &QLineEdit::textEdited, secret, [secret] { secret->setEchoMode(QLineEdit::Password); });
}

void AccountFields::beginMore()
{
    auto *button = new QPushButton(this);
    button->setObjectName(u"more"_s);
    setLook(button, Look::Link);
    button->setAutoDefault(false);
    button->setIcon(icon(Glyph::Down));
    //: Button: shows fields that few people change.
    button->setText(tr("More settings"));
    button->setAccessibleName(button->text());
    m_layout->addWidget(button, 0, Qt::AlignLeft);
    m_more = new QWidget(this);
    auto *inner = new QVBoxLayout(m_more);
    inner->setContentsMargins(0, 8, 0, 0);
    inner->setSpacing(0);
    m_layout->addWidget(m_more);
    m_more->hide();
    connect(button, &QPushButton::clicked, this, [this, button] {
        m_more->setVisible(m_more->isHidden());
        button->setIcon(icon(m_more->isHidden() ? Glyph::Down : Glyph::Up));
    });
    m_moreButton = button;
    m_outer = std::exchange(m_layout, inner);
}

void AccountFields::endMore()
{
    m_layout = std::exchange(m_outer, nullptr);
}

QString AccountFields::text(const QString &key) const
{
    const auto *const edit = qobject_cast<QLineEdit *>(m_fields.value(key).input);
    return edit != nullptr ? cleaned(key, edit->text().trimmed()) : QString();
}

int AccountFields::chosen(const QString &key) const
{
    const auto *const box = qobject_cast<QComboBox *>(m_fields.value(key).input);
    return box != nullptr ? box->currentIndex() : -1;
}

bool AccountFields::ticked(const QString &key) const
{
    const auto *const box = qobject_cast<QCheckBox *>(m_fields.value(key).input);
    return box != nullptr && box->isChecked();
}

void AccountFields::setText(const QString &key, const QString &text)
{
    if (auto *const edit = qobject_cast<QLineEdit *>(m_fields.value(key).input))
        edit->setText(text);
}

void AccountFields::choose(const QString &key, int index)
{
    if (auto *const box = qobject_cast<QComboBox *>(m_fields.value(key).input))
        box->setCurrentIndex(index);
}

void AccountFields::tick(const QString &key, bool on)
{
    if (auto *const box = qobject_cast<QCheckBox *>(m_fields.value(key).input))
        box->setChecked(on);
}

QString AccountFields::cleaned(const QString &, const QString &text) const
{
    return text;
}

bool AccountFields::hasShape(const QString &) const
{
    return true;
}

QString AccountFields::problemOf(const QString &) const
{
    return {};
}

void AccountFields::showField(const QString &key, bool visible)
{
    if (QWidget *const holder = m_fields.value(key).holder)
        holder->setVisible(visible);
}

void AccountFields::showMore(bool visible)
{
    if (m_moreButton == nullptr)
        return;
    m_moreButton->setVisible(visible);
    if (!visible)
        m_more->hide();
}

void AccountFields::setKept(const QMap<QString, QString> &names)
{
    m_isNew = true;
    for (auto name = names.begin(); name != names.end(); ++name) {
        auto *const edit = qobject_cast<QLineEdit *>(m_fields.value(name.key()).input);
        const bool isKept = !name.value().isEmpty();
        m_isNew = m_isNew && !isKept;
        edit->setProperty("kept", isKept);
        if (isKept)
            //: In an empty field for a password that is stored already and never shown.
            edit->setPlaceholderText(tr("Saved; leave empty to keep it"));
    }
}

bool AccountFields::showProblem(const QString &key)
{
    const FormField field = m_fields.value(key);
    if (field.problem == nullptr)
        return false;
    if (m_more != nullptr && m_more->isAncestorOf(field.input))
        m_more->show();
    QString what = problemOf(key);
    if (what.isEmpty() && text(key).isEmpty() && qobject_cast<QLineEdit *>(field.input) != nullptr)
        what = tr("This is needed.");
    else if (what.isEmpty())
        //: Below a field of a form.
        what = tr("This is not as the other system writes it. Copy it again.");
    field.setProblem(what);
    return true;
}

bool AccountFields::looksRight()
{
    QWidget *firstWrong = nullptr;
    for (const QString &key : std::as_const(m_order)) {
        const FormField field = m_fields.value(key);
        const auto *const edit = qobject_cast<QLineEdit *>(field.input);
        if (edit == nullptr || field.holder->isHidden())
            continue;
        field.setProblem({});
        const bool isKept = m_secrets.contains(key) && !m_isNew && edit->property("kept").toBool();
        if ((!isNeeded(key) || isKept || !text(key).isEmpty()) && hasShape(key))
            continue;
        showProblem(key);
        if (firstWrong == nullptr)
            firstWrong = field.input;
    }
    if (firstWrong != nullptr)
        firstWrong->setFocus();
    return firstWrong == nullptr;
}

QString AccountFields::keep(const QString &key, const QString &before, const QString &connection, QMap<QString, QString> &secrets)
{
    const QString typed = text(key);
    if (typed.isEmpty())
        return before;
    const QString name = before.isEmpty() ? desk::secretName(connection, QString(key).remove(u"_secret"_s)) : before;
    secrets.insert(name, typed);
    return name;
}

} // namespace ringback::ui

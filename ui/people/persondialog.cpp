#include "people/persondialog.h"

#include "people/peoplewords.h"
#include "people/personfields.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

PersonDialog::PersonDialog(const board::People &people, const std::optional<board::PersonCard> &card, const calls::Staff &me,
                           QWidget *parent)
    //: Title of a dialog; %1 is a person.
    : FormFrame(card ? tr("Edit %1").arg(card->person.name) : tr("Add a person"), card ? card->person.name : tr("A new person"),
                card ? QString() : tr("They get callbacks as soon as they are saved, in their working hours."),
                //: Button: saves a form.
                tr("Save"), parent)
    , m_before(card ? std::optional(card->person) : std::nullopt)
    , m_fields(new PersonFields(people, calls::may(me, calls::Right::EditOwners), form()->parentWidget()))
{
    setObjectName(u"personDialog"_s);
    m_fields->load(m_before.value_or(calls::Staff{}));
    form()->addWidget(m_fields);
    finish();
    if (!card)
        return;
    // Each goes in front of the one before it.
    //: Button: opens the calendars of a person.
    connect(addQuiet(u"calendars"_s, tr("Calendars…")), &QPushButton::clicked, this, &PersonDialog::calendarsClicked);
    //: Button: gives somebody a new password or PIN.
    connect(addQuiet(u"resetSignIn"_s, tr("New sign-in…")), &QPushButton::clicked, this, &PersonDialog::signInClicked);
    //: Button: somebody is no longer of the staff.
    connect(addQuiet(u"removePerson"_s, tr("Remove…")), &QPushButton::clicked, this, &PersonDialog::removeClicked);
}

QPushButton *PersonDialog::addQuiet(const QString &name, const QString &words)
{
    auto *button = new QPushButton(words, this);
    button->setObjectName(name);
    setLook(button, Look::Quiet);
    button->setAutoDefault(false);
    //: For screen readers: %1 is a button's words, %2 a person.
    button->setAccessibleName(tr("%1: %2").arg(words, m_before->name));
    addButton(button);
    return button;
}

void PersonDialog::save()
{
    notice()->hide();
    const std::optional<calls::Staff> person = m_fields->read(m_before.value_or(calls::Staff{}));
    if (!person) {
        showFocused();
        return;
    }
    showSaving();
    Q_EMIT saveRequested({.person = *person, .before = m_before});
}

void PersonDialog::showRefusal(const desk::PeopleRefusal &refusal)
{
    showIdle();
    m_fields->showProblem(fieldOf(refusal));
    notice()->say({peopleRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui

#pragma once

#include "board/peoplerows.h"
#include "connections/formdialog.h"
#include "desk/peoplework.h"

class QPushButton;

namespace ringback::ui {

class PersonFields;

/// Adds a person, or changes one. Says plainly what is wrong where it is wrong; who opened it saves.
class PersonDialog final : public FormFrame {
    Q_OBJECT

public:
    /// `me`: who fills it in, for what they may not change.
    PersonDialog(const board::People &people, const std::optional<board::PersonCard> &card, const calls::Staff &me,
                 QWidget *parent = nullptr);

    void showRefusal(const desk::PeopleRefusal &refusal);

Q_SIGNALS:
    void saveRequested(const ringback::desk::PersonEdit &edit);
    void removeClicked();
    void calendarsClicked();
    void signInClicked(); ///< how this person signs in is to be set anew

private:
    void save() override;
    QPushButton *addQuiet(const QString &name, const QString &words);

    const std::optional<calls::Staff> m_before; ///< as it was; empty = a new one
    PersonFields *m_fields;
};

} // namespace ringback::ui

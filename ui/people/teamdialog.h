#pragma once

#include "board/peoplerows.h"
#include "connections/formdialog.h"
#include "desk/peoplework.h"
#include "widgets/formfield.h"

#include <optional>

class QLineEdit;

namespace ringback::ui {

class ChecksList;

/// Adds a team, or changes one: its name, its people, and the lines whose callbacks go to it.
class TeamDialog final : public FormFrame {
    Q_OBJECT

public:
    TeamDialog(const board::People &people, const std::optional<calls::Team> &team, QWidget *parent = nullptr);

    void showRefusal(const desk::PeopleRefusal &refusal);

Q_SIGNALS:
    void saveRequested(const ringback::desk::TeamEdit &edit);
    void removeClicked();

private:
    void save() override;

    const std::optional<calls::Team> m_before;
    QStringList m_membersBefore; ///< staff ids
    QStringList m_linesBefore; ///< E.164
    QLineEdit *m_name;
    QLineEdit *m_link;
    FormField m_nameField;
    FormField m_linkField;
    ChecksList *m_members;
    ChecksList *m_lines;
};

} // namespace ringback::ui

#pragma once

#include "board/peoplerows.h"
#include "connections/accountfields.h"

#include <optional>

namespace ringback::ui {

class ChecksList;
class ShiftsEditor;

/// The form of one person, by the setup file's keys.
class PersonFields final : public AccountFields {
    Q_OBJECT

public:
    /// `mayMakeOwners`: an owner fills it in.
    PersonFields(const board::People &people, bool mayMakeOwners, QWidget *parent);

    void load(const calls::Staff &person);
    /// `from` with what the form says; empty when something in it is wrong, which is said in place.
    [[nodiscard]] std::optional<calls::Staff> read(const calls::Staff &from);

private:
    void buildWho(const board::People &people, bool mayMakeOwners);
    void buildWork(const board::People &people);
    void buildReach();
    [[nodiscard]] QString cleaned(const QString &key, const QString &text) const override;
    [[nodiscard]] bool isNeeded(const QString &key) const override;
    [[nodiscard]] bool hasShape(const QString &key) const override;
    [[nodiscard]] QString problemOf(const QString &key) const override;
    void chooseZone(const QByteArray &zone);

    bool m_isBuilt = false;
    CalmComboBox *m_role = nullptr;
    ChecksList *m_teams = nullptr;
    ChecksList *m_languages = nullptr;
    ShiftsEditor *m_shifts = nullptr;
    CalmComboBox *m_zone = nullptr;
    CalmSpinBox *m_capacity = nullptr;
    CalmSpinBox *m_perDay = nullptr;
    CalmSpinBox *m_weight = nullptr;
    CalmComboBox *m_offDesk = nullptr;
};

/// Words that people separate by commas or blanks, each once: for skills.
[[nodiscard]] QStringList skillsOf(const QString &text);
[[nodiscard]] bool isSkill(const QString &word);

} // namespace ringback::ui

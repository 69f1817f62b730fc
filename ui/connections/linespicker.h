#pragma once

#include "board/connections.h"
#include "desk/connectionwork.h"

#include <QList>
#include <QWidget>

#include <optional>

class QCheckBox;
class QGridLayout;
class QLineEdit;

namespace ringback::ui {

class TextLabel;

/// Which lines' calls and texts go through a connection, and from which number the texts leave. New lines can be added.
class LinesPicker final : public QWidget {
    Q_OBJECT

public:
    /// `id` is the connection's.
    LinesPicker(const board::PhoneSystems &systems, const QString &id, bool sendsTexts, QWidget *parent);

    /// Nothing when something is wrong, which is said in place.
    [[nodiscard]] std::optional<QList<desk::LineUse>> read();
    /// What the setup's parser or the desk says of one line. False when it is none of these.
    bool showProblem(const QString &number, const QString &what);
    [[nodiscard]] QList<calls::PhoneNumber> withCalls() const;

Q_SIGNALS:
    void changed();

private:
    struct Row {
        calls::PhoneNumber number;
        QString label;
        QCheckBox *calls = nullptr;
        QCheckBox *texts = nullptr; ///< null where the system sends none
        QLineEdit *textsFrom = nullptr;
    };
    void addRow(const board::LineCard &line, bool isNew);
    void addLine();
    void say(const QString &problem);
    void headings();

    const board::PhoneSystems m_systems;
    const QString m_id;
    const bool m_sendsTexts;
    QGridLayout *m_grid;
    QLineEdit *m_number;
    QLineEdit *m_label;
    TextLabel *m_problem;
    QList<Row> m_rows;
};

} // namespace ringback::ui

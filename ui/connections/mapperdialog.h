#pragma once

#include "calls/samplefields.h"
#include "desk/connectionwork.h"
#include "desk/samplepreview.h"
#include "widgets/phrases.h"

#include <QDialog>
#include <QHash>
#include <QList>
#include <QMap>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// What one of our fields of a posted event is called: "Who called".
[[nodiscard]] QString postedFieldName(const QString &field);
/// What a sample would be, in a sentence: "This would be a missed call from (214) 555-0123 to (214) 555-0100."
[[nodiscard]] Mark previewMark(const desk::SamplePreview &preview);

/// Somebody pastes what another system sends, and clicks which field is which: a field and then what it is, or the other way round. A sentence says
/// at once what Ringback would make of it.
class MapperDialog final : public QDialog {
    Q_OBJECT

public:
    explicit MapperDialog(const desk::GenericHook &hook, QWidget *parent = nullptr);

    [[nodiscard]] const QMap<QString, QString> &fields() const { return m_fields; }
    [[nodiscard]] const QMap<QString, QStringList> &words() const { return m_words; }

private:
    QWidget *buildFields();
    QWidget *buildPreview();
    void readSample();
    void rowChosen(int row);
    void arm(const QString &field);
    void assign(const QString &field, const QString &pointer);
    void chooseWord();
    void refresh();
    [[nodiscard]] QString valueAt(const QString &pointer) const;
    [[nodiscard]] QString ourWordOf(const QString &theirs) const;

    desk::GenericHook m_hook;
    QMap<QString, QString> m_fields;
    QMap<QString, QStringList> m_words;
    QList<calls::SampleField> m_sample;
    QString m_armed; ///< our field that waits for a click
    QHash<QString, QPushButton *> m_buttons; ///< by our field
    QPlainTextEdit *m_pasted;
    TextLabel *m_problem;
    TextLabel *m_hint;
    QTableWidget *m_rows;
    QWidget *m_wordRow;
    TextLabel *m_wordLabel;
    QComboBox *m_word;
    GlyphMark *m_previewGlyph;
    TextLabel *m_preview;
};

} // namespace ringback::ui

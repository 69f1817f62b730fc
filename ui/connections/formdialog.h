#pragma once

#include "desk/setuprefusal.h"

#include <QDialog>
#include <QString>

class QHBoxLayout;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ringback::ui {

class NoticeBar;

/// The frame of a form: what it is, a sentence about it, the form, which scrolls, and below it what went wrong and the buttons.
/// It stays open while something is saved; who opened it says how that went.
class FormFrame : public QDialog {
    Q_OBJECT

protected:
    FormFrame(const QString &title, const QString &heading, const QString &sentence, const QString &saveWords, QWidget *parent);

    [[nodiscard]] QVBoxLayout *form() const { return m_form; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    /// Left of Cancel and Save.
    void addButton(QPushButton *button);
    void addSection(const QString &title);
    /// After all of the form has been added.
    void finish();
    void showSaving();
    void showIdle();
    /// What is wrong may be out of sight.
    void showFocused();
    void showWidget(QWidget *widget);

    virtual void save() = 0;

private:
    const QString m_saveWords;
    NoticeBar *m_notice;
    QScrollArea *m_scroll;
    QWidget *m_content;
    QVBoxLayout *m_form;
    QPushButton *m_save;
    QHBoxLayout *m_buttons;
};

/// The form of a connection.
class FormDialog : public FormFrame {
    Q_OBJECT

public:
    /// Of the connection that it is about.
    [[nodiscard]] virtual const QString &id() const = 0;
    /// It could not be saved; the dialog stays.
    virtual void showRefusal(const desk::ConnectionRefusal &refusal) = 0;

protected:
    using FormFrame::FormFrame;
};

} // namespace ringback::ui

#pragma once

#include "welcome/connectrequest.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QScrollArea;
class QVBoxLayout;

namespace ringback::ui {

class NoticeBar;
class TextLabel;

/// Asks what it takes to answer a real business number. Says plainly what is wrong beside the field that it is wrong in.
class ConnectPage final : public QWidget {
    Q_OBJECT

public:
    explicit ConnectPage(QWidget *parent = nullptr);

    void showProblem(const QString &problem); ///< what came of the request, in words; stays until the next try

Q_SIGNALS:
    void connectRequested(const ringback::ui::ConnectRequest &request);
    void setupFileChosen(const QString &path);
    void backChosen();

private:
    struct Field {
        QWidget *input = nullptr;
        TextLabel *problem = nullptr;
    };

    Field addField(QVBoxLayout *layout, const QString &label, QWidget *input, const QString &help);
    QLineEdit *addLine(QVBoxLayout *layout, const char *name, const QString &label, const QString &example, const QString &help,
                       Field *field);
    void buildBusiness(QVBoxLayout *layout);
    void buildPhone(QVBoxLayout *layout);
    void buildAddress(QVBoxLayout *layout);
    void buildBottom(QVBoxLayout *layout);
    void showWebhooks();
    void submit();
    void chooseFile();

    NoticeBar *m_notice;
    QScrollArea *m_scroll;
    QComboBox *m_business = nullptr;
    QComboBox *m_zone = nullptr;
    QLineEdit *m_company = nullptr;
    QLineEdit *m_yourName = nullptr;
    QLineEdit *m_number = nullptr;
    QLineEdit *m_accountSid = nullptr;
    QLineEdit *m_token = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_phones = nullptr;
    QLineEdit *m_voiceHook = nullptr;
    QLineEdit *m_messageHook = nullptr;
    QWidget *m_hooks = nullptr;
    Field m_companyField;
    Field m_yourNameField;
    Field m_numberField;
    Field m_accountSidField;
    Field m_tokenField;
    Field m_addressField;
    Field m_phonesField;
};

/// An address that a phone company can reach, tidied: `https://calls.example.com`. Empty when it is none.
[[nodiscard]] QString tidyAddress(const QString &text);

} // namespace ringback::ui

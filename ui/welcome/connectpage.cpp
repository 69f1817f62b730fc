#include "welcome/connectpage.h"

#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include "calls/phonenumber.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimeZone>
#include <QUrl>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

/// Turning the wheel over a form must scroll the form, not change an answer.
class CalmComboBox final : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

class Card final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.line, 1));
        painter.setBrush(theme.surface);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12);
    }
};

QVBoxLayout *addCard(QVBoxLayout *layout, const QString &title)
{
    auto *card = new Card(layout->parentWidget());
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(24, 20, 24, 24);
    inner->setSpacing(4);
    auto *heading = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, card);
    heading->setText(title);
    inner->addWidget(heading);
    inner->addSpacing(8);
    layout->addWidget(card);
    return inner;
}

QString e164Of(const QString &text)
{
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(text);
    return number ? number->e164() : QString();
}

} // namespace

QString tidyAddress(const QString &text)
{
    QString typed = text.trimmed();
    while (typed.endsWith(u'/'))
        typed.chop(1);
    const QUrl url(typed, QUrl::StrictMode);
    const bool good = url.isValid() && url.scheme() == u"https" && url.host().contains(u'.') && url.userInfo().isEmpty() &&
                      !url.hasQuery() && !url.hasFragment();
    return good ? typed : QString();
}

ConnectPage::ConnectPage(QWidget *parent)
    : QWidget(parent)
    , m_notice(new NoticeBar(this))
    , m_scroll(new QScrollArea(this))
{
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    auto *centre = new QHBoxLayout(content);
    centre->setContentsMargins(24, 24, 24, 24);
    auto *column = new QWidget(content);
    column->setMaximumWidth(fontMetrics().averageCharWidth() * 100);
    centre->addStretch(1);
    centre->addWidget(column, 20);
    centre->addStretch(1);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);

    auto *back = new QPushButton(column);
    back->setObjectName(u"back"_s);
    setLook(back, Look::Link);
    back->setIcon(icon(Glyph::Back));
    //: Button: to the page before this one.
    back->setText(tr("Back"));
    back->setAccessibleName(back->text());
    layout->addWidget(back, 0, Qt::AlignLeft);
    auto *title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, column);
    title->setText(tr("Connect my phone system"));
    layout->addWidget(title);
    auto *lead = new TextLabel(Rank::Body, TextLabel::Ink::Muted, column);
    lead->setText(tr("These settings stay on this computer. You can change them later."));
    lead->setWordWrap(true);
    layout->addWidget(lead);
    buildBusiness(addCard(layout, tr("Your business")));
    buildPhone(addCard(layout, tr("Your Twilio account")));
    buildAddress(addCard(layout, tr("How calls reach this computer")));
    layout->addWidget(m_notice);
    buildBottom(layout);
    layout->addStretch(1);
    m_scroll->setWidget(content);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll);
    setFocusProxy(m_company);
    connect(back, &QPushButton::clicked, this, &ConnectPage::backChosen);
    connect(m_address, &QLineEdit::textChanged, this, &ConnectPage::showWebhooks);
    showWebhooks();
}

ConnectPage::Field ConnectPage::addField(QVBoxLayout *layout, const QString &label, QWidget *input, const QString &help)
{
    auto *words = new QLabel(label, layout->parentWidget());
    words->setTextFormat(Qt::PlainText);
    words->setBuddy(input);
    input->setAccessibleName(QString(label).remove(u'&'));
    layout->addWidget(words);
    layout->addWidget(input);
    if (!help.isEmpty()) {
        auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, layout->parentWidget());
        below->setText(help);
        below->setWordWrap(true);
        layout->addWidget(below);
        input->setAccessibleDescription(help);
    }
    auto *problem = new TextLabel(Rank::Small, TextLabel::Ink::Normal, layout->parentWidget());
    problem->setTone(Tone::Bad);
    problem->setWordWrap(true);
    problem->hide();
    layout->addWidget(problem);
    layout->addSpacing(10);
    return {input, problem};
}

QLineEdit *ConnectPage::addLine(QVBoxLayout *layout, const char *name, const QString &label, const QString &example, const QString &help,
                                Field *field)
{
    auto *line = new QLineEdit(layout->parentWidget());
    line->setObjectName(QLatin1StringView(name));
    line->setPlaceholderText(example);
    *field = addField(layout, label, line, help);
    field->problem->setObjectName(QLatin1StringView(name) + "Problem"_L1);
    connect(line, &QLineEdit::textEdited, field->problem, &QWidget::hide);
    return line;
}

void ConnectPage::buildBusiness(QVBoxLayout *layout)
{
    m_business = new CalmComboBox(layout->parentWidget());
    m_business->setObjectName(u"business"_s);
    //: A kind of business.
    m_business->addItem(tr("Roofing"), u"roofing"_s);
    //: A kind of business.
    m_business->addItem(tr("Recruiting"), u"recruiting"_s);
    addField(layout, tr("&Kind of business"), m_business, {});
    //: Example of a company's name.
    m_company = addLine(layout, "company", tr("&Company name"), tr("Summit Roofing"), tr("Callers see it in the texts."), &m_companyField);
    m_company->setMaxLength(80);

    m_zone = new CalmComboBox(layout->parentWidget());
    m_zone->setObjectName(u"timeZone"_s);
    //: A time zone by its name and a city in it.
    m_zone->addItem(tr("Eastern (New York)"), QByteArray("America/New_York"));
    m_zone->addItem(tr("Central (Chicago, Dallas)"), QByteArray("America/Chicago"));
    m_zone->addItem(tr("Mountain (Denver)"), QByteArray("America/Denver"));
    m_zone->addItem(tr("Arizona (Phoenix)"), QByteArray("America/Phoenix"));
    m_zone->addItem(tr("Pacific (Los Angeles)"), QByteArray("America/Los_Angeles"));
    m_zone->addItem(tr("Alaska (Anchorage)"), QByteArray("America/Anchorage"));
    m_zone->addItem(tr("Hawaii (Honolulu)"), QByteArray("Pacific/Honolulu"));
    m_zone->addItem(tr("Atlantic (Puerto Rico)"), QByteArray("America/Puerto_Rico"));
    const QByteArray here = QTimeZone::systemTimeZoneId();
    if (const int known = m_zone->findData(here); known >= 0) {
        m_zone->setCurrentIndex(known);
    } else if (here.contains('/') && !here.startsWith("Etc/")) {
        m_zone->addItem(QString::fromLatin1(here).replace(u'_', u' '), here);
        m_zone->setCurrentIndex(m_zone->count() - 1);
    }
    addField(layout, tr("&Time zone of the office"), m_zone, {});
    //: Example of a person's name.
    m_yourName =
        addLine(layout, "yourName", tr("&Your name"), tr("Pat Lee"), tr("You become the owner; add the others later."), &m_yourNameField);
    m_yourName->setMaxLength(80);
}

void ConnectPage::buildPhone(QVBoxLayout *layout)
{
    m_number = addLine(layout, "businessNumber", tr("Business &number"), u"(214) 555-0100"_s,
                       tr("The Twilio number that callers dial. Texts leave from it too."), &m_numberField);
    m_accountSid = addLine(layout, "accountSid", tr("Account &SID"), u"AC…"_s,
                           tr("On the first page of Twilio's console: AC and 32 letters and digits."), &m_accountSidField);
    m_token = addLine(layout, "authToken", tr("&Auth token"), {},
                      tr("Below the Account SID. It goes into this computer's keychain, never into a file."), &m_tokenField);
    m_token->setEchoMode(QLineEdit::Password);
    m_phones = addLine(layout, "phones", tr("&Phones to ring (optional)"), u"(214) 555-0111, (214) 555-0112"_s,
                       tr("Where calls should ring first, separated by commas."), &m_phonesField);
}

void ConnectPage::buildAddress(QVBoxLayout *layout)
{
    m_address = addLine(layout, "publicAddress", tr("Public address of this computer (&optional)"), u"https://calls.example.com"_s,
                        tr("Twilio must reach this computer from the internet: through a tunnel (such as cloudflared or ngrok) or your "
                           "office's reverse proxy. Ask whoever looks after your network; you can add it later."),
                        &m_addressField);
    m_hooks = new QWidget(layout->parentWidget());
    auto *hooks = new QVBoxLayout(m_hooks);
    hooks->setContentsMargins(0, 0, 0, 0);
    hooks->setSpacing(4);
    auto *paste = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_hooks);
    paste->setText(tr("In Twilio's console, open your number and paste these addresses:"));
    paste->setWordWrap(true);
    hooks->addWidget(paste);
    hooks->addSpacing(4);
    const auto addHook = [this, hooks](const char *name, const QString &label, const QString &copyName) {
        auto *line = new QLineEdit(m_hooks);
        line->setObjectName(QLatin1StringView(name));
        line->setReadOnly(true);
        auto *copy = new QPushButton(m_hooks);
        setLook(copy, Look::Plain);
        copy->setIcon(icon(Glyph::Copy));
        //: Button: copies an address to the clipboard.
        copy->setText(tr("Copy"));
        copy->setAccessibleName(copyName);
        auto *words = new QLabel(label, m_hooks);
        words->setBuddy(line);
        line->setAccessibleName(label);
        hooks->addWidget(words);
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(line, 1);
        row->addWidget(copy);
        hooks->addLayout(row);
        hooks->addSpacing(6);
        connect(copy, &QPushButton::clicked, line, [line] { QGuiApplication::clipboard()->setText(line->text()); });
        return line;
    };
    //: "A call comes in" is the field's name in Twilio's console.
    m_voiceHook = addHook("voiceHook", tr("Voice: A call comes in"), tr("Copy the address for calls"));
    //: "A message comes in" is the field's name in Twilio's console.
    m_messageHook = addHook("messageHook", tr("Messaging: A message comes in"), tr("Copy the address for texts"));
    layout->addWidget(m_hooks);
}

void ConnectPage::buildBottom(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    auto *file = new QPushButton(layout->parentWidget());
    file->setObjectName(u"setupFile"_s);
    setLook(file, Look::Link);
    file->setIcon(icon(Glyph::File));
    //: Button: instead of this form, load a file that somebody prepared.
    file->setText(tr("I have a setup file…"));
    file->setAccessibleName(file->text());
    auto *submitButton = new QPushButton(layout->parentWidget());
    submitButton->setObjectName(u"submit"_s);
    setLook(submitButton, Look::Primary);
    //: Button: save this form and start.
    submitButton->setText(tr("Connect"));
    submitButton->setAccessibleName(submitButton->text());
    row->addWidget(file);
    row->addStretch(1);
    row->addWidget(submitButton);
    layout->addLayout(row);
    connect(file, &QPushButton::clicked, this, &ConnectPage::chooseFile);
    connect(submitButton, &QPushButton::clicked, this, &ConnectPage::submit);
    for (QLineEdit *line : {m_company, m_yourName, m_number, m_accountSid, m_token, m_phones, m_address})
        connect(line, &QLineEdit::returnPressed, this, &ConnectPage::submit);
}

void ConnectPage::showProblem(const QString &problem)
{
    if (problem.isEmpty()) {
        m_notice->hide();
        return;
    }
    m_notice->say({problem, Glyph::Alert, Tone::Bad});
    m_scroll->ensureWidgetVisible(m_notice);
}

void ConnectPage::showWebhooks()
{
    const QString address = tidyAddress(m_address->text());
    m_hooks->setVisible(!address.isEmpty());
    m_voiceHook->setText(address + "/webhooks/twilio/voice"_L1);
    m_messageHook->setText(address + "/webhooks/twilio/message"_L1);
}

void ConnectPage::submit()
{
    m_notice->hide();
    static const QRegularExpression sid(u"^AC[0-9a-fA-F]{32}$"_s);
    ConnectRequest request{.business = m_business->currentData().toString(),
                           .company = m_company->text().simplified(),
                           .timeZone = m_zone->currentData().toByteArray(),
                           .yourName = m_yourName->text().simplified(),
                           .businessNumber = e164Of(m_number->text()),
                           .accountSid = m_accountSid->text().trimmed(),
                           .authToken = m_token->text().trimmed(),
                           .publicAddress = tidyAddress(m_address->text()),
                           .phonesToRing = {}};
    QString wrongPhone;
    const QStringList phones = m_phones->text().split(u',', Qt::SkipEmptyParts);
    for (const QString &phone : phones) {
        if (phone.trimmed().isEmpty())
            continue;
        const QString number = e164Of(phone);
        if (number.isEmpty() && wrongPhone.isEmpty())
            wrongPhone = phone.trimmed();
        request.phonesToRing.append(number);
    }

    QWidget *firstWrong = nullptr;
    const auto check = [&firstWrong](const Field &field, bool good, const QString &problem) {
        field.problem->setVisible(!good);
        field.problem->setText(problem);
        if (!good && firstWrong == nullptr)
            firstWrong = field.input;
    };
    check(m_companyField, !request.company.isEmpty(), tr("Enter the name that callers know you by."));
    check(m_yourNameField, !request.yourName.isEmpty(), tr("Enter your name, so that others see whose callbacks are yours."));
    check(m_numberField, !request.businessNumber.isEmpty(), tr("Enter a phone number with its area code, such as (214) 555-0100."));
    check(m_accountSidField, sid.match(request.accountSid).hasMatch(),
          tr("An Account SID is AC and then 32 letters and digits. Copy it from Twilio's console."));
    check(m_tokenField, !request.authToken.isEmpty(), tr("Copy the auth token from Twilio's console."));
    //: %1 is what somebody typed.
    check(m_phonesField, wrongPhone.isEmpty(), tr("“%1” is not a phone number with an area code.").arg(wrongPhone));
    check(m_addressField, m_address->text().trimmed().isEmpty() || !request.publicAddress.isEmpty(),
          tr("Enter an address that begins with https://, such as https://calls.example.com, or leave it empty."));
    if (firstWrong != nullptr) {
        firstWrong->setFocus();
        m_scroll->ensureWidgetVisible(firstWrong, 50, 120);
        return;
    }
    Q_EMIT connectRequested(request);
}

void ConnectPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a setup file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    //: Kind of file in a file dialog.
    dialog->setNameFilters({tr("Setup files (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ConnectPage::setupFileChosen);
    dialog->open();
}

} // namespace ringback::ui

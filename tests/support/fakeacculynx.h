#pragma once

#include "support/scriptedserver.h"

#include <QHash>
#include <QJsonArray>
#include <QMap>

namespace ringback::test {

/// AccuLynx, held to its official description where that is at hand, and to what its prose says besides: no lead that nobody has taken is answered
/// for by its id, lists begin with the oldest, a created note has no body, too fast is told in plain text, searches take 25 a page.
class FakeAccuLynx final : public ScriptedServer {
public:
    FakeAccuLynx();
    ~FakeAccuLynx() override;

    [[nodiscard]] static QByteArray apiKey() { return "acculynx-test-key-0001"; }
    [[nodiscard]] static QByteArray error(int status, const QString &detail); ///< a body

    void tooFastNext(const QByteArray &verbAndPath, const QByteArray &seconds, const QByteArray &policy = "key:second");
    void revoke(); ///< the key is deactivated
    void countRecords(); ///< `pageStartIndex` is one of records, as its description says at one place
    void limitPages(int size); ///< lists hold at most so many, whatever is asked
    void listNewestFirst(); ///< of contacts: their order is not described
    void ignoreFilters(); ///< as where a parameter is not known: everything, the oldest first
    void linkNumbersOnly(); ///< contacts come as the schema has them, and not as the prose says
    void tellWordsInHistory();
    void withoutDefaultType();
    void refuseReferences(); ///< 403: this key may not

    QString addContact(const QString &first, const QString &last, const QStringList &numbers, const QStringList &emails = {},
                       std::optional<Instant> createdAt = {});
    void setNumbers(const QString &contact, const QStringList &numbers);
    void removeContact(const QString &contact);
    QString addJob(const QString &contact, const QString &milestone, std::optional<Instant> createdAt = {});
    void assign(const QString &job); ///< somebody takes the lead
    void move(const QString &job, const QString &milestone, Instant at);
    void setValue(const QString &job, const QByteArray &literal); ///< approvedJobValue, as it is to stand in the answer

    struct Contact {
        QString id;
        QJsonObject said; ///< as it was posted
        QStringList numbers;
        QStringList emails;
        Instant createdAt;
        QStringList notes;
    };
    struct Job {
        QString id;
        QString contact;
        QJsonObject said;
        QString milestone = QStringLiteral("Lead");
        bool isAssigned = false;
        Instant createdAt;
        Instant modifiedAt;
        QList<std::pair<QString, Instant>> milestones;
        QByteArray value;
        QString priority;
        QJsonObject appointment;
        QStringList messages;
    };
    struct Reference {
        QString job;
        QString source;
        QString project;
    };
    [[nodiscard]] QList<Contact> contacts() const;
    [[nodiscard]] QList<Job> jobs() const;
    [[nodiscard]] QList<Reference> references() const;

    static constexpr char16_t doorHanger[] = u"be6f252d-5aa6-49e3-a2e2-470a67f88711"; ///< a lead source
    static constexpr char16_t northDoors[] = u"ba6f252d-5aa6-49e9-a2e2-470a67f88712"; ///< a child of it
    static constexpr char16_t customer[] = u"67cdb4fd-5273-450c-b0a2-c77126800ba5"; ///< a contact type
    static constexpr char16_t vendor[] = u"67cdb4fd-5273-450c-b0a2-c77126800ba6";

private:
    [[nodiscard]] std::optional<Response> turnedAway(const Asked &request) override;
    [[nodiscard]] Response answer(const Asked &request) override;
    [[nodiscard]] Response badRequest(const QString &problem) override;

    [[nodiscard]] Response contactRequest(const Asked &request, const QByteArrayList &path);
    [[nodiscard]] Response jobRequest(const Asked &request, const QByteArrayList &path);
    [[nodiscard]] Response referenceRequest(const Asked &request);
    [[nodiscard]] Response jobPart(const Asked &request, Job &job, const QByteArrayList &path);
    [[nodiscard]] Response createContact(const QJsonObject &body);
    [[nodiscard]] Response createJob(const QJsonObject &body);
    [[nodiscard]] Response searchContacts(const Asked &request, const QJsonObject &body);
    [[nodiscard]] Response listJobs(const Asked &request);
    [[nodiscard]] Response page(const Asked &request, const QByteArray &indexName, const QJsonArray &all, int atMost = 50);
    [[nodiscard]] QJsonObject said(const Contact &contact, bool inFull) const;
    [[nodiscard]] QJsonObject said(const Job &job) const;
    [[nodiscard]] Contact *contact(const QString &id);
    [[nodiscard]] Job *job(const QString &id);
    [[nodiscard]] QString nextId();

    QList<Contact> m_contacts;
    QList<Job> m_jobs;
    QList<Reference> m_references;
    bool m_isRevoked = false;
    bool m_countsRecords = false;
    bool m_listsNewestFirst = false;
    bool m_ignoresFilters = false;
    bool m_linksOnly = false;
    bool m_tellsWords = false;
    bool m_hasDefaultType = true;
    bool m_refusesReferences = false;
    int m_maxPage = 50;
    int m_lastId = 0;
};

} // namespace ringback::test

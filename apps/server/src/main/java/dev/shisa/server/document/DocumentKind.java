package dev.shisa.server.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a document is for. The templates and what each decides are in {@code templates.json}. */
public enum DocumentKind {
    /** Product security policy (guide 001 対策1, guide 003 指針1). */
    SECURITY_POLICY(false, true, false),
    /** Vulnerability disclosure policy (guide 002 S1.1-05). */
    DISCLOSURE_POLICY(false, true, true),
    /** How the priority of security updates is decided (guide 002 S1.1-09). */
    PRIORITY_POLICY(false, true, false),
    /** The five texts for users of a product (guide 002 S1.1-16). */
    USER_INFORMATION(true, false, true),
    /** Disposal, resale and erasure (guide 002 S1.1-16 ⑤). */
    DISPOSAL_GUIDE(true, false, true),
    /** What a manual has to say (guide 002 (2)-B and (3)-B). */
    MANUAL_STATEMENTS(true, false, true),
    /** What is collected, and how it is switched off (guide 004 指針4). */
    PRIVACY_NOTICE(true, false, true),
    /** For those who install, run, maintain, sell or dispose of a product (guide 004 指針16). */
    PARTNER_GUIDE(true, false, false),
    /** When, what and how a product is verified (guide 002 対策4, 対策5). */
    VERIFICATION_PLAN(true, false, false),
    /** Steps, rules and recipients once a vulnerability is known (guide 001, 3.3(3), 5.3 and reference 2; 002 対策6). */
    RESPONSE_PROCEDURE(false, false, false),
    /** Who acts and who speaks in an emergency (guide 001, 3.2). */
    EMERGENCY_PLAN(false, false, false),
    /** Who answers for product security, in development and long after shipment (guides 001, 4.2 and 5.3; 004 指針2). */
    PSIRT_CHARTER(false, false, false),
    /** What is asked of suppliers (guide 001 対策4). */
    SUPPLIER_CLAUSES(false, false, false),
    /** Report of an incident to an authority (guide 002 対策2). */
    AUTHORITY_REPORT(false, false, false),
    /** How far a vulnerability is, for who coordinates its publication (guide 001, the partnership for early warning). */
    COORDINATOR_REPORT(false, false, false),
    /** Whatever else is kept in this way. */
    OTHER(false, false, false);

    private final boolean ofSeries;
    private final boolean policy;
    private final boolean published;

    DocumentKind(boolean ofSeries, boolean policy, boolean published) {
        this.ofSeries = ofSeries;
        this.policy = policy;
        this.published = published;
    }

    /** The word in storage, addresses and messages: {@code disclosure-policy}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<DocumentKind> parse(String id) {
        return Arrays.stream(values()).filter(k -> k.id().equals(id)).findFirst();
    }

    /** Whether it is about one series; otherwise it is the organisation's. */
    public boolean isOfSeries() {
        return ofSeries;
    }

    /** Whether there is one for each occasion; of the others there is one document, with versions. */
    public boolean isManifold() {
        return this == OTHER || this == AUTHORITY_REPORT || this == COORDINATOR_REPORT;
    }

    /** Whether only an executive approves it. */
    public boolean isPolicy() {
        return policy;
    }

    /** Whether it is only of use where its readers can get it, so that it has to say where that is. */
    public boolean isPublished() {
        return published;
    }

    /**
     * Whether it tells of what is not published yet: only who works on it, and who answers for vulnerabilities, may know of it.
     */
    public boolean isSealed() {
        return this == AUTHORITY_REPORT || this == COORDINATOR_REPORT;
    }
}

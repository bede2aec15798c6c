package dev.shisa.server.notice;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be told, and whose business it is. Its words are the messages {@code notice.kind.<id>} and {@code notice.text.<id>}. */
public enum NoticeKind {
    /** Vulnerabilities that the maker's policy wants acted upon. */
    FINDINGS(Topic.VULNERABILITY, Act.TRIAGE),
    /** Vulnerabilities that nobody has settled in time. */
    FINDINGS_LATE(Topic.VULNERABILITY, Act.TRIAGE),
    /** A source of vulnerabilities has become too old to rely on. */
    SOURCE_OLD(Topic.VULNERABILITY, Act.ADD_EVIDENCE),
    /** A verdict that stood asks for another look, or fails. */
    VERDICT(Topic.VERDICT, Act.RESOLVE),
    /** The renewal of a label is due to begin, or its last day comes near or has passed. */
    LABEL(Topic.VERDICT, Act.PREPARE_APPLICATION),
    /** Somebody was given an open requirement. */
    TASK(Topic.TASK, null),
    /** The last day of an assignment has come. */
    TASK_DUE(Topic.TASK, null),
    /** The day of something that only a person can settle comes near, is there, or has passed. */
    REMINDER(Topic.TASK, null),
    /** Somebody is asked, answered or named in a comment. */
    TALK(Topic.TASK, null),
    /** Something of a case, for one who works on it. */
    CASE(Topic.VULNERABILITY, null),
    /** Far more people ask the support desk than usual. */
    SURGE(Topic.VULNERABILITY, Act.TELL_USERS),
    /** Somebody came in by an account that is for emergencies. */
    EMERGENCY(Topic.OPERATION, Act.MANAGE_PEOPLE),
    /** Something is wrong with Shisa itself. */
    HEALTH(Topic.OPERATION, Act.SEE_HEALTH),
    /** An advisory was issued, corrected or withdrawn. */
    ADVISORY(Topic.ADVISORY),
    /** Open findings come earlier or later than before. */
    FINDINGS_PRIORITY(Topic.TRIAGE),
    /** Somebody decided about findings. */
    FINDINGS_DECIDED(Topic.TRIAGE),
    /** Shipment was stopped, devices are taken back, or shipment goes on. */
    STOP(Topic.STOP),
    /** A supplier answered. */
    SUPPLIER_ANSWERED(Topic.SUPPLIER),
    /** A supplier let the last day pass. */
    SUPPLIER_OVERDUE(Topic.SUPPLIER),
    /** A notice to users was let go. */
    USERS_TOLD(Topic.USERS),
    /** A case was opened; which one, only those know who work on it. */
    CASE_OPENED(Topic.CASE);

    private final Topic topic;
    private final @Nullable Act act;
    private final boolean personal;

    /** @param act of those whose business it is; null: it is for one person, who is named */
    NoticeKind(Topic topic, @Nullable Act act) {
        this.topic = topic;
        this.act = act;
        this.personal = act == null;
    }

    /** For channels only: the people whose work it is did it, or find it on their pages. */
    NoticeKind(Topic topic) {
        this.topic = topic;
        this.act = null;
        this.personal = false;
    }

    public Topic topic() {
        return topic;
    }

    /** Whether it is the business of everybody with the roles of this person. */
    boolean concerns(Person person) {
        return act != null && person.can(act);
    }

    /** Whether it is for one person who is named, and no channel's business. */
    boolean isPersonal() {
        return personal;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<NoticeKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}

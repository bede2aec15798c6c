package dev.shisa.server.notice;

import dev.shisa.server.platform.account.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What notices are about; a person chooses for each how to be told, a channel which of them it is told. */
public enum Topic {
    VULNERABILITY(Role.QUALITY, Role.PSIRT),
    VERDICT(Role.QUALITY),
    TASK(Role.OWNER, Role.EXECUTIVE, Role.QUALITY, Role.PSIRT, Role.OPERATOR),
    OPERATION(Role.OWNER, Role.OPERATOR),
    /** The maker's own advisories. */
    ADVISORY,
    /** What becomes of findings: in another order, decided. */
    TRIAGE,
    /** Devices that must not leave the house, and that may again. */
    STOP,
    SUPPLIER,
    /** What users of the products are told. */
    USERS,
    /** That cases are opened, and nothing else of them. */
    CASE;

    /** What people choose for themselves; of the rest they hear where they work on it. */
    static final List<Topic> OF_PEOPLE = List.of(VULNERABILITY, VERDICT, TASK, OPERATION);

    /** What a channel can be told: all but what is for one person. */
    static final List<Topic> OF_ROOMS =
            Arrays.stream(values()).filter(topic -> topic != TASK).toList();

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody else holds
    private final Set<Role> soonFor;

    Topic(Role... soonFor) {
        this.soonFor = Set.of(soonFor);
    }

    /** How a person is told. Everything stands on the page in any case. */
    enum Way {
        /** What is overdue or dangerous by mail at once, the rest once a day. */
        SOON,
        /** By mail once a day. */
        DIGEST,
        /** On the page only. */
        PAGE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Way> of(String id) {
            return Arrays.stream(values()).filter(way -> way.id().equals(id)).findFirst();
        }

        Timing timing(boolean urgent) {
            return switch (this) {
                case SOON -> urgent ? Timing.SOON : Timing.DIGEST;
                case DIGEST -> Timing.DIGEST;
                case PAGE -> Timing.NONE;
            };
        }
    }

    /** When a message tells of a notice. */
    enum Timing {
        SOON,
        DIGEST,
        NONE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is usual for somebody with these roles who has chosen nothing: whoever acts hears soon, whoever only reads looks. */
    Way usual(Set<Role> roles) {
        return roles.stream()
                .map(role -> soonFor.contains(role) ? Way.SOON : role == Role.AUDITOR ? Way.PAGE : Way.DIGEST)
                .min(Comparator.naturalOrder())
                .orElse(Way.PAGE);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Topic> of(String id) {
        return Arrays.stream(values()).filter(topic -> topic.id().equals(id)).findFirst();
    }
}

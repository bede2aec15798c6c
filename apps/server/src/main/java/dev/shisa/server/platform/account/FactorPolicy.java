package dev.shisa.server.platform.account;

import dev.shisa.server.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of whom a second factor is asked: of everybody, or of those who have one of some roles.
 *
 * @param all of everybody
 * @param roles of whoever has one of these
 * @param from when it begins for the roles; until then it is announced
 */
record FactorPolicy(boolean all, Set<Role> roles, Instant from) {

    /**
     * Whoever has one of these decides who comes in, or reads what is not public yet; a password that somebody found out should not be
     * enough for that.
     */
    static final Set<Role> AT_FIRST = Set.of(Role.OWNER, Role.PSIRT);

    /** So long a new installation is set up, by people and by programs, before its second factors are asked for. */
    static final Duration GRACE = Duration.ofDays(14);

    private static final String ALL = "second-factor.required";
    private static final String ROLES = "second-factor.roles";
    private static final String FROM = "second-factor.roles-from";

    FactorPolicy {
        roles = Set.copyOf(roles);
    }

    /** What is asked; an installation that never decided asks nobody. */
    static FactorPolicy of(Settings settings) {
        String names = settings.get(ROLES).orElse("");
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(Role.values())
                .filter(role -> Arrays.asList(names.split(",", -1)).contains(role.id()))
                .forEach(roles::add);
        return new FactorPolicy(
                settings.get(ALL).orElse("").equals("yes"),
                roles,
                settings.get(FROM).map(Instant::parse).orElse(Instant.EPOCH));
    }

    /** What a new installation begins with. */
    static FactorPolicy atFirst(Instant now) {
        return new FactorPolicy(false, AT_FIRST, now.plus(GRACE));
    }

    void write(Settings settings) {
        settings.set(ALL, all ? "yes" : "no");
        settings.set(ROLES, words());
        settings.set(FROM, from.toString());
    }

    /** The roles as they are stored and told. */
    String words() {
        return roles.stream().sorted().map(Role::id).collect(Collectors.joining(","));
    }

    /** Whether it is asked now of somebody with these roles. */
    boolean asks(Collection<Role> held, Instant now) {
        return all || (concerns(held) && !now.isBefore(from));
    }

    /** Whether it is asked, or will be, of somebody with one of these roles. */
    boolean concerns(Collection<Role> held) {
        return held.stream().anyMatch(roles::contains);
    }

    /** Whether it is only announced as yet. */
    boolean isAnnounced(Instant now) {
        return !all && !roles.isEmpty() && now.isBefore(from);
    }
}

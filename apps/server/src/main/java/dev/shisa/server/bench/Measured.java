package dev.shisa.server.bench;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Report;
import dev.shisa.probe.Verdict;
import dev.shisa.server.bench.Register.Door;
import dev.shisa.server.bench.Register.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From what one run saw to facts: the one place that says which keys of the probe decide which facts of the register.
 *
 * <table>
 * <caption>What decides what</caption>
 * <tr><td>PORTS</td><td>{@code network.services}: the list of open ports, whole, and {@code network.scanned} with it;
 *     {@code network.found} and
 *     {@code service.open}: a port outside of the list, whatever else was seen</td></tr>
 * <tr><td>AUTH</td><td>{@code service.authentication}: {@code partly} where something was had without log-in;
 *     {@code always} where the protocol itself refuses strangers, never for web pages, of which a run sees some; WEB: also
 *     {@code partly} where a log-in was opened without a password</td></tr>
 * <tr><td>DEFPW</td><td>{@code login.password.forced}; {@code login.password.length} where it is too short,
 *     {@code login.password.default} where it is a common one or said to be shared, or follows from what can be read,
 *     {@code login.password.made} then, {@code login.password.minimum} where a shorter one was taken: one unit can show that it
 *     is bad, however that was found, and never that all are good</td></tr>
 * <tr><td>PWCHANGE</td><td>{@code login.change}, for log-ins that use a password only; {@code no} where the old one still
 *     opens</td></tr>
 * <tr><td>BRUTE</td><td>{@code login.limit}, {@code login.tries}</td></tr>
 * <tr><td>PLAIN, TLS</td><td>{@code service.carried}: how a port of the register communicated, in clear or with which TLS;
 *     contradictions hold it against what is said of the flows through it</td></tr>
 * <tr><td>UPDATE</td><td>{@code package.integrity}, where an image was taken that the maker did not make: {@code none}, or
 *     {@code checksum} if it had to carry the sum that belongs to it</td></tr>
 * </table>
 *
 * What each outcome decides, or why it decides nothing, stands in {@code probe-outcomes.txt} of the tests. WEB, VULN, DISC and BTUSB decide no fact by
 * themselves: a list of known versions is no scanner. A key that is not measured, or of which so much
 * was seen that the report was cut, decides nothing.
 *
 * @param facts what was measured
 * @param services the whole list of what is open; empty: the run does not decide it
 * @param isWhole whether nothing that belongs to the list can have been missed
 * @param isComplete whether every port was seen of every address that was looked at
 * @param undeclared ports that were seen open and nobody has declared, also when much else was not seen
 */
record Measured(
        List<Finding> facts,
        Optional<SortedSet<String>> services,
        boolean isWhole,
        boolean isComplete,
        List<Port> undeclared) {

    /** {@code tcp 192.0.2.1:23}, {@code https://192.0.2.1:443/status}, {@code udp [2001:db8::1]:161}. */
    private static final Slot SCANNED = Slot.of("network.scanned");

    /** Outcomes of a run that has looked at every port. */
    private static final Set<String> TELL_OF_ALL = Set.of("ports-as-declared", "port-undeclared");

    private static final Pattern PLACE =
            Pattern.compile("(?:(tcp|udp) |([a-z]+)://)(?:\\[[^]]*]|[0-9.]+):(\\d{1,5})(?:[/?#].*)?", Pattern.DOTALL);

    private static final Set<String> OVER_UDP = Set.of("udp", "snmp", "ssdp", "mdns", "dns", "ntp", "tftp", "coap");

    /** Protocols that ask for a log-in before anything else is said, so that one refusal stands for all there is. */
    private static final Set<String> ASKS_FIRST = Set.of("ssh", "telnet", "telnets", "ftp", "ftps", "mqtt", "mqtts");

    private static final Set<String> GUESSES_GO_ON =
            Set.of("brute-unlimited", "brute-only-says-so", "brute-by-claimed-origin", "brute-other-address");

    private static final Set<String> LIMITS = Set.of("brute-limited", "brute-delayed");

    /** What shows that log-ins or what has to be protected goes in clear; cookies are what browsers may send besides. */
    private static final Set<String> IN_CLEAR = Set.of(
            "plain-commands",
            "plain-content",
            "plain-ftp",
            "plain-login",
            "plain-mqtt",
            "plain-rtsp",
            "plain-shows-session",
            "plain-snmp",
            "plain-takes-login",
            "plain-telnet");

    /** What an image that was taken shows of how images are checked. */
    private static final Set<String> INTEGRITY = Set.of("none", "checksum");

    /** What a first password was seen to be; the log-in that it opened asked for no new one. */
    private static final Map<String, Bad> HANDED_OUT = Map.of(
            "default-handed-out-common", Bad.COMMON,
            "default-handed-out-shared", Bad.COMMON,
            "default-handed-out-derivable", Bad.DERIVED,
            "default-handed-out-short", Bad.SHORT);

    Measured {
        facts = List.copyOf(facts);
        undeclared = List.copyOf(undeclared);
    }

    /** What is bad about a first password. */
    private enum Bad {
        COMMON,
        DERIVED,
        SHORT
    }

    /** One fact, and the key of the probe that decides it. */
    record Finding(Slot slot, Value value, Key because) {}

    /** Where something was seen. */
    private record Place(Port port, String protocol) {

        static Optional<Place> of(String where) {
            Matcher matcher = PLACE.matcher(where);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String protocol = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            return Optional.of(
                    new Place(new Port(OVER_UDP.contains(protocol), Integer.parseInt(matcher.group(3))), protocol));
        }
    }

    /**
     * What a report decides.
     *
     * @param logins code of a service → code of the log-in that guards it
     * @param whole whether the bench reaches every address and every network side of the device
     * @param scanned how far the ports are looked at ({@link BenchTarget#scanned})
     */
    static Measured of(
            Report report, Register register, Map<String, String> logins, boolean whole, Set<String> scanned) {
        List<Finding> facts = new ArrayList<>();
        authentication(report, register, facts);
        carried(report, register, facts);
        Set<String> guarding = new TreeSet<>(logins.values());
        guarding.retainAll(register.logIns().keySet());
        for (String login : guarding) {
            Set<Port> ports = register.doors().stream()
                    .filter(door -> login.equals(logins.get(door.code())))
                    .map(Door::port)
                    .collect(Collectors.toSet());
            password(seen(report, Key.DEFPW, ports), login, facts);
            if (register.passwordOnly().contains(login)) {
                change(seen(report, Key.PWCHANGE, ports), login, facts);
            }
            guessing(seen(report, Key.BRUTE, ports), login, facts);
        }
        integrity(report, register, facts);
        return services(report, register, whole, scanned, facts);
    }

    /** That images are refused does not tell by what means; that one was taken tells what is not looked at. */
    private static void integrity(Report report, Register register, List<Finding> facts) {
        SortedMap<String, String> found = new TreeMap<>();
        for (Evidence one : evidence(report, Key.UPDATE)) {
            boolean byStranger = one.code().equals("update-by-stranger");
            if (one.verdict() != Verdict.FAIL || (!byStranger && !one.code().equals("update-taken"))) {
                continue;
            }
            String item = register.packageOf(word(one, byStranger ? 0 : 1));
            String how = byStranger ? "none" : word(one, 2);
            if (!item.isEmpty() && INTEGRITY.contains(how)) {
                found.merge(item, how, (a, b) -> a.equals("none") ? a : b);
            }
        }
        found.forEach(
                (item, how) -> facts.add(new Finding(Slot.of("package.integrity", item), Value.word(how), Key.UPDATE)));
    }

    private static String word(Evidence one, int index) {
        return one.args().size() > index ? one.args().get(index) : "";
    }

    /** What was seen of a key at these ports; nothing when the key as a whole was not measured or too much was seen. */
    private static List<Evidence> seen(Report report, Key key, Set<Port> ports) {
        return isOpen(evidence(report, key))
                ? List.of()
                : at(report, key, ports).toList();
    }

    private static Stream<Evidence> at(Report report, Key key, Set<Port> ports) {
        return evidence(report, key).stream()
                .filter(e -> Place.of(e.where())
                        .filter(p -> ports.contains(p.port()))
                        .isPresent());
    }

    private static List<Evidence> evidence(Report report, Key key) {
        var result = report.results().get(key);
        return result == null ? List.of() : result.evidence();
    }

    /** Whether something that cannot be placed keeps the key open everywhere. */
    private static boolean isOpen(List<Evidence> all) {
        return all.size() >= ProbeChild.EVIDENCE_MAX
                || all.stream()
                        .anyMatch(e -> isUndecided(e) && Place.of(e.where()).isEmpty());
    }

    private static boolean isUndecided(Evidence one) {
        return one.verdict() == Verdict.UNKNOWN || one.verdict() == Verdict.MANUAL;
    }

    private static boolean allPass(List<Evidence> seen) {
        return !seen.isEmpty() && seen.stream().allMatch(e -> e.verdict() == Verdict.PASS);
    }

    private static void authentication(Report report, Register register, List<Finding> facts) {
        for (Door door : register.doors()) {
            if (register.at(door.port()).size() != 1) {
                continue;
            }
            Slot slot = Slot.of("service.authentication", door.code());
            boolean open = Stream.concat(
                            evidence(report, Key.AUTH).stream(),
                            evidence(report, Key.WEB).stream()
                                    .filter(e -> e.code().equals("web-login-injection")))
                    .filter(e -> e.verdict() == Verdict.FAIL)
                    .anyMatch(e -> Place.of(e.where())
                            .filter(p -> p.port().equals(door.port()))
                            .isPresent());
            List<Evidence> seen = seen(report, Key.AUTH, Set.of(door.port()));
            if (open) {
                facts.add(new Finding(slot, Value.word("partly"), Key.AUTH));
            } else if (allPass(seen)
                    && seen.stream()
                            .allMatch(e -> e.code().equals("stranger-refused")
                                    && Place.of(e.where())
                                            .filter(p -> ASKS_FIRST.contains(p.protocol()))
                                            .isPresent())) {
                facts.add(new Finding(slot, Value.word("always"), Key.AUTH));
            }
        }
    }

    /** In clear, or with the oldest TLS that was accepted: that one is refused counts only beside the control of the check. */
    private static void carried(Report report, Register register, List<Finding> facts) {
        for (Door door : register.doors()) {
            Set<Port> port = Set.of(door.port());
            if (register.at(door.port()).size() != 1) {
                continue;
            }
            Slot slot = Slot.of("service.carried", door.code());
            List<Evidence> tls = seen(report, Key.TLS, port);
            if (at(report, Key.PLAIN, port).anyMatch(e -> IN_CLEAR.contains(e.code()))) {
                facts.add(new Finding(slot, Value.word("clear"), Key.PLAIN));
            } else if (at(report, Key.TLS, port).anyMatch(e -> e.code().equals("tls-old-version"))) {
                facts.add(new Finding(slot, Value.word("tls-older"), Key.TLS));
            } else if (has(tls, "tls-offered")
                    && tls.stream().noneMatch(e -> e.code().equals("tls-shut"))) {
                boolean second = tls.stream()
                        .anyMatch(e ->
                                e.code().equals("tls-offered") && word(e, 0).contains("1.2"));
                facts.add(new Finding(slot, Value.word(second ? "tls-1.2" : "tls-1.3"), Key.TLS));
            }
        }
    }

    private static void password(List<Evidence> seen, String login, List<Finding> facts) {
        Set<Bad> bad = EnumSet.noneOf(Bad.class);
        boolean forced = allPass(seen) && has(seen, "default-must-be-changed");
        boolean free = false;
        for (Evidence one : seen) {
            Bad handedOut = HANDED_OUT.get(one.code());
            if (handedOut != null) {
                bad.add(handedOut);
                free = true;
            } else if (one.code().equals("default-community")) {
                bad.add(Bad.COMMON);
            } else if (one.code().equals("default-works")) {
                // Whether a new one has to be set then, guessing does not look at.
                bad.add(one.args().size() > 2 && one.args().get(2).equals("common") ? Bad.COMMON : Bad.DERIVED);
            }
        }
        if (bad.contains(Bad.COMMON) || bad.contains(Bad.DERIVED)) {
            // Also where it was said that there is none.
            String kind = bad.contains(Bad.COMMON) ? "shared" : "unique";
            facts.add(new Finding(Slot.of("login.password.default", login), Value.word(kind), Key.DEFPW));
        }
        if (bad.contains(Bad.DERIVED)) {
            facts.add(new Finding(Slot.of("login.password.made", login), Value.word("derived"), Key.DEFPW));
        }
        least(seen, "default-handed-out-short", 1)
                .ifPresent(n ->
                        facts.add(new Finding(Slot.of("login.password.length", login), Value.whole(n), Key.DEFPW)));
        least(seen, "first-password-too-short", 0)
                .ifPresent(n ->
                        facts.add(new Finding(Slot.of("login.password.minimum", login), Value.whole(n), Key.DEFPW)));
        if (forced || free) {
            facts.add(new Finding(Slot.of("login.password.forced", login), Value.flag(!free), Key.DEFPW));
        }
    }

    private static void change(List<Evidence> seen, String login, List<Finding> facts) {
        boolean stays = has(seen, "pwchange-old-still-works");
        if (stays || (allPass(seen) && has(seen, "pwchange-good-taken"))) {
            facts.add(new Finding(Slot.of("login.change", login), Value.word(stays ? "no" : "user"), Key.PWCHANGE));
        }
    }

    private static boolean has(List<Evidence> seen, String code) {
        return seen.stream().anyMatch(one -> one.code().equals(code));
    }

    /** The smallest number that an outcome names at this place of its arguments. */
    private static Optional<Long> least(List<Evidence> seen, String code, int index) {
        return seen.stream()
                .filter(one -> one.code().equals(code))
                .flatMap(one -> number(one, index).stream())
                .min(Comparator.naturalOrder());
    }

    private static void guessing(List<Evidence> seen, String login, List<Finding> facts) {
        Slot limit = Slot.of("login.limit", login);
        Slot tries = Slot.of("login.tries", login);
        if (seen.stream().anyMatch(e -> GUESSES_GO_ON.contains(e.code()))) {
            facts.add(new Finding(limit, Value.word("none"), Key.BRUTE));
            return;
        }
        Optional<Long> most = seen.stream()
                .filter(e -> LIMITS.contains(e.code())
                        || e.code().equals("brute-late")
                        || e.code().equals("brute-delay-seen"))
                .flatMap(e -> number(e, 0).stream())
                .max(Comparator.naturalOrder());
        if (allPass(seen) && seen.stream().allMatch(e -> LIMITS.contains(e.code())) && most.isPresent()) {
            // One log-in behind several ports is as strong as the weakest.
            facts.add(new Finding(limit, Value.word(has(seen, "brute-delayed") ? "wait" : "lock"), Key.BRUTE));
            facts.add(new Finding(tries, Value.whole(most.get()), Key.BRUTE));
        } else if (isDelaySeen(seen) && most.isPresent()) {
            facts.add(new Finding(limit, Value.word("wait"), Key.BRUTE));
            facts.add(new Finding(tries, Value.whole(most.get()), Key.BRUTE));
        } else if (seen.stream().anyMatch(e -> e.code().equals("brute-late"))) {
            most.ifPresent(n -> facts.add(new Finding(tries, Value.whole(n), Key.BRUTE)));
        }
    }

    /** A delay that grows, at each place where nothing says how much is enough. */
    private static boolean isDelaySeen(List<Evidence> seen) {
        Set<String> delayed = places(seen, "brute-delay-seen");
        return !delayed.isEmpty()
                && seen.stream()
                        .allMatch(e ->
                                Set.of("brute-delay-seen", "brute-policy-unset").contains(e.code()))
                && delayed.containsAll(places(seen, "brute-policy-unset"));
    }

    private static Set<String> places(List<Evidence> seen, String code) {
        return seen.stream()
                .filter(e -> e.code().equals(code))
                .map(Evidence::where)
                .collect(Collectors.toSet());
    }

    private static Measured services(
            Report report, Register register, boolean whole, Set<String> scanned, List<Finding> facts) {
        List<Evidence> seen = evidence(report, Key.PORTS);
        boolean complete = !seen.isEmpty()
                && seen.size() < ProbeChild.EVIDENCE_MAX
                && seen.stream()
                        .allMatch(e -> e.verdict() == Verdict.PASS || e.code().equals("port-undeclared"));
        boolean isWhole =
                whole && register.elsewhere().isEmpty() && register.incomplete().isEmpty();
        List<Port> undeclared = seen.stream()
                .filter(e -> e.code().equals("port-undeclared"))
                .flatMap(e -> Place.of(e.where()).stream())
                .map(Place::port)
                .distinct()
                .sorted(Comparator.comparing(Port::udp).thenComparingInt(Port::number))
                .toList();
        // That nothing else is open says something about the list only when nothing can have been missed.
        if (!complete || (undeclared.isEmpty() && !isWhole)) {
            return new Measured(facts, Optional.empty(), isWhole, complete, undeclared);
        }
        if (isWhole && !scanned.isEmpty() && seen.stream().allMatch(e -> TELL_OF_ALL.contains(e.code()))) {
            facts.add(new Finding(SCANNED, Value.words(new TreeSet<>(scanned)), Key.PORTS));
        }
        SortedSet<String> codes = new TreeSet<>(register.elsewhere());
        register.doors().stream()
                .filter(door -> door.declared() || undeclared.contains(door.port()))
                .forEach(door -> codes.add(door.code()));
        return new Measured(facts, Optional.of(codes), isWhole, true, undeclared);
    }

    private static Optional<Long> number(Evidence one, int index) {
        return one.args().size() > index && one.args().get(index).matches("[0-9]{1,9}")
                ? Optional.of(Long.parseLong(one.args().get(index)))
                : Optional.empty();
    }
}

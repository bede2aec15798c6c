package dev.shisa.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Evidence;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Report;
import dev.shisa.probe.Result;
import dev.shisa.probe.Verdict;
import dev.shisa.server.bench.Measured.Finding;
import dev.shisa.server.bench.Register.Door;
import dev.shisa.server.bench.Register.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a run decides, and above all what it does not. */
class MeasuredTest {

    private static final Register REGISTER = new Register(
            List.of(
                    new Door("service-1", "管理画面", new Port(false, 443), true, "設定"),
                    new Door("service-2", "保守", new Port(false, 22), true, "保守"),
                    new Door("service-3", "SNMP", new Port(true, 161), true, "監視")),
            new TreeSet<>(),
            List.of(),
            new TreeMap<>(Map.of("login-1", "管理者")),
            Set.of("login-1"),
            new TreeMap<>(),
            new TreeMap<>(Map.of("package-1", "本体ファームウェア", "package-2", "カメラモジュール")));

    private static final Map<String, String> GUARDS = Map.of("service-1", "login-1");

    private static Evidence seen(Key key, Verdict verdict, String where, String code, String... args) {
        return new Evidence(key, verdict, where, code, Arrays.asList(args), Exchange.NONE, "");
    }

    private static Report report(Evidence... all) {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            List<Evidence> own = Arrays.stream(all).filter(e -> e.key() == key).toList();
            results.put(
                    key,
                    new Result(Verdict.of(own.stream().map(Evidence::verdict).toList()), own));
        }
        return new Report("MC-1", Instant.EPOCH, 1, 1, results, List.of());
    }

    private static Map<String, String> facts(Evidence... all) {
        Map<String, String> facts = new TreeMap<>();
        for (Finding finding :
                Measured.of(report(all), REGISTER, GUARDS, true, SCANNED).facts()) {
            assertThat(facts.put(finding.slot().toString(), finding.value().canonical()))
                    .as("one value for each slot")
                    .isNull();
        }
        return facts;
    }

    private static Measured ports(Register register, boolean whole, Evidence... all) {
        return Measured.of(report(all), register, GUARDS, whole, SCANNED);
    }

    private static final Set<String> SCANNED = target("192.0.2.1", "").scanned();

    private static BenchTarget target(String address, String address6) {
        return new BenchTarget(
                new UUID(0, 0),
                address,
                address6,
                address6.isEmpty(),
                true,
                null,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                0,
                null,
                1);
    }

    private static final Evidence AS_DECLARED =
            seen(Key.PORTS, Verdict.PASS, "192.0.2.1", "ports-as-declared", "2", "8", "60");
    private static final Evidence TELNET =
            seen(Key.PORTS, Verdict.FAIL, "tcp 192.0.2.1:23", "port-undeclared", "23", "TELNET");

    @Test
    void whatCouldNotBeToldDecidesNothing() {
        List<Evidence> open = new ArrayList<>();
        for (Key key : Key.values()) {
            open.add(seen(key, Verdict.UNKNOWN, "https://192.0.2.1:443", "not-finished", "x"));
            open.add(seen(key, Verdict.MANUAL, "192.0.2.1", "pwchange-no-page"));
        }
        Measured measured = Measured.of(report(open.toArray(Evidence[]::new)), REGISTER, GUARDS, true, SCANNED);
        assertThat(measured.facts()).isEmpty();
        assertThat(measured.services()).isEmpty();
        assertThat(facts()).isEmpty();
    }

    @Test
    void theListOfPortsIsWholeOnlyWhenNothingCanHaveBeenMissed() {
        assertThat(ports(REGISTER, true, AS_DECLARED).services())
                .hasValueSatisfying(codes -> assertThat(codes).containsExactly("service-1", "service-2", "service-3"));
        assertThat(ports(REGISTER, false, AS_DECLARED).services()).isEmpty();
        assertThat(ports(REGISTER, true, AS_DECLARED, seen(Key.PORTS, Verdict.UNKNOWN, "192.0.2.1", "ports-incomplete"))
                        .services())
                .isEmpty();
        Register withCloud = new Register(
                REGISTER.doors(),
                new TreeSet<>(Set.of("service-9")),
                List.of(),
                REGISTER.logIns(),
                Set.of(),
                new TreeMap<>(),
                REGISTER.packages());
        assertThat(ports(withCloud, true, AS_DECLARED).services()).isEmpty();
        assertThat(ports(withCloud, true, TELNET).services())
                .hasValueSatisfying(codes -> assertThat(codes).contains("service-9"));
        assertThat(ports(withCloud, true, TELNET).isWhole()).isFalse();
    }

    @Test
    void anOpenPortThatIsNotRegisteredIsNamedByItsPort() {
        Measured measured = ports(REGISTER, false, TELNET, TELNET);
        assertThat(measured.services()).isPresent();
        assertThat(measured.undeclared()).containsExactly(new Port(false, 23));
        assertThat(measured.isWhole()).isFalse();
        Measured incomplete =
                ports(REGISTER, true, TELNET, seen(Key.PORTS, Verdict.UNKNOWN, "192.0.2.1", "ports-incomplete"));
        assertThat(incomplete.services())
                .as("a list that may lack more is no list")
                .isEmpty();
        assertThat(incomplete.undeclared())
                .as("what was seen open is open, whatever else was not seen")
                .containsExactly(new Port(false, 23));
        assertThat(incomplete.isComplete()).isFalse();
    }

    @Test
    void aPortThatOnlyARunHasFoundIsNotDeclaredByThat() {
        List<Door> doors = new ArrayList<>(REGISTER.doors());
        doors.add(new Door("service-4", "23/tcp", new Port(false, 23), false, ""));
        Register found = new Register(
                doors, new TreeSet<>(), List.of(), REGISTER.logIns(), Set.of(), new TreeMap<>(), REGISTER.packages());
        assertThat(ports(found, true, TELNET).services())
                .hasValueSatisfying(codes -> assertThat(codes).contains("service-4"));
        assertThat(ports(found, true, TELNET).undeclared()).containsExactly(new Port(false, 23));
        assertThat(ports(found, true, AS_DECLARED).services())
                .as("closed again")
                .hasValueSatisfying(codes -> assertThat(codes).doesNotContain("service-4"));
    }

    @Test
    void aProtocolThatAsksFirstAlwaysAuthenticatesAndAWebPageNeverShowsThat() {
        assertThat(facts(
                        seen(Key.AUTH, Verdict.PASS, "ssh://192.0.2.1:22", "stranger-refused"),
                        seen(Key.AUTH, Verdict.PASS, "https://192.0.2.1:443/", "web-closed", "90"),
                        seen(Key.AUTH, Verdict.PASS, "snmp://192.0.2.1:161", "stranger-refused")))
                .containsExactly(Map.entry("service.authentication[service-2]", "always"));
        assertThat(facts(
                        seen(Key.AUTH, Verdict.PASS, "ssh://192.0.2.1:22", "stranger-refused"),
                        seen(Key.AUTH, Verdict.UNKNOWN, "192.0.2.1", "not-finished", "x")))
                .as("a step that ended early keeps all open")
                .isEmpty();
        assertThat(facts(seen(Key.AUTH, Verdict.FAIL, "https://192.0.2.1:443/config", "web-open", "password")))
                .containsExactly(Map.entry("service.authentication[service-1]", "partly"));
        assertThat(facts(seen(Key.AUTH, Verdict.PASS, "telnet://192.0.2.1:22", "service-only-greets")))
                .isEmpty();
    }

    /** The list tells of each outcome what it decides or why it decides nothing; an outcome that it does not know fails. */
    @Test
    void everyOutcomeDecidesOrHasAReasonWhyNot() throws IOException {
        Set<String> reasons = new HashSet<>();
        Set<String> listed = new TreeSet<>();
        for (String line : lines("/probe-outcomes.txt")) {
            if (line.startsWith("#")) {
                reasons.add(line.replaceFirst("^# ?", "").replaceFirst(" .*", ""));
                continue;
            }
            String[] words = line.split(" ");
            assertThat(listed.add(words[0])).as(line).isTrue();
            if (words.length == 2) {
                assertThat(reasons).as(line).contains(words[1]);
                if (!words[1].equals("list")) {
                    assertThat(decidedByAny(words[0])).as(line).isEmpty();
                }
                continue;
            }
            int arrow = List.of(words).indexOf("->");
            Evidence one = seen(
                    Key.valueOf(words[1]),
                    Verdict.valueOf(words[2]),
                    "https://192.0.2.1:443/login",
                    words[0],
                    Arrays.copyOfRange(words, 3, arrow));
            Map<String, String> expected = new TreeMap<>();
            for (String fact : List.of(words).subList(arrow + 1, words.length)) {
                expected.put(fact.replaceFirst("=.*", ""), fact.replaceFirst(".*=", ""));
            }
            assertThat(facts(one)).as(line).isEqualTo(expected);
        }
        Properties sentences = new Properties();
        try (InputStream in = Report.class.getResourceAsStream("sentences.properties")) {
            sentences.load(in);
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(sentences.stringPropertyNames());
    }

    /** What it would decide as a pass of any key; that a failure of AUTH means an open door, its place says. */
    private static Map<String, String> decidedByAny(String code) {
        Map<String, String> all = new TreeMap<>();
        for (Key key : Key.values()) {
            all.putAll(facts(seen(key, Verdict.PASS, "https://192.0.2.1:443/login", code, "5", "60", "5")));
            if (key != Key.AUTH) {
                all.putAll(facts(seen(key, Verdict.FAIL, "https://192.0.2.1:443/login", code, "5", "60", "5")));
            }
        }
        return all;
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = MeasuredTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void aRunThatCanHaveMissedNothingSaysHowFarItScanned() {
        assertThat(facts(AS_DECLARED)).containsEntry("network.scanned", "firmware\nipv4\nno-ipv6\nsides\ntcp\nudp");
        assertThat(target("192.0.2.1", "fe80::1").scanned())
                .contains("ipv4", "ipv6")
                .doesNotContain("no-ipv6");
        assertThat(target("192.0.2.1", "").scanned())
                .contains("ipv4", "no-ipv6")
                .doesNotContain("ipv6");
        assertThat(target("fe80::1", "").scanned())
                .as("that it has no IPv4 either is for a person to say")
                .isEmpty();
        assertThat(ports(REGISTER, false, AS_DECLARED).facts())
                .as("a bench that does not reach every side")
                .noneMatch(f -> f.slot().toString().equals("network.scanned"));
    }

    @Test
    void aDefaultThatWorksRefutesThatItIsUniqueAndRandomHoweverItWasFound() {
        String where = "https://192.0.2.1:443/login";
        assertThat(facts(seen(Key.DEFPW, Verdict.FAIL, where, "default-works", "admin", "5", "common")))
                .containsExactly(Map.entry("login.password.default[login-1]", "shared"));
        Map<String, String> derived =
                Map.of("login.password.default[login-1]", "unique", "login.password.made[login-1]", "derived");
        assertThat(facts(seen(Key.DEFPW, Verdict.FAIL, where, "default-works", "admin", "8", "derivable")))
                .as("there is one, whoever said that there is none")
                .isEqualTo(derived);
        assertThat(facts(seen(Key.DEFPW, Verdict.FAIL, where, "default-works", "admin", "8")))
                .as("a report of an earlier version")
                .isEqualTo(derived);
        assertThat(facts(
                        seen(Key.DEFPW, Verdict.FAIL, where, "default-handed-out-common", "admin", "5"),
                        seen(Key.DEFPW, Verdict.FAIL, where + "/api", "default-works", "admin", "8", "derivable")))
                .containsOnly(
                        Map.entry("login.password.default[login-1]", "shared"),
                        Map.entry("login.password.made[login-1]", "derived"),
                        Map.entry("login.password.forced[login-1]", "false"));
        assertThat(facts(
                        seen(Key.DEFPW, Verdict.FAIL, where, "first-password-too-short", "7"),
                        seen(Key.DEFPW, Verdict.FAIL, where + "/api", "first-password-too-short", "5")))
                .containsExactly(Map.entry("login.password.minimum[login-1]", "5"));
    }

    @Test
    void howAPortCommunicatedIsSaidByWhatWasSeenThere() {
        String where = "https://192.0.2.1:443";
        Evidence offered = seen(Key.TLS, Verdict.PASS, where, "tls-offered", "[TLS 1.3]");
        assertThat(facts(offered)).containsExactly(Map.entry("service.carried[service-1]", "tls-1.3"));
        assertThat(facts(seen(Key.TLS, Verdict.FAIL, where, "tls-expired", "x"), offered))
                .as("a certificate is another matter")
                .containsExactly(Map.entry("service.carried[service-1]", "tls-1.3"));
        Evidence old = seen(Key.TLS, Verdict.FAIL, where, "tls-old-version", "TLS 1.0", "0xC013");
        assertThat(facts(old, seen(Key.TLS, Verdict.UNKNOWN, where, "tls-shut", "[TLS 1.0, TLS 1.2]")))
                .containsExactly(Map.entry("service.carried[service-1]", "tls-older"));
        assertThat(facts(offered, seen(Key.TLS, Verdict.UNKNOWN, where, "tls-shut", "[TLS 1.3]")))
                .as("over one address it stopped answering, so what it refused says nothing")
                .isEmpty();
        assertThat(facts(offered, seen(Key.TLS, Verdict.UNKNOWN, "192.0.2.1", "stopped-time")))
                .isEmpty();
        Evidence clear = seen(Key.PLAIN, Verdict.FAIL, "http://192.0.2.1:443/login", "plain-login");
        assertThat(facts(offered, clear)).containsExactly(Map.entry("service.carried[service-1]", "clear"));
        assertThat(facts(seen(Key.PLAIN, Verdict.FAIL, "telnet://192.0.2.1:23", "plain-telnet")))
                .as("a port that nobody has registered")
                .isEmpty();
        assertThat(facts(seen(Key.PLAIN, Verdict.PASS, "http://192.0.2.1:443/", "plain-nothing-protected", "x")))
                .isEmpty();
    }

    @Test
    void oneUnitShowsThatAFirstPasswordIsBadAndNeverThatAllAreGood() {
        String where = "https://192.0.2.1:443/login";
        assertThat(facts(seen(Key.DEFPW, Verdict.PASS, where, "default-handed-out-strong", "admin", "12")))
                .isEmpty();
        assertThat(facts(seen(Key.DEFPW, Verdict.FAIL, where, "default-handed-out-short", "admin", "4")))
                .containsOnly(
                        Map.entry("login.password.length[login-1]", "4"),
                        Map.entry("login.password.forced[login-1]", "false"));
        assertThat(facts(seen(Key.DEFPW, Verdict.FAIL, where, "default-handed-out-derivable", "admin", "MAC")))
                .containsOnly(
                        Map.entry("login.password.default[login-1]", "unique"),
                        Map.entry("login.password.made[login-1]", "derived"),
                        Map.entry("login.password.forced[login-1]", "false"));
        assertThat(facts(seen(Key.DEFPW, Verdict.PASS, where, "default-must-be-changed", "admin")))
                .containsExactly(Map.entry("login.password.forced[login-1]", "true"));
        assertThat(facts(
                        seen(Key.DEFPW, Verdict.PASS, where, "default-must-be-changed", "admin"),
                        seen(Key.DEFPW, Verdict.FAIL, where, "default-works", "admin", "5", "common")))
                .containsExactly(Map.entry("login.password.default[login-1]", "shared"));
    }

    @Test
    void guessingIsLimitedOnlyIfEveryTryThatWasMadeSaysSo() {
        Evidence limited = seen(Key.BRUTE, Verdict.PASS, "https://192.0.2.1:443/login", "brute-limited", "5", "60");
        assertThat(facts(limited))
                .containsOnly(Map.entry("login.limit[login-1]", "lock"), Map.entry("login.tries[login-1]", "5"));
        assertThat(facts(
                        limited,
                        seen(Key.BRUTE, Verdict.FAIL, "https://192.0.2.1:443/api", "brute-unlimited", "60", "9", "5")))
                .containsExactly(Map.entry("login.limit[login-1]", "none"));
        assertThat(facts(seen(Key.BRUTE, Verdict.FAIL, "https://192.0.2.1:443/login", "brute-short-lock", "5", "60")))
                .isEmpty();
        assertThat(facts(seen(Key.BRUTE, Verdict.FAIL, "https://192.0.2.1:443/login", "brute-late", "50", "5")))
                .containsExactly(Map.entry("login.tries[login-1]", "50"));
        assertThat(facts(seen(Key.BRUTE, Verdict.PASS, "ssh://192.0.2.1:22", "brute-limited", "5", "60")))
                .as("nobody said which log-in guards that port")
                .isEmpty();
    }

    @Test
    void aDelayThatGrowsIsAWaitAlsoWhereNoPolicySaysHowMuchIsEnough() {
        String where = "https://192.0.2.1:443/login";
        Evidence seen = seen(Key.BRUTE, Verdict.UNKNOWN, where, "brute-delay-seen", "4", "120", "2880");
        Evidence unset = seen(Key.BRUTE, Verdict.UNKNOWN, where, "brute-policy-unset");
        Map<String, String> wait = Map.of("login.limit[login-1]", "wait", "login.tries[login-1]", "4");
        assertThat(facts(seen, unset)).isEqualTo(wait);
        assertThat(facts(seen, unset, seen(Key.BRUTE, Verdict.UNKNOWN, where + "/api", "brute-policy-unset")))
                .as("another way in, of which nothing is known")
                .isEmpty();
        assertThat(facts(
                        seen(Key.BRUTE, Verdict.PASS, where, "brute-delayed", "4", "120", "2880", "600", "14400"),
                        seen(Key.BRUTE, Verdict.PASS, where + "/api", "brute-limited", "3", "60", "180", "4320")))
                .isEqualTo(wait);
        assertThat(facts(
                        seen(Key.BRUTE, Verdict.UNKNOWN, where, "brute-delay-open", "4", "900", "9000", "600", "9000")))
                .isEmpty();
    }

    @Test
    void aPasswordThatCouldBeChangedDecidesForPasswordsOnly() {
        Evidence taken =
                seen(Key.PWCHANGE, Verdict.PASS, "https://192.0.2.1:443/password", "pwchange-good-taken", "10");
        assertThat(facts(taken)).containsExactly(Map.entry("login.change[login-1]", "user"));
        assertThat(facts(
                        taken,
                        seen(Key.PWCHANGE, Verdict.FAIL, "https://192.0.2.1:443/password", "pwchange-old-still-works")))
                .containsExactly(Map.entry("login.change[login-1]", "no"));
        Register withToken = new Register(
                REGISTER.doors(),
                new TreeSet<>(),
                List.of(),
                REGISTER.logIns(),
                Set.of(),
                new TreeMap<>(),
                REGISTER.packages());
        assertThat(Measured.of(report(taken), withToken, GUARDS, true, SCANNED).facts())
                .isEmpty();
    }

    @Test
    void anImageThatWasTakenRefutesTheIntegrityOfItsPackage() {
        String where = "https://192.0.2.1:443/update";
        Evidence summed = seen(Key.UPDATE, Verdict.FAIL, where, "update-taken", "x", "package-2", "checksum");
        assertThat(facts(summed)).containsExactly(Map.entry("package.integrity[package-2]", "checksum"));
        assertThat(facts(summed, seen(Key.UPDATE, Verdict.FAIL, where + "2", "update-taken", "x", "package-2", "none")))
                .containsExactly(Map.entry("package.integrity[package-2]", "none"));
        assertThat(facts(seen(Key.UPDATE, Verdict.FAIL, where, "update-by-stranger", "package-1")))
                .containsExactly(Map.entry("package.integrity[package-1]", "none"));
        assertThat(facts(seen(Key.UPDATE, Verdict.FAIL, where, "update-taken", "x", "package-1", "unsure")))
                .as("what stands behind the end may be left unread")
                .isEmpty();
        for (String unknown : List.of("", "package-9")) {
            assertThat(facts(seen(Key.UPDATE, Verdict.FAIL, where, "update-taken", "x", unknown, "none")))
                    .as("two packages, and nobody knows which: " + unknown)
                    .isEmpty();
        }
        assertThat(facts(seen(Key.UPDATE, Verdict.FAIL, where, "update-taken", "x")))
                .as("a report of an earlier version")
                .isEmpty();
        Register one = new Register(
                REGISTER.doors(),
                new TreeSet<>(),
                List.of(),
                REGISTER.logIns(),
                Set.of(),
                new TreeMap<>(),
                new TreeMap<>(Map.of("package-1", "本体ファームウェア")));
        assertThat(Measured.of(
                                report(seen(Key.UPDATE, Verdict.FAIL, where, "update-taken", "x", "", "none")),
                                one,
                                GUARDS,
                                true,
                                SCANNED)
                        .facts())
                .as("the only one there is")
                .singleElement()
                .satisfies(f -> assertThat(f.slot().toString()).isEqualTo("package.integrity[package-1]"));
    }

    @Test
    void aReportThatWasCutDecidesNothing() {
        Evidence[] many = new Evidence[ProbeChild.EVIDENCE_MAX];
        Arrays.fill(many, TELNET);
        assertThat(ports(REGISTER, true, many).services()).isEmpty();
        Arrays.fill(many, seen(Key.BRUTE, Verdict.PASS, "https://192.0.2.1:443/login", "brute-limited", "5", "60"));
        assertThat(facts(many)).isEmpty();
    }
}

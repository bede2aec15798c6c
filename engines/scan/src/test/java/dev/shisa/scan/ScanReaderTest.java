package dev.shisa.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the readers take of each format, and what they say of files that cannot be taken. The documents are our own. */
class ScanReaderTest {

    private static final Instant END = Instant.parse("2026-11-01T02:31:42Z");

    private static byte[] file(String name) {
        try (InputStream in = Objects.requireNonNull(ScanReaderTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    private static ScanResult read(String name) throws UnreadableScanException {
        return ScanReader.read(file(name));
    }

    private static ScanResult readText(String text) throws UnreadableScanException {
        return ScanReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String refusal(String text) {
        try {
            readText(text);
            return fail("it was taken");
        } catch (UnreadableScanException e) {
            assertThat(Sentences.in(Locale.JAPANESE).say(e)).isNotBlank().doesNotContain("{0}");
            return Sentences.in(Locale.ENGLISH).say(e);
        }
    }

    // What each format tells

    @Test
    void nmapTellsOpenPortsAndWhatItsScriptsFound() throws Exception {
        ScanResult result = read("nmap.xml");

        assertThat(result.format()).isEqualTo(ScanFormat.NMAP);
        assertThat(result.tool() + " " + result.toolVersion()).isEqualTo("Nmap 7.95");
        assertThat(result.targets()).containsExactly("192.0.2.20");
        assertThat(result.endedAt()).isEqualTo(END);
        assertThat(result.openPorts())
                .containsExactly(
                        new OpenPort("192.0.2.20", "tcp", 23, "telnet BusyBox telnetd", true),
                        new OpenPort("192.0.2.20", "tcp", 443, "https lighttpd 1.4.35", true),
                        new OpenPort("192.0.2.20", "udp", 5353, "zeroconf", false));
        assertThat(result.detections())
                .extracting(Detection::rule, d -> d.cves(), Detection::severity, Detection::port)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "ssl-heartbleed", List.of("CVE-2014-0160"), Severity.UNKNOWN, 443),
                        org.assertj.core.groups.Tuple.tuple(
                                "vulners CVE-2019-11072", List.of("CVE-2019-11072"), Severity.CRITICAL, 443),
                        org.assertj.core.groups.Tuple.tuple(
                                "vulners CVE-2015-3200", List.of("CVE-2015-3200"), Severity.MEDIUM, 443));
        assertThat(result.informational()).isEqualTo(2);
        assertThat(reasons(result)).containsExactly(Gap.Reason.NO_UDP, Gap.Reason.NO_IPV6, Gap.Reason.SIDES_UNTOLD);
    }

    private static List<Gap.Reason> reasons(ScanResult result) {
        return result.gaps().stream().map(Gap::reason).toList();
    }

    /** Files as Nmap 7.93 wrote them. */
    @ParameterizedTest
    @CsvSource({
        "tcp, TCP_PARTLY NO_UDP NO_IPV6 NO_VERSIONS SIDES_UNTOLD",
        "tcp-all, NO_UDP NO_IPV6 SIDES_UNTOLD",
        "udp-all, NO_TCP NO_IPV6 NO_VERSIONS SIDES_UNTOLD",
        "v6-all, NO_IPV4 NO_VERSIONS SIDES_UNTOLD",
        "mixed, UDP_PARTLY NO_IPV6 NO_VERSIONS SIDES_UNTOLD",
        "silent, TCP_SILENT UDP_SILENT NO_IPV6 NO_VERSIONS SIDES_UNTOLD",
        "ack, NO_TCP NO_UDP NO_IPV6 NO_VERSIONS SIDES_UNTOLD",
        "sn, NO_TCP NO_UDP NO_IPV6 NO_VERSIONS SIDES_UNTOLD"
    })
    void nmapSaysHowFarItLooked(String file, String lacks) throws Exception {
        ScanResult result = read("nmap/" + file + ".xml");
        assertThat(reasons(result).stream().map(Enum::name)).containsExactly(lacks.split(" "));
        for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            assertThat(result.gaps()).allSatisfy(gap -> {
                assertThat(gap.reason().isOfPorts()).isTrue();
                assertThat(Sentences.in(locale).say(gap)).doesNotContain("{").doesNotContain(",535");
            });
        }
    }

    @Test
    void nmapOfOtherVersionsAndOptionsIsReadAlike() throws Exception {
        String all = text("nmap/mixed.xml").replace("services=\"53,161\"", "services=\"1-65535\"");
        assertThat(reasons(readText(all)))
                .containsExactly(Gap.Reason.NO_IPV6, Gap.Reason.NO_VERSIONS, Gap.Reason.SIDES_UNTOLD);
        String older = all.replaceAll(" proto=\"...\" ports=\"[^\"]*\"", "");
        assertThat(reasons(readText(older))).isEqualTo(reasons(readText(all)));
        assertThat(reasons(readText(older.replace("port-unreach", "reset")))).contains(Gap.Reason.UDP_SILENT);
        assertThat(reasons(readText(all.replace("services=\"1-65535\"", "services=\"0-65534\""))))
                .as("as many, and not all")
                .contains(Gap.Reason.TCP_PARTLY, Gap.Reason.UDP_PARTLY);
        assertThat(reasons(readText(all.replace("services=\"1-65535\"", "services=\"9-1,70000,x,-,\""))))
                .contains(Gap.Reason.NO_TCP, Gap.Reason.NO_UDP);
        for (String asking : List.of("-sSV", "-A", "-sUV -p-", "-sVC")) {
            assertThat(reasons(readText(all.replace("-n -Pn -sS", "-n " + asking))))
                    .as(asking)
                    .doesNotContain(Gap.Reason.NO_VERSIONS);
        }
        assertThat(reasons(readText(all.replace("count=\"65536\"", "count=\"x\""))))
                .isEqualTo(reasons(readText(all)));
    }

    @Test
    void aFewSilentUdpPortsAreListedAndManyAreToldOf() throws Exception {
        String few = text("nmap/udp-all.xml");
        assertThat(read("nmap/udp-all.xml").openPorts())
                .containsExactly(new OpenPort("192.0.2.20", "udp", 9999, "distinct", false));
        assertThat(readText(few.replace("state=\"closed\" count", "state=\"open|filtered\" count"))
                        .gaps())
                .contains(Gap.of(Gap.Reason.UDP_SILENT, "65535"));
    }

    @Test
    void aScriptThatOnlyWritesThatSomethingIsVulnerableIsADetection() throws Exception {
        ScanResult result = readText("""
                <nmaprun version="7.95"><host><address addr="192.0.2.1" addrtype="ipv4"/><ports><port protocol="tcp" portid="80">
                <state state="open"/><script id="http-old" output="&#xa;  VULNERABLE: see CVE-2099-1234"/></port></ports></host>
                <runstats><finished exit="success"/></runstats></nmaprun>""");

        assertThat(result.detections())
                .singleElement()
                .satisfies(d -> assertThat(d.cves()).containsExactly("CVE-2099-1234"));
    }

    @Test
    void testsslTellsWhatIsWorseThanInformationAndWhatItCouldNotTest() throws Exception {
        ScanResult result = read("testssl.json");

        assertThat(result.detections()).extracting(Detection::rule).containsExactly("TLS1", "heartbleed");
        assertThat(result.detections().getLast())
                .isEqualTo(new Detection(
                        "heartbleed",
                        "heartbleed",
                        Severity.CRITICAL,
                        List.of("CVE-2014-0160"),
                        List.of("CWE-119"),
                        "192.0.2.20",
                        443,
                        "tcp",
                        "",
                        "VULNERABLE"));
        assertThat(result.gaps()).extracting(Gap::reason).containsExactly(Gap.Reason.NOT_TESTED);
        assertThat(result.toolVersion()).isEmpty();
    }

    @Test
    void testsslInSectionsNamesItsVersionAndEnd() throws Exception {
        ScanResult result = read("testssl-pretty.json");

        assertThat(result.toolVersion()).isEqualTo("3.2.1");
        assertThat(result.endedAt()).isEqualTo(Instant.ofEpochSecond(1793500090));
        assertThat(result.detections()).extracting(Detection::rule).containsExactly("TLS1", "SWEET32");
        assertThat(result.detections().getLast().cves()).containsExactly("CVE-2016-2183", "CVE-2016-6329");
        assertThat(result.gaps()).isEmpty();
    }

    @Test
    void sarifTellsAlsoWhatWasSuppressedInTheSourceButNotWhatPassed() throws Exception {
        ScanResult result = read("result.sarif");

        assertThat(result.tool() + " " + result.toolVersion()).isEqualTo("Example Analyzer 4.1.0");
        assertThat(result.targets()).containsExactly("https://git.example/camera 9f2c");
        assertThat(result.detections())
                .extracting(Detection::name, Detection::severity, Detection::place)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "Command built from input", Severity.CRITICAL, "src/ping.c:42"),
                        org.assertj.core.groups.Tuple.tuple("WeakHash", Severity.UNKNOWN, "src/hash.c:7"));
        assertThat(result.detections().getFirst().cwes()).containsExactly("CWE-78");
        assertThat(result.detections().getLast().evidence()).startsWith("MD5 is a weak hash");
        assertThat(result.informational()).isEqualTo(2);
        assertThat(result.endedAt()).isEqualTo(END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zap.json", "zap.xml"})
    void zapTellsTheSameInBothNotations(String name) throws Exception {
        ScanResult result = read(name);

        assertThat(result.toolVersion()).isEqualTo("2.16.1");
        assertThat(result.targets()).containsExactly("https://192.0.2.20");
        assertThat(result.informational()).isEqualTo(1);
        assertThat(result.detections()).singleElement().satisfies(d -> {
            assertThat(d.severity()).isEqualTo(Severity.HIGH);
            assertThat(d.cwes()).containsExactly("CWE-79");
            assertThat(d.port()).isEqualTo(443);
            assertThat(d.evidence()).contains("GET https://192.0.2.20/ping?host=x", "<script>alert(1)</script>");
        });
        assertThat(result).isEqualTo(read("zap.json"));
    }

    @Test
    void openVasTellsDetectionsAlsoThoseThatItsUserCalledFalse() throws Exception {
        ScanResult result = read("openvas.xml");

        assertThat(result.format().vulnerabilityScanner()).isTrue();
        assertThat(result.detections())
                .extracting(Detection::name, Detection::severity, Detection::cves, Detection::port)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "OpenSSL Information Disclosure", Severity.HIGH, List.of("CVE-2014-0160"), 443),
                        org.assertj.core.groups.Tuple.tuple("Default password", Severity.CRITICAL, List.of(), 23));
        assertThat(result.informational()).isEqualTo(1);
        assertThat(result.endedAt()).isEqualTo(END);
        assertThat(result.database()).isNull();
        assertThat(result.gaps()).isEmpty();
    }

    @Test
    void anOpenVasReportThatWasFilteredIsAPart() throws Exception {
        ScanResult result = readText(text("openvas.xml").replace("<high><full>1</full>", "<high><full>4</full>"));

        assertThat(result.gaps()).containsExactly(Gap.of(Gap.Reason.FILTERED, "2", "5"));
    }

    @Test
    void nessusTellsItsVersionAndTheDayOfItsPlugins() throws Exception {
        ScanResult result = read("nessus.xml");

        assertThat(result.toolVersion()).isEqualTo("10.9.3");
        assertThat(result.database()).isEqualTo(LocalDate.of(2026, 10, 30));
        assertThat(result.detections())
                .extracting(Detection::rule, Detection::severity, Detection::cwes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("51192", Severity.MEDIUM, List.of()),
                        org.assertj.core.groups.Tuple.tuple("900001", Severity.CRITICAL, List.of("CWE-787")));
        assertThat(result.openPorts()).extracting(OpenPort::number).containsExactly(443, 22);
        assertThat(result.endedAt()).isEqualTo(END);
        assertThat(result.gaps()).isEmpty();
    }

    // What is not all

    @Test
    void aScanThatLookedAtNothingSaysSo() throws Exception {
        assertThat(readText("<nmaprun><runstats><finished exit=\"success\"/></runstats></nmaprun>")
                        .gaps())
                .extracting(Gap::reason)
                .containsExactly(Gap.Reason.NOTHING_SCANNED);
        assertThat(readText("<NessusClientData_v2><Report name=\"x\"/></NessusClientData_v2>")
                        .gaps())
                .extracting(Gap::reason)
                .containsExactly(Gap.Reason.NOTHING_SCANNED);
        assertThat(readText("{\"@version\":\"2\",\"site\":[]}").gaps())
                .extracting(Gap::reason)
                .containsExactly(Gap.Reason.NOTHING_SCANNED);
    }

    @Test
    void aScanThatWasStoppedSaysSo() throws Exception {
        assertThat(readText(text("openvas.xml").replace(">Done<", ">Stopped<")).gaps())
                .containsExactly(Gap.of(Gap.Reason.NOT_FINISHED, "Stopped"));
        assertThat(readText(text("nmap.xml").replaceAll("<runstats>.*</runstats>", ""))
                        .gaps())
                .extracting(Gap::reason)
                .filteredOn(reason -> !reason.isOfPorts())
                .containsExactly(Gap.Reason.NOT_FINISHED);
        assertThat(readText(text("nessus.xml").replaceAll("<tag name=\"HOST_END.*</tag>", ""))
                        .gaps())
                .containsExactly(Gap.of(Gap.Reason.NOT_FINISHED, "192.0.2.20"));
        assertThat(readText(text("testssl-pretty.json")
                                .replace("\"scanTime\": 90", "\"scanTime\": \"Scan interrupted\""))
                        .gaps())
                .extracting(Gap::reason)
                .containsExactly(Gap.Reason.NOT_FINISHED);
        assertThat(readText(text("result.sarif")
                                .replace("\"executionSuccessful\": true", "\"executionSuccessful\": false"))
                        .gaps())
                .extracting(Gap::reason)
                .containsExactly(Gap.Reason.NOT_FINISHED);
    }

    // What cannot be taken

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThat(refusal("hello")).contains("neither XML nor JSON");
        assertThat(refusal("")).contains("neither XML nor JSON");
        assertThat(refusal("<html/>")).contains("\"html\"");
        assertThat(refusal("{}")).contains("none of testssl.sh");
        assertThat(refusal("<nmaprun>\n<host>")).startsWith("Line 2: the XML is broken");
        assertThat(refusal("{\"runs\": [")).startsWith("Line 1, column ");
        assertThat(
                        refusal(
                                "<nmaprun>\n<host>\n<address addr=\"a\" addrtype=\"ipv4\"/><ports><port portid=\"99999\"/></ports></host></nmaprun>"))
                .isEqualTo("Line 3: \"99999\" is no port number from 0 to 65535.");
        assertThat(refusal("[{\"id\":\"a\",\"severity\":\"OK\"},{\"id\":\"b\",\"severity\":\"BAD\"}]"))
                .isEqualTo("/1: \"BAD\" is no severity of this format.");
        assertThat(refusal("{\"version\":\"2.0.0\",\"runs\":[]}")).contains("2.1.0");
        assertThat(refusal("<report><report id=\"a\"/><report id=\"b\"/></report>"))
                .contains("second report");
        assertThat(refusal("<NessusClientData/>")).contains("version 1");
    }

    @Test
    void entitiesAreNeitherExpandedNorFetched() {
        assertThat(refusal("""
                <!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
                <nmaprun><host><address addr="1" addrtype="ipv4"/><ports>&b;</ports></host></nmaprun>""")).contains("\"b\"");
        assertThat(refusal("""
                <!DOCTYPE nmaprun [<!ENTITY a SYSTEM "file:///etc/hostname">]>
                <nmaprun><host><address addr="1" addrtype="ipv4"/><ports>&a;</ports></host></nmaprun>""")).contains("\"a\"");
    }

    @Test
    void everyBoundIsTold() throws Exception {
        assertThatThrownBy(() -> ScanReader.read(new byte[ScanReader.BYTES_MAX + 1]))
                .isInstanceOfSatisfying(
                        UnreadableScanException.class, e -> assertThat(e.code()).isEqualTo("size"));
        assertThat(refusal("<nmaprun>" + "<a>".repeat(Xml.DEPTH_MAX + 1))).contains("deep");
        assertThat(refusal("<nmaprun><host>" + "<a/>".repeat(700_001) + "</host></nmaprun>"))
                .contains("elements");
        assertThat(refusal("<nmaprun><host>" + "x".repeat((1 << 20) + 1) + "</host></nmaprun>"))
                .contains("longer than");
        assertThat(refusal("[".repeat(Json.DEPTH_MAX + 1))).contains("JSON is broken");
        assertThat(refusal("[{\"id\":\"" + "x".repeat(Json.TEXT_CHARS_MAX + 1) + "\"}]"))
                .contains("JSON is broken");
        assertThat(refusal("[" + "0,".repeat((int) Json.TOKENS_MAX) + "0]")).contains("JSON is broken");
        assertThat(refusal(many(
                        Intake.DETECTIONS_MAX + 1,
                        "{\"id\":\"%d\",\"ip\":\"h/1\",\"port\":\"1\",\"severity\":\"LOW\"}")))
                .contains("more than 10000 detections");
        assertThat(readText(many(
                                Intake.DETECTIONS_MAX,
                                "{\"id\":\"%d\",\"ip\":\"h/1\",\"port\":\"1\",\"severity\":\"LOW\"}"))
                        .detections())
                .hasSize(Intake.DETECTIONS_MAX);
        assertThat(refusal(many(Intake.TARGETS_MAX + 1, "{\"id\":\"a\",\"ip\":\"h/%d\",\"severity\":\"OK\"}")))
                .contains("more than 1000 hosts");
        assertThat(refusal(hosts(5))).contains("open ports");
    }

    private static String many(int count, String entry) {
        StringBuilder all = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            all.append(i == 0 ? "" : ",").append(entry.replace("%d", "" + i));
        }
        return all.append(']').toString();
    }

    private static String hosts(int count) {
        StringBuilder all = new StringBuilder("<nmaprun>");
        for (int h = 0; h < count; h++) {
            all.append("<host><address addr=\"h").append(h).append("\" addrtype=\"ipv4\"/><ports>");
            for (int p = 0; p <= 65_535; p++) {
                all.append("<port portid=\"").append(p).append("\"><state state=\"open\"/></port>");
            }
            all.append("</ports></host>");
        }
        return all.append("</nmaprun>").toString();
    }

    @Test
    void longWordsOfAToolAreCut() throws Exception {
        ScanResult result = readText("[{\"id\":\"a\",\"ip\":\"h/1\",\"port\":\"1\",\"severity\":\"LOW\",\"finding\":\""
                + "語".repeat(10_000) + "\"}]");

        assertThat(result.detections().getFirst().evidence())
                .hasSize(Detection.EVIDENCE_CHARS_MAX)
                .endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nmap.xml",
                "testssl.json",
                "testssl-pretty.json",
                "result.sarif",
                "zap.json",
                "zap.xml",
                "openvas.xml",
                "nessus.xml"
            })
    void whateverIsChangedInAFileItIsReadOrRefusedWithASentence(String name) {
        byte[] whole = file(name);
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] changed = mutated(whole, random);
            try {
                ScanResult result = ScanReader.read(changed);
                assertThat(result.gaps()).as("seed %d", seed).allSatisfy(gap -> {
                    assertThat(Sentences.in(Locale.ENGLISH).say(gap)).isNotBlank();
                    assertThat(Sentences.in(Locale.JAPANESE).say(gap)).isNotBlank();
                });
            } catch (UnreadableScanException e) {
                assertThat(Sentences.in(Locale.ENGLISH).say(e))
                        .as("seed %d", seed)
                        .isNotBlank();
                assertThat(Sentences.in(Locale.JAPANESE).say(e))
                        .as("seed %d", seed)
                        .isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + " of " + name, e);
            }
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] changed = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed = java.util.Arrays.copyOf(changed, random.nextInt(changed.length));
            case 1 -> {
                for (int i = 0; i <= random.nextInt(8); i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> {
                // A digit becomes another sign, so that numbers, times and severities come out wrong.
                for (int i = 0; i < changed.length; i++) {
                    if (Character.isDigit(changed[i]) && random.nextInt(20) == 0) {
                        changed[i] = (byte) "-9.eE x0".charAt(random.nextInt(8));
                    }
                }
            }
            default -> {
                // A piece is taken out, or stands twice.
                int from = random.nextInt(changed.length);
                int to = Math.min(changed.length, from + random.nextInt(200));
                String text = new String(whole, StandardCharsets.ISO_8859_1);
                changed = (text.substring(0, from)
                                + (random.nextBoolean()
                                        ? text.substring(from, to).repeat(2)
                                        : "")
                                + text.substring(to))
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return changed;
    }
}

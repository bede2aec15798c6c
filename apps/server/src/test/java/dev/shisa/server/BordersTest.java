package dev.shisa.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.shisa.server.docs.Capabilities;
import dev.shisa.server.docs.CodeOfPackage;
import dev.shisa.server.docs.ServerClasses;
import dev.shisa.server.platform.web.PublicFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The borders that ARCHITECTURE.md tells of: order of the capabilities, engines below, tables of one's own. */
class BordersTest {

    private static final JavaClasses CLASSES = ServerClasses.ALL;

    /** Each may use those before it. */
    private static final List<String> ORDER = Capabilities.inOrder();

    private static final Pattern CAPABILITY = Pattern.compile("dev\\.shisa\\.server\\.(\\w+)");

    /** So what is not public is nobody else's; only the platform has packages of its own below it. */
    @Test
    void capabilitiesReachEachOtherOnlyThroughTheirPublicTypes() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("dev.shisa.server."))
                        .filter(name -> !name.startsWith("dev.shisa.server.platform"))
                        .distinct())
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(name).matches("dev\\.shisa\\.server\\.\\w+"));
    }

    @Test
    void capabilitiesUseOnlyThoseBeforeThem() {
        List<String> back = CLASSES.stream()
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .filter(use ->
                        place(use.getOriginClass()) >= 0 && place(use.getTargetClass()) > place(use.getOriginClass()))
                .map(Dependency::getDescription)
                .toList();
        assertThat(back).isEmpty();
    }

    /** Of its capability in the order; -1 for what stands in none. */
    private static int place(JavaClass one) {
        Matcher capability = CAPABILITY.matcher(one.getPackageName());
        return capability.lookingAt() ? ORDER.indexOf(capability.group(1)) : -1;
    }

    @Test
    void enginesKnowNoServerNoFrameworkAndNoClock() {
        noClasses()
                .that()
                .resideInAPackage("dev.shisa.conformity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.shisa.server..", "org.springframework..", "java.sql..", "java.net.http..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.shisa..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(CLASSES);
    }

    @Test
    void handlersAndStoresAreNobodyElsesBusiness() {
        classes()
                .that()
                .resideInAPackage("dev.shisa.server..")
                .and()
                .areAnnotatedWith(org.springframework.stereotype.Controller.class)
                .should()
                .bePackagePrivate()
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage("dev.shisa.server..")
                .and()
                .haveSimpleNameEndingWith("Store")
                .should()
                .bePackagePrivate()
                .check(CLASSES);
    }

    @Test
    void everyTableIsTouchedByItsOwnCapabilityOnly() throws IOException {
        Map<String, String> owners = CodeOfPackage.owners();
        assertThat(owners).containsEntry("fact", "evidence").containsEntry("verdict", "conformity");
        List<String> trespasses = new ArrayList<>();
        Pattern used = Pattern.compile("\\b(?:FROM|JOIN|INTO|UPDATE)\\s+(\\w+)");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/shisa/server"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String capability = Path.of("src/main/java/dev/shisa/server")
                        .relativize(file)
                        .getName(0)
                        .toString();
                Matcher tables = used.matcher(Files.readString(file));
                while (tables.find()) {
                    String owner = owners.get(tables.group(1));
                    // The verifier compares the tables with the ledger and must share no code with those who write
                    // them.
                    boolean verifier = capability.equals("ledger")
                            && List.of(
                                            "LedgerCheck.java",
                                            "RecordedTable.java",
                                            "SealedTable.java",
                                            "DatabaseVerifier.java",
                                            "FileVerifier.java")
                                    .contains(String.valueOf(file.getFileName()));
                    if (owner != null && !owner.equals(capability) && !verifier) {
                        trespasses.add(file.getFileName() + " uses " + tables.group(1) + " of " + owner);
                    }
                }
            }
        }
        assertThat(trespasses).isEmpty();
    }

    /** Whoever asks elsewhere asks {@code PinnedHttp}: what a name leads to is looked at once, and exactly that is connected to. */
    @Test
    void whatIsAskedOutsideIsTheAddressThatWasLookedAt() {
        noClasses()
                .that()
                .resideInAPackage("dev.shisa.server..")
                .and()
                // It speaks to our own server.
                .doNotHaveSimpleName("FirstHour")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..")
                .orShould()
                .callMethod(java.net.URL.class, "openConnection")
                .orShould()
                .callMethod(java.net.URL.class, "openStream")
                .check(CLASSES);
    }

    /** What a request says of the server's own name comes from whoever sends it. */
    @Test
    void theNameThatARequestGivesTheServerIsReadAtItsDoorOnly() throws IOException {
        Pattern read = Pattern.compile("getServerName|getServerPort|getRequestURL\\b|ServletUriComponentsBuilder"
                + "|ForwardedHeaderFilter|HttpHeaders\\.HOST|getHeaders?\\(\"(?i:host|x-forwarded-host|forwarded)\"");
        assertThat(filesWith(read)).containsExactlyInAnyOrder("HostDoor.java", "PublicAddress.java");
    }

    /** No word from outside becomes an object, a look-up, a script or an address of memory. */
    @Test
    void nothingThatCouldRunForeignWordsIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.naming..", "javax.script..", "org.springframework.expression..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.beans.XMLDecoder")
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .check(CLASSES);
    }

    /** Whoever can compute the next number has the next secret. */
    @Test
    void numbersThatCanBeComputedAreMadeForTestsOfDevicesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.shisa.probe..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.SplittableRandom")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
    }

    /** What the runner starts is named, told when it fails, and ended with the server. */
    @Test
    void threadsAreStartedByTheRunnerOnly() throws IOException {
        Pattern starts = Pattern.compile(
                "Thread\\s*\\.(?:of(?:Platform|Virtual)|startVirtualThread)\\(|new Thread\\(|Executors\\s*\\."
                        + "|new (?:Scheduled)?ThreadPoolExecutor|new ForkJoinPool|new Timer\\(");
        assertThat(filesWith(starts)).containsExactly("Background.java");
    }

    /** Spring Security's "no-store" stands for whatever says nothing else, so only what says something else can be wrong. */
    @Test
    void onlyPublicPagesAndOurOwnStylesMayStayInACache() throws IOException {
        Pattern kept = Pattern.compile(
                "CacheControl\\s*\\.(?!noStore\\(\\))\\w+\\(|(?:\"Cache-Control\"|CACHE_CONTROL),\\s*+(?!\"no-store\")");
        assertThat(filesWith(kept)).containsExactly("PublicFile.java");
        noClasses()
                .that()
                .doNotHaveSimpleName("PortalDoor")
                .and()
                .doNotHaveSimpleName("AssetDoor")
                .should()
                .callMethod(PublicFile.class, "answer", HttpServletRequest.class, HttpServletResponse.class)
                .check(CLASSES);
    }

    /** Code and templates in which something stands. */
    private static List<String> filesWith(Pattern what) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".java") || f.toString().endsWith(".jte"))
                    .toList()) {
                if (what.matcher(Files.readString(file)).find()) {
                    all.add(String.valueOf(file.getFileName()));
                }
            }
        }
        return all;
    }
}

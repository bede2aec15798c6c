package dev.shisa.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.cases.Case;
import dev.shisa.conformity.cases.CaseReader;
import dev.shisa.conformity.cases.CaseRunner;
import dev.shisa.conformity.cases.ClashCase;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.record.Row;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** Whoever does what a page of {@code docs/how-to} says gets what it promises. */
class HowToTest {

    private static final Path HOME = Path.of("..", "..");

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    private Path work;

    @Test
    void aGuideIsAFileOfRequirementsAndItsCases() throws IOException {
        Catalogue catalogue = read(HowTo.page("add-a-guide.md"));

        assertThat(catalogue.framework("pocket")).isPresent();
        assertThat(decided(catalogue, "pocket"))
                .contains(
                        VerdictState.MET,
                        VerdictState.NOT_MET,
                        VerdictState.EXPECTED,
                        VerdictState.UNKNOWN,
                        VerdictState.RECHECK);
    }

    @Test
    void aFactIsALineOfTheVocabularyAndAContradictionAFile() throws IOException {
        Catalogue catalogue = read(HowTo.page("add-a-fact.md"));

        assertThat(decided(catalogue, "pocket-manual")).contains(VerdictState.MET, VerdictState.NOT_MET);
        CaseReader reader = new CaseReader(catalogue);
        Evaluator evaluator = new Evaluator(catalogue);
        List<ClashCase> cases = new ArrayList<>();
        for (Path file : yaml(work.resolve("catalogue/cases/contradictions"))) {
            cases.addAll(loaded(reader.readClash(String.valueOf(file.getFileName()), Files.readAllBytes(file))));
        }
        assertThat(cases)
                .hasSize(3)
                .allSatisfy(one -> assertThat(
                                evaluator.evaluate(one.target(), one.clash(), FactSource.of(one.facts()), Case.NOW))
                        .as(one.name())
                        .isEqualTo(one.holds()));
    }

    /** As the server reads it: what comes along, and what the page adds. */
    private Catalogue read(HowTo page) throws IOException {
        page.write(work);
        page.files().forEach(HowToTest::keepsToItsSchema);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (Path folder : List.of(HOME.resolve("catalogue"), work.resolve("catalogue"))) {
            for (Path file : yaml(folder)) {
                files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        CatalogueReader.Result result = CatalogueReader.compiling().read(files);
        assertThat(result).isInstanceOf(CatalogueReader.Result.Loaded.class);
        return ((CatalogueReader.Result.Loaded) result).catalogue();
    }

    private static void keepsToItsSchema(String file, String yaml) {
        String kind = yaml.substring(0, yaml.indexOf(':'));
        String name = Map.of("requirement", "cases", "contradiction", "contradiction-cases")
                .getOrDefault(kind, kind);
        Path schema = HOME.resolve("catalogue/schema/" + name + ".schema.json");
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        String json = JsonMapper.shared().writeValueAsString(content);
        Schema rules = SCHEMAS.getSchema(CodeOfPackage.read(schema), InputFormat.JSON);
        assertThat(rules.validate(json, InputFormat.JSON)).as(file).isEmpty();
    }

    /** Runs the cases of a framework and tells in which states its requirements were seen. */
    private List<VerdictState> decided(Catalogue catalogue, String framework) throws IOException {
        // Cases are decided by the rules alone.
        Catalogue rules = new Catalogue(catalogue.edition(), catalogue.vocabulary(), catalogue.frameworks());
        CaseReader reader = new CaseReader(rules);
        List<Case> cases = new ArrayList<>();
        for (Path file : yaml(work.resolve("catalogue/cases").resolve(framework))) {
            cases.addAll(loaded(reader.read(framework, String.valueOf(file.getFileName()), Files.readAllBytes(file))));
        }
        CaseRunner.Report report = new CaseRunner(new Evaluator(rules)).run(cases);
        assertThat(report.failures()).isEmpty();
        assertThat(cases.stream().map(Case::requirement).map(RequirementId::framework))
                .isNotEmpty()
                .containsOnly(framework);
        return cases.stream().map(Case::verdict).toList();
    }

    private static <T> List<T> loaded(CaseReader.Result<T> result) {
        return switch (result) {
            case CaseReader.Result.Loaded<T>(List<T> cases) -> cases;
            case CaseReader.Result.Rejected<T>(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void anEngineIsPlainJavaThatCompilesWithoutAWarningAndPassesItsTests() throws Exception {
        HowTo page = HowTo.page("add-an-engine.md");
        page.write(work);
        try (URLClassLoader made = compiled(page)) {
            Class<?> test = made.loadClass("dev.shisa.thermo.ThermometerFileTest");
            Constructor<?> constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            int run = 0;
            for (Method method : test.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    method.setAccessible(true);
                    method.invoke(constructor.newInstance());
                    run++;
                }
            }
            assertThat(run).isEqualTo(3);
        }
    }

    @Test
    void everyEngineIsNamedWhereThePageSays() throws IOException {
        String parent = Files.readString(HOME.resolve("pom.xml"));
        String server = Files.readString(HOME.resolve("apps/server/pom.xml"));
        String architecture = Files.readString(HOME.resolve("ARCHITECTURE.md"));
        try (Stream<Path> engines = Files.list(HOME.resolve("engines"))) {
            assertThat(engines.filter(engine -> Files.exists(engine.resolve("pom.xml"))))
                    .isNotEmpty()
                    .allSatisfy(engine -> {
                        String name = String.valueOf(engine.getFileName());
                        assertThat(parent)
                                .contains("<module>engines/" + name + "</module>")
                                .contains("<artifactId>shisa-" + name + "</artifactId>");
                        assertThat(server).contains("<artifactId>shisa-" + name + "</artifactId>");
                        assertThat(architecture).contains("`engines/" + name + "`");
                        assertThat(engine.resolve("src/main/java/dev/shisa/" + name + "/package-info.java"))
                                .exists();
                    });
        }
    }

    @Test
    void aDoorCompilesAndSaysWhoMayComeIn() throws Exception {
        HowTo page = HowTo.page("add-a-door.md");
        page.write(work);
        List<String> pages = new ArrayList<>();
        try (URLClassLoader made = compiled(page)) {
            for (String name : List.of("TallyApi", "TallyPages")) {
                for (Method method :
                        made.loadClass("dev.shisa.server.tally." + name).getDeclaredMethods()) {
                    RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                    if (mapping == null) {
                        continue;
                    }
                    assertThat(method.getAnnotation(Requires.class)).isNotNull();
                    String route = mapping.path()[0];
                    if (route.startsWith("/api/v1/")) {
                        assertThat(method.getReturnType()).isEqualTo(Answer.class);
                        assertThat(method.getAnnotation(Operation.class)).isNotNull();
                    } else {
                        pages.add(route);
                    }
                }
            }
        }
        assertThat(pages).containsExactly("/tally");
        assertThat(words(page, "ja")).isNotEmpty().isEqualTo(words(page, "en"));
    }

    /** Keys of the messages that the page adds in a language, whose help text it adds as well. */
    private static Set<String> words(HowTo page, String language) throws IOException {
        String resources = "apps/server/src/main/resources/";
        assertThat(page.files().get(resources + "help/tally-tally_" + language + ".txt"))
                .startsWith("/tally\n\n");
        Properties messages = new Properties();
        String file = page.files().get(resources + "messages/tally_" + language + ".properties");
        messages.load(new StringReader(String.valueOf(file)));
        return messages.stringPropertyNames();
    }

    @Test
    void aKindOfRecordAndItsActCompileAndNameWhatFollows() throws Exception {
        HowTo page = HowTo.page("add-a-kind-of-record.md");
        page.write(work);
        try (URLClassLoader made = compiled(page)) {
            Row row = made.loadClass("dev.shisa.server.tour.Tour").getAnnotation(Row.class);
            assertThat(row.kind()).isEqualTo("tour/1");
            Class<?> acts = made.loadClass("dev.shisa.server.tour.Tours");
            assertThat(acts.isAnnotationPresent(Doing.class)).isTrue();
            assertThat(acts.getDeclaredMethods())
                    .filteredOn(method -> method.isAnnotationPresent(Does.class))
                    .singleElement()
                    .satisfies(method -> {
                        assertThat(method.isAnnotationPresent(Requires.class)).isTrue();
                        assertThat(method.isAnnotationPresent(Operation.class)).isTrue();
                        assertThat(method.getAnnotation(Does.class).page()).isEqualTo("/tours");
                    });
        }
    }

    /** Java of the page, with every warning of the compiler an error. */
    private URLClassLoader compiled(HowTo page) throws IOException {
        List<Path> sources = page.files().keySet().stream()
                .filter(file -> file.endsWith(".java"))
                .map(work::resolve)
                .toList();
        Path classes = Files.createDirectories(work.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    Objects.requireNonNull(System.getProperty("java.class.path")),
                                    "-proc:none",
                                    "-parameters",
                                    // What lies on the class path of the tests is not the page's business.
                                    "-Xlint:all,-path,-classfile,-processing",
                                    "-Werror"),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, HowToTest.class.getClassLoader());
    }

    /** Files and folders that a page names are there, but for those that it makes itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {"add-a-guide.md", "add-a-fact.md", "add-a-kind-of-record.md", "add-an-engine.md", "add-a-door.md"
            })
    void everyPlaceThatIsNamedIsThere(String name) throws IOException {
        HowTo page = HowTo.page(name);
        Matcher named = Pattern.compile("`((?:apps|catalogue|docs|engines|ops)/[^`<*…]+)`")
                .matcher(page.text());
        List<String> missing = new ArrayList<>();
        while (named.find()) {
            boolean made = page.files().keySet().stream().anyMatch(file -> file.startsWith(named.group(1)))
                    || named.group(1).contains("tally")
                    || named.group(1).contains("tour");
            if (!made && !Files.exists(HOME.resolve(named.group(1)))) {
                missing.add(named.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void thePagesStandInTheirList() throws IOException {
        String list = Files.readString(HowTo.FOLDER.resolve("README.md"));
        try (Stream<Path> pages = Files.list(HowTo.FOLDER)) {
            assertThat(pages.map(page -> String.valueOf(page.getFileName())).filter(page -> !page.equals("README.md")))
                    .allSatisfy(page -> assertThat(list).contains("](" + page + ")"));
        }
    }

    private static List<Path> yaml(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("glossary.yaml"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}

package dev.shisa.server.platform.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guides: the same in both languages, and readable inside. */
class GuideTest extends ServerTest {

    private static final Path DOCS = Path.of("../../docs");

    @Test
    void bothLanguagesHaveTheSamePages() throws IOException {
        assertThat(names(DOCS, "_ja.md")).isNotEmpty().isEqualTo(names(DOCS, "_en.md"));
        assertThat(names(DOCS, "_ja.md")).isEqualTo(new TreeSet<>(GuidePages.NAMES));
        Path help = Path.of("src/main/resources/help");
        assertThat(names(help, "_ja.txt")).hasSizeGreaterThan(40).isEqualTo(names(help, "_en.txt"));
    }

    @Test
    void bothLanguagesAreBuiltAlike() {
        for (String name : GuidePages.NAMES) {
            assertThat(shape(GuidePages.read(name, "ja")))
                    .as(name)
                    .hasSizeGreaterThan(20)
                    .isEqualTo(shape(GuidePages.read(name, "en")));
        }
    }

    @Test
    void everyGuideCanBeReadInsideAndItsLinksLeadSomewhere() {
        for (String name : GuidePages.NAMES) {
            for (String language : List.of("ja", "en")) {
                var browser = signedOut();
                if (language.equals("en")) {
                    browser.english();
                }
                Deque<String> open = new ArrayDeque<>(List.of("/help/guides/" + name));
                Set<String> seen = new HashSet<>();
                while (!open.isEmpty()) {
                    String href = open.pop();
                    Page page = browser.get(href.replaceFirst("#.*", ""));
                    if (page.status() == 302) {
                        open.push(URLDecoder.decode(page.location(), StandardCharsets.UTF_8));
                        continue;
                    }
                    assertThat(page.status()).as(href).isEqualTo(200);
                    assertThat(page.text()).as(href).doesNotContain("](", "**", "|---");
                    if (href.contains("#")) {
                        assertThat(page.html()).as(href).contains("id=\"" + href.replaceFirst(".*#", "") + "\"");
                    }
                    for (Matcher link = Pattern.compile("href=\"(/help/guides/[^\"]*)\"")
                                    .matcher(page.html());
                            link.find(); ) {
                        if (seen.add(link.group(1))) {
                            open.push(link.group(1));
                        }
                    }
                }
            }
        }
        assertThat(signedIn(Role.AUDITOR).get("/help").html()).contains("/help/guides/start", "/help/guides/operating");
        assertThat(signedOut().get("/help/guides/nothing").status()).isEqualTo(404);
        assertThat(signedOut().get("/help/guides/..%2f..%2fetc").status()).isIn(400, 404);
    }

    /** Each section has one address in both languages, and a link to any of its headings lands there. */
    @Test
    void aLongGuideIsReadSectionBySection() {
        var ja = signedOut();
        Page list = ja.get("/help/guides/operating");
        assertThat(list.text()).contains("証明書", "Microsoft Entra ID").doesNotContain("次へ:");
        assertThat(list.html()).contains("id=\"証明書\"", "href=\"/help/guides/operating/certificate\"");
        Page section = ja.get("/help/guides/operating/certificate");
        assertThat(section.text()).contains("前へ: ポート", "次へ: パスワードをなくしたとき", "運用の手引き");
        assertThat(signedOut()
                        .english()
                        .get("/help/guides/operating/certificate")
                        .text())
                .contains("Next: A lost password");
        for (String[] link : new String[][] {
            {"証明書", "certificate"},
            {"certificate", "certificate"},
            {"microsoft-entra-id", "connecting-the-companys-sign-in#microsoft-entra-id"},
            {"nothing", "#nothing"},
            {"%7Bnothing%7D", "#%7Bnothing%7D"}
        }) {
            assertThat(ja.get("/help/guides/operating?at=" + link[0]).location())
                    .as(link[0])
                    .isEqualTo("/help/guides/operating" + (link[1].startsWith("#") ? "" : "/") + link[1]);
        }
        assertThat(ja.get("/help/guides/operating/nothing").status()).isEqualTo(404);
        assertThat(ja.get("/help/guides/start").text()).doesNotContain("次へ:");
        assertThat(ja.get("/help/guides/start?at=%7Bx%7D").location()).isEqualTo("/help/guides/start#%7Bx%7D");
    }

    /** Whoever runs Shisa finds each key that it keeps: what for, and how it is replaced. */
    @Test
    void everyKeyOfAnInstallationIsInTheTableOfKeys() throws IOException {
        Pattern kept = Pattern.compile("resolve\\(\"secrets\"\\)\\.resolve\\(\"([a-z-]+)"
                + "|\"secrets/([a-z-]+)|new SealedSecrets\\(data, \"([a-z-]+)|this\\(data, \"([a-z]+-[a-z-]+)\"");
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                kept.matcher(Files.readString(file))
                        .results()
                        .forEach(found -> keys.add(Stream.of(1, 2, 3, 4)
                                .map(found::group)
                                .filter(Objects::nonNull)
                                .collect(Collectors.joining())));
            }
        }
        assertThat(keys).hasSizeGreaterThan(10);
        for (String[] guide : new String[][] {{"en", "\n## Keys\n"}, {"ja", "\n## 鍵の一覧\n"}}) {
            String table = Files.readString(DOCS.resolve("operating_" + guide[0] + ".md"))
                    .split(Pattern.quote(guide[1]))[1]
                    .split("\n## ")[0];
            assertThat(keys).as(guide[0]).allSatisfy(key -> assertThat(table).contains("`" + key));
        }
    }

    @Test
    void nothingInAGuideBecomesMarkup() {
        Guide guide = Guide.parse(
                "x",
                "# T\n\n<script>alert(1)</script> [a](javascript:alert(1)) `<b>`\n\n- **x** <https://a.example/>\n");
        assertThat(guide.blocks().getFirst()).isInstanceOfSatisfying(Guide.Block.Paragraph.class, paragraph -> {
            assertThat(paragraph.spans()).noneMatch(span -> span.href().startsWith("javascript"));
            assertThat(paragraph.spans().getFirst().text()).startsWith("<script>");
        });
        assertThat(guide.blocks().get(1))
                .isInstanceOfSatisfying(
                        Guide.Block.Items.class,
                        items -> assertThat(items.items().getFirst())
                                .extracting(Guide.Span::kind)
                                .containsExactly(Guide.Span.Kind.BOLD, Guide.Span.Kind.PLAIN, Guide.Span.Kind.LINK));
    }

    private static List<String> shape(Guide guide) {
        return guide.blocks().stream()
                .map(block -> switch (block) {
                    case Guide.Block.Heading heading -> "heading " + heading.level();
                    case Guide.Block.Paragraph _ -> "paragraph";
                    case Guide.Block.Items items ->
                        "items " + items.first() + " of " + items.items().size();
                    case Guide.Block.Command _ -> "command";
                    case Guide.Block.Table table -> "table of " + table.rows().size();
                })
                .toList();
    }

    private static Set<String> names(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(end))
                    .map(name -> name.substring(0, name.length() - end.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void commandsStandWithoutTheIndentationOfTheirText() {
        Guide guide = Guide.parse("operating", "# T\n\n    one\n    two\n\n      three\n\nText\n");
        assertThat(guide.blocks()).contains(new Guide.Block.Command("one\ntwo\n\n  three"));
    }

    @Test
    void whatLeadsToAnotherPartOfTheGuideIsALink() {
        assertThat(Guide.parse("operating", "# T\n\nSee [keys](#keys).\n").blocks())
                .contains(new Guide.Block.Paragraph(List.of(
                        new Guide.Span(Guide.Span.Kind.PLAIN, "See ", ""),
                        new Guide.Span(Guide.Span.Kind.LINK, "keys", "/help/guides/operating?at=keys"),
                        new Guide.Span(Guide.Span.Kind.PLAIN, ".", ""))));
    }
}
